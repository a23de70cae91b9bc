"""Services that tell each other what to pay are killed while it is granted, awarded and paid."""
from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from faults.injected import injected
from faults.kills import days_after, wait_for_the_bank
from faults.report import Row
from faults.world import World

_VICTIMS = ("registry", "scholarship", "disbursement")
_PLANS = 3
_REPLY_DAYS = 3


@contextmanager
def _killed_meanwhile(world: World, row: Row) -> Iterator[None]:
    """kill -9 of one service after the other, each started again at once."""
    over = threading.Event()

    def kill() -> None:
        while not over.wait(world.random.uniform(0.0, 0.1)):
            victim = world.random.choice(_VICTIMS)
            world.processes.kill(victim)
            world.processes.start(victim)
            world.suite.forget()
            row.kills += 1

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def payday(world: World, times: int) -> Row:
    """Plans are adopted, an award approved and an advance of cash paid out; the bank's ledger, which is
    asked after every fault, shows what was paid twice. All awards must have been paid at the end."""
    with injected(world, "services killed as they pay") as row:
        paid, awards = world.awards_paid(), 0
        for number in range(times):
            with _killed_meanwhile(world, row):
                world.adopt(_PLANS)
                awards += world.awards.approve(1)
                world.pay_cash(f"payday-{number}")
            world.settle()
            today = world.calendar.today()
            with _killed_meanwhile(world, row):
                world.pay(today)
            world.calendar.advance(days_after(today, _REPLY_DAYS))
        paid = wait_for_the_bank(world) - paid
        if not awards or paid < awards:
            row.faults.append(f"{awards} awards were approved, {paid} are paid")
        row.injected = times
        row.note = f"{awards} awards paid"
    return row
