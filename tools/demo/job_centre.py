"""What the desks do for work: each act of the plan as a call of the employment service."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

from demo.caseworkers import Unexpected
from demo.client import Person, command_id
from demo.memory import Memory
from demo.stubs import load

Entry = dict[str, Any]
ACTS = ("fair fair_cancel employer stall offer seeker fair_list fair_count hire retain quit "
        "case advise case_match case_refer case_answer referral_aside case_heard case_follow_up case_close post_rules post_allot post_offer post_start "
        "post_end course_rules course_offer course_enrol course_progress course_certificate "
        "course_subsidy course_approve").split()


def _requests() -> Any:
    return load("haven.employment.v1.employment_service")


def _enum(name: str, word: str, file: str = "employment") -> int:
    """Number of an enum value of that proto file; no word is UNSPECIFIED."""
    return int(getattr(load(f"haven.employment.v1.{file}"), f"{name}_{word or 'UNSPECIFIED'}"))


class JobCentre:
    """Acts on fairs, seekers and hires. `people` finds a member of staff by login."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, world: Path) -> None:
        self._people = people
        self._memory = memory
        self._world = world
        self._lists: dict[str, list[dict[str, Any]]] = {}

    def do(self, entry: Entry) -> None:
        getattr(self, "_" + entry["act"])(entry)

    def _call(self, entry: Entry, stub: str, method: str, **fields: Any) -> Any:
        request = getattr(_requests(), f"{method}Request")(
            command_id=command_id(entry["date"], entry["act"], entry["key"], method), **fields)
        return self._people(entry["as"]).call(stub, method, request)

    # Fairs ------------------------------------------------------------------------------------------

    def _fair(self, entry: Entry) -> None:
        values = load("haven.employment.v1.employment")
        self._call(entry, "FairService", "ScheduleFair", terms=values.FairTerms(**entry["terms"]))

    def _fair_cancel(self, entry: Entry) -> None:
        self._call(entry, "FairService", "CancelFair", fair=entry["key"], reason=entry["reason"])

    def _employer(self, entry: Entry) -> None:
        papers = load("haven.employment.v1.employment").EmployerPapers(**entry["papers"])
        self._call(entry, "FairService", "RegisterEmployer", uscc=entry["key"],
                   kind=_enum("EMPLOYER_KIND", entry["kind"]), papers=papers)

    def _stall(self, entry: Entry) -> None:
        asked = self._call(entry, "FairService", "ApplyToAttend", fair=entry["fair"],
                           uscc=entry["uscc"])
        answer = self._call(entry, "FairService", "ScreenParticipation",
                            participation_id=asked.participation_id, stall=entry["stall"])
        if answer.refusal != _enum("PARTICIPATION_REFUSAL", entry["refusal"]):
            raise Unexpected(f"{entry}: {answer}")

    def _offer(self, entry: Entry) -> None:
        fields = dict(entry["terms"])
        fields["min_schooling"] = _enum("SCHOOLING_LEVEL", fields["min_schooling"])
        fields["insurance"] = _enum("INSURANCE_COVER", fields["insurance"])
        terms = load("haven.employment.v1.employment").VacancyTerms(**fields)
        answer = self._call(entry, "FairService", "PostVacancy", terms=terms, fair=entry["fair"])
        if answer.rejection != _enum("VACANCY_REJECTION", entry["rejection"]):
            raise Unexpected(f"{entry}: {answer}")
        self._memory.put(f"vacancy/{entry['key']}", f"{answer.vacancy_id} {fields['uscc']}")

    def _fair_count(self, entry: Entry) -> None:
        answer = self._call(entry, "FairService", "ReportFair", fair=entry["key"])
        counted = (answer.firms, answer.posts, answer.intents)
        if counted != (entry["stalls"], entry["posts"], entry["intents"]):
            raise Unexpected(f"{entry}: {answer}")

    def _vacancy(self, key: str) -> list[str]:
        """Its id and its employer."""
        return self._memory.get(f"vacancy/{key}").split()

    # People -----------------------------------------------------------------------------------------

    @staticmethod
    def _profile(row: dict[str, Any]) -> Any:
        fields = dict(row)
        fields["group"] = _enum("SEEKER_GROUP", fields["group"])
        fields["schooling"] = _enum("SCHOOLING_LEVEL", fields["schooling"])
        return load("haven.employment.v1.employment").SeekerProfile(**fields)

    def _seeker(self, entry: Entry) -> None:
        person = entry["person"]
        answer = self._call(entry, "EmploymentService", "RegisterSeeker", name=person["name"],
                            id_number=person["id_number"], phone=person["phone"],
                            profile=self._profile(person["profile"]),
                            household_id=self._memory.get(f"household/{entry['household']}")
                            if entry["household"] else "",
                            union_node=entry["node"], consent="2021-11")
        self._memory.put(f"seeker/{entry['key']}", answer.seeker_id)

    def _fair_list(self, entry: Entry) -> None:
        """The list of a day; of people on file it is remembered what they came to terms about."""
        if not self._lists:
            self._lists = json.loads((self._world / "fair_lists.json").read_text("utf-8"))
        rows = self._lists[entry["key"]]
        answer = self._call(
            entry, "EmploymentService", "RecordFairList", fair=entry["fair"],
            reached_on=entry["date"], union_node=entry["node"], consent="2021-11",
            rows=[_requests().FairListRow(
                name=row["name"], id_number=row["id_number"], phone=row["phone"],
                profile=self._profile(row["profile"]), vacancy_id=self._vacancy(row["vacancy"])[0])
                for row in rows])
        if answer.intents != entry["people"]:
            refused = [(row["vacancy"], result.reason)
                       for row, result in zip(rows, answer.results) if result.reason]
            raise Unexpected(f"{entry}: {refused[:5]}")
        for row, result in zip(rows, answer.results):
            if "key" in row:
                self._memory.put(f"intent/{row['key']}", f"{result.intent_id} {row['vacancy']}")

    def _hire(self, entry: Entry) -> None:
        values = load("haven.employment.v1.employment")
        intent, key = self._memory.get(f"intent/{entry['key']}").split()
        vacancy, uscc = self._vacancy(key)
        answer = self._call(entry, "EmploymentService", "ConfirmHire",
                            seeker_id=self._memory.get(f"seeker/{entry['key']}"), uscc=uscc,
                            vacancy_id=vacancy, intent_id=intent,
                            contract=values.CONTRACT_KIND_LABOUR,
                            contract_no=entry["contract_no"], starts_on=entry["starts_on"],
                            monthly_wage_fen=entry["wage_fen"])
        self._memory.put(f"hire/{entry['key']}", answer.hire_id)

    def _retain(self, entry: Entry) -> None:
        self._call(entry, "EmploymentService", "RecordRetention",
                   hire_id=self._memory.get(f"hire/{entry['key']}"), month=entry["month"],
                   monthly_wage_fen=entry["wage_fen"],
                   evidence=_enum("WAGE_EVIDENCE", entry["evidence"]),
                   evidence_no=entry["evidence_no"])

    def _quit(self, entry: Entry) -> None:
        self._call(entry, "EmploymentService", "EndEmployment",
                   hire_id=self._memory.get(f"hire/{entry['key']}"), ended_on=entry["ended_on"],
                   reason=_enum("END_REASON", entry["reason"]))

    # One person at a time ---------------------------------------------------------------------------

    def _assist(self, entry: Entry, method: str, **fields: Any) -> Any:
        return self._call(entry, "AssistanceService", method, **fields)

    def _case(self, entry: Entry) -> None:
        answer = self._assist(entry, "OpenCase", counter=entry["counter"],
                              seeker_id=self._memory.get(f"seeker/{entry['key']}"),
                              need=_enum("CASE_NEED", entry["need"], "assistance"),
                              follow_up_on=entry["next"])
        self._memory.put(f"case/{entry['key']}", answer.case_id)

    def _of_case(self, entry: Entry) -> str:
        return self._memory.get(f"case/{entry['key']}")

    def _advise(self, entry: Entry) -> None:
        self._assist(entry, "Advise", case_id=self._of_case(entry), policy=entry["policy"])

    def _case_match(self, entry: Entry) -> None:
        """What fits the person, best first and with the reasons, and a referral to the best."""
        answer = self._people(entry["as"]).call(
            "EmploymentService", "MatchVacancies", _requests().MatchVacanciesRequest(
                seeker_id=self._memory.get(f"seeker/{entry['key']}")))
        scores = [match.score for match in answer.matches]
        if not scores or scores != sorted(scores, reverse=True) or not all(
                match.reasons for match in answer.matches):
            raise Unexpected(f"{entry}: {answer}")
        self._assist(entry, "Refer", case_id=self._of_case(entry),
                     target=_enum("REFERRAL_TARGET", "VACANCY", "assistance"),
                     vacancy_id=answer.matches[0].vacancy.vacancy_id)

    def _case_refer(self, entry: Entry) -> None:
        signs = load("haven.outreach.v1.outreach")
        self._assist(entry, "Refer", case_id=self._of_case(entry),
                     target=_enum("REFERRAL_TARGET", "REGISTRY", "assistance"),
                     union_node=entry["node"],
                     signs=[getattr(signs, f"HARDSHIP_SIGN_{sign}") for sign in entry["signs"]])

    def _referral_aside(self, entry: Entry) -> None:
        """At the registry's desk: who came from the job centre, once."""
        values = load("haven.registry.v1.referral")
        person = self._people(entry["as"])
        listed = person.call("ReferralService", "ListReferrals",
                             values.ListReferralsRequest(page_size=500)).referrals
        found = [one for one in listed if one.source == values.REFERRAL_SOURCE_CASE]
        if len(found) > 1:
            raise Unexpected(f"{entry}: {found}")
        for one in found:  # none: it was set aside before a restart
            person.call("ReferralService", "SetReferralAside", values.SetReferralAsideRequest(
                command_id=command_id(entry["date"], entry["act"], entry["key"]),
                referral_id=one.referral_id, reason=entry["reason"]))

    def _case_heard(self, entry: Entry) -> None:
        """What the registry answered stands in the case's journal."""
        journal = self._people(entry["as"]).call(
            "AssistanceService", "GetServiceCase", _requests().GetServiceCaseRequest(
                case_id=self._of_case(entry))).service_case.entries
        if journal[entry["number"] - 1].result != _enum("REFERRAL_RESULT", entry["result"],
                                                       "assistance"):
            raise Unexpected(f"{entry}: {journal}")

    def _case_answer(self, entry: Entry) -> None:
        self._assist(entry, "AnswerReferral", case_id=self._of_case(entry), number=entry["number"],
                     result=_enum("REFERRAL_RESULT", entry["result"], "assistance"))

    def _case_follow_up(self, entry: Entry) -> None:
        self._assist(entry, "FollowUp", case_id=self._of_case(entry),
                     channel=_enum("CONTACT_CHANNEL", entry["channel"], "assistance"),
                     finding=_enum("FOLLOW_UP_FINDING", entry["finding"], "assistance"),
                     follow_up_on=entry["next"])

    def _case_close(self, entry: Entry) -> None:
        hired = entry["outcome"] == "HIRED"
        self._assist(entry, "CloseCase", case_id=self._of_case(entry),
                     outcome=_enum("CASE_OUTCOME", entry["outcome"], "assistance"),
                     hire_id=self._memory.get(f"hire/{entry['key']}") if hired else "")

    def _post_rules(self, entry: Entry) -> None:
        words = ("effective_from", "min_age_men", "min_age_women", "months_jobless", "max_months",
                 "source")
        rules = load("haven.employment.v1.assistance").PostRules(
            code=entry["key"], **{word: entry[word] for word in words})
        self._assist(entry, "SetPostRules", rules=rules)

    def _post_allot(self, entry: Entry) -> None:
        words = ("funder", "first_day", "last_day", "posts", "source")
        allotment = load("haven.employment.v1.assistance").PostAllotment(
            code=entry["key"], **{word: entry[word] for word in words})
        self._assist(entry, "AllotPosts", allotment=allotment)

    def _post_offer(self, entry: Entry) -> None:
        words = ("allotment", "uscc", "work", "jobless_since", "proof_no")
        answer = self._assist(entry, "OfferPost",
                              seeker_id=self._memory.get(f"seeker/{entry['key']}"),
                              **{word: entry[word] for word in words})
        self._memory.put(f"post/{entry['key']}", answer.post_id)

    def _post_start(self, entry: Entry) -> None:
        self._assist(entry, "StartPost", post_id=self._memory.get(f"post/{entry['key']}"),
                     starts_on=entry["starts_on"], months=entry["months"])

    def _post_end(self, entry: Entry) -> None:
        self._assist(entry, "EndPost", post_id=self._memory.get(f"post/{entry['key']}"),
                     ended_on=entry["ended_on"],
                     reason=_enum("POST_END_REASON", entry["reason"], "assistance"))

    # Courses ----------------------------------------------------------------------------------------

    def _course_rules(self, entry: Entry) -> None:
        words = ("effective_from", "highest_fen", "yearly_fen", "request_days", "source")
        rules = load("haven.employment.v1.course").SubsidyRules(
            code=entry["key"], **{word: entry[word] for word in words})
        self._assist(entry, "SetSubsidyRules", rules=rules)

    def _course_offer(self, entry: Entry) -> None:
        words = ("skill", "units", "first_day", "last_day", "subsidy_fen", "source")
        terms = load("haven.employment.v1.course").CourseTerms(
            code=entry["key"], **{word: entry[word] for word in words})
        self._assist(entry, "OfferCourse", terms=terms, fund_line=entry["fund_line"])

    def _course_enrol(self, entry: Entry) -> None:
        answer = self._assist(entry, "EnrolCourse", course=entry["course"],
                              seeker_id=self._memory.get(f"seeker/{entry['key']}"))
        self._memory.put(f"enrolment/{entry['key']}", answer.enrolment_id)

    def _learning(self, entry: Entry, method: str, **fields: Any) -> None:
        self._assist(entry, method, enrolment_id=self._memory.get(f"enrolment/{entry['key']}"),
                     **fields)

    def _course_progress(self, entry: Entry) -> None:
        self._learning(entry, "RecordProgress", units_done=entry["units"])

    def _course_certificate(self, entry: Entry) -> None:
        self._learning(entry, "RecordCertificate", certificate_no=entry["number"],
                       issued_on=entry["issued_on"])

    def _course_subsidy(self, entry: Entry) -> None:
        self._learning(entry, "RequestSubsidy", account=entry["account"], bank=entry["bank"],
                       payee_kind=load("haven.registry.v1.household").PAYEE_KIND_CARD)

    def _course_approve(self, entry: Entry) -> None:
        self._learning(entry, "ApproveSubsidy")
