"""Day by day through the plan: the calendar goes on, then the staff do what is due."""
from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from demo.caseworkers import CaseWorkers, Entry, Unexpected
from demo.client import Person
from demo.finance import Finance
from demo.job_centre import ACTS as JOB_ACTS, JobCentre
from demo.hotline import ACTS as HOTLINE_ACTS, Hotline
from demo.outreach import ACTS as OUTREACH_ACTS, AFTER_ALL, Outreach
from demo.scholarships import ACTS as SCHOLARSHIP_ACTS, Scholarships
from demo.stubs import load

_MONEY = ("open_line", "posting", "release", "pay_round")
_ONE_BY_ONE = (*_MONEY, "roll_seal", "roll_approve")
_THREADS = 8
_PATIENCE_SECONDS = 120


def read_plan(path: Path) -> list[Entry]:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


class Calendar:
    """The business date, moved by the administrator."""

    def __init__(self, admin: Callable[[], Person],
                 patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._admin = admin
        self._patience_seconds = patience_seconds
        self.stops = 0

    def today(self) -> str:
        ops = load("haven.ops.v1.ops_service")
        status = self._admin().call("OpsService", "GetStatus", ops.GetStatusRequest())
        dates = {row.business_date for row in status.services if row.business_date}
        return min(dates) if dates else ""

    def advance(self, day: str) -> None:
        """To the day, stopping where timers or peers are due; returns when all is idle there."""
        ops = load("haven.ops.v1.ops_service")
        until = time.monotonic() + self._patience_seconds
        waiting: list[str] = []
        while time.monotonic() < until:
            answer = self._admin().call("OpsService", "AdvanceCalendar",
                                        ops.AdvanceCalendarRequest(date=day))
            self.stops += answer.stop_count
            if answer.done:
                return
            waiting = list(answer.waiting_for)
        raise Unexpected(f"{day} is not reached, waiting for {waiting}")


class ApartCalendar(Calendar):
    """The business dates of several processes: each moves its own, and waits for what the others
    tell it."""

    def __init__(self, admin: Callable[[], Person], services: tuple[str, ...],
                 patience_seconds: float = _PATIENCE_SECONDS) -> None:
        super().__init__(admin, patience_seconds)
        self._services = services

    def today(self) -> str:
        return min(row.business_date for row in self._statuses().values())

    def advance(self, day: str) -> None:
        while (statuses := self._settled()) and self._earliest(statuses) < day:
            stop = self._next_stop(statuses, day)
            for service, status in statuses.items():
                if status.business_date < stop:
                    self._take_to(service, stop)
            self.stops += 1

    def _statuses(self) -> dict[str, Any]:
        ops = load("haven.ops.v1.ops_service")
        return {service: self._admin().call(f"OpsService@{service}", "GetStatus",
                                            ops.GetStatusRequest(service=service)).services[0]
                for service in self._services}

    def _take_to(self, service: str, day: str) -> None:
        ops = load("haven.ops.v1.ops_service")
        until = time.monotonic() + self._patience_seconds
        waiting: list[str] = []
        while time.monotonic() < until:
            answer = self._admin().call(f"OpsService@{service}", "AdvanceCalendar",
                                        ops.AdvanceCalendarRequest(date=day))
            if answer.done:
                return
            waiting = list(answer.waiting_for)
        raise Unexpected(f"{service} does not reach {day}, waiting for {waiting}")

    def _settled(self) -> dict[str, Any]:
        """Where everybody stands when nothing happened while each looked at the others' logs."""
        while True:
            before = self._statuses()
            for service, status in before.items():
                self._take_to(service, status.business_date)
            after = self._statuses()
            if [row.activity for row in before.values()] == [row.activity
                                                            for row in after.values()]:
                return after

    @staticmethod
    def _earliest(statuses: dict[str, Any]) -> str:
        return str(min(status.business_date for status in statuses.values()))

    @classmethod
    def _next_stop(cls, statuses: dict[str, Any], day: str) -> str:
        """The first day on which anything is due, at most `day`; one that a kill left behind is
        first taken to where the others stand."""
        today = cls._earliest(statuses)
        tomorrow = str(date.fromisoformat(today) + timedelta(days=1))
        stop = day
        for status in statuses.values():
            if status.business_date > today:
                stop = min(stop, status.business_date)
            for due in (status.next_timer_date, status.next_peer_date):
                if due:
                    stop = min(stop, max(due, tomorrow))
        return stop


class Walk:
    """Does the plan from the day on which the suite stands; a kill costs only the repetition of
    that day, since every act has its own command id."""

    def __init__(self, calendar: Calendar, files: CaseWorkers, finance: Finance,
                 importer: Callable[[Entry], None],
                 scholarships: Scholarships | None = None,
                 outreach: Outreach | None = None,
                 jobs: JobCentre | None = None,
                 hotline: Hotline | None = None) -> None:
        self._calendar = calendar
        self._files = files
        self._finance = finance
        self._importer = importer
        self._scholarships = scholarships
        self._outreach = outreach
        self._jobs = jobs
        self._hotline = hotline
        self.acts = 0

    def days(self, plan: list[Entry], until: str) -> Iterator[str]:
        """Walks day by day and yields each when it is done."""
        today = self._calendar.today()
        due = [entry for entry in plan if today <= entry["date"] <= until]
        for day, entries in groupby(due, key=lambda entry: entry["date"]):
            self._calendar.advance(day)
            self._do_day(list(entries))
            yield day
        self._calendar.advance(until)

    def _do_day(self, entries: list[Entry]) -> None:
        for _, same in groupby(entries, key=lambda entry: entry["act"]):
            group = list(same)
            if group[0]["act"] in _ONE_BY_ONE or len(group) == 1:
                for entry in group:
                    self.do(entry)
            else:  # other files, other people: at the same time
                with ThreadPoolExecutor(min(_THREADS, len(group))) as pool:
                    list(pool.map(self.do, group))
            self.acts += len(group)

    def do(self, entry: Entry) -> None:
        act = entry["act"]
        if act == "import":
            self._importer(entry)
        elif act in SCHOLARSHIP_ACTS:
            if act == "roll_approve":
                self._calendar.advance(entry["date"])  # until every row has its answer
            assert self._scholarships is not None
            self._scholarships.do(entry)
        elif act in OUTREACH_ACTS:
            if act in AFTER_ALL:
                self._calendar.advance(entry["date"])
            assert self._outreach is not None
            self._outreach.do(entry)
        elif act in HOTLINE_ACTS:
            assert self._hotline is not None
            self._hotline.do(entry)
        elif act in JOB_ACTS:
            assert self._jobs is not None
            self._jobs.do(entry)
        elif act in _MONEY:
            if act in ("pay_round", "release"):
                self._calendar.advance(entry["date"])  # until what was confirmed has come through
            getattr(self._finance, act)(entry)
        else:
            self._files.do(entry)
