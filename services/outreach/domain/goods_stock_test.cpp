#include "services/outreach/domain/goods_stock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;
using spec::id;

const std::string kRice = "RICE_10KG";
const StockOpened kOpened{"store-1"};
const GoodsReceived kTwenty{{{kRice, 20}}, "R-1"};
const GoodsIssued kOut{kGroup, {{kRice, 15}}, "O-1"};

TEST(GoodsStock, TakesInWhatAReceiptSaysOnce) {
    given<GoodsStock>().when(OpenStock{"store-1"}).then({kOpened});
    given<GoodsStock>({kOpened}).when(OpenStock{"store-1"}).then_nothing();
    given<GoodsStock>().when(ReceiveGoods{{{kRice, 20}}, "R-1"}).refused("STOCK_MISSING");
    given<GoodsStock>({kOpened}).when(ReceiveGoods{{{kRice, 20}}, "R-1"}).then({kTwenty});
    given<GoodsStock>({kOpened, kTwenty})
        .when(ReceiveGoods{{{kRice, 1}}, "R-1"})
        .refused("ENTRY_USED");
    given<GoodsStock>({kOpened})
        .when(ReceiveGoods{{{kRice, 1}, {kRice, 1}}, "R-2"})
        .refused("INVALID_GOODS");
    // Edge case: goods shown as money.
    given<GoodsStock>({kOpened})
        .when(ReceiveGoods{{{"200 yuan", 1}}, "R-2"})
        .refused("INVALID_WORD");
}

TEST(GoodsStock, I31_NothingIsIssuedAboveStock) {
    const GoodsStock::Event received = kTwenty;
    given<GoodsStock>({kOpened, received})
        .when(IssueGoods{kGroup, {{kRice, 15}}, "O-1"})
        .then({kOut});
    given<GoodsStock>({kOpened, received})
        .when(IssueGoods{kGroup, {{kRice, 21}}, "O-1"})
        .refused("GOODS_SHORT");
    given<GoodsStock>({kOpened, received, kOut})
        .when(IssueGoods{kGroup, {{kRice, 6}}, "O-2"})
        .refused("GOODS_SHORT");
    given<GoodsStock>({kOpened, received, kOut})
        .when(IssueGoods{kGroup, {{kRice, 5}}, "O-1"})
        .refused("ENTRY_USED");
    given<GoodsStock>({kOpened, received, kOut})
        .when(WriteOffStock{{{kRice, 6}}, "SPOILT", "L-1"})
        .refused("GOODS_SHORT");
    given<GoodsStock>({kOpened, received, kOut})
        .when(WriteOffStock{{{kRice, 5}}, "SPOILT", "L-1"})
        .then({StockLost{{{kRice, 5}}, "SPOILT", "L-1"}});
}

TEST(GoodsStock, AGroupGivesBackAtMostWhatItTookAndEachReturnOnce) {
    const StockReturned back{kGroup, {{kRice, 3}}, "B-1"};
    given<GoodsStock>({kOpened, kTwenty, kOut})
        .when(TakeStockBack{kGroup, {{kRice, 3}}, "B-1"})
        .then({back});
    given<GoodsStock>({kOpened, kTwenty, kOut, back})
        .when(TakeStockBack{kGroup, {{kRice, 3}}, "B-1"})
        .then_nothing();
    given<GoodsStock>({kOpened, kTwenty, kOut, back})
        .when(TakeStockBack{kGroup, {{kRice, 13}}, "B-2"})
        .refused("GOODS_SHORT");
    given<GoodsStock>({kOpened, kTwenty, kOut})
        .when(TakeStockBack{id<GroupId>(61), {{kRice, 1}}, "B-1"})
        .refused("GOODS_SHORT");
}

TEST(GoodsStock, WhatAGroupCouldNotTakeIsInStoreAgain) {
    const IssueReversed reversed{kGroup, {{kRice, 15}}, "O-1", "GROUP_SETTLED"};
    given<GoodsStock>({kOpened, kTwenty, kOut})
        .when(ReverseIssue{"O-1", "GROUP_SETTLED"})
        .then({reversed});
    const auto state = given<GoodsStock>({kOpened, kTwenty, kOut, reversed}).state();
    EXPECT_EQ(state.in_store.at(kRice), 20);
    given<GoodsStock>({kOpened, kTwenty, kOut, reversed})
        .when(ReverseIssue{"O-1", "GROUP_SETTLED"})
        .then_nothing();
    given<GoodsStock>({kOpened}).when(ReverseIssue{"O-9", "X"}).refused("ISSUE_MISSING");
}

// Any commands in any order: the equation holds and nothing is ever below zero.
RC_GTEST_PROP(GoodsStock, I31_ReceivedEqualsInStoreWithGroupsAndLostAtEveryEvent, ()) {
    GoodsStock::State state = GoodsStock::evolve({}, kOpened);
    const Context by{kClerk, {}, day("2023-01-10"), FederationNo{1}};
    int received = 0;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 5), rc::gen::inRange(0, 30), rc::gen::inRange(1, 5)));
    for (const auto& [kind, pieces, which] : steps) {
        const std::string number = std::to_string(which);
        const auto group = id<GroupId>(static_cast<std::uint8_t>(which % 2 + 1));
        const std::vector<Goods> goods{{kRice, pieces}};
        const GoodsStock::Command commands[] = {
            ReceiveGoods{goods, number}, IssueGoods{group, goods, number},
            ReverseIssue{number, "GROUP_SETTLED"}, TakeStockBack{group, goods, number},
            WriteOffStock{goods, "SPOILT", number}};
        spec::same_command_twice_changes_nothing<GoodsStock>(state, commands[kind], by);
        const auto events = GoodsStock::decide(state, commands[kind], by);
        if (!events) continue;
        for (const auto& event : *events) {
            state = GoodsStock::evolve(std::move(state), event);
            if (kind == 0) received += pieces;
            int sum = state.in_store[kRice] + state.lost[kRice];
            RC_ASSERT(state.in_store[kRice] >= 0);
            for (const auto& [_, out] : state.with_groups) {
                RC_ASSERT(out >= 0);
                sum += out;
            }
            RC_ASSERT(sum == received);
        }
    }
}

}  // namespace
}  // namespace haven::outreach::testing
