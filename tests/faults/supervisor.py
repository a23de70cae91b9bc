"""Starts haven again whenever it was killed, as an operator's init would, and measures how long it
takes until a command is acknowledged."""
from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Iterable
from random import Random

from faults.book import ACKNOWLEDGED
from faults.world import World

_PROBE_SECONDS = 20.0
_PATIENCE_SECONDS = 60.0


class Supervisor:
    """One thread that waits for haven's end. `wishes` are the fault points at which the next starts
    will be killed, one after another ("log.after_commit:3")."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._random = Random(1)
        self._wishes: deque[str] = deque()
        self._changed = threading.Condition()
        self._running = True
        self._asked = False  # somebody ends the process on purpose
        self.kills = 0
        self.recovery_ms: list[float] = []
        self.faults: list[str] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    # Killing ------------------------------------------------------------------------------------

    def wish(self, points: Iterable[str]) -> None:
        """Restarts haven so that it dies at the first of these; the others follow."""
        with self._changed:
            self._wishes.extend(points)
        self.kill(count=False)

    def kill(self, count: bool = True) -> None:
        """kill -9; returns when it is over."""
        with self._changed:
            before = self.kills
            if not count:
                self._asked = True
            self._world.processes.process("haven").send_signal(signal.SIGKILL)
            self._changed.wait_for(lambda: self.kills > before or (not count and not self._asked),
                                   _PATIENCE_SECONDS)

    def left(self) -> list[str]:
        """Points that were asked for and not reached, the one that is waited for among them."""
        with self._changed:
            environment = self._world.processes.environment.get("haven", {})
            now = environment.get("HAVEN_CRASH_AT")
            return ([now] if now else []) + list(self._wishes)

    def forget(self) -> None:
        """Takes back what was not reached."""
        with self._changed:
            self._wishes.clear()
        if self.left():
            self.kill(count=False)

    def stop(self) -> None:
        """Leaves haven running as it is."""
        self._running = False

    # Watching -----------------------------------------------------------------------------------

    def _watch(self) -> None:
        while True:
            process = self._world.processes.process("haven")
            code = process.wait()
            if not self._running:
                return
            if code != -signal.SIGKILL:
                self.faults.append(f"haven ended by itself with {code}")
                return
            began = time.monotonic()
            with self._changed:
                if self._asked:
                    self._asked = False
                else:
                    self.kills += 1
                self._next_wish()
                try:
                    self._world.processes.start("haven")
                except Exception as error:  # pylint: disable=broad-except
                    if self._world.processes.process("haven").poll() != -signal.SIGKILL:
                        self.faults.append(f"haven did not start again: {error}")
                        self._changed.notify_all()
                        return
                self._changed.notify_all()
            self._world.suite.forget()
            if self._probe():
                self.recovery_ms.append((time.monotonic() - began) * 1000)

    def _next_wish(self) -> None:
        environment = self._world.processes.environment.setdefault("haven", {})
        environment.pop("HAVEN_CRASH_AT", None)
        if self._wishes:
            environment["HAVEN_CRASH_AT"] = self._wishes.popleft()

    def _probe(self) -> bool:
        """Until a command is acknowledged; False when haven was killed before that."""
        until = time.monotonic() + _PROBE_SECONDS
        process = self._world.processes.process("haven")
        while time.monotonic() < until and process.poll() is None:
            command = self._world.receive(self._random)
            if self._world.book.send(self._world, command).outcome == ACKNOWLEDGED:
                return True
            time.sleep(0.005)
        if process.poll() is None:
            self.faults.append(f"nothing was acknowledged for {_PROBE_SECONDS:.0f} s")
        return False
