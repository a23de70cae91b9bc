"""The loop of a peer: take what came in, keep the diary, answer the business date."""
from __future__ import annotations

import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Protocol

from peer.exchange import Calendar, Handed
from peer.watch import FolderWatch

_IDLE_SECONDS = 0.2


class Desk(Protocol):
    """What a peer does. Each method commits before it returns and may be repeated."""

    def folders(self) -> list[Path]:
        """Folders in which something for us appears."""

    def take_files(self) -> int:
        """Reads marked files into our ledger; returns how many."""

    def aside(self) -> None:
        """Puts the files of the last take_files aside."""

    def business_date(self) -> date | None:
        """The latest date that was handed over to us."""

    def advance(self, day: date) -> int:
        """Moves the date and delivers all that is due; returns the number of files written."""

    def next_due(self) -> date | None:
        """The next date after ours on which we deliver something."""


def step(desk: Desk, calendar: Calendar) -> bool:
    """One bounded round; True if something was done."""
    days = calendar.asked()  # before the files: what was marked before a date belongs to it
    taken = desk.take_files()
    today = desk.business_date()
    if taken:
        delivered = desk.advance(today) if today else 0
        if today:
            calendar.tell_next(Handed(today, delivered, desk.next_due()))
        desk.aside()
    for day in days:
        delivered = 0
        if today is None or day >= today:
            delivered = desk.advance(day)
            today = day
        calendar.answer(Handed(day, delivered, desk.next_due()))
    return bool(taken or days)


class Occupied(Exception):
    """Another process answers in this folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds the folder of a peer while this process lives, however it ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Occupied(f"another process answers in {folder}") from error
        yield


def serve(desk: Desk, calendar: Calendar) -> None:
    """Runs until SIGTERM or SIGINT; the step under way is finished first."""
    stopped = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopped
        stopped = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with FolderWatch([*desk.folders(), calendar.path]) as watch:
        while not stopped:
            if not step(desk, calendar):
                watch.wait(_IDLE_SECONDS)
