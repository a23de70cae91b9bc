// Household::evolve: what each stored fact changes in the state.
#include <algorithm>
#include <array>
#include <string_view>

#include "services/registry/domain/household.hpp"

namespace haven::registry {

namespace {

using State = Household::State;

// Why an instalment may be held though nothing is wrong with its payee. Anything else is the bank's
// word on the account, or that there is none.
constexpr std::array<std::string_view, 5> kNotThePayee = {
    "FILE_NOT_OPEN", "AID_SUSPENDED", "REVIEW_OVERDUE", "NOT_FUNDED", "NOT_RELEASED"};

bool is_mended_by_payee(std::string_view reason) {
    return std::ranges::find(kNotThePayee, reason) == kNotThePayee.end();
}

void apply(State& s, const ApplicationSubmitted& e) {
    s.phase = HouseholdState::Applied;
    s.application = e;
}

void apply(State& s, const ApplicationReturned& e) {
    s.phase = HouseholdState::Returned;
    s.complete_by = e.complete_by;
    s.returned_before = true;
}

void apply(State& s, const ApplicationCompleted& e) {
    s.phase = HouseholdState::Applied;
    auto& documents = s.application.documents;
    documents.insert(documents.end(), e.documents.begin(), e.documents.end());
    for (Member& member : s.application.members) {
        if (std::ranges::find(e.authorisations, member.seq) != e.authorisations.end()) {
            member.authorised = true;
        }
    }
}

void apply(State& s, const ApplicationWithdrawn&) {
    s.phase = HouseholdState::Withdrawn;
}
void apply(State& s, const ApplicationLapsed&) {
    s.phase = HouseholdState::Lapsed;
}

void apply(State& s, const HomeVisitRecorded& e) {
    if (e.kind != VisitKind::Investigate) return;
    s.investigators.insert(s.investigators.end(), e.visitors.begin(), e.visitors.end());
    // Nobody met is no investigation, but those who went do not decide either.
    if (e.finding != VisitFinding::Absent) s.investigated = true;
}

void apply(State& s, const MeansCheckRequested& e) {
    s.check = Household::Check{.request = e.request, .requested_on = e.requested_on};
    if (s.phase != HouseholdState::Closed) s.phase = HouseholdState::Checking;
}

void apply(State& s, const MeansCheckReturned& e) {
    const Date requested_on = s.check ? s.check->requested_on : Date{};
    s.check = Household::Check{e.request, requested_on, e.state, e.figures, e.answered_on};
    if (s.phase != HouseholdState::Checking) return;
    s.phase =
        e.state == MeansCheckState::Complete ? HouseholdState::Checked : HouseholdState::Applied;
}

void apply(State& s, const HouseholdClassified& e) {
    s.phase = HouseholdState::Classified;
    s.decision = e;
}

void apply(State& s, const AssessedNotEligible&) {
    s.phase = HouseholdState::NotEligible;
}

void apply(State& s, const NoticeOpened& e) {
    s.notice = Household::Notice{e.subject, e.row, e.first_day, e.last_day, e.place, {}};
    if (s.phase == HouseholdState::Classified) s.phase = HouseholdState::Noticed;
}

void apply(State& s, const NoticeClosed& e) {
    if (s.notice) s.notice->closed_on = e.closed_on;
    if (s.phase == HouseholdState::Noticed) s.phase = HouseholdState::NoticeClosed;
}

void apply(State& s, const NoticeWithdrawn&) {
    s.notice.reset();
    // They were about what hung there; the next notice is open to objections of its own.
    s.open_objections.clear();
}

void apply(State& s, const ObjectionRaised& e) {
    s.open_objections.push_back(e.objection);
}

void apply(State& s, const ObjectionUpheld& e) {
    std::erase(s.open_objections, e.objection);
    // Back to the assessment; an exit that is objected to is rejected by an event of its own.
    if (s.phase == HouseholdState::Noticed || s.phase == HouseholdState::NoticeClosed) {
        s.phase = HouseholdState::Checked;
    }
}

void apply(State& s, const ObjectionDismissed& e) {
    std::erase(s.open_objections, e.objection);
}

void apply(State& s, const HouseholdEnrolled& e) {
    s.phase = HouseholdState::Enrolled;
    s.federation = e.federation;
    s.enrolled_on = e.enrolled_on;
    s.review_anchor = e.enrolled_on;
    s.review_valid_until = e.review_valid_until;
    s.review_months = e.review_months;
    s.review_reminder_months = e.review_reminder_months;
    s.notice.reset();
}

void apply(State& s, const EnrolmentRejected&) {
    s.phase = HouseholdState::Rejected;
}

void apply(State& s, const HelpPlanAdopted& e) {
    auto& year = s.plans[e.year];
    year.insert(year.end(), e.measures.begin(), e.measures.end());
}

void apply(State& s, const ProgrammeEnrolled& e) {
    s.programmes.push_back(e.programme);
}
void apply(State& s, const ReviewReminded&) {
    s.review_reminded = true;
}

void apply(State& s, const ReviewCompleted& e) {
    s.review_valid_until = e.valid_until;
    s.review_reminded = false;
    s.income_changed = false;
    s.resolving_job = e.job;
    if (s.decision) {
        s.decision->hardship_class = e.hardship_class;
        if (!e.comparison.rule_set_id.empty()) s.decision->comparison = e.comparison;
    }
}

void apply(State& s, const AidSuspended& e) {
    s.suspensions.insert(e.reason);
}
void apply(State& s, const SuspensionLifted& e) {
    s.suspensions.erase(e.reason);
}
void apply(State& s, const AidResumed&) {
    s.suspensions.clear();
}
void apply(State& s, const ExitProposed& e) {
    s.exit = e;
}

void apply(State& s, const ExitRejected&) {
    s.exit.reset();
    s.resolving_job.reset();
    s.notice.reset();
    s.open_objections.clear();
}

void apply(State&, const HardshipResolved&) {}

void apply(State& s, const IncomeChangeSignalled& e) {
    s.jobs[e.job.hire] = e.job;
    s.income_changed = true;
}
void apply(State& s, const RetainedJobEnded& e) {
    s.jobs.erase(e.hire);
}

void end_file(State& s, Date on, ExitKind kind) {
    s.closed_on = on;
    s.exit_kind = kind;
    s.exit.reset();
    s.resolving_job.reset();
    s.notice.reset();
    s.open_objections.clear();
    s.suspensions.clear();
    s.proposed_payee.reset();
    s.waits_for_payee.clear();
    s.check.reset();
}

void apply(State& s, const FileClosed& e) {
    s.phase = HouseholdState::Closed;
    s.follow_up_months = e.follow_up_months;
    end_file(s, e.closed_on, e.kind);
}

void apply(State& s, const FileCancelled& e) {
    s.phase = HouseholdState::Cancelled;
    end_file(s, e.cancelled_on, e.kind);
}

void apply(State& s, const FollowUpDue& e) {
    s.follow_ups_due.push_back(e.month);
}

void apply(State& s, const FollowUpRecorded& e) {
    std::erase(s.follow_ups_due, e.month);
    if (e.finding != VisitFinding::Worse) return;
    s.relapse_seen = true;
    // Who found the relapse does not decide on it (I3).
    s.investigators.insert(s.investigators.end(), e.visitors.begin(), e.visitors.end());
}

void apply(State& s, const FollowUpClosed&) {
    s.follow_up_closed = true;
}

void apply(State& s, const RelapseConfirmed& e) {
    if (!s.decision) return;
    s.decision->hardship_class = e.hardship_class;
    s.decision->comparison = e.comparison;
    s.decision->waivers = e.waivers;
    s.decision->assessed_on = e.confirmed_on;
}

// The closing stopped what was not with the bank yet. What is credited of them still counts in its
// year, also what the bank had at the closing and credits later.
void stop_measures(State& s, std::int32_t from_year) {
    for (auto plan = s.plans.lower_bound(from_year); plan != s.plans.end(); ++plan) {
        for (const Measure& measure : plan->second) s.stopped_measures.insert(measure.measure_id);
    }
    s.programmes.clear();
}

void apply(State& s, const FileReopened& e) {
    stop_measures(s, e.reopened_on.year());
    s.phase = HouseholdState::Enrolled;
    s.enrolled_on = e.reopened_on;
    s.review_anchor = e.reopened_on;
    s.review_valid_until = e.review_valid_until;
    s.closed_on = Date{};
    s.exit_kind = ExitKind::None;
    s.review_reminded = false;
    s.follow_ups_due.clear();
    s.follow_up_closed = false;
    s.relapse_seen = false;
}

void apply(State& s, const HouseholdImported& e) {
    s.imported = e;
    s.federation = e.federation;
    s.enrolled_on = e.enrolled_on;
    s.closed_on = e.closed_on;
    s.exit_kind = e.exit_kind;
    s.phase = HouseholdState::Enrolled;
    if (!e.closed_on.is_set()) return;
    const bool by_exit = e.exit_kind == ExitKind::Resolved || e.exit_kind == ExitKind::Backstop;
    s.phase = by_exit ? HouseholdState::Closed : HouseholdState::Cancelled;
}

void apply(State& s, const AidRecorded& e) {
    s.aid_paid += e.amount;
    Household::Credit& credit = s.credits[e.entitlement_id];
    credit.year = e.due_year;
    credit.item = e.item;
    credit.measure_id = e.measure_id;
    credit.amount += e.amount;
    s.waits_for_payee.erase({e.entitlement_id, e.instalment});
}
void apply(State& s, const AidReturned& e) {
    s.aid_paid -= e.amount;
    s.credits[e.entitlement_id].amount -= e.amount;
}
void apply(State& s, const AidHeld& e) {
    if (is_mended_by_payee(e.reason)) s.waits_for_payee.emplace(e.entitlement_id, e.instalment);
}

void apply(State& s, const PayeeChangeProposed& e) {
    s.proposed_payee = e;
}

void apply(State& s, const PayeeAccountChanged& e) {
    s.changed_payee = e.payee;
    s.proposed_payee.reset();
    s.waits_for_payee.clear();
}

}  // namespace

Household::State Household::evolve(State state, const Event& event) {
    std::visit([&](const auto& typed) { apply(state, typed); }, event);
    return state;
}

}  // namespace haven::registry
