// What a job centre does beside the straight way from fair to hire: employers who are barred,
// cleared and show other papers, intents that are taken back, contracts that go on, posts that end
// early and subsidies that are not given. Over gRPC on the running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/job_centre.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Assistance = emp::AssistanceService::Stub;
using Fairs = emp::FairService::Stub;
using Work = emp::EmploymentService::Stub;

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kFair = "2020-03-21";

class EmploymentDesk : public testing::Test {
  protected:
    emp::Employer employer() {
        emp::GetEmployerRequest request;
        request.set_uscc(kFitterFirm);
        emp::GetEmployerResponse response;
        EXPECT_EQ(centre_.city(&Fairs::GetEmployer, request, &response), "OK");
        return response.employer();
    }
    // For a year from the fair, by who may: the head.
    std::string bar(const std::string& uscc) {
        emp::BarEmployerRequest request;
        request.set_uscc(uscc);
        request.set_until("2021-03-21");
        request.set_reason("WAGE_ARREARS");
        return line_.ask(Role::Approver, kCity, &Fairs::BarEmployer, request);
    }
    // As whose fair it is sees them.
    std::vector<emp::IntentState> intents() {
        emp::ListIntentsRequest request;
        request.set_fair(kSpringFair);
        emp::ListIntentsResponse response;
        EXPECT_EQ(line_.ask(Role::Auditor, kCity, &Work::ListIntents, request, &response), "OK");
        std::vector<emp::IntentState> states;
        for (const auto& intent : response.intents()) states.push_back(intent.state());
        return states;
    }
    std::vector<std::string> hires(const std::string& seeker, FederationNo office = kCounty) {
        emp::ListHiresRequest request;
        request.set_seeker_id(seeker);
        emp::ListHiresResponse response;
        EXPECT_EQ(line_.ask(Role::Auditor, office, &Work::ListHires, request, &response), "OK");
        std::vector<std::string> ids;
        for (const auto& hire : response.hires()) ids.push_back(hire.hire_id());
        return ids;
    }
    // Months that are over and unanswered: hire, month, and since when.
    std::vector<std::string> to_ask(FederationNo office = kCounty) {
        emp::ListHiresRequest request;
        request.set_due(true);
        emp::ListHiresResponse response;
        EXPECT_EQ(line_.ask(Role::Caseworker, office, &Work::ListHires, request, &response), "OK");
        std::vector<std::string> asked;
        for (const auto& hire : response.hires()) {
            for (const auto& month : hire.due()) {
                asked.push_back(hire.hire_id() + "/" + std::to_string(month.month()) + "/" +
                                month.due_on());
            }
        }
        return asked;
    }
    emp::BasicPost post(const std::string& id) {
        emp::ListBasicPostsResponse response;
        EXPECT_EQ(
            centre_.county(&Assistance::ListBasicPosts, emp::ListBasicPostsRequest(), &response),
            "OK");
        for (const auto& one : response.posts()) {
            if (one.post_id() == id) return one;
        }
        return {};
    }
    std::string in_days(int days) { return line_.suite().today().plus_days(days).to_string(); }

    Line line_;
    JobCentre centre_{line_};
    std::vector<Applicant> people_ = three_people(1, kCard);
};

TEST_F(EmploymentDesk, ABarredEmployerMayNotAttendUntilItIsClearedAndShowsItsPapers) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kUnlicensedFirm, "", 8), emp::PARTICIPATION_REFUSAL_NO_LICENCE);
    emp::RegisterEmployerRequest known;
    known.set_uscc(kFitterFirm);
    known.set_kind(emp::EMPLOYER_KIND_PRIVATE);
    known.mutable_papers()->set_licence_no("L-1");
    ASSERT_EQ(centre_.city(&Fairs::RegisterEmployer, known), "OK");
    emp::ClearEmployerRequest clear;
    clear.set_uscc(kFitterFirm);
    clear.set_reason("WAGES_PAID");
    EXPECT_EQ(line_.ask(Role::Approver, kCity, &Fairs::ClearEmployer, clear), "NOT_BARRED");
    ASSERT_EQ(bar(kFitterFirm), "OK");
    EXPECT_EQ(employer().barred_until(), "2021-03-21");
    ASSERT_EQ(line_.ask(Role::Approver, kCity, &Fairs::ClearEmployer, clear), "OK");
    EXPECT_EQ(employer().barred_until(), "");
    emp::RenewPapersRequest renew;
    renew.set_uscc(kUnlicensedFirm);
    renew.mutable_papers()->set_licence_no("L-8");
    ASSERT_EQ(centre_.city(&Fairs::RenewPapers, renew), "OK");
    renew.set_uscc(kFitterFirm);
    renew.mutable_papers()->set_licence_no("L-9");
    ASSERT_EQ(centre_.city(&Fairs::RenewPapers, renew), "OK");
    EXPECT_EQ(employer().papers().licence_no(), "L-9");
}

TEST_F(EmploymentDesk, I33_AnIntentThatIsTakenBackIsListedAndCountsNoMore) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string vacancy = centre_.post(JobCentre::fitter("2020-05-31")).vacancy_id();
    const std::string seeker = centre_.register_seeker(people_[0]);
    line_.suite().advance(Date::parse(kFair).value());
    std::string intent;
    ASSERT_EQ(centre_.meet(seeker, vacancy, kFair, &intent), "OK");
    EXPECT_EQ(centre_.figures()["employment.intents"], 1);
    EXPECT_THAT(intents(), ElementsAre(emp::INTENT_STATE_STANDS));
    emp::WithdrawIntentRequest back;
    back.set_intent_id(Suite::new_id());
    EXPECT_EQ(centre_.county(&Work::WithdrawIntent, back), "INTENT_MISSING");
    back.set_intent_id(intent);
    ASSERT_EQ(centre_.county(&Work::WithdrawIntent, back), "OK");
    EXPECT_THAT(intents(), ElementsAre(emp::INTENT_STATE_WITHDRAWN));
    EXPECT_EQ(centre_.figures()["employment.intents"], 0);
    // The place is free for another post of the fair.
    EXPECT_EQ(centre_.meet(seeker, vacancy, kFair), "OK");
}

TEST_F(EmploymentDesk, I34_WhoWithdrawsFromAFairOffersNothingThereAndItsPostsCountNoMore) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string vacancy = centre_.post(JobCentre::fitter("2020-05-31")).vacancy_id();
    const std::string seeker = centre_.register_seeker(people_[0]);
    const std::string served = centre_.open_case(seeker);
    line_.suite().advance(Date::parse(kFair).value());
    EXPECT_THAT(centre_.matches(seeker), ElementsAre(vacancy));
    EXPECT_EQ(centre_.figures()["employment.stalls"], 1);
    EXPECT_EQ(centre_.figures()["employment.posts"], 30);
    ASSERT_EQ(centre_.withdraw(kFitterFirm), "OK");
    EXPECT_THAT(centre_.matches(seeker), IsEmpty());
    EXPECT_EQ(centre_.refer(served, vacancy), "VACANCY_NOT_OPEN");
    EXPECT_EQ(centre_.figures()["employment.stalls"], 0);
    EXPECT_EQ(centre_.figures()["employment.posts"], 0);
}

TEST_F(EmploymentDesk, R61_AnIntentIsForWhatWasStillOnOfferOnTheDayOfTheFair) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const auto offer = JobCentre::fitter("2020-05-31");
    const std::string filled_before = centre_.post(offer).vacancy_id();
    ASSERT_EQ(centre_.close(filled_before), "OK");
    const std::string filled_there = centre_.post(offer).vacancy_id();
    const std::string seeker = centre_.register_seeker(people_[0]);
    line_.suite().advance(Date::parse(kFair).value());
    ASSERT_EQ(centre_.close(filled_there), "OK");
    EXPECT_EQ(centre_.meet(seeker, filled_before, kFair), "VACANCY_NOT_OPEN");
    EXPECT_EQ(centre_.meet(seeker, filled_there, kFair), "OK") << "of the morning";
}

TEST_F(EmploymentDesk, R61_NobodyComesToTermsWithWhoWithdrewOrWasBarredBeforeTheFair) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    ASSERT_EQ(centre_.attend(kUnlicensedFirm, "L-2", 8), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    auto offer = JobCentre::fitter("2020-05-31");
    const std::string withdrawn = centre_.post(offer).vacancy_id();
    offer.mutable_terms()->set_uscc(kUnlicensedFirm);
    const std::string barred = centre_.post(offer).vacancy_id();
    const std::string seeker = centre_.register_seeker(people_[0]);
    line_.suite().advance(Date::parse(kFair).value().plus_days(-1));
    ASSERT_EQ(centre_.withdraw(kFitterFirm), "OK");
    ASSERT_EQ(bar(kUnlicensedFirm), "OK");
    line_.suite().advance(Date::parse(kFair).value());
    EXPECT_EQ(centre_.meet(seeker, withdrawn, kFair), "NOT_ATTENDING");
    EXPECT_EQ(centre_.meet(seeker, barred, kFair), "EMPLOYER_BARRED");
    EXPECT_EQ(centre_.figures()["employment.intents"], 0);
}

TEST_F(EmploymentDesk, R61_WhatBefallsAnEmployerFromTheFairOnUnmakesNoIntentOfThatDay) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    ASSERT_EQ(centre_.attend(kUnlicensedFirm, "L-2", 8), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    auto offer = JobCentre::fitter("2020-05-31");
    const std::string of_noon = centre_.post(offer).vacancy_id();
    offer.mutable_terms()->set_uscc(kUnlicensedFirm);
    const std::string of_the_barred = centre_.post(offer).vacancy_id();
    line_.suite().advance(Date::parse(kFair).value());
    ASSERT_EQ(centre_.withdraw(kFitterFirm), "OK") << "at noon";
    line_.suite().advance(Date::parse(kFair).value().plus_days(1));
    EXPECT_EQ(centre_.withdraw(kUnlicensedFirm), "FAIR_HELD");
    ASSERT_EQ(bar(kUnlicensedFirm), "OK");
    EXPECT_EQ(centre_.meet(centre_.register_seeker(people_[0]), of_noon, kFair), "OK");
    EXPECT_EQ(centre_.meet(centre_.register_seeker(people_[1]), of_the_barred, kFair), "OK");
}

TEST_F(EmploymentDesk, AContractGoesOnUnderANewNumberAndHiresAreListedByTheirSeeker) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string seeker = centre_.register_seeker(people_[0]);
    const std::string hired = centre_.hire(seeker, "", "", in_days(-30), "2021-12-31");
    EXPECT_THAT(hires(seeker), ElementsAre(hired));
    EXPECT_THAT(hires(seeker, kOtherCounty), IsEmpty());
    emp::ExtendContractRequest extend;
    extend.set_hire_id(hired);
    extend.set_contract_no("HT-2");
    extend.set_contract_until("2021-06-30");
    EXPECT_EQ(centre_.county(&Work::ExtendContract, extend), "INVALID_DATE") << "it is shorter";
    extend.set_contract_until("2023-12-31");
    ASSERT_EQ(centre_.county(&Work::ExtendContract, extend), "OK");
    emp::GetHireRequest look;
    look.set_hire_id(hired);
    emp::GetHireResponse seen;
    ASSERT_EQ(centre_.county(&Work::GetHire, look, &seen), "OK");
    EXPECT_EQ(seen.hire().contract_until(), "2023-12-31");
    ASSERT_EQ(centre_.end(hired, in_days(0)), "OK");
    extend.set_contract_no("HT-3");
    EXPECT_EQ(centre_.county(&Work::ExtendContract, extend), "EMPLOYMENT_ENDED");
}

TEST_F(EmploymentDesk, R62_AMonthThatIsOverIsAskedAboutUntilItIsAnsweredOrTheWorkHasEnded) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const Date first_day = line_.suite().today();
    const std::string hired =
        centre_.hire(centre_.register_seeker(people_[0]), "", "", first_day.to_string());
    EXPECT_THAT(to_ask(), IsEmpty());
    line_.suite().advance(first_day.plus_months(3));
    const std::string third = hired + "/3/" + first_day.plus_months(3).to_string();
    EXPECT_THAT(to_ask(), ElementsAre(third));
    EXPECT_THAT(to_ask(kOtherCounty), IsEmpty());
    ASSERT_EQ(centre_.retain(hired, 3), "OK");
    EXPECT_THAT(to_ask(), IsEmpty());
    line_.suite().advance(first_day.plus_months(6));
    EXPECT_THAT(to_ask(), SizeIs(1));
    ASSERT_EQ(centre_.end(hired, first_day.plus_months(5).to_string()), "OK");
    EXPECT_THAT(to_ask(), IsEmpty());
}

TEST_F(EmploymentDesk, R79_APostThatEndsBeforeItsTermIsFreeForAnother) {
    const std::string today = in_days(0);
    emp::RegisterEmployerRequest firm;
    firm.set_uscc(kFitterFirm);
    firm.set_kind(emp::EMPLOYER_KIND_PUBLIC_INSTITUTION);
    firm.mutable_papers()->set_licence_no("L-1");
    ASSERT_EQ(centre_.county(&Fairs::RegisterEmployer, firm), "OK");
    ASSERT_EQ(centre_.post_rules(today), "OK");
    centre_.allot_posts("GYG-1", today, 1);
    const std::string since = line_.suite().today().plus_years(-2).to_string();
    emp::OfferPostResponse offered;
    ASSERT_EQ(centre_.county(&Assistance::OfferPost,
                             centre_.cleaner(centre_.register_seeker(people_[0]), "GYG-1", since),
                             &offered),
              "OK");
    emp::EndPostRequest end;
    end.set_post_id(offered.post_id());
    end.set_ended_on(today);
    end.set_reason(emp::POST_END_REASON_FOUND_WORK);
    EXPECT_EQ(line_.ask(Role::Caseworker, kCounty, &Assistance::EndPost, end), "POST_NOT_STARTED");
    ASSERT_EQ(centre_.start_post(offered.post_id(), today, 12), "OK");
    const auto another = centre_.cleaner(centre_.register_seeker(people_[1]), "GYG-1", since);
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, another), "QUOTA_FULL");
    ASSERT_EQ(line_.ask(Role::Caseworker, kCounty, &Assistance::EndPost, end), "OK");
    EXPECT_EQ(post(offered.post_id()).ended_on(), today);
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, another), "OK");
}

TEST_F(EmploymentDesk, R80_ASubsidyThatIsNotGivenIsAskedForAgainAndTwoPeopleDecide) {
    ASSERT_EQ(centre_.subsidy_rules(in_days(0)), "OK");
    centre_.offer_course("DSYY-2020", "county-2020");
    const std::string enrolment =
        centre_.learn(centre_.register_seeker(people_[0]), "DSYY-2020", "ZS-1");
    emp::RefuseSubsidyRequest refuse;
    refuse.set_enrolment_id(enrolment);
    refuse.set_reason("CERTIFICATE_OF_ANOTHER");
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::RefuseSubsidy, refuse),
              "NO_SUBSIDY_REQUESTED");
    ASSERT_EQ(centre_.ask_subsidy(enrolment, kCard), "OK");
    EXPECT_EQ(centre_.county(&Assistance::RefuseSubsidy, refuse), "ROLE_MISSING");
    ASSERT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::RefuseSubsidy, refuse), "OK");
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_REFUSED);
    ASSERT_EQ(centre_.ask_subsidy(enrolment, kCard), "OK");
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_REQUESTED);
}

}  // namespace
}  // namespace haven::spec
