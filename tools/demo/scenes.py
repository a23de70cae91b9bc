"""The scenes of `./dev demo`: each shows one promise of the suite, with ✓ or ✗."""
from __future__ import annotations

import itertools
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any, Callable

from demo import damage, figures, search, sponsors, turns
from demo.caseworkers import CaseWorkers, Entry
from demo.client import Refusal, command_id
from demo.memory import Memory
from demo.people import People
from demo.processes import Places, Processes, databases_of
from demo.screen import Screen
from demo.stubs import load
from demo.texts import EVENTS
from peer.workdays import WorkingDays

HERO = "N001"
_STORY = (
    ("ApplicationSubmitted", 1), ("HomeVisitRecorded", 1), ("MeansCheckReturned", 1),
    ("HouseholdClassified", 1), ("NoticeOpened", 1), ("HouseholdEnrolled", 1),
    ("HelpPlanAdopted", 1), ("AidRecorded", 1), ("AidReturned", 1))


def _until_paid_again(timeline: list[Any]) -> Iterator[Any]:
    """What happened up to the payment after the first return; the later years are like it."""
    returned = False
    for entry in timeline:
        yield entry
        if returned and entry.type == "AidRecorded":
            return
        returned = returned or entry.type == "AidReturned"


def by_day(timeline: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """What happened on each day; a day of a story is told in one line."""
    for day, entries in itertools.groupby(timeline, lambda entry: entry.on_date):
        yield day, list(entries)


def side_by_side(lines: list[str]) -> Iterator[str]:
    """Short lines, two beside each other."""
    width = max(map(len, lines[::2]), default=0) + 3
    for left, right in itertools.zip_longest(lines[::2], lines[1::2], fillvalue=""):
        yield (left.ljust(width) + right).rstrip()


def yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"


def _haven(command: str) -> str:
    return f"./dev haven {command}"


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
        screen.heading("family", _haven(f"household timeline {self.household} --as weibin-case1"),
                       name=head["name"], count=len(self._package["members"]), county="渭滨区")
        timeline = self._timeline(clerk)
        told = (entry for entry in _until_paid_again(timeline) if entry.type in EVENTS)
        for day, entries in by_day(told):
            screen.line(f"  {day}  " + "; ".join(map(self._told, entries)))
        happened = [entry.type for entry in timeline]
        missing = [kind for kind, least in _STORY if happened.count(kind) < least]
        screen.check(not missing, "family.missing" if missing else "family.whole",
                     missing=" ".join(missing))
        self._comparison(clerk)
        masked = self._memory.get(f"notice/{HERO}")
        screen.check(head["name"] not in masked and "*" in masked, "family.notice", row=masked)
        self._second_half()

    def _told(self, entry: Any) -> str:
        words = (self._screen.texts.event(entry.type),
                 f"{yuan(entry.amount_fen)} ¥" if entry.amount_fen else "", entry.detail)
        return " ".join(word for word in words if word)

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
        source = "placeholder" if made.line_is_placeholder else "from source"
        self._screen.check(
            holds and made.net_fen == made.income_fen - made.rigid_fen, "family.class",
            income=yuan(made.income_fen), rigid=yuan(made.rigid_fen), net=yuan(made.net_fen),
            sign=made.relation_sign, line=yuan(made.line_monthly_fen), members=made.member_count,
            year=yuan(made.line_year_fen), rules=made.rule_set_id, line_id=made.line_id,
            placeholder=self._screen.texts(source))

    @property
    def second_half(self) -> tuple[str, int] | None:
        """Entitlement and number of the instalment of 2021-12-10."""
        requests = load("haven.disbursement.v1.disbursement_service")
        rows = self._people("city-auditor").call(
            "PaymentService", "ListInstalments",
            requests.ListInstalmentsRequest(household_id=self.household, page_size=500)).instalments
        return next(((row.entitlement_id, row.number) for row in rows
                     if row.due_date == "2021-12-10"), None)

    def _second_half(self) -> None:
        """The second half of 2021: our lines, and what the bank's own ledger says about them."""
        all_lines = figures.payment_lines(self._people("city-auditor"))
        key = self.second_half
        if key is None:
            self._screen.check(False, "half.none")
            return
        lines = {ref: line for ref, line in all_lines.items() if line.instalment == key}
        sent = sorted(lines.values(), key=lambda line: line.sent_on)
        self._screen.say("half.lines", lines="; ".join(
            f"{line.sent_on} {line.state} {line.reason}".rstrip() for line in sent))
        credits_ = [row for row in figures.bank_credits(self._places) if row["ref"] in lines]
        self._screen.say("half.bank", credits="; ".join(self._screen.texts(
            "half.back" if row["returned_on"] else "half.stands", date=row["credited_on"],
            amount=yuan(row["amount_fen"]), back=row["returned_on"]) for row in credits_))
        standing = [row for row in credits_ if not row["returned_on"]]
        named = any(line.reason == "NAME_MISMATCH" for line in lines.values())
        self._screen.check(
            named and (len(lines), len(credits_), len(standing)) == (3, 2, 1), "half",
            sent=len(lines), credited=len(credits_), standing=len(standing))

    # 2 ------------------------------------------------------------------------------------------

    def refusals(self, plan: list[Entry]) -> None:
        self._screen.heading("refusals",
                             _haven(f"household show {self.household} --as taibai-case1"))
        self._refused("elsewhere", {"ALREADY_HELD"}, self._apply_elsewhere)
        self._refused("amount", {"COMMAND_ID_REUSED"}, lambda: self._repeat_with_more(plan))
        for word, key in (("maker", "seen/maker approves"), ("suspended", "seen/suspended")):
            reason = self._memory.get(key) if self._memory.has(key) else ""
            self._tell_refusal(word, bool(reason), reason)
        self._refused("county", {"OUTSIDE_SCOPE", "FILE_NOT_FOUND"}, self._open_elsewhere)

    def _refused(self, word: str, reasons: set[str], attempt: Callable[[], Any]) -> None:
        try:
            attempt()
        except Refusal as refusal:
            self._tell_refusal(word, refusal.reason in reasons, refusal.reason)
            return
        self._tell_refusal(word, False, "")

    def _tell_refusal(self, word: str, good: bool, reason: str) -> None:
        self._screen.check(good, "refused" if reason else "refused.not",
                           words=self._screen.texts(f"refused.{word}"), reason=reason)

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
        if not self._memory.has("kill"):
            self._screen.heading("kill")
            self._screen.check(False, "kill.none")
            return
        told = json.loads(self._memory.get("kill"))
        self._screen.heading("kill", _haven(f"batch show {told['batch']} --as city-auditor"))
        self._screen.say("kill.told", **told)
        rows = figures.bank_credits(self._places)
        refs = [row["ref"] for row in rows]
        twice = figures.paid_twice(self._places, self._people("city-auditor"))
        self._screen.check(len(refs) == len(set(refs)) and twice == 0, "kill.held",
                           count=len(rows))

    # 4 ------------------------------------------------------------------------------------------

    def figures(self) -> None:
        self._screen.heading("figures", _haven("figures --as city-auditor"))
        auditor = self._people("city-auditor")
        counted = figures.counted(self._places, auditor)
        figures.compare(counted, self._screen)
        figures.compare_parts(counted, self._screen)
        figures.compare_basis(auditor, self._screen)
        figures.compare_pathway(counted, self._screen)
        turns.check(turns.count(auditor), self._screen)
        sponsors.check(sponsors.trace(auditor, figures.bank_credits(self._places)), self._screen)
        figures.compare_kinds(counted, figures.missing_kinds(
            figures.payment_lines(auditor).values(), figures.bank_credits(self._places),
            WorkingDays.load(self._places.working_days)), self._screen)

    # 5 ------------------------------------------------------------------------------------------

    def replay(self) -> None:
        self._screen.heading("replay", _haven("audit replay --as city-auditor"))
        result = self._run_haven("audit", "replay", "--as", "city-auditor")
        equal = result.returncode == 0
        told = [text.strip() for text in result.stdout.splitlines()]
        tables = [text for text in told if text.startswith("=")]
        for text in side_by_side(tables) if equal else told:
            self._screen.line(f"  {text}")
        self._screen.check(equal, "replay.equal" if equal else "replay.differs",
                           services="; ".join(text for text in told if text not in tables),
                           error=result.stderr.strip()[-300:])
        self._oracles()
        self._damaged_copy()

    def _oracles(self) -> None:
        """What auditors ask of the logs, of every service and of all together."""
        result = self._run_haven("audit", "check", "--as", "city-auditor")
        told = result.stdout.splitlines()
        broken = [text for text in told if not text.startswith("✓")]
        good = result.returncode == 0 and not broken and bool(told)
        self._screen.check(good, "oracles.hold" if good else "oracles.broken", count=len(told),
                           error="; ".join(broken)[:300] + result.stderr.strip()[-300:])

    def _damaged_copy(self) -> None:
        key = self.second_half
        if key is None:
            self._screen.check(False, "half.none")
            return
        live = f"{self._places.database_prefix}disbursement"
        copy = damage.copy_of(self._places.postgres, live, f"{live}_damaged")
        damage.raise_amount(copy, *key)
        conninfo = copy.conninfo("haven_owner")
        self._screen.say("damage", again=_haven(
            f'audit replay disbursement --conninfo "{conninfo}"'))
        result = self._run_haven("audit", "replay", "disbursement", "--conninfo", conninfo)
        row = damage.names_the_row(result.stdout, *key)
        good = bool(row) and result.returncode == 1 and result.stdout.count("≠") == 1
        self._screen.check(good, "damage.found" if good else "damage.lost", row=row,
                           error=(result.stdout + result.stderr)[-300:])

    def _run_haven(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(self._places.binaries / "haven"), *arguments, "--lang",
                               self._screen.texts.language],
                              capture_output=True, text=True,
                              env={**os.environ, "HAVEN_RUN": str(self._places.run)})

    # 6 ------------------------------------------------------------------------------------------

    def search(self) -> None:
        head = self._package["members"][0]
        self._screen.heading("search", "PYTHONPATH=tools python3 -m demo.search "
                             f"{head['name']} {head['id_number']}")
        databases = databases_of(self._processes.run_files())
        secrets = [head["name"], head["id_number"], self._package["payee"]["account"]]
        where = list(search.hits(databases, secrets))
        self._screen.check(not where, "search.none", databases=len(databases),
                           tables=sum(len(search.tables(c)) for c in databases.values()),
                           hits=where or 0)
        self._screen.check(search.planted(next(iter(databases.values())), head["name"]),
                           "search.planted")
