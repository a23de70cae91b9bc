"""Small samples and the file of bad rows for deploy/demo (docs/formats.md, 7)."""
from __future__ import annotations

import argparse
import csv
import io
from datetime import date
from pathlib import Path

from generator.__main__ import SEED
from generator.old_export import HOUSEHOLD_COLUMNS
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
)


def _csv(rows: list[list[str]], bom: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return (("\ufeff" if bom else "") + text.getvalue()).encode()


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
        row[place] = good.row[0] if value == "<first>" else value
        households.append(row)
        if reason not in ("FILE_NUMBER_TWICE",) and column != "档案编号":
            members += [list(member) for member in file.members]
        report.append(["old_households.csv", str(number + 2), column, kind, reason])
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="generator.samples", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--working-days", type=Path, required=True)
    options = parser.parse_args()
    world = build(SEED, WorkingDays.load(options.working_days))
    households, members = sample(world)
    bad, bad_members, report = bad_rows(world)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, body in {"old_households.csv": _csv(households), "old_members.csv": _csv(members),
                       "bad_rows.csv": _csv(bad), "bad_rows_members.csv": _csv(bad_members),
                       "bad_rows_expected.csv": _csv(report, bom=True)}.items():
        (options.out / name).write_bytes(body)
    gb = options.out / "gb18030"
    gb.mkdir(exist_ok=True)
    for name, rows in (("old_households.csv", households), ("old_members.csv", members)):
        (gb / name).write_bytes(_csv(rows).decode().encode("gb18030"))


if __name__ == "__main__":
    main()
