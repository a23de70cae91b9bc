"""What the desks do for outreach: each act of the plan as a call of the outreach service, or of disbursement,
whose cash it is."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from demo.client import Person, command_id
from demo.memory import Memory
from demo.stubs import load

Entry = dict[str, Any]
ACTS = ("campaign visit_group visit_list visit_approve visit_cash visit_hand_over visits visits_again "
        "visit_count visit_settle visit_confirm campaign_close stock_open stock_in stock_out stock_off "
        "visit_crew goods_lost goods_back activity activity_report "
        "activity_amend class_open class_enrol class_attend class_complete").split()
# These wait until the other service has heard what was done before.
AFTER_ALL = frozenset({"visit_hand_over", "visits", "visit_confirm"})
_CAPS_FEN = (300_000, 600_000)
# People on a sheet, and visits of a day, in one request.
_ROWS = 500


def _requests() -> Any:
    return load("haven.outreach.v1.outreach_service")


def _money() -> Any:
    return load("haven.disbursement.v1.disbursement_service")


def _values() -> Any:
    return load("haven.outreach.v1.outreach")


def _publicity() -> Any:
    return load("haven.outreach.v1.publicity")


def _enum(name: str, word: str) -> int:
    return int(getattr(_values(), f"{name}_{word}"))


class Outreach:
    """Acts on campaigns and visit groups. `people` finds a member of staff by login."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, world: Path) -> None:
        self._people = people
        self._memory = memory
        self._world = world
        self._lists: dict[str, list[list[Any]]] = {}

    def do(self, entry: Entry) -> None:
        getattr(self, "_" + entry["act"])(entry)

    def _call(self, entry: Entry, stub: str, name: str, part: int = 0, **fields: Any) -> Any:
        request = getattr(_requests(), f"{name}Request")(
            command_id=command_id(entry["date"], entry["act"], entry["key"], str(part)), **fields)
        return self._people(entry["as"]).call(stub, name, request)

    def _rows(self, group: str) -> list[list[Any]]:
        if not self._lists:
            self._lists = json.loads((self._world / "visited.json").read_text("utf-8"))
        return self._lists[group]

    # Campaigns ----------------------------------------------------------------------------------------

    def _campaign(self, entry: Entry) -> None:
        values, season = _values(), entry["season"]
        per_time, per_season = _CAPS_FEN
        ref = values.CampaignRef(
            kind=_enum("CAMPAIGN_KIND", entry["kind"]), season=season,
            level=_enum("UNION_LEVEL", entry["level"]), first_day=f"{season}-01-02",
            last_day=f"{season}-02-05",
            caps=values.Caps(per_time_fen=per_time, per_season_fen=per_season))
        budget = [values.BudgetLine(fund_line_id=entry["key"], amount_fen=entry["fen"])]
        self._call(entry, "CampaignService", "LaunchCampaign", federation=entry["federation"],
                   terms=values.CampaignTerms(code=entry["key"], ref=ref, budget=budget,
                                              source="SD-2022"))

    def _campaign_close(self, entry: Entry) -> None:
        self._call(entry, "CampaignService", "CloseCampaign", campaign=entry["key"])

    # Groups -------------------------------------------------------------------------------------------

    def _visit_group(self, entry: Entry) -> None:
        values = _values()
        stops = [values.Stop(enterprise=firm, planned_on=entry["date"]) for firm in entry["firms"]]
        answer = self._call(entry, "VisitService", "AssignGroup", group_no=entry["key"],
                            campaign=entry["campaign"],
                            leader=self._people(entry["leader"]).staff_id,
                            itinerary=_requests().Itinerary(stops=stops))
        self._memory.put(f"visit_group/{entry['key']}", answer.group_id)

    def _visit_list(self, entry: Entry) -> None:
        requests, ids = _requests(), []
        rows = self._rows(entry["key"])
        for first in range(0, len(rows), _ROWS):
            sheet = requests.RecipientSheet(rows=[requests.RecipientInput(
                name=name, id_number=number, kind=_enum("RECIPIENT_KIND", kind), enterprise=firm,
                plan_fen=fen, fund_line=entry["line"])
                for name, number, kind, firm, fen in rows[first:first + _ROWS]])
            answer = self._call(entry, "VisitService", "AddRecipients", first, group=entry["key"],
                                sheet=sheet)
            ids += answer.person_ids
        self._memory.put(f"visited/{entry['key']}", " ".join(ids))

    def _visit_approve(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "ApproveRecipients", group=entry["key"],
                   people=entry["people"], total_fen=entry["fen"])

    def _visit_cash(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "DrawCash", group=entry["key"], fund_line=entry["line"],
                   amount_fen=entry["fen"], voucher_no=f"LK-{entry['key']}")

    def _visit_hand_over(self, entry: Entry) -> None:
        self._sign(entry, "HandOverCash")

    def _visit_count(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "GiveCashBack", group=entry["key"],
                   fund_line=entry["line"], amount_fen=entry["fen"],
                   voucher_no=f"JK-{entry['key']}")

    def _visit_confirm(self, entry: Entry) -> None:
        self._sign(entry, "SettleCashAdvance")

    def _sign(self, entry: Entry, name: str) -> None:
        """Somebody else of the finance desk signs for the group's cash."""
        person, group = self._people(entry["as"]), self._memory.get(f"visit_group/{entry['key']}")
        advances = person.call("CashService", "ListCashAdvances",
                               _money().ListCashAdvancesRequest(page_size=500)).advances
        [advance] = [one for one in advances if one.group_id == group]
        person.call("CashService", name, getattr(_money(), f"{name}Request")(
            command_id=command_id(entry["date"], entry["act"], entry["key"]),
            advance_id=advance.advance_id))

    def _visit_settle(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "SettleGroup", group=entry["key"])

    # Visits -------------------------------------------------------------------------------------------

    def _visits(self, entry: Entry) -> None:
        away, signs = set(entry["away"]), entry["signs"]
        values = _values()
        visits = []
        for place in range(len(self._rows(entry["key"]))):
            if place in away:
                visits.append(_requests().VisitInput(
                    person_id=self._person(entry["key"], place), visited_on=entry["date"],
                    failure=values.VISIT_FAILURE_ABSENT))
            else:
                visits.append(self._visit(entry, place, signs.get(str(place), "")))
        self._record(entry, visits)

    def _visits_again(self, entry: Entry) -> None:
        self._record(entry, [self._visit(entry, place, "") for place in entry["places"]])

    def _record(self, entry: Entry, visits: list[Any]) -> None:
        for first in range(0, len(visits), _ROWS):
            self._call(entry, "VisitService", "RecordVisits", first, group=entry["key"],
                       sheet=_requests().VisitSheet(visits=visits[first:first + _ROWS]))

    def _person(self, group: str, place: int) -> str:
        return self._memory.get(f"visited/{group}").split()[place]

    def _visit(self, entry: Entry, place: int, sign: str) -> Any:
        values = _values()
        return _requests().VisitInput(
            receipt_no=f"S-{place + 1}", person_id=self._person(entry["key"], place),
            cash_fen=self._rows(entry["key"])[place][4], fund_line=entry["line"],
            cash_reason=values.CASH_REASON_ON_THE_SPOT,
            witness=self._people(entry["witness"]).staff_id, visited_on=entry["date"],
            signs=[_enum("HARDSHIP_SIGN", sign)] if sign else [])

    # Goods --------------------------------------------------------------------------------------------

    @staticmethod
    def _goods(entry: Entry) -> list[Any]:
        return [_values().Goods(code=code, pieces=pieces)
                for code, pieces in entry["goods"].items()]

    def _stock_open(self, entry: Entry) -> None:
        self._call(entry, "CampaignService", "OpenStock", code=entry["key"],
                   federation=entry["federation"])

    def _stock_in(self, entry: Entry) -> None:
        self._call(entry, "CampaignService", "ReceiveGoods", stock=entry["key"],
                   goods=self._goods(entry), receipt_no=entry["number"])

    def _stock_out(self, entry: Entry) -> None:
        self._call(entry, "CampaignService", "IssueGoods", int(entry["number"][2:]),
                   stock=entry["key"], group=entry["group"], goods=self._goods(entry),
                   issue_no=entry["number"])

    def _stock_off(self, entry: Entry) -> None:
        self._call(entry, "CampaignService", "WriteOffStock", stock=entry["key"],
                   goods=self._goods(entry), reason=entry["reason"], record_no=entry["number"])

    def _visit_crew(self, entry: Entry) -> None:
        crew = _requests().VisitInput(
            receipt_no=entry["receipt"], people=entry["people"], enterprise=entry["firm"],
            kind=_enum("RECIPIENT_KIND", entry["kind"]), goods=self._goods(entry),
            visited_on=entry["date"])
        self._record(entry, [crew])

    def _goods_lost(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "ReportLoss", group=entry["key"],
                   goods=self._goods(entry), reason=entry["reason"], record_no=entry["number"])

    def _goods_back(self, entry: Entry) -> None:
        self._call(entry, "VisitService", "GiveGoodsBack", group=entry["key"],
                   stock=entry["stock"], goods=self._goods(entry), return_no=entry["number"])

    # Publicity and training ---------------------------------------------------------------------------

    def _activity(self, entry: Entry) -> None:
        values = _publicity()
        terms = values.ActivityTerms(
            code=entry["key"], theme=entry["theme"], level=_enum("UNION_LEVEL", entry["level"]),
            kinds=[getattr(values, f"PUBLICITY_KIND_{kind}") for kind in entry["kinds"]],
            first_day=entry["first_day"], last_day=entry["last_day"])
        self._call(entry, "PublicityService", "AnnounceActivity", terms=terms,
                   federation=entry["federation"])

    @staticmethod
    def _counts(entry: Entry) -> Any:
        values = _publicity()
        items, reached = entry["counts"]
        return values.Counts(items=items, reached=reached, basis=values.COUNT_BASIS_ESTIMATED)

    def _activity_report(self, entry: Entry) -> None:
        self._call(entry, "PublicityService", "ReportActivity", activity=entry["key"],
                   counts=self._counts(entry), record_no=f"B1-{entry['key']}")

    def _activity_amend(self, entry: Entry) -> None:
        self._call(entry, "PublicityService", "AmendActivity", activity=entry["key"],
                   counts=self._counts(entry), reason="COUNTED_TWICE",
                   record_no=f"B2-{entry['key']}")

    def _class_open(self, entry: Entry) -> None:
        values = _publicity()
        terms = values.ClassTerms(code=entry["key"], kind=getattr(values, f"CLASS_KIND_{entry['kind']}"),
                                  level=_enum("UNION_LEVEL", "CITY"), seats=entry["seats"],
                                  first_day=entry["first_day"], last_day=entry["last_day"])
        self._call(entry, "PublicityService", "OpenClass", terms=terms)

    def _class_enrol(self, entry: Entry) -> None:
        requests = _requests()
        rosters = json.loads((self._world / "rosters.json").read_text("utf-8"))
        sheet = requests.TraineeSheet(rows=[
            requests.TraineeInput(name=name, id_number=number)
            for name, number in rosters[entry["key"]]])
        answer = self._call(entry, "PublicityService", "EnrolTrainees", class_code=entry["key"],
                            sheet=sheet)
        self._memory.put(f"trained/{entry['key']}", " ".join(answer.person_ids))

    def _class_attend(self, entry: Entry) -> None:
        people = self._memory.get(f"trained/{entry['key']}").split()
        self._call(entry, "PublicityService", "RecordAttendance", class_code=entry["key"],
                   day=entry["date"], person_ids=[people[place] for place in entry["places"]])

    def _class_complete(self, entry: Entry) -> None:
        self._call(entry, "PublicityService", "CompleteClass", class_code=entry["key"])
