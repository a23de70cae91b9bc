"""A suite with bank and check centre on a private PostgreSQL, and what its staff do."""
from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

from demo.caseworkers import CaseWorkers
from demo.client import Person, Refusal, Suite, command_id
from demo.drawn_world import copy_world
from demo.finance import Finance
from demo.killed_walk import keep_reference
from demo.memory import Memory
from demo.people import People
from demo.processes import Places, Processes
from demo.reference import Reference, first_administrator
from demo.stubs import load, make
from demo.walk import ApartCalendar, Calendar
from faults.awards import SCHEME
from faults.book import Book, Command
from faults.brokers import Brokers, Topics
from faults.cluster import Cluster
from faults.errands import LINE, Errands
from faults.families import NEEDS, PAYER, Families, facts_of, write_accounts
from faults.proxy import FaultProxy

ROOT = Path(__file__).resolve().parents[2]
FIRST_DAY = "2020-02-24"  # a Monday; the notices run over 29 February
PREFIX = "faults_"
SERVICES = ("registry", "disbursement", "scholarship", "outreach", "employment")
_THREADS = 8
_FUNDS_FEN = 10 ** 10
_LINES = 8  # of the load
_SOMEBODY = 2_000  # people on no file, who are visited and who call
_STUDENTS = 8  # at least
_PATIENCE_SECONDS = 1_200.0
_OFFICES = ("city-maker", "city-checker", "city-payer", "city-auditor", "city-admin",
            "city-case1", "city-case2", "city-case3", "city-approve1", "city-approve2",
            "city-approve3")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class World:
    """One suite with everything around it. Its calendar starts at FIRST_DAY. With `brokers` it is
    one process a service, what they tell each other goes over Kafka, and everything that they ask
    of a network goes through proxies."""

    def __init__(self, folder: Path, binaries: Path, families: int, spare: int,
                 seed: int = 7, brokers: Brokers | None = None, **settings: str) -> None:
        self.random = Random(seed)
        self.brokers = brokers
        port = free_port() if brokers else 0
        self.cluster = Cluster(folder / "pg", port, **settings)
        self.cluster.start()
        postgres = self.cluster.conninfo
        kafka: dict[str, Any] = {}
        if brokers:
            to = free_port()
            self.postgres_proxy = FaultProxy({to: port})
            postgres = f"host=127.0.0.1 port={to} user=haven"
            kafka = {"kafka": brokers.proxied, "kafka_topics": f"faults-{os.getpid()}-{to}.",
                     "kafka_replicas": brokers.nodes}
            self.topics = Topics(binaries.parents[1] / "tests" / "faults" / "haven_topics", brokers,
                                 kafka["kafka_topics"])
        self.places = Places(ROOT, folder / "run", binaries, postgres, PREFIX, FIRST_DAY, **kafka)
        self.processes = Processes(self.places)
        self.keys = [f"H{number:05d}" for number in range(families)]
        self._students = [f"S{number:05d}" for number in range(max(2 * families, _STUDENTS))]
        self.packages: list[dict[str, Any]] = []  # of families that nobody has on file yet
        self._make_world(families, spare, seed)
        make(ROOT / "proto", self.places.run / "stubs")
        self.memory = Memory(self.places.run / "memory.jsonl")
        self.suite = Suite(self.processes.addresses)
        self.people = People(self.suite, self.memory, self.places.staff_keys)
        self.files = CaseWorkers(self.people, self.memory, self.places.world / "packages")
        self.finance = Finance(self.people, self.memory, self.files)
        self.errands = Errands(self.people, self.memory, self.places.world, self.keys,
                               self._students, self._firms, self._somebody, self.files.household,
                               self.rows)
        self.book = Book(self.places.run / "book.jsonl")
        self.admin: Person | None = None
        admin: Callable[[], Person] = lambda: self.admin  # type: ignore[assignment,return-value]
        self.calendar = (ApartCalendar(admin, SERVICES, _PATIENCE_SECONDS) if brokers
                         else Calendar(admin, _PATIENCE_SECONDS))
        self._needs: list[tuple[str, int, str, int]] = []
        self._taken = threading.Lock()

    def _make_world(self, families: int, spare: int, seed: int) -> None:
        """The demo's reference data, and families of our own."""
        copy_world(self.places)
        world = self.places.world
        said = [{"as": login} for login in _OFFICES]
        keep_reference(world, said, [{"employer_uscc": "", "division": "610300",
                                      "union_node": "610300"}])
        shutil.rmtree(world / "packages")
        (world / "packages").mkdir()
        drawn = Families(seed)
        facts = ""
        for number in range(families + spare):
            package = drawn.package()
            facts += facts_of(package)
            if number < families:
                (world / "packages" / f"{self.keys[number]}.json").write_text(
                    json.dumps(package, ensure_ascii=False), encoding="utf-8")
            else:
                self.packages.append(package)
        students = {key: drawn.student(SCHEME) for key in self._students}
        (world / "students.json").write_text(json.dumps(students, ensure_ascii=False),
                                             encoding="utf-8")
        self._firms = drawn.enterprise(), drawn.enterprise()
        self._somebody = [drawn.somebody() for _ in range(_SOMEBODY)]
        peers = world / "peers"
        (peers / "civil_facts.jsonl").write_text(facts, encoding="utf-8")
        (peers / "civil_scenario.json").write_text('{"seed": 1, "delay": [0, 0], "trouble": []}')
        write_accounts(peers / "bank_accounts.csv", drawn.cards)
        self.cards = list(drawn.cards)
        self.bank_scenario([])

    def bank_scenario(self, lines: list[dict[str, Any]], delays: tuple[int, ...] = (1, 2)) -> None:
        """What the bank does, from its next start on."""
        (self.places.world / "peers" / "bank_scenario.json").write_text(
            json.dumps({"seed": 1, "reply_delay": list(delays), "lines": lines}))

    # Start and end ------------------------------------------------------------------------------

    def start(self) -> None:
        for name in ("bank", "civil_affairs", "haven"):
            self.processes.start(name)
        self.admin = first_administrator(self.suite, self.places.data)
        Reference(self.admin, self.places.world, self.places.staff_keys, self.memory).load_all()

    def end(self) -> None:
        self.suite.close()
        self.processes.kill_all()
        self.cluster.stop()
        if self.brokers:
            self.postgres_proxy.end()

    # What the staff do --------------------------------------------------------------------------

    def open_lines(self) -> None:
        """A fund line that pays everything, and those that the load pays into."""
        items = ["LIVING", "MEDICAL", "SCHOOLING", "TRAINING", "PLACEMENT", "LEGAL", "TEMPORARY"]
        for code in [LINE, *(f"load-{number}" for number in range(_LINES))]:
            self.finance.open_line({
                "as": "city-maker", "line": code, "federation": 1, "name": code, "level": "CITY",
                "year": 2020, "source": "OWN_FUNDS", "items": items, "tiers": [],
                "payer_account": PAYER})
        self.finance.posting({"as": "city-maker", "date": FIRST_DAY, "kind": "RECEIVED",
                              "line": LINE, "amount_fen": _FUNDS_FEN, "voucher": "V-1"})
        self.errands.open(self.finance)

    def each(self, act: str, **more: Any) -> None:
        """The act for every family, several at a time."""
        def one(key: str) -> None:
            self.files.do({"date": FIRST_DAY, "act": act, "as": "city-case1", "key": key} | more)
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(one, self.keys))

    def file_families(self) -> None:
        """From the application to the notice, on the first day; students and learners too."""
        self.each("apply")
        self.each("visit", kind="INVESTIGATE", visitors=["city-case1", "city-case2"],
                  finding="AS_DECLARED")
        self.each("check")
        self.calendar.advance(FIRST_DAY)
        self.each("assess", expect_class="DEEP")
        self.each("notice", **{"as": "city-case3"})
        self.errands.prepare()

    def meet(self, day: str) -> None:
        """Everybody is decided on, on this day, which is past the notices."""
        self.calendar.advance(day)
        for start in range(0, len(self.keys), 100):
            self.files.do({"date": day, "act": "meeting", "as": "city-approve1",
                           "minutes": f"city-{start}",
                           "rows": [{"key": key} for key in self.keys[start:start + 100]],
                           "present": ["city-approve1", "city-approve2", "city-approve3"]})
        self._needs = [(key, 2020, item, seq) for item, seq in NEEDS for key in self.keys]

    def adopt(self, count: int) -> int:
        """Plans with so many new needs, each of one instalment that is due at once after June."""
        requests = load("haven.registry.v1.file_requests")
        items = load("haven.registry.v1.household").AidItem
        with self._taken:
            taken, self._needs = self._needs[:count], self._needs[count:]

        def one(need: tuple[str, int, str, int]) -> None:
            key, year, item, seq = need
            measure = requests.MeasureInput(item=items.Value(f"AID_ITEM_{item}"),
                                            beneficiary_seq=seq, annual_fen=20_000,
                                            fund_line=LINE, fund_federation=1)
            self.people("city-case1").call("RegistryService", "AdoptHelpPlan",
                                           requests.AdoptHelpPlanRequest(
                command_id=command_id("plan", *need), household_id=self.files.household(key),
                year=year, measures=[measure]))
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(one, taken))
        return len(taken)

    def needs(self) -> list[tuple[str, int, str, int]]:
        """What adopt() has not yet granted."""
        with self._taken:
            return list(self._needs)

    def put_back(self, needs: list[tuple[str, int, str, int]]) -> None:
        with self._taken:
            self._needs = needs

    def ask(self, name: str) -> Counter[str]:
        """One of everything that one service asks of another; counts what must be done at the end."""
        requests = load("haven.registry.v1.query_requests")
        file = self.people("city-case1").call("RegistryQueryService", "GetHousehold",
                                              requests.GetHouseholdRequest(
            household_id=self.files.household(self.random.choice(self.keys))))
        return self.errands.run(name, self.calendar.today(), file.household.members[0].person_id)

    def pay(self, day: str) -> int:
        """Makes, checks, approves and sends what is released; counts the batches."""
        return self.finance.pay_round({"federation": 1, "date": day})

    def settle(self) -> None:
        """Until nothing is in flight."""
        self.calendar.advance(self.calendar.today())

    # Commands whose outcome is kept in the book ---------------------------------------------------

    def attempt(self, command: Command, seconds: float) -> tuple[Any, Any]:
        """As Book.send wants it."""
        try:
            answer = self.people(command.person).once(command.stub, command.name, command.request,
                                                      seconds)
        except Refusal as refusal:
            return refusal.code, refusal.reason
        return int(answer.reply.version), int(answer.reply.offset)

    def receive(self, random: Random) -> Command:
        """Money for a fund line of the load."""
        requests = load("haven.disbursement.v1.disbursement_service")
        made = str(uuid.uuid4())
        movement = load("haven.disbursement.v1.payment").FundMovement
        return Command(made, "city-maker", "FundService", "ReceiveFunds",
                       requests.ReceiveFundsRequest(
                           command_id=made, fund_line_id=f"load-{random.randrange(_LINES)}",
                           amount_fen=random.randrange(1, 10_000), voucher_no=made,
                           movement=movement.Value("FUND_MOVEMENT_RECEIVED")))

    def apply(self, package: dict[str, Any]) -> Command:
        """A family applies: several people are resolved and sealed, and claimed."""
        made = str(uuid.uuid4())
        request = self.files.application(package)
        request.command_id = made
        return Command(made, "city-case2", "RegistryService", "SubmitApplication", request)

    def finish_open(self, seconds: float = 60) -> int:
        """Repeats what nobody knows the end of until it is known; counts what was open."""
        count = len(self.book.open())
        until = time.monotonic() + seconds
        while (left := self.book.open()) and time.monotonic() < until:
            for command in left:
                self.book.send(self, command)
            if self.book.open():
                time.sleep(0.05)
        return count

    # Judging ------------------------------------------------------------------------------------

    def audit(self) -> list[str]:
        """What `haven audit check` finds wrong, the bank's own ledger included, and what was not heard
        as it was told."""
        self.settle()
        ledger = self.places.run / "ledger.json"
        done = subprocess.run([sys.executable, "-m", "bank", "ledger", "--json", "--ledger",
                               str(self.places.ledger)], check=True, capture_output=True,
                              env=os.environ | {"PYTHONPATH": str(ROOT / "tools")})
        ledger.write_bytes(done.stdout)
        told = subprocess.run([str(self.places.binaries / "haven"), "--run-dir",
                               str(self.places.run), "--json", "audit", "check", "--bank-ledger",
                               str(ledger)], capture_output=True, text=True, check=False)
        if told.returncode not in (0, 1):
            return [f"audit check ended with {told.returncode}: {told.stderr[-300:]}"]
        report = json.loads(told.stdout)
        faults = [f"{row['service']} {row['oracle']}: {row['faults']} faults, {row['first'][:2]}"
                  for row in report["oracles"] if not row["holds"]]
        faults += [f"left out: {what}" for what in report["left_out"]]
        faults += self.errands.faults + self.errands.heard().faults
        self.errands.faults = []
        return faults

    def transport(self) -> list[str]:
        """What the topics lack of the logs, and consumers that are not where their sources are."""
        if not self.brokers:
            return []
        faults = self.topics.faults(self.cluster.conninfo, PREFIX)
        heads = {service: dict(self.rows(service, "SELECT federation, next_offset - 1 FROM log_head"))
                 for service in SERVICES}
        for service in SERVICES:
            for source, federation, offset in self.rows(
                    service, "SELECT source, federation, log_offset FROM cursor"):
                if heads[source][federation] != offset:
                    faults.append(f"{service} stands at {offset} of {source}/{federation}, whose "
                                  f"head is {heads[source][federation]}")
        return faults

    def rows(self, service: str, query: str) -> list[tuple[str, ...]]:
        """What a service's database answers."""
        return [tuple(line.split("|"))
                for line in self.cluster.psql(PREFIX + service, query).splitlines()]

    def parked(self) -> list[str]:
        return [f"{service}: {row}" for service in SERVICES
                for row in self.cluster.psql(PREFIX + service,
                                             "SELECT consumer, log_offset, reason FROM parked "
                                             "WHERE resolution IS NULL").splitlines()]
