"""Handing files over by folder (docs/formats.md, 1.1 and 1.2).

A file counts only when its done mark is there. Everything here may be killed between any two
calls: a file written twice has the same bytes, and one that is read twice must change nothing at its reader.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

MARK = ".done"
TAKEN = "taken"
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})\.day$")
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")


class BadDigest(Exception):
    """The bytes of a file are not those that its mark names."""


class NameReused(Exception):
    """A file of this name was handed over before, with other bytes."""


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _write(path: Path, body: bytes, flush: bool) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(body)
        if flush:
            file.flush()
            os.fsync(file.fileno())
    os.replace(temporary, path)


class Folder:
    """One direction of the exchange."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = path / TAKEN
        self.taken.mkdir(parents=True, exist_ok=True)
        os.chmod(path, 0o700)

    def put(self, name: str, body: bytes) -> bool:
        """Hands a file over; False when the same file was handed over before."""
        if not _NAME.match(name) or name.endswith(MARK):
            raise ValueError("not a name for an exchanged file")
        mark = digest(body)
        for earlier in (self.taken / name, self.path / name):
            if not earlier.exists():
                continue
            if digest(earlier.read_bytes()) != mark:
                raise NameReused(name)
            if earlier.parent == self.taken or (self.path / (name + MARK)).exists():
                return False
        _write(self.path / name, body, flush=True)
        _write(self.path / (name + MARK), (mark + "\n").encode(), flush=True)
        return True

    def marked(self) -> list[str]:
        """Names of the files that wait to be read, oldest name first."""
        marks = [entry.name[: -len(MARK)] for entry in os.scandir(self.path)
                 if entry.name.endswith(MARK) and not entry.name.startswith(".")]
        return sorted(name for name in marks if (self.path / name).exists())

    def read(self, name: str) -> bytes:
        """Bytes of a marked file; BadDigest if they are not those that were marked."""
        body = (self.path / name).read_bytes()
        mark = (self.path / (name + MARK)).read_text(encoding="ascii").strip()
        if digest(body) != mark:
            raise BadDigest(name)
        return body

    def take(self, name: str) -> None:
        """Puts a file aside after its reader has committed. The mark goes first: without it the
        file is never read again, so a kill in between costs nothing."""
        os.replace(self.path / (name + MARK), self.taken / (name + MARK))
        os.replace(self.path / name, self.taken / name)


@dataclass(frozen=True)
class Handed:
    """What a peer says about its diary after a hand-over of the business date."""

    day: date
    delivered: int
    next_due: date | None

    def body(self) -> bytes:
        due = self.next_due.isoformat() if self.next_due else None
        text = json.dumps(
            {"date": self.day.isoformat(), "delivered": self.delivered, "next_due": due})
        return (text + "\n").encode()


class Calendar:
    """The peer's side of the business date."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)
        os.chmod(path, 0o700)

    def asked(self) -> list[date]:
        """Dates handed over and not yet answered, oldest first."""
        found = (_DAY.match(entry.name) for entry in os.scandir(self.path))
        return sorted(date.fromisoformat(match[1]) for match in found if match)

    def tell_next(self, handed: Handed) -> None:
        """Replaces calendar/next; not flushed, since after a crash the date is asked again."""
        _write(self.path / "next", handed.body(), flush=False)

    def answer(self, handed: Handed) -> None:
        self.tell_next(handed)
        _write(self.path / f"{handed.day.isoformat()}{MARK}", handed.body(), flush=False)
        for entry in list(os.scandir(self.path)):
            stem = entry.name[:10]
            old_done = entry.name.endswith(MARK) and stem < handed.day.isoformat()
            if old_done or entry.name == f"{handed.day.isoformat()}.day":
                Path(entry.path).unlink(missing_ok=True)
