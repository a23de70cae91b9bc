"""Load whose outcome is known: commands of several kinds from several callers, with repeats."""
from __future__ import annotations

import itertools
import threading
import time
from random import Random

from faults.awards import NOT_YET
from faults.book import ACKNOWLEDGED, REFUSED, SENT, UNKNOWN, Command
from faults.errands import LINE
from faults.world import World

_CALLERS = 6
_ASKED = ("award", "subsidy", "visit")  # once in each load, so that every fault of a run has one
_RETRY_SECONDS = 0.03
_GROUPS = itertools.count()  # visit groups of all loads


class Load:
    """Runs from construction to stop(). Families come from world.packages as long as there are
    any."""

    def __init__(self, world: World, seed: int, pause: float = 0.0) -> None:
        self._world = world
        self._over = threading.Event()
        self._pause = pause
        self._today = world.calendar.today()
        self._lock = threading.Lock()
        self._recent: list[Command] = []
        self.repeats = 0
        self.other_bodies = 0
        self.asked: list[str] = []  # of _ASKED, what came to its end
        self.faults: list[str] = []
        self._to_ask = list(_ASKED)
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
        elif kind < 0.28 and (errand := self._errand()):
            if getattr(self, "_" + errand)():
                self.asked.append(errand)
        elif kind < 0.30:
            self._insist(world.errands.cash.request(LINE))
        else:
            self._insist(world.receive(random))

    def _insist(self, command: Command) -> bool:
        """Sends it again under its id until its end is known, as a client must; whether it was
        acknowledged."""
        while not self._over.is_set():
            outcome = self._world.book.send(self._world, command).outcome
            if outcome not in (SENT, UNKNOWN) and not self._is_to_wait(command):
                break
            time.sleep(_RETRY_SECONDS)
        self._remember(command)
        return command.outcome == ACKNOWLEDGED

    @staticmethod
    def _is_to_wait(command: Command) -> bool:
        return command.outcome == REFUSED and command.reason == NOT_YET

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

    def _errand(self) -> str | None:
        with self._lock:
            return self._to_ask.pop() if self._to_ask else None

    def _award(self) -> bool:
        awards = self._world.errands.awards
        student = awards.take()
        return bool(student and self._insist(awards.seal(student))
                    and self._insist(awards.approval(student)))

    def _subsidy(self) -> bool:
        subsidies = self._world.errands.subsidies
        enrolment = subsidies.take()
        return bool(enrolment
                    and self._never_refused(subsidies.approval(enrolment, self._today)))

    def _visit(self) -> bool:
        """A group goes as far as it comes until the load is over."""
        step = None
        for step in self._world.errands.visits.steps(f"load-{next(_GROUPS)}", LINE, self._today):
            if self._over.is_set() or step and not self._never_refused(step):
                return False
            if not step:
                time.sleep(_RETRY_SECONDS)
        return step is not None

    def _never_refused(self, command: Command) -> bool:
        """As _insist; there is no reason to refuse it."""
        acknowledged = self._insist(command)
        if command.outcome == REFUSED:
            self.faults.append(f"{command.name} is refused: {command.reason}")
        return acknowledged

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
