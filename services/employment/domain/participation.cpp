#include "services/employment/domain/participation.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<Participation::Event>;
using State = Participation::State;

Result<Events> apply(const State& state, const ApplyToAttend& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    ParticipationApplied applied = command.application;
    for (const std::string* word : {&applied.branch, &applied.branch_letter_no}) {
        if (!word->empty()) HAVEN_CHECKED(check_number_word(*word, "branch"));
    }
    applied.applied_on = by.business_date;
    if (state.phase != ParticipationState::Unset) {
        return failure(ErrorKind::Duplicate, "PARTICIPATION_EXISTS", "it has applied already");
    }
    HAVEN_CHECKED(check_fair_open(command.fair, by.business_date));
    return Events{applied};
}

Result<Events> screen(const State& state, const ScreenParticipation& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    if (state.phase == ParticipationState::Unset) {
        return failure(ErrorKind::Missing, "PARTICIPATION_MISSING", "nobody has applied");
    }
    if (state.phase != ParticipationState::Applied) {
        return refused("NO_SCREENING_DUE", "the papers were checked already");
    }
    HAVEN_CHECKED(check_fair_open(command.fair, by.business_date));
    ParticipationRefusal fault = command.employer.fault(command.fair.last_day());
    const ParticipationApplied& applied = state.application;
    const bool no_letter = !applied.branch.empty() && applied.branch_letter_no.empty();
    if (fault == ParticipationRefusal::Unset && no_letter) {
        fault = ParticipationRefusal::BranchLetter;
    }
    if (fault != ParticipationRefusal::Unset) return Events{ParticipationRefused{fault, by.actor}};
    if (command.stall < 1 || command.stall > command.fair.terms.stalls) {
        return invalid("INVALID_STALL", "stall", "a stall of the fair");
    }
    return Events{
        ParticipationApproved{command.stall, command.employer.papers.licence_no, by.actor}};
}

// Who was there on the first day is not unmade: its intents stand, and its posts were offered.
Result<Events> withdraw(const State& state, const WithdrawParticipation& command,
                        const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    using enum ParticipationState;
    if (state.phase == Withdrawn) return Events{};
    if (state.phase == Unset) {
        return failure(ErrorKind::Missing, "PARTICIPATION_MISSING", "nobody has applied");
    }
    if (state.phase == Refused) return refused("PARTICIPATION_ENDED", "it may not attend anyway");
    if (by.business_date > command.fair.terms.first_day) {
        return refused("FAIR_HELD", "the fair has begun, and it was there");
    }
    return Events{ParticipationWithdrawn{by.business_date}};
}

std::string place_claim(const ParticipationApplied& applied) {
    return "attends/" + applied.fair.to_string() + "/" + applied.uscc;
}
std::string stall_claim(const State& state) {
    return "stall/" + state.application.fair.to_string() + "/" + std::to_string(state.stall);
}

}  // namespace

bool State::stands_on(Date day) const {
    if (phase == ParticipationState::Approved) return true;
    return phase == ParticipationState::Withdrawn && stall != 0 && withdrawn_on >= day;
}

Result<Events> Participation::decide(const State& state, const Command& command,
                                     const Context& by) {
    return match(
        command, [&](const ApplyToAttend& c) { return apply(state, c, by); },
        [&](const ScreenParticipation& c) { return screen(state, c, by); },
        [&](const WithdrawParticipation& c) { return withdraw(state, c, by); });
}

State Participation::evolve(State state, const Event& event) {
    match(
        event,
        [&](const ParticipationApplied& e) {
            state.phase = ParticipationState::Applied;
            state.application = e;
        },
        [&](const ParticipationApproved& e) {
            state.phase = ParticipationState::Approved;
            state.stall = e.stall;
        },
        [&](const ParticipationRefused& e) {
            state.phase = ParticipationState::Refused;
            state.refusal = e.reason;
        },
        [&](const ParticipationWithdrawn& e) {
            state.phase = ParticipationState::Withdrawn;
            state.withdrawn_on = e.withdrawn_on;
        });
    return state;
}

Effects Participation::effects(const State& after, const Event& event) {
    using enum ClaimChange::Kind;
    Effects effects;
    match(
        event,
        [&](const ParticipationApplied& e) { effects.claims.push_back({Take, place_claim(e)}); },
        [&](const ParticipationApproved&) { effects.claims.push_back({Take, stall_claim(after)}); },
        [&](const ParticipationRefused&) {
            effects.claims.push_back({Free, place_claim(after.application)});
        },
        [&](const ParticipationWithdrawn&) {
            effects.claims.push_back({Free, place_claim(after.application)});
            if (after.stall != 0) effects.claims.push_back({Free, stall_claim(after)});
        });
    return effects;
}

}  // namespace haven::employment
