"""A handful of people at the job centre: one-stop cases of some who find work, basic posts for older people
on file who are long without it, and the course that some of these take beside the post."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from generator.fairs import FAIR_DAYS, JobFairs
from generator.family import Person
from generator.funds import FundLine
from generator.identity import Numbers
from generator.life import Life, plus_months
from generator.office import communities
from generator.places import BY_NUMBER, CITY
from generator.procedure import Procedure

CASES_KEPT, CASES_QUIT = 6, 2
REFERRED, _REFERRED_ON = "counter-1", date(2022, 5, 10)
BASIC_POSTS = 4
MEN, WOMEN, JOBLESS_MONTHS = 50, 40, 12
RULES_DAY = date(2020, 9, 1)
PERIOD = date(2021, 1, 1), date(2024, 12, 31)
_OFFERED_FROM, _OFFERED_UNTIL = date(2021, 3, 1), date(2022, 6, 30)
_TERM = 12  # months
_WITHOUT_WORK = ("UNEMPLOYED", "LAID_OFF", "NOT_WORKING")
_WORK = ("CLEANING", "PATROL", "PARKING", "GREENING")
COURSE, COURSE_UNITS, LEARNERS, SUBSIDIES = "DSYY-2021", 40, 3, 2
SUBSIDY_FEN, YEARLY_FEN, REQUEST_DAYS = 80_000, 300_000, 365
_COURSE_DAYS = date(2021, 3, 1), date(2021, 12, 31)
_TRAINING_LINE = "city-training-2021"


@dataclass
class Assistance:
    """Appends to the plan of the procedure, after the fairs; `make` once."""

    procedure: Procedure
    fairs: JobFairs
    numbers: Numbers
    payer: str  # account of the city's union
    lines: list[FundLine] = field(default_factory=list)
    accounts: list[list[str]] = field(default_factory=list)
    # People with a basic post by key, as they were on the day of the offer.
    posts: dict[str, tuple[Person, date]] = field(default_factory=dict)

    def make(self, lives: list[Life]) -> None:
        by_key = {life.key: life for life in lives}
        self._cases(by_key)
        self._referred()
        self._posts(lives)
        self._courses()

    def _cases(self, lives: dict[str, Life]) -> None:
        """From the counter to work; who quits within weeks is served again."""
        add, days = self.procedure.add, self.procedure.days
        staying = [one for one in self.fairs.jobs if not lives[one.life].jobs]
        chosen = [[one for one in staying if one.course == course][:count]
                  for course, count in (("KEPT", CASES_KEPT), ("QUIT", CASES_QUIT))]
        for one in chosen[0] + chosen[1]:
            case = self.procedure.offices[lives[one.life].federation].case(2)
            taken_in = self.fairs.taken_in(one)
            add(taken_in, "case", case, one.key, need="WORK", counter="HALL-3",
                next=str(taken_in + timedelta(days=60)))
            add(taken_in, "advise", case, one.key, policy="SKILL_SUBSIDY")
            # The vacancy that fits best; at the fair they take another.
            add(taken_in, "case_match", case, one.key)
            closed = days.add(one.starts, 1)
            add(closed, "case_answer", case, one.key, number=2, result="DECLINED")
            add(closed, "case_close", case, one.key, outcome="HIRED")
            if one.left_on is not None:  # and it is opened again by that
                asked = days.add(one.left_on, 3)
                add(asked, "case_follow_up", case, one.key, channel="PHONE", finding="SEEKING",
                    next=str(asked + timedelta(days=30)))
                add(days.add(asked, 15), "case_close", case, one.key, outcome="ADVISED")

    def _referred(self) -> None:
        """Somebody asks for work and needs more than that: the registry is to look, and sets it aside."""
        add, days, city = self.procedure.add, self.procedure.days, self.procedure.offices[CITY]
        day = days.on_or_after(_REFERRED_ON)
        person = self.fairs.stranger(len(FAIR_DAYS) - 1)
        person["profile"]["group"] = "LAID_OFF"
        node = communities(self.fairs.tree, CITY)[0].code
        case = city.case(2)
        add(day, "seeker", case, REFERRED, household="", node=node, person=person)
        add(day, "case", case, REFERRED, need="RELIEF", counter="HALL-1",
            next=str(day + timedelta(days=30)))
        add(day, "advise", case, REFERRED, policy="HARDSHIP_AID")
        add(day, "case_refer", case, REFERRED, node=node, signs=["JOB_LOSS", "ILLNESS"])
        looked = days.add(day, 5)
        add(looked, "referral_aside", city.case(1), REFERRED, reason="ABOVE_LINE")
        add(days.add(looked, 1), "case_heard", case, REFERRED, number=2, result="TURNED_DOWN")
        add(days.add(looked, 1), "case_close", case, REFERRED, outcome="ADVISED")

    def _posts(self, lives: list[Life]) -> None:
        add, city = self.procedure.add, self.procedure.offices[CITY]
        approve = city.staff["approve"][0]
        add(self.procedure.days.on_or_after(RULES_DAY), "post_rules", approve, "BZ-2020",
            effective_from=str(RULES_DAY), min_age_men=MEN, min_age_women=WOMEN,
            months_jobless=JOBLESS_MONTHS, max_months=36, source="BZRS-2020-31")
        add(self.procedure.days.on_or_after(PERIOD[0]), "post_allot", approve, "GYG-2021",
            funder="CITY_UNION", first_day=str(PERIOD[0]), last_day=str(PERIOD[1]), posts=BASIC_POSTS,
            source="BZGH-2021-2")
        taken = {one.life for one in self.fairs.jobs}
        for life in lives:
            if len(self.posts) == BASIC_POSTS:
                return
            if life.key in taken or life.exit_kind or life.relapsed or life.enrolled is None:
                continue
            day = self.procedure.days.on_or_after(
                max(life.enrolled + timedelta(days=60), _OFFERED_FROM))
            person = self._of_age(life, day)
            if day > _OFFERED_UNTIL or person is None:
                continue
            self._post(life, person, day)

    @staticmethod
    def _of_age(life: Life, day: date) -> Person | None:
        return next((person for person in life.family.members
                     if person.work in _WITHOUT_WORK
                     and (MEN if person.male else WOMEN) <= person.age(day) < 58), None)

    def _post(self, life: Life, person: Person, day: date) -> None:
        add, days = self.procedure.add, self.procedure.days
        office = self.procedure.offices[life.federation]
        key, place = f"{life.key}-post", len(self.posts)
        self.posts[key] = person, day
        add(day, "seeker", office.case(2), key, household=life.key, node=life.node, person={
            "name": person.name, "id_number": person.id_number,
            "phone": person.phone or life.family.head.phone,
            "profile": {"group": "HARDSHIP_WORKER", "schooling": "JUNIOR_HIGH", "skills": [],
                        "wage_wish_fen": 0, "division": BY_NUMBER[2].code
                        if life.federation == CITY else life.division}})
        add(day, "post_offer", office.case(2), key, allotment="GYG-2021",
            uscc=self.fairs.first_employer(), work=_WORK[place],
            jobless_since=str(plus_months(day, -JOBLESS_MONTHS - place)), proof_no=f"SY-{key}")
        starts = days.add(day, 5)
        add(starts, "post_start", office.case(3), key, starts_on=str(starts), months=_TERM)
        if place == BASIC_POSTS - 1:  # found other work half-way
            left = days.on_or_after(plus_months(starts, _TERM // 2))
            add(left, "post_end", office.case(2), key, ended_on=str(left), reason="FOUND_WORK")

    # The city's course, which three take beside their posts; two finish it and are paid for that ----

    def _courses(self) -> None:
        add, days, city = self.procedure.add, self.procedure.days, self.procedure.offices[CITY]
        approve, maker = city.staff["approve"][0], city.one("maker")
        add(days.on_or_after(RULES_DAY), "course_rules", approve, "PXBT-2020",
            effective_from=str(RULES_DAY), highest_fen=SUBSIDY_FEN, yearly_fen=YEARLY_FEN,
            request_days=REQUEST_DAYS, source="BZRS-2020-32")
        opened = days.on_or_after(PERIOD[0])
        line = FundLine(_TRAINING_LINE, CITY, "2021年职工技能培训资金", "OWN_FUNDS", "CITY", 2021, opened, "")
        self.lines.append(line)
        add(opened, "open_line", maker, line=line.code, federation=CITY, name=line.name,
            source=line.source, level=line.level, year=line.year, items=["TRAINING"], tiers=[],
            payer_account=self.payer)
        add(opened, "posting", maker, line.code, federation=CITY, kind="RECEIVED", line=line.code,
            amount_fen=LEARNERS * SUBSIDY_FEN, voucher="PX-2021-1")
        add(days.on_or_after(_COURSE_DAYS[0]), "course_offer", approve, COURSE, skill="E_COMMERCE",
            units=COURSE_UNITS, first_day=str(_COURSE_DAYS[0]), last_day=str(_COURSE_DAYS[1]),
            subsidy_fen=SUBSIDY_FEN, fund_line=line.code, source="BZGH-2021-12")
        earliest = sorted(self.posts.items(), key=lambda one: (one[1][1], one[0]))
        for place, (key, (person, offered)) in enumerate(earliest[:LEARNERS]):
            self._learn(key, person, days.add(offered, 10), finishes=place < SUBSIDIES)

    def _learn(self, key: str, person: Person, day: date, finishes: bool) -> None:
        add, days, city = self.procedure.add, self.procedure.days, self.procedure.offices[CITY]
        add(day, "course_enrol", city.case(2), key, course=COURSE)
        add(days.add(day, 10), "course_progress", city.case(2), key, units=COURSE_UNITS // 2)
        if not finishes:
            return
        done = days.add(day, 25)
        add(done, "course_progress", city.case(2), key, units=COURSE_UNITS)
        add(done, "course_certificate", city.case(2), key, number=f"ZS-{key}", issued_on=str(done))
        card = self.numbers.card()
        self.accounts.append([card, person.name, "OPEN", "", "", ""])
        asked = days.add(done, 2)
        add(asked, "course_subsidy", city.case(2), key, account=card, bank="西府农村商业银行")
        add(days.add(asked, 3), "course_approve", city.staff["approve"][1], key)
