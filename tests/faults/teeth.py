"""The harness shows its teeth: each bug that is planted in the teeth build must be found by the
smallest fault that should find it, and the same fault without a bug must find nothing."""
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from faults import database
from faults.injected import judge
from faults.report import Report, Row
from faults.supervisor import Supervisor
from faults.world import World

_MOST_RUNS = 5
_AFTER_NOTICES = "2020-03-04"
_DUE = "2020-07-01"
_REPLY_DAYS = 9  # past the slowest answer of the bank
_STORM_SECONDS = 300

# Programs of the teeth build, their tests, and the bugs that they must find. Several processes
# write one database while they and their sessions are killed; a consumer crashes at every call of a
# log.
_WRITERS = ("libs/writer/several_processes_test", "SeveralWriters.*")
_CONSUMERS = ("libs/consumer/consumer_test", "ConsumerTest.ACrash*")
STORMS = {"reply_before_commit": _WRITERS, "no_command_table": _WRITERS,
          "offset_from_sequence": _WRITERS, "claim_not_checked": _WRITERS,
          "quota_not_checked": _WRITERS, "loser_not_redone": _WRITERS,
          "cursor_outside_transaction": _CONSUMERS}


_BY_CONTROL = {"async_commit"}


def planted_bugs(binaries: Path) -> list[str]:
    """The list that is compiled into the program; empty where it has none."""
    told = subprocess.run([str(binaries / "haven"), "--fault-points"], capture_output=True,
                          text=True, check=False)
    return [line.removeprefix("planted ") for line in told.stdout.splitlines()
            if line.startswith("planted ")]


def storm(build: Path, program: tuple[str, str], conninfo: str, bug: str) -> list[str]:
    """What it finds. Its oracles are those of `haven audit check` (libs/audit), and what was
    acknowledged against the log."""
    path, tests = program
    told = subprocess.run([str(build / path), f"--gtest_filter={tests}"], capture_output=True,
                          text=True, check=False, timeout=_STORM_SECONDS,
                          env=os.environ | {"HAVEN_TEST_POSTGRES": conninfo,
                                            "HAVEN_PLANTED_BUG": bug})
    if told.returncode == 0:
        return []
    lines = told.stdout.splitlines()
    first = next((at for at, line in enumerate(lines) if "Failure" in line), None)
    if first is None:
        return [f"ended with {told.returncode}: {told.stderr[-200:]}"]
    return [" ".join(line.strip() for line in lines[first:first + 4])]


# A suite with its bank ----------------------------------------------------------------------------

def _paid_up(world: World, supervisor: Supervisor, points: list[str]) -> None:
    """What falls due is paid, killed at these points, until the bank must have answered."""
    world.adopt(8)
    world.settle()
    supervisor.wish(points)
    world.pay(_DUE)
    world.settle()
    sent_on = date.fromisoformat(world.calendar.today())
    world.calendar.advance((sent_on + timedelta(days=_REPLY_DAYS)).isoformat())
    supervisor.forget()
    world.settle()


def _hand_over(world: World, supervisor: Supervisor) -> None:
    """Killed when the log says Sent and the bank's folder has nothing yet."""
    _paid_up(world, supervisor, ["bank.before_hand_over:1"])


def _time_outs(world: World, supervisor: Supervisor) -> None:
    """The bank's answers time out; each line was credited all the same."""
    _paid_up(world, supervisor, [])


SUITES: dict[str, Callable[[World, Supervisor], None]] = {
    "mark_sent_before_send": _hand_over, "unknown_sent_again": _time_outs}


def _unanswered(world: World) -> list[str]:
    """By now the bank has answered every line that was sent: none is SENT or UNKNOWN."""
    waiting = world.cluster.psql(world.places.database_prefix + "disbursement",
                                 "SELECT DISTINCT batch_no FROM batch JOIN batch_line "
                                 "USING (batch_id) WHERE batch_line.state IN (3, 6)")
    return [f"{number}: never answered by the bank" for number in waiting.split()]


def suite(binaries: Path, scenarios: list[Callable[[World, Supervisor], None]],
          bug: str) -> list[str]:
    """What the oracles find after these, in a world of its own."""
    folder = Path(tempfile.mkdtemp(prefix="hvt"))
    folder.chmod(0o755)
    world = World(folder, binaries, families=8, spare=0)
    try:
        world.processes.environment["haven"] = {"HAVEN_PLANTED_BUG": bug}
        world.bank_scenario([{"account": card, "on_credit": 1, "outcome": "UNKNOWN", "days": 2}
                             for card in world.cards[:3]])
        world.start()
        world.open_lines()
        world.file_families()
        world.meet(_AFTER_NOTICES)
        world.calendar.advance(_DUE)
        supervisor = Supervisor(world)
        for scenario in scenarios:
            scenario(world, supervisor)
        row = Row(bug, faults=supervisor.faults + _unanswered(world))
        judge(world, row)
        supervisor.stop()
        return row.faults
    finally:
        world.end()
        shutil.rmtree(folder, ignore_errors=True)


# All of it ----------------------------------------------------------------------------------------

class Teeth:
    """Bites once with every bug. `build` is the folder of the teeth build, `conninfo` a server
    whose databases may come and go."""

    def __init__(self, build: Path, conninfo: Callable[[], str], report: Report) -> None:
        self._build = build
        self._binaries = build / "tools" / "haven"
        self._conninfo = conninfo
        self._report = report

    def storms(self) -> Row:
        """Seconds each."""
        return self._bite("planted bugs of the engine", list(STORMS), [
            lambda program=program: storm(self._build, program, self._conninfo(), "")
            for program in (_WRITERS, _CONSUMERS)],
            lambda bug: storm(self._build, STORMS[bug], self._conninfo(), bug))

    def suites(self) -> Row:
        """Those that need a suite and its bank: half a minute each."""
        return self._bite("planted bugs of payments", list(SUITES), [
            lambda: suite(self._binaries, list(SUITES.values()), "")],
            lambda bug: suite(self._binaries, [SUITES[bug]], bug))

    def control(self, most: int) -> Row:
        """Commits that do not wait for the disk, under kills of PostgreSQL."""
        row = database.control(self._binaries, most)
        self._report.planted["async_commit"] = 0 if row.faults else row.kills
        return row

    def _bite(self, name: str, bugs: list[str], clean: list[Callable[[], list[str]]],
              find: Callable[[str], list[str]]) -> Row:
        row, began = Row(name), time.monotonic()
        known = set(planted_bugs(self._binaries))
        row.faults += [f"this build has no {bug}" for bug in bugs if bug not in known]
        row.faults += [f"nobody looks for {bug}"
                       for bug in known - set(STORMS) - set(SUITES) - _BY_CONTROL]
        for run in clean:
            row.faults += [f"without a bug: {fault}" for fault in run()]
        for bug in bugs:
            self._report.planted[bug] = self._runs_needed(lambda bug=bug: find(bug))
            if not self._report.planted[bug]:
                row.faults.append(f"{bug} was not found in {_MOST_RUNS} runs")
        row.injected = len(bugs)
        row.note = ", ".join(f"{bug} × {self._report.planted[bug]}" for bug in bugs)
        row.seconds = time.monotonic() - began
        return row

    @staticmethod
    def _runs_needed(find: Callable[[], list[str]]) -> int:
        """0: not found."""
        return next((run for run in range(1, _MOST_RUNS + 1) if find()), 0)
