"""The registry's database is put back from an old dump while others consume its log: they must
notice and apply nothing, and go on when the log is whole again (protocols §5)."""
from __future__ import annotations

import subprocess
from pathlib import Path

from demo.client import Refusal
from demo.stubs import load
from faults.injected import injected
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World

_SOURCE = "registry"


def _dump(world: World, word: str) -> Path:
    path = world.places.run / f"{word}.dump"
    subprocess.run(["pg_dump", "-Fc", "-f", str(path), "-d",
                    f"{world.cluster.conninfo} dbname={world.places.database_prefix}{_SOURCE}"],
                   check=True)
    return path


def _put_back(world: World, dump: Path) -> None:
    subprocess.run(["pg_restore", "--clean", "--single-transaction", "-d",
                    f"{world.cluster.conninfo} dbname={world.places.database_prefix}{_SOURCE}",
                    str(dump)], check=True)


def _entitlements(world: World) -> str:
    return world.cluster.psql(f"{world.places.database_prefix}disbursement",
                              "SELECT count(*) FROM entitlement")


def _stopped(world: World) -> list[str]:
    """``<source>/<federation>: REASON`` of consumers that have stopped."""
    assert world.admin is not None
    status = world.admin.call("OpsService", "GetStatus",
                              load("haven.ops.v1.ops_service").GetStatusRequest())
    return [word for service in status.services for word in service.stopped]


def old_dump(world: World, haven: Supervisor, times: int) -> Row:
    with injected(world, "restored from an old dump", haven) as row:
        for _ in range(times):
            world.settle()
            old = _dump(world, "old")
            world.adopt(3)
            world.settle()
            whole = _dump(world, "whole")
            before = _entitlements(world)
            _put_back(world, old)
            # What `haven restore` does: offsets of this log mean something new from here on.
            world.cluster.psql(f"{world.places.database_prefix}{_SOURCE}",
                               "UPDATE log_head SET incarnation = incarnation + 1")
            left = world.needs()
            world.adopt(4)
            try:
                world.settle()
                row.faults.append("a log that lost its end went unnoticed")
            except Refusal as refusal:
                if refusal.reason != "CONSUMER_STOPPED":
                    row.faults.append(f"unexpected: {refusal}")
            row.note = ", ".join(_stopped(world))
            if not any(word.endswith(": LOG_REWOUND") for word in _stopped(world)):
                row.faults.append("no consumer says that its log was rewound")
            if _entitlements(world) != before:
                row.faults.append("records were applied from a log that was rewound")
            _put_back(world, whole)
            haven.kill(count=False)
            world.put_back(left)
            world.adopt(4)
            row.injected += 1
    return row
