"""python3 -m faults: every fault once or many times, one table (./dev faults)."""
from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import (bank_faults, client_faults, clock, database, doubles, kafka_faults, kills, payday,
                    restore)
from faults.brokers import Brokers
from faults.report import Report, Row
from faults.supervisor import Supervisor
from faults.teeth import Teeth
from faults.world import World

_AFTER_NOTICES = "2020-03-04"
_AFTER_DUE_DAY = "2020-07-01"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="folder of the teeth build")
    parser.add_argument("--quick", action="store_true", help="five minutes")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--keep", action="store_true", help="leave the run's folder behind")
    parser.add_argument("--times", type=int, default=0, help="how often each, in place of its own")
    parser.add_argument("--only", default="", help="names of faults, with commas between")
    return parser.parse_args()


def aid_world(folder: Path, binaries: Path, families: int, spare: int,
              brokers: Brokers | None = None, **settings: str) -> World:
    """With families that are on file and may be granted aid that is due at once."""
    world = World(folder, binaries, families, spare, brokers=brokers, **settings)
    world.start()
    world.open_lines()
    world.file_families()
    world.meet(_AFTER_NOTICES)
    world.calendar.advance(_AFTER_DUE_DAY)
    return world


class Run:
    """One run: faults by name, each on the same suite, the bank's long one on its own."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._build: Path = options.build.resolve()
        self._binaries = self._build / "tools" / "haven"
        self._report = Report(lambda text: print(text, flush=True))
        self._folders: list[Path] = []
        self._wanted = {word for word in options.only.split(",") if word}

    def _often(self, quick: int, long: int) -> int:
        """How many times."""
        return self._options.times or self._size(quick, long)

    def _size(self, quick: int, long: int) -> int:
        """How many or how long, of what a fault needs."""
        return quick if self._options.quick else long

    def _faults(self, world: World, haven: Supervisor) -> dict[str, Callable[[], Row]]:
        often, shims = self._often, self._build / "tests" / "faults"
        teeth = Teeth(self._build, lambda: world.cluster.conninfo, self._report)
        return {
            "points": lambda: kills.crash_points(world, haven, often(1, 20)),
            "payday": lambda: payday.payday(world, often(1, 20), haven),
            "random": lambda: kills.random_kills(world, haven, often(20, 1000)),
            "bank": lambda: self._bank(world, haven),
            "stopped": lambda: doubles.stopped_writer(world, haven, often(1, 20)),
            "doubles": lambda: doubles.side_by_side(world, haven, often(1, 20)),
            "repeats": lambda: client_faults.repeats(world, often(3000, 100_000)),
            "cancelled": lambda: client_faults.cancelled(world, often(200, 5000)),
            "storm": lambda: client_faults.retry_storm(world, often(1, 10)),
            "jumps": lambda: clock.jumps(world, haven, shims, often(1, 10)),
            "days": self._days,
            "restore": lambda: restore.old_dump(world, haven, often(1, 5)),
            "tree": lambda: database.tree_kills(world, often(10, 500)),
            "control": lambda: teeth.control(10),
            "engine-bugs": teeth.storms,
            "payment-bugs": teeth.suites,
            "hung": lambda: database.hung_backend(world, often(1, 10), self._size(2, 8)),
            "connections": lambda: database.no_connection_left(world, often(1, 10)),
            "fdatasync": lambda: database.disk_fails(world, shims, often(1, 20)),
            "full": lambda: database.disk_full(self._binaries)}

    def _kafka_faults(self, world: World) -> dict[str, Callable[[], Row]]:
        """On a suite of one process a service, whose last one leaves it behind as it is."""
        often = self._often
        return {
            "broker": lambda: kafka_faults.broker_kills(world, often(2, 100)),
            "controller": lambda: kafka_faults.controller_kills(world, often(1, 20)),
            "all-down": lambda: kafka_faults.all_down(world, 1, self._size(5, 60)),
            "broker-full": lambda: kafka_faults.disk_full(world),
            "net-kafka": lambda: kafka_faults.network_to_brokers(world, often(1, 10), 1),
            "net-postgres": lambda: kafka_faults.network_to_postgres(world, often(1, 10), 1),
            "two-relays": lambda: kafka_faults.two_relays(world, often(1, 20)),
            "zombie": lambda: kafka_faults.zombie_relay(world, often(1, 20)),
            "rescale": lambda: kafka_faults.rescale(world, often(1, 10)),
            "rolling": lambda: kafka_faults.rolling(world, often(3, 100)),
            "switch": lambda: kafka_faults.switch(world, often(1, 10)),
            "payday": lambda: payday.payday(world, often(1, 20)),
            "poison": lambda: kafka_faults.poison(world, often(2, 100)),
            "range": lambda: kafka_faults.out_of_range(world, often(1, 20)),
            "topic": lambda: kafka_faults.topic_deleted(world, often(2, 100)),
            "future": lambda: kafka_faults.future_schema(world)}

    def _days(self) -> Row:
        """On a suite of its own, since a year passes."""
        own = World(self._folder(), self._binaries, families=3, spare=0)
        own.start()
        own.open_lines()
        supervisor = Supervisor(own)
        try:
            return clock.days(own, supervisor)
        finally:
            supervisor.stop()
            own.end()

    def _bank(self, world: World, haven: Supervisor) -> Row:
        if self._options.quick:
            return bank_faults.bank(world, haven, 240, 4)
        own = aid_world(self._folder(), self._binaries, families=800, spare=0)
        supervisor = Supervisor(own)
        try:
            return bank_faults.bank(own, supervisor, 10_000, 40)
        finally:
            supervisor.stop()
            own.end()

    def _folder(self) -> Path:
        self._folders.append(Path(tempfile.mkdtemp(prefix="hvf")))
        self._folders[-1].chmod(0o755)
        return self._folders[-1]

    def _take(self, faults: dict[str, Callable[[], Row]]) -> None:
        """Those that are wanted, one after the other."""
        wanted = self._wanted
        for name, fault in faults.items():
            if name == "payment-bugs" and self._options.quick and not wanted:
                continue
            if not wanted or name in wanted:
                self._report.add(fault())

    def _is_wanted(self, faults: dict[str, Callable[[], Row]]) -> bool:
        return not self._wanted or not self._wanted.isdisjoint(faults)

    def _in_one_process(self) -> None:
        world = aid_world(self._folder(), self._binaries, self._size(24, 60),
                          self._size(200, 2000))
        haven = Supervisor(world)
        try:
            self._take(self._faults(world, haven))
            self._report.acknowledged += world.book.counts()["acknowledged"]
        finally:
            haven.stop()
            world.end()

    def _on_kafka(self) -> None:
        brokers = Brokers("faults", 3)
        world = None
        try:
            world = aid_world(self._folder(), self._binaries, self._size(24, 120),
                              self._size(200, 2000), brokers)
            self._take(self._kafka_faults(world))
            self._report.acknowledged += world.book.counts()["acknowledged"]
        finally:
            if world:
                world.end()
            brokers.end()

    def all(self) -> int:
        nobody: Any = None  # who only asks for names calls none of them
        try:
            if self._is_wanted(self._faults(nobody, nobody)):
                self._in_one_process()
            if self._is_wanted(self._kafka_faults(nobody)):
                self._on_kafka()
            self._report.last_words(self._options.json)
        finally:
            if not self._options.keep:
                for folder in self._folders:
                    shutil.rmtree(folder, ignore_errors=True)
        return 0 if self._report.holds else 1


if __name__ == "__main__":
    sys.exit(Run(_options()).all())
