"""Placeholder dibao lines and the two rule sets, as data (domain rules: docs/rules.md)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.places import CITY_CODE, COUNTIES

_STARTS = ("2015-07-01", "2016-07-01", "2017-07-01", "2018-07-01", "2019-07-01", "2020-07-01",
           "2021-07-01", "2022-07-01", "2023-07-01")
# Yuan a month in the lowest division; from 2021-07-01 on no line of any kind is below 625.00.
_LEAST = (430, 455, 480, 510, 575, 600, 626, 642, 661)
_STEPS = {"610300": 40, "610302": 40, "610303": 40, "610304": 32, "610305": 22, "610323": 18,
          "610324": 14, "610326": 16, "610327": 6, "610328": 4, "610329": 0, "610330": 8,
          "610331": 2}


@dataclass(frozen=True)
class Line:
    division: str
    kind: str
    monthly_fen: int
    start: date


class Lines:
    """All lines; `on` finds the one in force."""

    def __init__(self) -> None:
        self.rows: list[Line] = []
        for division in (CITY_CODE, *(county.code for county in COUNTIES)):
            for place, start in enumerate(_STARTS):
                urban = _LEAST[place] + _STEPS[division]
                rural = max(urban - 140 + 10 * place, 626 if place >= 6 else 0)
                day = date.fromisoformat(start)
                self.rows.append(Line(division, "URBAN", urban * 100, day))
                self.rows.append(Line(division, "RURAL", min(rural, urban) * 100, day))

    def on(self, division: str, day: date, kind: str = "URBAN") -> int:
        """Fen a month and head."""
        found = [row for row in self.rows
                 if row.division == division and row.kind == kind and row.start <= day]
        return max(found, key=lambda row: row.start).monthly_fen

    def table(self) -> list[list[str]]:
        head = ["division", "kind", "monthly_fen", "effective_from", "source", "placeholder"]
        return [head, *([row.division, row.kind, str(row.monthly_fen), row.start.isoformat(),
                         "placeholder, to be replaced by the operator", "true"]
                        for row in self.rows)]


_SIGNS = ["HOMES_GE_2", "SHOP_OR_EMPLOYER", "HIGH_FEE_SCHOOL_GT_2X", "SELF_FUNDED_ABROAD",
          "NON_LIVELIHOOD_VEHICLE"]
_HARD_CAUSES = ["MAJOR_ILLNESS", "DISABILITY", "CHILD_SCHOOLING", "SINGLE_PARENT"]


def _test(hardship_class: str, permille: int, strict: bool, **more: Any) -> dict[str, Any]:
    return {"hardship_class": hardship_class, "multiple_permille": permille, "strict": strict,
            **more}


def rule_sets() -> list[dict[str, Any]]:
    """Rule sets in the shape of haven.registry.v1.RuleSet; enum names without their prefix."""
    common: dict[str, Any] = {
        "tier": "NATIONAL", "exclusions": _SIGNS, "migrant_months": 12, "notice_working_days": 5,
        "means_check_valid_days": 180, "review_months": 12, "review_reminder_months": 11,
        "complete_within_days": 30, "follow_up_months": [3, 6], "investigation_days": 5,
        "review_window_months": 3, "meeting_minimum": 3, "due_days": ["06-30", "12-10"]}
    first_round = {"round": "2016_2020", "first_day": "2016-01-01", "last_day": "2020-12-31"}
    second_round = {"round": "SINCE_2020", "first_day": "2020-01-01", "last_day": ""}
    older = {
        "rule_set_id": "CN-UNION-2015", "effective_from": "2015-01-01",
        "effective_until": "2019-12-31", "source": "national rules of 2015 (docs/rules.md)",
        **common, "tests": [
            _test("DIBAO", 1000, True, min_months_below_without_relief=6),
            _test("MARGINAL", 1500, False, causes=_HARD_CAUSES),
            _test("ACCIDENT", 3000, False, causes=["ACCIDENT", "SUDDEN_EVENT"],
                  above_if_cost_ruins=True)],
        "caps": [{"hardship_class": name, "living_months": 12, "medical_self_paid_percent": 100}
                 for name in ("DIBAO", "MARGINAL", "ACCIDENT")]}
    older["programmes"] = [{"programme": "PILOT-2018", "effective_from": "2018-03-01",
                            "annual_fen": 400000, "causes": [
                                "SUDDEN_EVENT", "ACCIDENT", "MAJOR_ILLNESS", "DISABILITY"]}]
    older["rounds"] = [first_round]
    newer = {
        "rule_set_id": "CN-UNION-2020", "effective_from": "2020-01-01", "effective_until": "",
        "source": "rules in force since 2020 (docs/rules.md)", **common, "tests": [
            _test("DEEP", 1000, True), _test("RELATIVE", 2000, True),
            _test("ACCIDENT", 0, False, causes=["ACCIDENT", "SUDDEN_EVENT", "MAJOR_ILLNESS"],
                  cost_gt_income_percent=80, ignores_line=True, temporary_only=True)],
        "rounds": [first_round, second_round],
        "approvals": [{"item": "MEDICAL", "above_fen": above, "level": level}
                      for above, level in ((2_000_000, "PROVINCIAL"), (5_000_000, "NATIONAL"))],
        "caps": [
            {"hardship_class": "DEEP", "living_months": 12, "medical_self_paid_percent": 100},
            {"hardship_class": "RELATIVE", "living_months": 8, "medical_self_paid_percent": 80,
             "single_item": True},
            {"hardship_class": "ACCIDENT", "living_months": 8, "medical_self_paid_percent": 80}]}
    return [older, newer]
