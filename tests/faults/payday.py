"""Services that tell each other what to pay are killed while it is granted, awarded, approved and paid."""
from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from faults.injected import injected
from faults.kills import days_after, unpaid
from faults.report import Row
from faults.world import World

_VICTIMS = ("registry", "scholarship", "outreach", "employment", "disbursement")
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
    """Plans are adopted, an award and a subsidy approved, an advance of cash paid out and a visit group
    sent; the bank's ledger and the groups' deliveries, which are asked after every fault, show what was
    paid or booked twice. All awards and subsidies must have been paid at the end, and all deliveries
    booked."""
    with injected(world, "services killed as they pay") as row:
        before, approved = world.paid(), Counter[str]()
        for number in range(times):
            today = world.calendar.today()
            with _killed_meanwhile(world, row):
                world.adopt(_PLANS)
                approved += world.approve(1)
                world.pay_cash(f"payday-{number}")
                approved += world.visit(f"payday-{number}", today)
            world.settle()
            with _killed_meanwhile(world, row):
                world.pay(today)
            world.calendar.advance(days_after(today, _REPLY_DAYS))
        row.faults += unpaid(world, approved, before)
        row.injected = times
        row.note = (f"{approved['awards']} awards, {approved['subsidies']} subsidies paid, "
                    f"{approved['deliveries']} deliveries booked")
    return row
