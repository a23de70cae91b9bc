"""What was asked of the suite under which id, and what it answered: the client's side of the truth.

An id is on the disk before its command is sent, as a client must do that wants to repeat it.
"""
from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.cluster import Cluster

SENT, ACKNOWLEDGED, REFUSED, UNKNOWN = "sent", "acknowledged", "refused", "unknown"
_SERVICES = ("registry", "disbursement", "scholarship", "outreach", "employment")
# An attempt that ended so may have been carried out all the same.
_UNCERTAIN = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "UNKNOWN", "INTERNAL"}
# One that ended so was not looked at, whatever became of earlier ones.
_NOT_LOOKED_AT = {"RESOURCE_EXHAUSTED", "UNAUTHENTICATED"}


@dataclass
class Command:
    """One id with everything that was ever answered to it."""

    id: str
    person: str
    stub: str
    name: str
    request: Any
    outcome: str = SENT
    reply: tuple[int, int] = (0, 0)  # version, offset
    reason: str = ""


@dataclass
class Verdict:
    """Of the book against the logs. Each list holds ids with what is wrong."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.lost or self.duplicated or self.torn)


class Book:
    """Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._commands: dict[str, Command] = {}
        self._file = path.open("a", encoding="utf-8")
        # A repeat that got another answer than the first time.
        self.faults: list[str] = []

    def send(self, people: Any, command: Command, seconds: float = 5) -> Command:
        """Notes it, makes one attempt, notes what came of it."""
        with self._lock:
            self._commands.setdefault(command.id, command)
            self._file.write(json.dumps([command.id, command.name]) + "\n")
            self._file.flush()
        refusal = people.attempt(command, seconds)
        with self._lock:
            self._note(command, refusal)
            self._file.write(json.dumps([command.id, command.outcome]) + "\n")
        return command

    def _note(self, command: Command, answer: Any) -> None:
        """`answer`: (version, offset) or (code, reason)."""
        if isinstance(answer[0], int):
            if command.outcome == ACKNOWLEDGED and command.reply != answer:
                self.faults.append(f"{command.id}: {command.reply} at first, then {answer}")
            command.outcome, command.reply = ACKNOWLEDGED, answer
            return
        code, command.reason = answer
        if command.outcome == ACKNOWLEDGED:
            if code not in _UNCERTAIN | _NOT_LOOKED_AT:
                self.faults.append(f"{command.id}: acknowledged at first, then {command.reason}")
            return
        if code in _UNCERTAIN:
            # NOT_RUNNING: there was nobody to send it to.
            command.outcome = command.outcome if command.reason == "NOT_RUNNING" else UNKNOWN
        elif code not in _NOT_LOOKED_AT:
            command.outcome = REFUSED

    def acknowledged(self) -> list[Command]:
        with self._lock:
            return [c for c in self._commands.values() if c.outcome == ACKNOWLEDGED]

    def open(self) -> list[Command]:
        """Whose end nobody knows, those that were never sent among them."""
        with self._lock:
            return [c for c in self._commands.values() if c.outcome in (UNKNOWN, SENT)]

    def counts(self) -> dict[str, int]:
        with self._lock:
            counts = dict.fromkeys((SENT, ACKNOWLEDGED, REFUSED, UNKNOWN), 0)
            for command in self._commands.values():
                counts[command.outcome] += 1
            return counts

    def check(self, cluster: Cluster, prefix: str) -> Verdict:
        """Every id against the logs of the suite."""
        replies: dict[str, list[tuple[int, int]]] = {}
        events: dict[str, list[tuple[int, ...]]] = {}
        for service in _SERVICES:
            for row in _rows(cluster, prefix + service,
                             "SELECT command_id, reply_version, reply_offset FROM command"):
                replies.setdefault(row[0], []).append((int(row[1]), int(row[2])))
            for row in _rows(cluster, prefix + service,
                             "SELECT command_id, count(*), count(DISTINCT stream_id), "
                             "max(version), max(log_offset), min(log_offset) FROM event "
                             "GROUP BY federation, command_id"):
                events.setdefault(row[0], []).append(tuple(map(int, row[1:])))
        verdict = Verdict()
        with self._lock:
            for command in self._commands.values():
                _judge(command, replies.get(command.id, []), events.get(command.id, []), verdict)
        return verdict


def _rows(cluster: Cluster, database: str, query: str) -> list[list[str]]:
    return [line.split("|") for line in cluster.psql(database, query).splitlines()]


def _judge(command: Command, replies: list[tuple[int, int]], events: list[tuple[int, ...]],
           verdict: Verdict) -> None:
    word = f"{command.name} {command.id} ({command.outcome})"
    if len(replies) > 1 or len(events) > 1:
        verdict.duplicated.append(word)
    elif command.outcome == ACKNOWLEDGED and not (replies and events):
        verdict.lost.append(word)
    elif command.outcome == ACKNOWLEDGED and replies[0] != command.reply:
        verdict.lost.append(f"{word}: the log says {replies[0]}, we were told {command.reply}")
    elif command.outcome == REFUSED and (replies or events):
        verdict.torn.append(f"{word}: refused with {command.reason}, and in the log")
    elif len(replies) != len(events):
        verdict.torn.append(f"{word}: {len(replies)} replies, {len(events)} groups of events")
    elif events:
        count, streams, version, last, first = events[0]
        if streams != 1 or last - first + 1 != count or (version, last) != replies[0]:
            verdict.torn.append(f"{word}: not whole")
