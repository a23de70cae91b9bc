"""The processes of the demo: suite, bank, check centre. Started, killed, started again."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIRST_DAY = "2016-01-04"
# All but the vault, which they ask.
_SERVICES = ("registry", "disbursement", "scholarship", "outreach", "employment")
# The child tells its own pid, whole or not at all, before it becomes the program: whoever is killed
# while starting it leaves no process that the next run cannot find.
_TELL_PID = 'echo $$ >"$0.tmp" && mv "$0.tmp" "$0" && exec "$@"'


def write_whole(path: Path, text: str) -> None:
    """The whole text or what was there before, whenever we are killed."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, path)


@dataclass(frozen=True)
class Places:
    """Where everything of a demo lies; `run` holds it all and may be deleted as a whole."""

    root: Path
    run: Path
    binaries: Path
    postgres: str
    database_prefix: str = "haven_"
    first_day: str = FIRST_DAY
    vault_postgres: str = ""  # the vault's own server; empty: the same
    kafka: str = ""  # brokers: one process a service, and what they tell each other goes over Kafka
    kafka_topics: str = "haven."  # what the names of their topics begin with
    kafka_replicas: int = 1  # of each record; all but one must have it

    @property
    def suite(self) -> dict[str, tuple[str, ...]]:
        """The processes of the suite, with the services of each; who needs the vault waits for it."""
        if not self.kafka:
            return {"haven": ()}
        return {name: (name,) for name in ("vault", *_SERVICES)}

    @property
    def world(self) -> Path:
        return self.run / "world"

    @property
    def data(self) -> Path:
        return self.run / "data"

    @property
    def exchange(self) -> Path:
        return self.run / "exchange"

    @property
    def staff_keys(self) -> Path:
        return self.run / "staff"

    @property
    def ledger(self) -> Path:
        return self.run / "bank" / "ledger.db"

    @property
    def working_days(self) -> Path:
        return self.root / "deploy" / "data" / "working_days.csv"


def run_files(run: Path) -> list[dict[str, Any]]:
    """Run files of processes that live."""
    found = []
    for path in sorted(run.glob("*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            os.kill(int(content["pid"]), 0)
        except (ValueError, KeyError, OSError):
            continue
        found.append(content)
    return found


def databases_of(files: list[dict[str, Any]]) -> dict[str, str]:
    """Service: conninfo of its database's owner."""
    return {name: conninfo for content in files for name, conninfo in content["databases"].items()}


def _is_of(run: Path, pid: int) -> bool:
    """One that has ended and that nobody has waited for has no command line any more."""
    try:
        return os.fsencode(run) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _end(run: Path, pid: int) -> None:
    if not _is_of(run, pid):
        return
    os.kill(pid, signal.SIGTERM)
    for _ in range(400):
        if not _is_of(run, pid):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)


def end_left_behind(run: Path) -> None:
    """Ends the processes of this folder that somebody left: a second bank beside the first, say,
    would answer the same files."""
    for path in run.glob("*.pid"):
        _end(run, int(path.read_text(encoding="ascii")))
        path.unlink()


class NotStarted(Exception):
    """A process ended before it was ready; the message names its log."""


class Processes:
    """Each process runs in a session of its own, so that it survives the terminal; its pid stands
    in a file, so that the next run can end it."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        # More of the environment, by process.
        self.environment: dict[str, dict[str, str]] = {}
        # How what is started from now on uses the brokers of `places`, if there are any: "kafka"
        # relays and reads there, "relayed" only relays, "embedded" does neither.
        self.transport = "kafka"
        for folder in (places.run, places.run / "logs", places.data, places.exchange,
                       places.ledger.parent, places.run / "civil-affairs"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    # Starting -----------------------------------------------------------------------------------

    def start(self, name: str) -> None:
        """Starts "haven" (the whole suite), one of its processes, "bank" or "civil_affairs"; returns
        when it can be called."""
        peers = self._places.world / "peers"
        if name == "bank":
            self._peer(name, "--ledger", str(self._places.ledger),
                       "--scenario", str(peers / "bank_scenario.json"),
                       "--accounts", str(peers / "bank_accounts.csv"))
        elif name == "civil_affairs":
            self._peer(name, "--records", str(self._places.run / "civil-affairs" / "records.db"),
                       "--scenario", str(peers / "civil_scenario.json"),
                       "--facts", str(peers / "civil_facts.jsonl"))
        elif name in self._places.suite and name != "haven":
            self._part(name)
            self._wait_for({name}, [name])
        else:
            self._suite()

    def _peer(self, module: str, *more: str) -> None:
        self._start(module, [sys.executable, "-m", module, "serve", "--exchange",
                             str(self._places.exchange), "--working-days",
                             str(self._places.working_days), *more])

    def _suite(self) -> None:
        for name in self._places.suite:
            self._part(name)
        self._wait_for({*_SERVICES, "ops"}, list(self._places.suite))

    def _part(self, name: str) -> None:
        services = self._places.suite[name]
        only = ("--services", ",".join(services)) if services else ()
        self._start(name, [str(self._places.binaries / "haven"), "serve", *only,
                           *self.suite_options(*(services or _SERVICES))])

    def suite_options(self, *services: str) -> list[str]:
        """Of a process that serves these."""
        return ["--run-dir", str(self._places.run), "--data-dir", str(self._places.data),
                "--exchange-dir", str(self._places.exchange),
                "--postgres", self._places.postgres,
                *(("--vault-postgres", self._places.vault_postgres)
                  if self._places.vault_postgres else ()),
                "--database-prefix", self._places.database_prefix,
                "--calendar-start", self._places.first_day,
                *self._kafka_options(),
                *(word for service in services if service != "vault"
                  for word in ("--set", f"{service}.calendar={self._places.working_days}"))]

    def _kafka_options(self) -> tuple[str, ...]:
        if not self._places.kafka or self.transport == "embedded":
            return ()
        return ("--transport", "kafka" if self.transport == "kafka" else "embedded", "--kafka",
                self._places.kafka, "--kafka-topic-prefix", self._places.kafka_topics,
                "--kafka-replication", str(self._places.kafka_replicas),
                "--kafka-min-insync", str(max(self._places.kafka_replicas - 1, 1)))

    def _start(self, name: str, command: list[str]) -> None:
        log = (self._places.run / "logs" / f"{name}.log").open("ab")
        tools = str(self._places.root / "tools")
        pid_file = str(self._places.run / f"{name}.pid")
        process = subprocess.Popen(["sh", "-c", _TELL_PID, pid_file, *command],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env={**os.environ, "PYTHONPATH": tools,
                                        **self.environment.get(name, {})}, cwd=self._places.run,
                                   start_new_session=True)
        log.close()
        self._running[name] = process

    def _wait_for(self, services: set[str], names: list[str], seconds: float = 180) -> None:
        """Until these services can be called, which these processes serve."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name in names:
                process = self._running[name]
                if process.poll() is not None:
                    raise NotStarted(f"{name} ended with {process.returncode}, see "
                                     f"{self._places.run / 'logs' / name}.log")
            if services <= set(self.addresses()):
                return
            time.sleep(0.02)
        raise NotStarted(f"haven is not ready after {seconds:.0f} seconds")

    # Looking ------------------------------------------------------------------------------------

    def run_files(self) -> list[dict[str, Any]]:
        return run_files(self._places.run)

    def addresses(self) -> dict[str, str]:
        return {name: address for content in self.run_files()
                for name, address in content["services"].items()}

    def process(self, name: str) -> subprocess.Popen[bytes]:
        return self._running[name]

    # Ending -------------------------------------------------------------------------------------

    def kill(self, name: str) -> int:
        """kill -9; the process that was hit. "haven" is the whole suite."""
        if name == "haven" and name not in self._places.suite:
            return [self.kill(part) for part in self._places.suite][-1]
        process = self._running[name]
        process.send_signal(signal.SIGKILL)
        process.wait()
        return process.pid

    def stop(self, name: str, seconds: float = 20) -> None:
        process = self._running.pop(name, None)
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        (self._places.run / f"{name}.pid").unlink(missing_ok=True)

    def stop_all(self) -> None:
        for name in reversed(list(self._running)):
            self.stop(name)

    def kill_all(self) -> None:
        """Where nobody asks any more what they leave behind."""
        for process in self._running.values():
            process.kill()
        for process in self._running.values():
            process.wait()
        self._running.clear()
