"""What does not go straight in the charity's autumn of 2022: objections, an entry that is put off, an award
that is revoked, and what the money that they leave pays a year later."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

from generator.funds import FundLine
from generator.places import CITY
from generator.procedure import Procedure

YEAR = 2022
SCHEME = f"xuanyuan-{YEAR}"
# Students beyond those of the article's count: one against whom an objection is upheld, one who enters a
# year later and one who drops out before the payment. What is kept for nobody pays the entry and two more
# years of students who are awarded already.
TURNS = 3
RENEWED = 2
_CARRIED = date(YEAR + 1, 5, 15)
_RENEWS = date(YEAR + 1, 9, 4)


class AwardTurns:
    """Appends to the plan of the procedure. `on` is the day of a desk's step in a year."""

    def __init__(self, procedure: Procedure, on: Callable[[int, str], date]) -> None:
        self._add, self._days = procedure.add, procedure.days
        self._city = procedure.offices[CITY]
        self._on = on

    def object(self, dismissed: str, upheld: str) -> None:
        """Two objections to the notice: one is wrong, one is right and ends the application."""
        approve = self._city.staff["approve"][2]
        raised = self._days.add(self._on(YEAR, "notice"), 2)
        decided = self._days.add(raised, 1)
        for key, right in ((dismissed, False), (upheld, True)):
            self._add(raised, "award_object", self._city.case(0), key,
                      ground="PROPERTY" if right else "INCOME", anonymous=not right)
            self._add(decided, "award_resolve", approve, key, upheld=right)
        self._add(self._days.add(decided, 1), "award_reject", approve, upheld,
                  reason="OWNS_A_SECOND_FLAT")

    def turn(self, deferred: str, revoked: str) -> None:
        """Between approval and payment; both are numbers of awards."""
        approve, day = self._city.staff["approve"][2], self._days.add(self._on(YEAR, "approve"), 1)
        self._add(day, "award_defer", approve, deferred, year=YEAR, until=YEAR + 1)
        self._add(day, "award_revoke", approve, revoked, reason="DROPPED_OUT",
                  decision=f"city-zx-{YEAR}-1")

    def carry_on(self, of: FundLine, to: FundLine, award_fen: int) -> None:
        """What nobody got goes to the line of the following year."""
        self._add(self._days.on_or_after(_CARRIED), "posting", self._city.one("payer"),
                  of.code + to.code, federation=CITY, kind="CARRIED_OUT", line=of.code,
                  amount_fen=TURNS * award_fen, voucher=f"JZ-{of.code}", to_line=to.code,
                  to_federation=CITY)

    def renew(self, awards: dict[str, str], to: FundLine) -> None:
        """Awards by number, with the stage that is studied."""
        proposed = self._days.on_or_after(_RENEWS)
        for place, (award, stage) in enumerate(awards.items(), start=1):
            self._add(proposed, "award_renew", self._city.case(0), award, year=YEAR + 1,
                      stage=stage, pledge=SCHEME, fund_line=to.code, proof=f"XJ-{YEAR + 1}-{place}")
            self._add(self._days.add(proposed, 2), "award_renewal", self._city.staff["approve"][2],
                      award, year=YEAR + 1)
