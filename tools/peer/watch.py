"""Waking up when something appears in a folder: inotify where the kernel has it, else polling."""
from __future__ import annotations

import ctypes
import os
import select
from pathlib import Path
from types import TracebackType

_IN_MOVED_TO = 0x00000080
_IN_CREATE = 0x00000100
_IN_NONBLOCK = 0o4000
_POLL_SECONDS = 0.05


class FolderWatch:
    """Waits for new names in any of the folders. Polling is what correctness rests on: `wait`
    always returns after the timeout, and its caller looks at the folders whatever the reason."""

    def __init__(self, folders: list[Path]) -> None:
        self._fd = -1
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            fd = libc.inotify_init1(_IN_NONBLOCK)
        except (OSError, AttributeError):
            return
        if fd < 0:
            return
        for folder in folders:
            mask = _IN_MOVED_TO | _IN_CREATE
            if libc.inotify_add_watch(fd, os.fsencode(folder), mask) < 0:
                os.close(fd)
                return
        self._fd = fd

    def wait(self, seconds: float) -> None:
        timeout = seconds if self._fd >= 0 else min(seconds, _POLL_SECONDS)
        watched = [self._fd] if self._fd >= 0 else []
        ready, _, _ = select.select(watched, [], [], timeout)
        if ready:
            try:
                while os.read(self._fd, 65536):
                    pass
            except BlockingIOError:
                pass

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> "FolderWatch":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()
