// What a job centre keeps lists of: fairs, who attends, what is offered, and the register of people
// who seek work, who is in it, what they say of themselves and when they leave. Over gRPC on the
// running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/job_centre.hpp"
#include "tests/suite/pages.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Fairs = emp::FairService::Stub;
using Work = emp::EmploymentService::Stub;

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kFair = "2020-03-21";
constexpr const char* kLittleFair = "ZHEN-2020";

class EmploymentRegister : public testing::Test {
  protected:
    std::vector<std::string> fairs(FederationNo seen_by) {
        return row_by_row(line_.suite(), seen_by, &Fairs::ListFairs, {},
                          &emp::ListFairsResponse::fairs, &emp::Fair::code);
    }
    std::string look(FederationNo by, const std::string& fair, emp::Fair* seen = nullptr) {
        emp::GetFairRequest request;
        request.set_fair(fair);
        emp::GetFairResponse response;
        const std::string answer =
            line_.ask(Role::Caseworker, by, &Fairs::GetFair, request, &response);
        if (seen != nullptr) *seen = response.fair();
        return answer;
    }
    std::vector<std::string> attending(
        emp::ParticipationState state = emp::PARTICIPATION_STATE_UNSPECIFIED) {
        emp::ListParticipationsRequest request;
        request.set_fair(kSpringFair);
        request.set_state(state);
        return row_by_row(line_.suite(), kOtherCounty, &Fairs::ListParticipations, request,
                          &emp::ListParticipationsResponse::participations, [](const auto& one) {
                              return one.uscc() + " at " + std::to_string(one.stall());
                          });
    }
    std::string look(FederationNo by, const std::string& vacancy, emp::Vacancy& seen) {
        emp::GetVacancyRequest request;
        request.set_vacancy_id(vacancy);
        emp::GetVacancyResponse response;
        const std::string answer =
            line_.ask(Role::Caseworker, by, &Fairs::GetVacancy, request, &response);
        seen = response.vacancy();
        return answer;
    }
    std::vector<std::string> seekers(FederationNo seen_by,
                                     emp::SeekerGroup group = emp::SEEKER_GROUP_UNSPECIFIED) {
        emp::ListSeekersRequest request;
        request.set_group(group);
        return row_by_row(line_.suite(), seen_by, &Work::ListSeekers, request,
                          &emp::ListSeekersResponse::seekers, &emp::Seeker::seeker_id);
    }
    emp::Seeker seeker(const std::string& id) {
        emp::GetSeekerRequest request;
        request.set_seeker_id(id);
        emp::GetSeekerResponse response;
        EXPECT_EQ(centre_.county(&Work::GetSeeker, request, &response), "OK");
        return response.seeker();
    }
    // A migrant who wishes for 5,000 yuan in the other county.
    static emp::UpdateSeekerRequest migrant(const std::string& id) {
        emp::UpdateSeekerRequest request;
        request.set_seeker_id(id);
        auto& profile = *request.mutable_profile();
        profile.set_group(emp::SEEKER_GROUP_MIGRANT);
        profile.set_schooling(emp::SCHOOLING_LEVEL_SENIOR_HIGH);
        profile.set_wage_wish_fen(500'000);
        profile.set_division("610303");
        return request;
    }
    std::string leave(const std::string& id, const std::string& reason) {
        emp::LeaveRegisterRequest request;
        request.set_seeker_id(id);
        request.set_reason(reason);
        return centre_.county(&Work::LeaveRegister, request);
    }

    Line line_;
    JobCentre centre_{line_};
    std::vector<Applicant> people_ = three_people(1, kCard);
};

TEST_F(EmploymentRegister, R58_AFairIsSeenByWhoHoldsItAndByAllBelow) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    emp::ScheduleFairRequest little;
    auto& terms = *little.mutable_terms();
    terms.set_code(kLittleFair);
    terms.set_venue("610302-SQUARE");
    terms.set_first_day("2020-04-18");
    terms.set_days(2);
    terms.set_stalls(20);
    terms.set_source("WB-2020-5");
    ASSERT_EQ(centre_.county(&Fairs::ScheduleFair, little), "OK");
    EXPECT_THAT(fairs(kCity), ElementsAre(kSpringFair, kLittleFair));
    EXPECT_THAT(fairs(kCounty), ElementsAre(kSpringFair, kLittleFair));
    EXPECT_THAT(fairs(kOtherCounty), ElementsAre(kSpringFair));
    EXPECT_EQ(look(kOtherCounty, kLittleFair), "FAIR_MISSING");
    emp::Fair seen;
    ASSERT_EQ(look(kCity, kLittleFair, &seen), "OK");
    EXPECT_EQ(seen.federation(), kCounty.value);
    EXPECT_EQ(seen.venue(), "610302-SQUARE");
    EXPECT_EQ(seen.days(), 2);
    EXPECT_EQ(seen.stalls(), 20);
    ASSERT_EQ(centre_.put_off("2020-05-23"), "OK");
    ASSERT_EQ(look(kOtherCounty, kSpringFair, &seen), "OK");
    EXPECT_EQ(seen.first_day(), "2020-05-23") << "as it was put off";
    EXPECT_FALSE(seen.cancelled());
    ASSERT_EQ(centre_.cancel_fair(), "OK");
    ASSERT_EQ(look(kOtherCounty, seen.fair_id(), &seen), "OK") << "by its id, too";
    EXPECT_TRUE(seen.cancelled());
}

TEST_F(EmploymentRegister, R58_WhoAttendsIsListedByCreditCodeAndByHowItStands) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    ASSERT_EQ(centre_.attend(kUnlicensedFirm, "", 8), emp::PARTICIPATION_REFUSAL_NO_LICENCE);
    const std::string refused = std::string(kUnlicensedFirm) + " at 0";
    const std::string stands = std::string(kFitterFirm) + " at 7";
    EXPECT_THAT(attending(), ElementsAre(refused, stands));
    EXPECT_THAT(attending(emp::PARTICIPATION_STATE_REFUSED), ElementsAre(refused));
    EXPECT_THAT(attending(emp::PARTICIPATION_STATE_APPROVED), ElementsAre(stands));
    ASSERT_EQ(centre_.withdraw(kFitterFirm), "OK");
    EXPECT_THAT(attending(emp::PARTICIPATION_STATE_APPROVED), IsEmpty());
    EXPECT_EQ(attending(emp::PARTICIPATION_STATE_WITHDRAWN).size(), 1U);
    emp::ListParticipationsRequest unknown;
    unknown.set_fair(kLittleFair);
    EXPECT_EQ(centre_.city(&Fairs::ListParticipations, unknown), "FAIR_MISSING");
}

TEST_F(EmploymentRegister, R59_AVacancyIsShownAsItWasAdvertisedAndWithWhatWasFoundInIt) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const auto offer = JobCentre::fitter("2020-05-31");
    const std::string open = centre_.post(offer).vacancy_id();
    emp::Vacancy seen;
    ASSERT_EQ(look(kOtherCounty, open, seen), "OK") << "the city's fair is everybody's";
    EXPECT_EQ(seen.state(), emp::VACANCY_STATE_OPEN);
    EXPECT_EQ(seen.federation(), kCity.value);
    EXPECT_EQ(seen.terms().occupation(), offer.terms().occupation());
    EXPECT_EQ(seen.terms().posts(), 30);
    EXPECT_EQ(seen.terms().wage_max_fen(), 550'000);
    ASSERT_EQ(centre_.close(open), "OK");
    ASSERT_EQ(look(kCounty, open, seen), "OK");
    EXPECT_EQ(seen.state(), emp::VACANCY_STATE_CLOSED);

    auto men_only = offer;
    men_only.mutable_terms()->set_conditions("限男,两班倒");
    ASSERT_EQ(look(kCounty, centre_.post(men_only).vacancy_id(), seen), "OK");
    EXPECT_EQ(seen.state(), emp::VACANCY_STATE_REJECTED);
    EXPECT_EQ(seen.rejection(), emp::VACANCY_REJECTION_DISCRIMINATION);
    EXPECT_EQ(seen.found(), "限男");

    auto outside_fairs = offer;
    outside_fairs.clear_fair();
    const std::string of_the_county = centre_.post(outside_fairs).vacancy_id();
    EXPECT_EQ(look(kCity, of_the_county, seen), "OK");
    EXPECT_EQ(seen.federation(), kCounty.value);
    EXPECT_EQ(look(kOtherCounty, of_the_county, seen), "VACANCY_MISSING");
}

TEST_F(EmploymentRegister, R60_ThePeopleOfTheRegisterAreListedAsTheyCameAndByGroup) {
    const std::string first = centre_.register_seeker(people_[0]);
    line_.suite().advance(line_.suite().today().plus_days(1));
    const std::string second = centre_.register_seeker(people_[1]);
    line_.suite().advance(line_.suite().today().plus_days(1));
    const std::string third =
        centre_.register_seeker({.name = "赵建军", .birth_date = "1975-08-15", .number = 9});
    ASSERT_EQ(centre_.county(&Work::UpdateSeeker, migrant(second)), "OK");
    EXPECT_THAT(seekers(kCounty), ElementsAre(first, second, third));
    EXPECT_THAT(seekers(kCity), ElementsAre(first, second, third));
    EXPECT_THAT(seekers(kOtherCounty), IsEmpty());
    EXPECT_THAT(seekers(kCounty, emp::SEEKER_GROUP_LAID_OFF), ElementsAre(first, third));
    EXPECT_THAT(seekers(kCounty, emp::SEEKER_GROUP_MIGRANT), ElementsAre(second));
    ASSERT_EQ(leave(first, "MOVED_AWAY"), "OK");
    EXPECT_EQ(seekers(kCounty).size(), 3U) << "who has left is still in the book";
    EXPECT_EQ(seeker(first).state(), emp::SEEKER_STATE_LEFT);
}

TEST_F(EmploymentRegister, R60_WhatASeekerSaysOfThemselvesChangesAndDecidesWhatIsOffered) {
    const std::string id = centre_.register_seeker(people_[0]);
    ASSERT_EQ(centre_.county(&Work::UpdateSeeker, migrant(id)), "OK");
    const emp::Seeker now = seeker(id);
    EXPECT_EQ(now.group(), emp::SEEKER_GROUP_MIGRANT);
    EXPECT_EQ(now.schooling(), emp::SCHOOLING_LEVEL_SENIOR_HIGH);
    EXPECT_EQ(now.wage_wish_fen(), 500'000);
    EXPECT_EQ(now.division(), "610303");
    auto change = migrant(id);
    change.mutable_profile()->set_group(emp::SEEKER_GROUP_HARDSHIP_WORKER);
    EXPECT_EQ(centre_.county(&Work::UpdateSeeker, change), "FILE_NOT_ENROLLED")
        << "that group is of families on file";
    change.mutable_profile()->set_group(emp::SEEKER_GROUP_UNSPECIFIED);
    EXPECT_EQ(centre_.county(&Work::UpdateSeeker, change), "GROUP_MISSING");
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Work::UpdateSeeker, migrant(id)),
              "SEEKER_MISSING");
    EXPECT_EQ(seeker(id).group(), emp::SEEKER_GROUP_MIGRANT);
}

TEST_F(EmploymentRegister, R60_WhoLeavesTheRegisterComesToNoTermsAndMayComeBackAsANewSeeker) {
    ASSERT_EQ(centre_.schedule(kFair), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string vacancy = centre_.post(JobCentre::fitter("2020-05-31")).vacancy_id();
    const std::string id = centre_.register_seeker(people_[0]);
    EXPECT_EQ(leave(id, ""), "REASON_MISSING");
    EXPECT_EQ(leave(Suite::new_id(), "MOVED_AWAY"), "SEEKER_MISSING");
    ASSERT_EQ(leave(id, "MOVED_AWAY"), "OK");
    EXPECT_EQ(leave(id, "MOVED_AWAY"), "OK") << "already so";
    EXPECT_EQ(centre_.county(&Work::UpdateSeeker, migrant(id)), "SEEKER_LEFT");
    line_.suite().advance(Date::parse(kFair).value());
    EXPECT_EQ(centre_.meet(id, vacancy, kFair), "SEEKER_LEFT");
    const std::string again = centre_.register_seeker(people_[0]);
    EXPECT_NE(again, id);
    EXPECT_EQ(seeker(again).person_id(), seeker(id).person_id());
    EXPECT_EQ(centre_.meet(again, vacancy, kFair), "OK");
}

}  // namespace
}  // namespace haven::spec
