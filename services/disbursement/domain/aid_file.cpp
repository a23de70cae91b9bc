#include "services/disbursement/domain/aid_file.hpp"

#include <algorithm>

namespace haven::disbursement {
namespace {

using Events = std::vector<AidFile::Event>;
using State = AidFile::State;

Result<Events> note_plan(const State& state, const NotePlan& plan) {
    const bool all_known = std::ranges::all_of(plan.entitlements, [&](const EntitlementRef& ref) {
        return std::ranges::find(state.entitlements, ref) != state.entitlements.end();
    });
    if (state.known && all_known) return Events{};
    Events events{PlanNoted{plan.household, plan.year, plan.entitlements, plan.payee,
                            plan.review_valid_until}};
    if (state.suspended) events.emplace_back(SuspensionNoted{plan.entitlements});
    return events;
}

Result<Events> note_payee(const State& state, const NotePayee& command) {
    // Before the first plan nothing is paid to anybody, and the plan names the payee.
    if (!state.known || command.payee == state.payee) return Events{};
    return Events{
        PayeeChanged{command.payee, command.entered_by, command.confirmed_by, state.entitlements}};
}

}  // namespace

Result<Events> AidFile::decide(const State& state, const Command& command, const Context&) {
    return match(
        command, [&](const NotePlan& c) { return note_plan(state, c); },
        [&](const NoteReview& c) -> Result<Events> {
            if (!state.known || state.closed || c.valid_until <= state.review_valid_until) {
                return Events{};
            }
            return Events{ReviewNoted{c.valid_until, state.entitlements}};
        },
        [&](const NoteSuspension&) -> Result<Events> {
            // Noted before the first plan as well: what is granted later is suspended with it.
            if (state.suspended) return Events{};
            return Events{SuspensionNoted{state.entitlements}};
        },
        [&](const NoteResumption&) -> Result<Events> {
            if (!state.suspended) return Events{};
            return Events{ResumptionNoted{state.entitlements}};
        },
        [&](const NoteClosing& c) -> Result<Events> {
            if (state.closed || (!state.known && !state.suspended)) return Events{};
            return Events{ClosingNoted{c.reason, state.entitlements}};
        },
        [&](const NoteReopening& c) -> Result<Events> {
            if (!state.closed) return Events{};
            return Events{ReopeningNoted{c.review_valid_until}};
        },
        [&](const NotePayee& c) { return note_payee(state, c); });
}

State AidFile::evolve(State state, const Event& event) {
    match(
        event,
        [&](const PlanNoted& e) {
            state.known = true;
            state.payee = e.payee;
            state.review_valid_until = std::max(state.review_valid_until, e.review_valid_until);
            for (const EntitlementRef& ref : e.entitlements) {
                const bool known =
                    std::ranges::find(state.entitlements, ref) != state.entitlements.end();
                if (!known) state.entitlements.push_back(ref);
            }
        },
        [&](const ReviewNoted& e) { state.review_valid_until = e.valid_until; },
        [&](const SuspensionNoted&) { state.suspended = true; },
        [&](const ResumptionNoted&) { state.suspended = false; },
        [&](const ClosingNoted&) { state.closed = true; },
        [&](const ReopeningNoted& e) {
            state.closed = false;
            state.suspended = false;
            state.review_valid_until = e.review_valid_until;
            state.entitlements.clear();  // what was stopped stays stopped
        },
        [&](const PayeeChanged& e) { state.payee = e.payee; });
    return state;
}

}  // namespace haven::disbursement
