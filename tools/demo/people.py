"""Members of staff by login, each with the own key."""
from __future__ import annotations

import threading
from pathlib import Path

from demo.client import Person, Suite
from demo.memory import Memory


class People:
    """Signs people in when they are first needed. Thread-safe."""

    def __init__(self, suite: Suite, memory: Memory, keys: Path) -> None:
        self._suite = suite
        self._memory = memory
        self._keys = keys
        self._lock = threading.Lock()
        self._known: dict[str, Person] = {}

    def __call__(self, login: str) -> Person:
        with self._lock:
            if login not in self._known:
                self._known[login] = Person(self._suite, self._memory.get(f"staff/{login}"),
                                            self._keys / f"{login}.key")
            return self._known[login]
