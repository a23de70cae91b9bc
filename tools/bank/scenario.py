"""What will happen to whom: decided by the seed and by the named lines of the scenario file."""
from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Account:
    number: str
    holder: str
    state: str
    state_from: date | None
    state_until: date | None
    limit_fen: int | None

    def state_on(self, day: date) -> str:
        if self.state_from and day < self.state_from:
            return "OPEN"
        if self.state_until and day > self.state_until:
            return "OPEN"
        return self.state


@dataclass(frozen=True)
class Event:
    """What the scenario does to the n-th attempt to credit one account."""

    outcome: str
    code: str
    days: int
    after_days: int


class Scenario:
    """Immutable after loading."""

    def __init__(self, seed: int, delays: list[int], events: dict[tuple[str, int], Event]) -> None:
        if not delays or min(delays) < 0:
            raise ValueError("reply_delay must name business days")
        self._seed = seed
        self._delays = delays
        self._events = events

    @classmethod
    def load(cls, path: Path) -> "Scenario":
        data = json.loads(path.read_text(encoding="utf-8"))
        events: dict[tuple[str, int], Event] = {}
        for row in data.get("lines", []):
            if row["outcome"] not in ("FAILED", "UNKNOWN", "RETURNED"):
                raise ValueError(f"unknown outcome {row['outcome']!r}")
            events[(row["account"], int(row["on_credit"]))] = Event(
                row["outcome"], row.get("code", ""), int(row.get("days", 0)),
                int(row.get("after_days", 0)))
        return cls(int(data["seed"]), [int(days) for days in data["reply_delay"]], events)

    def reply_delay(self, batch_no: str) -> int:
        """Business days until the reply; the same batch always has the same."""
        mixed = hashlib.sha256(f"{self._seed}|{batch_no}".encode()).digest()
        return self._delays[int.from_bytes(mixed[:8], "big") % len(self._delays)]

    def event(self, account: str, attempt: int) -> Event | None:
        return self._events.get((account, attempt))


def load_accounts(path: Path) -> dict[str, Account]:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    accounts: dict[str, Account] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["state"] not in ("OPEN", "CLOSED", "FROZEN", "LIMITED", "PAYER"):
                raise ValueError(f"{path.name}: unknown state {row['state']!r}")
            limit = int(row["limit_fen"]) if row["limit_fen"] else None
            accounts[row["account"]] = Account(row["account"], row["holder"], row["state"],
                                               day(row["state_from"]), day(row["state_until"]),
                                               limit)
    return accounts
