"""Load whose outcome is known: commands of several kinds from several callers, with repeats."""
from __future__ import annotations

import threading
import time
from random import Random

from faults.book import ACKNOWLEDGED, SENT, UNKNOWN, Command
from faults.world import World

_CALLERS = 6
_RETRY_SECONDS = 0.03


class Load:
    """Runs from construction to stop(). Families come from world.packages as long as there are
    any."""

    def __init__(self, world: World, seed: int, pause: float = 0.0) -> None:
        self._world = world
        self._over = threading.Event()
        self._pause = pause
        self._lock = threading.Lock()
        self._recent: list[Command] = []
        self.repeats = 0
        self.other_bodies = 0
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._call, args=(Random(seed * 100 + n),))
                         for n in range(_CALLERS)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _call(self, random: Random) -> None:
        while not self._over.is_set():
            try:
                self._one(random)
            except Exception as error:  # pylint: disable=broad-except
                self.faults.append(f"the load broke: {error!r}")
                return
            time.sleep(self._pause)

    def _one(self, random: Random) -> None:
        kind = random.random()
        world = self._world
        if kind < 0.12 and (command := self._earlier(random)):
            self.repeats += 1
            world.book.send(world, command)
        elif kind < 0.18 and (command := self._earlier(random)):
            self._other_body(random, command)
        elif kind < 0.26 and (package := self._family()):
            self._insist(world.apply(package))
            self._insist(world.apply(package))  # who applies twice is refused
        else:
            self._insist(world.receive(random))

    def _insist(self, command: Command) -> None:
        """Sends it again under its id until its end is known, as a client must."""
        while not self._over.is_set():
            if self._world.book.send(self._world, command).outcome not in (SENT, UNKNOWN):
                break
            time.sleep(_RETRY_SECONDS)
        self._remember(command)

    def _earlier(self, random: Random) -> Command | None:
        with self._lock:
            return random.choice(self._recent) if self._recent else None

    def _remember(self, command: Command) -> None:
        if command.outcome != ACKNOWLEDGED:
            return
        with self._lock:
            self._recent = [*self._recent[-99:], command]

    def _family(self) -> dict[str, object] | None:
        with self._lock:
            return self._world.packages.pop() if self._world.packages else None

    def _other_body(self, random: Random, command: Command) -> None:
        """The id of one command on another of the same service: never carried out."""
        if command.stub != "FundService":
            return
        other = self._world.receive(random)
        other.request.command_id = command.id
        answer = self._world.attempt(Command(command.id, other.person, other.stub, other.name,
                                             other.request), 5)
        self.other_bodies += 1
        if isinstance(answer[0], int):
            self.faults.append(f"{command.id} was acknowledged with another body")
