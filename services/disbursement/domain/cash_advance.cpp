#include "services/disbursement/domain/cash_advance.hpp"

namespace haven::disbursement {
namespace {

using Events = std::vector<CashAdvance::Event>;
using State = CashAdvance::State;

std::unexpected<Error> same_person(const char* what) {
    return refused("SAME_PERSON", what);
}

Result<void> check_exists(const State& state) {
    if (state.state != CashState::Unset) return {};
    return failure(ErrorKind::Missing, "CASH_ADVANCE_MISSING", "there is no such cash advance");
}

Result<void> check_staff(const StaffId& who) {
    if (!who.is_nil()) return {};
    return failure(ErrorKind::Denied, "NOT_STAFF", "only a registered member of staff may do this");
}

bool is_in_hand(const State& state) {
    return state.state == CashState::HandedOver || state.state == CashState::Counted;
}

Result<void> check_in_hand(const State& state) {
    HAVEN_CHECKED(check_exists(state));
    if (is_in_hand(state)) return {};
    return refused("NOT_HANDED_OVER", "the cash is not in the holder's hands");
}

Result<Events> request(const State& state, const RequestCashAdvance& command, const Context& by) {
    const StaffId requester = command.requester.is_nil() ? by.actor : command.requester;
    HAVEN_CHECKED(check_staff(requester));
    if (state.state != CashState::Unset && state.state != CashState::Unfunded) {
        return failure(ErrorKind::Duplicate, "CASH_ADVANCE_EXISTS", "it was asked for before");
    }
    if (command.amount <= Money{} || command.amount > kMaxAmount) {
        return invalid("INVALID_AMOUNT", "amount_fen", "1 to 100,000,000,000 fen");
    }
    return Events{CashAdvanceRequested{.advance = command.advance,
                                       .fund_line = command.fund_line,
                                       .amount = command.amount,
                                       .item = command.item,
                                       .year = command.year,
                                       .requester = requester,
                                       .holder = command.holder,
                                       .reason = command.reason,
                                       .campaign = command.campaign,
                                       .requested_on = by.business_date}};
}

// What the fund line says arrives once; said again it changes nothing.
Result<Events> hear(const State& state, CashAdvance::Event answer) {
    HAVEN_CHECKED(check_exists(state));
    if (state.state != CashState::Requested) return Events{};
    return Events{std::move(answer)};
}

Result<Events> refuse(const State& state, const RefuseCash& command) {
    return hear(state, CashAdvanceUnfunded{command.reason, state.request.fund_line,
                                           state.request.campaign});
}

Result<Events> hand_over(const State& state, const Context& by) {
    HAVEN_CHECKED(check_exists(state));
    HAVEN_CHECKED(check_staff(by.actor));
    if (is_in_hand(state) && state.approver == by.actor) return Events{};
    if (state.state != CashState::Funded) {
        return refused("NOT_FUNDED", "no money waits to be handed over");
    }
    if (by.actor == state.request.requester || by.actor == state.request.holder) {
        return same_person("who asked for the cash, or takes it along, cannot hand it over");
    }
    return Events{CashAdvanceHandedOver{state.request.advance, state.request.amount,
                                        state.request.holder, by.actor, by.business_date,
                                        state.request.campaign, state.request.fund_line}};
}

Result<Events> give_up(const State& state, const GiveUpCashAdvance& command, const Context& by) {
    HAVEN_CHECKED(check_exists(state));
    HAVEN_CHECKED(check_staff(by.actor));
    if (state.state == CashState::GivenUp) return Events{};
    if (state.state != CashState::Funded) {
        return refused("NOT_FUNDED", "only what is reserved and not handed over is given up");
    }
    return Events{CashAdvanceGivenUp{state.request.advance, state.request.fund_line,
                                     state.request.amount, command.reason, state.request.campaign}};
}

bool is_same(const CashReliefPaid& paid, const PayCashRelief& command) {
    return paid.person == command.person && paid.amount == command.amount &&
           paid.receipt_no == command.receipt_no;
}

Result<void> check_witnessed(const State& state, const PayCashRelief& command, const Context& by) {
    if (command.witness.is_nil()) {
        return failure(ErrorKind::Denied, "NOT_STAFF", "the witness is a member of staff");
    }
    if (command.witness == state.request.holder) {
        return same_person("who hands the cash over cannot witness it");
    }
    if (command.paid_on >= state.handed_over_on && command.paid_on <= by.business_date) return {};
    return refused("DATE_OUTSIDE_ADVANCE", "paid before the cash was handed over, or after today",
                   {{"date", command.paid_on.to_string()}});
}

Result<Events> pay(const State& state, const PayCashRelief& command, const Context& by) {
    HAVEN_CHECKED(check_exists(state));
    if (const auto known = state.reliefs.find(command.relief); known != state.reliefs.end()) {
        if (is_same(known->second.paid, command)) return Events{};
        return refused("CASH_RELIEF_DIFFERS", "this payment was noted with other words");
    }
    HAVEN_CHECKED(check_in_hand(state));
    if (command.amount <= Money{}) {
        return invalid("INVALID_AMOUNT", "amount_fen", "more than nothing");
    }
    if (!command.judged) HAVEN_CHECKED(check_witnessed(state, command, by));
    if (state.receipts.contains(command.receipt_no)) {
        return failure(ErrorKind::Duplicate, "RECEIPT_USED", "this receipt counts already",
                       {{"receipt_no", command.receipt_no}});
    }
    if (command.amount > state.left()) {
        return refused("CASH_SHORT",
                       command.amount.yuan() + " yuan wanted, " + state.left().yuan() + " in hand",
                       {{"wanted_fen", std::to_string(command.amount.in_fen())},
                        {"left_fen", std::to_string(state.left().in_fen())}});
    }
    const CashAdvanceRequested& from = state.request;
    return Events{CashReliefPaid{.advance = from.advance,
                                 .relief = command.relief,
                                 .person = command.person,
                                 .amount = command.amount,
                                 .item = from.item,
                                 .year = from.year,
                                 .fund_line = from.fund_line,
                                 .receipt_no = command.receipt_no,
                                 .witness = command.witness,
                                 .paid_on = command.paid_on,
                                 .reason = command.reason,
                                 .campaign = from.campaign}};
}

Result<Events> take_back(const State& state, const TakeBackCashRelief& command, const Context& by) {
    HAVEN_CHECKED(check_exists(state));
    const auto known = state.reliefs.find(command.relief);
    if (known == state.reliefs.end()) {
        return failure(ErrorKind::Missing, "CASH_RELIEF_MISSING", "no such payment was noted");
    }
    if (known->second.taken_back) return Events{};
    HAVEN_CHECKED(check_in_hand(state));
    return Events{CashReliefTakenBack{state.request.advance, command.relief,
                                      known->second.paid.amount, state.request.fund_line,
                                      by.business_date, command.reason, state.request.campaign}};
}

Result<Events> count(const State& state, const CountCash& command, const Context& by) {
    HAVEN_CHECKED(check_in_hand(state));
    const StaffId counter = command.counter.is_nil() ? by.actor : command.counter;
    HAVEN_CHECKED(check_staff(counter));
    if (counter == state.request.holder) {
        return same_person("who held the cash cannot count what is left of it");
    }
    if (command.counted != state.left()) {
        return refused(
            "CASH_COUNT_DIFFERS",
            command.counted.yuan() + " yuan counted, " + state.left().yuan() + " by the receipts",
            {{"counted_fen", std::to_string(command.counted.in_fen())},
             {"left_fen", std::to_string(state.left().in_fen())}});
    }
    if (state.state == CashState::Counted) return Events{};
    return Events{CashCounted{command.counted, counter, by.business_date}};
}

Result<Events> settle(const State& state, const Context& by) {
    HAVEN_CHECKED(check_exists(state));
    HAVEN_CHECKED(check_staff(by.actor));
    if (state.state == CashState::Settled && state.confirmer == by.actor) return Events{};
    if (state.state != CashState::Counted) {
        return refused("NOT_COUNTED", "what is left has not been counted");
    }
    if (by.actor == state.counter || by.actor == state.request.holder) {
        return same_person("who counted the cash, or held it, cannot confirm the count");
    }
    return Events{CashAdvanceSettled{state.request.advance, state.request.fund_line, state.spent,
                                     state.left(), by.actor, by.business_date}};
}

}  // namespace

Result<Events> CashAdvance::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const RequestCashAdvance& c) { return request(state, c, by); },
        [&](const ConfirmCash&) { return hear(state, CashAdvanceFunded{}); },
        [&](const RefuseCash& c) { return refuse(state, c); },
        [&](const HandOverCash&) { return hand_over(state, by); },
        [&](const GiveUpCashAdvance& c) { return give_up(state, c, by); },
        [&](const PayCashRelief& c) { return pay(state, c, by); },
        [&](const TakeBackCashRelief& c) { return take_back(state, c, by); },
        [&](const CountCash& c) { return count(state, c, by); },
        [&](const SettleCashAdvance&) { return settle(state, by); });
}

State CashAdvance::evolve(State state, const Event& event) {
    // A payment after the count makes the count void.
    const auto recount = [&] {
        state.state = CashState::HandedOver;
        state.counted = {};
        state.counter = {};
    };
    match(
        event,
        [&](const CashAdvanceRequested& e) {
            state.state = CashState::Requested;
            state.request = e;
            state.unfunded.clear();
        },
        [&](const CashAdvanceFunded&) { state.state = CashState::Funded; },
        [&](const CashAdvanceUnfunded& e) {
            state.state = CashState::Unfunded;
            state.unfunded = e.reason;
        },
        [&](const CashAdvanceHandedOver& e) {
            state.state = CashState::HandedOver;
            state.approver = e.approver;
            state.handed_over_on = e.handed_over_on;
        },
        [&](const CashReliefPaid& e) {
            state.reliefs[e.relief] = {e, false};
            state.receipts.insert(e.receipt_no);
            state.spent += e.amount;
            recount();
        },
        [&](const CashReliefTakenBack& e) {
            state.reliefs[e.relief].taken_back = true;
            state.spent -= e.amount;
            recount();
        },
        [&](const CashCounted& e) {
            state.state = CashState::Counted;
            state.counted = e.counted;
            state.counter = e.counter;
        },
        [&](const CashAdvanceSettled& e) {
            state.state = CashState::Settled;
            state.confirmer = e.confirmer;
            state.settled_on = e.settled_on;
        },
        [&](const CashAdvanceGivenUp&) { state.state = CashState::GivenUp; });
    return state;
}

Effects CashAdvance::effects(const State&, const Event& event) {
    Effects effects;
    const auto* paid = std::get_if<CashReliefPaid>(&event);
    if (paid != nullptr && paid->campaign.group.is_nil()) {
        effects.claims.push_back(
            {ClaimChange::Kind::Take,
             "cash-receipt/" + paid->fund_line.to_string() + '/' + paid->receipt_no});
    }
    return effects;
}

}  // namespace haven::disbursement
