"""Scholarships of the fault runs: a sponsor's scheme and its students, nominated on the first day and
awarded one roll after the other, each of which tells disbursement what to pay."""
from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from demo.client import Person, Refusal, command_id
from demo.finance import Finance
from demo.memory import Memory
from demo.scholarships import Scholarships
from demo.stubs import load
from faults.book import Command
from faults.families import PAYER

SCHEME = "faults-2020"
TIER = "T1"
AWARD_FEN = 200_000
NOT_YET = "ROLL_IN_FLIGHT"  # its applications have not answered; the approval is to be asked again
_DATE = "2020-02-24"
_THREADS = 8
_NOTICE_WORKING_DAYS = 5
_PATIENCE_SECONDS = 60.0


class Awards:
    """Thread-safe."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, folder: Path,
                 students: list[str]) -> None:
        self._people = people
        self._memory = memory
        self._desk = Scholarships(people, memory, folder)
        self._left = list(students)
        self._taken = threading.Lock()

    def _do(self, act: str, login: str, key: str, **more: Any) -> None:
        self._desk.do({"date": _DATE, "act": act, "as": login, "key": key} | more)

    def open(self, finance: Finance, sponsor: str) -> None:
        """The scheme with its own fund line, on which the sponsor's money lies."""
        money = AWARD_FEN * max(len(self._left), 1)
        finance.open_line({"as": "city-maker", "federation": 1, "line": SCHEME, "name": SCHEME,
                           "level": "CITY", "year": 2020, "source": "DONATION",
                           "items": ["SCHOOLING"], "tiers": [], "payer_account": PAYER})
        finance.posting({"as": "city-maker", "date": _DATE, "kind": "RECEIVED", "line": SCHEME,
                         "amount_fen": money, "voucher": "ZX-1"})
        self._do("scheme", "city-approve1", SCHEME, terms={
            "code": SCHEME, "kind": "CHARITY", "year": 2020, "sponsor": sponsor,
            "counts_as_hardship_aid": True, "first_day": "2020-01-02", "last_day": "2020-12-31",
            "notice_working_days": _NOTICE_WORKING_DAYS, "source": "GH-2020-1",
            "tiers": [{"code": TIER, "amount_fen": AWARD_FEN, "stages": ["UNDERGRADUATE"]}]})
        self._do("pledge", "city-case1", SCHEME, sponsor=sponsor, promised_fen=money)
        self._do("pledge_money", "city-maker", SCHEME, amount_fen=money)

    def nominate(self) -> None:
        """Every student from the application to the notice."""
        def one(key: str) -> None:
            self._do("scholarship", "city-case1", key)
            self._do("award_survey", "city-case2", key)
            self._do("award_check", "city-case3", key)
            self._do("award_nominate", "city-approve3", key, tier=TIER)
            self._do("award_notice", "city-case1", key, place="610300")
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(one, self._left))

    def take(self) -> str | None:
        """A student whose notice is over and who is on no roll yet."""
        with self._taken:
            return self._left.pop() if self._left else None

    def approve(self, count: int) -> int:
        """So many awards, fewer when no student is left; counts them."""
        for number in range(count):
            key = self.take()
            if key is None:
                return number
            self._call(self.seal(key))
            self._call(self.approval(key))
        return count

    def _call(self, command: Command) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self._people(command.person).call(command.stub, command.name, command.request)
                return
            except Refusal as refusal:
                if refusal.reason != NOT_YET or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    # For the book -----------------------------------------------------------------------------------

    def seal(self, key: str) -> Command:
        """A roll with this student alone."""
        requests, made = _requests(), command_id("roll", key)
        return Command(made, "city-case2", "ScholarshipService", "SealRoll",
                       requests.SealRollRequest(
                           command_id=made, roll_no=key, scheme=SCHEME, fund_line=SCHEME,
                           pledge=SCHEME, entries=[requests.RollEntry(
                               application_id=self._memory.get(f"scholarship/{key}"),
                               graduates=2024)]))

    def approval(self, key: str) -> Command:
        """Of the sealed roll, as it stands."""
        requests, made = _requests(), command_id("approve", key)
        roll = self._people("city-auditor").call("ScholarshipService", "GetRoll",
                                                 requests.GetRollRequest(roll=key)).roll
        return Command(made, "city-approve1", "ScholarshipService", "ApproveRoll",
                       requests.ApproveRollRequest(command_id=made, roll=key, hash=roll.hash,
                                                   minutes_no=f"city-{key}"))


def _requests() -> Any:
    return load("haven.scholarship.v1.scholarship_service")
