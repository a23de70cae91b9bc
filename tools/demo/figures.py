"""The years' figures from the query rpcs and the bank's own ledger, beside the article's."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from demo.client import Person
from demo.processes import Places
from demo.stubs import load

# id, what must be, how it is meant, words.
MUST: tuple[tuple[str, int, str, str], ...] = (
    ("pilot.households", 199, "=", "pilot 2018: households"),
    ("pilot.enterprises", 83, "=", "pilot 2018: city-owned enterprises in distress"),
    ("pilot.instalments_paid", 398, "=", "pilot 2018: instalments paid"),
    ("pilot.paid_fen", 79_600_000, "=", "pilot 2018: paid"),
    ("current.households", 84, "=", "round since 2020: on file"),
    ("current.paid_fen", 63_000_000, "=", "round since 2020: paid for 2023"),
    ("current.mean_fen", 750_000, "=", "round since 2020: mean of 2023"),
    ("cohort1.enrolled", 9_446, "=", "cohort 2016-2020: enrolled"),
    ("cohort1.open_on_2020_12_31", 0, "=", "cohort 2016-2020: open on 2020-12-31"),
    ("payments.refused", 12, "≥", "payment lines refused by the bank"),
    ("payments.unknown", 4, "≥", "payment lines unknown for a time"),
    ("payments.returned", 6, "≥", "payment lines returned late"),
    ("payments.paid_twice", 0, "=", "instalments credited twice (bank's own ledger)"),
)


def bank_credits(places: Places) -> list[dict[str, Any]]:
    """Credits as the bank's own ledger has them."""
    text = subprocess.run(
        [sys.executable, "-m", "bank", "ledger", "--json", "--ledger", str(places.ledger)],
        check=True, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(places.root / "tools")}).stdout
    return list(json.loads(text)["credits"])


@dataclass(frozen=True)
class Line:
    """A payment line as the suite knows it."""

    instalment: tuple[str, int]
    sent_on: str
    state: str
    reason: str


def payment_lines(auditor: Person) -> dict[str, Line]:
    """Every line of every batch by its reference."""
    requests = load("haven.disbursement.v1.disbursement_service")
    states = load("haven.disbursement.v1.payment").LineState
    found: dict[str, Line] = {}
    token = ""
    while True:
        page = auditor.call("PaymentService", "ListBatches",
                            requests.ListBatchesRequest(page_size=500, page_token=token))
        for batch in page.batches:
            lines = auditor.call("PaymentService", "GetBatch",
                                 requests.GetBatchRequest(batch_id=batch.batch_id)).lines
            for line in lines:
                word = states.Name(line.state).removeprefix("LINE_STATE_")
                found[line.line_ref] = Line((line.entitlement_id, line.instalment),
                                            batch.sent_on, word, line.reason)
        token = page.next_page_token
        if not token:
            return found


def paid_twice(places: Places, auditor: Person) -> int:
    """Instalments with more than one credit that did not come back."""
    lines = payment_lines(auditor)
    standing = Counter(lines[row["ref"]].instalment for row in bank_credits(places)
                       if not row["returned_on"])
    return sum(count > 1 for count in standing.values())


def counted(places: Places, auditor: Person) -> dict[str, int]:
    """Every figure by id, as the suite counts it on the business date."""
    registry = load("haven.registry.v1.query_requests")
    money = load("haven.disbursement.v1.disbursement_service")
    answer = auditor.call("RegistryQueryService", "GetFigures", registry.GetFiguresRequest())
    figures = {row.id: row.value for row in answer.figures}
    answer = auditor.call("PaymentService", "GetPaymentFigures",
                          money.GetPaymentFiguresRequest(year=2023))
    figures |= {row.id: row.value for row in answer.figures}
    figures["payments.paid_twice"] = paid_twice(places, auditor)
    return figures


def compare(figures: dict[str, int], tell: Callable[[bool, str], None]) -> None:
    """One line a figure: what the article says, what was counted."""
    for name, must, sign, words in MUST:
        value = figures.get(name)
        good = value is not None and (value == must if sign == "=" else value >= must)
        shown = "none" if value is None else _show(name, value)
        tell(good, f"{words:<52} {sign} {_show(name, must):>14}   counted {shown:>14}")
    lines = sorted({name.rsplit(".", 1)[0] for name in figures if name.startswith("fund.")})
    for line in lines:
        part = {word: figures.get(f"{line}.{word}_fen", 0)
                for word in ("received", "paid", "reserved", "balance", "returned")}
        good = part["received"] == sum(value for word, value in part.items() if word != "received")
        if not good or len(lines) <= 6:
            tell(good, f"{line[5:]}: {part}")
    if len(lines) > 6:
        tell(True, f"{len(lines)} fund lines: received = paid + reserved + balance + returned")


def _show(name: str, value: int) -> str:
    return f"{value / 100:,.2f} ¥" if name.endswith("_fen") else f"{value:,}"
