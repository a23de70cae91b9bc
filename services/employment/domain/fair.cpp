#include "services/employment/domain/fair.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Fair::Event>;
using State = Fair::State;

constexpr int kMaxStalls = 5'000;

Result<void> check_later(Date day, const Context& by) {
    if (day.is_set() && day >= by.business_date) return {};
    return invalid("INVALID_FAIR_DAY", "first_day", "today or later");
}

Result<void> check_terms(const FairTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "code"));
    HAVEN_CHECKED(check_number_word(terms.venue, "venue"));
    HAVEN_CHECKED(check_number_word(terms.source, "source"));
    if (terms.days < 1 || terms.days > kMaxFairDays) {
        return invalid("INVALID_COUNT", "days", "1 to 30");
    }
    if (terms.stalls < 1 || terms.stalls > kMaxStalls) {
        return invalid("INVALID_COUNT", "stalls", "1 to 5,000");
    }
    return {};
}

Result<Events> schedule(const State& state, const ScheduleFair& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(command.terms));
    if (state.fair) {
        if (state.fair->terms == command.terms) return Events{};
        return failure(ErrorKind::Duplicate, "FAIR_EXISTS",
                       "fair " + command.terms.code + " was announced already",
                       {{"code", command.terms.code}});
    }
    HAVEN_CHECKED(check_later(command.terms.first_day, by));
    return Events{FairScheduled{command.terms}};
}

Result<void> check_scheduled(const State& state) {
    if (!state.fair) return failure(ErrorKind::Missing, "FAIR_MISSING", "there is no such fair");
    if (state.fair->cancelled) return refused("FAIR_CANCELLED", "the fair was called off");
    return {};
}

// On the morning itself it can still be moved or called off, as long as nobody has come to terms.
Result<void> check_not_held(const State& state, int intents, const Context& by) {
    if (intents == 0 && by.business_date <= state.fair->terms.first_day) return {};
    return refused("FAIR_HELD", "the fair has been held");
}

Result<Events> postpone(const State& state, const PostponeFair& command, const Context& by) {
    HAVEN_CHECKED(check_scheduled(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    HAVEN_CHECKED(check_not_held(state, command.intents, by));
    HAVEN_CHECKED(check_later(command.first_day, by));
    if (command.first_day <= state.fair->terms.first_day) {
        return invalid("INVALID_FAIR_DAY", "first_day", "later than before");
    }
    return Events{FairPostponed{command.first_day, command.reason}};
}

Result<Events> cancel(const State& state, const CancelFair& command, const Context& by) {
    if (state.fair && state.fair->cancelled) return Events{};
    HAVEN_CHECKED(check_scheduled(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    HAVEN_CHECKED(check_not_held(state, command.intents, by));
    return Events{FairCancelled{command.reason}};
}

// Counted anew where an intent was withdrawn afterwards: the later report stands.
Result<Events> report(const State& state, const ReportFair& command, const Context& by) {
    HAVEN_CHECKED(check_scheduled(state));
    HAVEN_CHECKED(check_staff(by));
    if (by.business_date <= state.fair->last_day()) {
        return refused("FAIR_NOT_HELD", "a fair is counted when its last day is over");
    }
    const bool same = state.report && state.report->firms == command.firms &&
                      state.report->posts == command.posts &&
                      state.report->intents == command.intents;
    if (same) return Events{};
    return Events{FairReported{command.firms, command.posts, command.intents, by.business_date}};
}

}  // namespace

Result<void> check_fair_open(const KnownFair& fair, Date today) {
    if (fair.cancelled) return refused("FAIR_CANCELLED", "the fair was called off");
    if (today > fair.last_day()) return refused("FAIR_OVER", "the fair is over");
    return {};
}

Result<Events> Fair::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const ScheduleFair& c) { return schedule(state, c, by); },
        [&](const PostponeFair& c) { return postpone(state, c, by); },
        [&](const CancelFair& c) { return cancel(state, c, by); },
        [&](const ReportFair& c) { return report(state, c, by); });
}

State Fair::evolve(State state, const Event& event) {
    match(
        event, [&](const FairScheduled& e) { state.fair = KnownFair{e.terms, false}; },
        [&](const FairPostponed& e) { state.fair->terms.first_day = e.first_day; },
        [&](const FairCancelled&) { state.fair->cancelled = true; },
        [&](const FairReported& e) { state.report = e; });
    return state;
}

Effects Fair::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* scheduled = std::get_if<FairScheduled>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "fair/" + scheduled->terms.code});
    }
    return effects;
}

}  // namespace haven::employment
