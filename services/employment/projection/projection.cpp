#include "services/employment/projection/projection.hpp"

#include <algorithm>

#include "libs/log/cells.hpp"
#include "services/employment/projection/tables.hpp"

namespace haven::employment {

using log::EventContext;
using log::fen;
using log::number;
using log::optional_date;
using log::optional_id;
using log::RowSink;

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

void project_fair(const Fair::Event&, const Fair::State& after, const EventContext& context,
                  RowSink& sink) {
    const FairTerms& terms = after.fair->terms;
    const FairReported report = after.report.value_or(FairReported{});
    sink.put(kFairTable,
             {context.stream_id, terms.code, terms.venue, terms.first_day, number(terms.days),
              number(terms.stalls), after.fair->cancelled, number(report.firms),
              number(report.posts), number(report.intents), optional_date(report.reported_on)});
}

void project_employer(const Employer::Event&, const Employer::State& after,
                      const EventContext& context, RowSink& sink) {
    const EmployerPapers& papers = after.known.papers;
    sink.put(
        kEmployerTable,
        {context.stream_id, after.known.uscc, number(after.registered->kind), papers.licence_no,
         optional_date(papers.licence_until), papers.is_agency, papers.permit_no,
         optional_date(papers.permit_until), optional_date(after.known.barred_until)});
}

void project_participation(const Participation::Event&, const Participation::State& after,
                           const EventContext& context, RowSink& sink) {
    const ParticipationApplied& applied = after.application;
    sink.put(kParticipationTable,
             {context.stream_id, applied.fair.uuid, applied.uscc, applied.branch,
              number(after.phase), number(after.stall), number(after.refusal), applied.applied_on});
}

void project_vacancy(const Vacancy::Event&, const Vacancy::State& after,
                     const EventContext& context, RowSink& sink) {
    const VacancyTerms& terms = after.terms;
    sink.put(kVacancyTable,
             {context.stream_id, optional_id(terms.fair), terms.uscc, terms.occupation,
              terms.conditions, number(terms.posts), fen(terms.wage_min), fen(terms.wage_max),
              number(terms.min_schooling), number(terms.min_age), number(terms.max_age),
              number(terms.insurance), terms.division, terms.valid_until, number(after.phase),
              number(after.rejection), after.found, after.content});
    if (!terms.skills.empty()) {
        sink.put(kVacancySkillsTable, {context.stream_id, joined(terms.skills)});
    }
}

void project_seeker(const Seeker::Event&, const Seeker::State& after, const EventContext& context,
                    RowSink& sink) {
    const SeekerRegistered& seeker = after.registered;
    const SeekerProfile& profile = seeker.profile;
    sink.put(kSeekerTable,
             {context.stream_id, seeker.person.uuid, number(profile.group),
              number(profile.schooling), fen(profile.wage_wish), profile.division,
              optional_id(seeker.file.household), number(seeker.file.federation.value),
              seeker.union_node, number(after.phase), seeker.registered_on});
}

void project_intent(const Intent::Event&, const Intent::State& after, const EventContext& context,
                    RowSink& sink) {
    const IntentReached& reached = after.reached;
    sink.put(kIntentTable,
             {context.stream_id, reached.fair.uuid, reached.person.uuid, reached.seeker.uuid,
              reached.vacancy.uuid, reached.uscc, reached.reached_on, number(after.phase)});
}

void project_hire(const Hire::Event& event, const Hire::State& after, const EventContext& context,
                  RowSink& sink) {
    const HireConfirmed& hire = after.hire;
    const EmploymentEnded end = after.ended.value_or(EmploymentEnded{});
    sink.put(kHireTable, {context.stream_id, hire.seeker.uuid, hire.person.uuid, number(hire.group),
                          optional_id(hire.file.household), number(hire.file.federation.value),
                          hire.uscc, optional_id(hire.vacancy), optional_id(hire.intent),
                          number(hire.contract), hire.starts_on, optional_date(hire.contract_until),
                          fen(hire.monthly_wage), optional_date(end.ended_on), number(end.reason)});
    if (const auto* due = std::get_if<RetentionDue>(&event)) {
        sink.put(kRetentionDueTable,
                 {context.stream_id, number(due->month), hire.starts_on.plus_months(due->month)});
    } else if (const auto* kept = std::get_if<RetentionConfirmed>(&event)) {
        sink.remove(kRetentionDueTable, {context.stream_id, number(kept->month)});
        sink.put(kRetentionTable,
                 {context.stream_id, number(kept->month), fen(kept->monthly_wage),
                  number(kept->evidence), kept->income_evidenced, kept->confirmed_on});
    } else if (const auto* back = std::get_if<RetentionWithdrawn>(&event)) {
        sink.remove(kRetentionTable, {context.stream_id, number(back->month)});
    } else if (std::holds_alternative<EmploymentEnded>(event)) {
        for (const int month : kRetentionMonths) {
            sink.remove(kRetentionDueTable, {context.stream_id, number(month)});
        }
    }
}

void project_service_case(const ServiceCase::Event& event, const ServiceCase::State& after,
                          const EventContext& context, RowSink& sink) {
    const CaseOpened& opened = after.opened;
    sink.put(kServiceCaseTable,
             {context.stream_id, opened.seeker.uuid, opened.person.uuid, number(opened.need),
              opened.counter, opened.opened_on, optional_date(after.follow_up_on),
              number(after.phase), number(after.outcome), optional_id(after.rests_on),
              optional_date(after.closed_on), number(after.reopened)});
    const auto put_entry = [&](std::size_t entry_no) {
        const CaseEntry& entry = after.entries.at(entry_no - 1);
        sink.put(kCaseEntryTable,
                 {context.stream_id, number(entry_no), number(entry.kind), entry.day, entry.policy,
                  number(entry.target), optional_id(entry.vacancy), number(entry.result),
                  number(entry.channel), number(entry.finding)});
    };
    if (const auto* answered = std::get_if<ReferralAnswered>(&event)) {
        put_entry(static_cast<std::size_t>(answered->number));
    } else if (std::holds_alternative<AdviceGiven>(event) ||
               std::holds_alternative<CaseReferred>(event) ||
               std::holds_alternative<FollowedUp>(event)) {
        put_entry(after.entries.size());
    }
}

void project_post_rules(const PostRuling::Event&, const PostRuling::State& after,
                        const EventContext& context, RowSink& sink) {
    const PostRules& rules = *after.rules;
    sink.put(kPostRulesTable,
             {context.stream_id, rules.code, rules.effective_from, number(rules.min_age_men),
              number(rules.min_age_women), number(rules.months_jobless), number(rules.max_months),
              rules.source});
}

void project_allotment(const Allotment::Event&, const Allotment::State& after,
                       const EventContext& context, RowSink& sink) {
    const PostAllotment& allotment = *after.allotment;
    sink.put(kAllotmentTable,
             {context.stream_id, allotment.code, allotment.funder, allotment.first_day,
              allotment.last_day, number(allotment.posts), allotment.source});
}

void project_basic_post(const BasicPost::Event&, const BasicPost::State& after,
                        const EventContext& context, RowSink& sink) {
    const PostOffered& offered = after.offered;
    const bool declined = after.phase == PostState::Declined;
    sink.put(kBasicPostTable,
             {context.stream_id, offered.seeker.uuid, offered.person.uuid, offered.allotment.uuid,
              offered.uscc, offered.work, offered.rules, number(offered.age),
              number(offered.months_jobless), offered.offered_on, number(after.phase),
              optional_date(after.started.starts_on), optional_date(after.started.last_day),
              optional_date(declined ? after.declined.declined_on : after.ended.ended_on),
              number(after.ended.reason)});
}

void project_subsidy_rules(const SubsidyRuling::Event&, const SubsidyRuling::State& after,
                           const EventContext& context, RowSink& sink) {
    const SubsidyRules& rules = *after.rules;
    sink.put(kSubsidyRulesTable,
             {context.stream_id, rules.code, rules.effective_from, fen(rules.highest),
              fen(rules.yearly), number(rules.request_days), rules.source});
}

void project_course(const Course::Event&, const Course::State& after, const EventContext& context,
                    RowSink& sink) {
    const CourseTerms& terms = *after.terms;
    sink.put(kCourseTable,
             {context.stream_id, terms.code, terms.skill, number(terms.units), terms.first_day,
              terms.last_day, fen(terms.subsidy), optional_id(terms.fund_line), terms.source});
}

void project_enrolment(const Enrolment::Event&, const Enrolment::State& after,
                       const EventContext& context, RowSink& sink) {
    const CourseEnrolled& at = after.at;
    const CertificateIssued certificate = after.certificate.value_or(CertificateIssued{});
    sink.put(
        kEnrolmentTable,
        {context.stream_id, at.course.uuid, at.code, at.seeker.uuid, at.person.uuid,
         number(at.units), number(after.units_done), at.enrolled_on, certificate.certificate_no,
         optional_date(certificate.issued_on), fen(at.subsidy), number(after.subsidy), after.note,
         after.payee.last4, optional_date(after.approved_on), after.bank_serial,
         optional_date(after.credited_on)});
}

void project_family(const FamilyFile::Event& event, const FamilyFile::State& after,
                    const EventContext& context, RowSink& sink) {
    sink.put(kFamilyTable,
             {context.stream_id, number(after.family.round), after.open, after.enrolled});
    if (after.entered_on.is_set()) {
        sink.put(kFamilyEntryTable, {context.stream_id, after.entered_on});
    }
    if (after.left) {
        sink.put(kFamilyExitTable,
                 {context.stream_id, after.left->hire.uuid, after.left->person.uuid,
                  fen(after.left->monthly_wage), after.left->resolved_on});
    } else if (std::holds_alternative<FamilyFileOpened>(event)) {
        sink.remove(kFamilyExitTable, {context.stream_id});
    }
    if (!std::holds_alternative<FamilyNoted>(event)) return;
    // Who stands on it no more goes; a projection sees only the state after.
    const auto& members = after.family.members;
    for (const PersonId& person : after.named) {
        if (std::ranges::find(members, person) == members.end()) {
            sink.remove(kFamilyPersonTable, {context.stream_id, person.uuid});
        } else {
            sink.put(kFamilyPersonTable, {context.stream_id, person.uuid});
        }
    }
}

}  // namespace haven::employment
