#include "services/outreach/domain/publicity_activity.hpp"

#include <gtest/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;

const ActivityTerms kWeek{.code = "safety-2023",
                          .theme = "SAFETY_WEEK",
                          .level = UnionLevel::City,
                          .kinds = {PublicityKind::Exhibition, PublicityKind::Online},
                          .first_day = day("2023-09-11"),
                          .last_day = day("2023-09-17")};
const Counts kCounts{12'000, 9'000, CountBasis::Estimated};
const Counts kLess{11'000, 9'000, CountBasis::Estimated};
const ActivityAnnounced kAnnounced{kWeek};
const ActivityReported kReported{kCounts, "B-1"};

TEST(PublicityActivity, IsReportedOnceItIsOverWithWhatTheCountsRestOn) {
    given<PublicityActivity>().when(AnnounceActivity{kWeek}).then({kAnnounced});
    given<PublicityActivity>({kAnnounced})
        .on("2023-09-16")
        .when(ReportActivity{kCounts, "B-1"})
        .refused("ACTIVITY_NOT_OVER");
    given<PublicityActivity>({kAnnounced})
        .on("2023-09-17")
        .when(ReportActivity{kCounts, "B-1"})
        .then({kReported});
    given<PublicityActivity>({kAnnounced})
        .on("2023-09-17")
        .when(ReportActivity{{12'000, 9'000, CountBasis::Unset}, "B-1"})
        .refused("INVALID_BASIS");
    given<PublicityActivity>({kAnnounced})
        .on("2023-09-17")
        .when(ReportActivity{{0, 0, CountBasis::Exact}, "B-1"})
        .refused("INVALID_COUNT");
    given<PublicityActivity>({kAnnounced, kReported})
        .on("2023-09-18")
        .when(ReportActivity{kLess, "B-2"})
        .refused("ACTIVITY_REPORTED");
}

// Edge case: counts "不完全统计" later amended downward.
TEST(PublicityActivity, IsAmendedDownwardByANewFact) {
    given<PublicityActivity>({kAnnounced, kReported})
        .on("2023-10-09")
        .when(AmendActivity{kLess, "COUNTED_TWICE", "B-2"})
        .then({ActivityAmended{kLess, "COUNTED_TWICE", "B-2"}});
    given<PublicityActivity>({kAnnounced, kReported})
        .on("2023-10-09")
        .when(AmendActivity{kCounts, "COUNTED_TWICE", "B-2"})
        .refused("COUNTS_UNCHANGED");
    given<PublicityActivity>({kAnnounced})
        .on("2023-10-09")
        .when(AmendActivity{kLess, "COUNTED_TWICE", "B-2"})
        .refused("ACTIVITY_NOT_REPORTED");
    given<PublicityActivity>({kAnnounced, kReported})
        .on("2023-10-09")
        .when(AmendActivity{kLess, "", "B-2"})
        .refused("REASON_MISSING");
}

// Edge case: "10万余元" is a lower bound, and says no more when exact counts are added to it.
TEST(PublicityActivity, ASumHasTheWeakestBasisAmongItsParts) {
    using enum CountBasis;
    EXPECT_EQ(weaker(Exact, Exact), Exact);
    EXPECT_EQ(weaker(Exact, LowerBound), LowerBound);
    EXPECT_EQ(weaker(Estimated, LowerBound), Estimated)
        << "nothing that is estimated is at least so";
    EXPECT_EQ(weaker(LowerBound, Estimated), Estimated);
    EXPECT_EQ(weaker(Exact, Estimated), Estimated);
    EXPECT_EQ(weaker(Unset, LowerBound), LowerBound);
}

TEST(PublicityActivity, OneCodeIsOneActivityAndWhatWasHeldIsNotCalledOff) {
    ActivityTerms other = kWeek;
    other.kinds = {PublicityKind::Handbook};
    given<PublicityActivity>({kAnnounced}).when(AnnounceActivity{kWeek}).then_nothing();
    given<PublicityActivity>({kAnnounced}).when(AnnounceActivity{other}).refused("ACTIVITY_EXISTS");
    given<PublicityActivity>({kAnnounced, kReported})
        .when(CancelActivity{"RAIN"})
        .refused("ACTIVITY_REPORTED");
    given<PublicityActivity>({kAnnounced})
        .when(CancelActivity{"RAIN"})
        .then({ActivityCancelled{"RAIN"}});
    given<PublicityActivity>({kAnnounced, ActivityCancelled{"RAIN"}})
        .on("2023-09-17")
        .when(ReportActivity{kCounts, "B-1"})
        .refused("ACTIVITY_CANCELLED");
    given<PublicityActivity>().when(CancelActivity{"RAIN"}).refused("ACTIVITY_MISSING");
}

TEST(PublicityActivity, TellsWhatIsWrongWithItsTerms) {
    struct Row {
        const char* reason;
        std::function<void(ActivityTerms&)> spoil;
    };
    const Row rows[] = {
        {"INVALID_LEVEL", [](ActivityTerms& t) { t.level = UnionLevel::Unset; }},
        {"INVALID_KIND", [](ActivityTerms& t) { t.kinds.clear(); }},
        {"INVALID_KIND", [](ActivityTerms& t) { t.kinds.push_back(PublicityKind::Online); }},
        {"INVALID_WINDOW", [](ActivityTerms& t) { t.last_day = day("2023-09-10"); }},
        {"INVALID_WORD", [](ActivityTerms& t) { t.theme = "安全"; }}};
    for (const Row& row : rows) {
        ActivityTerms terms = kWeek;
        row.spoil(terms);
        given<PublicityActivity>().when(AnnounceActivity{terms}).refused(row.reason);
    }
}

}  // namespace
}  // namespace haven::outreach::testing
