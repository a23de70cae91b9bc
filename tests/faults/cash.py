"""Cash of the fault runs: advances that a fund line reserves, another hands over, of which one person is
paid, and whose rest is counted by one and confirmed by another."""
from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from demo.client import Person, command_id
from demo.stubs import load
from faults.book import Command

ADVANCE_FEN = 50_000
PAID_FEN = 30_000
_PATIENCE_SECONDS = 60.0


class Cash:
    """What desks do with one advance after the other; thread-safe."""

    def __init__(self, people: Callable[[str], Person]) -> None:
        self._people = people

    def _do(self, login: str, name: str, **fields: Any) -> Any:
        return self._people(login).call("CashService", name,
                                        getattr(_requests(), f"{name}Request")(**fields))

    def request(self, line: str) -> Command:
        """An advance of ADVANCE_FEN, for the book."""
        made = str(uuid.uuid4())
        return Command(made, "city-maker", "CashService", "RequestCashAdvance",
                       _requests().RequestCashAdvanceRequest(
                           command_id=made, fund_line_id=line, amount_fen=ADVANCE_FEN,
                           holder=self._people("city-case1").staff_id, reason="NO_ACCOUNT"))

    def whole(self, name: str, line: str, person: str) -> Counter[str]:
        """One advance from the request to the count; `name` tells it from all others."""
        asked = self._do("city-maker", "RequestCashAdvance", command_id=command_id("cash", name),
                         fund_line_id=line, amount_fen=ADVANCE_FEN,
                         holder=self._people("city-case1").staff_id, reason="NO_ACCOUNT")
        steps: list[tuple[str, str, dict[str, Any]]] = [
            ("city-checker", "HandOverCash", {}),
            ("city-maker", "PayCashRelief",
             {"relief_id": command_id("relief", name), "person_id": person,
              "amount_fen": PAID_FEN, "receipt_no": name,
              "witness": self._people("city-case2").staff_id}),
            ("city-maker", "CountCash", {"counted_fen": ADVANCE_FEN - PAID_FEN}),
            ("city-checker", "SettleCashAdvance", {})]
        self._wait_until_funded(asked.advance_id)
        for login, step, fields in steps:
            self._do(login, step, command_id=command_id(step, name), advance_id=asked.advance_id,
                     **fields)
        return Counter(cash=1)

    def _wait_until_funded(self, advance: str) -> None:
        """The fund line answers by an event of its own. An advance of before a kill may be further."""
        asked = load("haven.disbursement.v1.payment").CASH_STATE_REQUESTED
        until = time.monotonic() + _PATIENCE_SECONDS
        while self._do("city-auditor", "GetCashAdvance",
                       advance_id=advance).advance.state == asked:
            if time.monotonic() > until:
                raise RuntimeError(f"no fund line answers advance {advance}")
            time.sleep(0.02)


def _requests() -> Any:
    return load("haven.disbursement.v1.disbursement_service")
