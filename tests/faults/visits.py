"""Visit groups of the fault runs: cash that a group asks for, a fund line reserves and another hands
over, and what people are given of it; each step is heard by the other service."""
from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from demo.client import Person, command_id
from demo.stubs import load

_CAMPAIGN = "faults-2020"
PEOPLE = 2  # of a group: one keeps what he is given, the other's delivery is recalled
_GIVEN_FEN = 20_000
_BUDGET_FEN = 10 ** 9
_PATIENCE_SECONDS = 60.0


class Visits:
    """What desks of two services do with one group after the other; thread-safe. `firm` is whom
    they visit, `somebody` are people who were given nothing yet: name and number."""

    def __init__(self, people: Callable[[str], Person], firm: str,
                 somebody: list[tuple[str, str]]) -> None:
        self._people = people
        self._firm = firm
        self._somebody = somebody

    def _do(self, login: str, stub: str, name: str, key: str, **fields: Any) -> Any:
        requests = _cash() if stub == "CashService" else _requests()
        return self._people(login).call(stub, name, getattr(requests, f"{name}Request")(
            command_id=command_id(name, "visits", key), **fields))

    def open(self, line: str) -> None:
        """A campaign of the whole year, whose days so never run out under a run."""
        values = _values()
        ref = values.CampaignRef(
            kind=values.CAMPAIGN_KIND_SPECIAL, season=2020, level=values.UNION_LEVEL_CITY,
            first_day="2020-01-01", last_day="2020-12-31",
            caps=values.Caps(per_time_fen=300_000, per_season_fen=600_000))
        self._do("city-approve1", "CampaignService", "LaunchCampaign", _CAMPAIGN, federation=1,
                 terms=values.CampaignTerms(
                     code=_CAMPAIGN, ref=ref, source="SD-2022",
                     budget=[values.BudgetLine(fund_line_id=line, amount_fen=_BUDGET_FEN)]))

    def whole(self, group: str, line: str, day: str) -> None:
        """One group from its list to the count that a third person confirms."""
        ids = self._list(group, line, day)
        self._draw(group, line)
        self._visit(group, line, day, ids)
        left = PEOPLE * _GIVEN_FEN - _GIVEN_FEN  # of what is handed over, one is recalled
        self._do("city-maker", "VisitService", "GiveCashBack", group, group=group, fund_line=line,
                 amount_fen=left, voucher_no=f"B-{group}")
        counted = load("haven.disbursement.v1.payment").CASH_STATE_COUNTED
        self._wait(lambda: self._advance(group).state == counted, f"the count of {group}")
        self._do("city-checker", "CashService", "SettleCashAdvance", group,
                 advance_id=self._advance(group).advance_id)
        self._do("city-case2", "VisitService", "SettleGroup", group, group=group)

    def _list(self, group: str, line: str, day: str) -> list[str]:
        requests, values = _requests(), _values()
        stop = values.Stop(enterprise=self._firm, planned_on=day)
        self._do("city-case2", "VisitService", "AssignGroup", group, group_no=group,
                 campaign=_CAMPAIGN, leader=self._people("city-case1").staff_id,
                 itinerary=requests.Itinerary(stops=[stop]))
        somebody = [self._somebody.pop() for _ in range(PEOPLE)]
        sheet = requests.RecipientSheet(rows=[requests.RecipientInput(
            name=name, id_number=number, kind=values.RECIPIENT_KIND_MEDICAL_WORKER,
            enterprise=self._firm, plan_fen=_GIVEN_FEN, fund_line=line)
            for name, number in somebody])
        listed = self._do("city-case2", "VisitService", "AddRecipients", group, group=group,
                          sheet=sheet)
        self._do("city-approve1", "VisitService", "ApproveRecipients", group, group=group,
                 people=PEOPLE, total_fen=PEOPLE * _GIVEN_FEN)
        return list(listed.person_ids)

    def _draw(self, group: str, line: str) -> None:
        self._do("city-maker", "VisitService", "DrawCash", group, group=group, fund_line=line,
                 amount_fen=PEOPLE * _GIVEN_FEN, voucher_no=f"V-{group}")
        funded = load("haven.disbursement.v1.payment").CASH_STATE_FUNDED
        self._wait(lambda: self._advance(group).state == funded, f"the advance of {group}")
        self._do("city-checker", "CashService", "HandOverCash", group,
                 advance_id=self._advance(group).advance_id)
        self._wait(lambda: self._in_purse(group) > 0, f"the purse of {group}")

    def _visit(self, group: str, line: str, day: str, ids: list[str]) -> None:
        requests, values = _requests(), _values()
        witness = self._people("city-case3").staff_id
        visits = [requests.VisitInput(
            receipt_no=f"S-{place}", person_id=person, cash_fen=_GIVEN_FEN, fund_line=line,
            cash_reason=values.CASH_REASON_ON_THE_SPOT, witness=witness, visited_on=day)
            for place, person in enumerate(ids)]
        self._do("city-case2", "VisitService", "RecordVisits", group, group=group,
                 sheet=requests.VisitSheet(visits=visits))
        self._do("city-case2", "VisitService", "RecallDelivery", group, group=group,
                 receipt_no="S-0", reason="WRONG_PERSON")

    def _in_purse(self, group: str) -> int:
        answer = self._people("city-auditor").call("VisitService", "GetGroup",
                                                   _requests().GetGroupRequest(group=group))
        return sum(int(line.drawn_fen) for line in answer.purse)

    def _advance(self, group: str) -> Any:
        """Disbursement's, or an empty one while it has not heard of the group."""
        auditor = self._people("city-auditor")
        found = auditor.call("VisitService", "GetGroup", _requests().GetGroupRequest(group=group))
        token = ""
        while True:
            page = auditor.call("CashService", "ListCashAdvances",
                                _cash().ListCashAdvancesRequest(page_size=500, page_token=token))
            for one in page.advances:
                if one.group_id == found.group.group_id:
                    return one
            token = page.next_page_token
            if not token:
                return load("haven.disbursement.v1.payment").CashAdvance()

    @staticmethod
    def _wait(holds: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > until:
                raise RuntimeError(f"nobody answers: {what}")
            time.sleep(0.05)


def _requests() -> Any:
    return load("haven.outreach.v1.outreach_service")


def _values() -> Any:
    return load("haven.outreach.v1.outreach")


def _cash() -> Any:
    return load("haven.disbursement.v1.disbursement_service")
