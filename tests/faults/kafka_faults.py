"""Brokers, networks and processes of a suite on Kafka: killed, cut, full, doubled, restarted. After
each the oracles of every fault, and those of World.transport()."""
from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from faults.brokers import Brokers
from faults.database import until_served
from faults.extra import Extra
from faults.injected import injected, under_load
from faults.report import Row
from faults.world import PREFIX, SERVICES, World

_PATIENCE_SECONDS = 60.0
_LEASE_SECONDS = 5.0
_TOLD_SECONDS = 6.0
_PARTITION = "1"  # of the city's federation, where the load goes
_ROOM_MIB = 24
_PIECE = 4096
_FULL_SECONDS = 60.0
_RESTARTED = ("vault", "registry", "disbursement")
# What the proxy does, with its argument.
_MODES: list[tuple[str, int | None]] = [("black_hole", None), ("reset", None), ("one_way", None),
                                        ("cut", None), ("delay", 30), ("slow", 20_000)]
_SLOW = ("delay", "slow")  # nothing is cut: how long a caller waits is no promise


def soon(row: Row, what: str, condition: Callable[[], bool]) -> None:
    """Waits for it; a fault of the row when it does not come."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > until:
            row.faults.append(f"not within {_PATIENCE_SECONDS:.0f} s: {what}")
            return
        time.sleep(0.05)


def _brokers(world: World) -> Brokers:
    assert world.brokers
    return world.brokers


def _number(world: World, service: str, query: str) -> int:
    return int(world.cluster.psql(PREFIX + service, query) or 0)


def _owners(world: World, service: str, kind: str) -> set[str]:
    return set(world.cluster.psql(
        PREFIX + service, f"SELECT DISTINCT owner FROM lease WHERE kind = '{kind}' AND "
        "held_until > clock_timestamp()").splitlines())


def _granted_arrives(world: World, row: Row) -> float:
    """Grants something; seconds until disbursement stands where registry stood then."""
    began = time.monotonic()
    if world.adopt(1) == 0:
        row.faults.append("no family needs anything any more")
    head = _number(world, "registry", "SELECT next_offset - 1 FROM log_head WHERE federation = 1")
    soon(row, "what registry told reaches disbursement", lambda: _number(
        world, "disbursement", "SELECT log_offset FROM cursor WHERE consumer = 'disbursement' AND "
        "source = 'registry' AND federation = 1") >= head)
    return time.monotonic() - began


def _relayed(world: World) -> bool:
    """Whether Kafka has all of registry's log but what came in just now."""
    return world.cluster.psql(
        PREFIX + "registry", "SELECT bool_and(h.next_offset - 1 <= c.log_offset + 20) "
        "FROM log_head h JOIN relay_cursor c USING (federation)") == "t"


def _restart(world: World, name: str, row: Row) -> None:
    """SIGTERM, as an orderly restart does, and a start."""
    process = world.processes.process(name)
    process.terminate()
    try:
        code = process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code != 0:
        row.faults.append(f"{name} ended with {code}")
    world.processes.start(name)
    world.suite.forget()


# Brokers ---------------------------------------------------------------------------------------


def _kill_nodes(world: World, name: str, times: int, which: Callable[[Brokers], int]) -> Row:
    with injected(world, name) as row:
        brokers, slowest = _brokers(world), 0.0
        with under_load(world, row, 61):
            for _ in range(times):
                time.sleep(world.random.uniform(0.1, 1.0))
                world.adopt(1)
                brokers.kill(which(brokers))
                time.sleep(world.random.uniform(0.1, 1.0))
                brokers.start()
                slowest = max(slowest, _granted_arrives(world, row))
        row.kills = row.injected = times
        row.note = f"what is granted afterwards arrives within {slowest:.1f} s"
    return row


def broker_kills(world: World, times: int) -> Row:
    """kill -9 of one broker after the other, whichever it is."""
    return _kill_nodes(world, "kill -9 of a broker", times,
                       lambda brokers: world.random.randint(1, brokers.nodes))


def controller_kills(world: World, times: int) -> Row:
    """kill -9 of the controller that leads the others."""
    return _kill_nodes(world, "kill -9 of the controller", times, Brokers.controller)


def all_down(world: World, times: int, seconds: float) -> Row:
    """No broker at all for a while: commands are taken, what they tell others waits."""
    with injected(world, "all brokers down") as row:
        brokers = _brokers(world)
        with under_load(world, row, 67):
            for _ in range(times):
                time.sleep(0.5)
                brokers.kill()
                until = time.monotonic() + seconds
                while time.monotonic() < until:
                    row.recovery_ms.append(until_served(world, world.random))
                    time.sleep(min(1.0, seconds / 5))
                world.adopt(1)
                brokers.start()
                arrived = _granted_arrives(world, row)
        row.kills, row.injected = times * brokers.nodes, times
        row.note = f"{seconds:.0f} s each; all is there {arrived:.1f} s after they are up"
    return row


def _copy(folder: Path, to: Path) -> None:
    """Kafka's indexes are files with holes, and stay so."""
    subprocess.run(["cp", "-a", "--sparse=always", f"{folder}/.", str(to)], check=True)


def _fill(file: Path) -> None:
    """Until the disk takes nothing more."""
    try:
        with file.open("wb", buffering=0) as filler:
            while filler.write(b"\0" * _PIECE):
                pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def disk_full(world: World) -> Row:
    """The disk of one of three brokers is full under load: it goes down, the others go on, since each
    record lies on three and two are enough."""
    name = "a broker's disk is full"
    if os.geteuid() != 0:
        return Row(name, skipped="needs root, to mount a tmpfs")
    with injected(world, name) as row:
        brokers, node = _brokers(world), 3
        folder = brokers.folder(node)
        kept = folder.with_name(folder.name + ".kept")
        brokers.kill(node)
        folder.rename(kept)
        folder.mkdir()
        used = int(subprocess.run(["du", "-sm", str(kept)], check=True, capture_output=True,
                                  text=True).stdout.split()[0])
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + _ROOM_MIB}m", "haven-kafka",
                        str(folder)], check=True)
        try:
            _copy(kept, folder)
            brokers.start()
            with under_load(world, row, 71):
                time.sleep(1)
                filler = folder / "filler"
                _fill(filler)
                until = time.monotonic() + _FULL_SECONDS
                while brokers.runs(node) and time.monotonic() < until:
                    world.adopt(1)
                    time.sleep(0.2)
                ended = not brokers.runs(node)
                row.recovery_ms.append(until_served(world, world.random))
                without = _granted_arrives(world, row)
                filler.unlink()
                if not ended:
                    brokers.kill(node)
                brokers.start()
                back = _granted_arrives(world, row)
            row.note = (f"the broker {'went down' if ended else 'went on'}; what is granted arrives "
                        f"within {without:.1f} s without it, {back:.1f} s when it is back")
        finally:
            brokers.kill(node)
            shutil.rmtree(kept)
            kept.mkdir()
            _copy(folder, kept)
            subprocess.run(["umount", "-l", str(folder)], check=True)
            folder.rmdir()
            kept.rename(folder)
            brokers.start()
        row.injected = 1
    return row


# Networks --------------------------------------------------------------------------------------


def network_to_brokers(world: World, times: int, seconds: float) -> Row:
    """Everything that a network can do to what relays and consumers say to brokers. Commands do not
    feel it."""
    with injected(world, "network to the brokers") as row:
        proxy, slowest = _brokers(world).proxy, 0.0
        with under_load(world, row, 73):
            for _ in range(times):
                for mode, argument in _MODES:
                    proxy.set(mode, argument)
                    world.adopt(1)
                    row.recovery_ms.append(until_served(world, world.random))
                    time.sleep(seconds)
                    proxy.set("pass")
                    slowest = max(slowest, _granted_arrives(world, row))
                    row.injected += 1
        row.note = f"what is granted afterwards arrives within {slowest:.1f} s"
    return row


def network_to_postgres(world: World, times: int, seconds: float) -> Row:
    """The same between services and their database: nobody is left without an answer, and what was
    not answered is there wholly or not at all."""
    with injected(world, "network to PostgreSQL") as row:
        proxy, longest = world.postgres_proxy, 0.0
        with under_load(world, row, 79):
            for _ in range(times):
                for mode, argument in _MODES:
                    proxy.set(mode, argument)
                    asked = time.monotonic()
                    world.book.send(world, world.receive(world.random), _TOLD_SECONDS + 2)
                    told = time.monotonic() - asked
                    if mode not in _SLOW:
                        longest = max(longest, told)
                    if mode not in _SLOW and told > _TOLD_SECONDS:
                        row.faults.append(f"{mode}: a caller waited {told:.1f} s for an answer")
                    time.sleep(seconds)
                    proxy.set("pass")
                    row.recovery_ms.append(until_served(world, world.random))
                    row.injected += 1
        row.note = f"a caller has waited {longest:.1f} s at most for an answer"
    return row


# Processes -------------------------------------------------------------------------------------


def two_relays(world: World, times: int) -> Row:
    """Two processes that want to relay registry's log: one does; killed, the other takes over."""
    with injected(world, "two relays at once") as row:
        with under_load(world, row, 83):
            for _ in range(times):
                second = Extra(world, "registry")
                if len(_owners(world, "registry", "relay")) != 1:
                    row.faults.append("not exactly one relays")
                world.processes.kill("registry")
                soon(row, "the second one relays", lambda second=second: any(
                    second.owner in owner for owner in _owners(world, "registry", "relay")))
                world.processes.start("registry")
                world.suite.forget()
                _granted_arrives(world, row)
                second.kill()
                soon(row, "the first one relays again", lambda second=second: bool(
                    owners := _owners(world, "registry", "relay")) and not any(
                        second.owner in owner for owner in owners))
                _granted_arrives(world, row)
                row.kills += 2
        row.injected = times
    return row


def zombie_relay(world: World, times: int) -> Row:
    """A relay is stopped past the end of its lease, another relays, the first one wakes up."""
    with injected(world, "zombie relay") as row:
        with under_load(world, row, 89):
            for _ in range(times):
                second = Extra(world, "registry")
                world.adopt(1)
                zombie = world.processes.process("registry")
                zombie.send_signal(signal.SIGSTOP)
                time.sleep(_LEASE_SECONDS)
                soon(row, "the second one relays", lambda second=second: any(
                    second.owner in owner for owner in _owners(world, "registry", "relay")))
                zombie.send_signal(signal.SIGCONT)
                for _ in range(3):
                    _granted_arrives(world, row)
                if second.stop() != 0:
                    row.faults.append("the second one did not drain")
        row.injected = times
    return row


def rescale(world: World, times: int) -> Row:
    """One process of disbursement becomes four and one again: two end in order, one is killed, and
    so is the first."""
    with injected(world, "1 process to 4 and back") as row:
        with under_load(world, row, 97):
            for _ in range(times):
                more = [Extra(world, "disbursement") for _ in range(3)]
                for kind in ("consume/registry", "consume/disbursement"):
                    soon(row, f"four share {kind}", lambda kind=kind: len(
                        _owners(world, "disbursement", kind)) == 4)
                _granted_arrives(world, row)
                if len(_owners(world, "disbursement", "port")) != 1:
                    row.faults.append("not exactly one speaks with the bank")
                world.processes.kill("disbursement")
                more[0].kill()
                _granted_arrives(world, row)
                world.processes.start("disbursement")
                world.suite.forget()
                if more[1].stop() != 0 or more[2].stop() != 0:
                    row.faults.append("one of them did not drain")
                soon(row, "one has it all again", lambda: len(
                    _owners(world, "disbursement", "consume/registry")) == 1)
                _granted_arrives(world, row)
                row.kills += 2
        row.injected = times
    return row


def rolling(world: World, times: int) -> Row:
    """Each process after the other is ended in order and started again, as a new version is rolled
    out."""
    with injected(world, "rolling restart") as row:
        with under_load(world, row, 101):
            for turn in range(times):
                for name in _RESTARTED:
                    _restart(world, name, row)
                row.recovery_ms.append(until_served(world, world.random))
                if turn % 10 == 0:
                    _granted_arrives(world, row)
        row.injected = times
    return row


def switch(world: World, times: int) -> Row:
    """Embedded becomes Kafka and embedded again while commands come in (docs/operations.md)."""
    with injected(world, "Kafka to embedded and back") as row:
        with under_load(world, row, 103):
            for _ in range(times):
                for transport in ("relayed", "embedded", "relayed", "kafka"):
                    world.processes.transport = transport
                    for name in SERVICES:
                        _restart(world, name, row)
                        world.adopt(1)
                    _granted_arrives(world, row)
        row.injected = times
    return row


# Topics ----------------------------------------------------------------------------------------


def poison(world: World, times: int) -> Row:
    """Messages of strangers among ours."""
    with injected(world, "poison messages") as row:
        with under_load(world, row, 107):
            for _ in range(times):
                for service in SERVICES:
                    world.topics.do("poison", service, service, _PARTITION)
                _granted_arrives(world, row)
        row.injected = times
    return row


def out_of_range(world: World, times: int) -> Row:
    """While a consumer is away the topic loses what it has not read: its place does not exist any
    more, and neither does that of the relay."""
    with injected(world, "offsets out of range") as row:
        with under_load(world, row, 109):
            for _ in range(times):
                world.processes.kill("disbursement")
                world.adopt(1)
                soon(row, "it is relayed", lambda: _relayed(world))
                for service in SERVICES:
                    world.topics.do("forget", service, _PARTITION)
                world.processes.start("disbursement")
                world.suite.forget()
                _granted_arrives(world, row)
                row.kills += 1
        row.injected = times
    return row


def topic_deleted(world: World, times: int) -> Row:
    """Each topic goes under load, with all that it holds."""
    with injected(world, "topic deleted") as row:
        with under_load(world, row, 113):
            for turn in range(times):
                world.topics.do("remove", SERVICES[turn % 2])
                _granted_arrives(world, row)
        row.injected = times
    return row


def future_schema(world: World) -> Row:
    """An event that this version does not know and must not overlook: it is parked for a person, and
    everything else goes on. The suite is of no use afterwards."""
    row, began = Row("event of a later version"), time.monotonic()
    with under_load(world, row, 127):
        world.cluster.psql(PREFIX + "registry", """
            WITH head AS (UPDATE log_head SET next_offset = next_offset + 1 WHERE federation = 13
                          RETURNING next_offset - 1 AS at, incarnation)
            INSERT INTO event (federation, log_offset, incarnation, stream_id, version, type,
                               schema_version, recorded_at, command_id, meta, payload)
            SELECT 13, at, incarnation, gen_random_uuid(), 1, 'HouseholdForetold', 9, now(),
                   gen_random_uuid(), '', '\\x0a0141' FROM head""")
        parked = "SELECT count(*) FROM parked WHERE reason = 'UNKNOWN_CRITICAL_EVENT'"
        soon(row, "it is parked", lambda: _number(world, "disbursement", parked) == 1)
        _granted_arrives(world, row)
    world.finish_open()
    world.settle()
    row.faults += [fault for fault in world.parked() if "UNKNOWN_CRITICAL_EVENT" not in fault]
    row.faults += world.transport()
    verdict = world.book.check(world.cluster, PREFIX)
    row.lost, row.duplicated = len(verdict.lost), len(verdict.duplicated)
    row.injected = 1
    row.seconds = time.monotonic() - began
    return row
