"""The procedure from application to enrolment, to exit and back, as entries of the plan."""
from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from civil_affairs.facts import Behaviour
from generator.family import Family
from generator.life import Entry, Life, plus_months
from generator.lines import Lines
from generator.office import Office
from generator.places import CITY
from peer.workdays import WorkingDays

_PAPERS = {"MAJOR_ILLNESS": ("DIAGNOSIS", "诊断证明.pdf"), "DISABILITY": (
    "DISABILITY_CERTIFICATE", "残疾证.jpg"), "CHILD_SCHOOLING": ("ADMISSION_LETTER", "录取通知书.pdf"),
    "ACCIDENT": ("ACCIDENT_REPORT", "事故证明.pdf")}


class Procedure:
    """Appends to one plan; not for use by several threads."""

    def __init__(self, random: Random, days: WorkingDays, offices: dict[int, Office], lines: Lines,
                 behaviour_seed: int) -> None:
        self.random = random
        self.days = days
        self.offices = offices
        self.lines = lines
        self.entries: list[Entry] = []
        self.facts: list[dict[str, Any]] = []
        self.trouble: list[dict[str, Any]] = []
        self._behaviour = Behaviour(behaviour_seed, *DELAY, {})
        self._meetings: dict[tuple[int, date], list[dict[str, Any]]] = {}

    # Small steps --------------------------------------------------------------------------------

    def add(self, day: date, act: str, staff: str, key: str = "", **data: Any) -> None:
        if not self.days.is_working(day):
            raise ValueError(f"{act} of {key} on a day off: {day}")
        self.entries.append(Entry(day, act, staff, key, data))

    def office(self, life: Life) -> Office:
        return self.offices[life.federation]

    def after(self, day: date, least: int, most: int) -> date:
        return self.days.add(day, self.random.randint(least, most))

    def meeting_day(self, federation: int, earliest: date) -> date:
        """The federation's next meeting: twice a month in the city, monthly in the counties."""
        month = earliest.replace(day=1)
        for place in range(4):
            first = plus_months(month, place)
            for day_of_month in ((8, 22) if federation == CITY else (15 + federation % 5,)):
                day = self.days.on_or_after(first.replace(day=day_of_month))
                if day >= earliest:
                    return day
        raise AssertionError("a meeting is held every month")

    def decide(self, life: Life, day: date, reason: str = "") -> None:
        """Puts a row on the list of that day's meeting."""
        row: dict[str, Any] = {"key": life.key}
        if reason:
            row |= {"struck": True, "reason": reason}
        self._meetings.setdefault((life.federation, day), []).append(row)

    def hold_meetings(self) -> None:
        """Turns the lists into one entry a meeting, with minutes numbered by year."""
        numbers: dict[tuple[int, int], int] = {}
        for (federation, day), rows in sorted(self._meetings.items()):
            office = self.offices[federation]
            number = numbers.get((federation, day.year), 0) + 1
            numbers[(federation, day.year)] = number
            present = office.present(self.random)
            self.add(day, "meeting", present[0], federation=federation, rows=rows,
                     minutes=f"{office.slug}-{day.year}-{number:02d}", present=present)

    # The application ----------------------------------------------------------------------------

    def package(self, life: Life) -> dict[str, Any]:
        """The application package of docs/formats.md, 9."""
        family, day = life.family, life.applied
        documents = [("APPLICATION", "困难职工申请表.pdf"), ("ID_COPY", "身份证复印件.jpg"),
                     ("REGISTER_COPY", "户口簿复印件.pdf"), ("INCOME_PROOF", "收入证明.pdf"),
                     ("CHECK_AUTHORISATION", "核对授权书.pdf"), ("INCOME_PLEDGE", "收入承诺书.pdf")]
        documents += [_PAPERS[cause] for cause in family.causes if cause in _PAPERS]
        if family.medical_fen:
            documents.append(("MEDICAL_BILLS", "医疗费票据.pdf"))
        if life.migrant_months is not None:
            documents.append(("LABOUR_CONTRACT", "劳动合同.pdf"))
        life.package = {
            "union_node": life.node, "division": life.division, "urban": True,
            "migrant": life.migrant_months is not None, "labour_months": life.migrant_months,
            "employer_uscc": life.employer, "tier": life.tier, "round": life.round,
            "causes": family.causes,
            "documents": [{"kind": kind, "name": name} for kind, name in documents],
            "members": [self._member(family, place, day) for place in range(len(family.members))],
            "payee": {"seq": life.payee_seq,
                      "kind": "CARD" if len(life.account) == 19 else "ACCOUNT",
                      "account": life.account, "bank": "西府农村商业银行"},
            "declared_income_fen": family.income_fen, "declared_rigid_fen": family.rigid_fen,
            "self_paid_medical_fen": family.medical_fen}
        return life.package

    def _member(self, family: Family, place: int, day: date) -> dict[str, Any]:
        person = family.members[place]
        return {"seq": person.seq, "relation": person.relation, "name": person.name,
                "id_number": person.id_number, "sex": "M" if person.male else "F",
                "birth_date": person.birth.isoformat(), "phone": person.phone,
                "address": family.address, "work": person.work, "health": person.health,
                "schooling": person.schooling, "yearly_income_fen": person.income_fen,
                "authorised": person.age(day) >= 17, "diagnosis": person.diagnosis}

    def apply(self, life: Life, day: date, **expect: Any) -> None:
        life.applied = day
        self.package(life)
        self.add(day, "apply", self.office(life).case(len(life.key + life.node)), life.key,
                 **expect)

    def know(self, life: Life, valid_from: date, *, signs: list[str] | None = None,
             dibao: bool = False, relief: bool = False, months: int = 9) -> None:
        """What civil affairs will answer about the family."""
        family = life.family
        self.facts.append({
            "valid_from": valid_from.isoformat(),
            "persons": [{"id_number": person.id_number, "name": person.name,
                         "income_fen": person.income_fen} for person in family.members],
            "household": {"income_fen": family.income_fen, "rigid_fen": family.rigid_fen,
                          "signs": signs or [], "dibao": dibao, "relief_received": relief,
                          "months_below_line": months}})

    def visit_and_check(self, life: Life, day: date, states: tuple[str, ...] = ()) -> date:
        """Visit within five days, then the check, asked again after each trouble; the day on which
        the complete answer is there."""
        office = self.office(life)
        pair = office.pair(self.random.randrange(9))
        day = self.after(day, 1, 3)
        self.add(day, "visit", pair[0], life.key, visitors=pair, finding="AS_DECLARED",
                 kind="INVESTIGATE")
        return self.check(life, day, pair[0], states)

    def check(self, life: Life, day: date, staff: str, states: tuple[str, ...] = (),
              first: int = 1) -> date:
        number = life.family.head.id_number
        for nth, state in enumerate((*states, "COMPLETE"), start=first):
            self.add(day, "check", staff, life.key)
            if state != "COMPLETE":
                self.trouble.append({"id_number": number, "request": nth, "state": state})
            answered = self.days.add(day, self._behaviour.delay(number, nth))
            day = self.days.add(answered, 1)
        return day

    def assess(self, life: Life, day: date, **expect: Any) -> None:
        self.add(day, "assess", self.office(life).case(len(life.node)), life.key, **expect)

    def notice(self, life: Life, day: date) -> date:
        """Posts the notice; the first working day after its last one."""
        self.add(day, "notice", self.office(life).case(len(life.key)), life.key)
        return self.days.add(day, 6)

    def enrol(self, life: Life, day: date, states: tuple[str, ...] = (), *, returned: bool = False,
              objected: bool = False) -> date:
        """The whole procedure of an application that becomes a file; the day of enrolment."""
        office = self.office(life)
        self.apply(life, day)
        if returned:
            day = self.after(day, 1, 2)
            self.add(day, "return", office.case(0), life.key, missing=["INCOME_PROOF"],
                     missing_authorisations=[])
            day = self.after(day, 3, 9)
            self.add(day, "complete", office.case(0), life.key, authorisations=[],
                     documents=[{"kind": "INCOME_PROOF", "name": "收入证明(补).pdf"}])
        day = self.visit_and_check(life, day, states)
        self.assess(life, day, expect_class=life.hardship_class)
        posted = self.after(day, 0, 1)
        ready = self.notice(life, posted)
        if objected:
            raised = self.after(posted, 1, 2)
            self.add(raised, "object", office.case(1), life.key, grounds="INCOME", anonymous=True)
            self.add(self.after(raised, 1, 2), "resolve", office.case(2), life.key, upheld=False)
        life.enrolled = self.meeting_day(life.federation, ready)
        self.decide(life, life.enrolled)
        return life.enrolled

    def leave(self, life: Life, proposed: date, kind: str, origin: str) -> date:
        """Exit with notice and meeting; the day of closing."""
        self.add(proposed, "exit", self.office(life).case(1), life.key, kind=kind, origin=origin)
        return self._close(life, proposed, kind)

    def leave_by_work(self, life: Life, reviewed: date, job: str) -> date:
        """A review before its time, called by work that was kept, ends it; the day of closing."""
        pair = self.office(life).pair(2)
        self.add(reviewed, "review", pair[0], life.key, outcome="STOP", reviewers=pair,
                 measures=[], job=job)
        return self._close(life, reviewed, "RESOLVED")

    def _close(self, life: Life, proposed: date, kind: str) -> date:
        ready = self.notice(life, self.after(proposed, 0, 1))
        life.left = self.meeting_day(life.federation, ready)
        life.exit_kind = kind
        self.decide(life, life.left)
        return life.left

    def follow_up(self, life: Life, until: date) -> None:
        """Visits at months three and six after a resolved exit, as far as the calendar goes."""
        assert life.left is not None
        for month in (3, 6):
            day = self.days.on_or_after(plus_months(life.left, month)
                                        + timedelta(days=self.random.randrange(0, 9)))
            if day <= until:
                pair = self.office(life).pair(month)
                self.add(day, "follow_up", pair[0], life.key, month=month, visitors=pair,
                         finding="AS_DECLARED")


DELAY = (2, 6)
