"""Scholarships of each autumn: schemes with their sponsors, students with a parent, and what staff do
from the sponsor's pledge to the approved roll. Everything is kept and paid by the city; the counties'
unions take in and survey."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from generator import award_turns
from generator.award_turns import AwardTurns
from generator.family import surname_of
from generator.funds import FundLine
from generator.identity import Numbers
from generator.names import Names
from generator.office import Node, Office, communities
from generator.places import CITY
from peer.workdays import WorkingDays
from generator.procedure import Procedure

SEASONS = range(2016, 2024)
CHARITY_A_SEASON = 150
_CHARITY_FEN = 500_000
_STAGES = ("UNDERGRADUATE", "UNDERGRADUATE", "UNDERGRADUATE", "JUNIOR_COLLEGE")
_GROUNDS = ("ILLNESS", "INJURY", "LOW_INCOME", "SCHOOL_COST")
_SCHOOLS = ("西北大学 西安交通大学 长安大学 陕西师范大学 宝鸡文理学院 西安理工大学 西北农林科技大学 兰州大学 "
            "郑州大学 重庆大学 宝鸡职业技术学院 陕西工业职业技术学院").split()
_HIGH_SCHOOLS = "宝鸡中学 渭滨中学 金台高级中学 虢镇中学 凤翔中学".split()
# Days of the season on which applications come in, and those of the desks.
_APPLY = ((7, 5), (7, 17), (7, 29), (8, 9), (8, 18))
# The pledge with goods beside the money.
_GIFTS_OF, _GIFT = "xuanyuan-2023", "SUITCASE"
_DESK_DAYS = {"survey": (8, 24), "check": (8, 28), "nominate": (8, 30), "notice": (9, 1),
              "seal": (9, 13), "approve": (9, 15), "pay": (9, 18)}


@dataclass(frozen=True)
class Tier:
    """So many students who get the same, and what they study."""

    fen: int
    count: int
    senior_high: bool = False

    @property
    def code(self) -> str:
        return f"{'SENIOR' if self.senior_high else 'HIGHER'}-{self.fen // 100}"


@dataclass(frozen=True)
class Scheme:
    """One sponsor's or union's awards of one year."""

    code: str
    year: int
    kind: str
    tiers: tuple[Tier, ...]
    unions: tuple[int, ...]  # federations that take in
    sponsor: str = ""

    @property
    def counts(self) -> bool:
        return self.kind in ("UNION_HARDSHIP", "CHARITY")

    @property
    def total_fen(self) -> int:
        return sum(tier.fen * tier.count for tier in self.tiers)


@dataclass
class Scholarships:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    names: Names
    numbers: Numbers
    tree: list[Node]
    payer: str
    schemes: list[Scheme] = field(default_factory=list)
    lines: list[FundLine] = field(default_factory=list)
    students: dict[str, dict[str, Any]] = field(default_factory=dict)
    accounts: list[list[str]] = field(default_factory=list)
    # On the roll of the autumn that does not go straight.
    _rolled: list[str] = field(default_factory=list)

    @property
    def _turns(self) -> AwardTurns:
        return AwardTurns(self.procedure, lambda year, step: self._day(year, *_DESK_DAYS[step]))

    @property
    def _random(self) -> Random:
        return self.procedure.random

    @property
    def _days(self) -> WorkingDays:
        return self.procedure.days

    @property
    def _city(self) -> Office:
        return self.procedure.offices[CITY]

    def make(self) -> None:
        self.schemes = self._schemes()
        for scheme in self.schemes:
            self._open(scheme)
            self._season(scheme)
        self._next_year()
        for year in SEASONS:
            day = self._day(year, *_DESK_DAYS["pay"])
            self.procedure.add(day, "pay_round", self._city.one("maker"), federation=CITY)

    def _schemes(self) -> list[Scheme]:
        sponsor = self.numbers.enterprise("610300")
        found = [Scheme(f"xuanyuan-{year}", year, "CHARITY",
                        (Tier(_CHARITY_FEN, CHARITY_A_SEASON + (
                            award_turns.TURNS if year == award_turns.YEAR else 0)),),
                        tuple(range(2, 14)), sponsor)
                 for year in SEASONS]
        for year, counts in ((2019, (30, 90, 35, 8)), (2020, (30, 90, 35, 8)),
                             (2021, (30, 90, 36, 8)), (2022, (30, 91, 36, 7))):
            first, second, third, high = counts
            found.append(Scheme(f"unions-{year}", year, "UNION_HARDSHIP", (
                Tier(500_000, first), Tier(300_000, second), Tier(200_000, third),
                Tier(170_000, high, True)), tuple(range(2, 14))))
        for code, fen, count, union in (("chencang", 200_000, 52, 4), ("meixian", 500_000, 12, 8),
                                        ("longxian", 300_000, 24, 9)):
            found.append(Scheme(f"{code}-2023", 2023, "UNION_HARDSHIP", (Tier(fen, count),),
                                (union,)))
        firms = (("xifeng", "EMPLOYER", (Tier(200_000, 18), Tier(150_000, 28)), 5),
                 ("hongqi", "EMPLOYER", (Tier(400_000, 22),), 6),
                 ("hantang", "REWARD", (Tier(500_000, 18),), 3),
                 ("guojiahe", "EMPLOYER", (Tier(500_000, 10), Tier(250_000, 43)), 11))
        for code, kind, tiers, union in firms:
            found.append(Scheme(f"{code}-2023", 2023, kind, tiers, (union,),
                                self.numbers.enterprise("610300")))
        return found

    def _day(self, year: int, month: int, day: int) -> date:
        return self._days.on_or_after(date(year, month, day))

    # What is opened before the season ------------------------------------------------------------

    def _open(self, scheme: Scheme) -> None:
        add, year = self.procedure.add, scheme.year
        sponsored = bool(scheme.sponsor)
        line = FundLine(scheme.code, CITY, f"{year}年助学资金({scheme.code})",
                        "DONATION" if sponsored else "OWN_FUNDS", "CITY", year,
                        self._day(year, 5, 10), "")
        self.lines.append(line)
        add(line.opened, "open_line", self._city.one("maker"), line=line.code, federation=CITY,
            name=line.name, source=line.source, level=line.level, year=year, items=["SCHOOLING"],
            tiers=[], payer_account=self.payer)
        add(line.opened, "posting", self._city.one("maker"), line.code, federation=CITY,
            kind="RECEIVED", line=line.code, amount_fen=scheme.total_fen,
            voucher=f"ZX-{scheme.code}")
        opened = self._day(year, 6, 20)
        add(opened, "scheme", self._city.staff["approve"][0], scheme.code, terms=self._terms(scheme))
        if sponsored:
            add(opened, "pledge", self._city.case(0), scheme.code, sponsor=scheme.sponsor,
                promised_fen=scheme.total_fen)
            add(opened, "pledge_money", self._city.one("maker"), scheme.code,
                amount_fen=scheme.total_fen)

    def _terms(self, scheme: Scheme) -> dict[str, Any]:
        return {"code": scheme.code, "kind": scheme.kind, "year": scheme.year,
                "sponsor": scheme.sponsor, "counts_as_hardship_aid": scheme.counts,
                "first_day": f"{scheme.year}-07-01", "last_day": f"{scheme.year}-08-31",
                "renewable": scheme.code == award_turns.SCHEME,
                "notice_working_days": 5, "source": f"GH-{scheme.year}-{scheme.code}",
                "tiers": [{"code": tier.code, "amount_fen": tier.fen,
                           "stages": ["SENIOR_HIGH"] if tier.senior_high
                           else ["UNDERGRADUATE", "JUNIOR_COLLEGE"]} for tier in scheme.tiers]}

    # The season ------------------------------------------------------------------------------------

    def _season(self, scheme: Scheme) -> None:
        keys = []
        for tier in scheme.tiers:
            for _ in range(tier.count):
                keys.append(self._student(scheme, tier, len(keys)))
        city, add = self._city, self.procedure.add

        def on(step: str) -> date:
            return self._day(scheme.year, *_DESK_DAYS[step])

        for key, tier in keys:
            add(on("check"), "award_check", city.case(2), key)
            add(on("nominate"), "award_nominate", city.case(3), key, tier=tier.code)
            add(on("notice"), "award_notice", city.case(1), key,
                place=self.students[key]["union_node"])
        rolled = [key for key, _ in keys]
        if scheme.code == award_turns.SCHEME:
            self._turns.object(dismissed=rolled[0], upheld=rolled.pop())
        add(on("seal"), "roll_seal", city.case(4), scheme.code, students=rolled,
            pledge=scheme.code if scheme.sponsor else "",
            graduates=scheme.year + (3 if scheme.tiers[0].senior_high else 4))
        add(on("approve"), "roll_approve", city.staff["approve"][1], scheme.code,
            minutes=f"city-zx-{scheme.code}")
        if scheme.code == award_turns.SCHEME:
            self._turns.turn(deferred=f"{scheme.code}/{len(rolled)}",
                             revoked=f"{scheme.code}/{len(rolled) - 1}")
            self._rolled = rolled
        if scheme.code == _GIFTS_OF:
            self._gifts(scheme, on("approve"), on("pay"), len(keys))

    def _next_year(self) -> None:
        """Some of those awards go on: the one whose entry was put off, and others for a second year."""
        by_code = {line.code: line for line in self.lines}
        of, to = by_code[award_turns.SCHEME], by_code[f"xuanyuan-{award_turns.YEAR + 1}"]
        self._turns.carry_on(of, to, _CHARITY_FEN)
        places = [*range(1, award_turns.RENEWED + 1), len(self._rolled)]
        self._turns.renew({f"{of.code}/{place}": self.students[self._rolled[place - 1]]["stage"]
                           for place in places}, to)

    def _gifts(self, scheme: Scheme, came: date, held: date, students: int) -> None:
        """A suitcase for each student of the sponsor's last autumn, at the ceremony."""
        city, add = self._city, self.procedure.add
        add(came, "gift_in", city.case(0), scheme.code, gift=_GIFT, pieces=students)
        add(held, "ceremony", city.case(0), scheme.code, place="610300", present=students)
        for place in range(1, students + 1):
            add(held, "gift_out", city.case(0), f"{scheme.code}/{place}", pledge=scheme.code,
                gift=_GIFT)

    def _student(self, scheme: Scheme, tier: Tier, place: int) -> tuple[str, Tier]:
        rng, year = self._random, scheme.year
        key = f"S{len(self.students) + 1:05d}"
        union = scheme.unions[place % len(scheme.unions)]
        office = self.procedure.offices[union]
        leaving = 15 if tier.senior_high else 18
        birth = date(year - leaving - 1, 9, 1) + timedelta(days=rng.randrange(365))
        male, father = rng.random() < 0.5, rng.random() < 0.6
        parent_birth = date(birth.year - rng.randrange(23, 33), 1, 1) + timedelta(
            days=rng.randrange(365))
        parent = self.names.surname() + self.names.given(father, parent_birth.year)
        surname = surname_of(parent) if father else self.names.surname()
        card = self.numbers.card()
        self.students[key] = {
            "scheme": scheme.code,
            "student_name": surname + self.names.given(male, birth.year),
            "student_id_number": self.numbers.resident(birth, male),
            "parent_name": parent, "parent_id_number": self.numbers.resident(parent_birth, father),
            "ground": rng.choice(_GROUNDS) if scheme.counts else "",
            "employer": "" if scheme.counts else scheme.sponsor,
            "union_node": rng.choice(communities(self.tree, union)).code,
            "school": rng.choice(_HIGH_SCHOOLS if tier.senior_high else _SCHOOLS),
            "admission_no": f"{year}{len(self.students) + 1:06d}",
            "stage": "SENIOR_HIGH" if tier.senior_high else rng.choice(_STAGES),
            "fees_fen": rng.randrange(30, 80) * 10_000, "account": card,
            "sponsor_may_know": rng.random() < 0.3}
        self.accounts.append([card, parent, "OPEN", "", "", ""])
        applied = self._day(year, *_APPLY[place % len(_APPLY)])
        self.procedure.add(applied, "scholarship", office.case(0), key)
        self.procedure.add(self._day(year, *_DESK_DAYS["survey"]), "award_survey", office.case(1),
                           key)
        return key, tier
