"""PostgreSQL goes down under load: killed as a whole, out of disk, with a disk that fails, hung, or
without a connection to spare."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random

from faults.book import ACKNOWLEDGED
from faults.cluster import Cluster
from faults.injected import injected, judge, under_load
from faults.load import Load
from faults.report import Row
from faults.world import World

_BACK_SECONDS = 30.0
_TOLD_SECONDS = 6.0


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
    with injected(world, "kill -9 of all PostgreSQL") as row:
        with under_load(world, row, 23):
            own = []
            for _ in range(kills):
                time.sleep(world.random.uniform(0.05, 0.5))
                world.cluster.kill_tree()
                own.append(world.cluster.start())
                row.recovery_ms.append(until_served(world, world.random))
        row.kills = row.injected = kills
        row.note = f"PostgreSQL itself recovers in {max(own):.1f} s at most"
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


def hung_backend(world: World, times: int, seconds: float) -> Row:
    """SIGSTOP of sessions that are at work for haven: no time-out of PostgreSQL's own helps, so
    haven must give up on them by itself and answer its callers."""
    with injected(world, "hung PostgreSQL backends") as row:
        with under_load(world, row, 31):
            for _ in range(times):
                time.sleep(0.3)
                stopped = world.cluster.backends(world.places.database_prefix + "disbursement")[:3]
                for pid in stopped:
                    _signal(pid, signal.SIGSTOP)
                time.sleep(seconds)
                asked = time.monotonic()
                slow = world.book.send(world, world.receive(world.random), seconds=3)
                told = time.monotonic() - asked
                row.note = f"told {slow.reason or slow.outcome} after {told:.1f} s while they hang"
                if told > _TOLD_SECONDS:
                    row.faults.append("a caller was left without an answer")
                for pid in stopped:
                    _signal(pid, signal.SIGCONT)
                row.recovery_ms.append(until_served(world, world.random))
        row.injected = times
    return row


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass  # haven has closed it meanwhile


def no_connection_left(world: World, times: int) -> Row:
    """The databases have no connection to spare, and haven's own are cut: it can make none."""
    with injected(world, "connection limit reached") as row:
        with under_load(world, row, 37):
            for _ in range(times):
                time.sleep(0.3)
                _limit(world, 0)
                if world.book.send(world, world.receive(world.random), 1).outcome == ACKNOWLEDGED:
                    row.faults.append("a command was acknowledged without any connection")
                _limit(world, -1)
                row.recovery_ms.append(until_served(world, world.random))
        row.injected = times
    return row


def _limit(world: World, connections: int) -> None:
    for service in ("registry", "disbursement", "scholarship", "outreach", "employment", "vault"):
        name = world.places.database_prefix + service
        world.cluster.psql("postgres", f"ALTER DATABASE {name} CONNECTION LIMIT {connections}")
        if connections == 0:
            world.cluster.psql("postgres", "SELECT count(pg_terminate_backend(pid)) FROM "
                               f"pg_stat_activity WHERE datname = '{name}'")


def disk_fails(world: World, shims: Path, times: int) -> Row:
    """fdatasync of the WAL fails: PostgreSQL goes down, and what it did not confirm may be there
    after it has recovered."""
    with injected(world, "fdatasync of the WAL fails") as row:
        broken = world.cluster.folder / "broken"
        world.cluster.environment = {"LD_PRELOAD": str((shims / "disk_fails.so").resolve()),
                                     "HAVEN_DISK_FAILS": str(broken)}
        world.cluster.kill_tree()
        world.cluster.start()
        with under_load(world, row, 41):
            for _ in range(times):
                time.sleep(0.4)
                broken.touch()
                if not _ends(world.cluster):
                    row.faults.append("PostgreSQL went on with a disk that fails")
                broken.unlink()
                world.cluster.kill_tree()
                world.cluster.start()
                row.kills += 1
                row.recovery_ms.append(until_served(world, world.random))
        world.cluster.environment = {}
        world.cluster.kill_tree()
        world.cluster.start()
        row.injected = times
    return row


def _ends(cluster: Cluster, seconds: float = 20.0) -> bool:
    """Whether it panics: sessions end, and the server recovers or is gone."""
    until = time.monotonic() + seconds
    log = cluster.folder / "log"
    seen = log.stat().st_size
    while time.monotonic() < until:
        with log.open(encoding="utf-8", errors="replace") as file:
            file.seek(seen)
            if "PANIC" in file.read():
                return True
        time.sleep(0.02)
    return False


def disk_full(binaries: Path) -> Row:
    """The disk of the WAL is full: a world of its own on a tmpfs of a fixed size."""
    row, began = Row("the WAL's disk is full"), time.monotonic()
    if os.geteuid() != 0:
        row.skipped = "needs root, to mount a tmpfs"
        return row
    folder = Path(tempfile.mkdtemp(prefix="hvd"))
    folder.chmod(0o755)
    wal = folder / "wal"
    wal.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "haven-wal", str(wal)], check=True)
    world = None
    try:
        world = World(folder, binaries, families=0, spare=300, max_wal_size="64MB",
                      min_wal_size="32MB")
        world.cluster.move_wal(wal / "pg_wal")
        world.start()
        world.open_lines()
        with under_load(world, row, 43):
            time.sleep(1)
            filler = wal / "filler"
            with filler.open("wb") as file:
                file.write(b"\0" * (shutil.disk_usage(wal).free - (1 << 20)))
            if not _ends(world.cluster):
                row.faults.append("PostgreSQL did not notice")
            down = world.book.send(world, world.receive(world.random))
            row.note = f"a command is answered {down.reason} meanwhile"
            filler.unlink()
            world.cluster.kill_tree()
            world.cluster.start()
            row.recovery_ms.append(until_served(world, world.random))
        row.injected = 1
        judge(world, row)
    finally:
        if world:
            world.end()
        subprocess.run(["umount", "-l", str(wal)], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    row.seconds = time.monotonic() - began
    return row
