"""kill -9 of haven: at every named point, and at random under load."""
from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from demo.importer import upload
from faults.errands import KINDS, words
from faults.families import old_export
from faults.injected import injected, under_load
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import FIRST_DAY, ROOT, World

# Passed many times by every command: killed at other passages too.
_BUSY = {"log.before_commit": 9, "log.after_commit": 9, "writer.between_batches": 9,
         "consumer.before_unit": 4, "log.before_unit_commit": 4, "log.after_unit_commit": 4,
         "consumer.after_unit": 4, "registry.after_seal": 4, "timer.before_fire": 3}
_ROUNDS = 3  # of a phase, until all its points are reached
_NEEDS = 6  # granted in one round
_AT_POINTS = "kill -9 at named points"


def known_points(world: World) -> list[str]:
    """The list that is compiled into the program; empty where it has none."""
    told = subprocess.run([str(world.places.binaries / "haven"), "--fault-points"],
                          capture_output=True, text=True, check=False)
    if told.returncode != 0:
        return []
    return [line.removeprefix("point ") for line in told.stdout.splitlines()
            if line.startswith("point ")]


@dataclass
class Phase:
    """Work that passes some of the points; done again it goes on where it was."""

    points: tuple[str, ...]
    work: Callable[[int], None]


class CrashPoints:
    """Walks through the work of a fund: each cycle imports, grants, pays and rebuilds, and is
    killed once at each point."""

    def __init__(self, world: World, supervisor: Supervisor) -> None:
        self._world = world
        self._supervisor = supervisor
        self._round = 0
        self.asked: Counter[str] = Counter()
        self._phases = [
            Phase(("import.after_seal", "import.between_chunks"), self._import),
            Phase(("registry.after_seal", "log.before_commit", "log.after_commit",
                   "writer.between_batches", "consumer.before_unit", "log.before_unit_commit",
                   "log.after_unit_commit", "consumer.after_unit", "timer.before_fire"),
                  self._grant),
            Phase(("writer.between_batches", "consumer.before_unit", "log.before_unit_commit",
                   "log.after_unit_commit", "consumer.after_unit"), self._ask),
            Phase(("payment.between_seal_and_send", "bank_file.before_rename",
                   "bank_file.before_record", "bank_file.after_record", "bank.before_hand_over",
                   "bank.after_hand_over"), self._pay),
            Phase(("calendar.between_services", "bank.before_reply_record",
                   "bank.after_reply_record"), self._reply)]
        self._rebuild_points = ("rebuild.before_swap", "rebuild.inside_swap", "rebuild.after_swap")
        self.reached: dict[str, int] = {}
        self.faults: list[str] = []

    def covered(self) -> set[str]:
        return {point for phase in self._phases for point in phase.points} | set(
            self._rebuild_points)

    def cycle(self) -> None:
        for phase in self._phases:
            self._phase(phase)
        for point in self._rebuild_points:
            self._rebuild(point)

    def _phase(self, phase: Phase) -> None:
        world, random = self._world, self._world.random
        before = self._supervisor.kills
        self._supervisor.wish(f"{point}:{random.randint(1, _BUSY.get(point, 1))}"
                              for point in phase.points)
        for _ in range(_ROUNDS):
            self._round += 1
            phase.work(self._round)
            world.settle()
            if not self._supervisor.left():
                break
        missed = self._supervisor.left()
        self._supervisor.forget()
        missing = {wish.rpartition(":")[0] for wish in missed}
        for point in phase.points:
            if point not in missing:
                self.reached[point] = self.reached.get(point, 0) + 1
        if len(phase.points) - len(missing) != self._supervisor.kills - before:
            self.faults.append(f"{self._supervisor.kills - before} kills for {phase.points}")
        world.settle()

    def _import(self, number: int) -> None:
        households, members = old_export(ROOT / "deploy" / "demo", self._world.places.run / "old",
                                         number, FIRST_DAY)
        outcome = upload(self._world.people("city-case1"), households, members, f"old-{number}")
        if outcome.rejects or outcome.imported + outcome.unchanged != outcome.files:
            self.faults.append(f"import: {outcome}")

    def _grant(self, _number: int) -> None:
        if self._world.adopt(_NEEDS) == 0:
            self.faults.append("no family needs anything any more")

    def _ask(self, number: int) -> None:
        """What other services hear of, and mostly answer."""
        self.asked += self._world.ask(f"point-{number}")

    def _pay(self, number: int) -> None:
        self._grant(number)
        self._world.settle()
        self._world.pay(self._world.calendar.today())

    def _reply(self, number: int) -> None:
        """To the day of the bank's reply; what is sent first has one to come."""
        self._pay(number)
        self._world.calendar.advance(days_after(self._world.calendar.today(), 3))

    def _rebuild(self, point: str) -> None:
        """A process of its own, killed; then the whole of it."""
        command = [str(self._world.places.binaries / "haven"), "--run-dir",
                   str(self._world.places.run), "audit", "rebuild", "disbursement"]
        killed = subprocess.run(command, capture_output=True, check=False,
                                env=os.environ | {"HAVEN_CRASH_AT": f"{point}:1"})
        if killed.returncode == -9:
            self.reached[point] = self.reached.get(point, 0) + 1
            self._supervisor.kills += 1
        whole = subprocess.run(command, capture_output=True, text=True, check=False)
        if whole.returncode != 0:
            self.faults.append(f"rebuild after {point}: {whole.stdout}{whole.stderr}"[:300])


def days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def undone(world: World, asked: Counter[str], before: Counter[str]) -> list[str]:
    """A week passes, in which the bank answers whatever it has; what of that which was asked since
    `before` is not done then. That nothing is done twice is asked of the logs."""
    world.calendar.advance(days_after(world.calendar.today(), 7))
    done = world.errands.done()
    done.subtract(before)
    return [f"{asked[kind]} {kind} were asked for, {done[kind]} are done"
            for kind in KINDS if not asked[kind] or done[kind] < asked[kind]]


def crash_points(world: World, supervisor: Supervisor, cycles: int) -> Row:
    points = known_points(world)
    if not points:
        return Row(_AT_POINTS, skipped="this build has no fault points")
    with injected(world, _AT_POINTS, supervisor) as row:
        run, before = CrashPoints(world, supervisor), world.errands.done()
        row.faults += [f"no phase passes {point}" for point in points if point not in run.covered()]
        for _ in range(cycles):
            run.cycle()
        row.faults += [f"{point} was reached {run.reached.get(point, 0)} times of {cycles}"
                       for point in points if run.reached.get(point, 0) < cycles]
        row.faults += run.faults
        row.faults += undone(world, run.asked, before)
        row.injected = supervisor.kills
        row.note = f"{len(points)} points × {cycles}: {words(run.asked)}, each once"
    return row


def random_kills(world: World, supervisor: Supervisor, kills: int) -> Row:
    """Under load: after each kill it serves again for a moment, or not even that."""
    with injected(world, "kill -9 at random under load", supervisor) as row:
        with under_load(world, row, 11) as load:
            while supervisor.kills < kills and not supervisor.faults:
                time.sleep(world.random.uniform(0.0, 0.6))
                supervisor.kill()
            time.sleep(0.5)
        row.injected = supervisor.kills
        row.note = (f"{load.repeats} repeats, {load.other_bodies} with another body; "
                    f"{', '.join(sorted(load.asked))} meanwhile")
    return row
