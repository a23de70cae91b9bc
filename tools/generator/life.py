"""One household's way through the years, and the plan of what staff do on each day."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from generator.family import Family

# Order of acts on one day: money and reference first, then each file's own course.
_ORDER = ("open_line posting import apply return complete withdraw visit check assess exit notice "
          "object resolve reject meeting reopen programme plan review suspend cancel follow_up "
          "account scheme pledge pledge_money scholarship award_survey award_check award_nominate "
          "award_notice award_object award_resolve award_reject roll_seal roll_approve award_defer award_revoke award_renew award_renewal gift_in ceremony gift_out campaign stock_open stock_in visit_group visit_list "
          "visit_approve visit_cash visit_hand_over stock_out visits visit_crew visits_again goods_lost "
          "goods_back visit_count visit_settle visit_confirm stock_off campaign_close "
          "activity activity_report activity_amend class_open class_enrol class_attend class_complete "
          "ticket_limits ticket ticket_refer ticket_transfer ticket_reply ticket_call_back "
          "ticket_dismiss ticket_close "
          "fair fair_cancel employer stall offer seeker fair_list fair_count hire retain quit case "
          "advise case_match case_refer case_answer referral_aside case_heard case_follow_up case_close post_rules post_allot post_offer post_start post_end course_rules "
          "course_offer course_enrol course_progress course_certificate course_subsidy course_approve release "
          "pay_round").split()


@dataclass
class Entry:
    """One act of one member of staff on one day."""

    day: date
    act: str
    staff: str
    key: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        row: dict[str, Any] = {"date": self.day.isoformat(), "act": self.act, "as": self.staff}
        if self.key:
            row["key"] = self.key
        return row | self.data


def in_order(entries: list[Entry]) -> list[Entry]:
    """Entries by day, act and key; the order of equal ones is kept."""
    return sorted(entries, key=lambda entry: (entry.day, _ORDER.index(entry.act), entry.key))


@dataclass
class Life:
    """What the generator knows about one household that applies here."""

    key: str
    cohort: str
    federation: int
    division: str
    node: str
    family: Family
    hardship_class: str
    tier: str
    round: str
    employer: str = ""
    migrant_months: int | None = None
    applied: date = date.min
    enrolled: date | None = None
    left: date | None = None
    exit_kind: str = ""
    measures: str = ""
    account: str = ""
    payee_seq: int = 1
    # Release days of the LIVING instalments that reach the bank, in order.
    paydays: list[date] = field(default_factory=list)
    # Last year for which aid was granted.
    granted_until: int = 0
    relapsed: bool = False
    # Work that somebody found and by which the household leaves (generator.work).
    jobs: list[Any] = field(default_factory=list)
    package: dict[str, Any] = field(default_factory=dict)


def plus_months(day: date, months: int) -> date:
    """The same day `months` later; 29 February becomes 28 February, a 31st the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def anniversary(start: date, years: int) -> date:
    return plus_months(start, 12 * years)
