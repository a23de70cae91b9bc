"""Calls to 12351 in the fault runs: who is referred to the registry, which answers the ticket, and a
ticket that goes on with another federation."""
from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from demo.client import Person, command_id
from demo.stubs import load

_DATE = "2020-02-24"
_COUNTY = 2  # where a ticket is passed on to
_PATIENCE_SECONDS = 60.0


class Hotline:
    """What the city's desk does with its calls; thread-safe. `somebody` are people to call: name and
    number."""

    def __init__(self, people: Callable[[str], Person], somebody: list[tuple[str, str]]) -> None:
        self._people = people
        self._somebody = somebody
        self._taken = threading.Lock()

    def _do(self, login: str, name: str, key: str, /, **fields: Any) -> Any:
        return self._people(login).call("HotlineService", name, getattr(_requests(), f"{name}Request")(
            command_id=command_id("hotline", name, key), **fields))

    def open(self) -> None:
        self._do("city-approve1", "AddTimeLimits", "faults", limits=_values().TimeLimits(
            code="faults", first_day=_DATE, general_days=5, difficult_days=15,
            extra_complex_days=30, source="RX-2020"))

    def calls(self, key: str) -> Counter[str]:
        """Three: of somebody known, of somebody who gives no number, and of another county."""
        self._refer(f"{key}-1", True)
        self._refer(f"{key}-2", False)
        self._log(f"{key}-3", True)
        self._do("city-case1", "TransferTicket", f"{key}-3", ticket=f"{key}-3",
                 to_federation=_COUNTY, level=_levels().UNION_LEVEL_COUNTY, reason="OTHER_COUNTY")
        return Counter(referrals=2, answers=2, tickets=1)

    def _log(self, ticket: str, known: bool) -> None:
        with self._taken:
            name, number = self._somebody.pop()
        self._do("city-case1", "LogTicket", ticket, ticket_no=ticket,
                 type=_values().TICKET_TYPE_AID, ticket_class=_values().TICKET_CLASS_GENERAL,
                 subject="JOB_LOSS", level=_levels().UNION_LEVEL_CITY,
                 caller=_requests().CallerInput(name=name, phone="13992710012",
                                                id_number=number if known else ""))

    def _refer(self, ticket: str, known: bool) -> None:
        """From the call to the caller's word on the answer, which tells what the registry made of it:
        of who is known a draft, of who is not a visit."""
        values = _values()
        self._log(ticket, known)
        self._do("city-case1", "ReferCaller", ticket, ticket=ticket, union_node="610300",
                 signs=[_levels().HARDSHIP_SIGN_JOB_LOSS])
        became = self._answer(ticket)
        if became != (values.REFERRAL_OUTCOME_DRAFT if known else values.REFERRAL_OUTCOME_VISIT):
            raise RuntimeError(f"ticket {ticket}, known: {known}, became {became}")
        self._do("city-case1", "ReplyTicket", ticket, ticket=ticket, reply_no=f"HF-{ticket}",
                 outcome="REFERRED")
        self._do("city-case2", "RecordCallBack", ticket, ticket=ticket,
                 satisfaction=values.SATISFACTION_SATISFIED)
        self._do("city-case1", "CloseTicket", ticket, ticket=ticket)

    def _answer(self, ticket: str) -> int:
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            found = self._people("city-auditor").call("HotlineService", "GetTicket",
                                                      _requests().GetTicketRequest(ticket=ticket))
            if found.ticket.referral:
                return int(found.ticket.referral)
            if time.monotonic() > until:
                raise RuntimeError(f"the registry does not answer ticket {ticket}")
            time.sleep(0.05)


def _requests() -> Any:
    return load("haven.outreach.v1.outreach_service")


def _values() -> Any:
    return load("haven.outreach.v1.hotline")


def _levels() -> Any:
    return load("haven.outreach.v1.outreach")
