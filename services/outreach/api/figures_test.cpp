#include "services/outreach/api/figures.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::outreach {
namespace {

using spec::id;
using enum RecipientKind;

constexpr Season kCity{CampaignKind::Warmth, 2023, UnionLevel::City};
constexpr Season kCounty{CampaignKind::Warmth, 2023, UnionLevel::County};
constexpr Season kBefore{CampaignKind::Warmth, 2022, UnionLevel::City};
constexpr Season kMedical{CampaignKind::Special, 2023, UnionLevel::City};
constexpr Season kCountysMedical{CampaignKind::Special, 2023, UnionLevel::County};

TEST(OutreachFigures, I32_EachDeliveryCountsOnceAndNoLevelUnderAnother) {
    auto figures = figures_of({{kCity, HardshipWorker, Money::fen(200), 2, 0},
                               {kCity, FrontLineWorker, Money{}, 0, 12},
                               {kCounty, HardshipWorker, Money::fen(30), 1, 0},
                               {kBefore, HardshipWorker, Money::fen(4), 1, 0}},
                              {}, {});
    EXPECT_EQ(figures["outreach.warmth.fen"], 234);
    EXPECT_EQ(figures["outreach.warmth.person_times"], 4);
    EXPECT_EQ(figures["outreach.warmth.headcount"], 12);
    EXPECT_EQ(figures["outreach.city2023.fen"], 200);
    EXPECT_EQ(figures["outreach.county2023.fen"], 30);
    EXPECT_EQ(figures["outreach.city2022.fen"], 4);
    EXPECT_EQ(figures["outreach.city2023.headcount"], 12);
}

TEST(OutreachFigures, SpecialMoneyIsInNoTotalOfWarmthAndShownByLevel) {
    auto figures = figures_of({{kMedical, MedicalWorker, Money::fen(500), 5, 0},
                               {kCountysMedical, MedicalWorker, Money::fen(70), 7, 0},
                               {kMedical, OnDutyWorker, Money::fen(9), 1, 0}},
                              {{kMedical, MedicalWorker, id<PersonId>(1)}}, {{kMedical, 3, {"A"}}});
    EXPECT_EQ(figures["outreach.warmth.fen"], 0);
    EXPECT_EQ(figures["outreach.warmth.distinct_persons"], 0);
    EXPECT_EQ(figures["outreach.medical.fen"], 570);
    EXPECT_EQ(figures["outreach.medical.person_times"], 12);
    EXPECT_EQ(figures["outreach.medical.city_fen"], 500);
    EXPECT_EQ(figures["outreach.medical.county_fen"], 70);
    EXPECT_FALSE(figures.contains("outreach.city2023.groups"));
}

TEST(OutreachFigures, APersonOfTwoLevelsAndSeasonsIsOnePerson) {
    auto figures = figures_of({},
                              {{kCity, HardshipWorker, id<PersonId>(1)},
                               {kCounty, HardshipWorker, id<PersonId>(1)},
                               {kBefore, FrontLineWorker, id<PersonId>(1)},
                               {kCity, HardshipWorker, id<PersonId>(2)}},
                              {{kCity, 6, {"A", "B"}}, {kCounty, 1, {"A", "A"}}});
    EXPECT_EQ(figures["outreach.warmth.distinct_persons"], 2);
    EXPECT_EQ(figures["outreach.city2023.hardship_workers"], 2);
    EXPECT_EQ(figures["outreach.county2023.hardship_workers"], 1);
    EXPECT_EQ(figures["outreach.city2023.groups"], 6);
    EXPECT_EQ(figures["outreach.city2023.enterprises"], 2);
    EXPECT_EQ(figures["outreach.county2023.enterprises"], 1);
}

TEST(OutreachFigures, TheLadderCountsTheSeasonsPeopleOnceAndNoSpecialMoney) {
    EXPECT_TRUE(last_season({}).empty());
    const Season special{CampaignKind::Special, 2024, UnionLevel::City};
    EXPECT_EQ(last_season({{kBefore, HardshipWorker, id<PersonId>(9)},
                           {kCity, HardshipWorker, id<PersonId>(1)},
                           {kCounty, HardshipWorker, id<PersonId>(1)},
                           {kCounty, FrontLineWorker, id<PersonId>(2)},
                           {kBefore, HardshipWorker, id<PersonId>(1)},
                           {special, MedicalWorker, id<PersonId>(3)}}),
              (std::set{id<PersonId>(1), id<PersonId>(2)}));
}

TEST(OutreachFigures, AnEstimateIsShownAsOne) {
    const auto figures =
        publicity_figures({{"SAFETY_WEEK", {12'000, 9'000, CountBasis::Estimated}}}, 54);
    ASSERT_EQ(figures.size(), 3U);
    EXPECT_EQ(figures[0].id, "outreach.safety_week.items");
    EXPECT_EQ(figures[0].value, 12'000);
    EXPECT_EQ(word_of(figures[0].basis), "ESTIMATED");
    EXPECT_EQ(figures[1].id, "outreach.safety_week.reached");
    EXPECT_EQ(figures[2].id, "outreach.training.trainees");
    EXPECT_EQ(word_of(figures[2].basis), "EXACT");
    EXPECT_EQ(word_of(CountBasis::LowerBound), "LOWER_BOUND");
}

TEST(OutreachFigures, EachHasItsUnit) {
    EXPECT_EQ(unit_of("outreach.safety_week.items"), "items");
    EXPECT_EQ(unit_of("outreach.city2023.fen"), "fen");
    EXPECT_EQ(unit_of("outreach.medical.county_fen"), "fen");
    EXPECT_EQ(unit_of("outreach.warmth.person_times"), "times");
    EXPECT_EQ(unit_of("outreach.warmth.headcount"), "persons");
    EXPECT_EQ(unit_of("outreach.city2023.groups"), "groups");
    EXPECT_EQ(unit_of("ladder.warmth"), "persons");
    EXPECT_EQ(unit_of("outreach.city2023.enterprises"), "enterprises");
}

}  // namespace
}  // namespace haven::outreach
