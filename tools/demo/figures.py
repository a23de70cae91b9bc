"""The years' figures from the query rpcs and the bank's own ledger, beside the article's."""
from __future__ import annotations

import json
import operator
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from demo.client import Person
from demo.processes import Places
from demo.screen import Screen, padded
from demo.stubs import load
from peer.workdays import WorkingDays

# What stands in one line (the words are in demo.texts), how it is meant, and what must be.
MUST: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("pilot", "=", {"pilot.households": 199, "pilot.enterprises": 83}),
    ("pilot.aid", "=", {"pilot.instalments_paid": 398, "pilot.paid_fen": 79_600_000}),
    ("pilot.line", "=", {"pilot.at_or_above_line": 199}),
    ("current", "=", {"current.households": 84, "current.paid_fen": 63_000_000,
                      "current.mean_fen": 750_000}),
    ("cohort", "=", {"cohort1.enrolled": 9_446, "cohort1.open_on_2020_12_31": 0}),
    ("union", "=", {"scholarship.union.awards": 742, "scholarship.union.fen": 225_570_000}),
    ("charity", "≥", {"scholarship.charity.awards": 1_200, "scholarship.charity.fen": 600_000_000}),
    ("autumn", "=", {"scholarship.2023.awards": 227}),
    ("autumn.unions", "=", {"scholarship.2023.chencang_awards": 52,
                            "scholarship.2023.meixian_awards": 12,
                            "scholarship.2023.longxian_awards": 24}),
    ("autumn.firms", "=", {"scholarship.2023.xifeng_awards": 46,
                           "scholarship.2023.hongqi_awards": 22,
                           "scholarship.2023.hantang_awards": 18,
                           "scholarship.2023.guojiahe_awards": 53}),
    ("autumn.fen", "=", {"scholarship.2023.meixian_fen": 6_000_000,
                         "scholarship.2023.longxian_fen": 7_200_000,
                         "scholarship.2023.xifeng_fen": 7_800_000,
                         "scholarship.2023.hongqi_fen": 8_800_000,
                         "scholarship.2023.hantang_fen": 9_000_000}),
    # "More than 100,000" and "157,000 and more" is what the article says of these two.
    ("autumn.least", "≥", {"scholarship.2023.chencang_fen": 10_000_000,
                           "scholarship.2023.guojiahe_fen": 15_700_000}),
    ("warmth", "=", {"outreach.warmth.fen": 922_000_000, "outreach.warmth.person_times": 15_000}),
    ("warmth.persons", "<", {"outreach.warmth.distinct_persons": 15_000}),
    ("warmth.crews", "=", {"outreach.warmth.headcount": 300}),
    ("warmth.2023", "=", {"outreach.city2023.fen": 222_000_000, "outreach.city2023.groups": 6,
                          "outreach.city2023.enterprises": 30,
                          "outreach.city2023.hardship_workers": 2_280}),
    # Nine of the season's 3,000 are on file: they stand on a higher step of the ladder.
    ("ladder", "=", {"ladder.warmth": 2_991}),
    ("medical", "≥", {"outreach.medical.fen": 770_000_000,
                      "outreach.medical.person_times": 13_000}),
    # Every yuan of the visits, and nothing else, is cash that disbursement has booked.
    ("cash", "=", {"cash.paid_fen": 1_692_000_000}),
    ("safety", "≥", {"outreach.safety_week.items": 12_000, "outreach.safety_week.reached": 9_000}),
    ("training", "=", {"outreach.training.trainees": 54}),
    ("fairs", "=", {"employment.fairs": 11, "employment.stalls": 1_411}),
    ("fairs.work", "=", {"employment.posts": 26_551, "employment.intents": 14_682}),
    ("payments", "≥", {"payments.refused": 12, "payments.unknown": 4, "payments.returned": 6}),
    ("twice", "=", {"payments.paid_twice": 0}),
)
_HOLDS: dict[str, Callable[[int, int], bool]] = {"=": operator.eq, "≥": operator.ge, "<": operator.lt}
# The way of people of the files since 2020: each of these is some of the one before, and nobody is none.
PATHWAY = ("pathway.in_hardship", "pathway.hired", "pathway.retained", "pathway.resolved")
# Business days that the bank does not know of a line: at least one must be so slow.
_LONG_UNKNOWN = 3


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


def missing_kinds(lines: Iterable[Line], credits_: list[dict[str, Any]],
                  days: WorkingDays) -> list[str]:
    """What should have gone wrong at the bank at least once, and did not."""
    refused = {line.reason for line in lines if line.state == "FAILED"}
    missing = [reason for reason in ("NAME_MISMATCH", "CLOSED") if reason not in refused]
    if not any(str(row["returned_on"] or "")[:4] > row["credited_on"][:4] for row in credits_):
        missing.append("RETURNED_NEXT_YEAR")
    waited = [days.add(date.fromisoformat(row["unknown_from"]), _LONG_UNKNOWN).isoformat()
              <= row["credited_on"] for row in credits_ if row["unknown_from"]]
    if not any(waited):
        missing.append("UNKNOWN_FOR_THREE_DAYS")
    return missing


def counted(places: Places, auditor: Person) -> dict[str, int]:
    """Every figure by id, as the suite counts it on the business date."""
    registry = load("haven.registry.v1.query_requests")
    money = load("haven.disbursement.v1.disbursement_service")
    answer = auditor.call("RegistryQueryService", "GetFigures", registry.GetFiguresRequest())
    figures = {row.id: row.value for row in answer.figures}
    answer = auditor.call("PaymentService", "GetPaymentFigures",
                          money.GetPaymentFiguresRequest(year=2023))
    figures |= {row.id: row.value for row in answer.figures}
    awards = load("haven.scholarship.v1.scholarship_service")
    answer = auditor.call("ScholarshipService", "GetScholarshipFigures",
                          awards.GetScholarshipFiguresRequest())
    figures |= {row.id: row.value for row in answer.figures}
    visits = load("haven.outreach.v1.outreach_service")
    answer = auditor.call("CampaignService", "GetOutreachFigures",
                          visits.GetOutreachFiguresRequest())
    figures |= {row.id: row.value for row in answer.figures}
    work = load("haven.employment.v1.employment_service")
    answer = auditor.call("EmploymentService", "GetEmploymentFigures",
                          work.GetEmploymentFiguresRequest())
    figures |= {row.id: row.value for row in answer.figures}
    figures["payments.paid_twice"] = paid_twice(places, auditor)
    return figures


def compare(figures: dict[str, int], screen: Screen) -> None:
    """Lines of figures that belong together: what the article says, what was counted."""
    for words, sign, musts in MUST:
        found = {name: figures[name] for name in musts if name in figures}
        good = all(name in found and _HOLDS[sign](found[name], must)
                   for name, must in musts.items())
        screen.check(good, "figure", words=padded(screen.texts(words), 50), sign=sign,
                     must=padded(_show(musts), 32), value=_show(found))
    lines = sorted({name.rsplit(".", 1)[0] for name in figures if name.startswith("fund.")})
    uneven = [line for line in lines if not _balances(figures, line)]
    screen.check(not uneven and bool(lines), "figure.funds", count=len(lines),
                 uneven=" ".join(uneven))


def compare_parts(figures: dict[str, int], screen: Screen) -> None:
    """City and county of the medical campaign apart; together they are all of it."""
    parts = {level: figures.get(f"outreach.medical.{level}_fen", 0) for level in ("city", "county")}
    screen.check(all(parts.values()) and sum(parts.values()) == figures.get("outreach.medical.fen"),
                 "figure.parts", **{level: f"{fen / 100:,.2f} ¥" for level, fen in parts.items()})
    # In hundredths of a per cent, rounded as the article does.
    posts = max(figures.get("employment.posts", 0), 1)
    share = (figures.get("employment.intents", 0) * 10_000 + posts // 2) // posts
    screen.check(share == 5_530, "figure.share", share=f"{share / 100:.2f}")


def compare_basis(auditor: Person, screen: Screen) -> None:
    """The online-safety week's counts are said to be estimates, and nothing else of outreach is."""
    visits = load("haven.outreach.v1.outreach_service")
    rows = auditor.call("CampaignService", "GetOutreachFigures",
                        visits.GetOutreachFiguresRequest()).figures
    wrong = [row.id for row in rows
             if (row.basis == "ESTIMATED") != row.id.startswith("outreach.safety_week.")]
    screen.check(not wrong and bool(rows), "figure.basis", wrong=" ".join(wrong))


def narrows(figures: dict[str, int]) -> bool:
    """Each step of the way out of hardship is taken by fewer than the one before, and by some."""
    steps = [figures.get(name, 0) for name in PATHWAY]
    return steps[-1] > 0 and all(more > fewer for more, fewer in zip(steps, steps[1:]))


def compare_pathway(figures: dict[str, int], screen: Screen) -> None:
    """How far people of the files since 2020 have come on the way to work and out of hardship."""
    steps = {name.removeprefix("pathway."): figures.get(name, 0) for name in PATHWAY}
    screen.check(narrows(figures), "figure.pathway", **steps)


def compare_kinds(figures: dict[str, int], missing: list[str], screen: Screen) -> None:
    """What went wrong at the bank, and how the households of the first cohort left."""
    screen.check(not missing, "figure.kinds", missing=" ".join(missing))
    kinds = {kind: figures.get(f"cohort1.exit.{kind}", 0)
             for kind in ("resolved", "closed_other", "to_backstop")}
    screen.check(sum(kinds.values()) == figures.get("cohort1.enrolled") and all(kinds.values()),
                 "figure.exits", **kinds)


def _balances(figures: dict[str, int], line: str) -> bool:
    part = {word: figures.get(f"{line}.{word}_fen", 0)
            for word in ("received", "paid", "reserved", "balance", "returned")}
    return part.pop("received") == sum(part.values())


def _show(values: dict[str, int]) -> str:
    return " / ".join(f"{value / 100:,.2f} ¥" if name.endswith("fen") else f"{value:,}"
                      for name, value in values.items())
