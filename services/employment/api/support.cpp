#include "services/employment/api/support.hpp"

#include <algorithm>

#include "libs/base/credit_code.hpp"

namespace haven::employment {

static_assert(static_cast<int>(ParticipationState::Withdrawn) == pb::PARTICIPATION_STATE_WITHDRAWN);
static_assert(static_cast<int>(VacancyState::Expired) == pb::VACANCY_STATE_EXPIRED);
static_assert(static_cast<int>(SeekerState::Left) == pb::SEEKER_STATE_LEFT);
static_assert(static_cast<int>(IntentState::Withdrawn) == pb::INTENT_STATE_WITHDRAWN);
static_assert(static_cast<int>(CaseState::Closed) == pb::CASE_STATE_CLOSED);
static_assert(static_cast<int>(CaseEntryKind::FollowUp) == pb::CASE_ENTRY_KIND_FOLLOW_UP);

Result<std::optional<Queries::DayKey>> day_key(const std::vector<std::string>& after) {
    if (after.empty()) return std::optional<Queries::DayKey>{};
    Queries::DayKey key;
    HAVEN_TRY(key.day, rpc::key_date(after[0]));
    HAVEN_TRY(key.id, rpc::key_uuid(after[1]));
    return std::optional(key);
}

Result<bool> check_enterprise(const std::string& uscc, bool licence) {
    const auto parsed = parse_credit_code(uscc);
    if (parsed && parsed->number == uscc) return false;
    const std::string reason = parsed ? "CREDIT_CODE_FORM" : parsed.error().reason;
    if (licence && reason != "CREDIT_CODE_FORM") return true;
    return invalid(reason, "uscc", "a unified social credit code: 18 characters, upper case");
}

Result<KnownEmployer> known_employer(access::ScopedRead& read, const std::string& uscc) {
    const auto found =
        stored<Employer, EmployerCodec>(read, crypto::uuid_of_code("employer", uscc));
    if (!found.state.registered) return missing("EMPLOYER_MISSING", "employer");
    return found.state.known;
}

Result<FairAt> known_fair(access::ScopedRead& read, const std::string& id_or_code) {
    const auto row = Queries(read).fair(id_or_code);
    if (!row) return missing("FAIR_MISSING", "fair");
    return FairAt{row->federation, row->fair};
}

Result<KnownVacancy> known_vacancy(access::ScopedRead& read, const VacancyId& id) {
    const auto row = Queries(read).vacancy(id);
    if (!row) return missing("VACANCY_MISSING", "vacancy");
    KnownVacancy known{.id = id,
                       .fair = row->terms.fair,
                       .uscc = row->terms.uscc,
                       .state = row->state,
                       .valid_until = row->terms.valid_until};
    // A closed vacancy changes no more: its last event is the closing.
    if (row->state == VacancyState::Closed) {
        known.closed_on = api::stored_events(read, std::span(&id.uuid, 1)).back().day;
    }
    return known;
}

KnownStall known_stall(access::ScopedRead& read, const KnownVacancy& vacancy, Date day) {
    KnownStall stall;
    const auto places = stored<Participation, ParticipationCodec>(
        read, Queries(read).stalls(vacancy.fair, vacancy.uscc));
    stall.stands = std::ranges::any_of(
        places, [&](const auto& place) { return place.second.state.stands_on(day); });
    const auto employer =
        stored<Employer, EmployerCodec>(read, crypto::uuid_of_code("employer", vacancy.uscc), day);
    stall.barred = employer.state.known.fault(day) == ParticipationRefusal::Blacklist;
    return stall;
}

Result<SeekerRow> find_seeker(const ApiContext& context, const Caller& caller,
                              const std::string& id) {
    HAVEN_TRY(const Uuid seeker, asked_uuid(id, "seeker_id"));
    access::ScopedRead read(context.host.readers, caller.scope);
    const auto row = Queries(read).seeker(SeekerId{seeker});
    if (!row) return missing("SEEKER_MISSING", "seeker");
    return *row;
}

Result<HireRow> find_hire(const ApiContext& context, const Caller& caller, const std::string& id) {
    HAVEN_TRY(const Uuid hire, asked_uuid(id, "hire_id"));
    access::ScopedRead read(context.host.readers, caller.scope);
    const auto row = Queries(read).hire(HireId{hire});
    if (!row) return missing("HIRE_MISSING", "hire");
    return *row;
}

Result<KnownSeeker> known_seeker(access::ScopedRead& read, const SeekerId& id) {
    const auto found = stored<Seeker, SeekerCodec>(read, id.uuid);
    if (found.version == 0) return missing("SEEKER_MISSING", "seeker");
    return known_as(id, found.state);
}

KnownSeeker known_as(const SeekerId& id, const Seeker::State& state) {
    const SeekerRegistered& seeker = state.registered;
    return {id,
            seeker.person,
            seeker.birth,
            seeker.profile.group,
            seeker.profile.draws_pension,
            seeker.file,
            state.phase,
            seeker.sex};
}

void write(const FairRow& row, pb::Fair& message) {
    const FairTerms& terms = row.fair.terms;
    message.set_fair_id(terms.fair.to_string());
    message.set_code(terms.code);
    message.set_federation(row.federation.value);
    message.set_venue(terms.venue);
    message.set_first_day(date_text(terms.first_day));
    message.set_days(terms.days);
    message.set_stalls(terms.stalls);
    message.set_cancelled(row.fair.cancelled);
    message.set_firms(row.report.firms);
    message.set_posts(row.report.posts);
    message.set_intents(row.report.intents);
    message.set_reported_on(date_text(row.report.reported_on));
}

void write(const ParticipationRow& row, pb::Participation& message) {
    message.set_participation_id(row.id.to_string());
    message.set_fair_id(row.applied.fair.to_string());
    message.set_uscc(row.applied.uscc);
    message.set_branch(row.applied.branch);
    message.set_state(to_proto<pb::ParticipationState>(row.state));
    message.set_stall(row.stall);
    message.set_refusal(to_proto<pb::ParticipationRefusal>(row.refusal));
    message.set_applied_on(date_text(row.applied.applied_on));
}

void write(const VacancyRow& row, pb::Vacancy& message) {
    message.set_vacancy_id(row.id.to_string());
    message.set_federation(row.federation.value);
    write_value(row.terms, *message.mutable_terms());
    message.set_state(to_proto<pb::VacancyState>(row.state));
    message.set_rejection(to_proto<pb::VacancyRejection>(row.rejection));
    message.set_found(row.found);
}

void write(const SeekerRow& row, pb::Seeker& message) {
    message.set_seeker_id(row.id.to_string());
    message.set_person_id(row.person.to_string());
    message.set_federation(row.federation.value);
    message.set_group(to_proto<pb::SeekerGroup>(row.group));
    message.set_schooling(to_proto<pb::SchoolingLevel>(row.schooling));
    message.set_wage_wish_fen(row.wage_wish.in_fen());
    message.set_division(row.division);
    message.set_household_id(id_text(row.household));
    message.set_state(to_proto<pb::SeekerState>(row.state));
    message.set_registered_on(date_text(row.registered_on));
}

void write(const IntentRow& row, pb::Intent& message) {
    message.set_intent_id(row.id.to_string());
    message.set_fair_id(row.reached.fair.to_string());
    message.set_seeker_id(row.reached.seeker.to_string());
    message.set_vacancy_id(row.reached.vacancy.to_string());
    message.set_uscc(row.reached.uscc);
    message.set_reached_on(date_text(row.reached.reached_on));
    message.set_state(to_proto<pb::IntentState>(row.state));
}

void write(const HireRow& row, pb::Hire& message) {
    message.set_hire_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_seeker_id(row.seeker.to_string());
    message.set_person_id(row.person.to_string());
    message.set_group(to_proto<pb::SeekerGroup>(row.group));
    message.set_household_id(id_text(row.household));
    message.set_uscc(row.uscc);
    message.set_contract(to_proto<pb::ContractKind>(row.contract));
    message.set_starts_on(date_text(row.starts_on));
    message.set_contract_until(date_text(row.contract_until));
    message.set_monthly_wage_fen(row.monthly_wage.in_fen());
    message.set_ended_on(date_text(row.ended_on));
    message.set_end_reason(to_proto<pb::EndReason>(row.end_reason));
    for (const KeptMonth& month : row.kept) {
        auto& one = *message.add_kept();
        one.set_month(month.month);
        one.set_monthly_wage_fen(month.monthly_wage.in_fen());
        one.set_evidence(to_proto<pb::WageEvidence>(month.evidence));
        one.set_income_evidenced(month.income_evidenced);
        one.set_confirmed_on(date_text(month.confirmed_on));
    }
    for (const MonthDue& month : row.due) {
        auto& one = *message.add_due();
        one.set_month(month.month);
        one.set_due_on(date_text(month.due_on));
    }
}

void write(const CaseRow& row, pb::ServiceCase& message) {
    message.set_case_id(row.id.to_string());
    message.set_federation(row.federation.value);
    message.set_seeker_id(row.opened.seeker.to_string());
    message.set_person_id(row.opened.person.to_string());
    message.set_need(to_proto<pb::CaseNeed>(row.opened.need));
    message.set_counter(row.opened.counter);
    message.set_opened_on(date_text(row.opened.opened_on));
    message.set_follow_up_on(date_text(row.follow_up_on));
    message.set_state(to_proto<pb::CaseState>(row.state));
    message.set_outcome(to_proto<pb::CaseOutcome>(row.outcome));
    if (!row.rests_on.is_nil()) message.set_rests_on(row.rests_on.to_string());
    message.set_closed_on(date_text(row.closed_on));
    message.set_reopened(row.reopened);
}

}  // namespace haven::employment
