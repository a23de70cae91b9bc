"""The 96 households enrolled since 2020: 84 are on file through 2023."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from generator.family import FamilyMaker
from generator.firms import Firm
from generator.identity import Numbers
from generator.life import Life, anniversary, plus_months
from generator.office import PAYING, Node, communities
from generator.places import BY_NUMBER, CITY, COUNTIES
from generator.procedure import Procedure
from generator.work import FAIR_DAYS, Job, job, worker

LAST_DAY = date(2023, 12, 29)
# The article's: what somebody earns a month who found work at a fair.
_WAGE_FEN = 400_000
# Yuan a year by the year of the aid; 2023 is the article's.
LIVING = {"DEEP": {2020: 6600, 2021: 6900, 2022: 7200, 2023: 7500, 2024: 7500},
          "RELATIVE": {2020: 3300, 2021: 3500, 2022: 3700, 2023: 3900, 2024: 3900}}
MEDICAL = {2020: 3600, 2021: 4000, 2022: 4200, 2023: 4500, 2024: 4500}
_CAUSES = (("MAJOR_ILLNESS", 52), ("DISABILITY", 14), ("UNEMPLOYMENT", 12), ("CHILD_SCHOOLING", 12),
           ("ACCIDENT", 6), ("ENTERPRISE_DISTRESS", 4))
# Who leaves by the end of 2022: kind and how many; two of the resolved fall back.
LEAVERS = (("RESOLVED", 7), ("DIED", 2), ("MOVED", 2), ("FRAUD", 1), ("BACKSTOP", 2))
RELAPSES = 2
STAY = (("DEEP+MEDICAL", 24), ("DEEP", 30), ("RELATIVE", 30))


@dataclass(frozen=True)
class Role:
    """What becomes of one household."""

    measures: str
    leaves: str = ""
    relapses: bool = False
    late_review: bool = False


def roles() -> list[Role]:
    """The 96: those of 2023 first, the relapsed among them, then those who have left."""
    found: list[Role] = []
    for measures, count in STAY:
        relapsed = 1 if measures != "DEEP+MEDICAL" else 0
        found += [Role(measures, "RESOLVED", relapses=True)] * relapsed
        late = 1 if measures == "DEEP" else 0
        found += [Role(measures, late_review=True)] * late
        found += [Role(measures)] * (count - relapsed - late)
    for kind, count in LEAVERS:
        count -= RELAPSES if kind == "RESOLVED" else 0
        found += [Role("RELATIVE" if place % 2 else "DEEP", kind) for place in range(count)]
    return found


class Current:
    """Makes the lives; their entries go into the procedure's plan."""

    def __init__(self, procedure: Procedure, maker: FamilyMaker, numbers: Numbers,
                 tree: list[Node], firms: list[Firm]) -> None:
        self._p = procedure
        self._maker = maker
        self._numbers = numbers
        self._tree = tree
        self._firms = firms

    def lives(self) -> list[Life]:
        rng = self._p.random
        wanted = roles()
        stories = {role: number for number, role in enumerate(dict.fromkeys(wanted))}
        rng.shuffle(wanted)
        wanted.insert(0, wanted.pop(wanted.index(Role("DEEP"))))  # the family of the first scene
        federations = self._federations(len(wanted))
        days = self._p.days.between(date(2020, 2, 24), date(2021, 9, 24))
        early = [day for day in days if day <= date(2021, 3, 31)]
        lives = []
        for place, (role, federation) in enumerate(zip(wanted, federations), start=1):
            day = rng.choice(early if role.leaves else days)
            if role.late_review:
                day = rng.choice(self._p.days.between(date(2020, 8, 3), date(2020, 8, 31)))
            if place == 1:
                day = date(2020, 9, 7)
            life = self._life(place, federation, role, day)
            self._run(life, role, stories[role])
            lives.append(life)
        return lives

    def _federations(self, count: int) -> list[int]:
        """The first in 渭滨; fourteen of the city's own; the counties by weight, each at least
        one."""
        rng = self._p.random
        counties = [county.number for county in COUNTIES]
        weights = [county.weight for county in COUNTIES]
        rest = counties + rng.choices(counties, weights, k=count - 1 - 14 - len(counties))
        rest += [CITY] * 14
        rng.shuffle(rest)
        return [2, *rest]

    def _life(self, place: int, federation: int, role: Role, day: date) -> Life:
        rng = self._p.random
        hardship_class = role.measures.split("+")[0]
        cause = rng.choices([name for name, _ in _CAUSES], [weight for _, weight in _CAUSES])[0]
        if role.measures == "DEEP+MEDICAL" or place == 1:
            cause = "MAJOR_ILLNESS"
        causes = [cause]
        for other in rng.sample(["CHILD_SCHOOLING", "UNEMPLOYMENT"], rng.choice([0, 1, 1, 2])):
            if other not in causes:
                causes.append(other)
        county = BY_NUMBER[federation] if federation != CITY else BY_NUMBER[rng.choice([2, 3])]
        family = self._maker.make(day, county, causes, 3 if place == 1 else 2)
        node = rng.choice(communities(self._tree, federation)).code
        employer = ""
        if rng.random() < 0.35:
            firm = rng.choice([row for row in self._firms if row.federation == federation])
            node, employer = firm.node, firm.uscc
        life = Life(f"N{place:03d}", "since-2020", federation, county.code, node, family,
                    hardship_class, "NATIONAL", "2020-", employer=employer,
                    account=self._numbers.card() if rng.random() < 0.94 else
                    self._numbers.account())
        if rng.random() < 0.12:
            life.migrant_months = rng.randrange(13, 96)
            family.head.work = "MIGRANT"
        life.measures = role.measures
        self._finance(life, day, role)
        self._p.know(life, day - timedelta(days=30), dibao=False, months=rng.randrange(5, 13))
        return life

    def _finance(self, life: Life, day: date, role: Role) -> None:
        """Net income that keeps the class; with MEDICAL there is room for the LIVING aid below the
        line, so that earlier aid counted as income changes nothing."""
        rng = self._p.random
        size = 12 * len(life.family.members)
        now = [self._p.lines.on(life.division, day + timedelta(days=ahead)) for ahead in (0, 60)]
        if life.hardship_class == "RELATIVE":
            low, high = round(max(now) * size * 1.06), round(min(now) * size * 1.86)
        else:
            low, high = round(min(now) * size * 0.08), round(min(now) * size * 0.86)
        if role.measures == "DEEP+MEDICAL":
            low, high = -300000, min(high, min(now) * size - 750000 - 10000)
        self._maker.finance(life.family, rng.randint(low, high))
        if role.measures == "DEEP+MEDICAL" and life.family.medical_fen < 480000:
            life.family.medical_fen = rng.randrange(480000, 900000)
        life.applied = day

    # The course ---------------------------------------------------------------------------------

    def _run(self, life: Life, role: Role, story: int) -> None:
        rng = self._p.random
        states = ("ERROR",) if rng.random() < 0.04 else ("PARTIAL",) if rng.random() < 0.05 else ()
        returned, objected = rng.random() < 0.06, rng.random() < 0.04
        if life.key == "N001":  # the family of the first scene has the plain course
            states, returned, objected = (), False, False
        enrolled = self._p.enrol(life, life.applied, states, returned=returned, objected=objected)
        first = enrolled.year if enrolled <= date(enrolled.year, 6, 10) else enrolled.year + 1
        self._p.add(enrolled, "plan", self._p.office(life).case(1), life.key, year=first,
                    measures=self._measures(life, first))
        life.granted_until = first
        until = LAST_DAY
        if role.leaves:
            until = self._leave(life, role, enrolled)
        self._reviews(life, enrolled, until, role.late_review)
        self._paydays(life, first, life.left or LAST_DAY)
        if role.relapses:
            self._relapse(life, rng)
        elif life.exit_kind == "RESOLVED":
            self._p.follow_up(life, LAST_DAY)

    def fund_line(self, life: Life, year: int) -> tuple[str, int]:
        """Code and federation of the line that pays: three districts pay half of theirs."""
        if life.federation in PAYING[1:] and int(life.key[1:]) % 2 == 0:
            return f"{BY_NUMBER[life.federation].slug}-relief-{year}", life.federation
        return f"city-relief-{year}", CITY

    def _measures(self, life: Life, year: int) -> list[dict[str, Any]]:
        line, federation = self.fund_line(life, year)
        amounts = [("LIVING", LIVING[life.hardship_class][year])]
        if life.measures == "DEEP+MEDICAL":
            amounts.append(("MEDICAL", MEDICAL[year]))
        return [{"item": item, "annual_fen": yuan * 100, "programme": "", "fund_line": line,
                 "fund_federation": federation} for item, yuan in amounts]

    def _reviews(self, life: Life, start: date, until: date, late: bool = False) -> None:
        rng, days = self._p.random, self._p.days
        years = 1
        while (due := anniversary(start, years)) <= until:
            day = days.on_or_before(due - timedelta(days=rng.randrange(4, 30)))
            if late and due.year == 2022:
                day = days.on_or_after(date(2022, 12, 15))
            life.granted_until += 1
            pair = self._p.office(life).pair(years)
            self._p.add(day, "review", pair[0], life.key, outcome="CONTINUE", reviewers=pair,
                        year=life.granted_until, measures=self._measures(life, life.granted_until))
            if late and due.year == 2022:
                self._late(life, day)
            years += 1

    def _late(self, life: Life, reviewed: date) -> None:
        """Suspended for the overdue review when the second half is due: it cannot be paid, and is
        released by a person after the review."""
        _, federation = self.fund_line(life, 2022)
        maker = self._p.offices[federation].one("maker")
        tried = self._p.days.on_or_after(date(2022, 12, 12))
        self._p.add(tried, "release", maker, life.key, federation=federation,
                    expect="AID_SUSPENDED")
        again = self._p.days.add(reviewed, 1)
        self._p.add(again, "release", maker, life.key, federation=federation)
        self._p.add(again, "pay_round", maker, federation=federation)

    def _leave(self, life: Life, role: Role, enrolled: date) -> date:
        """Leaves between half a year after enrolment and the autumn of 2022; the day until which
        reviews are due."""
        rng, days = self._p.random, self._p.days
        office = self._p.office(life)
        # Who falls back leaves in the winter, so that the file is open again in the autumn of 2022.
        first, last = date(2021, 3, 1), date(2022, 11, 4)
        if role.relapses:
            first, last = date(2021, 12, 13), date(2022, 3, 18)
        day = rng.choice([day for day in days.between(max(plus_months(enrolled, 8), first), last)
                          if not self._near_review(enrolled, day)])
        if role.leaves == "RESOLVED" and not role.relapses:
            found = self._work(life, enrolled, max(plus_months(enrolled, 8), first), last)
            if found is not None:
                life.jobs.append(found[0])
                self._p.leave_by_work(life, found[1], found[0].key)
                return found[1]
        if role.leaves in ("RESOLVED", "BACKSTOP"):
            self._p.leave(life, day, role.leaves, "CONTACT_OFFICER")
        else:
            if role.leaves == "FRAUD":
                self._p.add(day, "suspend", office.case(0), life.key, reason="FRAUD_CHECK")
                day = days.add(day, 12)
            self._p.add(day, "cancel", office.one("approve"), life.key, kind=role.leaves)
            life.left, life.exit_kind = day, role.leaves
        return day

    def _work(self, life: Life, enrolled: date, first: date, last: date) -> tuple[Job, date] | None:
        """The earliest job whose third month is proved in those days, and the review it calls."""
        days = self._p.days
        for place, fair in enumerate(FAIR_DAYS):
            day = date.fromisoformat(fair)
            person = worker(life.family, day)
            if day < enrolled + timedelta(days=14) or person is None:
                continue
            one = job(f"{life.key}-1", person, place, "KEPT", _WAGE_FEN, days, life.key)
            assert one.proved is not None
            reviewed = days.add(one.proved, 3)
            if first <= reviewed <= last and not self._near_review(enrolled, reviewed):
                return one, reviewed
        return None

    def _near_review(self, enrolled: date, day: date) -> bool:
        """True in the weeks in which a review would fall between proposal and meeting."""
        due = [anniversary(enrolled, years) for years in range(1, 4)]
        return any(-80 <= (day - review).days <= 3 for review in due)

    def _relapse(self, life: Life, rng: Any) -> None:
        """The follow-up of month three finds hardship back; checked, and reopened by a meeting."""
        assert life.left is not None
        days, office = self._p.days, self._p.office(life)
        pair = office.pair(1)
        visited = days.on_or_after(plus_months(life.left, 3) + timedelta(days=2))
        self._p.add(visited, "follow_up", pair[0], life.key, month=3, visitors=pair,
                    finding="WORSE")
        checked = self._p.check(life, days.add(visited, 1), pair[0], first=2)
        reopened = self._p.meeting_day(life.federation, days.add(checked, 1))
        present = office.present(rng)
        self._p.add(reopened, "reopen", present[0], life.key, present=present,
                    minutes=f"{office.slug}-{reopened.year}-R{life.key[1:]}",
                    self_paid_medical_fen=life.family.medical_fen,
                    expect_class=life.hardship_class)
        life.left, life.exit_kind, life.relapsed = None, "", True
        if life.granted_until < 2023:
            planned = days.add(reopened, 1)
            self._p.add(planned, "plan", office.case(1), life.key, year=2023,
                        measures=self._measures(life, 2023))
            life.granted_until = 2023
        self._reviews(life, reopened, LAST_DAY)
        self._paydays(life, 2023, LAST_DAY)

    def _paydays(self, life: Life, first: int, until: date) -> None:
        for year in range(first, min(life.granted_until, 2023) + 1):
            for due in (date(year, 6, 30), date(year, 12, 10)):
                release = self._p.days.on_or_before(due)
                if release < until:
                    life.paydays.append(release)
