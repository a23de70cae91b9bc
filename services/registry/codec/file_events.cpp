// Events of an open file, its end, and what comes from elsewhere.
#include "services/registry/codec/events.hpp"
#include "services/registry/codec/fields.hpp"

namespace haven::registry {

v1::HouseholdEnrolled to_event(const HouseholdEnrolled& e) {
    v1::HouseholdEnrolled m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_file_federation(e.federation.value);
    *m.mutable_meeting() = to_proto(e.meeting);
    m.set_enrolled_on(to_text(e.enrolled_on));
    m.set_review_valid_until(to_text(e.review_valid_until));
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    m.set_tier(same_number<v1::FileTier>(e.tier));
    m.set_round(same_number<v1::FileRound>(e.round));
    m.set_review_months(e.review_months);
    m.set_review_reminder_months(e.review_reminder_months);
    return m;
}

HouseholdEnrolled from_event(const v1::HouseholdEnrolled& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .federation = federation_of(m.file_federation()),
            .meeting = from_proto(m.meeting()),
            .enrolled_on = stored_date(m.enrolled_on()),
            .review_valid_until = stored_date(m.review_valid_until()),
            .hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .tier = same_number<FileTier>(m.tier()),
            .round = same_number<FileRound>(m.round()),
            .review_months = m.review_months(),
            .review_reminder_months = m.review_reminder_months()};
}

v1::EnrolmentRejected to_event(const EnrolmentRejected& e) {
    v1::EnrolmentRejected m;
    m.set_reason(e.reason);
    *m.mutable_meeting() = to_proto(e.meeting);
    m.set_rejected_on(to_text(e.rejected_on));
    return m;
}

EnrolmentRejected from_event(const v1::EnrolmentRejected& m) {
    return {.reason = m.reason(),
            .meeting = from_proto(m.meeting()),
            .rejected_on = stored_date(m.rejected_on())};
}

v1::HelpPlanAdopted to_event(const HelpPlanAdopted& e) {
    v1::HelpPlanAdopted m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_file_federation(e.federation.value);
    m.set_year(e.year);
    m.set_review_valid_until(to_text(e.review_valid_until));
    *m.mutable_payee() = to_proto(e.payee);
    put_all(e.measures, *m.mutable_measures());
    m.set_file_tier(same_number<v1::FileTier>(e.tier));
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    m.set_adopted_on(to_text(e.adopted_on));
    m.set_line_id(e.line_id);
    m.set_rule_set_id(e.rule_set_id);
    m.set_file_round(same_number<v1::FileRound>(e.round));
    return m;
}

HelpPlanAdopted from_event(const v1::HelpPlanAdopted& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .federation = federation_of(m.file_federation()),
            .year = m.year(),
            .review_valid_until = stored_date(m.review_valid_until()),
            .payee = from_proto(m.payee()),
            .measures = read_all(m.measures()),
            .tier = same_number<FileTier>(m.file_tier()),
            .hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .adopted_on = stored_date(m.adopted_on()),
            .line_id = m.line_id(),
            .rule_set_id = m.rule_set_id(),
            .round = same_number<FileRound>(m.file_round())};
}

v1::ProgrammeEnrolled to_event(const ProgrammeEnrolled& e) {
    v1::ProgrammeEnrolled m;
    m.set_programme(e.programme);
    m.set_beneficiary_person_id(to_text(e.beneficiary.uuid));
    m.set_enterprise_uscc(e.enterprise_uscc);
    m.set_enrolled_on(to_text(e.enrolled_on));
    return m;
}

ProgrammeEnrolled from_event(const v1::ProgrammeEnrolled& m) {
    return {.programme = m.programme(),
            .beneficiary = PersonId{stored_uuid(m.beneficiary_person_id())},
            .enterprise_uscc = m.enterprise_uscc(),
            .enrolled_on = stored_date(m.enrolled_on())};
}

v1::ReviewReminded to_event(const ReviewReminded& e) {
    v1::ReviewReminded m;
    m.set_due_on(to_text(e.due_on));
    return m;
}

ReviewReminded from_event(const v1::ReviewReminded& m) {
    return {.due_on = stored_date(m.due_on())};
}

namespace {

v1::RetainedJob job_to_proto(const RetainedJob& e) {
    v1::RetainedJob m;
    m.set_hire_id(to_text(e.hire));
    m.set_person_id(to_text(e.person.uuid));
    m.set_employer_uscc(e.employer_uscc);
    m.set_month(e.month);
    m.set_monthly_wage_fen(e.monthly_wage.in_fen());
    return m;
}

RetainedJob job_from_proto(const v1::RetainedJob& m) {
    return {.hire = stored_uuid(m.hire_id()),
            .person = PersonId{stored_uuid(m.person_id())},
            .employer_uscc = m.employer_uscc(),
            .month = m.month(),
            .monthly_wage = Money::fen(m.monthly_wage_fen())};
}

template <class Message>
std::optional<RetainedJob> job_of(const Message& m) {
    if (!m.has_job()) return std::nullopt;
    return job_from_proto(m.job());
}

}  // namespace

v1::IncomeChangeSignalled to_event(const IncomeChangeSignalled& e) {
    v1::IncomeChangeSignalled m;
    m.set_household_id(to_text(e.household.uuid));
    *m.mutable_job() = job_to_proto(e.job);
    m.set_signalled_on(to_text(e.signalled_on));
    return m;
}

IncomeChangeSignalled from_event(const v1::IncomeChangeSignalled& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .job = job_from_proto(m.job()),
            .signalled_on = stored_date(m.signalled_on())};
}

v1::RetainedJobEnded to_event(const RetainedJobEnded& e) {
    v1::RetainedJobEnded m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_hire_id(to_text(e.hire));
    m.set_ended_on(to_text(e.ended_on));
    return m;
}

RetainedJobEnded from_event(const v1::RetainedJobEnded& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .hire = stored_uuid(m.hire_id()),
            .ended_on = stored_date(m.ended_on())};
}

v1::ReviewCompleted to_event(const ReviewCompleted& e) {
    v1::ReviewCompleted m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_outcome(same_number<v1::ReviewOutcome>(e.outcome));
    m.set_valid_until(to_text(e.valid_until));
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    *m.mutable_comparison() = to_proto(e.comparison);
    m.set_completed_on(to_text(e.completed_on));
    put_ids(e.reviewers, *m.mutable_reviewers());
    if (e.job) *m.mutable_job() = job_to_proto(*e.job);
    return m;
}

ReviewCompleted from_event(const v1::ReviewCompleted& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .outcome = same_number<ReviewOutcome>(m.outcome()),
            .valid_until = stored_date(m.valid_until()),
            .hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .comparison = from_proto(m.comparison()),
            .completed_on = stored_date(m.completed_on()),
            .reviewers = read_ids<StaffId>(m.reviewers()),
            .job = job_of(m)};
}

v1::AidSuspended to_event(const AidSuspended& e) {
    v1::AidSuspended m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_reason(same_number<v1::SuspensionReason>(e.reason));
    m.set_suspended_on(to_text(e.suspended_on));
    return m;
}

AidSuspended from_event(const v1::AidSuspended& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .reason = same_number<SuspensionReason>(m.reason()),
            .suspended_on = stored_date(m.suspended_on())};
}

v1::SuspensionLifted to_event(const SuspensionLifted& e) {
    v1::SuspensionLifted m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_reason(same_number<v1::SuspensionReason>(e.reason));
    m.set_lifted_on(to_text(e.lifted_on));
    return m;
}

SuspensionLifted from_event(const v1::SuspensionLifted& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .reason = same_number<SuspensionReason>(m.reason()),
            .lifted_on = stored_date(m.lifted_on())};
}

v1::AidResumed to_event(const AidResumed& e) {
    v1::AidResumed m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_resumed_on(to_text(e.resumed_on));
    return m;
}

AidResumed from_event(const v1::AidResumed& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .resumed_on = stored_date(m.resumed_on())};
}

v1::ExitProposed to_event(const ExitProposed& e) {
    v1::ExitProposed m;
    m.set_kind(same_number<v1::ExitKind>(e.kind));
    m.set_origin(e.origin);
    m.set_proposed_on(to_text(e.proposed_on));
    m.set_notice_working_days(e.notice_working_days);
    return m;
}

ExitProposed from_event(const v1::ExitProposed& m) {
    return {.kind = same_number<ExitKind>(m.kind()),
            .origin = m.origin(),
            .proposed_on = stored_date(m.proposed_on()),
            .notice_working_days = m.notice_working_days()};
}

v1::ExitRejected to_event(const ExitRejected& e) {
    v1::ExitRejected m;
    m.set_reason(e.reason);
    m.set_rejected_on(to_text(e.rejected_on));
    return m;
}

ExitRejected from_event(const v1::ExitRejected& m) {
    return {.reason = m.reason(), .rejected_on = stored_date(m.rejected_on())};
}

v1::HardshipResolved to_event(const HardshipResolved& e) {
    v1::HardshipResolved m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_resolved_on(to_text(e.resolved_on));
    if (e.job) *m.mutable_job() = job_to_proto(*e.job);
    return m;
}

HardshipResolved from_event(const v1::HardshipResolved& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .resolved_on = stored_date(m.resolved_on()),
            .job = job_of(m)};
}

v1::FileClosed to_event(const FileClosed& e) {
    v1::FileClosed m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_exit_kind(same_number<v1::ExitKind>(e.kind));
    m.set_closed_on(to_text(e.closed_on));
    *m.mutable_meeting() = to_proto(e.meeting);
    put_numbers(e.follow_up_months, *m.mutable_follow_up_months());
    return m;
}

FileClosed from_event(const v1::FileClosed& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .kind = same_number<ExitKind>(m.exit_kind()),
            .closed_on = stored_date(m.closed_on()),
            .meeting = from_proto(m.meeting()),
            .follow_up_months = read_numbers(m.follow_up_months())};
}

v1::FileCancelled to_event(const FileCancelled& e) {
    v1::FileCancelled m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_exit_kind(same_number<v1::ExitKind>(e.kind));
    m.set_cancelled_on(to_text(e.cancelled_on));
    return m;
}

FileCancelled from_event(const v1::FileCancelled& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .kind = same_number<ExitKind>(m.exit_kind()),
            .cancelled_on = stored_date(m.cancelled_on())};
}

v1::FollowUpDue to_event(const FollowUpDue& e) {
    v1::FollowUpDue m;
    m.set_month(e.month);
    return m;
}

FollowUpDue from_event(const v1::FollowUpDue& m) {
    return {.month = m.month()};
}

v1::FollowUpRecorded to_event(const FollowUpRecorded& e) {
    v1::FollowUpRecorded m;
    m.set_month(e.month);
    put_ids(e.visitors, *m.mutable_visitors());
    m.set_finding(same_number<v1::VisitFinding>(e.finding));
    m.set_visited_on(to_text(e.visited_on));
    return m;
}

FollowUpRecorded from_event(const v1::FollowUpRecorded& m) {
    return {.month = m.month(),
            .visitors = read_ids<StaffId>(m.visitors()),
            .finding = same_number<VisitFinding>(m.finding()),
            .visited_on = stored_date(m.visited_on())};
}

v1::FollowUpClosed to_event(const FollowUpClosed& e) {
    v1::FollowUpClosed m;
    m.set_closed_on(to_text(e.closed_on));
    return m;
}

FollowUpClosed from_event(const v1::FollowUpClosed& m) {
    return {.closed_on = stored_date(m.closed_on())};
}

v1::RelapseConfirmed to_event(const RelapseConfirmed& e) {
    v1::RelapseConfirmed m;
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    *m.mutable_comparison() = to_proto(e.comparison);
    m.set_confirmed_on(to_text(e.confirmed_on));
    put_all(e.waivers, *m.mutable_waivers());
    return m;
}

RelapseConfirmed from_event(const v1::RelapseConfirmed& m) {
    return {.hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .comparison = from_proto(m.comparison()),
            .confirmed_on = stored_date(m.confirmed_on()),
            .waivers = read_all(m.waivers())};
}

v1::FileReopened to_event(const FileReopened& e) {
    v1::FileReopened m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_reopened_on(to_text(e.reopened_on));
    m.set_review_valid_until(to_text(e.review_valid_until));
    *m.mutable_meeting() = to_proto(e.meeting);
    return m;
}

FileReopened from_event(const v1::FileReopened& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .reopened_on = stored_date(m.reopened_on()),
            .review_valid_until = stored_date(m.review_valid_until()),
            .meeting = from_proto(m.meeting())};
}

v1::HouseholdImported to_event(const HouseholdImported& e) {
    v1::HouseholdImported m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_file_federation(e.federation.value);
    m.set_file_no(e.file_no);
    m.set_division(e.division);
    m.set_grassroots_union(e.grassroots_union);
    m.set_tier(same_number<v1::FileTier>(e.tier));
    m.set_round(same_number<v1::FileRound>(e.round));
    m.set_hardship_class(same_number<v1::HardshipClass>(e.hardship_class));
    m.set_class_word(e.class_word);
    put_numbers(e.causes, *m.mutable_causes());
    put_all(e.members, *m.mutable_members());
    m.set_income_fen(e.income.in_fen());
    m.set_rigid_fen(e.rigid.in_fen());
    *m.mutable_payee() = to_proto(e.payee);
    m.set_enrolled_on(to_text(e.enrolled_on));
    m.set_closed_on(to_text(e.closed_on));
    m.set_exit_kind(same_number<v1::ExitKind>(e.exit_kind));
    *m.mutable_kept_columns() = to_proto(e.kept_columns);
    return m;
}

HouseholdImported from_event(const v1::HouseholdImported& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .federation = federation_of(m.file_federation()),
            .file_no = m.file_no(),
            .division = m.division(),
            .grassroots_union = m.grassroots_union(),
            .tier = same_number<FileTier>(m.tier()),
            .round = same_number<FileRound>(m.round()),
            .hardship_class = same_number<HardshipClass>(m.hardship_class()),
            .class_word = m.class_word(),
            .causes = read_enums<HardshipCause>(m.causes()),
            .members = read_all(m.members()),
            .income = Money::fen(m.income_fen()),
            .rigid = Money::fen(m.rigid_fen()),
            .payee = from_proto(m.payee()),
            .enrolled_on = stored_date(m.enrolled_on()),
            .closed_on = stored_date(m.closed_on()),
            .exit_kind = same_number<ExitKind>(m.exit_kind()),
            .kept_columns = from_proto(m.kept_columns())};
}

v1::AidRecorded to_event(const AidRecorded& e) {
    v1::AidRecorded m;
    m.set_entitlement_id(e.entitlement_id);
    m.set_instalment(e.instalment);
    m.set_person_id(to_text(e.person.uuid));
    m.set_item(same_number<v1::AidItem>(e.item));
    m.set_programme(e.programme);
    m.set_amount_fen(e.amount.in_fen());
    m.set_due_year(e.due_year);
    m.set_credited_on(to_text(e.credited_on));
    m.set_bank_serial(e.bank_serial);
    m.set_measure_id(e.measure_id);
    return m;
}

AidRecorded from_event(const v1::AidRecorded& m) {
    return {.entitlement_id = m.entitlement_id(),
            .instalment = m.instalment(),
            .person = PersonId{stored_uuid(m.person_id())},
            .item = same_number<AidItem>(m.item()),
            .programme = m.programme(),
            .amount = Money::fen(m.amount_fen()),
            .due_year = m.due_year(),
            .credited_on = stored_date(m.credited_on()),
            .bank_serial = m.bank_serial(),
            .measure_id = m.measure_id()};
}

v1::AidReturned to_event(const AidReturned& e) {
    v1::AidReturned m;
    m.set_entitlement_id(e.entitlement_id);
    m.set_instalment(e.instalment);
    m.set_amount_fen(e.amount.in_fen());
    m.set_returned_on(to_text(e.returned_on));
    m.set_bank_serial(e.bank_serial);
    m.set_code(e.code);
    return m;
}

AidReturned from_event(const v1::AidReturned& m) {
    return {.entitlement_id = m.entitlement_id(),
            .instalment = m.instalment(),
            .amount = Money::fen(m.amount_fen()),
            .returned_on = stored_date(m.returned_on()),
            .bank_serial = m.bank_serial(),
            .code = m.code()};
}

v1::AidHeld to_event(const AidHeld& e) {
    v1::AidHeld m;
    m.set_entitlement_id(e.entitlement_id);
    m.set_instalment(e.instalment);
    m.set_reason(e.reason);
    m.set_held_on(to_text(e.held_on));
    return m;
}

AidHeld from_event(const v1::AidHeld& m) {
    return {.entitlement_id = m.entitlement_id(),
            .instalment = m.instalment(),
            .reason = m.reason(),
            .held_on = stored_date(m.held_on())};
}

v1::PayeeChangeProposed to_event(const PayeeChangeProposed& e) {
    v1::PayeeChangeProposed m;
    m.set_household_id(to_text(e.household.uuid));
    m.set_proposal_id(to_text(e.proposal));
    *m.mutable_payee() = to_proto(e.payee);
    m.set_proposed_by(to_text(e.proposed_by.uuid));
    m.set_proposed_on(to_text(e.proposed_on));
    return m;
}

PayeeChangeProposed from_event(const v1::PayeeChangeProposed& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .proposal = stored_uuid(m.proposal_id()),
            .payee = from_proto(m.payee()),
            .proposed_by = StaffId{stored_uuid(m.proposed_by())},
            .proposed_on = stored_date(m.proposed_on())};
}

v1::PayeeAccountChanged to_event(const PayeeAccountChanged& e) {
    v1::PayeeAccountChanged m;
    m.set_household_id(to_text(e.household.uuid));
    *m.mutable_payee() = to_proto(e.payee);
    m.set_entered_by(to_text(e.entered_by.uuid));
    m.set_confirmed_by(to_text(e.confirmed_by.uuid));
    m.set_changed_on(to_text(e.changed_on));
    return m;
}

PayeeAccountChanged from_event(const v1::PayeeAccountChanged& m) {
    return {.household = HouseholdId{stored_uuid(m.household_id())},
            .payee = from_proto(m.payee()),
            .entered_by = StaffId{stored_uuid(m.entered_by())},
            .confirmed_by = StaffId{stored_uuid(m.confirmed_by())},
            .changed_on = stored_date(m.changed_on())};
}

}  // namespace haven::registry
