"""The first weeks of 12351 (the trial since 27 September 2023): calls that are answered, go to a county, are
late, are opened again, and three of people in hardship who are referred to a registry."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from generator.identity import Numbers
from generator.names import Names
from generator.places import CITY
from generator.procedure import Procedure

LIMITS = "12351-2023"
FIRST_DAY = date(2023, 9, 27)
# Working days by class: placeholders, as the national text gives three limits and no days (R74).
DAYS = {"GENERAL": 5, "DIFFICULT": 15, "EXTRA_COMPLEX": 30}
# How many tickets go which way.
WAYS = {"plain": 9, "transferred": 4, "late": 2, "reopened": 2, "referred": 3, "unreached": 1,
        "anonymous": 1, "dismissed": 1, "open": 2}
_TYPES = ("INQUIRY", "AID", "COMPLAINT", "LEGAL_AID", "SUGGESTION")
_SUBJECTS = ("MEMBERSHIP", "WAGE_ARREARS", "OVERTIME", "LABOUR_CONTRACT", "CANTEEN")
_COUNTIES = (2, 3, 4, 5)


@dataclass
class Hotline:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    numbers: Numbers
    seed: int
    # By ticket: name, telephone and ID number of who called; an empty number was not said.
    callers: dict[str, list[str]] = field(default_factory=dict)

    def make(self) -> None:
        office = self.procedure.offices[CITY]
        self.procedure.add(FIRST_DAY, "ticket_limits", office.staff["approve"][0], LIMITS,
                           days=DAYS, first_day=FIRST_DAY.isoformat())
        random = Random(self.seed)
        names, number = Names(random), 0
        for way, count in WAYS.items():
            for place in range(count):
                number += 1
                self._call(f"12351-2023-{number:03d}", way, place, number, random, names)

    def _call(self, key: str, way: str, place: int, number: int, random: Random,
              names: Names) -> None:
        add, office = self.procedure.add, self.procedure.offices[CITY]
        if way != "anonymous":
            male = random.random() < 0.5
            birth = date(random.randrange(1965, 2000), 1, 1) + timedelta(days=random.randrange(365))
            known = way != "referred" or place < 2
            self.callers[key] = [names.surname() + names.given(male, birth.year),
                                 f"1390000{number:04d}",
                                 self.numbers.resident(birth, male) if known else ""]
        kind = number % len(_TYPES)
        day = self._day(FIRST_DAY, 4 + number if way != "open" else 60)
        add(day, "ticket", office.case(0), key, type="AID" if way == "referred" else _TYPES[kind],
            subject="JOB_LOSS" if way == "referred" else _SUBJECTS[kind])
        getattr(self, "_" + way)(key, day, place)

    def _day(self, day: date, ahead: int) -> date:
        return self.procedure.days.add(day, ahead)

    def _answered(self, key: str, day: date, federation: int = CITY, round_: int = 1,
                  said: str = "SATISFIED") -> date:
        """Replied on that day, and the caller asked two working days later by somebody else."""
        add, office = self.procedure.add, self.procedure.offices[federation]
        add(day, "ticket_reply", office.case(0), key, number=f"{key}/{round_}",
            outcome="HELPED" if round_ > 1 else "EXPLAINED")
        asked = self._day(day, 2)
        add(asked, "ticket_call_back", office.case(1), key, said=said)
        return asked

    def _closed(self, key: str, day: date, federation: int = CITY) -> None:
        self.procedure.add(day, "ticket_close", self.procedure.offices[federation].case(0), key)

    def _plain(self, key: str, day: date, _: int) -> None:
        self._closed(key, self._answered(key, self._day(day, 2)))

    def _transferred(self, key: str, day: date, place: int) -> None:
        county = _COUNTIES[place]
        self.procedure.add(self._day(day, 1), "ticket_transfer",
                           self.procedure.offices[CITY].case(0), key, to=county)
        self._closed(key, self._answered(key, self._day(day, 3), county), county)

    def _late(self, key: str, day: date, _: int) -> None:
        self._closed(key, self._answered(key, self._day(day, DAYS["GENERAL"] + 3)))

    def _reopened(self, key: str, day: date, _: int) -> None:
        asked = self._answered(key, self._day(day, 2), said="UNSATISFIED")
        self._closed(key, self._answered(key, self._day(asked, 2), round_=2))

    def _referred(self, key: str, day: date, place: int) -> None:
        county = _COUNTIES[place]
        self.procedure.add(day, "ticket_refer", self.procedure.offices[CITY].case(0), key, to=county,
                           node=self.procedure.offices[county].code, sign="JOB_LOSS")
        self._closed(key, self._answered(key, self._day(day, 2)))

    def _unreached(self, key: str, day: date, _: int) -> None:
        office = self.procedure.offices[CITY]
        asked = self._answered(key, self._day(day, 2), said="NOT_REACHED")
        for _ in range(2):
            asked = self._day(asked, 1)
            self.procedure.add(asked, "ticket_call_back", office.case(1), key, said="NOT_REACHED")
        self._closed(key, asked)

    def _anonymous(self, key: str, day: date, _: int) -> None:
        replied = self._day(day, 2)
        self.procedure.add(replied, "ticket_reply", self.procedure.offices[CITY].case(0), key,
                           number=f"{key}/1", outcome="NOTED")
        self._closed(key, replied)

    def _dismissed(self, key: str, day: date, _: int) -> None:
        self.procedure.add(self._day(day, 1), "ticket_dismiss",
                           self.procedure.offices[CITY].staff["approve"][0], key, reason="REPEATED")

    def _open(self, key: str, day: date, place: int) -> None:
        """Still to be answered at the year's end."""
