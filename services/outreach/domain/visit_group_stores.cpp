// What the group takes along and brings back: cash of disbursement, goods of a store.
#include "services/outreach/domain/visit_group_parts.hpp"

namespace haven::outreach::visit_group {
namespace {

std::unexpected<Error> short_of(const Goods& wanted, int there) {
    return refused("GOODS_SHORT", "there is less of it",
                   {{"goods", wanted.code},
                    {"wanted", std::to_string(wanted.pieces)},
                    {"there", std::to_string(there)}});
}

Result<void> check_money(const State& state, const std::string& voucher_no, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(voucher_no, "voucher_no"));
    if (by.actor != state.group.leader) return {};
    return same_person("the leader does not pay himself out, nor take his own cash back");
}

const VisitGroup::Purse& purse_of(const State& state, const FundLineId& line) {
    static const VisitGroup::Purse none;
    const auto found = state.purses.find(line);
    return found == state.purses.end() ? none : found->second;
}

}  // namespace

Result<void> check_in_bag(const State& state, const std::vector<Goods>& goods) {
    HAVEN_CHECKED(check_goods(goods));
    for (const Goods& one : goods) {
        const auto found = state.bags.find(one.code);
        const int there = found == state.bags.end() ? 0 : found->second.balance();
        if (there < one.pieces) return short_of(one, there);
    }
    return {};
}

bool is_open(const VisitGroup::Purse& purse) {
    return purse.state == PurseState::Asked || purse.state == PurseState::InHand;
}

Result<Events> decide(const State& state, const DrawCash& command, const Context& by) {
    HAVEN_CHECKED(check_money(state, command.voucher_no, by));
    HAVEN_CHECKED(check_amount(command.amount, "amount_fen"));
    HAVEN_CHECKED(check_new(state, "draw/" + command.voucher_no, command.voucher_no));
    if (command.budget <= Money{}) {
        return refused("FUND_LINE_NOT_BUDGETED", "the campaign has no budget on this fund line");
    }
    if (command.amount > command.budget) {
        return refused("BUDGET_SHORT", "more than the whole budget of the line",
                       {{"budget_fen", std::to_string(command.budget.in_fen())}});
    }
    if (purse_of(state, command.fund_line).state != PurseState::None) {
        return refused("CASH_DRAWN", "a group draws once on a fund line");
    }
    return Events{CashAsked{.campaign = state.group.of.campaign,
                            .fund_line = command.fund_line,
                            .amount = command.amount,
                            .voucher_no = command.voucher_no,
                            .budget = command.budget,
                            .year = state.group.of.season,
                            .asker = by.actor,
                            .holder = state.group.leader}};
}

// What disbursement says arrives once; said again it changes nothing.
Result<Events> decide(const State& state, const TakeCash& command, const Context&) {
    HAVEN_CHECKED(check_open(state));
    const VisitGroup::Purse& purse = purse_of(state, command.fund_line);
    if (purse.state != PurseState::Asked) return Events{};
    return Events{
        CashDrawn{command.fund_line, purse.asked, purse.voucher_no, purse.budget, command.payer}};
}

Result<Events> decide(const State& state, const NoteCashNotGranted& command, const Context&) {
    HAVEN_CHECKED(check_open(state));
    const VisitGroup::Purse& purse = purse_of(state, command.fund_line);
    if (purse.state != PurseState::Asked) return Events{};
    return Events{CashNotGranted{command.fund_line, purse.asked, command.reason, command.given_up}};
}

Result<Events> decide(const State& state, const GiveCashBack& command, const Context& by) {
    HAVEN_CHECKED(check_money(state, command.voucher_no, by));
    HAVEN_CHECKED(check_new(state, "cash-back/" + command.voucher_no, command.voucher_no));
    const VisitGroup::Purse& purse = purse_of(state, command.fund_line);
    if (purse.state != PurseState::InHand) {
        return refused("CASH_NOT_IN_HAND", "the group holds no cash of this fund line");
    }
    if (command.amount != purse.balance()) {
        return refused(
            "CASH_COUNT_DIFFERS",
            command.amount.yuan() + " yuan counted, " + purse.balance().yuan() + " by the receipts",
            {{"balance_fen", std::to_string(purse.balance().in_fen())}});
    }
    return Events{CashGivenBack{command.fund_line, command.amount, command.voucher_no, by.actor}};
}

Result<Events> decide(const State& state, const TakeGoods& command, const Context&) {
    if (state.entries.contains("taken/" + command.stock.to_string() + '/' + command.issue_no)) {
        return Events{};
    }
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_goods(command.goods));
    return Events{GoodsTaken{command.stock, command.issue_no, command.goods}};
}

Result<Events> decide(const State& state, const GiveGoodsBack& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.return_no, "return_no"));
    HAVEN_CHECKED(check_new(state, "goods-back/" + command.return_no, command.return_no));
    HAVEN_CHECKED(check_in_bag(state, command.goods));
    for (const Goods& one : command.goods) {
        const auto found = state.from_stock.find({command.stock, one.code});
        const int from_there = found == state.from_stock.end() ? 0 : found->second;
        if (from_there < one.pieces) return short_of(one, from_there);
    }
    return Events{GoodsGivenBack{command.stock, command.return_no, command.goods}};
}

Result<Events> decide(const State& state, const ReportLoss& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    HAVEN_CHECKED(check_number_word(command.record_no, "record_no"));
    HAVEN_CHECKED(check_new(state, "lost/" + command.record_no, command.record_no));
    HAVEN_CHECKED(check_in_bag(state, command.goods));
    return Events{GoodsLost{command.goods, command.reason, command.record_no}};
}

}  // namespace haven::outreach::visit_group
