"""Work in the fault runs: somebody of a household on file is hired by a case, keeps the work for three
months and loses it. The registry hears of both, and the case is opened again."""
from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from demo.client import Person, command_id
from demo.stubs import load

_STARTS_ON = "2020-03-02"
_MONTH = 3  # over before any run begins to kill
_WAGE_FEN = 400_000
_FIRST_CALL_DAYS = 30
_PATIENCE_SECONDS = 60.0


class Jobs:
    """What the job centre does with one person after the other; thread-safe. `firm` is who employs,
    `household` answers the file of a package of `packages`."""

    def __init__(self, people: Callable[[str], Person], firm: str, packages: Path,
                 keys: list[str], household: Callable[[str], str]) -> None:
        self._people = people
        self._firm = firm
        self._packages = packages
        self._keys = keys
        self._household = household
        self._next = 0
        self._known: dict[str, tuple[str, str]] = {}  # seeker and case of a household's person
        self._one = threading.Lock()  # of each person one job at a time

    def _do(self, stub: str, name: str, key: str, /, **fields: Any) -> Any:
        return self._people("city-case1").call(stub, name, getattr(_requests(), f"{name}Request")(
            command_id=command_id("jobs", name, key), **fields))

    def open(self) -> None:
        values = _values()
        self._do("FairService", "RegisterEmployer", self._firm, uscc=self._firm,
                 kind=values.EMPLOYER_KIND_SMALL,
                 papers=values.EmployerPapers(licence_no=f"YZ-{self._firm}"))

    def whole(self, name: str, today: str) -> Counter[str]:
        """One job from the contract to its end on this day; `name` tells it from all others."""
        with self._one:
            key = self._keys[self._next % len(self._keys)]
            self._next += 1
            return self._job(name, key, today)

    def _job(self, name: str, key: str, today: str) -> Counter[str]:
        values = _values()
        seeker, case = self._seeker(key, today)
        hire = self._do("EmploymentService", "ConfirmHire", name, seeker_id=seeker, uscc=self._firm,
                        contract=values.CONTRACT_KIND_LABOUR, contract_no=f"HT-{name}",
                        starts_on=_STARTS_ON, monthly_wage_fen=_WAGE_FEN).hire_id
        self._wait_until_open(case)
        self._do("AssistanceService", "CloseCase", name, case_id=case, hire_id=hire,
                 outcome=load("haven.employment.v1.assistance").CASE_OUTCOME_HIRED)
        self._do("EmploymentService", "RecordRetention", name, hire_id=hire, month=_MONTH,
                 monthly_wage_fen=_WAGE_FEN, evidence=values.WAGE_EVIDENCE_BANK_STATEMENT,
                 evidence_no=f"LS-{name}")
        self._do("EmploymentService", "EndEmployment", name, hire_id=hire, ended_on=today,
                 reason=values.END_REASON_EMPLOYER_CLOSED)
        return Counter(reviews=1, cases=1)

    def _seeker(self, key: str, today: str) -> tuple[str, str]:
        """Who seeks work of this household, with an open case from the first time on."""
        if key in self._known:
            return self._known[key]
        values = _values()
        member = json.loads((self._packages / f"{key}.json").read_text("utf-8"))["members"][1]
        profile = values.SeekerProfile(group=values.SEEKER_GROUP_LAID_OFF,
                                       schooling=values.SCHOOLING_LEVEL_JUNIOR_HIGH,
                                       division="610302")
        seeker = self._do("EmploymentService", "RegisterSeeker", key, name=member["name"],
                          id_number=member["id_number"], phone="13992710013", profile=profile,
                          household_id=self._household(key), union_node="610300",
                          consent="PN-2020-1").seeker_id
        first_call = date.fromisoformat(today) + timedelta(days=_FIRST_CALL_DAYS)
        case = self._do("AssistanceService", "OpenCase", key, seeker_id=seeker, counter="G-1",
                        need=load("haven.employment.v1.assistance").CASE_NEED_WORK,
                        follow_up_on=first_call.isoformat()).case_id
        self._known[key] = seeker, case
        return seeker, case

    def _wait_until_open(self, case: str) -> None:
        """The end of the job before has to reach it."""
        open_ = load("haven.employment.v1.assistance").CASE_STATE_OPEN
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._people("city-auditor").call(
                "AssistanceService", "GetServiceCase",
                _requests().GetServiceCaseRequest(case_id=case)).service_case.state != open_:
            if time.monotonic() > until:
                raise RuntimeError(f"case {case} is not opened again")
            time.sleep(0.05)


def _requests() -> Any:
    return load("haven.employment.v1.employment_service")


def _values() -> Any:
    return load("haven.employment.v1.employment")
