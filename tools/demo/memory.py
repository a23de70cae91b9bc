"""What the demo must remember over a kill: which household a key of the plan became."""
from __future__ import annotations

import json
import threading
from pathlib import Path


class Memory:
    """A file of JSON lines, appended and flushed; opened again after a restart. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, str] = {}
        if path.exists():
            for text in path.read_text(encoding="utf-8").splitlines():
                key, value = json.loads(text)
                self._values[key] = value
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8")

    def put(self, key: str, value: str) -> None:
        with self._lock:
            if self._values.get(key) == value:
                return
            self._values[key] = value
            self._file.write(json.dumps([key, value]) + "\n")
            self._file.flush()

    def get(self, key: str) -> str:
        return self._values[key]

    def has(self, key: str) -> bool:
        return key in self._values
