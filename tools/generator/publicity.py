"""The online-safety week of 2023 in city and counties, the class for union cadres and a study meeting: what
was announced, how it was counted, who was there."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from generator.identity import Numbers
from generator.names import Names
from generator.places import CITY
from generator.procedure import Procedure

WEEK = "SAFETY_WEEK"
CLASS = "cadres-2023"
MEETING = "congress-2023"
TRAINED = 54
_WEEK_DAYS = date(2023, 9, 11), date(2023, 9, 17)
_CLASS_DAYS = date(2023, 9, 20), date(2023, 9, 22)
# Federation: items handed out or shown, and people reached, as each union estimated them.
COUNTS = {CITY: (6_400, 4_700), 2: (1_500, 1_200), 3: (1_450, 1_150), 4: (1_400, 1_100),
          5: (1_350, 1_050)}
# The city had counted some boards twice.
_AMENDED_FROM = 6_900, 4_700
_STAYED_AWAY = 2
# The staff study what the province's congress has decided.
_MEETING_DAY, _AT_MEETING = date(2023, 8, 10), 24


@dataclass
class Publicity:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    numbers: Numbers
    seed: int
    # By class: name and ID number of each person on the roster.
    rosters: dict[str, list[list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._names = Names(self._random)

    def make(self) -> None:
        for federation, counts in COUNTS.items():
            self._week(federation, counts)
        self._class()
        self._meeting()

    def _week(self, federation: int, counts: tuple[int, int]) -> None:
        add, office = self.procedure.add, self.procedure.offices[federation]
        code, (first, last) = f"safety-2023-{federation}", _WEEK_DAYS
        add(first, "activity", office.case(0), code, federation=federation, theme=WEEK,
            level="CITY" if federation == CITY else "COUNTY", first_day=first.isoformat(),
            last_day=last.isoformat(), kinds=["EXHIBITION", "CONSULTATION", "ONLINE", "HANDBOOK"])
        told = _AMENDED_FROM if federation == CITY else counts
        day = self.procedure.days.on_or_after(last + timedelta(days=1))
        add(day, "activity_report", office.case(0), code, counts=list(told))
        if told != counts:
            add(self.procedure.days.on_or_after(day + timedelta(days=5)), "activity_amend",
                office.case(1), code, counts=list(counts))

    def _class(self) -> None:
        self._hold(CLASS, "CADRES", _CLASS_DAYS, seats=60, roster=TRAINED + _STAYED_AWAY,
                   there=TRAINED)

    def _meeting(self) -> None:
        self._hold(MEETING, "STUDY_MEETING", (_MEETING_DAY, _MEETING_DAY), seats=_AT_MEETING,
                   roster=_AT_MEETING, there=_AT_MEETING)

    def _hold(self, code: str, kind: str, days: tuple[date, date], *, seats: int, roster: int,
              there: int) -> None:
        add, office = self.procedure.add, self.procedure.offices[CITY]
        self.rosters[code] = [self._person() for _ in range(roster)]
        first, last = days
        add(first, "class_open", office.staff["approve"][0], code, kind=kind,
            first_day=first.isoformat(), last_day=last.isoformat(), seats=seats)
        add(first, "class_enrol", office.case(0), code)
        for number in range((last - first).days + 1):
            add(first + timedelta(days=number), "class_attend", office.case(0), code,
                places=list(range(there)))
        add(last, "class_complete", office.staff["approve"][0], code)

    def _person(self) -> list[str]:
        """Name and ID number."""
        male = self._random.random() < 0.5
        birth = date(self._random.randrange(1968, 1996), 1, 1) + timedelta(
            days=self._random.randrange(365))
        return [self._names.surname() + self._names.given(male, birth.year),
                self.numbers.resident(birth, male)]
