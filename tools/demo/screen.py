"""What the stranger reads: headings, ticks and crosses, and one line of progress."""
from __future__ import annotations

import sys
import time
import unicodedata

from demo.texts import Texts


def padded(text: str, width: int) -> str:
    """Filled up to a width on the screen, where a Chinese character takes two columns."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * (width - taken)


class Screen:
    """Shows sentences of demo.texts by their key. Counts what went wrong, so that `--once` can say
    so by its exit code."""

    def __init__(self, texts: Texts) -> None:
        self.faults = 0
        self.texts = texts
        self._live = sys.stdout.isatty()
        self._shown = 0
        self._open = False
        self._started = time.monotonic()

    def heading(self, key: str, again: str = "", **values: object) -> None:
        """With the command that shows the same again."""
        self.line("\n" + self.texts(key, **values) + (f"  ·  {again}" if again else ""))

    def say(self, key: str, **values: object) -> None:
        self.line("  " + self.texts(key, **values))

    def check(self, good: bool, key: str, **values: object) -> None:
        self.faults += 0 if good else 1
        self.line(f"  {'✓' if good else '✗'} {self.texts(key, **values)}")

    def fault(self, error: object) -> None:
        """An error in its own words."""
        self.faults += 1
        self.line(f"  ✗ {error}")

    def line(self, text: str) -> None:
        self._clear()
        print(text, flush=True)

    def progress(self, done: int, whole: int, day: str) -> None:
        """A line that is written over; nothing without a terminal."""
        if not self._live or not done:
            return
        passed = time.monotonic() - self._started
        text = self.texts("left", done=done, whole=whole, day=day,
                          left=passed / done * (whole - done))
        self._clear()
        self._shown = 2 * len(text)
        print(text, end="\r", flush=True)

    def milestone(self, text: str) -> None:
        """A stage of long work, for a log, all on one line; a terminal has the line of progress."""
        if not self._live:
            print(("" if self._open else "  ") + text, end="  ", flush=True)
            self._open = True

    def start_clock(self) -> None:
        self._started = time.monotonic()

    def _clear(self) -> None:
        if self._shown:
            print(" " * self._shown, end="\r")
            self._shown = 0
        if self._open:
            print()
            self._open = False
