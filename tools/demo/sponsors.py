"""What sponsors are told, held against the bank's own ledger: each yuan of a pledge to award, bank line and return."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from demo.client import Person
from demo.screen import Screen
from demo.stubs import load


@dataclass
class Traced:
    """What was found over all pledges."""

    pledges: int = 0
    credits: int = 0
    fen: int = 0
    goods: int = 0
    wrong: list[str] = field(default_factory=list)


def pages(auditor: Person, stub: str, name: str, rows: str, **fields: Any) -> Iterator[Any]:
    """Every row of a list of the scholarship service."""
    requests = load("haven.scholarship.v1.scholarship_service")
    token = ""
    while True:
        page = auditor.call(stub, name, getattr(requests, f"{name}Request")(
            page_size=500, page_token=token, **fields))
        yield from getattr(page, rows)
        token = page.next_page_token
        if not token:
            return


def trace(auditor: Person, bank_credits: list[dict[str, Any]]) -> Traced:
    """Every line of every sponsor's statement; a credit must stand in the bank's ledger, to the fen and day."""
    at_bank = {(row["bank_serial"], row["credited_on"]): row["amount_fen"] for row in bank_credits}
    traced = Traced()
    for pledge in pages(auditor, "SchemeService", "ListPledges", "pledges"):
        traced.pledges += 1
        lines = list(pages(auditor, "SchemeService", "GetSponsorStatement", "lines", pledge=pledge.code))
        sums: Counter[str] = Counter()
        for line in lines:
            sums[line.kind] += line.amount_fen or line.pieces
            if line.kind == "PAID":
                known = line.award_no and line.stage and line.federation
                if not known or at_bank.get((line.reference, line.happened_on)) != line.amount_fen:
                    traced.wrong.append(f"{pledge.code} {line.award_no} {line.reference}")
                traced.credits += 1
        paid = sums["PAID"] - sums["PAYMENT_RETURNED"]
        traced.fen += paid
        traced.goods += sums["GIFT_HANDED_OUT"]
        handed = sum(goods.handed_out for goods in pledge.goods)
        if (sums["RECEIVED"], paid, sums["GIFT_HANDED_OUT"]) != (
                pledge.received_fen, pledge.paid_fen, handed):
            traced.wrong.append(pledge.code)
    return traced


def check(traced: Traced, screen: Screen) -> None:
    """A line on the screen."""
    good = not traced.wrong and traced.pledges > 0 and traced.fen > 0 and traced.goods > 0
    screen.check(good, "sponsors", pledges=traced.pledges, credits=traced.credits,
                 fen=f"{traced.fen / 100:,.2f} ¥", goods=traced.goods,
                 wrong=" ".join(traced.wrong[:5]))
