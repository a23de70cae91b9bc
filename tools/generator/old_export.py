"""The old system's export: 9,247 files that were opened and closed between 2016 and 2020."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.family import Family, FamilyMaker, Person
from generator.firms import Firm
from generator.identity import Numbers, to_15
from generator.lines import Lines
from generator.places import BY_NUMBER, CITY, CITY_CODE, COUNTIES, COMMUNITIES
from peer.workdays import WorkingDays

FILES = 9247
BACKSTOP = 90
OTHER = 1075  # closed for death, retirement, move, mistake or fraud
FIRST, LAST = date(2016, 1, 4), date(2020, 12, 31)

HOUSEHOLD_COLUMNS = (
    "档案编号 行政区划 基层工会 建档标准 困难类别 姓名 身份证号 性别 民族 出生日期 政治面貌 婚姻状况 健康状况 工作状态 "
    "工作单位 联系电话 家庭住址 家庭人口 家庭年收入 刚性支出 主要致困原因 次要致困原因 银行卡号 建档日期 退档日期 退档原因"
).split()
MEMBER_COLUMNS = "档案编号 序号 姓名 身份证号 性别 出生日期 与职工关系 身份 单位或学校 月收入 健康状况".split()

_CAUSE_WORDS = {
    "MAJOR_ILLNESS": ("重大疾病", "本人大病", "家属大病"), "DISABILITY": ("残疾",),
    "ACCIDENT": ("意外伤害", "意外事故"), "SUDDEN_EVENT": ("突发事件", "自然灾害"),
    "ENTERPRISE_DISTRESS": ("企业困难",), "CHILD_SCHOOLING": ("子女上学",),
    "UNEMPLOYMENT": ("下岗失业",), "NO_LABOUR_ABILITY": ("无劳动能力",),
    "ABLE_NOT_EMPLOYED": ("有劳动能力未就业",), "OTHER": ("其他",)}
# Illness is the commonest cause.
_CAUSES = {"MAJOR_ILLNESS": 41, "UNEMPLOYMENT": 17, "CHILD_SCHOOLING": 13, "DISABILITY": 9,
           "ENTERPRISE_DISTRESS": 9, "ACCIDENT": 4, "SUDDEN_EVENT": 2, "NO_LABOUR_ABILITY": 2,
           "ABLE_NOT_EMPLOYED": 2, "OTHER": 1}
_OTHER_KINDS = {"退休": 39, "死亡": 22, "迁出": 20, "认定有误": 16, "弄虚作假": 3}
_WORK_WORDS = {"ON_DUTY": "在岗", "LAID_OFF": "下岗", "UNEMPLOYED": "失业", "NOT_WORKING": "无业",
               "RETIRED": "退休", "SICK_LEAVE": "病休", "MIGRANT": "农民工", "FARMING": "务农",
               "NEW_FORM": "其他", "STUDENT": "学生", "PRESCHOOL": "学龄前"}
_HEALTH_WORDS = {"HEALTHY": "健康", "WEAK": "较差", "ILL": "患病", "DISABLED": "残疾"}
_RELATION_WORDS = {"HEAD": "本人", "SPOUSE": "配偶", "SON": "子", "DAUGHTER": "女",
                   "FATHER": "父亲", "MOTHER": "母亲"}
_TIERS = {"全国级": 71, "省级": 11, "地市级": 8, "区县级": 7, "基层": 3}


@dataclass
class OldFile:
    number: str
    division: str
    opened: date
    closed: date
    reason: str
    family: Family
    row: list[str]
    members: list[list[str]]


def cause_list(random: Random, weights: dict[str, int]) -> list[str]:
    """One primary and up to three secondary causes."""
    names = list(weights)
    first = random.choices(names, list(weights.values()))[0]
    causes = [first]
    for _ in range(random.choices([0, 1, 2, 3], [48, 34, 14, 4])[0]):
        other = random.choices(names, list(weights.values()))[0]
        if other not in causes:
            causes.append(other)
    return causes


class OldExport:
    """Draws the export; call `files` once."""

    def __init__(self, random: Random, maker: FamilyMaker, numbers: Numbers, lines: Lines,
                 days: WorkingDays, firms: list[Firm]) -> None:
        self._firms: dict[int, list[Firm]] = {}
        for firm in firms:
            self._firms.setdefault(firm.federation, []).append(firm)
        self._random = random
        self._maker = maker
        self._numbers = numbers
        self._lines = lines
        self._working = days.between(FIRST, LAST)
        self._days = days
        self._count: dict[str, int] = {}

    def files(self, count: int = FILES) -> Iterator[OldFile]:
        others = round(OTHER * count / FILES)
        backstop = round(BACKSTOP * count / FILES)
        kinds = self._random.choices(list(_OTHER_KINDS), list(_OTHER_KINDS.values()), k=others)
        reasons = kinds + ["转兜底保障"] * backstop
        reasons += ["脱困"] * (count - len(reasons))
        self._random.shuffle(reasons)
        opened = sorted(self._opening_day() for _ in range(count))
        for day, reason in zip(opened, reasons):
            yield self._file(day, reason)

    def _opening_day(self) -> date:
        year = self._random.choices([2016, 2017, 2018, 2019, 2020], [33, 26, 21, 14, 6])[0]
        days = [day for day in self._days_of(year) if day <= date(2020, 9, 30)]
        return self._random.choice(days)

    def _days_of(self, year: int) -> list[date]:
        return [day for day in self._working if day.year == year]

    def _closing_day(self, opened: date) -> date:
        span = (LAST - opened).days
        passed = min(int(self._random.triangular(70, 1500, 620)), span)
        if passed == span:
            passed = self._random.randrange(max(60, span - 160), span)
        return self._days.on_or_before(opened + timedelta(days=max(passed, 45)))

    def _file(self, opened: date, reason: str) -> OldFile:
        rng = self._random
        if rng.random() < 0.13:
            federation, division, county = CITY, CITY_CODE, BY_NUMBER[rng.choice([2, 2, 3, 3, 4])]
        else:
            county = rng.choices(COUNTIES, [row.weight for row in COUNTIES])[0]
            federation, division = county.number, county.code
        old_division = "610322" if division == "610305" else division
        if old_division == "610304" and rng.random() < 0.02:
            old_division = "610321"
        family = self._maker.make(opened, county, cause_list(rng, _CAUSES),
                                  retiring=reason == "退休")
        kind, factor = self._class(opened, family.causes)
        line = self._lines.on(division, opened)
        net = round(line * 12 * len(family.members) * factor) + rng.randrange(-900, 900)
        self._maker.finance(family, net)
        for person in family.members:  # the export keeps months, so a year is twelve of them
            person.income_fen = person.income_fen // 12 * 12
        family.income_fen = sum(person.income_fen for person in family.members)
        key = f"{division}{opened.year}"
        self._count[key] = self._count.get(key, 0) + 1
        number = f"{division}-{opened.year}-{self._count[key]:05d}"
        closed = self._closing_day(opened)
        row = self._row(number, old_division, federation, kind, opened, closed, reason, family)
        members = [self._member_row(number, person, opened) for person in family.members]
        return OldFile(number, division, opened, closed, reason, family, row, members)

    def _class(self, opened: date, causes: list[str]) -> tuple[str, float]:
        """The old word for the class and how net income stands to the line."""
        rng = self._random
        place = rng.choices([0, 1, 2], [58, 36, 6])[0]
        if causes[0] in ("ACCIDENT", "SUDDEN_EVENT"):
            place = 2
        factor = (rng.uniform(0.1, 0.97), rng.uniform(1.02, 1.48), rng.uniform(0.9, 2.8))[place]
        if opened >= date(2019, 9, 1):
            return ("深度困难", "相对困难", "意外致困")[place], factor
        if opened < date(2017, 6, 1) and rng.random() < 0.3 and place < 2:
            return (rng.choice(["享受低保", "未享受低保"]), "低保线以上")[place], factor
        return ("低保户", "低保边缘户", "意外致困户")[place], factor

    def _id(self, person: Person) -> str:
        legacy = person.birth.year < 1972 and self._random.random() < 0.045
        return to_15(person.id_number) if legacy else person.id_number

    def _row(self, number: str, division: str, federation: int, kind: str, opened: date,
             closed: date, reason: str, family: Family) -> list[str]:
        rng, head = self._random, family.head
        employer = ""
        if federation == CITY or rng.random() < 0.45:
            employer = rng.choice(self._firms[federation]).name
            union = f"{employer}工会"
        else:
            union = f"{BY_NUMBER[federation].name}{rng.choice(COMMUNITIES)}社区工会"
        causes = [rng.choice(_CAUSE_WORDS[cause]) for cause in family.causes]
        ill = "本人大病" if head.health == "ILL" else "家属大病"
        causes = [rng.choice(["重大疾病", ill]) if word in _CAUSE_WORDS["MAJOR_ILLNESS"] else word
                  for word in causes]
        card = self._numbers.card() if rng.random() < 0.8 else ""
        return [
            number, division, union, rng.choices(list(_TIERS), list(_TIERS.values()))[0], kind,
            head.name, self._id(head), _sex(head), family.ethnic, head.birth.isoformat(),
            rng.choices(["群众", "中共党员", "共青团员"], [86, 12, 2])[0], family.marital,
            _HEALTH_WORDS[head.health], _WORK_WORDS[head.work],
            employer, head.phone, family.address,
            str(len(family.members)), _yuan(family.income_fen), _yuan(family.rigid_fen), causes[0],
            "、".join(causes[1:]), card, opened.isoformat(), closed.isoformat(), reason]

    def _member_row(self, number: str, person: Person, day: date) -> list[str]:
        no_number = person.age(day) < 6 and self._random.random() < 0.3
        identity = "" if no_number else self._id(person)
        return [number, str(person.seq), person.name, identity, _sex(person),
                person.birth.isoformat(), _RELATION_WORDS[person.relation],
                _WORK_WORDS[person.work], "", _yuan(person.income_fen // 12),
                _HEALTH_WORDS[person.health]]


def _sex(person: Person) -> str:
    return "男" if person.male else "女"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
