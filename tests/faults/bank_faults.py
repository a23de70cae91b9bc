"""The bank answers late, not at all, twice and in any order; credits come back; it and haven are
killed meanwhile. No household may be paid twice, in our log or in the bank's own ledger."""
from __future__ import annotations

import shutil
import signal
import threading
import time
import uuid
from random import Random
from typing import Any

from demo.client import Refusal
from demo.stubs import load
from faults.injected import injected
from faults.kills import days_after
from faults.report import Row
from faults.supervisor import Supervisor
from faults.world import World

_TIMED_OUT, _RETURNED, _REFUSED = 0.30, 0.05, 0.03
_DAYS_TO_THE_END = 40
# As in services/disbursement/domain/types.hpp.
_LINE_STATES = ("unset", "sealed", "struck", "sent", "paid", "failed", "unknown", "returned")
_PATIENCE_SECONDS = 20.0
# Of an answer that says something else than an earlier one; the earlier one stands.
_STANDS = {"RETURN_NOT_EXPECTED"}


def scenario(cards: list[str], each: int, random: Random) -> list[dict[str, Any]]:
    """What happens to the n-th credit of each account."""
    lines = []
    for card in cards:
        for credit in range(1, each + 1):
            lot = random.random()
            line: dict[str, Any] = {"account": card, "on_credit": credit}
            if lot < _TIMED_OUT:
                lines.append(line | {"outcome": "UNKNOWN", "days": random.randrange(1, 9)})
            elif lot < _TIMED_OUT + _RETURNED:
                lines.append(line | {"outcome": "RETURNED", "code": "CLOSED",
                                     "after_days": random.randrange(1, 15)})
            elif lot < _TIMED_OUT + _RETURNED + _REFUSED:
                lines.append(line | {"outcome": "FAILED", "code": "FROZEN"})
    return lines


class Courier:
    """Holds back what the bank answers, and delivers it later as it likes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._folder = world.places.exchange / "bank"
        self._held = world.places.run / "held"
        self._held.mkdir(exist_ok=True)

    def day(self) -> None:
        """The calendar goes on by a day, and nothing of that day's answers arrives: haven is
        stopped while the bank writes, and finds empty boxes afterwards."""
        world = self._world
        world.settle()  # the bank has everything that was sent
        haven, bank = world.processes.process("haven"), world.processes.process("bank")
        bank.send_signal(signal.SIGSTOP)
        target = days_after(world.calendar.today(), 1)
        going = threading.Thread(target=world.calendar.advance, args=(target,))
        going.start()
        asked = self._wait(lambda: self._asked() or not going.is_alive())
        haven.send_signal(signal.SIGSTOP)
        bank.send_signal(signal.SIGCONT)
        if asked:
            self._wait(lambda: not self._asked())
        for box in ("out", "answer"):
            for mark in sorted((self._folder / box).glob("*.done")):
                name = mark.name.removesuffix(".done")
                shutil.move(str(mark), self._held / f"{box}+{mark.name}")
                shutil.move(str(self._folder / box / name), self._held / f"{box}+{name}")
        haven.send_signal(signal.SIGCONT)
        going.join()

    def _asked(self) -> bool:
        return any(path.suffix == ".day" for path in (self._folder / "calendar").iterdir())

    @staticmethod
    def _wait(condition: Any) -> bool:
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            if condition():
                return True
            time.sleep(0.001)
        return False

    def deliver(self, random: Random, between: Any) -> int:
        """Everything that was held back, in any order, each file twice."""
        names = [path.name for path in self._held.iterdir() if not path.name.endswith(".done")] * 2
        random.shuffle(names)
        for name in names:
            box, _, plain = name.partition("+")
            shutil.copy(self._held / name, self._folder / box / plain)
            shutil.copy(self._held / f"{name}.done", self._folder / box / f"{plain}.done")
            if random.random() < 0.3:
                between()
        self._world.settle()
        return len(names)


def replies_by_hand(world: World, random: Random) -> list[str]:
    """Every answer of the whole run once more, as a clerk uploads it, in any order."""
    requests = load("haven.disbursement.v1.disbursement_service")
    files = [path for box in ("out", "answer")
             for path in (world.places.exchange / "bank" / box / "taken").iterdir()
             if path.suffix != ".done"]
    random.shuffle(files)
    faults = []
    for path in files:
        request = requests.ImportBankReplyRequest(command_id=str(uuid.uuid4()),
                                                  file_name=path.name, content=path.read_bytes())
        try:
            world.people("city-maker").call("PaymentService", "ImportBankReply", request)
        except Refusal as refusal:
            if refusal.reason not in _STANDS:
                faults.append(f"{path.name} again: {refusal}")
    return faults


def outcomes(world: World) -> dict[str, int]:
    """Of all lines that were ever sent, how they ended."""
    rows = world.cluster.psql(f"{world.places.database_prefix}disbursement",
                              "SELECT state, count(*) FROM batch_line GROUP BY 1 ORDER BY 1")
    counts = (row.split("|") for row in rows.splitlines())
    return {_LINE_STATES[int(state)]: int(count) for state, count in counts}


def bank(world: World, supervisor: Supervisor, transfers: int, killed: int,
         batches: int = 8, held_back_days: int = 6,
         delays: tuple[int, ...] = (0, 1, 2, 3)) -> Row:
    with injected(world, "the bank: late, twice, any order", supervisor) as row:
        random = world.random
        world.processes.stop("bank")
        lines = scenario(world.cards[:len(world.keys)], 40, random)
        world.bank_scenario(lines, delays)
        world.processes.start("bank")
        granted = 0
        for _ in range(batches):
            granted += world.adopt(-(-transfers // batches))
            world.settle()
            world.pay(world.calendar.today())
        courier = Courier(world)
        for _ in range(held_back_days):
            courier.day()

        def kill_one() -> None:
            if supervisor.kills >= killed:
                return
            if random.random() < 0.5:
                world.processes.kill("bank")
                world.processes.start("bank")
                row.kills += 1
            supervisor.kill()

        files = courier.deliver(random, kill_one)
        world.calendar.advance(days_after(world.calendar.today(), _DAYS_TO_THE_END))
        row.faults += replies_by_hand(world, random)
        world.settle()
        row.injected = granted
        if granted < transfers:
            row.faults.append(f"only {granted} transfers: the families need no more")
        ended = outcomes(world)
        late = int(world.cluster.psql(f"{world.places.database_prefix}disbursement",
                                      "SELECT count(*) FROM event WHERE type = 'LineUnknown'"))
        row.note = (", ".join(f"{count} {word}" for word, count in ended.items())
                    + f"; {late} timed out at first, {files} answers held back")
        if ended.keys() & {"sealed", "sent", "unknown"}:
            row.faults.append("lines are left without an answer")
    return row
