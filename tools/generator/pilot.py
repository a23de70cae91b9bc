"""The 199 households of the pilot of 2018: 83 distressed firms owned by the city."""
from __future__ import annotations

from datetime import date, timedelta

from generator.family import FamilyMaker
from generator.firms import Firm
from generator.identity import Numbers
from generator.life import Life, anniversary
from generator.places import BY_NUMBER, CITY, CITY_CODE
from generator.procedure import Procedure

HOUSEHOLDS = 199
ANNUAL_FEN = 400000
PROGRAMME = "PILOT-2018"
_HARD = ("MAJOR_ILLNESS", "DISABILITY")
# How many times the class and the primary cause occur, about as the article tells it.
_KINDS = ((("DIBAO", "MAJOR_ILLNESS"), 40), (("DIBAO", "DISABILITY"), 14),
          (("MARGINAL", "MAJOR_ILLNESS"), 22), (("MARGINAL", "DISABILITY"), 8),
          (("ACCIDENT", "ACCIDENT"), 8), (("DIBAO", "SUDDEN_EVENT"), 4),
          (("ACCIDENT", "SUDDEN_EVENT"), 4))


class Pilot:
    """Makes the lives; their entries go into the procedure's plan."""

    def __init__(self, procedure: Procedure, maker: FamilyMaker, numbers: Numbers,
                 firms: list[Firm]) -> None:
        self._p = procedure
        self._maker = maker
        self._numbers = numbers
        self._firms = [firm for firm in firms if firm.pilot]

    def lives(self) -> list[Life]:
        rng = self._p.random
        # Every firm has one, the other 116 fall where they fall.
        employers = self._firms + rng.choices(self._firms, k=HOUSEHOLDS - len(self._firms))
        rng.shuffle(employers)
        days = self._p.days.between(date(2016, 1, 5), date(2017, 10, 20))
        applied = sorted(rng.choice(days) for _ in range(HOUSEHOLDS))
        lives = [self._life(place, firm, day)
                 for place, (firm, day) in enumerate(zip(employers, applied), start=1)]
        for life in lives:
            self._run(life)
        return lives

    def _life(self, place: int, firm: Firm, day: date) -> Life:
        rng = self._p.random
        kinds = [kind for kind, _ in _KINDS]
        hardship_class, cause = rng.choices(kinds, [weight for _, weight in _KINDS])[0]
        causes = [cause]
        if hardship_class != "ACCIDENT":
            causes += rng.sample(["CHILD_SCHOOLING", "ENTERPRISE_DISTRESS", "UNEMPLOYMENT"],
                                 rng.choice([0, 1, 1, 2]))
        county = BY_NUMBER[int(firm.division[-1])] if firm.division != CITY_CODE else BY_NUMBER[
            rng.choice([2, 3, 4])]
        family = self._maker.make(day, county, causes)
        life = Life(f"P{place:03d}", "pilot", CITY, firm.division, firm.node, family,
                    hardship_class, "NATIONAL", "2016-2020", employer=firm.uscc,
                    account=self._numbers.card() if rng.random() < 0.9 else
                    self._numbers.account())
        low, high = {"DIBAO": (0.12, 0.9), "MARGINAL": (1.04, 1.44),
                     "ACCIDENT": (1.55, 2.8)}[hardship_class]
        year_lines = [self._p.lines.on(firm.division, day + timedelta(days=ahead))
                      for ahead in (0, 60)]
        size = 12 * len(family.members)
        least, most = round(max(year_lines) * size * low), round(min(year_lines) * size * high)
        net = rng.randint(least, most)
        if hardship_class == "DIBAO":
            # So little is missing that the pilot's aid lifts them to the line.
            first, last = max(year_lines) * size - ANNUAL_FEN, min(year_lines) * size - 100_00
            net = first + (net - least) * (last - first) // (most - least)
        self._maker.finance(family, net)
        life.applied = day
        relief = hardship_class == "DIBAO" and rng.random() < 0.4
        self._p.know(life, day - timedelta(days=30), dibao=relief, relief=relief,
                     months=rng.randrange(6, 13) if hardship_class == "DIBAO" else 0)
        return life

    def _run(self, life: Life) -> None:
        rng = self._p.random
        states: tuple[str, ...] = ()
        if rng.random() < 0.06:
            states = (rng.choice(["PARTIAL", "ERROR"]),)
        enrolled = self._p.enrol(life, life.applied, states, returned=rng.random() < 0.05,
                                 objected=rng.random() < 0.03)
        joined = self._join(life, enrolled)
        self._reviews_and_exit(life, enrolled, joined)
        self._p.follow_up(life, date(2023, 12, 29))
        self._paydays(life)

    def _join(self, life: Life, enrolled: date) -> date:
        """Joins between March and May of 2018, after that spring's review if there is one."""
        first = date(2018, 3, 5)
        due = anniversary(enrolled, 2018 - enrolled.year)
        if date(2018, 1, 1) <= due <= date(2018, 5, 25):
            first = max(first, due)
        day = self._p.random.choice(self._p.days.between(first, date(2018, 6, 8)))
        self._p.add(day, "programme", self._p.office(life).case(3), life.key, programme=PROGRAMME,
                    annual_fen=ANNUAL_FEN, fund_line="city-pilot-2018", fund_federation=CITY,
                    year=2018)
        return day

    def _reviews_and_exit(self, life: Life, enrolled: date, joined: date) -> None:
        rng, days = self._p.random, self._p.days
        # The third review after joining would grant 2021; nobody stays that long.
        third = [due for years in range(1, 6) if (due := anniversary(enrolled, years)) > joined][2]
        last = min(date(2020, 12, 4), third - timedelta(days=60))
        proposed = rng.choice(days.between(date(2019, 2, 11), last))
        closing = self._p.meeting_day(CITY, days.add(proposed, 7))
        year, granted = 1, 2018
        while (due := anniversary(enrolled, year)) <= closing:
            day = days.on_or_before(due - timedelta(days=rng.randrange(4, 32)))
            if day >= proposed:
                day = days.on_or_before(proposed - timedelta(days=2))
            measures = []
            if day >= joined:  # on one day the programme comes first
                granted += 1
                measures = [{"item": "LIVING", "annual_fen": ANNUAL_FEN, "programme": PROGRAMME,
                             "fund_line": f"city-pilot-{granted}", "fund_federation": CITY}]
            self._p.add(day, "review", self._p.office(life).case(year), life.key,
                        outcome="CONTINUE", reviewers=self._p.office(life).pair(year),
                        measures=measures, year=granted if measures else None)
            year += 1
        life.granted_until = granted
        self._p.leave(life, proposed, "RESOLVED", rng.choice(["OWN_APPLICATION",
                                                             "CONTACT_OFFICER"]))

    def _paydays(self, life: Life) -> None:
        assert life.left is not None
        for year in range(2018, life.granted_until + 1):
            for due in (date(year, 6, 30), date(year, 12, 10)):
                release = self._p.days.on_or_before(due)
                if release < life.left:
                    life.paydays.append(release)
