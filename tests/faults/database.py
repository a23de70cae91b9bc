"""PostgreSQL goes down under load: killed as a whole, out of disk, with a disk that fails, hung, or
without a connection to spare."""
from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from random import Random

from faults.book import ACKNOWLEDGED
from faults.kills import judge
from faults.load import Load
from faults.report import Row
from faults.world import World

_BACK_SECONDS = 30.0


def until_served(world: World, random: Random) -> float:
    """Milliseconds until a command is acknowledged; those of the whole patience if none is."""
    began = time.monotonic()
    while time.monotonic() - began < _BACK_SECONDS:
        if world.book.send(world, world.receive(random)).outcome == ACKNOWLEDGED:
            break
        time.sleep(0.01)
    return (time.monotonic() - began) * 1000


def tree_kills(world: World, kills: int) -> Row:
    """kill -9 of all its processes; what haven serves counts from the moment at which PostgreSQL
    has recovered."""
    row, began = Row("kill -9 of all PostgreSQL"), time.monotonic()
    load = Load(world, seed=23)
    own = []
    for _ in range(kills):
        time.sleep(world.random.uniform(0.05, 0.5))
        world.cluster.kill_tree()
        own.append(world.cluster.start())
        row.recovery_ms.append(until_served(world, world.random))
    load.stop()
    row.kills = row.injected = kills
    row.note = f"PostgreSQL itself recovers in {max(own):.1f} s at most"
    judge(world, row, load.faults)
    row.seconds = time.monotonic() - began
    return row


def control(binaries: Path, most: int) -> Row:
    """The same with commits that do not wait for the disk: if nothing is lost then, the harness
    proves nothing."""
    row, began = Row("control: synchronous_commit=off"), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="hvc"))
    folder.chmod(0o755)
    world = World(folder, binaries, families=0, spare=0, wal_writer_delay="10s")
    lost = 0
    try:
        world.processes.environment["haven"] = {"HAVEN_PLANTED_BUG": "async_commit"}
        world.start()
        world.open_lines()
        for _ in range(most):
            load = Load(world, seed=29)
            time.sleep(0.4)
            world.cluster.kill_tree()
            load.stop()
            world.cluster.start()
            row.kills += 1
            lost = len(world.book.check(world.cluster, world.places.database_prefix).lost)
            if lost:
                break
            until_served(world, world.random)
    finally:
        world.end()
        shutil.rmtree(folder, ignore_errors=True)
    row.injected = row.kills
    row.note = f"{lost} acknowledged rows lost, as it must be"
    if not lost:
        row.faults.append("nothing was lost without synchronous commits: the harness is blind")
    row.seconds = time.monotonic() - began
    return row
