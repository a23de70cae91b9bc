"""The online-safety week of 2023 in city and counties, and the class for union cadres: what was announced,
how it was counted, who was there."""
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
TRAINED = 54
_WEEK_DAYS = date(2023, 9, 11), date(2023, 9, 17)
_CLASS_DAYS = date(2023, 9, 20), date(2023, 9, 22)
# Federation: items handed out or shown, and people reached, as each union estimated them.
COUNTS = {CITY: (6_400, 4_700), 2: (1_500, 1_200), 3: (1_450, 1_150), 4: (1_400, 1_100),
          5: (1_350, 1_050)}
# The city had counted some boards twice.
_AMENDED_FROM = 6_900, 4_700
_STAYED_AWAY = 2


@dataclass
class Publicity:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    numbers: Numbers
    seed: int
    # By class: name and ID number of each person on the roster.
    rosters: dict[str, list[list[str]]] = field(default_factory=dict)

    def make(self) -> None:
        for federation, counts in COUNTS.items():
            self._week(federation, counts)
        self._class()

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
        add, office = self.procedure.add, self.procedure.offices[CITY]
        random = Random(self.seed)
        names = Names(random)
        roster = []
        for _ in range(TRAINED + _STAYED_AWAY):
            male = random.random() < 0.5
            birth = date(random.randrange(1968, 1996), 1, 1) + timedelta(days=random.randrange(365))
            roster.append([names.surname() + names.given(male, birth.year),
                           self.numbers.resident(birth, male)])
        self.rosters[CLASS] = roster
        first, last = _CLASS_DAYS
        add(first, "class_open", office.staff["approve"][0], CLASS, first_day=first.isoformat(),
            last_day=last.isoformat(), seats=60)
        add(first, "class_enrol", office.case(0), CLASS)
        for number in range((last - first).days + 1):
            add(first + timedelta(days=number), "class_attend", office.case(0), CLASS,
                places=list(range(TRAINED)))
        add(last, "class_complete", office.staff["approve"][0], CLASS)
