"""Registry, disbursement, scholarship, outreach, employment and vault as processes of their own: one household from application
to paid, with each of registry, disbursement and vault killed on the way and started again, at another port.

Needs a server (HAVEN_TEST_POSTGRES), the client (HAVEN_BIN) and the services' programs
(HAVEN_TEST_PROGRAMS, a folder with <service>/haven-<service>).
"""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any

from demo import figures
from demo.caseworkers import CaseWorkers
from demo.client_walk import ClientWalk, Known
from demo.desk_walk import FAIR_DAY, DeskWalk
from demo.client import Suite
from demo.drawn_world import copy_world
from demo.finance import Finance
from demo.killed_walk import keep_reference, shortened
from demo.memory import Memory
from demo.people import People
from demo.processes import NotStarted, Places, Processes
from demo.reference import Reference, first_administrator
from demo.stubs import load, make
from demo.walk import Calendar, Walk, read_plan

ROOT = Path(__file__).resolve().parents[2]
# Whose first half is due on 2018-06-30, a Saturday.
_KEY = "P001"
_UNTIL = "2018-07-06"
_MEETING = "2016-02-14"
_PARTS = ("vault", "registry", "disbursement", "scholarship", "outreach", "employment")


class Separate(Processes):
    """The suite as six processes."""

    def __init__(self, places: Places, programs: Path) -> None:
        super().__init__(places)
        self._programs = programs

    def start(self, name: str) -> None:
        if name not in _PARTS:
            super().start(name)
            return
        self._start(name, [str(self._programs / name / f"haven-{name}"),
                           *self.suite_options(name)])
        until = time.monotonic() + 60
        while name not in self.addresses():
            if self._running[name].poll() is not None or time.monotonic() > until:
                raise NotStarted(f"haven-{name} does not come up")
            time.sleep(0.02)

    def restart(self, name: str) -> tuple[str, str]:
        """kill -9 and a start; the addresses before and after."""
        before = self.addresses()[name]
        self.kill(name)
        self.start(name)
        return before, self.addresses()[name]


class ClientCalendar(Calendar):
    """The business dates of all processes, moved by `haven calendar advance`."""

    def __init__(self, places: Places) -> None:
        super().__init__(lambda: None)  # type: ignore[arg-type, return-value]
        self._places = places

    def _haven(self, *words: str) -> Any:
        run = subprocess.run([str(self._places.binaries / "haven"), "--run-dir",
                              str(self._places.run), "--as", "first-administrator", "--lang", "en",
                              "--json", *words], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise AssertionError(f"haven {words}: {run.stderr}")
        return json.loads(run.stdout)

    def today(self) -> str:
        return str(min(row["business_date"] for row in self._haven("calendar", "show")))

    def advance(self, day: str) -> None:
        rows = self._haven("calendar", "advance", day)
        # Each of them but the vault, which has no business date.
        if [row["business_date"] for row in rows] != [day] * (len(_PARTS) - 1):
            raise AssertionError(f"not everybody is at {day}: {rows}")


class SeparateTest(unittest.TestCase):
    kafka = ""  # brokers; without them the processes read each other's databases

    def setUp(self) -> None:
        names = ("HAVEN_TEST_POSTGRES", "HAVEN_BIN", "HAVEN_TEST_PROGRAMS")
        for name in names:
            self.assertTrue(os.environ.get(name), f"{name} must be set")
        server, binaries, programs = (os.environ[name] for name in names)
        self._folder = Path(tempfile.mkdtemp(prefix="hvs"))
        self._server = re.sub(r"dbname=\S+", "", server)
        self._places = Places(ROOT, self._folder / "run", Path(binaries).resolve(), self._server,
                              f"hvs_{os.getpid()}_", kafka=self.kafka,
                              kafka_topics=f"test-hvs-{os.getpid()}.")
        self._processes = Separate(self._places, Path(programs).resolve())
        self.addCleanup(self._remove)

    def _remove(self) -> None:
        self._processes.kill_all()
        for service in _PARTS:
            subprocess.run(["psql", "-XAtq", f"{self._server} dbname=postgres", "-c",
                            "DROP DATABASE IF EXISTS "
                            f"{self._places.database_prefix}{service} WITH (FORCE)"],
                           check=True, stderr=subprocess.DEVNULL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make_small_world(self) -> list[dict[str, Any]]:
        """One family, and what its file needs."""
        world = self._places.world
        copy_world(self._places)
        plan = shortened(read_plan(world / "plan.jsonl"), {_KEY})
        plan = [entry for entry in plan if entry.get("federation", 1) == 1]
        package = json.loads((world / "packages" / f"{_KEY}.json").read_text("utf-8"))
        keep_reference(world, plan, [package])
        return plan

    def _start(self) -> tuple[People, CaseWorkers, Finance]:
        make(ROOT / "proto", self._places.run / "stubs")
        # The vault last: who needs it waits for it.
        for name in ("bank", "civil_affairs", "vault", "registry", "disbursement", "scholarship",
                     "outreach", "employment"):
            self._processes.start(name)
        memory = Memory(self._places.run / "memory.jsonl")
        suite = Suite(self._processes.addresses)
        self.addCleanup(suite.close)
        admin = first_administrator(suite, self._places.data)
        Reference(admin, self._places.world, self._places.staff_keys, memory).load_all()
        people = People(suite, memory, self._places.staff_keys)
        files = CaseWorkers(people, memory, self._places.world / "packages")
        return people, files, Finance(people, memory, files)

    def test_I8_one_household_is_paid_once_though_each_process_is_killed(self) -> None:
        plan = self._make_small_world()
        people, files, finance = self._start()
        killing: list[threading.Thread] = []

        def kill_in_mid_export(_batch_no: str) -> None:
            def kill() -> None:
                time.sleep(0.004)
                for name in ("disbursement", "vault"):
                    self._processes.restart(name)
            killing.append(threading.Thread(target=kill))
            killing[-1].start()

        finance.before_export = kill_in_mid_export
        calendar = ClientCalendar(self._places)
        walk = Walk(calendar, files, finance, lambda entry: None)
        for day in walk.days([e for e in plan if e["date"] <= _MEETING], _MEETING):
            if day == "2016-01-21":
                # The registry seals and opens through a vault that has moved.
                before, after = self._processes.restart("vault")
                self.assertNotEqual(before, after)
        self._processes.restart("registry")
        for _ in walk.days([e for e in plan if e["date"] > _MEETING], _UNTIL):
            for thread in killing:
                thread.join()
        self.assertEqual(len(killing), 1)
        self._check_outcome(people, files, plan, calendar)

    def _check_outcome(self, people: People, files: CaseWorkers, plan: list[dict[str, Any]],
                       calendar: Calendar) -> None:
        auditor = people("city-auditor")
        household = files.household(_KEY)
        requests = load("haven.disbursement.v1.disbursement_service")
        listed = auditor.call("PaymentService", "ListInstalments",
                              requests.ListInstalmentsRequest(household_id=household))
        states = load("haven.disbursement.v1.payment").InstalmentState.Name
        self.assertEqual(
            [(row.number, row.amount_fen, states(row.state)) for row in listed.instalments],
            [(1, 200_000, "INSTALMENT_STATE_PAID"), (2, 200_000, "INSTALMENT_STATE_SCHEDULED")])
        credits_ = figures.bank_credits(self._places)
        self.assertEqual([row["amount_fen"] for row in credits_], [200_000])
        kept = list((self._places.data / "blobs").glob("*.reply"))
        self.assertEqual(len(kept), 1, "the bank's reply is kept, encrypted")
        self.assertNotIn(str(credits_[0]["ref"]).encode(), kept[0].read_bytes())
        queries = load("haven.registry.v1.query_requests")
        timeline = auditor.call("RegistryQueryService", "GetTimeline",
                                queries.GetTimelineRequest(household_id=household)).entries
        self.assertEqual([row.type for row in timeline].count("AidRecorded"), 1)
        [batch] = auditor.call("PaymentService", "ListBatches",
                               requests.ListBatchesRequest()).batches
        clerk = next(entry["as"] for entry in plan if entry["act"] == "apply")
        known = Known(household, clerk, listed.instalments[0].entitlement_id, batch.batch_no)
        client = ClientWalk(self, self._places, known)
        # What the client asks of rows and files is the same on either transport.
        if not self.kafka:
            client.every_question()
            client.words_and_figures()
            client.hotline()
            client.files_and_keys()
            self._walk_the_desks(DeskWalk(self, self._places, known), calendar)
        client.audit()
        # Rebuilt, and in its new incarnation, the suite goes on.
        calendar.advance("2018-07-17")

    @staticmethod
    def _walk_the_desks(desks: DeskWalk, calendar: Calendar) -> None:
        desks.summer()
        desks.merged_files()
        desks.posted_notice()
        calendar.advance(FAIR_DAY)
        desks.on_the_day_of_the_fair()
        desks.every_question()
        desks.every_form()


if __name__ == "__main__":
    unittest.main()
