"""A second haven on the same databases: while the first is stopped, and beside it. Every timer and
every consumer exists twice then."""
from __future__ import annotations

import json
import signal
import subprocess
import time
from typing import Any

from demo.client import Suite
from demo.people import People
from faults.injected import injected, under_load
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World

# A stopped writer keeps its locks until the server cuts it off, after 30 s (libs/log/sql); who wants
# to start meanwhile may give up, and is started again, as Kubernetes would.
_READY_SECONDS = 180.0


class Second:
    """Another haven with a run folder of its own; everything else is the first one's."""

    def __init__(self, world: World) -> None:
        self._run = world.places.run / "second"
        self._run.mkdir(exist_ok=True)
        words = [str(world.places.binaries / "haven"), "serve",
                 *world.processes.suite_options("registry", "disbursement")]
        words[words.index("--run-dir") + 1] = str(self._run)
        self._log = world.places.run / "logs" / "second.log"
        self._process = self._start(words)
        until = time.monotonic() + _READY_SECONDS
        while len(self._addresses()) < 3:
            if time.monotonic() > until:
                self._process.kill()
                raise AssertionError(f"a second haven does not come up: {self._log}")
            if self._process.poll() is not None:
                self._process = self._start(words)
            time.sleep(0.01)
        self.suite = Suite(self._addresses)
        self.people = People(self.suite, world.memory, world.places.staff_keys)

    def _start(self, words: list[str]) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def _addresses(self) -> dict[str, str]:
        for path in self._run.glob("*.json"):
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if content["pid"] == self._process.pid:
                return dict(content["services"])
        return {}

    def kill(self) -> None:
        self.suite.close()
        self._process.kill()
        self._process.wait()


def stopped_writer(world: World, haven: Supervisor, times: int) -> Row:
    """The first is stopped in the middle of its work and wakes up when another has written on."""
    with injected(world, "SIGSTOP, a second writer", haven) as row:
        with under_load(world, row, 47):
            first = world.people
            for _ in range(times):
                time.sleep(0.3)
                process = world.processes.process("haven")
                process.send_signal(signal.SIGSTOP)
                try:
                    second = Second(world)
                    world.people = second.people
                    world.adopt(2)
                    time.sleep(1.0)
                finally:
                    process.send_signal(signal.SIGCONT)
                time.sleep(0.5)
                world.people = first
                time.sleep(0.5)
                second.kill()
                haven.kill()
                row.kills += 1
        row.injected = times
    return row


def side_by_side(world: World, haven: Supervisor, times: int) -> Row:
    """Both serve; grants fall due, so that both want to fire the same timers and to apply the same
    records."""
    with injected(world, "two of each consumer and timer", haven) as row:
        with under_load(world, row, 53):
            first = world.people
            for turn in range(times):
                second = Second(world)
                for _ in range(4):
                    world.people = second.people if turn % 2 else first
                    world.adopt(2)
                    time.sleep(0.2)
                world.people = first
                if turn % 2:
                    haven.kill()
                    time.sleep(0.3)
                second.kill()
                haven.kill()
                row.kills += 1
        row.injected = times
    return row
