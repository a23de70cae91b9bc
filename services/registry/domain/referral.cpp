#include "services/registry/domain/referral.hpp"

#include <algorithm>

#include "libs/base/code_word.hpp"

namespace haven::registry {
namespace {

using Events = std::vector<ReferralRecord::Event>;
using State = ReferralRecord::State;

Result<void> check_waits(const State& state, const Context& by) {
    if (!state.referral) {
        return failure(ErrorKind::Missing, "REFERRAL_MISSING", "there is no such referral");
    }
    if (by.actor.is_nil()) {
        return failure(ErrorKind::Denied, "NOT_STAFF",
                       "only a registered member of staff may do this");
    }
    if (state.phase == ReferralState::Draft || state.phase == ReferralState::Visit) return {};
    return refused("REFERRAL_SETTLED", "an application was handed in, or it was set aside");
}

// The same referral heard again is the same.
Events receive(const State& state, const ReceiveReferral& command) {
    if (state.referral) return {};
    const Referral& referral = command.referral;
    const bool known = referral.identified && !referral.union_node.empty();
    return {ReferralReceived{referral, known ? ReferralState::Draft : ReferralState::Visit}};
}

Result<Events> take_up(const State& state, const TakeUpReferral& command, const Context& by) {
    HAVEN_CHECKED(check_waits(state, by));
    const Referral& referral = *state.referral;
    const bool on_it = std::ranges::find(command.members, referral.person) != command.members.end();
    // Who gave no ID number is somebody else in the vault than the one who applied.
    if (referral.identified && !on_it) {
        return refused("NO_SUCH_MEMBER", "the application is not of this person's household");
    }
    return Events{ReferralApplied{command.household, referral.origin}};
}

Result<Events> set_aside(const State& state, const SetReferralAside& command, const Context& by) {
    HAVEN_CHECKED(check_waits(state, by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    return Events{ReferralPutAside{command.reason, state.referral->origin}};
}

}  // namespace

Result<Events> ReferralRecord::decide(const State& state, const Command& command,
                                      const Context& by) {
    return match(
        command, [&](const ReceiveReferral& c) -> Result<Events> { return receive(state, c); },
        [&](const TakeUpReferral& c) { return take_up(state, c, by); },
        [&](const SetReferralAside& c) { return set_aside(state, c, by); });
}

State ReferralRecord::evolve(State state, const Event& event) {
    match(
        event,
        [&](const ReferralReceived& e) {
            state.referral = e.referral;
            state.phase = e.becomes;
        },
        [&](const ReferralApplied& e) {
            state.phase = ReferralState::Applied;
            state.household = e.household;
        },
        [&](const ReferralPutAside& e) {
            state.phase = ReferralState::SetAside;
            state.reason = e.reason;
        });
    return state;
}

}  // namespace haven::registry
