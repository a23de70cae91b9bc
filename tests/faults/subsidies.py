"""Subsidies of courses in the fault runs: people who finished a course and asked for its subsidy on the
first day, approved one after the other, each of which tells disbursement what to pay."""
from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from demo.client import Person, command_id
from demo.finance import Finance
from demo.stubs import load
from faults.book import Command
from faults.families import PAYER

COURSE = "faults-course"
SUBSIDY_FEN = 80_000
_DATE = "2020-02-24"
_UNITS = 4
_YEARS = (2020, 2021, 2022)  # in which it may be approved
_THREADS = 8


class Subsidies:
    """Thread-safe. Who learns is a student's parent, to whose card the subsidy goes."""

    def __init__(self, people: Callable[[str], Person], folder: Path, students: list[str]) -> None:
        self._people = people
        self._folder = folder
        self._students = list(students)
        self._waiting: list[str] = []  # enrolments
        self._taken = threading.Lock()

    def _do(self, login: str, stub: str, name: str, /, *key: str, **fields: Any) -> Any:
        request = getattr(load("haven.employment.v1.employment_service"), f"{name}Request")
        return self._people(login).call(stub, name, request(
            command_id=command_id("subsidy", name, *key), **fields))

    def open(self, finance: Finance) -> None:
        """The rules, a fund line of each year, and the course."""
        values = load("haven.employment.v1.course")
        for year in _YEARS:
            line = f"{COURSE}-{year}"
            finance.open_line({"as": "city-maker", "federation": 1, "line": line, "name": line,
                               "level": "CITY", "year": year, "source": "OWN_FUNDS",
                               "items": ["TRAINING"], "tiers": [], "payer_account": PAYER})
            finance.posting({"as": "city-maker", "date": _DATE, "kind": "RECEIVED", "line": line,
                             "amount_fen": SUBSIDY_FEN * max(len(self._students), 1),
                             "voucher": f"PX-{year}"})
        self._do("city-approve1", "AssistanceService", "SetSubsidyRules", COURSE,
                 rules=values.SubsidyRules(code=COURSE, effective_from="2020-01-01",
                                           highest_fen=SUBSIDY_FEN, yearly_fen=SUBSIDY_FEN,
                                           request_days=365, source="PX-1"))
        self._do("city-approve1", "AssistanceService", "OfferCourse", COURSE,
                 fund_line=f"{COURSE}-2020",
                 terms=values.CourseTerms(code=COURSE, skill="E_COMMERCE", units=_UNITS,
                                          first_day="2020-01-02", last_day="2020-12-31",
                                          subsidy_fen=SUBSIDY_FEN, source="PX-2"))

    def learn(self) -> None:
        """Everybody from the register to the request, on the first day."""
        people = json.loads((self._folder / "students.json").read_text("utf-8"))
        with ThreadPoolExecutor(_THREADS) as pool:
            self._waiting = list(pool.map(lambda key: self._learn(key, people[key]),
                                          self._students))

    def _learn(self, key: str, person: dict[str, Any]) -> str:
        values = load("haven.employment.v1.employment")
        profile = values.SeekerProfile(group=values.SEEKER_GROUP_LAID_OFF,
                                       schooling=values.SCHOOLING_LEVEL_JUNIOR_HIGH,
                                       division="610302")
        seeker = self._do("city-case1", "EmploymentService", "RegisterSeeker", key,
                          name=person["parent_name"], id_number=person["parent_id_number"],
                          phone="13992710011", profile=profile, union_node="610300",
                          consent="PN-2020-1").seeker_id

        def step(name: str, **fields: Any) -> Any:
            return self._do("city-case1", "AssistanceService", name, key, **fields)
        enrolment = step("EnrolCourse", seeker_id=seeker, course=COURSE).enrolment_id
        step("RecordProgress", enrolment_id=enrolment, units_done=_UNITS)
        step("RecordCertificate", enrolment_id=enrolment, certificate_no=f"ZS-{key}",
             issued_on=_DATE)
        step("RequestSubsidy", enrolment_id=enrolment, account=person["account"],
             bank="西府农村商业银行",
             payee_kind=load("haven.registry.v1.household").PAYEE_KIND_CARD)
        return str(enrolment)

    def take(self) -> str | None:
        """An enrolment whose subsidy was asked for and not approved."""
        with self._taken:
            return self._waiting.pop() if self._waiting else None

    def approval(self, enrolment: str, today: str) -> Command:
        """Its approval; money of the year pays."""
        made = command_id("subsidy", "ApproveSubsidy", enrolment)
        return Command(made, "city-approve2", "AssistanceService", "ApproveSubsidy",
                       load("haven.employment.v1.employment_service").ApproveSubsidyRequest(
                           command_id=made, enrolment_id=enrolment,
                           fund_line=f"{COURSE}-{today[:4]}"))

    def approve(self, count: int, today: str) -> int:
        """So many subsidies, fewer when nobody waits any more; counts them."""
        for number in range(count):
            enrolment = self.take()
            if enrolment is None:
                return number
            command = self.approval(enrolment, today)
            self._people(command.person).call(command.stub, command.name, command.request)
        return count
