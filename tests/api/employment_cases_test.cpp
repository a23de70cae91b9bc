// What the job centre does for one person, over gRPC on the running suite: who of which office may
// see and do what, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/job_centre.hpp"
#include "tests/suite/referrals.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
namespace reg = haven::registry::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Assistance = emp::AssistanceService::Stub;
using Work = emp::EmploymentService::Stub;

constexpr const char* kCard = "9999990000000000014";

class EmploymentCases : public testing::Test {
  protected:
    std::string seeker(std::size_t who = 0) { return centre_.register_seeker(people_.at(who)); }
    std::vector<std::string> listed(FederationNo office, const emp::ListServiceCasesRequest& q) {
        emp::ListServiceCasesResponse response;
        EXPECT_EQ(line_.ask(Role::Auditor, office, &Assistance::ListServiceCases, q, &response),
                  "OK");
        std::vector<std::string> found;
        for (const auto& one : response.cases()) found.push_back(one.case_id());
        return found;
    }

    Line line_;
    JobCentre centre_{line_};
    Referrals referrals_{line_.suite()};
    std::vector<Applicant> people_ = three_people(1, kCard);
};

TEST_F(EmploymentCases, R78_APersonHasOneOpenCase) {
    const std::string who = seeker();
    const std::string served = centre_.open_case(who);
    emp::OpenCaseRequest another;
    another.set_seeker_id(who);
    another.set_need(emp::CASE_NEED_POLICY);
    another.set_counter("HALL-1");
    another.set_follow_up_on(line_.suite().today().plus_days(1).to_string());
    EXPECT_EQ(centre_.county(&Assistance::OpenCase, another), "ALREADY_HELD");
    ASSERT_EQ(centre_.close_case(served, emp::CASE_OUTCOME_WITHDRAWN), "OK");
    EXPECT_EQ(centre_.county(&Assistance::OpenCase, another), "OK");
    emp::ReopenCaseRequest again;
    again.set_case_id(served);
    again.set_reason("CAME_AGAIN");
    EXPECT_EQ(centre_.county(&Assistance::ReopenCase, again), "ALREADY_HELD");
}

TEST_F(EmploymentCases, R78_TheNeighbourSeesNoCaseAndTheCityEach) {
    const std::string served = centre_.open_case(seeker());
    EXPECT_THAT(listed(kCounty, {}), ElementsAre(served));
    EXPECT_THAT(listed(kCity, {}), ElementsAre(served));
    EXPECT_THAT(listed(kOtherCounty, {}), IsEmpty());
    emp::GetServiceCaseRequest look;
    look.set_case_id(served);
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Assistance::GetServiceCase, look),
              "CASE_MISSING");
    emp::AdviseRequest advise;
    advise.set_case_id(served);
    advise.set_policy("SKILL_SUBSIDY");
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Assistance::Advise, advise),
              "CASE_MISSING");
    for (const Role role : {Role::Approver, Role::Auditor, Role::FinanceMaker}) {
        EXPECT_EQ(line_.ask(role, kCounty, &Assistance::Advise, advise), "ROLE_MISSING");
    }
}

TEST_F(EmploymentCases, R78_CasesAreListedByFirstDayPageByPageAndByState) {
    const std::string first = centre_.open_case(seeker(0));
    line_.suite().advance(line_.suite().today().plus_days(1));
    const std::string second = centre_.open_case(seeker(1));
    emp::ListServiceCasesRequest page;
    page.set_page_size(1);
    emp::ListServiceCasesResponse response;
    ASSERT_EQ(centre_.county(&Assistance::ListServiceCases, page, &response), "OK");
    ASSERT_EQ(response.cases_size(), 1);
    EXPECT_EQ(response.cases(0).case_id(), first);
    page.set_page_token(response.next_page_token());
    ASSERT_EQ(centre_.county(&Assistance::ListServiceCases, page, &response), "OK");
    ASSERT_EQ(response.cases_size(), 1);
    EXPECT_EQ(response.cases(0).case_id(), second);
    EXPECT_EQ(response.next_page_token(), "");
    ASSERT_EQ(centre_.close_case(first, emp::CASE_OUTCOME_WITHDRAWN), "OK");
    emp::ListServiceCasesRequest closed;
    closed.set_state(emp::CASE_STATE_CLOSED);
    EXPECT_THAT(listed(kCounty, closed), ElementsAre(first));
}

TEST_F(EmploymentCases,
       R78_WhoIsWithoutAFileIsADraftOfTheRegistryAndHandedOnWhenItIsAnApplication) {
    const std::string served = centre_.open_case(seeker());
    ASSERT_EQ(centre_.refer_to_registry(served), "OK");
    EXPECT_EQ(centre_.refer_to_registry(served), "REFERRAL_OPEN");
    line_.suite().restart([] {});
    line_.suite().settle();
    const auto drafts = referrals_.list();
    ASSERT_EQ(drafts.size(), 1U) << "heard once, across a restart";
    EXPECT_EQ(drafts[0].source(), reg::REFERRAL_SOURCE_CASE);
    EXPECT_EQ(drafts[0].state(), reg::REFERRAL_STATE_DRAFT);
    EXPECT_EQ(drafts[0].name(), people_.front().name);
    EXPECT_EQ(drafts[0].phone(), "13900000001") << "as the job centre knows it";
    EXPECT_THAT(drafts[0].signs(), ElementsAre("JOB_LOSS"));
    emp::AnswerReferralRequest by_hand;
    by_hand.set_case_id(served);
    by_hand.set_number(1);
    by_hand.set_result(emp::REFERRAL_RESULT_TAKEN_UP);
    EXPECT_EQ(centre_.county(&Assistance::AnswerReferral, by_hand), "REGISTRY_ANSWERS");
    EXPECT_EQ(centre_.close_case(served, emp::CASE_OUTCOME_HANDED_ON), "REFERRAL_NOT_TAKEN_UP");
    Family family;
    ASSERT_EQ(line_.apply(kCounty, people_, family), "OK");
    ASSERT_EQ(referrals_.take_up(drafts[0].referral_id(), family.household_id), "OK");
    line_.suite().settle();
    EXPECT_EQ(centre_.service_case(served).entries(0).result(), emp::REFERRAL_RESULT_TAKEN_UP);
    ASSERT_EQ(centre_.close_case(served, emp::CASE_OUTCOME_HANDED_ON), "OK");
    const auto closed = centre_.service_case(served);
    EXPECT_EQ(closed.state(), emp::CASE_STATE_CLOSED);
    EXPECT_EQ(closed.follow_up_on(), "");
    EXPECT_EQ(centre_.refer(served, Suite::new_id()), "VACANCY_MISSING");
}

TEST_F(EmploymentCases, R78_WhomAnotherCountyOnlyGoesAndSeesIsSentAgainWhereItSetsThemAside) {
    const std::string served = centre_.open_case(seeker());
    EXPECT_EQ(centre_.refer_to_registry(served, "", FederationNo{999}), "INVALID_FEDERATION");
    ASSERT_EQ(centre_.refer_to_registry(served, "", kOtherCounty), "OK");
    line_.suite().settle();
    EXPECT_THAT(referrals_.list(), IsEmpty());
    const auto visits = referrals_.list(kOtherCounty);
    ASSERT_EQ(visits.size(), 1U);
    EXPECT_EQ(visits[0].state(), reg::REFERRAL_STATE_VISIT);
    ASSERT_EQ(referrals_.set_aside(visits[0].referral_id(), "DECLINED", kOtherCounty), "OK");
    line_.suite().settle();
    EXPECT_EQ(centre_.service_case(served).entries(0).result(), emp::REFERRAL_RESULT_DECLINED);
    EXPECT_EQ(centre_.close_case(served, emp::CASE_OUTCOME_HANDED_ON), "REFERRAL_NOT_TAKEN_UP");
    ASSERT_EQ(centre_.refer_to_registry(served), "OK");
    line_.suite().settle();
    EXPECT_EQ(referrals_.list().size(), 1U);
}

TEST_F(EmploymentCases, R79_AnAllotmentIsHeldByAllCountiesTogetherAndRulesAreTheHeads) {
    const Date today = line_.suite().today();
    emp::RegisterEmployerRequest employer;
    employer.set_uscc(kFitterFirm);
    employer.set_kind(emp::EMPLOYER_KIND_PUBLIC_INSTITUTION);
    employer.mutable_papers()->set_licence_no("L-1");
    ASSERT_EQ(centre_.county(&emp::FairService::Stub::RegisterEmployer, employer), "OK");
    ASSERT_EQ(centre_.post_rules(today.to_string()), "OK");
    emp::SetPostRulesRequest of_a_county;
    of_a_county.mutable_rules()->set_code("OWN");
    of_a_county.mutable_rules()->set_effective_from(today.to_string());
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::SetPostRules, of_a_county),
              "OUTSIDE_SCOPE");
    centre_.allot_posts("GYG-1", today.to_string(), 1);
    const std::string since = today.plus_years(-2).to_string();
    const auto offer = centre_.cleaner(seeker(0), "GYG-1", since);
    const std::string other = seeker(1);
    emp::OfferPostResponse post;
    ASSERT_EQ(centre_.county(&Assistance::OfferPost, offer, &post), "OK");
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, offer), "ALREADY_HELD");
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, centre_.cleaner(other, "GYG-1", since)),
              "QUOTA_FULL");
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, centre_.cleaner(other, "GYG-2", since)),
              "ALLOTMENT_MISSING");
    emp::DeclinePostRequest decline;
    decline.set_post_id(post.post_id());
    decline.set_reason("TOO_FAR");
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Assistance::DeclinePost, decline),
              "POST_MISSING");
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Assistance::DeclinePost, decline), "ROLE_MISSING");
    ASSERT_EQ(centre_.county(&Assistance::DeclinePost, decline), "OK");
}

}  // namespace
}  // namespace haven::spec
