// GoodsStock (慰问物资): one store of a federation, by the piece (docs/rules.md R68). What leaves
// it goes to a visit group and comes back from there, or is written off:
//
//     received = in store + with groups + lost,   none of them below zero after any event (I31)
//
// What a group has handed out stays "with groups" here: the group's own log says to whom it went.
#pragma once

#include <map>

#include "libs/base/growing_map.hpp"
#include "services/outreach/domain/checks.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

// The stored facts.
struct StockOpened {
    std::string code = {};
    bool operator==(const StockOpened&) const = default;
};
struct GoodsReceived {
    std::vector<Goods> goods = {};
    std::string receipt_no = {};
    bool operator==(const GoodsReceived&) const = default;
};
struct GoodsIssued {
    GroupId group = {};
    std::vector<Goods> goods = {};
    std::string issue_no = {};
    bool operator==(const GoodsIssued&) const = default;
};
// The group could not take them (settled, or not there): they are in store again.
struct IssueReversed {
    GroupId group = {};
    std::vector<Goods> goods = {};
    std::string issue_no = {};
    std::string reason = {};
    bool operator==(const IssueReversed&) const = default;
};
struct StockReturned {
    GroupId group = {};
    std::vector<Goods> goods = {};
    std::string return_no = {};
    bool operator==(const StockReturned&) const = default;
};
struct StockLost {
    std::vector<Goods> goods = {};
    std::string reason = {};
    std::string record_no = {};
    bool operator==(const StockLost&) const = default;
};

struct OpenStock {
    std::string code = {};
};
struct ReceiveGoods {
    std::vector<Goods> goods = {};
    std::string receipt_no = {};
};
struct IssueGoods {
    GroupId group = {};
    std::vector<Goods> goods = {};
    std::string issue_no = {};
};
struct ReverseIssue {
    std::string issue_no = {};
    std::string reason = {};
};
// What a group has given back (a reaction to its log).
struct TakeStockBack {
    GroupId group = {};
    std::vector<Goods> goods = {};
    std::string return_no = {};
};
struct WriteOffStock {
    std::vector<Goods> goods = {};
    std::string reason = {};
    std::string record_no = {};
};

struct GoodsStock {
    struct State {
        bool opened = false;
        std::map<std::string, int> in_store;
        std::map<std::string, int> lost;
        std::map<std::pair<GroupId, std::string>, int> with_groups;
        GrowingSet<std::string> entries;  // numbers that are in, by their kind
        GrowingMap<std::string, GoodsIssued> issues;
    };
    using Command = std::variant<OpenStock, ReceiveGoods, IssueGoods, ReverseIssue, TakeStockBack,
                                 WriteOffStock>;
    using Event = std::variant<StockOpened, GoodsReceived, GoodsIssued, IssueReversed,
                               StockReturned, StockLost>;

    // Reasons: STOCK_MISSING, GOODS_SHORT, ENTRY_USED, ISSUE_MISSING, GROUP_MISSING, INVALID_GOODS,
    // INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one store of the whole suite: claim "stock/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<GoodsStock> && HasEffects<GoodsStock>);

}  // namespace haven::outreach
