"""Visit groups of the fault runs: cash that a group asks for, a fund line reserves and another hands
over, goods of a store, what people are given of both, and one of them whom the registry should look at.
Each step is heard by another service or by the store."""
from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from demo.client import Person, command_id
from demo.stubs import load
from faults.book import Command

_CAMPAIGN = "faults-2020"
PEOPLE = 2  # of a group: one keeps what he is given, the other's delivery is recalled
REFERRED = 1  # of them
_GIVEN_FEN = 20_000
_BUDGET_FEN = 10 ** 9
_STORE = "faults-store"
_PARCELS = 100_000  # in it
_PATIENCE_SECONDS = 60.0
# A step, or nothing: another service has not answered the step before.
Steps = Iterator[Command | None]


class Visits:
    """What desks of two services do with one group after the other; thread-safe. `firm` is whom
    they visit, `somebody` are people who were given nothing yet: name and number."""

    def __init__(self, people: Callable[[str], Person], firm: str,
                 somebody: list[tuple[str, str]]) -> None:
        self._people = people
        self._firm = firm
        self._somebody = somebody
        self._taken = threading.Lock()

    def _command(self, login: str, stub: str, name: str, group: str, /, **fields: Any) -> Command:
        requests = _cash() if stub == "CashService" else _requests()
        made = command_id(name, "visits", group)
        return Command(made, login, stub, name,
                       getattr(requests, f"{name}Request")(command_id=made, **fields))

    def _ask(self, stub: str, name: str, **fields: Any) -> Any:
        requests = _cash() if stub == "CashService" else _requests()
        return self._people("city-auditor").call(
            stub, name, getattr(requests, f"{name}Request")(**fields))

    def open(self, line: str) -> None:
        """A campaign of the whole year, whose days so never run out under a run."""
        values = _values()
        ref = values.CampaignRef(
            kind=values.CAMPAIGN_KIND_SPECIAL, season=2020, level=values.UNION_LEVEL_CITY,
            first_day="2020-01-01", last_day="2020-12-31",
            caps=values.Caps(per_time_fen=300_000, per_season_fen=600_000))
        self._do(self._command(
            "city-approve1", "CampaignService", "LaunchCampaign", _CAMPAIGN, federation=1,
            terms=values.CampaignTerms(
                code=_CAMPAIGN, ref=ref, source="SD-2022",
                budget=[values.BudgetLine(fund_line_id=line, amount_fen=_BUDGET_FEN)])))
        self._do(self._command("city-case1", "CampaignService", "OpenStock", _STORE, code=_STORE,
                               federation=1))
        self._do(self._command("city-case1", "CampaignService", "ReceiveGoods", _STORE,
                               stock=_STORE, goods=[_parcels(_PARCELS)], receipt_no="R-1"))

    def _do(self, command: Command) -> None:
        self._people(command.person).call(command.stub, command.name, command.request)

    def whole(self, group: str, line: str, day: str) -> Counter[str]:
        """One group to the count that a third person confirms."""
        until = time.monotonic() + _PATIENCE_SECONDS
        last = "its list"
        for command in self.steps(group, line, day):
            if command:
                self._do(command)
                last, until = command.name, time.monotonic() + _PATIENCE_SECONDS
            elif time.monotonic() > until:
                raise RuntimeError(f"nobody answers {last} of {group}")
            else:
                time.sleep(0.05)
        return Counter(deliveries=PEOPLE, referrals=REFERRED, issues=2, returns=1)

    def steps(self, group: str, line: str, day: str) -> Steps:
        """One group from its list to the count; none when nobody is left to be visited."""
        with self._taken:
            somebody = [self._somebody.pop() for _ in range(PEOPLE) if self._somebody]
        if len(somebody) < PEOPLE:
            return
        yield from self._list(group, line, day, somebody)
        yield from self._draw(group, line)
        yield self._issue(group, f"L-{group}")
        while not self._in_bag(group):
            yield None
        yield from self._visit(group, line, day)
        left = PEOPLE * _GIVEN_FEN - _GIVEN_FEN  # of what is handed over, one is recalled
        yield self._command("city-maker", "VisitService", "GiveCashBack", group, group=group,
                            fund_line=line, amount_fen=left, voucher_no=f"B-{group}")
        while self._advance(group).state != _advances().CASH_STATE_COUNTED:
            yield None
        yield self._command("city-checker", "CashService", "SettleCashAdvance", group,
                            advance_id=self._advance(group).advance_id)
        yield self._command("city-case2", "VisitService", "GiveGoodsBack", group, group=group,
                            stock=_STORE, goods=[_parcels(1)], return_no=f"R-{group}")
        yield self._command("city-case2", "VisitService", "SettleGroup", group, group=group)
        # What a settled group does not take is in store again.
        yield self._issue(group, f"L2-{group}")

    def _issue(self, group: str, number: str) -> Command:
        return self._command("city-case1", "CampaignService", "IssueGoods", number, stock=_STORE,
                             group=group, goods=[_parcels(PEOPLE)], issue_no=number)

    def _list(self, group: str, line: str, day: str, somebody: list[tuple[str, str]]) -> Steps:
        requests, values = _requests(), _values()
        stop = values.Stop(enterprise=self._firm, planned_on=day)
        yield self._command("city-case2", "VisitService", "AssignGroup", group, group_no=group,
                            campaign=_CAMPAIGN, leader=self._people("city-case1").staff_id,
                            itinerary=requests.Itinerary(stops=[stop]))
        sheet = requests.RecipientSheet(rows=[requests.RecipientInput(
            name=name, id_number=number, kind=values.RECIPIENT_KIND_MEDICAL_WORKER,
            enterprise=self._firm, plan_fen=_GIVEN_FEN, fund_line=line, goods=[_parcels(1)])
            for name, number in somebody])
        yield self._command("city-case2", "VisitService", "AddRecipients", group, group=group,
                            sheet=sheet)
        yield self._command("city-approve1", "VisitService", "ApproveRecipients", group,
                            group=group, people=PEOPLE, total_fen=PEOPLE * _GIVEN_FEN)

    def _draw(self, group: str, line: str) -> Steps:
        yield self._command("city-maker", "VisitService", "DrawCash", group, group=group,
                            fund_line=line, amount_fen=PEOPLE * _GIVEN_FEN,
                            voucher_no=f"V-{group}")
        while self._advance(group).state != _advances().CASH_STATE_FUNDED:
            yield None
        yield self._command("city-checker", "CashService", "HandOverCash", group,
                            advance_id=self._advance(group).advance_id)
        while self._in_purse(group) == 0:
            yield None

    def _visit(self, group: str, line: str, day: str) -> Steps:
        """The first shows signs of hardship, and his union is known: a draft in the registry."""
        requests, values = _requests(), _values()
        witness = self._people("city-case3").staff_id
        listed = self._ask("VisitService", "ListRecipients", group=group).recipients
        visits = [requests.VisitInput(
            receipt_no=f"S-{place}", person_id=person.person_id, cash_fen=_GIVEN_FEN,
            fund_line=line, cash_reason=values.CASH_REASON_ON_THE_SPOT, witness=witness,
            goods=[_parcels(1)], visited_on=day, signs=[values.HARDSHIP_SIGN_ILLNESS] if place == 0 else [],
            refer_node="610300" if place == 0 else "")
            for place, person in enumerate(listed)]
        yield self._command("city-case2", "VisitService", "RecordVisits", group, group=group,
                            sheet=requests.VisitSheet(visits=visits))
        yield self._command("city-case2", "VisitService", "RecallDelivery", group, group=group,
                            receipt_no="S-0", reason="WRONG_PERSON")

    def _in_purse(self, group: str) -> int:
        answer = self._ask("VisitService", "GetGroup", group=group)
        return sum(int(line.drawn_fen) for line in answer.purse)

    def _in_bag(self, group: str) -> bool:
        return bool(self._ask("VisitService", "GetGroup", group=group).bag)

    def _advance(self, group: str) -> Any:
        """Disbursement's, or an empty one while it has not heard of the group."""
        found = self._ask("VisitService", "GetGroup", group=group).group.group_id
        token = ""
        while True:
            page = self._ask("CashService", "ListCashAdvances", page_size=500, page_token=token)
            for one in page.advances:
                if one.group_id == found:
                    return one
            token = page.next_page_token
            if not token:
                return _advances().CashAdvance()


def _requests() -> Any:
    return load("haven.outreach.v1.outreach_service")


def _parcels(pieces: int) -> Any:
    return _values().Goods(code="PARCEL", pieces=pieces)


def _values() -> Any:
    return load("haven.outreach.v1.outreach")


def _cash() -> Any:
    return load("haven.disbursement.v1.disbursement_service")


def _advances() -> Any:
    return load("haven.disbursement.v1.payment")
