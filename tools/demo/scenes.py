"""The scenes of `./dev demo`: each shows one promise of the suite, with ✓ or ✗."""
from __future__ import annotations

import json
from typing import Any, Callable

from demo import figures, search
from demo.caseworkers import CaseWorkers, Entry
from demo.client import Refusal, command_id
from demo.memory import Memory
from demo.people import People
from demo.processes import Places, Processes
from demo.screen import Screen
from demo.stubs import load

HERO = "N001"
_STORY = (
    ("ApplicationSubmitted", 1), ("HomeVisitRecorded", 1), ("MeansCheckReturned", 1),
    ("HouseholdClassified", 1), ("NoticeOpened", 1), ("HouseholdEnrolled", 1),
    ("HelpPlanAdopted", 1), ("AidRecorded", 1), ("AidReturned", 1))


def yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"


class Scenes:
    """All scenes after the walk; they read, and try what must be refused."""

    def __init__(self, screen: Screen, people: People, memory: Memory, files: CaseWorkers,
                 places: Places, processes: Processes) -> None:
        self._screen = screen
        self._people = people
        self._memory = memory
        self._files = files
        self._places = places
        self._processes = processes
        self._package = files.package(HERO)

    @property
    def household(self) -> str:
        return self._files.household(HERO)

    # 1 ------------------------------------------------------------------------------------------

    def family(self) -> None:
        screen, clerk = self._screen, self._people("weibin-case1")
        head = self._package["members"][0]
        screen.heading(f"1  One family: {head['name']}, {len(self._package['members'])} members, "
                       "渭滨区")
        timeline = self._timeline(clerk)
        for entry in timeline:
            if entry.type in dict(_STORY) or entry.type in ("AidHeld", "PayeeAccountChanged"):
                amount = f"  {yuan(entry.amount_fen)} yuan" if entry.amount_fen else ""
                screen.say(f"{entry.on_date}  {entry.type:<22}{amount}  {entry.detail}".rstrip())
        happened = [entry.type for entry in timeline]
        missing = [kind for kind, least in _STORY if happened.count(kind) < least]
        screen.check(not missing, "every step of the procedure stands in the file"
                     + (f", but {missing}" if missing else ""))
        self._comparison(clerk)
        masked = self._memory.get(f"notice/{HERO}")
        screen.check(head["name"] not in masked and "*" in masked, f"notice as posted: {masked}")
        self._second_half()
        screen.repeat(f"household timeline {self.household} --as weibin-case1")

    def _timeline(self, clerk: Any) -> list[Any]:
        requests = load("haven.registry.v1.query_requests")
        found: list[Any] = []
        token = ""
        while True:
            page = clerk.call("RegistryQueryService", "GetTimeline", requests.GetTimelineRequest(
                household_id=self.household, page_size=500, page_token=token))
            found += page.entries
            token = page.next_page_token
            if not token:
                return found

    def _comparison(self, clerk: Any) -> None:
        requests = load("haven.registry.v1.query_requests")
        answer = clerk.call("RegistryQueryService", "ExplainClass",
                            requests.ExplainClassRequest(household_id=self.household))
        decision = answer.decisions[-1]
        made = decision.comparison
        holds = made.net_fen < made.line_year_fen * made.multiple_permille // 1000
        self._screen.check(
            holds and made.net_fen == made.income_fen - made.rigid_fen,
            f"class by comparison: {yuan(made.income_fen)} - {yuan(made.rigid_fen)} = "
            f"{yuan(made.net_fen)} {made.relation_sign} {yuan(made.line_monthly_fen)} × 12 × "
            f"{made.member_count} = {yuan(made.line_year_fen)}  ({made.rule_set_id}, line "
            f"{made.line_id}{', placeholder' if made.line_is_placeholder else ''})")

    def _second_half(self) -> None:
        """The second half of 2021: our lines, and what the bank's own ledger says about them."""
        all_lines = figures.payment_lines(self._people("city-auditor"))
        requests = load("haven.disbursement.v1.disbursement_service")
        rows = self._people("city-auditor").call(
            "PaymentService", "ListInstalments",
            requests.ListInstalmentsRequest(household_id=self.household, page_size=500)).instalments
        second = next((row for row in rows if row.due_date == "2021-12-10"), None)
        if second is None:
            self._screen.check(False, "there is no second half of 2021")
            return
        key = (second.entitlement_id, second.number)
        lines = {ref: line for ref, line in all_lines.items() if line.instalment == key}
        for line in sorted(lines.values(), key=lambda line: line.sent_on):
            self._screen.say(f"sent {line.sent_on}: {line.state} {line.reason}".rstrip())
        credits_ = [row for row in figures.bank_credits(self._places) if row["ref"] in lines]
        for row in credits_:
            back = f", came back {row['returned_on']}" if row["returned_on"] else ", stands"
            self._screen.say(f"bank: {row['bank_serial']}  {yuan(row['amount_fen'])} yuan on "
                             f"{row['credited_on']}{back}")
        standing = [row for row in credits_ if not row["returned_on"]]
        named = any(line.reason == "NAME_MISMATCH" for line in lines.values())
        self._screen.check(
            named and (len(lines), len(credits_), len(standing)) == (3, 2, 1),
            f"second half: sent {len(lines)} times, refused once for the name, credited "
            f"{len(credits_)} times, standing {len(standing)}")

    # 2 ------------------------------------------------------------------------------------------

    def refusals(self, plan: list[Entry]) -> None:
        self._screen.heading("2  Five attempts that must be refused")
        self._refused("the same person applies in another county", {"ALREADY_HELD"},
                      self._apply_elsewhere)
        self._refused("the same command with another amount", {"COMMAND_ID_REUSED"},
                      lambda: self._repeat_with_more(plan))
        for key, words in (("maker approves", "the maker approves the own batch"),
                           ("suspended", "payment to a suspended file")):
            reason = self._memory.get(f"seen/{key}") if self._memory.has(f"seen/{key}") else ""
            self._screen.check(bool(reason), f"{words}: {reason or 'was never refused'}")
        self._refused("a county clerk opens another county's file",
                      {"OUTSIDE_SCOPE", "FILE_NOT_FOUND"}, self._open_elsewhere)
        self._screen.repeat(f"household show {self.household} --as taibai-case1")

    def _refused(self, words: str, reasons: set[str], attempt: Callable[[], Any]) -> None:
        try:
            attempt()
        except Refusal as refusal:
            self._screen.check(refusal.reason in reasons, f"{words}: {refusal.reason}")
            return
        self._screen.check(False, f"{words}: was not refused")

    def _apply_elsewhere(self) -> None:
        package = dict(self._package, union_node="610331-0001", division="610331",
                       employer_uscc="")
        request = self._files.application(package)
        request.command_id = command_id("scene 2", "elsewhere")
        self._people("taibai-case1").call("RegistryService", "SubmitApplication", request)

    def _repeat_with_more(self, plan: list[Entry]) -> None:
        entry = next(entry for entry in plan if entry["act"] == "posting"
                     and entry["kind"] == "RECEIVED")
        requests = load("haven.disbursement.v1.disbursement_service")
        movement = load("haven.disbursement.v1.payment").FundMovement
        self._people(entry["as"]).call("FundService", "ReceiveFunds", requests.ReceiveFundsRequest(
            command_id=command_id("post", entry["date"], "RECEIVED", entry["line"], ""),
            fund_line_id=entry["line"], amount_fen=entry["amount_fen"] + 1,
            voucher_no=entry["voucher"], movement=movement.Value("FUND_MOVEMENT_RECEIVED")))

    def _open_elsewhere(self) -> None:
        requests = load("haven.registry.v1.query_requests")
        self._people("taibai-case1").call("RegistryQueryService", "GetHousehold",
                                          requests.GetHouseholdRequest(household_id=self.household))

    # 3 ------------------------------------------------------------------------------------------

    def kill(self) -> None:
        self._screen.heading("3  kill -9 in mid-batch")
        if not self._memory.has("kill"):
            self._screen.check(False, "nothing was killed")
            return
        told = json.loads(self._memory.get("kill"))
        self._screen.say(f"{told['date']}: suite (pid {told['haven']}) and bank (pid "
                         f"{told['bank']}) killed while batch {told['batch']} was being sent")
        rows = figures.bank_credits(self._places)
        refs = [row["ref"] for row in rows]
        twice = figures.paid_twice(self._places, self._people("city-auditor"))
        self._screen.check(len(refs) == len(set(refs)) and twice == 0,
                           f"started again; of {len(rows)} credits in the bank's ledger none is "
                           "there twice")
        self._screen.repeat(f"batch show {told['batch']} --as city-auditor")

    # 4 ------------------------------------------------------------------------------------------

    def figures(self) -> None:
        self._screen.heading("4  The years' figures beside the article's")
        counted = figures.counted(self._places, self._people("city-auditor"))
        figures.compare(counted, self._screen.check)
        self._screen.repeat("figures --as city-auditor")

    # 6 ------------------------------------------------------------------------------------------

    def search(self) -> None:
        self._screen.heading("6  The family's name and number in all databases")
        databases = {name: conninfo for content in self._processes.run_files()
                     for name, conninfo in content["databases"].items()}
        head = self._package["members"][0]
        secrets = [head["name"], head["id_number"], self._package["payee"]["account"]]
        where = list(search.hits(databases, secrets))
        self._screen.check(not where, f"{sum(len(search.tables(c)) for c in databases.values())} "
                           f"tables of {len(databases)} databases, as text, hex and base64: "
                           f"{len(where)} {where or ''}".rstrip())
        self._screen.check(search.planted(next(iter(databases.values())), head["name"]),
                           "the same search finds the name where it is planted")
