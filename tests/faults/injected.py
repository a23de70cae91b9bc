"""The frame around each fault: what is done in it, under load or not, and the oracles afterwards."""
from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from faults.load import Load
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World


def judge(world: World, row: Row) -> None:
    """After a fault: the book against the logs, then what everybody can ask."""
    world.finish_open()
    left = world.book.open()
    if left:
        row.faults.append(f"{len(left)} commands never came to an end, {left[0].reason}")
    row.faults += world.audit() + world.parked() + world.transport() + world.book.faults
    world.book.faults = []
    verdict = world.book.check(world.cluster, world.places.database_prefix)
    row.lost += len(verdict.lost)
    row.duplicated += len(verdict.duplicated)
    row.faults += verdict.lost[:3] + verdict.duplicated[:3] + verdict.torn[:3]


@contextmanager
def injected(world: World, name: str, haven: Supervisor | None = None) -> Iterator[Row]:
    """What is done inside is one fault, judged when it is over; its kills of haven, and how soon it
    served again, are taken from the supervisor, whose counts begin anew."""
    row, began = Row(name), time.monotonic()
    if haven:
        haven.kills, haven.recovery_ms = 0, []
    yield row
    if haven:
        row.kills += haven.kills
        row.recovery_ms += haven.recovery_ms
        row.faults += haven.faults
    judge(world, row)
    row.seconds = time.monotonic() - began


@contextmanager
def under_load(world: World, row: Row, seed: int) -> Iterator[Load]:
    """Commands go on meanwhile; what they met with that must not be is a fault of the row."""
    load = Load(world, seed)
    try:
        yield load
    finally:
        load.stop()
    row.faults += load.faults
