// The rule sets that are shipped (deploy/data/rule_sets.json): which is in force when, and what
// each gives at its limits, one fen to either side.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "haven/registry/v1/directory.pb.h"
#include "services/registry/codec/values.hpp"
#include "services/registry/domain/classification.hpp"
#include "tools/haven/client/dynamic.hpp"

namespace haven::registry {
namespace {

constexpr Money kFen = Money::fen(1);

std::vector<RuleSet> shipped() {
    std::ifstream file(HAVEN_SOURCE_DIR "/deploy/data/rule_sets.json");
    std::vector<RuleSet> sets;
    for (const auto& row : nlohmann::json::parse(file)) {
        v1::RuleSet set;
        EXPECT_TRUE(client::set_json(set, row.dump()));
        sets.push_back(from_proto(set).value());
    }
    return sets;
}

// Of a household of two against a line of 600.01 yuan: 1,440,024 fen a year.
constexpr std::int64_t kYear = 60'001 * 12 * 2;

HardshipClass given_on(const Date& day, Money net, HardshipCause cause,
                       const std::function<void(HouseholdFacts&)>& more = {}) {
    const std::vector<RuleSet> sets = shipped();
    DibaoLine line;
    line.line_id = "610302-URBAN-2015-01-01";
    line.monthly = Money::fen(60'001);
    HouseholdFacts facts;
    facts.figures = {.income = net + Money::fen(12'345), .rigid = Money::fen(12'345)};
    facts.member_count = 2;
    facts.causes = {cause};
    if (more) more(facts);
    return classify(*in_force(std::span(sets), day), line, facts).gives;
}

TEST(ShippedRules, OneSetFollowsTheOtherWithoutAGap) {
    const std::vector<RuleSet> sets = shipped();
    ASSERT_EQ(sets.size(), 2U);
    EXPECT_EQ(in_force(std::span(sets), Date::of(2014, 12, 31)), nullptr);
    EXPECT_EQ(in_force(std::span(sets), Date::of(2015, 1, 1)), &sets[0]);
    EXPECT_EQ(in_force(std::span(sets), Date::of(2019, 12, 31)), &sets[0]);
    EXPECT_EQ(in_force(std::span(sets), Date::of(2020, 1, 1)), &sets[1]);
    EXPECT_EQ(in_force(std::span(sets), Date::of(2026, 1, 1)), &sets[1]);
    for (const RuleSet& set : sets) {
        EXPECT_EQ(set.notice_working_days, 5);
        EXPECT_EQ(set.meeting_minimum, 3);
        EXPECT_EQ(set.migrant_months, 12);
        EXPECT_EQ(set.due_days, (std::vector<DueDay>{{6, 30}, {12, 10}}));
    }
}

TEST(ShippedRules, Of2020AreStrictlyBelowTheLineAndBelowTwiceTheLine) {
    const auto in_2020 = [](Money net) {
        return given_on(Date::of(2020, 1, 1), net, HardshipCause::Unemployment);
    };
    EXPECT_EQ(in_2020(Money::fen(kYear) - kFen), HardshipClass::Deep);
    EXPECT_EQ(in_2020(Money::fen(kYear)), HardshipClass::Relative);
    EXPECT_EQ(in_2020(Money::fen(2 * kYear) - kFen), HardshipClass::Relative);
    EXPECT_EQ(in_2020(Money::fen(2 * kYear)), HardshipClass::None);
}

TEST(ShippedRules, Of2015AreBelowTheLineForSixMonthsOrAfterRelief) {
    const auto in_2015 = [](Money net, int months, bool relief) {
        return given_on(Date::of(2019, 12, 31), net, HardshipCause::Unemployment,
                        [&](HouseholdFacts& facts) {
                            facts.figures.months_below_line = months;
                            facts.figures.relief_received = relief;
                        });
    };
    EXPECT_EQ(in_2015(Money::fen(kYear) - kFen, 6, false), HardshipClass::Dibao);
    EXPECT_EQ(in_2015(Money::fen(kYear) - kFen, 5, false), HardshipClass::None);
    EXPECT_EQ(in_2015(Money::fen(kYear) - kFen, 0, true), HardshipClass::Dibao);
    EXPECT_EQ(in_2015(Money::fen(kYear), 12, true), HardshipClass::None);
}

TEST(ShippedRules, Of2015GoUpToAndIncludingOneAndAHalfAndThreeTimesTheLine) {
    const auto in_2015 = [](Money net, HardshipCause cause) {
        return given_on(Date::of(2019, 12, 31), net, cause);
    };
    const Money half_more = Money::fen(kYear / 2 * 3);
    EXPECT_EQ(in_2015(half_more, HardshipCause::MajorIllness), HardshipClass::Marginal);
    EXPECT_EQ(in_2015(half_more + kFen, HardshipCause::MajorIllness), HardshipClass::None);
    EXPECT_EQ(in_2015(half_more, HardshipCause::Unemployment), HardshipClass::None);
    const Money three_times = Money::fen(3 * kYear);
    EXPECT_EQ(in_2015(three_times, HardshipCause::Accident), HardshipClass::Accident);
    EXPECT_EQ(in_2015(three_times + kFen, HardshipCause::Accident), HardshipClass::None);
}

TEST(ShippedRules, ThePilotIsForFourCausesAndFourThousandYuan) {
    const ProgrammeRule pilot = shipped().front().programmes.at(0);
    EXPECT_EQ(pilot.programme, "PILOT-2018");
    EXPECT_EQ(pilot.annual, Money::fen(400'000));
    EXPECT_EQ(pilot.causes, (std::vector{HardshipCause::SuddenEvent, HardshipCause::Accident,
                                         HardshipCause::MajorIllness, HardshipCause::Disability}));
}

}  // namespace
}  // namespace haven::registry
