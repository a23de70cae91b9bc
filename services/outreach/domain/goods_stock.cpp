#include "services/outreach/domain/goods_stock.hpp"

#include <algorithm>

namespace haven::outreach {
namespace {

using Events = std::vector<GoodsStock::Event>;
using State = GoodsStock::State;

Result<void> check_open(const State& state) {
    if (state.opened) return {};
    return failure(ErrorKind::Missing, "STOCK_MISSING", "there is no such store");
}

Result<void> check_new(const State& state, const std::string& key, const std::string& number) {
    if (!state.entries.contains(key)) return {};
    return failure(ErrorKind::Duplicate, "ENTRY_USED", "this number is in the store's book already",
                   {{"number", number}});
}

template <class Counts, class Key>
int count_of(const Counts& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

std::unexpected<Error> short_of(const Goods& wanted, int there) {
    return refused("GOODS_SHORT", "there is less of it",
                   {{"goods", wanted.code},
                    {"wanted", std::to_string(wanted.pieces)},
                    {"there", std::to_string(there)}});
}

Result<void> check_in_store(const State& state, const std::vector<Goods>& goods) {
    HAVEN_CHECKED(check_goods(goods));
    for (const Goods& one : goods) {
        const int there = count_of(state.in_store, one.code);
        if (there < one.pieces) return short_of(one, there);
    }
    return {};
}

Result<Events> open(const State& state, const OpenStock& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.code, "code"));
    if (state.opened) return Events{};
    return Events{StockOpened{command.code}};
}

Result<Events> receive(const State& state, const ReceiveGoods& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_goods(command.goods));
    HAVEN_CHECKED(check_number_word(command.receipt_no, "receipt_no"));
    HAVEN_CHECKED(check_new(state, "in/" + command.receipt_no, command.receipt_no));
    for (const Goods& one : command.goods) {
        if (count_of(state.in_store, one.code) > 100 * kMaxPieces) {
            return invalid("INVALID_GOODS", "goods", "a store holds at most 10,000,000 pieces");
        }
    }
    return Events{GoodsReceived{command.goods, command.receipt_no}};
}

Result<Events> issue(const State& state, const IssueGoods& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_number_word(command.issue_no, "issue_no"));
    HAVEN_CHECKED(check_new(state, "out/" + command.issue_no, command.issue_no));
    if (command.group.is_nil()) {
        return failure(ErrorKind::Missing, "GROUP_MISSING", "which group takes them");
    }
    HAVEN_CHECKED(check_in_store(state, command.goods));
    return Events{GoodsIssued{command.group, command.goods, command.issue_no}};
}

std::string back_key(const GroupId& group, const std::string& number) {
    return "back/" + group.to_string() + '/' + number;
}

Result<void> check_with_group(const State& state, const GroupId& group,
                              const std::vector<Goods>& goods) {
    for (const Goods& one : goods) {
        const int out = count_of(state.with_groups, std::pair(group, one.code));
        if (out < one.pieces) return short_of(one, out);
    }
    return {};
}

Result<Events> reverse(const State& state, const ReverseIssue& command) {
    HAVEN_CHECKED(check_open(state));
    if (!state.issues.contains(command.issue_no)) {
        return failure(ErrorKind::Missing, "ISSUE_MISSING", "the store has not issued this");
    }
    if (state.entries.contains("reversed/" + command.issue_no)) return Events{};
    const GoodsIssued issued = state.issues.at(command.issue_no);
    HAVEN_CHECKED(check_with_group(state, issued.group, issued.goods));
    return Events{IssueReversed{issued.group, issued.goods, issued.issue_no, command.reason}};
}

Result<Events> take_back(const State& state, const TakeStockBack& command) {
    HAVEN_CHECKED(check_open(state));
    if (state.entries.contains(back_key(command.group, command.return_no))) return Events{};
    HAVEN_CHECKED(check_goods(command.goods));
    HAVEN_CHECKED(check_with_group(state, command.group, command.goods));
    return Events{StockReturned{command.group, command.goods, command.return_no}};
}

Result<Events> write_off(const State& state, const WriteOffStock& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    HAVEN_CHECKED(check_number_word(command.record_no, "record_no"));
    HAVEN_CHECKED(check_new(state, "lost/" + command.record_no, command.record_no));
    HAVEN_CHECKED(check_in_store(state, command.goods));
    return Events{StockLost{command.goods, command.reason, command.record_no}};
}

// Into the store (+1) or out of it (-1).
void move_store(State& state, const std::vector<Goods>& goods, int sign) {
    for (const Goods& one : goods) {
        int& there = state.in_store[one.code];
        there += sign * one.pieces;
        HAVEN_CHECK(there >= 0);
    }
}
void move_group(State& state, const GroupId& group, const std::vector<Goods>& goods, int sign) {
    for (const Goods& one : goods) {
        int& there = state.with_groups[{group, one.code}];
        there += sign * one.pieces;
        HAVEN_CHECK(there >= 0);
    }
}

}  // namespace

Result<Events> GoodsStock::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const OpenStock& c) { return open(state, c, by); },
        [&](const ReceiveGoods& c) { return receive(state, c, by); },
        [&](const IssueGoods& c) { return issue(state, c, by); },
        [&](const ReverseIssue& c) { return reverse(state, c); },
        [&](const TakeStockBack& c) { return take_back(state, c); },
        [&](const WriteOffStock& c) { return write_off(state, c, by); });
}

State GoodsStock::evolve(State state, const Event& event) {
    match(
        event, [&](const StockOpened&) { state.opened = true; },
        [&](const GoodsReceived& e) {
            move_store(state, e.goods, 1);
            state.entries.insert("in/" + e.receipt_no);
        },
        [&](const GoodsIssued& e) {
            move_store(state, e.goods, -1);
            move_group(state, e.group, e.goods, 1);
            state.entries.insert("out/" + e.issue_no);
            state.issues.emplace(e.issue_no, e);
        },
        [&](const IssueReversed& e) {
            move_group(state, e.group, e.goods, -1);
            move_store(state, e.goods, 1);
            state.entries.insert("reversed/" + e.issue_no);
        },
        [&](const StockReturned& e) {
            move_group(state, e.group, e.goods, -1);
            move_store(state, e.goods, 1);
            state.entries.insert(back_key(e.group, e.return_no));
        },
        [&](const StockLost& e) {
            move_store(state, e.goods, -1);
            for (const Goods& one : e.goods) state.lost[one.code] += one.pieces;
            state.entries.insert("lost/" + e.record_no);
        });
    return state;
}

Effects GoodsStock::effects(const State&, const Event& event) {
    Effects effects;
    if (const auto* opened = std::get_if<StockOpened>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "stock/" + opened->code});
    }
    return effects;
}

}  // namespace haven::outreach
