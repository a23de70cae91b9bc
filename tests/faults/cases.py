"""One-stop cases in the fault runs: somebody on no file is sent to the registry, which sets them aside; the
case hears of it."""
from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from demo.client import Person, Refusal, command_id
from demo.stubs import load

_FIRST_CALL_DAYS = 30
_PATIENCE_SECONDS = 60.0


class Cases:
    """What the job centre does with one person after the other; thread-safe. `somebody` are people
    without a file: name and number."""

    def __init__(self, people: Callable[[str], Person], somebody: list[tuple[str, str]]) -> None:
        self._people = people
        self._somebody = somebody
        self._taken = threading.Lock()

    def _do(self, stub: str, name: str, key: str, /, **fields: Any) -> Any:
        return self._people("city-case1").call(stub, name, getattr(_requests(), f"{name}Request")(
            command_id=command_id("cases", name, key), **fields))

    def whole(self, name: str, today: str) -> Counter[str]:
        """One referral from the counter to its answer; `name` tells it from all others."""
        values = _values()
        case = self._open(name, today)
        referral = self._do("AssistanceService", "Refer", name, case_id=case,
                            target=values.REFERRAL_TARGET_REGISTRY, union_node="610300",
                            signs=[load("haven.outreach.v1.outreach").HARDSHIP_SIGN_JOB_LOSS]
                            ).referral_id
        self._wait(lambda: self._set_aside(referral), f"referral {referral} is not heard of")
        self._wait(lambda: self._result(case) == values.REFERRAL_RESULT_DECLINED,
                   f"case {case} does not hear of its referral")
        self._do("AssistanceService", "CloseCase", name, case_id=case,
                 outcome=values.CASE_OUTCOME_WITHDRAWN)
        return Counter(referrals=1, answers=1)

    def _open(self, name: str, today: str) -> str:
        with self._taken:
            person, number = self._somebody.pop()
        jobs = load("haven.employment.v1.employment")
        profile = jobs.SeekerProfile(group=jobs.SEEKER_GROUP_LAID_OFF,
                                     schooling=jobs.SCHOOLING_LEVEL_JUNIOR_HIGH, division="610302")
        seeker = self._do("EmploymentService", "RegisterSeeker", name, name=person,
                          id_number=number, phone="13992710014", profile=profile,
                          union_node="610300", consent="PN-2020-1").seeker_id
        first_call = date.fromisoformat(today) + timedelta(days=_FIRST_CALL_DAYS)
        return str(self._do("AssistanceService", "OpenCase", name, seeker_id=seeker, counter="G-2",
                            need=_values().CASE_NEED_RELIEF,
                            follow_up_on=first_call.isoformat()).case_id)

    def _set_aside(self, referral: str) -> bool:
        """Whether the registry has heard of it by now."""
        request = load("haven.registry.v1.referral").SetReferralAsideRequest(
            command_id=command_id("cases", "SetReferralAside", referral), referral_id=referral,
            reason="DECLINED")
        try:
            self._people("city-case1").call("ReferralService", "SetReferralAside", request)
        except Refusal as refusal:
            if refusal.reason != "REFERRAL_MISSING":
                raise
            return False
        return True

    def _result(self, case: str) -> int:
        found = self._people("city-auditor").call(
            "AssistanceService", "GetServiceCase", _requests().GetServiceCaseRequest(case_id=case))
        return int(found.service_case.entries[0].result)

    def _wait(self, holds: Callable[[], bool], fault: str) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > until:
                raise RuntimeError(fault)
            time.sleep(0.05)


def _requests() -> Any:
    return load("haven.employment.v1.employment_service")


def _values() -> Any:
    return load("haven.employment.v1.assistance")
