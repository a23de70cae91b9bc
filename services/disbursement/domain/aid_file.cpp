#include "services/disbursement/domain/aid_file.hpp"

#include <algorithm>

namespace haven::disbursement {
namespace {

using Events = std::vector<AidFile::Event>;
using State = AidFile::State;

Result<void> check_known(const State& state) {
    if (state.known) return {};
    return failure(ErrorKind::Missing, "AID_FILE_MISSING",
                   "no plan of this file has come here yet");
}

// A service never takes the part of one of two people (protocols §11).
Result<void> check_staff(const Context& by) {
    if (!by.actor.is_nil()) return {};
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

Result<Events> note_plan(const State& state, const NotePlan& plan) {
    const bool all_known = std::ranges::all_of(plan.entitlements, [&](const EntitlementRef& ref) {
        return std::ranges::find(state.entitlements, ref) != state.entitlements.end();
    });
    if (state.known && all_known) return Events{};
    // A correction made here by two people outlives the account that the registry still has; one
    // made there after it counts for every entitlement of the file.
    const bool newer = state.known && plan.payee.is_known() && plan.payee != state.registry_payee;
    const bool keeps = state.payee.is_known() && !newer;
    PlanNoted noted{plan.household, plan.year, plan.entitlements, keeps ? state.payee : plan.payee,
                    plan.review_valid_until};
    // The stored event has a planned payee only where one is named.
    if (plan.payee.is_known() && noted.payee != plan.payee) noted.planned_payee = plan.payee;
    Events events{noted};
    if (newer && state.payee != plan.payee) {
        events.emplace_back(PayeeChanged{plan.payee, {}, {}, state.entitlements, true});
    }
    if (state.suspended) events.emplace_back(SuspensionNoted{plan.entitlements});
    return events;
}

Result<Events> note_payee(const State& state, const NotePayee& command) {
    // Before the first plan nothing is paid to anybody, and the plan names the payee.
    if (!state.known || command.payee == state.registry_payee) return Events{};
    return Events{PayeeChanged{command.payee, command.entered_by, command.confirmed_by,
                               state.entitlements, true}};
}

Result<Events> propose(const State& state, const ProposePayee& command, const Context& by) {
    HAVEN_CHECKED(check_known(state));
    HAVEN_CHECKED(check_staff(by));
    const PayeeProposed proposed{command.payee, by.actor};
    if (state.proposal == proposed) return Events{};
    return Events{proposed};
}

Result<Events> confirm(const State& state, const ConfirmPayee& command, const Context& by) {
    HAVEN_CHECKED(check_known(state));
    HAVEN_CHECKED(check_staff(by));
    if (!state.proposal) return refused("NOTHING_PROPOSED", "no other account was entered");
    if (state.proposal->proposed_by == by.actor) {
        return refused("SAME_PERSON", "who entered the account cannot confirm it");
    }
    if (!command.last4.empty() && command.last4 != state.proposal->payee.last4) {
        return refused("LAST4_DIFFERS", "the account that was entered ends otherwise");
    }
    return Events{PayeeChanged{state.proposal->payee, state.proposal->proposed_by, by.actor,
                               state.entitlements}};
}

}  // namespace

Result<Events> AidFile::decide(const State& state, const Command& command, const Context& by) {
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
        [&](const NotePayee& c) { return note_payee(state, c); },
        [&](const ProposePayee& c) { return propose(state, c, by); },
        [&](const ConfirmPayee& c) { return confirm(state, c, by); });
}

State AidFile::evolve(State state, const Event& event) {
    match(
        event,
        [&](const PlanNoted& e) {
            state.known = true;
            state.payee = e.payee;
            state.registry_payee = e.planned_payee.is_known() ? e.planned_payee : e.payee;
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
        [&](const PayeeProposed& e) { state.proposal = e; },
        [&](const PayeeChanged& e) {
            state.payee = e.payee;
            // What one person entered here still waits for a second: the registry's change may have
            // been on its way when it was entered.
            if (e.by_registry) {
                state.registry_payee = e.payee;
            } else {
                state.proposal.reset();
            }
        });
    return state;
}

}  // namespace haven::disbursement
