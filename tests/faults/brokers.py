"""A private Apache Kafka whose nodes may be killed (tools/dev/kafka.sh starts them), reached through
a proxy, and the topics of a run on it."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from faults.proxy import FaultProxy

ROOT = Path(__file__).resolve().parents[2]
_LIBRARY = ('set -eu; HAVEN_ROOT=$1; export HAVEN_ROOT; cd "$1"; . tools/dev/common.sh; '
            '. tools/dev/kafka.sh; shift; "$@"')
_START_SECONDS = 180


class Brokers:
    """`nodes` brokers, each a controller too. What is asked of them goes through `proxy`."""

    def __init__(self, name: str, nodes: int) -> None:
        self.name = name
        self.nodes = nodes
        self.down()
        self.start()
        paths = self._bash("eval", f'kafka_paths {name}; echo "$KAFKA_DATA $KAFKA_PORT"').split()
        self.data, self._port = Path(paths[0]), int(paths[1])
        # Where a proxied listener says it is (tools/dev/kafka.sh), and where it is.
        self.proxy = FaultProxy({self._port + 6 + n: self._port + 3 + n for n in range(nodes)})

    def _bash(self, *words: str) -> str:
        return subprocess.run(["bash", "-c", _LIBRARY, "bash", str(ROOT), *words], check=True,
                              stdout=subprocess.PIPE, text=True, timeout=_START_SECONDS,
                              env=os.environ | {"KAFKA_PROXIED": "1",
                                                "KAFKA_START_SECONDS": str(_START_SECONDS - 10)}
                              ).stdout

    def _addresses(self, above: int) -> str:
        return ",".join(f"127.0.0.1:{self._port + above + node}" for node in range(self.nodes))

    @property
    def addresses(self) -> str:
        """Past the proxy."""
        return self._addresses(0)

    @property
    def proxied(self) -> str:
        return self._addresses(6)

    def start(self) -> float:
        """Whatever is down; seconds until all nodes say that they are up."""
        began = time.monotonic()
        self._bash("kafka_up", self.name, str(self.nodes))
        return time.monotonic() - began

    def kill(self, *nodes: int) -> None:
        """kill -9 of these, or of all; returns when they have ended."""
        for node in nodes or range(1, self.nodes + 1):
            if self.runs(node):
                os.kill(self._pid(node), signal.SIGKILL)
            while self.runs(node):
                time.sleep(0.005)

    def _pid(self, node: int) -> int:
        return int((self.data / f"node-{node}.pid").read_text())

    def runs(self, node: int) -> bool:
        """One that has ended, and that nobody waits for, is still listed."""
        try:
            stat = Path(f"/proc/{self._pid(node)}/stat").read_text()
        except OSError:
            return False
        return stat.rpartition(")")[2].split()[0] not in ("Z", "X")

    def controller(self) -> int:
        """The node that leads the others, as they last heard."""
        told = [json.loads(path.read_text()) for path in
                self.data.glob("node-*/__cluster_metadata-0/quorum-state")]
        return int(max(told, key=lambda one: one["leaderEpoch"])["leaderId"])

    def folder(self, node: int) -> Path:
        return self.data / f"node-{node}"

    def down(self) -> None:
        self._bash("kafka_down", self.name, "--forget")

    def end(self) -> None:
        self.proxy.end()
        self.down()


class Topics:
    """The topics of one suite: what is done to them, and whether they hold its logs."""

    def __init__(self, program: Path, brokers: Brokers, prefix: str) -> None:
        self._program = program
        self._brokers = brokers
        self.prefix = prefix

    def of(self, service: str) -> str:
        return f"{self.prefix}{service}.events.v1"

    def _run(self, command: str, service: str, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(self._program), command, self._brokers.addresses,
                               self.of(service), *more], capture_output=True, text=True, check=False)

    def do(self, command: str, service: str, *more: str) -> None:
        """poison, forget or remove, of tests/faults/topics.cpp."""
        done = self._run(command, service, *more)
        if done.returncode != 0:
            raise RuntimeError(f"{command} {service}: {done.stderr}")

    def faults(self, conninfo: str, database_prefix: str, seconds: float = 60) -> list[str]:
        """What the topics lack of the logs; empty as soon as every event is there."""
        until, found = time.monotonic() + seconds, ["not looked at"]
        while found:
            found = []
            for service in ("registry", "disbursement"):
                told = self._run("check", service, service,
                                 f"{conninfo} dbname={database_prefix}{service}")
                if told.returncode != 0:
                    found += (told.stdout + told.stderr).splitlines()[:3]
            if time.monotonic() > until:
                break
            if found:
                time.sleep(0.5)
        return found
