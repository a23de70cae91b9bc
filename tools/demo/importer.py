"""Takes in the old system's export over the importer's stream, as a caseworker of the city does."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.client import Person, Refusal, command_id
from demo.stubs import load

_PIECE = 400 << 10
_TRIES = 20


@dataclass
class Outcome:
    """What an upload came to."""

    files: int = 0
    imported: int = 0
    unchanged: int = 0
    seconds: float = 0.0
    rejects: list[tuple[str, int, str, str, str]] = field(default_factory=list)


def upload(person: Person, households: Path, members: Path, word: str,
           dry_run: bool = False) -> Outcome:
    """One upload; `word` makes the command's id, so that a repeated one is the same."""
    requests = load("haven.registry.v1.file_requests")
    kinds = requests.ImportFile

    def pieces() -> Iterator[Any]:
        yield requests.ImportOldFilesRequest(command_id=command_id("import", word),
                                             dry_run=dry_run)
        for kind, path in (("HOUSEHOLDS", households), ("MEMBERS", members)):
            body = path.read_bytes()
            for start in range(0, len(body), _PIECE):
                yield requests.ImportOldFilesRequest(
                    file=kinds.Value(f"IMPORT_FILE_{kind}"), piece=body[start:start + _PIECE])

    started = time.monotonic()
    for attempt in range(_TRIES):
        try:
            outcome = _outcome(person, pieces)
            break
        except Refusal as refusal:
            # A suite that was killed: what it had taken in is found unchanged by the next try.
            if refusal.code != "UNAVAILABLE" or attempt == _TRIES - 1:
                raise
            time.sleep(0.1)
    outcome.seconds = time.monotonic() - started
    return outcome


def _outcome(person: Person, pieces: Callable[[], Iterator[Any]]) -> Outcome:
    outcome = Outcome()
    for answer in person.stream("RegistryService", "ImportOldFiles", pieces):
        if answer.HasField("reject"):
            row = answer.reject
            outcome.rejects.append((row.file, row.row, row.column, row.kind, row.reason))
        if answer.HasField("summary"):
            outcome.files = answer.summary.file_count
            outcome.imported = answer.summary.imported_count
            outcome.unchanged = answer.summary.unchanged_count
    return outcome
