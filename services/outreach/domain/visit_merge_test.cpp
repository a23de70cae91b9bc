#include "services/outreach/domain/visit_merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {

void PrintTo(const VisitConflict& one, std::ostream* out) {
    *out << one.visit << ": " << one.field << ' ' << one.reason << " (" << one.expected << ')';
}

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Context kDesk{
    .actor = kClerk, .at = {}, .business_date = day("2023-01-12"), .federation = FederationNo{1}};

VisitGroup::State state_of(const GroupEvents& events) {
    VisitGroup::State state;
    for (const auto& event : events) state = VisitGroup::evolve(std::move(state), event);
    return state;
}
VisitGroup::State road(const GroupEvents& more = {}) {
    return state_of(with(on_its_way(), more));
}

// The state with the good ones of a merge recorded, as the API does it.
VisitGroup::State merged_into(VisitGroup::State state, const std::vector<Visit>& visits) {
    std::vector<Visit> good;
    for (const std::size_t place : merge(state, visits, kDesk).good) good.push_back(visits[place]);
    if (good.empty()) return state;
    const auto events = VisitGroup::decide(state, RecordVisits{good}, kDesk);
    EXPECT_TRUE(events.has_value()) << "what a merge calls good is taken in";
    for (const auto& event : *events) state = VisitGroup::evolve(std::move(state), event);
    return state;
}

template <class Change>
Visit changed(Visit visit, Change change) {
    change(visit);
    return visit;
}
Visit visit_qian() {
    return changed(visit_zhao(), [](Visit& v) {
        v.delivery = spec::id<DeliveryId>(93);
        v.receipt_no = "S-1/3";
        v.person = kQian;
    });
}
Visit absent(const PersonId& person, const char* on = "2023-01-10") {
    return {.person = person, .visited_on = day(on), .failure = VisitFailure::Absent};
}
Visit stranger() {
    return changed(visit_zhao(), [](Visit& v) {
        v.delivery = spec::id<DeliveryId>(94);
        v.receipt_no = "S-1/4";
        v.person = kStranger;
        v.kind = RecipientKind::NewFormWorker;
        v.enterprise = kFirm;
        v.off_list_reason = "ON_THE_WAY";
    });
}

TEST(VisitMerge, TheSameFileTwiceChangesNothing) {
    const std::vector<Visit> file{visit_zhao(), visit_crew(), absent(kQian)};
    const auto first = merge(road(), file, kDesk);
    EXPECT_THAT(first.good, ElementsAre(0, 1, 2));
    const auto again = merge(merged_into(road(), file), file, kDesk);
    EXPECT_THAT(again.unchanged, ElementsAre(0, 1, 2));
    EXPECT_THAT(again.good, IsEmpty());
    EXPECT_THAT(again.conflicts, IsEmpty());
}

TEST(VisitMerge, WhatStandsIsUnchangedAlsoWhenTheGroupHasSettledOrADeliveryWasRecalled) {
    const std::vector<Visit> file{visit_zhao(), visit_crew()};
    auto state = merged_into(road(), file);
    state.settled = true;
    EXPECT_THAT(merge(state, file, kDesk).unchanged, ElementsAre(0, 1));
    EXPECT_THAT(merge(state, std::vector{visit_qian()}, kDesk).conflicts,
                ElementsAre(VisitConflict{0, "group", "GROUP_SETTLED",
                                          "a group that has not settled its accounts"}));
    const DeliveryRecalled back{zhaos().delivery, "S-1/1", kZhao, yuan(1'000), kLine, {}, "WRONG"};
    EXPECT_THAT(merge(road({zhaos(), back}), std::vector{visit_zhao()}, kDesk).unchanged,
                ElementsAre(0));
}

TEST(VisitMerge, GoodsInAnotherOrderAreTheSameGoods) {
    Visit two = visit_zhao();
    two.goods = {{"OIL_5L", 1}, {"RICE_10KG", 1}};
    const GoodsTaken oil{kStock, "O-2", {{"OIL_5L", 5}}};
    const auto state = merged_into(road({oil}), {two});
    std::ranges::reverse(two.goods);
    EXPECT_THAT(merge(state, std::vector{two}, kDesk).unchanged, ElementsAre(0));
}

struct Against {
    const char* row;
    Visit noted;   // stands
    Visit merged;  // comes
    VisitConflict conflict;
};
void PrintTo(const Against& one, std::ostream* out) {
    *out << one.row;
}

class VisitMergeConflicts : public ::testing::TestWithParam<Against> {};

TEST_P(VisitMergeConflicts, IsShownWithFieldReasonAndWhatStandsAndKeepsNoOtherOut) {
    const auto& [row, noted, merged, conflict] = GetParam();
    const auto state = merged_into(road(), {noted});
    const auto result = merge(state, std::vector{merged, visit_crew(2)}, kDesk);
    EXPECT_THAT(result.conflicts, ElementsAre(conflict));
    EXPECT_THAT(result.good, ElementsAre(1));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, VisitMergeConflicts,
    ::testing::Values(
        Against{"another sum under the receipt",
                visit_zhao(),
                changed(visit_zhao(), [](Visit& v) { v.cash = yuan(800); }),
                {0, "cash_fen", "DELIVERY_DIFFERS", "1000.00"}},
        Against{"other goods under the receipt",
                visit_zhao(),
                changed(visit_zhao(), [](Visit& v) { v.goods = {{"RICE_10KG", 2}}; }),
                {0, "goods", "DELIVERY_DIFFERS", "RICE_10KG*1"}},
        Against{"another day under the receipt",
                visit_zhao(),
                changed(visit_zhao(), [](Visit& v) { v.visited_on = day("2023-01-11"); }),
                {0, "visited_on", "DELIVERY_DIFFERS", "2023-01-10"}},
        Against{"somebody else under the receipt",
                visit_zhao(),
                changed(visit_zhao(), [](Visit& v) { v.person = kQian; }),
                {0, "person_id", "DELIVERY_DIFFERS", kZhao.to_string()}},
        Against{"the same person on another receipt",
                visit_zhao(),
                changed(visit_zhao(), [](Visit& v) { v.receipt_no = "S-1/9"; }),
                {0, "person_id", "ALREADY_DELIVERED", "1000.00 and RICE_10KG*1 on receipt S-1/1"}},
        Against{"absent, and was given it that day",
                visit_zhao(),
                absent(kZhao),
                {0, "failure", "VISIT_CONTRADICTED", "handed over that day on receipt S-1/1"}},
        Against{"given it, and was absent that day",
                absent(kZhao),
                visit_zhao(),
                {0, "failure", "VISIT_CONTRADICTED",
                 "nothing was handed over that day, another note says"}},
        Against{
            "not on the list, no reason",
            absent(kQian),
            changed(stranger(), [](Visit& v) { v.off_list_reason.clear(); }),
            {0, "person_id", "NOT_ON_LIST", "somebody of the group's list, or off_list_reason"}},
        Against{"absent, and on no list",
                absent(kQian),
                absent(kStranger),
                {0, "person_id", "RECIPIENT_MISSING", "somebody of the group's list"}},
        Against{"above the plan",
                absent(kQian),
                changed(visit_zhao(), [](Visit& v) { v.cash = yuan(1'001); }),
                {0, "cash_fen", "ABOVE_PLAN", "at most 1000.00"}},
        Against{"above the cap",
                absent(kQian),
                changed(stranger(), [](Visit& v) { v.cash = yuan(3'001); }),
                {0, "cash_fen", "ABOVE_CAP", "at most 3000.00"}},
        Against{"goods that the group has not",
                absent(kQian),
                changed(visit_zhao(), [](Visit& v) { v.goods = {{"RICE_10KG", 21}}; }),
                {0, "goods", "GOODS_SHORT", "at most 20 of RICE_10KG"}},
        Against{"money for a crew",
                absent(kQian),
                changed(visit_crew(3),
                        [](Visit& v) {
                            v.receipt_no = "S-1/8";
                            v.cash = yuan(1);
                        }),
                {0, "cash_fen", "HEADCOUNT_TAKES_NO_CASH", "none; money goes to people by name"}},
        Against{"the leader as witness",
                absent(kQian),
                changed(visit_zhao(), [](Visit& v) { v.witness = kLeader; }),
                {0, "witness", "SAME_PERSON", "neither who notes it nor who leads the group"}},
        Against{"a day to come",
                absent(kQian),
                changed(visit_zhao(), [](Visit& v) { v.visited_on = day("2023-01-13"); }),
                {0, "visited_on", "INVALID_DATE", "a past day of the campaign"}},
        Against{"no witness",
                absent(kQian),
                changed(visit_zhao(), [](Visit& v) { v.witness = {}; }),
                {0, "witness", "WITNESS_MISSING", "the member of staff who saw it"}}));

TEST(VisitMerge, AnotherTryOnAnotherDayIsNoContradiction) {
    const auto state = merged_into(road(), {absent(kZhao, "2023-01-09"), visit_zhao()});
    EXPECT_EQ(state.rows.at(kZhao).state, RecipientState::Delivered);
    EXPECT_THAT(merge(state, std::vector{absent(kZhao, "2023-01-11")}, kDesk).good, ElementsAre(0));
}

TEST(VisitMerge, SignsThatTheSecondVisitorSawAreNotLost) {
    const auto state = merged_into(road(), {absent(kZhao)});
    Visit seen = absent(kZhao);
    seen.signs = {HardshipSign::NoPay};
    EXPECT_THAT(merge(state, std::vector{seen}, kDesk).good, ElementsAre(0));
    EXPECT_THAT(merge(merged_into(state, {seen}), std::vector{seen}, kDesk).unchanged,
                ElementsAre(0));
}

// Two visitors of one group each noted some of the same day's visits.
RC_GTEST_PROP(VisitMergeProperties, OverlappingFilesMakeOneDayInAnyOrder, ()) {
    const std::vector<Visit> the_day{visit_zhao(), visit_qian(), visit_crew(), stranger()};
    const auto part = [&] {
        std::vector<Visit> some;
        for (const Visit& visit : the_day) {
            if (*rc::gen::arbitrary<bool>()) some.push_back(visit);
        }
        return some;
    };
    const auto a = part(), b = part();
    const auto ab = merged_into(merged_into(road(), a), b);
    const auto ba = merged_into(merged_into(road(), b), a);
    RC_ASSERT(ab.deliveries.size() == ba.deliveries.size());
    for (const Visit& visit : the_day) {
        const bool noted =
            std::ranges::any_of(a,
                                [&](const Visit& v) { return v.receipt_no == visit.receipt_no; }) ||
            std::ranges::any_of(b,
                                [&](const Visit& v) { return v.receipt_no == visit.receipt_no; });
        RC_ASSERT(ab.deliveries.contains(visit.receipt_no) == noted);
        RC_ASSERT(ba.deliveries.contains(visit.receipt_no) == noted);
    }
    for (const auto& file : {a, b}) {
        const auto again = merge(ab, file, kDesk);
        RC_ASSERT(again.unchanged.size() == file.size());
    }
}

}  // namespace
}  // namespace haven::outreach::testing
