"""What the desk of 12351 does: each act of the plan as a call of the outreach service."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from demo.client import Person, command_id
from demo.stubs import load

Entry = dict[str, Any]
# In the order of a day: what is answered is asked about and closed behind it.
ACTS = ("ticket_limits ticket ticket_refer ticket_transfer ticket_reply ticket_call_back "
        "ticket_dismiss ticket_close").split()


def _requests() -> Any:
    return load("haven.outreach.v1.outreach_service")


def _values() -> Any:
    return load("haven.outreach.v1.hotline")


def _levels() -> Any:
    return load("haven.outreach.v1.outreach")


class Hotline:
    """Acts on tickets. `people` finds a member of staff by login."""

    def __init__(self, people: Callable[[str], Person], world: Path) -> None:
        self._people = people
        self._world = world
        self._callers: dict[str, list[str]] = {}

    def do(self, entry: Entry) -> None:
        getattr(self, "_" + entry["act"])(entry)

    def _call(self, entry: Entry, name: str, **fields: Any) -> Any:
        request = getattr(_requests(), f"{name}Request")(
            command_id=command_id(entry["date"], entry["act"], entry["key"]), **fields)
        return self._people(entry["as"]).call("HotlineService", name, request)

    def _ticket_limits(self, entry: Entry) -> None:
        days = entry["days"]
        self._call(entry, "AddTimeLimits", limits=_values().TimeLimits(
            code=entry["key"], first_day=entry["first_day"], general_days=days["GENERAL"],
            difficult_days=days["DIFFICULT"], extra_complex_days=days["EXTRA_COMPLEX"],
            source="PLACEHOLDER-2023"))

    def _ticket(self, entry: Entry) -> None:
        values = _values()
        if not self._callers:
            self._callers = json.loads((self._world / "callers.json").read_text("utf-8"))
        name, phone, number = self._callers.get(entry["key"], ("", "", ""))
        self._call(entry, "LogTicket", ticket_no=entry["key"],
                   type=getattr(values, f"TICKET_TYPE_{entry['type']}"),
                   ticket_class=values.TICKET_CLASS_GENERAL, subject=entry["subject"],
                   level=_levels().UNION_LEVEL_CITY,
                   caller=_requests().CallerInput(name=name, phone=phone, id_number=number))

    def _ticket_refer(self, entry: Entry) -> None:
        self._call(entry, "ReferCaller", ticket=entry["key"], to_federation=entry["to"],
                   union_node=entry["node"],
                   signs=[getattr(_levels(), f"HARDSHIP_SIGN_{entry['sign']}")])

    def _ticket_transfer(self, entry: Entry) -> None:
        self._call(entry, "TransferTicket", ticket=entry["key"], to_federation=entry["to"],
                   level=_levels().UNION_LEVEL_COUNTY, reason="OTHER_COUNTY")

    def _ticket_reply(self, entry: Entry) -> None:
        self._call(entry, "ReplyTicket", ticket=entry["key"], reply_no=entry["number"],
                   outcome=entry["outcome"])

    def _ticket_call_back(self, entry: Entry) -> None:
        self._call(entry, "RecordCallBack", ticket=entry["key"],
                   satisfaction=getattr(_values(), f"SATISFACTION_{entry['said']}"))

    def _ticket_dismiss(self, entry: Entry) -> None:
        self._call(entry, "DismissTicket", ticket=entry["key"], reason=entry["reason"])

    def _ticket_close(self, entry: Entry) -> None:
        self._call(entry, "CloseTicket", ticket=entry["key"])
