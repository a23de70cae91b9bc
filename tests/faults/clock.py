"""Time that is not what it should be: days that end a month or a year, a kill between the services
of such a day, and a machine whose clock jumps under load."""
from __future__ import annotations

import time
from pathlib import Path

from demo.client import Person
from faults.injected import injected, under_load
from faults.kills import days_after, known_points
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World

_DAY_SECONDS = 86_400
# Seconds off: forward, back in the middle of what goes on, behind, and by little.
_JUMPS = (_DAY_SECONDS, 0, -_DAY_SECONDS, 0, 1, -1, 3_600, -3_600, 0)


def days(world: World, haven: Supervisor) -> Row:
    """From February over its 29th, through June's due day, to the next year: at each of these days
    haven is killed when one service has it and the other has not."""
    with injected(world, "29 February, year end", haven) as row:
        teeth = bool(known_points(world))

        def reach(day: str) -> None:
            if teeth:
                haven.wish(["calendar.between_services:1"])
            world.calendar.advance(day)
            today = world.calendar.today()
            if today != day:
                row.faults.append(f"{day} was wanted, {today} is reached")
            if teeth and haven.left():
                row.faults.append(f"nobody was killed on the way to {day}")
                haven.forget()
            row.injected += 1

        world.file_families()
        for day in ("2020-02-28", "2020-02-29", "2020-03-01"):
            reach(day)
        world.meet("2020-03-04")
        world.adopt(4)
        for day in ("2020-06-30", "2020-07-01"):
            reach(day)
        world.pay("2020-07-01")
        for day in ("2020-12-30", "2020-12-31", "2021-01-01"):
            world.adopt(2)
            reach(day)
            world.pay(day)
        reach(days_after("2021-01-01", 10))
    return row


def jumps(world: World, haven: Supervisor, shims: Path, times: int) -> Row:
    """The machine's clock goes a day forward, back in mid-batch, a day back. The log's own time
    never goes back, which `audit check` asks."""
    with injected(world, "the clock jumps under load", haven) as row:
        offset = world.places.run / "clock"
        offset.write_text("0")
        environment = world.processes.environment.setdefault("haven", {})
        environment |= {"LD_PRELOAD": str((shims / "clock_jumps.so").resolve()),
                        "HAVEN_CLOCK_OFFSET": str(offset)}
        haven.kill(count=False)
        answered = world.book.counts()["acknowledged"]
        with under_load(world, row, 61):
            for jump in _JUMPS * times:
                _whole(offset, str(jump))
                Person.ahead_micros = jump * 1_000_000
                time.sleep(0.7)
                row.injected += 1
        Person.ahead_micros = 0
        for name in ("LD_PRELOAD", "HAVEN_CLOCK_OFFSET"):
            del environment[name]
        haven.kill(count=False)
        row.note = f"{world.book.counts()['acknowledged'] - answered} acknowledged meanwhile"
        if world.cluster.psql(f"{world.places.database_prefix}disbursement",
                              "SELECT max(recorded_at) > now() + interval '12 hours' FROM event"
                              ) != "t":
            row.faults.append("haven never saw another day")
    return row


def _whole(path: Path, text: str) -> None:
    beside = path.with_suffix(".tmp")
    beside.write_text(text)
    beside.replace(path)
