#include "services/employment/domain/intent.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Intent::Event>;
using State = Intent::State;

constexpr int kDaysToEnter = 7;  // after the fair, for what was written down there

Result<void> check_fair(const RecordIntent& command, const Context& by) {
    const KnownFair& fair = command.fair;
    if (fair.cancelled) return refused("FAIR_CANCELLED", "the fair was called off");
    if (by.business_date < fair.terms.first_day) {
        return refused("FAIR_NOT_HELD", "the fair has not been held yet");
    }
    if (by.business_date > fair.last_day().plus_days(kDaysToEnter)) {
        return refused("FAIR_OVER", "intents of a fair are entered within seven days");
    }
    const bool day = command.reached_on.is_set() && command.reached_on >= fair.terms.first_day &&
                     command.reached_on <= fair.last_day() &&
                     command.reached_on <= by.business_date;
    if (!day) return invalid("INVALID_FAIR_DAY", "reached_on", "a day of the fair, not to come");
    return {};
}

Result<Events> record(const State& state, const RecordIntent& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase != IntentState::Unset) {
        return failure(ErrorKind::Duplicate, "INTENT_EXISTS", "this intent was entered already");
    }
    const KnownSeeker& seeker = command.seeker;
    if (seeker.state != SeekerState::Seeking) {
        return refused("SEEKER_LEFT", "the person does not seek work");
    }
    HAVEN_CHECKED(check_fair(command, by));
    HAVEN_CHECKED(check_working_age(seeker.birth, command.reached_on));
    if (command.vacancy.fair != command.fair.terms.fair) {
        return refused("VACANCY_OF_ANOTHER_FAIR", "the vacancy is not offered at this fair");
    }
    if (command.stall.barred) {
        return refused("EMPLOYER_BARRED", "the employer was barred on the day of the fair");
    }
    if (!command.stall.stands) {
        return refused("NOT_ATTENDING", "the employer had no stall at the fair that day");
    }
    if (!command.vacancy.offered(command.reached_on)) {
        return refused("VACANCY_NOT_OPEN", "the vacancy was not on offer that day");
    }
    return Events{IntentReached{seeker.id, seeker.person, command.fair.terms.fair,
                                command.vacancy.id, command.vacancy.uscc, command.reached_on}};
}

Result<Events> withdraw(const State& state, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == IntentState::Withdrawn) return Events{};
    if (state.phase == IntentState::Unset) {
        return failure(ErrorKind::Missing, "INTENT_MISSING", "there is no such intent");
    }
    return Events{IntentWithdrawn{by.business_date}};
}

}  // namespace

Result<Events> Intent::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const RecordIntent& c) { return record(state, c, by); },
        [&](const WithdrawIntent&) { return withdraw(state, by); });
}

State Intent::evolve(State state, const Event& event) {
    match(
        event,
        [&](const IntentReached& e) {
            state.phase = IntentState::Stands;
            state.reached = e;
        },
        [&](const IntentWithdrawn&) { state.phase = IntentState::Withdrawn; });
    return state;
}

Effects Intent::effects(const State& after, const Event& event) {
    const std::string claim =
        "intent/" + after.reached.fair.to_string() + "/" + after.reached.person.to_string();
    const bool reached = std::holds_alternative<IntentReached>(event);
    Effects effects;
    effects.claims.push_back({reached ? ClaimChange::Kind::Take : ClaimChange::Kind::Free, claim});
    return effects;
}

}  // namespace haven::employment
