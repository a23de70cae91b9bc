"""What the runs came to: one table for people, one object for programs."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

_SECOND_MS = 1000.0
RECOVERY_LIMIT_MS = 5 * _SECOND_MS


@dataclass
class Row:
    """One fault. `faults` says in words what did not hold; `skipped` why it was not tried."""

    name: str
    kills: int = 0
    injected: int = 0
    seconds: float = 0.0
    lost: int = 0
    duplicated: int = 0
    recovery_ms: list[float] = field(default_factory=list)
    note: str = ""
    skipped: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults and self.lost == 0 and self.duplicated == 0


class Report:
    """Rows in the order of the run."""

    def __init__(self, tell: Callable[[str], None] = print) -> None:
        self.rows: list[Row] = []
        # Of the teeth: bug → runs that were needed to see it, 0 when none did.
        self.planted: dict[str, int] = {}
        self.acknowledged = 0
        self._tell = tell

    def add(self, row: Row) -> None:
        slow = [ms for ms in row.recovery_ms if ms > RECOVERY_LIMIT_MS]
        if slow:
            row.faults.append(f"served again after {max(slow):.0f} ms only")
        if not self.rows:
            self._tell(f"{'fault':<34} {'kills':>6} {'times':>7} {'lost':>5} {'twice':>6} "
                       f"{'recovery ms p50/max':>20} {'s':>5}")
        self.rows.append(row)
        self._tell(self._line(row))
        for fault in row.faults[:5]:
            self._tell(f"      {fault}")

    @staticmethod
    def _line(row: Row) -> str:
        if row.skipped:
            return f"– {row.name:<32} skipped: {row.skipped}"
        back = (f"{median(row.recovery_ms):.0f} / {max(row.recovery_ms):.0f}"
                if row.recovery_ms else "")
        return (f"{'✓' if row.holds else '✗'} {row.name:<32} {row.kills:>6} {row.injected:>7} "
                f"{row.lost:>5} {row.duplicated:>6} {back:>20} {row.seconds:>5.0f}  {row.note}")

    @property
    def holds(self) -> bool:
        return all(row.holds for row in self.rows) and all(self.planted.values())

    def as_json(self) -> dict[str, Any]:
        back = [ms for row in self.rows for ms in row.recovery_ms]
        return {
            "kills": sum(row.kills for row in self.rows),
            "faults": sum(row.injected for row in self.rows),
            "acknowledged": self.acknowledged,
            "lost": sum(row.lost for row in self.rows),
            "duplicated": sum(row.duplicated for row in self.rows),
            "planted": len(self.planted),
            "planted_found": sum(1 for runs in self.planted.values() if runs),
            "recovery_ms": {"median": round(median(back)), "max": round(max(back))} if back else {},
            "rows": [{"fault": row.name, "kills": row.kills, "times": row.injected,
                      "lost": row.lost, "duplicated": row.duplicated, "holds": row.holds,
                      "skipped": row.skipped, "what": row.faults} for row in self.rows],
            "bugs": self.planted}

    def last_words(self, json_file: Path | None) -> None:
        told = self.as_json()
        back = told["recovery_ms"]
        self._tell(f"{told['kills']} kills, {told['faults']} faults, {told['acknowledged']} "
                   f"acknowledged, {told['lost']} lost, {told['duplicated']} duplicated"
                   + (f", serving again after {back['median']} ms (at most {back['max']})"
                      if back else "")
                   + (f", {told['planted_found']} of {told['planted']} planted bugs found"
                      if told["planted"] else ""))
        if json_file:
            json_file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n",
                                 encoding="utf-8")
