"""What goes wrong at the bank, and who puts it right on which day."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from generator.current import Current
from generator.identity import Numbers
from generator.life import Life
from generator.office import PAYING
from generator.places import BY_NUMBER, CITY
from generator.procedure import Procedure

REPLY_DELAYS = [1, 2]
# Slowest reply, in business days after sending.
_SLOWEST = max(REPLY_DELAYS)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong at one payday: what, and how long it takes."""

    payday: date
    cohort: str
    what: str
    days: int = 0


# 14 refused, 4 unknown, 6 returned; the family of the first scene and the return after the turn of
# the year come on top in `_hero` and `_over_new_year` (2 refused and 2 returned of these).
FAULTS = (
    Fault(date(2018, 6, 29), "pilot", "NO_ACCOUNT"), Fault(date(2018, 6, 29), "pilot", "CLOSED"),
    Fault(date(2018, 6, 29), "pilot", "NAME_MISMATCH"),
    Fault(date(2018, 6, 29), "pilot", "UNKNOWN", 1),
    Fault(date(2018, 6, 29), "pilot", "RETURNED", 3),
    Fault(date(2018, 12, 10), "pilot", "FROZEN"),
    Fault(date(2018, 12, 10), "pilot", "NAME_MISMATCH"),
    Fault(date(2018, 12, 10), "pilot", "UNKNOWN", 2),
    Fault(date(2019, 6, 28), "pilot", "CLOSED"), Fault(date(2019, 6, 28), "pilot", "RETURNED", 4),
    Fault(date(2021, 6, 30), "since-2020", "NO_ACCOUNT"),
    Fault(date(2021, 6, 30), "since-2020", "LIMIT"),
    Fault(date(2021, 6, 30), "since-2020", "UNKNOWN", 3),
    Fault(date(2022, 6, 30), "since-2020", "FROZEN"),
    Fault(date(2022, 12, 9), "since-2020", "CLOSED"),
    Fault(date(2022, 12, 9), "since-2020", "UNKNOWN", 1),
    Fault(date(2023, 6, 30), "since-2020", "LIMIT"),
    Fault(date(2023, 6, 30), "since-2020", "NAME_MISMATCH"),
    Fault(date(2023, 6, 30), "since-2020", "RETURNED", 5),
    Fault(date(2023, 12, 8), "since-2020", "RETURNED", 2),
)
REFUSED, UNKNOWN, RETURNED = 14, 4, 6
HERO = "N001"
_NEW_YEAR = date(2021, 12, 10)


class Payments:
    """Bank accounts and scenario, and the corrections in the plan. `make` once."""

    def __init__(self, procedure: Procedure, numbers: Numbers, current: Current) -> None:
        self._p = procedure
        self._numbers = numbers
        self._current = current
        self.accounts: list[list[str]] = [
            ["account", "holder", "state", "state_from", "state_until", "limit_fen"]]
        self.lines: list[dict[str, Any]] = []
        self.payers: dict[int, str] = {}
        self.faulty: dict[str, str] = {}

    @property
    def _random(self) -> Random:
        return self._p.random

    def make(self, lives: list[Life]) -> None:
        for federation in PAYING:
            number = f"6103{federation:02d}0000000001"
            self.payers[federation] = number
            place = "宝鸡市" if federation == CITY else BY_NUMBER[federation].name
            self._account(number, f"{place}总工会", "PAYER")
        hero = next(life for life in lives if life.key == HERO)
        self._hero(hero)
        self._over_new_year(self._pick(lives, "since-2020", _NEW_YEAR))
        for fault in FAULTS:
            self._make(fault, self._pick(lives, fault.cohort, fault.payday))
        for life in lives:
            if life.key not in self.faulty:
                self._account(life.account, self._holder(life))
        self._rounds(lives)

    def _pick(self, lives: list[Life], cohort: str, payday: date) -> Life:
        """A life that is paid on that day, by one item only, and has no other fault; one that is
        not due to leave soon."""
        fit = [life for life in lives if life.cohort == cohort and payday in life.paydays
               and life.key not in self.faulty and life.measures != "DEEP+MEDICAL"
               and not life.relapsed and (life.left is None or (life.left - payday).days > 60)]
        return self._random.choice(fit)

    # Accounts -----------------------------------------------------------------------------------

    def _holder(self, life: Life) -> str:
        return life.family.members[life.payee_seq - 1].name

    def _account(self, number: str, holder: str, state: str = "OPEN", since: date | None = None,
                 limit: int | None = None) -> None:
        self.accounts.append([number, holder, state, since.isoformat() if since else "", "",
                              str(limit) if limit else ""])

    def _nth(self, life: Life, payday: date) -> int:
        return life.paydays.index(payday) + 1

    def _scenario(self, account: str, nth: int, outcome: str, **more: Any) -> None:
        self.lines.append({"account": account, "on_credit": nth, "outcome": outcome, **more})

    def _make(self, fault: Fault, life: Life) -> None:
        self.faulty[life.key] = fault.what
        holder, first = self._holder(life), fault.payday
        settled = self._p.days.add(first, _SLOWEST)
        if fault.what == "NO_ACCOUNT":
            # Never opened: only for a life whose first payment this is; else the bank closed it.
            if self._nth(life, first) == 1:
                self._correct(life, self._p.days.add(settled, 3), first)
                return
            self._account(life.account, holder)
            self._scenario(life.account, self._nth(life, first), "FAILED", code="NO_ACCOUNT")
        elif fault.what in ("CLOSED", "FROZEN"):
            since = self._p.days.on_or_before(date(first.year, first.month, 3))
            self._account(life.account, holder, fault.what, since)
        elif fault.what == "LIMIT":
            self._account(life.account, holder, "LIMITED", date(first.year, first.month, 1), 150000)
        elif fault.what == "NAME_MISMATCH":
            self._account(life.account, holder)
            self._scenario(life.account, self._nth(life, first), "FAILED", code="NAME_MISMATCH")
        else:
            self._account(life.account, holder)
            code = {"code": "CLOSED", "after_days": fault.days} if fault.what == "RETURNED" else {
                "days": fault.days}
            self._scenario(life.account, self._nth(life, first), fault.what, **code)
        if fault.what == "UNKNOWN":
            self._round(life, self._p.days.add(settled, fault.days + 1), first)
            return
        back = fault.days + 1 if fault.what == "RETURNED" else self._random.randint(2, 6)
        if first == date(2023, 12, 8):
            back = fault.days
        self._correct(life, self._p.days.add(settled, back), first)

    def _correct(self, life: Life, day: date, payday: date) -> str:
        """A new account, entered by one and confirmed by another, and paid again on that day."""
        number = self._numbers.card()
        self._account(number, self._holder(life))
        self._replace(life, number, day, payday)
        return number

    def _replace(self, life: Life, number: str, day: date, payday: date) -> None:
        office = self._p.office(life)
        self._p.add(day, "account", office.case(0), life.key, confirmed_by=office.case(1),
                    payee={"seq": life.payee_seq, "kind": "CARD", "account": number,
                           "bank": "西府农村商业银行"})
        self._round(life, day, payday)

    def _round(self, life: Life, day: date, payday: date) -> None:
        federation = CITY
        if life.cohort != "pilot":
            federation = self._current.fund_line(life, payday.year)[1]
        self._p.add(day, "pay_round", self._p.offices[federation].one("maker"),
                    federation=federation)

    # The two stories ----------------------------------------------------------------------------

    def _hero(self, life: Life) -> None:
        """First half paid; second refused for the name, corrected, paid, returned five days later,
        paid again."""
        self.faulty[life.key] = "HERO"
        days = self._p.days
        self._account(life.account, self._holder(life))
        self._scenario(life.account, self._nth(life, _NEW_YEAR), "FAILED", code="NAME_MISMATCH")
        corrected = days.add(_NEW_YEAR, _SLOWEST + 1)
        number = self._correct(life, corrected, _NEW_YEAR)
        self._scenario(number, 1, "RETURNED", code="CLOSED", after_days=5)
        self._correct(life, days.add(corrected, _SLOWEST + 5 + 1), _NEW_YEAR)

    def _over_new_year(self, life: Life) -> None:
        """Refused in December, sent again in its last days, and returned after the 31st."""
        self.faulty[life.key] = "NEW_YEAR"
        days = self._p.days
        self._account(life.account, self._holder(life), "CLOSED", date(2021, 12, 1))
        number = self._correct(life, date(2021, 12, 29), _NEW_YEAR)
        self._scenario(number, 1, "RETURNED", code="PAYEE_BANK_REFUSED", after_days=4)
        self._correct(life, days.add(date(2021, 12, 29), _SLOWEST + 4 + 2), _NEW_YEAR)

    def _rounds(self, lives: list[Life]) -> None:
        """Every payday of a federation's lines, and once more a week later."""
        due: set[tuple[int, date]] = set()
        for life in lives:
            for payday in life.paydays:
                federation = CITY
                if life.cohort != "pilot":
                    federation = self._current.fund_line(life, payday.year)[1]
                due.add((federation, payday))
        for federation, payday in sorted(due):
            maker = self._p.offices[federation].one("maker")
            for day in (payday, self._p.days.add(payday, 5)):
                self._p.add(day, "pay_round", maker, federation=federation)
