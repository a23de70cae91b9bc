"""What one service tells another, asked of both logs: each that was told was heard, and once."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from demo.stubs import load

# Of each service, which of its events are asked about.
_TYPES = {
    "outreach": ("CallerReferred", "ReliefReferred", "ReferralAnswered", "TicketTransferred",
                 "TicketReceived", "GoodsIssued", "GoodsTaken", "IssueReversed", "GoodsGivenBack",
                 "StockReturned"),
    "registry": ("ReferralReceived", "ReferralApplied", "ReferralPutAside",
                 "IncomeChangeSignalled", "RetainedJobEnded"),
    "employment": ("CaseReferred", "ReferralAnswered", "RetentionConfirmed", "EmploymentEnded",
                   "CaseClosed", "HireLinked", "CaseReopened")}
# service, query → rows
Rows = Callable[[str, str], Iterable[tuple[str, ...]]]


@dataclass(frozen=True)
class Event:
    service: str
    federation: int
    stream: str
    body: Any


@dataclass
class Heard:
    """What came of what was told: how often each, and what is wrong with it."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def compare(self, what: str, told: Iterable[Hashable], heard: Iterable[Hashable]) -> None:
        """Each once on both sides."""
        said, got = Counter(told), Counter(heard)
        self.counts[what] += sum(got.values())
        for one in sorted(set(said) | set(got), key=str):
            if (said[one], got[one]) != (1, 1):
                self.faults.append(f"{what} {one}: told {said[one]} times, heard {got[one]} times")


def heard(rows: Rows) -> Heard:
    """Only while nothing is in flight."""
    found = _events(rows)
    result = Heard()
    _referrals(found, result)
    _answers(found, result)
    _tickets(found, result)
    _goods(found, result)
    _jobs(found, result)
    return result


def _events(rows: Rows) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for service, types in _TYPES.items():
        bodies = load(f"haven.{service}.v1.{service}_events")
        words = ", ".join(f"'{name}'" for name in types)
        for name in types:
            found.setdefault(name, [])
        for name, federation, stream, payload in rows(
                service, "SELECT type, federation, stream_id, encode(payload, 'hex') FROM event "
                f"WHERE type IN ({words})"):
            found[name].append(Event(service, int(federation), stream,
                                     getattr(bodies, name).FromString(bytes.fromhex(payload))))
    return found


def _referrals(found: dict[str, list[Event]], result: Heard) -> None:
    """Each becomes one draft or one visit where it was sent to."""
    sheets = load("haven.registry.v1.referral")
    received = found["ReferralReceived"]
    by_number = found["ReliefReferred"] + _to_registry(found)  # known by ID number
    result.compare(
        "referrals",
        [(e.body.referral_id, e.body.to_federation) for e in found["CallerReferred"] + by_number],
        [(e.body.sheet.referral_id, e.federation) for e in received])
    of_known = {e.body.referral_id: bool(e.body.union_node) and e.body.identified
                for e in found["CallerReferred"]}
    of_known |= {e.body.referral_id: bool(e.body.union_node) for e in by_number}
    for e in received:
        draft = e.body.becomes == sheets.REFERRAL_STATE_DRAFT
        if not draft and e.body.becomes != sheets.REFERRAL_STATE_VISIT:
            result.faults.append(f"referral {e.body.sheet.referral_id} became {e.body.becomes}")
        if draft != of_known.get(e.body.sheet.referral_id, draft):
            result.faults.append(f"referral {e.body.sheet.referral_id} became a draft: {draft}")


def _to_registry(found: dict[str, list[Event]]) -> list[Event]:
    return [e for e in found["CaseReferred"] if e.body.referral_id]


def _answers(found: dict[str, list[Event]], result: Heard) -> None:
    """A ticket hears whether its referral is a draft, a case what came of it in the end."""
    sheets, outcomes = load("haven.registry.v1.referral"), load("haven.outreach.v1.hotline")
    results = load("haven.employment.v1.assistance")
    result.compare(
        "answers",
        [(e.body.sheet.referral_id, e.body.sheet.from_federation, e.body.sheet.source_id,
          e.body.becomes == sheets.REFERRAL_STATE_DRAFT) for e in found["ReferralReceived"]
         if e.body.sheet.source == sheets.REFERRAL_SOURCE_HOTLINE],
        [(e.body.referral_id, e.federation, e.stream, e.body.outcome == outcomes.REFERRAL_OUTCOME_DRAFT)
         for e in found["ReferralAnswered"] if e.service == "outreach"])
    numbers = {e.body.referral_id: e.body.number for e in _to_registry(found)}
    result.compare(
        "answers",
        [(e.body.origin.from_federation, e.body.origin.source_id, numbers.get(e.stream), taken_up)
         for taken_up, name in ((True, "ReferralApplied"), (False, "ReferralPutAside"))
         for e in found[name] if e.body.origin.source == sheets.REFERRAL_SOURCE_CASE],
        [(e.federation, e.stream, e.body.number,
          e.body.result == results.REFERRAL_RESULT_TAKEN_UP)
         for e in found["ReferralAnswered"] if e.service == "employment"])


def _tickets(found: dict[str, list[Event]], result: Heard) -> None:
    """Each that is passed on goes on where it was sent to."""
    result.compare(
        "tickets",
        [(e.body.sheet.ticket_no, e.body.to_federation, e.body.to_ticket_id,
          e.body.sheet.transfers) for e in found["TicketTransferred"]],
        [(e.body.sheet.ticket_no, e.federation, e.stream, e.body.sheet.transfers)
         for e in found["TicketReceived"]])


def _goods(found: dict[str, list[Event]], result: Heard) -> None:
    """What a store issues the group takes, or it is in store again; so is what a group gives back."""
    result.compare(
        "issues",
        [(e.stream, e.body.group_id, e.body.issue_no) for e in found["GoodsIssued"]],
        [(e.body.stock_id, e.stream, e.body.issue_no) for e in found["GoodsTaken"]] +
        [(e.stream, e.body.group_id, e.body.issue_no) for e in found["IssueReversed"]])
    result.compare(
        "returns",
        [(e.body.stock_id, e.stream, e.body.return_no) for e in found["GoodsGivenBack"]],
        [(e.stream, e.body.group_id, e.body.return_no) for e in found["StockReturned"]])


def _jobs(found: dict[str, list[Event]], result: Heard) -> None:
    """Each month that was kept with proof asks the registry for one review of the file, whose end is
    heard too; the case that the job closed is opened again."""
    kept = [e for e in found["RetentionConfirmed"]
            if e.body.income_evidenced and e.body.file.household_id]
    result.compare(
        "reviews",
        [(e.body.file.household_id, e.body.file.federation, e.body.hire_id, e.body.month)
         for e in kept],
        [(e.body.household_id, e.federation, e.body.job.hire_id, e.body.job.month)
         for e in found["IncomeChangeSignalled"]])
    known = {e.body.hire_id for e in kept}
    result.compare(
        "ended jobs",
        [(e.body.file.household_id, e.body.hire_id) for e in found["EmploymentEnded"]
         if e.body.hire_id in known],
        [(e.body.household_id, e.body.hire_id) for e in found["RetainedJobEnded"]])
    hired = load("haven.employment.v1.assistance").CASE_OUTCOME_HIRED
    result.compare(
        "cases closed by a hire",
        [(e.stream, e.body.rests_on) for e in found["CaseClosed"] if e.body.outcome == hired],
        [(e.body.case_id, e.stream) for e in found["HireLinked"]])
    ended = Counter(e.body.case_id for e in found["EmploymentEnded"] if e.body.case_id)
    ended += Counter(e.body.case_id for e in found["HireLinked"] if e.body.ended)
    again = Counter(e.stream for e in found["CaseReopened"] if e.body.reason == "EMPLOYMENT_ENDED")
    result.counts["cases"] += again.total()
    result.faults += [f"case {case}: the work ended {ended[case]} times, it was opened again "
                      f"{again[case]} times" for case in sorted(set(ended) | set(again))
                      if ended[case] != again[case]]
