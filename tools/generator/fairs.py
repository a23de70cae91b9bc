"""Job fairs of five years: who attends and offers what, who comes to terms, and the way to work of
people whose household is on file."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.identity import Numbers
from generator.life import Life
from generator.names import Names
from generator.office import Node, Office, communities
from generator.places import BY_NUMBER, CITY, COUNTIES
from generator.procedure import Procedure
from generator.work import CALLED_OFF, FAIR_DAYS, Job, job, worker

STALLS, POSTS, INTENTS = 1_411, 26_551, 14_682
LIST_ROWS = 500
_EMPLOYERS = 430
_COMES_AGAIN = 0.45
_STALLS_MOST = 180
_WORK = (("装配工", "两班倒,包食宿,学历不限", "ANY", 380_000, 550_000),
         ("保洁员", "白班,做五休二,提供工作餐", "ANY", 240_000, 300_000),
         ("家政服务员", "上岗前免费培训,按单计酬有保底", "ANY", 320_000, 480_000),
         ("快递员", "自备电动车,按件计酬有保底", "JUNIOR_HIGH", 450_000, 700_000),
         ("收银员", "两班倒,需会电脑收银", "JUNIOR_HIGH", 260_000, 350_000),
         ("电焊工", "持焊工证上岗,车间作业", "JUNIOR_HIGH", 480_000, 750_000),
         ("叉车司机", "持证上岗,仓库白班", "JUNIOR_HIGH", 400_000, 560_000),
         ("仓库管理员", "做六休一,需会使用表格软件", "SENIOR_HIGH", 320_000, 420_000),
         ("质检员", "倒班,能看懂零件图", "SENIOR_HIGH", 350_000, 500_000),
         ("数控操作工", "两班倒,有一年以上经验", "SENIOR_HIGH", 450_000, 680_000),
         ("电话客服", "普通话流利,轮休", "SENIOR_HIGH", 300_000, 420_000),
         ("会计助理", "会计专业,双休", "JUNIOR_COLLEGE", 320_000, 450_000),
         ("机械技术员", "机械类专业,双休", "JUNIOR_COLLEGE", 420_000, 600_000),
         ("护理员", "护理专业,三班倒", "JUNIOR_COLLEGE", 350_000, 520_000))
# What some work asks for; it ranks, and excludes nobody.
_ASKED = {"电焊工": ["WELDING"], "叉车司机": ["FORKLIFT"], "护理员": ["NURSING"],
          "仓库管理员": ["OFFICE"], "快递员": ["DRIVING"]}
_KINDS = ("KEY_PROJECT NEW_FORM PRIVATE PRIVATE SMALL SMALL MANUFACTURING MANUFACTURING "
          "PUBLIC_INSTITUTION SOCIAL_ORGANISATION SELF_EMPLOYED").split()
_SKILLS = ("WELDING", "FORKLIFT", "COOKING", "NURSING", "OFFICE", "DRIVING", "SEWING")
_GROUPS = ("LAID_OFF", "LAID_OFF", "MIGRANT", "MIGRANT", "NEW_FORM")
_SCHOOLING = ("ANY", "JUNIOR_HIGH", "JUNIOR_HIGH", "SENIOR_HIGH", "SENIOR_HIGH", "JUNIOR_COLLEGE")
# What becomes of those who find work without leaving the file for it.
_COURSES = ("KEPT",) * 12 + ("WORD",) * 3 + ("QUIT",) * 5 + ("NEW",) * 3


def shares(total: int, weights: list[float]) -> list[int]:
    """The total in whole parts by weight, each at least one."""
    rest, whole = total - len(weights), sum(weights)
    parts = [1 + int(rest * weight / whole) for weight in weights]
    for place in range(total - sum(parts)):
        parts[place % len(parts)] += 1
    return parts


@dataclass(frozen=True)
class Employer:
    uscc: str
    kind: str
    division: str
    papers: dict[str, Any]


@dataclass
class JobFairs:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    names: Names
    numbers: Numbers
    tree: list[Node]
    seed: int
    jobs: list[Job] = field(default_factory=list)
    # Rows of the lists of a fair's day by key of the act.
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _known: list[dict[str, Any]] = field(default_factory=list)
    _registered: set[str] = field(default_factory=set)

    def make(self, lives: list[Life]) -> None:
        self._random = Random(f"{self.seed}-fairs")
        self._employers = [self._employer() for _ in range(_EMPLOYERS)]
        self._lapsed = [self._employer("2018-06-30") for _ in FAIR_DAYS]
        self._find_work(lives)
        weights = [self._random.uniform(0.85, 1.15) for _ in FAIR_DAYS]
        stalls = shares(STALLS, weights)
        posts = shares(POSTS, [weight * self._random.uniform(0.9, 1.1) for weight in weights])
        intents = shares(INTENTS, [float(number) for number in posts])
        by_key = {life.key: life for life in lives}
        for place in range(len(FAIR_DAYS)):
            self._fair(place, stalls[place], posts[place], intents[place], by_key)
        self._call_off()
        for one in self.jobs:
            self._course(one, self._office(by_key[one.life]))

    @property
    def _city(self) -> Office:
        return self.procedure.offices[CITY]

    def _office(self, life: Life) -> Office:
        return self.procedure.offices[life.federation]

    def _employer(self, until: str = "2033-12-31") -> Employer:
        rng = self._random
        county = rng.choices(COUNTIES, [row.weight for row in COUNTIES])[0]
        uscc = self.numbers.enterprise("610300")
        papers = {"licence_no": f"YZ{uscc[8:16]}", "licence_until": until}
        if rng.random() < 0.04:
            papers |= {"is_agency": True, "permit_no": f"RL{uscc[8:16]}", "permit_until": until}
        return Employer(uscc, rng.choice(_KINDS), county.code, papers)

    def taken_in(self, one: Job) -> date:
        """The day on which somebody on file is entered as a seeker."""
        return self._day(one.fair, 6)

    def first_employer(self) -> str:
        """One that is known from the first fair on."""
        return next(entry.key for entry in self.procedure.entries if entry.act == "employer")

    # Before the fair ---------------------------------------------------------------------------

    @staticmethod
    def code(place: int) -> str:
        return f"JOBS-{FAIR_DAYS[place][:7]}"

    def _day(self, place: int, before: int = 0) -> date:
        day = date.fromisoformat(FAIR_DAYS[place]) - timedelta(days=before)
        return self.procedure.days.on_or_after(day)

    def _fair(self, place: int, stalls: int, posts: int, intents: int,
              lives: dict[str, Life]) -> None:
        add, code, rng = self.procedure.add, self.code(place), self._random
        add(self._day(place, 35), "fair", self._city.case(0), code,
            terms=self._terms(code, FAIR_DAYS[place]))
        attending = rng.sample(self._employers, stalls)
        applied = self._day(place, 12)
        for number, employer in enumerate([*attending, self._lapsed[place]], start=1):
            self._register(employer, applied)
            add(applied, "stall", self._city.case(number), f"{code}/{number}", fair=code,
                uscc=employer.uscc, stall=number,
                refusal="NO_LICENCE" if employer is self._lapsed[place] else "")
        offers = self._offers(place, attending, posts)
        self._lists(place, intents, offers, lives)
        add(self.procedure.days.add(self._day(place), 1), "fair_count", self._city.case(0), code,
            stalls=stalls, posts=posts, intents=intents)

    @staticmethod
    def _terms(code: str, day: str) -> dict[str, Any]:
        return {"code": code, "venue": "610303-HALL", "first_day": day, "days": 1,
                "stalls": _STALLS_MOST, "source": f"BZF-{day[:7]}"}

    def _register(self, employer: Employer, day: date) -> None:
        if employer.uscc in self._registered:
            return
        self._registered.add(employer.uscc)
        self.procedure.add(day, "employer", self._city.case(1), employer.uscc, kind=employer.kind,
                           papers=employer.papers)

    def _offers(self, place: int, attending: list[Employer], posts: int) -> list[tuple[str, int]]:
        """Key and posts of each vacancy; one a fair excludes people and is never shown."""
        rng, code = self._random, self.code(place)
        wanted = [(number, employer, work) for number, employer in enumerate(attending, start=1)
                  for work in rng.sample(_WORK, 2 if rng.random() < 0.4 else 1)]
        parts = shares(posts, [rng.paretovariate(1.6) for _ in wanted])
        found = []
        day = self._day(place, 8)
        for nth, ((number, employer, work), count) in enumerate(zip(wanted, parts), start=1):
            key = f"{code}/{number}/{nth}"
            self.procedure.add(day, "offer", self._city.case(nth), key, fair=code,
                               terms=self._vacancy(place, employer, work, count), rejection="")
            found.append((key, count))
        excluding = self._vacancy(place, attending[0], ("门卫", "限男,四十岁以下", "ANY", 260_000,
                                                      300_000), 3)
        self.procedure.add(day, "offer", self._city.case(0), f"{code}/1/0", fair=code,
                           terms=excluding, rejection="DISCRIMINATION")
        return found

    def _vacancy(self, place: int, employer: Employer, work: tuple[str, str, str, int, int],
                 posts: int) -> dict[str, Any]:
        occupation, conditions, schooling, low, high = work
        return {"uscc": employer.uscc, "occupation": occupation, "conditions": conditions,
                "posts": posts, "wage_min_fen": low, "wage_max_fen": high,
                "min_schooling": schooling, "min_age": 18,
                "max_age": self._random.choice((0, 0, 50, 55)), "insurance": "FULL",
                "division": employer.division, "skills": _ASKED.get(occupation, []),
                "valid_until": str(date.fromisoformat(FAIR_DAYS[place]) + timedelta(days=60))}

    def _call_off(self) -> None:
        """The spring of 2020: announced, then an epidemic."""
        add, days = self.procedure.add, self.procedure.days
        code = f"JOBS-{CALLED_OFF[:7]}"
        add(days.on_or_after(date(2020, 1, 13)), "fair", self._city.case(0), code,
            terms=self._terms(code, CALLED_OFF))
        add(days.on_or_after(date(2020, 2, 4)), "fair_cancel", self._city.staff["approve"][0],
            code, reason="EPIDEMIC")

    # The day of the fair -------------------------------------------------------------------------

    def _lists(self, place: int, intents: int, offers: list[tuple[str, int]],
               lives: dict[str, Life]) -> None:
        """Who came to terms, each once: people on file, some who have been there before, others."""
        rng, code = self._random, self.code(place)
        rows = [self._on_file(one, lives[one.life]) for one in self.jobs if one.fair == place]
        again = min(int(intents * _COMES_AGAIN), len(self._known))
        rows += [dict(person) for person in rng.sample(self._known, again)]
        strangers = [self.stranger(place) for _ in range(intents - len(rows))]
        self._known += strangers
        rows += [dict(person) for person in strangers]
        keys = [key for key, count in offers for _ in range(count)]
        for row, vacancy in zip(rows, rng.sample(keys, len(rows))):
            row["vacancy"] = vacancy
        rng.shuffle(rows)
        for nth, start in enumerate(range(0, len(rows), LIST_ROWS), start=1):
            key = f"{code}/{nth}"
            self.lists[key] = rows[start:start + LIST_ROWS]
            self.procedure.add(self._day(place), "fair_list", self._city.case(nth), key, fair=code,
                               node=communities(self.tree, CITY)[0].code,
                               people=len(self.lists[key]))

    def stranger(self, place: int) -> dict[str, Any]:
        rng = self._random
        year = int(FAIR_DAYS[place][:4]) - rng.randrange(19, 50)
        birth = date(year, 1, 1) + timedelta(days=rng.randrange(365))
        male = rng.random() < 0.5
        county = rng.choices(COUNTIES, [row.weight for row in COUNTIES])[0]
        return {"name": self.names.surname() + self.names.given(male, year),
                "id_number": self.numbers.resident(birth, male), "phone": self.numbers.phone(),
                "profile": {"group": rng.choice(_GROUPS), "schooling": rng.choice(_SCHOOLING),
                            "skills": rng.sample(_SKILLS, rng.choice((0, 1, 1, 2))),
                            "wage_wish_fen": rng.randrange(25, 60) * 10_000,
                            "division": county.code}}

    # People on file ------------------------------------------------------------------------------

    def _find_work(self, lives: list[Life]) -> None:
        """Those who have left by it are known; of the families that stay some find work too."""
        self.jobs = [one for life in lives for one in life.jobs]
        staying = [life for life in lives if not life.jobs and not life.exit_kind
                   and not life.relapsed and life.enrolled]
        self._random.shuffle(staying)
        courses = list(_COURSES)
        for life in staying:
            if not courses:
                return
            course = courses[-1]
            assert life.enrolled is not None
            places = [place for place, day in enumerate(FAIR_DAYS)
                      if date.fromisoformat(day) > life.enrolled + timedelta(days=40)]
            # Whoever is to keep it until the calendar's end has to begin early enough.
            place = (len(FAIR_DAYS) - 1 if course == "NEW"
                     else self._random.choice([place for place in places if place < 9]))
            person = worker(life.family, date.fromisoformat(FAIR_DAYS[place]))
            if person is None:
                continue
            courses.pop()
            self.jobs.append(job(f"{life.key}-1", person, place, course,
                                 self._random.randrange(26, 52) * 10_000, self.procedure.days,
                                 life.key))

    def _on_file(self, one: Job, life: Life) -> dict[str, Any]:
        person = next(member for member in life.family.members if member.seq == one.seq)
        row = {"name": person.name, "id_number": person.id_number,
               "phone": person.phone or life.family.head.phone,
               "profile": {"group": "HARDSHIP_WORKER", "schooling": "JUNIOR_HIGH", "skills": [],
                           "wage_wish_fen": 0, "division": BY_NUMBER[2].code
                           if life.federation == CITY else life.division}}
        self.procedure.add(self.taken_in(one), "seeker", self._office(life).case(2), one.key,
                           household=life.key, node=life.node, person=dict(row))
        return row | {"key": one.key}

    def _course(self, one: Job, office: Office) -> None:
        add = self.procedure.add
        add(one.starts, "hire", office.case(2), one.key, contract_no=f"HT-{one.key}",
            starts_on=one.starts.isoformat(), wage_fen=one.wage_fen)
        if one.proved is not None:
            add(one.proved, "retain", office.case(2), one.key, month=3, wage_fen=one.wage_fen,
                evidence="BANK_STATEMENT" if one.course == "KEPT" else "EMPLOYERS_WORD",
                evidence_no=f"LS-{one.key}")
        if one.left_on is not None:
            add(one.left_on, "quit", office.case(2), one.key, ended_on=one.left_on.isoformat(),
                reason="RESIGNED")
