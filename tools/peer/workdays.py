"""Working days from data: weekdays, less holidays, plus the weekend days that are worked."""
from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

ONE_DAY = timedelta(days=1)


class WorkingDays:
    """Calendar read from working_days.csv (docs/formats.md, 1.3). Immutable after construction."""

    def __init__(self, exceptions: dict[date, bool]) -> None:
        self._works = dict(exceptions)

    @classmethod
    def load(cls, path: Path) -> "WorkingDays":
        exceptions: dict[date, bool] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("#"))
            for row in rows:
                kind = row["kind"].strip()
                if kind not in ("holiday", "workday"):
                    raise ValueError(f"{path.name}: unknown kind {kind!r}")
                exceptions[date.fromisoformat(row["date"].strip())] = kind == "workday"
        return cls(exceptions)

    def is_working(self, day: date) -> bool:
        return self._works.get(day, day.weekday() < 5)

    def on_or_after(self, day: date) -> date:
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add(self, day: date, count: int) -> date:
        """The count-th working day after `day`; count 0 is the first working day on or after it."""
        day = self.on_or_after(day) if count == 0 else day
        for _ in range(count):
            day = self.on_or_after(day + ONE_DAY)
        return day

    def between(self, first: date, last: date) -> list[date]:
        """All working days from first to last, both included."""
        days: list[date] = []
        day = first
        while day <= last:
            if self.is_working(day):
                days.append(day)
            day += ONE_DAY
        return days
