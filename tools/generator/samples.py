"""Small samples and the file of bad rows for deploy/demo (docs/formats.md, 7)."""
from __future__ import annotations

import argparse
import csv
import io
from datetime import date
from pathlib import Path

from generator.__main__ import SEED
from generator.identity import id_check
from generator.old_export import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, OldFile
from generator.world import World, build, old_tables
from peer.workdays import WorkingDays

# (column, value, kind, reason): one fault a row, in this order. None: a rule in `_bad_row`.
FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("档案编号", "", "MISSING", "REQUIRED"),
    ("档案编号", "坏", "FORMAT", "INVALID_FILE_NUMBER"),
    ("行政区划", "610300a", "VOCABULARY", "UNKNOWN_DIVISION"),
    ("行政区划", "110105", "VOCABULARY", "UNKNOWN_DIVISION"),
    ("建档标准", "村级", "VOCABULARY", "UNKNOWN_TIER"),
    ("困难类别", "特困户", "VOCABULARY", "UNKNOWN_CLASS"),
    ("姓名", "", "MISSING", "REQUIRED"),
    ("身份证号", "610399198001010016", "IDENTITY", "ID_NUMBER_CHECK_DIGIT"),
    ("身份证号", "610399194902310025", "IDENTITY", "ID_NUMBER_DATE"),
    ("身份证号", "610399700229123", "IDENTITY", "ID_NUMBER_DATE"),
    ("身份证号", "61039919800101004\u0425", "IDENTITY", "ID_NUMBER_FORM"),
    ("身份证号", "6.10399E+17", "IDENTITY", "ID_NUMBER_FORM"),
    ("身份证号", "61039919800101O015", "IDENTITY", "ID_NUMBER_FORM"),
    ("性别", "男女", "VOCABULARY", "UNKNOWN_SEX"),
    ("性别", "<other>", "IDENTITY", "SEX_DIFFERS"),
    ("出生日期", "1981-02-30", "DATE", "IMPOSSIBLE_DATE"),
    ("出生日期", "1901-01-01", "IDENTITY", "BIRTH_DATE_DIFFERS"),
    ("家庭人口", "0", "FORMAT", "INVALID_COUNT"),
    ("家庭人口", "9", "REFERENCE", "MEMBER_COUNT_DIFFERS"),
    ("家庭年收入", "2.1万", "AMOUNT", "INVALID_AMOUNT"),
    ("家庭年收入", "-5000.00", "AMOUNT", "INVALID_AMOUNT"),
    ("家庭年收入", "12345.678", "AMOUNT", "INVALID_AMOUNT"),
    ("刚性支出", "1.2E+4", "AMOUNT", "INVALID_AMOUNT"),
    ("主要致困原因", "命运不济", "VOCABULARY", "UNKNOWN_CAUSE"),
    ("次要致困原因", "残疾、企业困难、其他、子女上学", "FORMAT", "TOO_MANY_CAUSES"),
    ("银行卡号", "6.22202E+18", "FORMAT", "INVALID_ACCOUNT"),
    ("银行卡号", "12345678", "FORMAT", "INVALID_ACCOUNT"),
    ("建档日期", "2018-05-01", "DATE", "DAY_OFF"),
    ("建档日期", "2015-12-31", "DATE", "OUT_OF_RANGE"),
    ("退档日期", "2016-01-04", "DATE", "BEFORE_ENROLMENT"),
    ("退档日期", "2031-03-03", "DATE", "AFTER_BUSINESS_DATE"),
    ("退档原因", "失踪", "VOCABULARY", "UNKNOWN_EXIT_REASON"),
    ("退档原因", "", "MISSING", "REQUIRED"),
    ("档案编号", "<first>", "DUPLICATE", "FILE_NUMBER_TWICE"),
    ("姓名", "张|小明", "FORMAT", "INVALID_NAME"),
    ("身份证号", "160105198001010014", "IDENTITY", "ID_NUMBER_DIVISION"),
    ("身份证号", "<unborn>", "IDENTITY", "ID_NUMBER_DATE"),
    ("健康状况", "康复中", "VOCABULARY", "UNKNOWN_HEALTH"),
    ("工作状态", "打零工", "VOCABULARY", "UNKNOWN_WORK"),
    ("联系电话", "12345", "FORMAT", "INVALID_PHONE"),
    ("出生日期", "", "MISSING", "REQUIRED"),
    ("退档日期", "", "MISSING", "REQUIRED"),
)
# The same of the second member of one household each, in the order of old_members.csv.
MEMBER_FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("与职工关系", "邻居", "VOCABULARY", "UNKNOWN_RELATION"),
    ("身份", "神仙", "VOCABULARY", "UNKNOWN_WORK"),
    ("健康状况", "尚可", "VOCABULARY", "UNKNOWN_HEALTH"),
    ("性别", "其他", "VOCABULARY", "UNKNOWN_SEX"),
    ("身份证号", "61039919800101001X", "IDENTITY", "ID_NUMBER_CHECK_DIGIT"),
    ("身份证号", "", "MISSING", "REQUIRED"),
    ("月收入", "一千", "AMOUNT", "INVALID_AMOUNT"),
    ("序号", "1", "DUPLICATE", "MEMBER_TWICE"),
    ("档案编号", "610302-2016-99999", "REFERENCE", "HOUSEHOLD_MISSING"),
    ("与职工关系", "本人", "REFERENCE", "HEAD_MISSING"),
)
_UNBORN = "61039920310101001"


def _csv(rows: list[list[str]], bom: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return (("\ufeff" if bom else "") + text.getvalue()).encode()


def _bad_members(files: list[OldFile], households: list[list[str]], members: list[list[str]],
                 report: list[list[str]]) -> None:
    """Households with one member each whose row has a fault."""
    of_households: list[list[str]] = []
    for file, (column, value, kind, reason) in zip(files, MEMBER_FAULTS, strict=True):
        rows = [list(member) for member in file.members]
        households.append(list(file.row))
        place = MEMBER_COLUMNS.index(column)
        where = ["old_members.csv", str(len(members) + 2), column, kind, reason]
        if reason == "HEAD_MISSING":  # two heads: said of the household
            of_households.append(["old_households.csv", str(len(households)), "身份证号", kind,
                                  reason])
        elif reason == "MEMBER_TWICE":
            report.append([*where[:2], "身份证号", kind, reason])
        else:
            report.append(where)
        if reason == "HOUSEHOLD_MISSING":  # a row too many
            rows.insert(1, list(rows[1]))
        rows[1][place] = value
        members += rows
    first_of_members = next(place for place, row in enumerate(report)
                            if row[0] == "old_members.csv")
    report[first_of_members:first_of_members] = of_households


def bad_rows(world: World) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Households with one fault each after a good one, their members, and the report expected."""
    # Long enough on file that a changed date is the only fault of its row.
    files = [file for file in world.old if file.row[22] and file.family.head.birth.year >= 1972
             and file.opened >= date(2016, 3, 1) and file.closed >= date(2018, 6, 1)]
    good = files[0]
    households, members = [list(HOUSEHOLD_COLUMNS), good.row], old_tables([good])[1]
    report = [["file", "row", "column", "kind", "reason"]]
    for number, (column, value, kind, reason) in enumerate(FAULTS, start=1):
        file = files[number]
        row, place = list(file.row), HOUSEHOLD_COLUMNS.index(column)
        if value == "<other>":
            value = "女" if row[place] == "男" else "男"
        if value == "<unborn>":
            value = _UNBORN + id_check(_UNBORN)
        row[place] = good.row[0] if value == "<first>" else value
        households.append(row)
        if reason not in ("FILE_NUMBER_TWICE",) and column != "档案编号":
            members += [list(member) for member in file.members]
        report.append(["old_households.csv", str(number + 2), column, kind, reason])
    grown = [file for file in files[len(FAULTS) + 1:] if len(file.members) > 1
             and file.family.members[1].age(file.opened) >= 16]
    _bad_members(grown[:len(MEMBER_FAULTS)], households, members, report)
    return households, members, report


def sample(world: World) -> tuple[list[list[str]], list[list[str]]]:
    """Twelve files of many kinds: both ID forms, all vocabularies, a dot, a rare character."""
    wanted = [lambda f: "·" in f.family.head.name, lambda f: len(f.row[6]) == 15,
              lambda f: f.row[4] == "享受低保", lambda f: f.row[4] == "低保户",
              lambda f: f.row[4] == "深度困难", lambda f: len(f.members) == 6,
              lambda f: f.reason == "转兜底保障", lambda f: f.reason == "退休",
              lambda f: f.row[1] == "610322", lambda f: f.division == "610300",
              lambda f: len(f.members) == 1, lambda f: any(c in f.row[5] for c in "堃龑喆镕")]
    chosen = []
    for fits in wanted:
        chosen.append(next(file for file in world.old if fits(file) and file not in chosen))
    return old_tables(sorted(chosen, key=lambda file: file.number))


def files_of(world: World) -> dict[str, bytes]:
    """Every file of deploy/demo by its name there."""
    households, members = sample(world)
    bad, bad_members, report = bad_rows(world)
    return {"old_households.csv": _csv(households), "old_members.csv": _csv(members),
            "bad_rows.csv": _csv(bad), "bad_rows_members.csv": _csv(bad_members),
            "bad_rows_expected.csv": _csv(report, bom=True),
            "gb18030/old_households.csv": _csv(households).decode().encode("gb18030"),
            "gb18030/old_members.csv": _csv(members).decode().encode("gb18030")}


def main() -> None:
    parser = argparse.ArgumentParser(prog="generator.samples", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--working-days", type=Path, required=True)
    options = parser.parse_args()
    for name, body in files_of(build(SEED, WorkingDays.load(options.working_days))).items():
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


if __name__ == "__main__":
    main()
