"""From a file to work: who of a household finds it at which fair, and what comes of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from generator.family import Family, Person
from generator.life import plus_months
from peer.workdays import WorkingDays

# The fairs of the article's five years. The spring of 2020 is called off.
FAIR_DAYS = ("2019-03-14", "2019-10-17", "2020-09-24", "2021-03-18", "2021-10-14", "2022-03-17",
             "2022-09-22", "2023-02-09", "2023-04-13", "2023-09-14", "2023-11-09")
CALLED_OFF = "2020-02-20"
_DAYS_TO_START = 18  # from the fair to the first day of work
_DAYS_TO_PROVE = 4  # from the end of the third month to the wage's proof


@dataclass(frozen=True)
class Job:
    """One member's way: taken in before a fair, hired after it, and what is heard then."""

    key: str
    life: str
    seq: int
    fair: int  # place in FAIR_DAYS
    starts: date
    # KEPT with proof, WORD of the employer only, QUIT within weeks, NEW: three months are not over.
    course: str
    wage_fen: int
    proved: date | None = None
    left_on: date | None = None


def worker(family: Family, day: date, nth: int = 0) -> Person | None:
    """Who of the family can work: those without work first."""
    able = [person for person in family.members
            if 18 <= person.age(day) < 50 and person.work not in ("STUDENT", "PRESCHOOL", "RETIRED")]
    able.sort(key=lambda person: person.work not in ("UNEMPLOYED", "LAID_OFF", "NOT_WORKING"))
    return able[nth] if nth < len(able) else None


def job(key: str, person: Person, fair: int, course: str, wage_fen: int,
        days: WorkingDays, life: str) -> Job:
    """The days of a job that begins after the fair of that place."""
    starts = days.on_or_after(date.fromisoformat(FAIR_DAYS[fair])
                              + timedelta(days=_DAYS_TO_START))
    third = plus_months(starts, 3)
    proved = days.on_or_after(third + timedelta(days=_DAYS_TO_PROVE))
    left = days.on_or_after(starts + timedelta(days=9))
    return Job(key, life, person.seq, fair, starts, course, wage_fen,
               proved if course in ("KEPT", "WORD") else None, left if course == "QUIT" else None)
