"""What case workers and approvers do: each act of the plan as a call of the registry."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from demo.client import Person, Refusal, command_id
from demo.memory import Memory
from demo.stubs import load

Entry = dict[str, Any]


class Unexpected(Exception):
    """The suite answered something else than the plan expects."""


def _file() -> Any:
    return load("haven.registry.v1.file_requests")


def _enum(prefix: str, word: str | None) -> int:
    """Number of an enum value of household.proto; no word is UNSPECIFIED."""
    return int(getattr(load("haven.registry.v1.household"), f"{prefix}_{word or 'UNSPECIFIED'}"))


_ROUNDS = {"2016-2020": "2016_2020", "2020-": "SINCE_2020", "none": "NONE"}


class CaseWorkers:
    """Acts on household files. `people` finds a member of staff by login."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, packages: Path) -> None:
        self._people = people
        self._memory = memory
        self._packages = packages

    def household(self, key: str) -> str:
        return self._memory.get(f"household/{key}")

    def do(self, entry: Entry) -> Any:
        """One entry; a refusal that the plan expects is an answer, any other is Unexpected."""
        act = getattr(self, "_" + entry["act"].replace("return", "give_back"))
        expected = entry.get("expect", "")
        try:
            answer = act(entry)
        except Refusal as refusal:
            if refusal.reason == expected:
                return refusal
            raise Unexpected(f"{entry}: {refusal}") from refusal
        if expected:
            raise Unexpected(f"{entry}: should be refused")
        return answer

    def _call(self, entry: Entry, name: str, request: Any) -> Any:
        request.command_id = command_id(entry["date"], entry["act"], entry.get("key", ""), name,
                                        entry["as"], entry.get("minutes", ""))
        if "key" in entry and entry["act"] != "apply":
            request.household_id = self.household(entry["key"])
        return self._people(entry["as"]).call("RegistryService", name, request)

    # The application ----------------------------------------------------------------------------

    def application(self, package: dict[str, Any]) -> Any:
        """The request that an application package makes."""
        word = package.get
        request = _file().SubmitApplicationRequest(
            union_node=package["union_node"], division=package["division"],
            residence=_enum("RESIDENCE", "URBAN" if word("urban") else "RURAL"),
            union_member=True, migrant=package["migrant"],
            labour_months=word("labour_months") or 0, employer_uscc=word("employer_uscc") or "",
            tier=_enum("FILE_TIER", package["tier"]),
            round=_enum("FILE_ROUND", _ROUNDS[package["round"]]),
            causes=[_enum("HARDSHIP_CAUSE", cause) for cause in package["causes"]],
            documents=self._documents(package["documents"]),
            members=[self._member(member) for member in package["members"]],
            declared_income_fen=package["declared_income_fen"],
            declared_rigid_fen=package["declared_rigid_fen"],
            self_paid_medical_fen=package["self_paid_medical_fen"], privacy_notice="2021-11")
        request.payee.CopyFrom(self._payee(package["payee"]))
        return request

    def _documents(self, rows: list[dict[str, str]]) -> list[Any]:
        return [_file().DocumentInput(kind=_enum("DOCUMENT_KIND", row["kind"]), name=row["name"])
                for row in rows]

    def _payee(self, row: dict[str, Any]) -> Any:
        return _file().PayeeInput(seq=row["seq"], kind=_enum("PAYEE_KIND", row["kind"]),
                                  account=row["account"], bank=row["bank"])

    def _member(self, row: dict[str, Any]) -> Any:
        return _file().MemberInput(
            seq=row["seq"], relation=_enum("RELATION", row["relation"]), name=row["name"],
            id_number=row["id_number"], sex=_enum("SEX", {"M": "MALE", "F": "FEMALE"}[row["sex"]]),
            birth_date=row["birth_date"], phone=row["phone"], address=row["address"],
            work=_enum("WORK_STATE", row["work"]), health=_enum("HEALTH", row["health"]),
            schooling=_enum("SCHOOLING", row["schooling"]),
            yearly_income_fen=row["yearly_income_fen"], authorised=row["authorised"],
            diagnosis=row["diagnosis"])

    def package(self, key: str) -> dict[str, Any]:
        text = (self._packages / f"{key}.json").read_text(encoding="utf-8")
        return dict(json.loads(text))

    def _apply(self, entry: Entry) -> Any:
        answer = self._call(entry, "SubmitApplication",
                            self.application(self.package(entry["key"])))
        self._memory.put(f"household/{entry['key']}", answer.household_id)
        self._memory.put(f"federation/{entry['key']}", str(answer.federation))
        return answer

    def _give_back(self, entry: Entry) -> Any:
        return self._call(entry, "ReturnApplication", _file().ReturnApplicationRequest(
            missing=[_enum("DOCUMENT_KIND", kind) for kind in entry["missing"]],
            missing_authorisations=entry["missing_authorisations"]))

    def _complete(self, entry: Entry) -> Any:
        return self._call(entry, "CompleteApplication", _file().CompleteApplicationRequest(
            documents=self._documents(entry["documents"]),
            authorisations=entry["authorisations"]))

    def _withdraw(self, entry: Entry) -> Any:
        return self._call(entry, "WithdrawApplication", _file().WithdrawApplicationRequest())

    def _reject(self, entry: Entry) -> Any:
        return self._call(entry, "RejectApplication",
                          _file().RejectApplicationRequest(reason=entry["reason"]))

    # Investigation and class --------------------------------------------------------------------

    def _visit(self, entry: Entry) -> Any:
        return self._call(entry, "RecordHomeVisit", _file().RecordHomeVisitRequest(
            kind=_enum("VISIT_KIND", entry["kind"]), visitors=entry["visitors"],
            finding=_enum("VISIT_FINDING", entry["finding"])))

    def _check(self, entry: Entry) -> Any:
        return self._call(entry, "RequestMeansCheck", _file().RequestMeansCheckRequest())

    def _assess(self, entry: Entry) -> Any:
        answer = self._call(entry, "AssessHousehold", _file().AssessHouseholdRequest())
        wanted = _enum("HARDSHIP_CLASS", entry.get("expect_class"))
        if answer.hardship_class != wanted or answer.reason != entry.get("expect_reason", ""):
            raise Unexpected(f"{entry}: {answer}")
        return answer

    # Notice and meeting -------------------------------------------------------------------------

    def _notice(self, entry: Entry) -> Any:
        answer = self._call(entry, "OpenNotice", _file().OpenNoticeRequest())
        self._memory.put(f"notice/{entry['key']}", answer.masked_row)
        return answer

    def _object(self, entry: Entry) -> Any:
        answer = self._call(entry, "RaiseObjection", _file().RaiseObjectionRequest(
            grounds=entry["grounds"], anonymous=entry["anonymous"]))
        self._memory.put(f"objection/{entry['key']}", answer.objection_id)
        return answer

    def _resolve(self, entry: Entry) -> Any:
        return self._call(entry, "ResolveObjection", _file().ResolveObjectionRequest(
            objection_id=self._memory.get(f"objection/{entry['key']}"), upheld=entry["upheld"]))

    def _minutes(self, entry: Entry) -> Any:
        return load("haven.registry.v1.household").Meeting(
            minutes_no=entry["minutes"], held_on=entry["date"], present=entry["present"])

    def _meeting(self, entry: Entry) -> Any:
        rows = [_file().MeetingRow(household_id=self.household(row["key"]),
                                   struck=row.get("struck", False), reason=row.get("reason", ""))
                for row in entry["rows"]]
        answer = self._call(entry, "RecordMeeting", _file().RecordMeetingRequest(
            meeting=self._minutes(entry), rows=rows))
        for row, result in zip(entry["rows"], answer.rows):
            wanted = ("REJECTED", "EXIT_REJECTED") if row.get("struck") else ("ENROLLED", "CLOSED")
            if result.result not in wanted:
                raise Unexpected(f"{entry['date']} {row}: {result.result} {result.reason}")
        return answer

    # Plans, reviews, ends -----------------------------------------------------------------------

    def _measures(self, rows: list[dict[str, Any]]) -> list[Any]:
        known = _file().MeasureInput.DESCRIPTOR.fields_by_name
        measures = []
        for row in rows:
            measure = _file().MeasureInput(
                item=_enum("AID_ITEM", row["item"]), annual_fen=row["annual_fen"],
                fund_line=row["fund_line"], fund_federation=row["fund_federation"])
            if row["programme"] and "programme" in known:
                measure.programme = row["programme"]
            measures.append(measure)
        return measures

    def _plan(self, entry: Entry) -> Any:
        return self._call(entry, "AdoptHelpPlan", _file().AdoptHelpPlanRequest(
            year=entry["year"], measures=self._measures(entry["measures"])))

    def _programme(self, entry: Entry) -> Any:
        return self._call(entry, "EnrolInProgramme", _file().EnrolInProgrammeRequest(
            programme=entry["programme"], annual_fen=entry["annual_fen"],
            fund_line=entry["fund_line"], fund_federation=entry["fund_federation"],
            year=entry["year"]))

    def _review(self, entry: Entry) -> Any:
        return self._call(entry, "CompleteReview", _file().CompleteReviewRequest(
            outcome=_enum("REVIEW_OUTCOME", entry["outcome"]), reviewers=entry["reviewers"],
            measures=self._measures(entry["measures"]),
            retained_hire_id=self._memory.get(f"hire/{entry['job']}") if "job" in entry else ""))

    def _suspend(self, entry: Entry) -> Any:
        return self._call(entry, "SuspendAid", _file().SuspendAidRequest(
            reason=_enum("SUSPENSION_REASON", entry["reason"])))

    def _resume(self, entry: Entry) -> Any:
        return self._call(entry, "ResumeAid", _file().ResumeAidRequest())

    def _exit(self, entry: Entry) -> Any:
        return self._call(entry, "ProposeExit", _file().ProposeExitRequest(
            kind=_enum("EXIT_KIND", entry["kind"]), origin=entry["origin"]))

    def _cancel(self, entry: Entry) -> Any:
        return self._call(entry, "CancelFile", _file().CancelFileRequest(
            kind=_enum("EXIT_KIND", entry["kind"])))

    def _follow_up(self, entry: Entry) -> Any:
        return self._call(entry, "RecordFollowUp", _file().RecordFollowUpRequest(
            month=entry["month"], visitors=entry["visitors"],
            finding=_enum("VISIT_FINDING", entry["finding"])))

    def _reopen(self, entry: Entry) -> Any:
        answer = self._call(entry, "ReopenFile", _file().ReopenFileRequest(
            meeting=self._minutes(entry),
            self_paid_medical_fen=entry["self_paid_medical_fen"]))
        if answer.hardship_class != _enum("HARDSHIP_CLASS", entry["expect_class"]):
            raise Unexpected(f"{entry}: {answer}")
        return answer

    def _account(self, entry: Entry) -> Any:
        """The payee's account: entered by one, confirmed by another with the card at hand."""
        answer = self._call(entry, "ChangePayeeAccount", _file().ChangePayeeAccountRequest(
            payee=self._payee(entry["payee"])))
        return self._call(entry | {"as": entry["confirmed_by"]}, "ConfirmPayeeAccount",
                          _file().ConfirmPayeeAccountRequest(
                              proposal_id=answer.proposal_id,
                              last4=entry["payee"]["account"][-4:]))
