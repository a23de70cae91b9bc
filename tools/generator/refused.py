"""Forty applications that do not become files, every reason at least once."""
from __future__ import annotations

from datetime import date, timedelta

from generator.family import FamilyMaker
from generator.identity import Numbers
from generator.life import Life
from generator.office import Node, communities
from generator.places import COUNTIES
from generator.procedure import Procedure

REASONS = (("ONE_FEN_ABOVE", 4), ("ABOVE_LIMIT", 4), ("EXCLUDED", 7), ("NEVER_COMPLETED", 6),
           ("WITHDRAWN", 5), ("OBJECTION_UPHELD", 4), ("NOT_AUTHORISED", 4),
           ("ON_FILE_ELSEWHERE", 4), ("STRUCK_BY_MEETING", 2))
_SIGNS = ("HOMES_GE_2", "SHOP_OR_EMPLOYER", "HIGH_FEE_SCHOOL_GT_2X", "SELF_FUNDED_ABROAD",
          "NON_LIVELIHOOD_VEHICLE")


class Refused:
    """Makes the lives; `on_file` are those whose members apply a second time elsewhere."""

    def __init__(self, procedure: Procedure, maker: FamilyMaker, numbers: Numbers,
                 tree: list[Node], on_file: list[Life]) -> None:
        self._p = procedure
        self._maker = maker
        self._numbers = numbers
        self._tree = tree
        self._on_file = on_file

    def lives(self) -> list[Life]:
        rng = self._p.random
        reasons = [reason for reason, count in REASONS for _ in range(count)]
        rng.shuffle(reasons)
        # Not in the weeks before lines or rules change, so that one of each counts throughout.
        days = [day for day in self._p.days.between(date(2016, 2, 22), date(2022, 9, 30))
                if day.month not in (5, 6) and not date(2019, 11, 15) < day < date(2020, 1, 1)]
        lives = []
        for place, reason in enumerate(reasons, start=1):
            day = rng.choice([day for day in days if day.year >= 2020]
                             if reason == "ON_FILE_ELSEWHERE" or place % 2 else days)
            life = self._life(place, reason, day)
            getattr(self, f"_{reason.lower()}")(life, day)
            lives.append(life)
        return lives

    def _life(self, place: int, reason: str, day: date) -> Life:
        rng = self._p.random
        county = COUNTIES[place % len(COUNTIES)]
        causes = rng.choice([["MAJOR_ILLNESS"], ["MAJOR_ILLNESS", "CHILD_SCHOOLING"],
                             ["DISABILITY"]])
        family = self._maker.make(day, county, list(causes), 2)
        newer = day.year >= 2020
        life = Life(f"R{place:03d}", reason, county.number, county.code,
                    rng.choice(communities(self._tree, county.number)).code, family,
                    "RELATIVE" if newer else "MARGINAL", "NATIONAL",
                    "2020-" if newer else "2016-2020", account=self._numbers.card())
        size = 12 * len(family.members)
        line = self._p.lines.on(life.division, day)
        # The highest net income that still has a class: below twice the line since 2020, up to one
        # and a half times before.
        limit = line * size * 2 - 1 if newer else line * size * 3 // 2
        net = {"ONE_FEN_ABOVE": limit + 1, "ABOVE_LIMIT": limit + rng.randrange(90000, 900000)}.get(
            reason, round(limit * rng.uniform(0.75, 0.93)))
        self._maker.finance(family, net)
        life.applied = day
        return life

    def _checked(self, life: Life, day: date, signs: list[str] | None = None) -> date:
        self._p.know(life, day - timedelta(days=30), signs=signs, months=0)
        self._p.apply(life, day)
        return self._p.visit_and_check(life, day)

    def _one_fen_above(self, life: Life, day: date) -> None:
        self._p.assess(life, self._checked(life, day), expect_reason="ABOVE_LIMIT")

    _above_limit = _one_fen_above

    def _excluded(self, life: Life, day: date) -> None:
        sign = _SIGNS[int(life.key[1:]) % len(_SIGNS)]
        self._p.assess(life, self._checked(life, day, [sign]), expect_reason="EXCLUDED")

    def _never_completed(self, life: Life, day: date) -> None:
        self._p.apply(life, day)
        self._p.add(self._p.after(day, 1, 3), "return", self._p.office(life).case(0), life.key,
                    missing=["INCOME_PROOF", "MEDICAL_BILLS"], missing_authorisations=[])

    def _withdrawn(self, life: Life, day: date) -> None:
        self._p.apply(life, day)
        pair = self._p.office(life).pair(0)
        visited = self._p.after(day, 1, 3)
        self._p.add(visited, "visit", pair[0], life.key, visitors=pair, finding="AS_DECLARED",
                    kind="INVESTIGATE")
        self._p.add(self._p.after(visited, 1, 4), "withdraw", pair[0], life.key)

    def _noticed(self, life: Life, day: date) -> tuple[date, date]:
        day = self._checked(life, day)
        self._p.assess(life, day, expect_class=life.hardship_class)
        posted = self._p.after(day, 0, 1)
        return posted, self._p.notice(life, posted)

    def _objection_upheld(self, life: Life, day: date) -> None:
        posted, _ = self._noticed(life, day)
        office = self._p.office(life)
        raised = self._p.after(posted, 1, 2)
        self._p.add(raised, "object", office.case(1), life.key, grounds="PROPERTY", anonymous=True)
        resolved = self._p.after(raised, 1, 2)
        self._p.add(resolved, "resolve", office.case(2), life.key, upheld=True)
        self._p.add(self._p.after(resolved, 1, 2), "reject", office.case(2), life.key,
                    reason="OBJECTION_UPHELD")

    def _struck_by_meeting(self, life: Life, day: date) -> None:
        _, ready = self._noticed(life, day)
        meeting = self._p.meeting_day(life.federation, ready)
        self._p.decide(life, meeting, reason="FACTS_UNCLEAR")

    def _not_authorised(self, life: Life, day: date) -> None:
        """The spouse or parent does not sign: told once, never completed, lapses."""
        adult = next(person for person in life.family.members[1:] + [life.family.head]
                     if person.age(day) >= 18)
        self._p.apply(life, day)
        for member in life.package["members"]:
            if member["seq"] == adult.seq:
                member["authorised"] = False
        office = self._p.office(life)
        asked = self._p.after(day, 1, 3)
        self._p.add(asked, "check", office.case(0), life.key, expect="ADULT_NOT_AUTHORISED")
        self._p.add(self._p.after(asked, 1, 2), "return", office.case(0), life.key, missing=[],
                    missing_authorisations=[adult.seq])

    def _on_file_elsewhere(self, life: Life, day: date) -> None:
        """One of the family is on file in another county: the claim on the person is taken."""
        rng = self._p.random
        elsewhere = [other for other in self._on_file
                     if not other.exit_kind and not other.relapsed
                     and other.federation != life.federation]
        open_then = [other for other in elsewhere if other.enrolled and other.enrolled < day]
        if not open_then:
            day = self._p.days.on_or_after(date(2022, 3, 14) + timedelta(days=int(life.key[1:])))
            open_then = elsewhere
        other = rng.choice(open_then)
        life.family = other.family
        self._p.apply(life, day, expect="ALREADY_HELD", other=other.key)
