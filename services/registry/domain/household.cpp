#include "services/registry/domain/household.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "services/registry/domain/phases.hpp"

namespace haven::registry {

namespace {

constexpr std::string_view kCompleteBy = "complete-by";
constexpr std::string_view kNoticeClose = "notice-close";
constexpr std::string_view kReviewRemind = "review-remind";
constexpr std::string_view kReviewOverdue = "review-overdue";
constexpr std::string_view kFollowUp = "follow-up-";

TimerChange set_timer(std::string_view key, Date due) {
    return {std::string(key), due};
}
TimerChange cancel_timer(std::string_view key) {
    return {std::string(key), std::nullopt};
}

std::vector<ClaimChange> member_claims(const Household::State& state, ClaimChange::Kind kind) {
    std::vector<ClaimChange> claims;
    for (const Member& member : state.members()) {
        claims.push_back({kind, open_file_claim(member.person)});
    }
    return claims;
}

// A new review year: remind before its end, and suspend on the day after it.
std::vector<TimerChange> review_timers(const Household::State& state) {
    const Date until = state.review_valid_until;
    const Date remind = until.plus_months(state.review_reminder_months - state.review_months);
    return {set_timer(kReviewRemind, remind), set_timer(kReviewOverdue, until.plus_days(1))};
}

std::vector<TimerChange> no_more_file_timers() {
    return {cancel_timer(kReviewRemind), cancel_timer(kReviewOverdue), cancel_timer(kNoticeClose)};
}

Effects end_of_application(const Household::State& after) {
    return {.claims = member_claims(after, ClaimChange::Kind::Free),
            .timers = {cancel_timer(kCompleteBy), cancel_timer(kNoticeClose)}};
}

Effects end_of_file(const Household::State& after) {
    Effects effects{.claims = member_claims(after, ClaimChange::Kind::Free),
                    .timers = no_more_file_timers()};
    if (after.exit_kind != ExitKind::Resolved) return effects;
    for (std::int32_t month : after.follow_up_months) {
        effects.timers.push_back(set_timer(std::string(kFollowUp) + std::to_string(month),
                                           after.closed_on.plus_months(month)));
    }
    return effects;
}

Effects timers(std::vector<TimerChange> changes) {
    return {.claims = {}, .timers = std::move(changes)};
}

// Most events change neither claims nor timers; those that do have an overload of their own.
Effects effects_of(const Household::State&, const auto&) {
    return {};
}
Effects effects_of(const Household::State& after, const ApplicationSubmitted&) {
    return {.claims = member_claims(after, ClaimChange::Kind::Take)};
}
Effects effects_of(const Household::State&, const ApplicationReturned& e) {
    return timers({set_timer(kCompleteBy, e.complete_by.plus_days(1))});
}
Effects effects_of(const Household::State&, const ApplicationCompleted&) {
    return timers({cancel_timer(kCompleteBy)});
}
Effects effects_of(const Household::State& after, const ApplicationWithdrawn&) {
    return end_of_application(after);
}
Effects effects_of(const Household::State& after, const ApplicationLapsed&) {
    return end_of_application(after);
}
Effects effects_of(const Household::State& after, const AssessedNotEligible&) {
    return end_of_application(after);
}
Effects effects_of(const Household::State& after, const EnrolmentRejected&) {
    return end_of_application(after);
}
Effects effects_of(const Household::State&, const NoticeOpened& e) {
    return timers({set_timer(kNoticeClose, e.last_day.plus_days(1))});
}
Effects effects_of(const Household::State&, const NoticeClosed&) {
    return timers({cancel_timer(kNoticeClose)});
}
Effects effects_of(const Household::State&, const NoticeWithdrawn&) {
    return timers({cancel_timer(kNoticeClose)});
}
Effects effects_of(const Household::State& after, const HouseholdEnrolled&) {
    return timers(review_timers(after));
}
Effects effects_of(const Household::State&, const ReviewReminded&) {
    return timers({cancel_timer(kReviewRemind)});
}
Effects effects_of(const Household::State& after, const ReviewCompleted& event) {
    // The review was made, whatever becomes of the exit that it proposes.
    if (event.outcome == ReviewOutcome::Stop) {
        return timers({cancel_timer(kReviewRemind), cancel_timer(kReviewOverdue)});
    }
    return timers(review_timers(after));
}
Effects effects_of(const Household::State&, const AidSuspended& e) {
    if (e.reason != SuspensionReason::ReviewOverdue) return {};
    return timers({cancel_timer(kReviewOverdue)});
}
Effects effects_of(const Household::State& after, const ExitRejected&) {
    Effects effects = timers({cancel_timer(kNoticeClose)});
    if (after.review_valid_until.is_set() &&
        !after.suspensions.contains(SuspensionReason::ReviewOverdue)) {
        effects.timers.push_back(set_timer(kReviewOverdue, after.review_valid_until.plus_days(1)));
    }
    return effects;
}
Effects effects_of(const Household::State& after, const FileClosed&) {
    return end_of_file(after);
}
Effects effects_of(const Household::State& after, const FileCancelled&) {
    return end_of_file(after);
}
Effects effects_of(const Household::State&, const FollowUpDue& e) {
    return timers({cancel_timer(std::string(kFollowUp) + std::to_string(e.month))});
}
Effects effects_of(const Household::State& after, const FileReopened&) {
    Effects effects{.claims = member_claims(after, ClaimChange::Kind::Take),
                    .timers = review_timers(after)};
    for (std::int32_t month : after.follow_up_months) {
        effects.timers.push_back(cancel_timer(std::string(kFollowUp) + std::to_string(month)));
    }
    return effects;
}
Effects effects_of(const Household::State& after, const HouseholdImported& e) {
    if (e.closed_on.is_set()) return {};
    return {.claims = member_claims(after, ClaimChange::Kind::Take)};
}

std::optional<std::int32_t> follow_up_month(std::string_view key) {
    if (!key.starts_with(kFollowUp)) return std::nullopt;
    key.remove_prefix(kFollowUp.size());
    std::int32_t month = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), month);
    if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
    return month;
}

}  // namespace

std::string open_file_claim(PersonId person) {
    return "open-file/" + person.to_string();
}

HouseholdState Household::State::shown() const {
    if (phase != HouseholdState::Enrolled) return phase;
    if (exit) return HouseholdState::ExitProposed;
    return suspended() ? HouseholdState::Suspended : phase;
}

HouseholdId Household::State::household() const {
    return imported ? imported->household : application.household;
}

const std::vector<HardshipCause>& Household::State::causes() const {
    return imported ? imported->causes : application.causes;
}

FileTier Household::State::tier() const {
    return imported ? imported->tier : application.tier;
}

FileRound Household::State::round() const {
    return imported ? imported->round : application.round;
}

const std::vector<Member>& Household::State::members() const {
    return imported ? imported->members : application.members;
}

const Payee& Household::State::payee() const {
    if (changed_payee) return *changed_payee;
    return imported ? imported->payee : application.payee;
}

std::vector<Measure> Household::State::running_measures(std::int32_t year) const {
    std::vector<Measure> running;
    const auto of_year = plans.find(year);
    if (of_year == plans.end()) return running;
    std::ranges::copy_if(of_year->second, std::back_inserter(running), [&](const Measure& m) {
        return !stopped_measures.contains(m.measure_id);
    });
    return running;
}

std::int32_t Household::State::last_planned_year() const {
    for (auto plan = plans.rbegin(); plan != plans.rend(); ++plan) {
        if (!running_measures(plan->first).empty()) return plan->first;
    }
    return 0;
}

HardshipClass Household::State::hardship_class() const {
    if (decision) return decision->hardship_class;
    return imported ? imported->hardship_class : HardshipClass::None;
}

Result<std::vector<Household::Event>> Household::decide(const State& state, const Command& command,
                                                        const Context& by) {
    return std::visit([&](const auto& typed) { return phases::decide(state, typed, by); }, command);
}

Effects Household::effects(const State& after, const Event& event) {
    return std::visit([&](const auto& typed) { return effects_of(after, typed); }, event);
}

std::optional<Household::Command> Household::on_timer(const State&, const TimerFired& fired) {
    if (fired.key == kCompleteBy) return LapseApplication{};
    if (fired.key == kNoticeClose) return CloseNotice{};
    if (fired.key == kReviewRemind) return RemindReview{};
    if (fired.key == kReviewOverdue) return SuspendAid{SuspensionReason::ReviewOverdue};
    if (const auto month = follow_up_month(fired.key)) return RemindFollowUp{*month};
    return std::nullopt;
}

}  // namespace haven::registry
