#include "services/disbursement/oracles/cash_oracles.hpp"

namespace haven::disbursement {

void CashOracles::take_paid(Advance& advance, const CashReliefPaid& event,
                            const std::string& where) {
    advance.spent += event.amount;
    within_.see(advance.handed_over && event.amount > Money{} &&
                    advance.spent <= advance.request.amount &&
                    event.fund_line == advance.request.fund_line && !paid_.contains(event.relief),
                where);
    // A visit group has a book of receipts of its own.
    const Uuid book =
        event.campaign.group.is_nil() ? event.fund_line.uuid : event.campaign.group.uuid;
    receipt_.see(receipts_.emplace(book, event.receipt_no).second, where);
    seen_.see(!event.witness.is_nil() && event.witness != advance.request.holder, where);
    paid_[event.relief] += event.amount;
    if (event.campaign.group.is_nil()) return;
    Booked& booked = of_groups_[event.relief.uuid];
    booked.person = event.person;
    booked.fund_line = event.fund_line;
    booked.amount = event.amount;
    ++booked.times;
}

void CashOracles::fold(const CashAdvanceId& id, const CashAdvance::Event& event,
                       const std::string& where) {
    Advance& advance = advances_[id];
    match(
        event, [&](const CashAdvanceRequested& e) { advance.request = e; },
        [](const CashAdvanceFunded&) {}, [](const CashAdvanceUnfunded&) {},
        [&](const CashAdvanceHandedOver& e) {
            advance.handed_over = true;
            seen_.see(
                e.approver != advance.request.requester && e.approver != advance.request.holder,
                where);
        },
        [&](const CashReliefPaid& e) { take_paid(advance, e, where); },
        [&](const CashReliefTakenBack& e) {
            advance.spent -= e.amount;
            within_.see(paid_[e.relief] == e.amount, where);
            paid_[e.relief] -= e.amount;
            if (const auto of = of_groups_.find(e.relief.uuid); of != of_groups_.end()) {
                ++of->second.taken_back;
            }
        },
        [&](const CashCounted& e) { advance.counter = e.counter; },
        [&](const CashAdvanceSettled& e) {
            advance.handed_over = false;
            advance.released = e.unspent;
            within_.see(e.spent == advance.spent && e.spent + e.unspent == advance.request.amount,
                        where);
            seen_.see(!advance.counter.is_nil() && e.confirmer != advance.counter &&
                          e.confirmer != advance.request.holder &&
                          advance.counter != advance.request.holder,
                      where);
        },
        [&](const CashAdvanceGivenUp& e) { advance.released = e.amount; });
}

void CashOracles::fold(const FundLine::Event& event) {
    if (const auto* posted = std::get_if<CashPosted>(&event)) {
        posted_[posted->relief] += posted->amount;
    } else if (const auto* reversed = std::get_if<CashPostingReversed>(&event)) {
        posted_[reversed->relief] -= reversed->amount;
    } else if (const auto* released = std::get_if<CashReleased>(&event)) {
        released_[released->advance] += released->amount;
    }
}

std::vector<audit::Oracle> CashOracles::verdicts() const {
    audit::Oracle equal{"CASH_EQUALS_POSTINGS", 0, "payments and advances"};
    const auto at = [](const auto& map, const auto& key) {
        const auto found = map.find(key);
        return found == map.end() ? Money{} : found->second;
    };
    for (const auto& [relief, amount] : paid_) {
        equal.see(at(posted_, relief) == amount, "payment " + relief.to_string());
    }
    for (const auto& [relief, amount] : posted_) {
        if (!paid_.contains(relief)) {
            equal.see(amount == Money{}, "payment " + relief.to_string());
        }
    }
    for (const auto& [id, advance] : advances_) {
        equal.see(at(released_, id) == advance.released, "advance " + id.to_string());
    }
    return {within_, receipt_, seen_, equal};
}

}  // namespace haven::disbursement
