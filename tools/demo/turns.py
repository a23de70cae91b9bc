"""What did not go straight in the scholarships, as the suite tells it at the end: whose nomination fell, who
entered a year later, who lost the award, who had another year."""
from __future__ import annotations

from collections import Counter
from typing import Any

from demo.client import Person
from demo.screen import Screen
from demo.sponsors import pages
from demo.stubs import load

MUST = {"rejected": 1, "deferred": 1, "revoked": 1, "renewed": 2}


def turn_of(award: Any, values: Any) -> str:
    """What became of an award, or "" where it was paid once, in its year."""
    years = [year.state for year in award.years]
    paid, released = values.AWARD_YEAR_STATE_PAID, values.AWARD_YEAR_STATE_RELEASED
    if award.revoked:
        return "revoked" if years == [released] else "revoked and paid"
    if award.deferred_until:
        return "deferred" if years == [released, paid] else "deferred and lost"
    if len(years) > 1:
        return "renewed" if set(years) == {paid} else "renewed and unpaid"
    return ""


def count(auditor: Person) -> dict[str, int]:
    """How many of each."""
    values = load("haven.scholarship.v1.scholarship_service")
    found = Counter(turn_of(award, values) for award in pages(
        auditor, "ScholarshipService", "ListAwards", "awards"))
    del found[""]
    found["rejected"] = sum(1 for _ in pages(
        auditor, "ScholarshipService", "ListScholarshipApplications", "applications",
        state=values.APPLICATION_STATE_REJECTED))
    return dict(found)


def check(counted: dict[str, int], screen: Screen) -> None:
    """A line on the screen."""
    wrong = sorted(set(counted) - set(MUST))
    screen.check(counted == MUST, "turns", wrong=" ".join(wrong),
                 **{name: counted.get(name, 0) for name in MUST})
