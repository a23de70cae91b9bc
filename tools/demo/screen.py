"""What the stranger reads: headings, ticks and crosses, and one line of progress."""
from __future__ import annotations

import sys
import time


class Screen:
    """Counts what went wrong, so that `--once` can say so by its exit code."""

    def __init__(self) -> None:
        self.faults = 0
        self._live = sys.stdout.isatty()
        self._shown = ""
        self._started = time.monotonic()

    def heading(self, text: str) -> None:
        self._clear()
        print(f"\n{text}", flush=True)

    def say(self, text: str) -> None:
        self._clear()
        print(f"  {text}", flush=True)

    def check(self, good: bool, text: str) -> None:
        self._clear()
        self.faults += 0 if good else 1
        print(f"  {'✓' if good else '✗'} {text}", flush=True)

    def repeat(self, command: str) -> None:
        """The command with which a reader sees the same again."""
        self.say(f"  again: ./dev haven {command}")

    def progress(self, done: int, whole: int, text: str) -> None:
        """A line that is written over; nothing without a terminal."""
        if not self._live or not done:
            return
        passed = time.monotonic() - self._started
        left = passed / done * (whole - done)
        self._clear()
        self._shown = f"  [{done}/{whole}] {text}, {left:.0f} s left"
        print(self._shown, end="\r", flush=True)

    def start_clock(self) -> None:
        self._started = time.monotonic()

    def _clear(self) -> None:
        if self._shown:
            print(" " * (len(self._shown) + 2), end="\r")
            self._shown = ""
