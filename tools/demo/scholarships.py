"""What the desks do for scholarships: each act of the plan as a call of the scholarship service."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from demo.client import Person, command_id
from demo.memory import Memory
from demo.stubs import load

Entry = dict[str, Any]
ACTS = ("scheme pledge pledge_money gift_in gift_out scholarship award_survey award_check award_nominate "
        "award_notice award_object award_resolve award_reject roll_seal roll_approve award_defer award_revoke "
        "award_renew award_renewal ceremony").split()


def _requests() -> Any:
    return load("haven.scholarship.v1.scholarship_service")


def _enum(name: str, word: str) -> int:
    """Number of an enum value of scholarship.proto; no word is UNSPECIFIED."""
    values = load("haven.scholarship.v1.scholarship")
    return int(getattr(values, f"{name}_{word or 'UNSPECIFIED'}"))


class Scholarships:
    """Acts on schemes, applications and rolls. `people` finds a member of staff by login."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, world: Path) -> None:
        self._people = people
        self._memory = memory
        self._world = world
        self._students: dict[str, dict[str, Any]] = {}

    def do(self, entry: Entry) -> None:
        getattr(self, "_" + entry["act"])(entry)

    def _call(self, entry: Entry, stub: str, name: str, **fields: Any) -> Any:
        request = getattr(_requests(), f"{name}Request")(
            command_id=command_id(entry["date"], entry["act"], entry["key"]), **fields)
        return self._people(entry["as"]).call(stub, name, request)

    def _application(self, key: str) -> str:
        return self._memory.get(f"scholarship/{key}")

    # Schemes ----------------------------------------------------------------------------------------

    def _scheme(self, entry: Entry) -> None:
        values = load("haven.scholarship.v1.scholarship")
        fields = dict(entry["terms"])
        fields["kind"] = _enum("SCHEME_KIND", fields["kind"])
        fields["tiers"] = [values.AwardTier(
            code=tier["code"], amount_fen=tier["amount_fen"],
            stages=[_enum("STUDY_STAGE", stage) for stage in tier["stages"]],
            for_whom=values.TIER_FOR_ANYBODY) for tier in fields["tiers"]]
        self._call(entry, "SchemeService", "OpenScheme", terms=values.SchemeTerms(**fields))

    def _pledge(self, entry: Entry) -> None:
        code = entry["key"]
        self._call(entry, "SchemeService", "MakePledge", code=code, scheme=code,
                   sponsor=entry["sponsor"], promised_fen=entry["promised_fen"], fund_line=code,
                   agreement_no=f"RZ-{code}")

    def _pledge_money(self, entry: Entry) -> None:
        self._call(entry, "SchemeService", "ReceivePledge", pledge=entry["key"],
                   amount_fen=entry["amount_fen"], voucher_no=f"ZX-{entry['key']}")

    def _gift_in(self, entry: Entry) -> None:
        self._call(entry, "SchemeService", "ReceiveGift", pledge=entry["key"], goods=entry["gift"],
                   pieces=entry["pieces"], receipt_no=f"WP-{entry['key']}")

    def _gift_out(self, entry: Entry) -> None:
        self._call(entry, "SchemeService", "HandOutGift", pledge=entry["pledge"], goods=entry["gift"],
                   award=entry["key"])

    # Applications -----------------------------------------------------------------------------------

    def _scholarship(self, entry: Entry) -> None:
        household = load("haven.registry.v1.household")
        values = load("haven.scholarship.v1.scholarship")
        fields = dict(self._student(entry["key"]))
        fields["ground"] = _enum("HARDSHIP_GROUND", fields["ground"])
        fields["stage"] = _enum("STUDY_STAGE", fields["stage"])
        answer = self._call(entry, "ScholarshipService", "SubmitScholarshipApplication",
                            study_year=1, programme=values.PROGRAMME_KIND_REGULAR,
                            payee_kind=household.PAYEE_KIND_CARD, bank="西府农村商业银行", **fields)
        self._memory.put(f"scholarship/{entry['key']}", answer.application_id)

    def _student(self, key: str) -> dict[str, Any]:
        if not self._students:
            self._students = json.loads((self._world / "students.json").read_text("utf-8"))
        return self._students[key]

    def _award_survey(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "RecordSurvey",
                   application_id=self._application(entry["key"]),
                   finding=_enum("SURVEY_FINDING", "AS_DECLARED"))

    def _award_check(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "CheckApplication",
                   application_id=self._application(entry["key"]))

    def _award_nominate(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "NominateStudent",
                   application_id=self._application(entry["key"]), tier=entry["tier"])

    def _award_notice(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "OpenAwardNotice",
                   application_id=self._application(entry["key"]), place=entry["place"])

    def _award_object(self, entry: Entry) -> None:
        answer = self._call(entry, "ScholarshipService", "RaiseAwardObjection",
                            application_id=self._application(entry["key"]),
                            ground=_enum("OBJECTION_GROUND", entry["ground"]),
                            anonymous=entry["anonymous"])
        self._memory.put(f"objection/{entry['key']}", answer.objection_id)

    def _award_resolve(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "ResolveAwardObjection",
                   application_id=self._application(entry["key"]),
                   objection_id=self._memory.get(f"objection/{entry['key']}"),
                   upheld=entry["upheld"])

    def _award_reject(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "RejectScholarship",
                   application_id=self._application(entry["key"]), reason=entry["reason"])

    # Rolls --------------------------------------------------------------------------------------------

    def _roll_seal(self, entry: Entry) -> None:
        code = entry["key"]
        self._call(entry, "ScholarshipService", "SealRoll", roll_no=code, scheme=code,
                   fund_line=code, pledge=entry["pledge"],
                   entries=[_requests().RollEntry(application_id=self._application(key),
                                                  graduates=entry["graduates"])
                            for key in entry["students"]])

    def _roll_approve(self, entry: Entry) -> None:
        roll = self._people("city-auditor").call(
            "ScholarshipService", "GetRoll", _requests().GetRollRequest(roll=entry["key"])).roll
        self._call(entry, "ScholarshipService", "ApproveRoll", roll=entry["key"], hash=roll.hash,
                   minutes_no=entry["minutes"])

    def _ceremony(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "RecordCeremony", roll=entry["key"],
                   held_on=entry["date"], place=entry["place"], present=entry["present"])

    # Awards -------------------------------------------------------------------------------------------

    def _award_defer(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "DeferAward", award=entry["key"], year=entry["year"],
                   until=entry["until"])

    def _award_revoke(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "RevokeAward", award=entry["key"],
                   reason=_enum("REVOCATION_REASON", entry["reason"]), decision_no=entry["decision"])

    def _award_renew(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "ProposeRenewal", award=entry["key"],
                   year=entry["year"], stage=_enum("STUDY_STAGE", entry["stage"]),
                   pledge=entry["pledge"], fund_line=entry["fund_line"], proof_no=entry["proof"])

    def _award_renewal(self, entry: Entry) -> None:
        self._call(entry, "ScholarshipService", "ApproveRenewal", award=entry["key"],
                   year=entry["year"])
