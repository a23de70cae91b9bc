// A call to 12351 (docs/rules.md R74 to R76). A worker who has lost his job calls the city's desk.
// He is referred to his county, whose registry answers with a draft, and the reply tells him so; he
// applies, and the draft ends with his application. Another caller gives no ID number: somebody
// goes and sees. Whom a visit group meets on the road is in outreach_story_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "tests/suite/hotline.hpp"
#include "tests/suite/outreach.hpp"
#include "tests/suite/referrals.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
namespace reg = haven::registry::v1;
using access::Role;

constexpr const char* kCard = "9999990000000000022";

class ACallToTheHotline : public testing::Test {
  protected:
    ACallToTheHotline() { EXPECT_EQ(desk_.limits(suite_.today()), "OK"); }

    Line line_;
    Suite& suite_ = line_.suite();
    Hotline desk_{suite_};
    Referrals referrals_{suite_};
};

TEST_F(ACallToTheHotline, BecomesADraftOfWhichTheReplyTells) {
    const std::vector<Applicant> people = three_people(1, kCard);
    ASSERT_EQ(desk_.log("12351-1", &people.front()), "OK");
    ASSERT_EQ(desk_.refer("12351-1"), "OK");
    EXPECT_EQ(desk_.refer("12351-1"), "ALREADY_REFERRED");
    suite_.settle();
    const auto waiting = referrals_.list();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].state(), reg::REFERRAL_STATE_DRAFT);
    EXPECT_EQ(waiting[0].source_no(), "12351-1");
    EXPECT_EQ(waiting[0].name(), people.front().name);
    EXPECT_EQ(waiting[0].phone(), people.front().phone);
    EXPECT_TRUE(referrals_.list(kOtherCounty).empty());
    // The reply tells him what became of it.
    EXPECT_EQ(desk_.ticket("12351-1").referral(), out::REFERRAL_OUTCOME_DRAFT);
    EXPECT_EQ(desk_.transfer("12351-1", kCity, kCounty), "REFERRAL_UNTOLD");
    ASSERT_EQ(desk_.reply("12351-1"), "OK");
    ASSERT_EQ(desk_.call_back("12351-1", out::SATISFACTION_SATISFIED), "OK");
    ASSERT_EQ(desk_.close("12351-1"), "OK");
    // He applies; what somebody else handed in does not end his draft.
    Family others;
    ASSERT_EQ(line_.apply(kCounty, three_people(2, kCard), others), "OK");
    Family his;
    ASSERT_EQ(line_.apply(kCounty, people, his), "OK");
    const std::string id = waiting[0].referral_id();
    EXPECT_EQ(referrals_.take_up(id, others.household_id), "NO_SUCH_MEMBER");
    EXPECT_EQ(referrals_.take_up(id, his.household_id, kOtherCounty), "OUTSIDE_SCOPE");
    ASSERT_EQ(referrals_.take_up(id, his.household_id), "OK");
    EXPECT_TRUE(referrals_.list().empty());
    EXPECT_EQ(referrals_.list(kCounty, reg::REFERRAL_STATE_APPLIED).at(0).household_id(),
              his.household_id);
}

TEST_F(ACallToTheHotline, OfSomebodyUnknownIsAVisitAndNoFile) {
    ASSERT_EQ(desk_.log_unknown("12351-2", "钱小", "13900000002"), "OK");
    ASSERT_EQ(desk_.refer("12351-2"), "OK");
    suite_.settle();
    ASSERT_EQ(referrals_.list().size(), 1U);
    const reg::Referral visit = referrals_.list().front();
    EXPECT_EQ(visit.state(), reg::REFERRAL_STATE_VISIT);
    EXPECT_EQ(desk_.ticket("12351-2").referral(), out::REFERRAL_OUTCOME_VISIT);
    ASSERT_EQ(referrals_.set_aside(visit.referral_id(), "NOT_IN_HARDSHIP"), "OK");
    EXPECT_EQ(referrals_.set_aside(visit.referral_id(), "NOT_IN_HARDSHIP"), "REFERRAL_SETTLED");
    reg::FindHouseholdsResponse found;
    ASSERT_EQ(
        suite_.ask(Role::Caseworker, kCounty, &reg::RegistryQueryService::Stub::FindHouseholds,
                   reg::FindHouseholdsRequest{}, &found),
        "OK");
    EXPECT_EQ(found.households_size(), 0);
}

TEST_F(ACallToTheHotline, IsHeardOnceByRegistryAndTicketAcrossARestart) {
    const std::vector<Applicant> people = three_people(1, kCard);
    ASSERT_EQ(desk_.log("12351-1", &people.front()), "OK");
    ASSERT_EQ(desk_.refer("12351-1"), "OK");
    suite_.restart([] {});
    suite_.settle();
    EXPECT_EQ(referrals_.list().size(), 1U);
    EXPECT_EQ(desk_.ticket("12351-1").referral(), out::REFERRAL_OUTCOME_DRAFT);
    EXPECT_THAT(Outreach(suite_).parked(), testing::IsEmpty());
}

}  // namespace
}  // namespace haven::spec
