"""What civil affairs knows about families, and how it behaves: both from files of the generator."""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

SIGNS = ("HOMES_GE_2", "SHOP_OR_EMPLOYER", "HIGH_FEE_SCHOOL_GT_2X", "SELF_FUNDED_ABROAD",
         "NON_LIVELIHOOD_VEHICLE")


@dataclass(frozen=True)
class Known:
    name: str
    income_fen: int


@dataclass(frozen=True)
class Family:
    """Facts about one family from a date on."""

    valid_from: date
    persons: dict[str, Known]
    household: dict[str, Any]


class Facts:
    """Families by the number of each of their members. Immutable after loading."""

    def __init__(self, families: list[Family]) -> None:
        self._by_number: dict[str, list[Family]] = {}
        for family in families:
            if not set(family.household["signs"]) <= set(SIGNS):
                raise ValueError("unknown property sign")
            for number in family.persons:
                self._by_number.setdefault(number, []).append(family)
        for known in self._by_number.values():
            known.sort(key=lambda family: family.valid_from)

    @classmethod
    def load(cls, path: Path) -> "Facts":
        families: list[Family] = []
        with path.open(encoding="utf-8") as file:
            for text in file:
                row = json.loads(text)
                persons = {person["id_number"]: Known(person["name"], person["income_fen"])
                           for person in row["persons"] if person["id_number"]}
                families.append(
                    Family(date.fromisoformat(row["valid_from"]), persons, row["household"]))
        return cls(families)

    def on(self, number: str, day: date) -> Family | None:
        found = [family for family in self._by_number.get(number, []) if family.valid_from <= day]
        return found[-1] if found else None


class Behaviour:
    """Delays, and which requests end PARTIAL or ERROR before they are answered in full."""

    def __init__(self, seed: int, least: int, most: int,
                 trouble: dict[tuple[str, int], str]) -> None:
        if not 0 <= least <= most:
            raise ValueError("delay must be a range of business days")
        self._seed = seed
        self._least = least
        self._most = most
        self._trouble = trouble

    @classmethod
    def load(cls, path: Path) -> "Behaviour":
        data = json.loads(path.read_text(encoding="utf-8"))
        trouble: dict[tuple[str, int], str] = {}
        for row in data["trouble"]:
            if row["state"] not in ("PARTIAL", "ERROR"):
                raise ValueError(f"unknown state {row['state']!r}")
            trouble[(row["id_number"], int(row["request"]))] = row["state"]
        least, most = data["delay"]
        return cls(int(data["seed"]), int(least), int(most), trouble)

    def delay(self, number: str, request: int) -> int:
        """Business days until the answer to the n-th request about this head."""
        mixed = hashlib.sha256(f"{self._seed}|{number}|{request}".encode()).digest()
        return self._least + mixed[0] % (self._most - self._least + 1)

    def trouble(self, number: str, request: int) -> str | None:
        return self._trouble.get((number, request))
