"""Numbers that look real and belong to nobody: division 610399 is assigned to no place."""
from __future__ import annotations

from datetime import date
from random import Random

DIVISION = "610399"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def id_check(body: str) -> str:
    """Check character of the first 17 digits (GB 11643-1999)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS)) % 11]


def id_is_valid(number: str) -> bool:
    """18 digits with a real birth date and the right check character, of the synthetic division."""
    if len(number) != 18 or not number.startswith(DIVISION) or not number[:17].isdigit():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return id_check(number[:17]) == number[17]


def to_15(number: str) -> str:
    """The form of before 1999 of a number whose owner was born in the 20th century."""
    if number[6:8] != "19":
        raise ValueError("no 15-digit form")
    return number[:6] + number[8:17]


def luhn(body: str) -> str:
    """Luhn digit of the digits before it."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def organisation_code(body: str) -> str:
    """Organisation code of eight characters with its check (GB 11714)."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(_USCC_ORG.index(char) * weight for char, weight in zip(body, weights)) % 11
    return body + {10: "X", 11: "0"}.get(rest, str(rest))


def uscc(division: str, body: str) -> str:
    """Unified social credit code of an enterprise (GB 32100-2015)."""
    text = "91" + division + organisation_code(body)
    total = sum(_USCC.index(char) * pow(3, place, 31) for place, char in enumerate(text))
    return text + _USCC[(31 - total % 31) % 31]


class Numbers:
    """Gives each number once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: set[str] = set()

    def resident(self, birth: date, male: bool) -> str:
        while True:
            sequence = self._random.randrange(1, 498) * 2 + (1 if male else 0)
            body = f"{DIVISION}{birth:%Y%m%d}{sequence:03d}"
            number = body + id_check(body)
            if self._once(number):
                return number

    def card(self) -> str:
        """Bank card with 19 digits of a BIN that no bank has."""
        while True:
            body = f"999999{self._random.randrange(10 ** 12):012d}"
            if self._once(body):
                return body + luhn(body)

    def account(self) -> str:
        """Passbook number, 15 digits without Luhn."""
        while True:
            number = f"27{self._random.randrange(10 ** 13):013d}"
            if self._once(number):
                return number

    def phone(self) -> str:
        """Mobile number of a range that no operator has."""
        while True:
            number = f"154{self._random.randrange(10 ** 8):08d}"
            if self._once(number):
                return number

    def enterprise(self, division: str) -> str:
        while True:
            body = "MA" + "".join(self._random.choice("0123456789") for _ in range(6))
            if self._once(body):
                return uscc(division, body)

    def _once(self, number: str) -> bool:
        if number in self._used:
            return False
        self._used.add(number)
        return True
