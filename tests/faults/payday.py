"""Services that tell each other what to do are killed while it is granted, asked for and paid."""
from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from faults.errands import words
from faults.injected import injected
from faults.kills import days_after, undone
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World

_VICTIMS = ("registry", "scholarship", "outreach", "employment", "disbursement")
_PLANS = 3
_REPLY_DAYS = 3
_IN_ONE, _APART = (0.0, 0.4), (0.0, 0.1)  # seconds between two kills: all of it, or a part
_KILLS = 3  # of all of it at most, while one thing is done; a slow machine else does nothing but start


@contextmanager
def _meanwhile(world: World, kill: Callable[[], None], pause: tuple[float, float],
               most: float) -> Iterator[None]:
    """It is killed once at least."""
    over = threading.Event()

    def go_on() -> None:
        kills, ended = 0, False
        while not ended and kills < most:
            ended = over.wait(world.random.uniform(*pause))
            kill()
            kills += 1

    killer = threading.Thread(target=go_on)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def payday(world: World, times: int, haven: Supervisor | None = None) -> Row:
    """Plans are adopted, and one of everything asked for that one service asks of another; the bank's
    ledger and the logs, which are asked after every fault, show what was done twice. All of it must
    have been done at the end. Without `haven` each service is a process, and killed on its own."""
    with injected(world, "services killed as they pay", haven) as row:
        def one() -> None:
            victim = world.random.choice(_VICTIMS)
            world.processes.kill(victim)
            world.processes.start(victim)
            world.suite.forget()
            row.kills += 1

        how = (haven.kill, _IN_ONE, _KILLS) if haven else (one, _APART, math.inf)
        before, asked = world.errands.done(), Counter[str]()
        for number in range(times):
            today = world.calendar.today()
            with _meanwhile(world, *how):
                world.adopt(_PLANS)
                asked += world.ask(f"payday-{number}")
            world.settle()
            with _meanwhile(world, *how):
                world.pay(today)
            world.calendar.advance(days_after(today, _REPLY_DAYS))
        row.faults += undone(world, asked, before)
        row.injected = times
        row.note = f"{words(asked)}, each once"
    return row
