#include "services/outreach/domain/campaign.hpp"

#include <gtest/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;
using spec::id;

const CampaignLaunched kLaunched{terms_2023()};

TEST(Campaign, IsLaunchedOnceUnderACodeOfTheWholeSuite) {
    given<Campaign>().when(LaunchCampaign{terms_2023()}).then({kLaunched});
    given<Campaign>({kLaunched}).when(LaunchCampaign{terms_2023()}).then_nothing();
    CampaignTerms other = terms_2023();
    other.budget[0].amount = yuan(1);
    given<Campaign>({kLaunched}).when(LaunchCampaign{other}).refused("CAMPAIGN_EXISTS");
    given<Campaign>().by({}).when(LaunchCampaign{terms_2023()}).refused("NOT_STAFF");
    EXPECT_EQ(Campaign::effects({}, kLaunched).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "campaign/warmth-2023"}}));
}

// Edge case: the Spring Festival campaign crosses the year's end; its season is the festival's.
TEST(Campaign, ASeasonIsTheFestivalsYearAndNotTheCalendars) {
    struct Case {
        CampaignKind kind;
        int season;
        const char* first;
        const char* last;
        bool good;
    };
    using enum CampaignKind;
    const Case cases[] = {{Warmth, 2023, "2022-12-20", "2023-02-05", true},
                          {Warmth, 2023, "2022-11-01", "2023-03-31", true},
                          {Warmth, 2022, "2022-12-20", "2023-02-05", false},
                          {Warmth, 2023, "2022-10-31", "2023-02-05", false},
                          {Warmth, 2023, "2022-12-20", "2023-04-01", false},
                          {Warmth, 2023, "2023-02-05", "2023-02-04", false},
                          {Special, 2023, "2023-01-01", "2023-12-31", true},
                          {Special, 2023, "2022-12-20", "2023-02-05", false},
                          {Warmth, 0, "2022-12-20", "2023-02-05", false}};
    for (const Case& one : cases) {
        CampaignTerms terms = terms_2023();
        terms.ref.kind = one.kind;
        terms.ref.season = one.season;
        terms.ref.first_day = day(one.first);
        terms.ref.last_day = day(one.last);
        const auto outcome = given<Campaign>().when(LaunchCampaign{terms});
        if (one.good) {
            outcome.then({CampaignLaunched{terms}});
        } else {
            outcome.refused("INVALID_SEASON");
        }
    }
}

TEST(Campaign, TermsThatNobodyCouldKeepAreRefused) {
    const auto launch = [](auto change) {
        CampaignTerms terms = terms_2023();
        change(terms);
        return given<Campaign>().when(LaunchCampaign{terms});
    };
    launch([](auto& t) { t.ref.kind = CampaignKind::Unset; }).refused("INVALID_CAMPAIGN_KIND");
    launch([](auto& t) { t.ref.level = UnionLevel::Unset; }).refused("INVALID_LEVEL");
    launch([](auto& t) { t.ref.caps.per_time = {}; }).refused("INVALID_CAPS");
    launch([](auto& t) { t.ref.caps.per_season = yuan(2'999); }).refused("INVALID_CAPS");
    launch([](auto& t) { t.budget.push_back(t.budget[0]); }).refused("INVALID_BUDGET");
    launch([](auto& t) { t.budget[0].amount = {}; }).refused("INVALID_AMOUNT");
    launch([](auto& t) { t.code = "a sentence about somebody"; }).refused("INVALID_WORD");
}

TEST(Campaign, ABudgetIsRaisedByADecisionAndNeverLowered) {
    const BudgetRaised raised{kLine, yuan(2'300'000), "D-1"};
    given<Campaign>({kLaunched}).when(RaiseBudget{kLine, yuan(2'300'000), "D-1"}).then({raised});
    given<Campaign>({kLaunched, raised})
        .when(RaiseBudget{kLine, yuan(2'300'000), "D-1"})
        .then_nothing();
    given<Campaign>({kLaunched, raised})
        .when(RaiseBudget{kLine, yuan(2'220'000), "D-2"})
        .refused("BUDGET_NOT_RAISED");
    const auto other = id<FundLineId>(6);
    const auto two = given<Campaign>({kLaunched}).when(RaiseBudget{other, yuan(10), "D-3"}).state();
    EXPECT_EQ(two.budget(), yuan(2'220'010));
    EXPECT_EQ(two.budget_of(other), yuan(10));
    given<Campaign>().when(RaiseBudget{kLine, yuan(1), "D-1"}).refused("CAMPAIGN_MISSING");
}

TEST(Campaign, IsClosedWhenEveryGroupHasSettled) {
    CloseCampaign close{0, 6, 3'000, 2'990, 720, yuan(2'000'000)};
    const CampaignClosed closed{6, 3'000, 2'990, 720, yuan(2'000'000), yuan(220'000)};
    given<Campaign>({kLaunched}).when(close).then({closed});
    given<Campaign>({kLaunched, closed}).when(close).then_nothing();
    given<Campaign>({kLaunched, closed})
        .when(RaiseBudget{kLine, yuan(9'000'000), "D-9"})
        .refused("CAMPAIGN_CLOSED");
    close.open_groups = 1;
    given<Campaign>({kLaunched}).when(close).refused("GROUPS_UNSETTLED");
}

}  // namespace
}  // namespace haven::outreach::testing
