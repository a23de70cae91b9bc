// Employment over gRPC on the running suite: the list of a fair's day, and who of which office may
// see and do what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/job_centre.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
using access::Role;
using ::testing::ElementsAre;
using Fairs = emp::FairService::Stub;
using Work = emp::EmploymentService::Stub;

constexpr const char* kCard = "9999990000000000014";

class EmploymentApi : public testing::Test {
  protected:
    void hold_fair(const std::string& day = "2020-03-21") {
        day_ = day;
        if (centre_.schedule(day) != "OK") throw std::runtime_error("no fair");
        if (centre_.attend(kFitterFirm, "L-1", 7) != emp::PARTICIPATION_REFUSAL_UNSPECIFIED) {
            throw std::runtime_error("the employer may not attend");
        }
        const Date first = Date::parse(day).value();
        vacancy_ = centre_.post(JobCentre::fitter(first.plus_months(2).to_string())).vacancy_id();
        line_.suite().advance(first);
    }
    emp::FairListRow row(const Applicant& who) const {
        emp::FairListRow row;
        row.set_name(who.name);
        row.set_id_number(who.id_number());
        row.set_phone(who.phone.empty() ? people_.front().phone : who.phone);
        row.mutable_profile()->set_group(emp::SEEKER_GROUP_LAID_OFF);
        row.mutable_profile()->set_schooling(emp::SCHOOLING_LEVEL_JUNIOR_HIGH);
        row.mutable_profile()->set_division("610302");
        row.set_vacancy_id(vacancy_);
        return row;
    }
    emp::RecordFairListRequest list(const std::vector<emp::FairListRow>& rows) const {
        emp::RecordFairListRequest request;
        request.set_fair(kSpringFair);
        request.set_reached_on(day_);
        request.set_union_node("610302");
        request.set_consent("PN-2020-1");
        for (const auto& one : rows) *request.add_rows() = one;
        return request;
    }
    // The reason of each row, "" where its intent stands.
    std::vector<std::string> hand_in(const emp::RecordFairListRequest& request) {
        emp::RecordFairListResponse response;
        EXPECT_EQ(centre_.county(&Work::RecordFairList, request, &response), "OK");
        std::vector<std::string> reasons;
        for (const auto& one : response.results()) {
            EXPECT_EQ(one.reason().empty(), !one.intent_id().empty());
            reasons.push_back(one.reason());
        }
        return reasons;
    }

    Line line_;
    JobCentre centre_{line_};
    std::vector<Applicant> people_ = three_people(1, kCard);
    std::string vacancy_;
    std::string day_;
};

TEST_F(EmploymentApi, I33_AListIsTakenRowByRowAndAPersonOnItTwiceHasOneIntent) {
    hold_fair();
    auto forged = row(people_[1]);
    forged.set_id_number("610302197508150000");
    auto elsewhere = row(people_[1]);
    elsewhere.set_vacancy_id(Suite::new_id());
    EXPECT_THAT(hand_in(list({row(people_[0]), row(people_[0]), forged, elsewhere})),
                ElementsAre("", "ALREADY_HELD", "ID_NUMBER_CHECK_DIGIT", "VACANCY_MISSING"));
    EXPECT_EQ(centre_.figures()["employment.intents"], 1);
    EXPECT_EQ(centre_.figures()["employment.hired"], 0);
}

TEST_F(EmploymentApi, AListThatComesAgainChangesNothing) {
    hold_fair();
    auto request = list({row(people_[0]), row(people_[1])});
    request.set_command_id(Suite::new_id());
    EXPECT_THAT(hand_in(request), ElementsAre("", ""));
    EXPECT_THAT(hand_in(request), ElementsAre("", ""));
    EXPECT_EQ(centre_.figures()["employment.intents"], 2);
    // Another list of the same people meets people who seek already, and have their intent.
    EXPECT_THAT(hand_in(list({row(people_[1])})), ElementsAre("ALREADY_HELD"));
}

TEST_F(EmploymentApi, AGroupOfFamiliesOnFileIsTakenInAtTheCounterAndFoundByItsNumber) {
    const Family family = line_.take_on_file(kCounty, people_);
    line_.suite().settle();
    hold_fair(line_.suite().today().plus_days(7).to_string());
    auto head = row(people_.front());
    head.mutable_profile()->set_group(emp::SEEKER_GROUP_HARDSHIP_WORKER);
    EXPECT_THAT(hand_in(list({head})), ElementsAre("FILE_NOT_ENROLLED"));
    ASSERT_EQ(centre_.county(&Work::RegisterSeeker, JobCentre::head_of(family, people_.front())),
              "OK");
    EXPECT_THAT(hand_in(list({head})), ElementsAre(""));
}

TEST_F(EmploymentApi, TheNeighbourSeesNeitherTheSeekerNorTheHireAndTheCityBoth) {
    const Family family = line_.take_on_file(kCounty, people_);
    const std::string hired = centre_.work_for(family, people_.front(), "2020-04-18", "2019-12-16");
    emp::GetHireRequest hire;
    hire.set_hire_id(hired);
    emp::GetHireResponse seen;
    ASSERT_EQ(line_.ask(Role::Auditor, kCity, &Work::GetHire, hire, &seen), "OK");
    emp::GetSeekerRequest seeker;
    seeker.set_seeker_id(seen.hire().seeker_id());
    EXPECT_EQ(line_.ask(Role::Caseworker, kCity, &Work::GetSeeker, seeker), "OK");
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Work::GetHire, hire), "HIRE_MISSING");
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Work::GetSeeker, seeker),
              "SEEKER_MISSING");
    // What the neighbour counts is its own people.
    emp::GetEmploymentFiguresResponse figures;
    ASSERT_EQ(line_.ask(Role::Auditor, kOtherCounty, &Work::GetEmploymentFigures,
                        emp::GetEmploymentFiguresRequest(), &figures),
              "OK");
    for (const auto& figure : figures.figures()) EXPECT_EQ(figure.value(), 0) << figure.id();
}

TEST_F(EmploymentApi, WhoTakesPeopleInIsACaseworkerAndWhoCallsOffAnApprover) {
    hold_fair();
    const auto request = list({row(people_[0])});
    for (const Role role : {Role::Approver, Role::Auditor, Role::FinanceMaker}) {
        EXPECT_EQ(line_.ask(role, kCounty, &Work::RecordFairList, request), "ROLE_MISSING");
    }
    emp::CancelFairRequest cancel;
    cancel.set_fair(kSpringFair);
    cancel.set_reason("EPIDEMIC");
    EXPECT_EQ(centre_.city(&Fairs::CancelFair, cancel), "ROLE_MISSING");
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Fairs::CancelFair, cancel), "FAIR_MISSING");
}

TEST_F(EmploymentApi, WhatSuitsASeekerIsShownBestFirstWithTheReasons) {
    hold_fair();
    auto near = JobCentre::fitter("2020-05-31");  // asks for a skill, and lies in the own county
    near.mutable_terms()->set_occupation("电焊工");
    near.mutable_terms()->set_division("610302");
    near.mutable_terms()->add_skills("WELDING");
    const std::string best = centre_.post(near).vacancy_id();
    auto graduate = JobCentre::fitter("2020-05-31");
    graduate.mutable_terms()->set_occupation("技术员");
    graduate.mutable_terms()->set_min_schooling(emp::SCHOOLING_LEVEL_BACHELOR);
    centre_.post(graduate);
    auto who = row(people_[0]);
    who.mutable_profile()->add_skills("WELDING");
    emp::RecordFairListResponse taken;
    ASSERT_EQ(centre_.county(&Work::RecordFairList, list({who}), &taken), "OK");
    emp::MatchVacanciesRequest request;
    request.set_seeker_id(taken.results(0).seeker_id());
    request.set_fair(kSpringFair);
    emp::MatchVacanciesResponse response;
    ASSERT_EQ(centre_.county(&Work::MatchVacancies, request, &response), "OK");
    ASSERT_EQ(response.matches_size(), 2);  // the graduate's is none of them
    EXPECT_EQ(response.matches(0).vacancy().vacancy_id(), best);
    EXPECT_EQ(response.matches(0).score(), 6);
    EXPECT_EQ(response.matches(1).vacancy().vacancy_id(), vacancy_);
    EXPECT_EQ(response.matches(1).score(), 5);
    EXPECT_EQ(response.matches(1).reasons(3).point(), emp::MATCH_POINT_DISTANCE);
    EXPECT_EQ(response.matches(1).reasons(3).grade(), emp::MATCH_GRADE_PARTLY);
    request.set_count(101);
    EXPECT_EQ(centre_.county(&Work::MatchVacancies, request), "INVALID_COUNT");
}

TEST_F(EmploymentApi, AListHasAFairADayAndUpToFiveHundredPeople) {
    hold_fair();
    const auto said = [&](const emp::RecordFairListRequest& request, Role role = Role::Caseworker) {
        return line_.ask(role, kCounty, &Work::RecordFairList, request);
    };
    EXPECT_EQ(said(list({})), "TOO_MANY_ITEMS");
    EXPECT_EQ(said(list(std::vector<emp::FairListRow>(501, row(people_[0])))), "TOO_MANY_ITEMS");
    auto another = list({row(people_[0])});
    another.set_fair("NO-SUCH-FAIR");
    EXPECT_EQ(said(another), "FAIR_MISSING");
    auto no_day = list({row(people_[0])});
    no_day.set_reached_on("2020-02-30");
    EXPECT_EQ(said(no_day), "INVALID_DATE");
}

}  // namespace
}  // namespace haven::spec
