// Onto the award roll, and every other end.
#include "services/scholarship/domain/application_phases.hpp"

namespace haven::scholarship::application {
namespace {

// An application that ends gives back what its nomination holds.
Events ending(const State& state, Application::Event end) {
    using enum ApplicationState;
    const bool nominated = state.phase == Nominated || state.phase == Noticed ||
                           state.phase == Ready || state.phase == Awarded;
    Events events;
    if (nominated) events.emplace_back(NominationLapsed{});
    events.push_back(std::move(end));
    return events;
}

Result<void> check_stoppable(const State& state) {
    using enum ApplicationState;
    if (state.phase == OnRoll) {
        return refused("ON_ROLL", "it stands on an award roll: strike the row first");
    }
    return check_phase(state, {Applied, Surveyed, Checked, Nominated, Noticed, Ready},
                       "APPLICATION_ENDED");
}

// Why this nomination may not stand on a roll (I3 of awards); empty when it may.
std::string roll_refusal(const State& state, const EnterRoll& command, const Context& by) {
    if (state.phase == ApplicationState::OnRoll) return "ON_ROLL";
    // Objections are taken on the day of taking down, too.
    if (state.phase != ApplicationState::Ready || by.business_date <= state.notice_closed_on) {
        return "NOTICE_NOT_CLOSED";
    }
    if (!state.open_objections.empty()) return "OBJECTION_OPEN";
    const StudentNominated& nomination = *state.nomination;
    if (nomination.tier != command.tier || nomination.amount != command.amount) {
        return "NOMINATION_DIFFERS";
    }
    return {};
}

}  // namespace

Decision decide(const State& state, const EnterRoll& command, const Context& by) {
    if (state.phase == ApplicationState::OnRoll && state.roll == command.roll) return Events{};
    if (state.phase == ApplicationState::Unset) {
        return failure(ErrorKind::Missing, "APPLICATION_MISSING", "there is no such application");
    }
    const std::string refusal = roll_refusal(state, command, by);
    if (!refusal.empty()) return Events{RollEntryRefused{command.roll, refusal}};
    return Events{ApplicationRolled{command.roll}};
}

Decision decide(const State& state, const LeaveRoll& command, const Context&) {
    if (state.phase != ApplicationState::OnRoll || state.roll != command.roll) return Events{};
    return Events{ApplicationUnrolled{command.roll}};
}

Decision decide(const State& state, const MarkAwarded& command, const Context&) {
    if (state.phase == ApplicationState::Awarded && state.award == command.award) return Events{};
    HAVEN_CHECKED(check_phase(state, {ApplicationState::OnRoll}, "NOT_ON_ROLL"));
    if (state.roll != command.roll) return refused("NOT_ON_ROLL", "it stands on another roll");
    return Events{ApplicationAwarded{command.roll, command.award}};
}

Decision decide(const State& state, const RejectScholarship& command, const Context& by) {
    HAVEN_CHECKED(check_stoppable(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return ending(state, ScholarshipRejected{command.reason, by.actor});
}

Decision decide(const State& state, const WithdrawScholarship&, const Context& by) {
    HAVEN_CHECKED(check_stoppable(state));
    return ending(state, ScholarshipWithdrawn{by.business_date});
}

Decision decide(const State& state, const ReleaseAwarded& command, const Context&) {
    if (state.phase == ApplicationState::Released) return Events{};
    HAVEN_CHECKED(check_phase(state, {ApplicationState::Awarded}, "NOT_AWARDED"));
    if (state.award != command.award) return refused("NOT_AWARDED", "it has another award");
    return ending(state, ApplicationReleased{command.award});
}

}  // namespace haven::scholarship::application
