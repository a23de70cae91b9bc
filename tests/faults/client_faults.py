"""Clients that misbehave: repeat for ever, cancel in flight, all ask again at once."""
from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import grpc

from demo.client import Refusal
from faults.book import ACKNOWLEDGED, Command
from faults.database import until_served
from faults.injected import injected, under_load
from faults.report import Row
from faults.world import World

_CALLERS = 8
_DISTINCT = 200


def repeats(world: World, times: int) -> Row:
    """The same commands again and again, from several callers: the first reply each time, and the
    other half with another body: refused each time."""
    with injected(world, "repeated commands") as row:
        known = [world.book.send(world, world.receive(world.random)) for _ in range(_DISTINCT)]
        known = [command for command in known if command.outcome == ACKNOWLEDGED]

        def caller(number: int) -> None:
            random = Random(number)
            for _ in range(times // _CALLERS):
                command = random.choice(known)
                if random.random() < 0.9:
                    answer = world.attempt(command, 20)
                    if answer != command.reply:
                        row.faults.append(f"{command.id}: {answer} instead of {command.reply}")
                else:
                    other = world.receive(random)
                    other.request.command_id = command.id
                    answer = world.attempt(Command(command.id, other.person, other.stub, other.name,
                                                   other.request), 20)
                    if isinstance(answer[0], int):
                        row.faults.append(f"{command.id} was acknowledged with another body")
        with ThreadPoolExecutor(_CALLERS) as pool:
            list(pool.map(caller, range(_CALLERS)))
        row.injected = times
        row.note = f"of {len(known)} commands"
    return row


def cancelled(world: World, times: int) -> Row:
    """Cancelled while the call is under way: whole or absent, and a repeat comes to one end."""
    with injected(world, "cancelled in flight") as row:
        random, late = world.random, 0
        for _ in range(times):
            command = world.receive(random)
            person = world.people(command.person)
            world.book.send(_Cancelling(person, random.uniform(0, 0.008)), command)
            late += command.outcome == ACKNOWLEDGED
        row.injected = times
        row.note = f"{late} of them were answered before"
    return row


class _Cancelling:
    """As Book.send wants it: one attempt that is cancelled after a moment."""

    def __init__(self, person: Any, seconds: float) -> None:
        self._person = person
        self._seconds = seconds

    def attempt(self, command: Command, _seconds: float) -> tuple[Any, Any]:
        call = self._person.begin(command.stub, command.name, command.request)
        time.sleep(self._seconds)
        call.cancel()
        try:
            answer = call.result()
        except (grpc.FutureCancelledError, grpc.RpcError):
            return "CANCELLED", "CANCELLED"
        except Refusal as refusal:
            return refusal.code, refusal.reason
        return int(answer.reply.version), int(answer.reply.offset)


def retry_storm(world: World, times: int) -> Row:
    """The database hangs, everybody runs into a time-out and asks again and again, several callers
    under one id."""
    with injected(world, "retry storm after a time-out") as row:
        with under_load(world, row, 59):
            asked = 0
            for _ in range(times):
                commands = [world.receive(world.random) for _ in range(20)]
                pids = world.cluster.processes()
                for pid in pids:
                    _send(pid, signal.SIGSTOP)
                over = threading.Event()

                def storm(command: Command, over: threading.Event = over) -> int:
                    sent = 0
                    while command.outcome != ACKNOWLEDGED and not (over.is_set() and sent > 200):
                        world.book.send(world, command, 0.4)
                        sent += 1
                    return sent
                with ThreadPoolExecutor(40) as pool:
                    storms = [pool.submit(storm, command) for command in commands * 2]
                    time.sleep(2.5)
                    for pid in pids:
                        _send(pid, signal.SIGCONT)
                    row.recovery_ms.append(until_served(world, world.random))
                    over.set()
                    asked += sum(one.result() for one in storms)
        row.injected = times
        row.note = f"{asked} attempts"
    return row


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
