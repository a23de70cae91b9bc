// A scholarship over gRPC on the running suite: what an officer, an approver, finance and an
// auditor do and see, and what the neighbouring county does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Awards = sch::ScholarshipService::Stub;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kCard = "9999990000000000014";

class ScholarshipApi : public testing::Test {
  protected:
    template <class... Arguments>
    std::string ask(const Arguments&... arguments) {
        return line_.ask(arguments...);
    }
    sch::GetScholarshipApplicationResponse application(const std::string& id, Role role,
                                                       FederationNo federation,
                                                       const std::string& purpose,
                                                       std::string* answer = nullptr) {
        sch::GetScholarshipApplicationRequest request;
        request.set_application_id(id);
        request.set_purpose(purpose);
        sch::GetScholarshipApplicationResponse response;
        const std::string said =
            ask(role, federation, &Awards::GetScholarshipApplication, request, &response);
        if (answer != nullptr) *answer = said;
        return response;
    }
    int listed(FederationNo federation) {
        sch::ListScholarshipApplicationsRequest request;
        sch::ListScholarshipApplicationsResponse response;
        EXPECT_EQ(ask(Role::Caseworker, federation, &Awards::ListScholarshipApplications, request,
                      &response),
                  "OK");
        return response.applications_size();
    }

    std::vector<std::string> hanging(FederationNo federation) {
        sch::ListAwardNoticesRequest request;
        sch::ListAwardNoticesResponse response;
        EXPECT_EQ(ask(Role::Caseworker, federation, &Awards::ListAwardNotices, request, &response),
                  "OK");
        std::vector<std::string> rows;
        for (const auto& notice : response.notices()) {
            EXPECT_LT(notice.first_day(), notice.last_day());
            rows.push_back(notice.masked_row());
        }
        return rows;
    }
    Suite& suite() { return line_.suite(); }

    Line line_;
    Scholarships office_{line_};
};

TEST_F(ScholarshipApi, I28_OfTwoApprovedAwardsThePledgePaysAsManyAsItHasReceived) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.make_pledge(1'000'000, 500'000), "OK");
    const auto ids = office_.nominated(2);
    ASSERT_EQ(office_.seal(ids), "OK");
    suite().settle();
    EXPECT_EQ(office_.roll().roll().row_count(), 2);
    EXPECT_EQ(office_.approve(other_staff("nominator")), "NOMINATOR_APPROVES");
    EXPECT_EQ(office_.approve(other_staff("checker")), "INVESTIGATOR_APPROVES");
    EXPECT_EQ(office_.approve(Suite::staff(Role::Caseworker, kCity)), "SAME_PERSON");
    ASSERT_EQ(office_.approve(other_staff("approver")), "OK");
    suite().settle();
    EXPECT_EQ(office_.award("R-2020-1/1").years(0).state(), sch::AWARD_YEAR_STATE_PAYABLE);
    EXPECT_EQ(office_.award("R-2020-1/2").years(0).state(), sch::AWARD_YEAR_STATE_UNFUNDED);
    EXPECT_EQ(office_.award("R-2020-1/2").years(0).unfunded(), "PLEDGE_SHORT");
    // The rest comes, and the one who waited is asked for again.
    EXPECT_EQ(office_.receive(600'000, "V-2"), "ABOVE_PLEDGE");
    ASSERT_EQ(office_.receive(500'000, "V-2"), "OK");
    sch::ChangeFundingRequest again;
    again.set_award("R-2020-1/2");
    again.set_year(2020);
    again.set_pledge(kCharity);
    ASSERT_EQ(ask(Role::Approver, kCity, &Awards::ChangeFunding, again), "OK");
    suite().settle();
    EXPECT_EQ(office_.award("R-2020-1/2").years(0).state(), sch::AWARD_YEAR_STATE_PAYABLE);
}

TEST_F(ScholarshipApi, I27_AStudentIsNominatedForOneHardshipAwardOfTheYearWhereverItIs) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.open_scheme("county-2020", kCounty), "OK");
    std::string first;
    ASSERT_EQ(office_.submit(Scholarships::application_of(student(1)), first), "OK");
    std::string again;
    EXPECT_EQ(office_.submit(Scholarships::application_of(student(1)), again), "ALREADY_HELD")
        << "twice in one scheme";
    auto elsewhere = Scholarships::application_of(student(1));
    elsewhere.set_scheme("county-2020");
    std::string second;
    ASSERT_EQ(office_.submit(elsewhere, second), "OK");
    for (const std::string& id : {first, second}) {
        ASSERT_EQ(office_.survey(id), "OK");
        ASSERT_EQ(office_.check(id), "OK");
    }
    EXPECT_EQ(office_.nominate(first), "OK");
    EXPECT_EQ(office_.nominate(second), "ALREADY_HELD");
    sch::WithdrawScholarshipRequest withdraw;
    withdraw.set_application_id(first);
    ASSERT_EQ(ask(Role::Caseworker, kCounty, &Awards::WithdrawScholarship, withdraw), "OK");
    EXPECT_EQ(office_.nominate(second), "OK");
}

TEST_F(ScholarshipApi, ACountyHandsInToTheCitysSchemeAndSeesItsOwnOnly) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    std::string id;
    ASSERT_EQ(office_.submit(Scholarships::application_of(student(1)), id), "OK");
    EXPECT_EQ(listed(kCounty), 1);
    EXPECT_EQ(listed(kCity), 1);
    EXPECT_EQ(listed(kOtherCounty), 0);
    std::string answer;
    application(id, Role::Caseworker, kOtherCounty, "", &answer);
    EXPECT_EQ(answer, "APPLICATION_MISSING");
    // The county surveys; whether the scheme helps is the city's to say.
    ASSERT_EQ(office_.survey(id), "OK");
    sch::CheckApplicationRequest check;
    check.set_application_id(id);
    EXPECT_EQ(office_.as(other_staff("county-checker"), Role::Caseworker, kCounty,
                         &Awards::CheckApplication, check),
              "OUTSIDE_SCOPE");
    // A county's own scheme is nothing to its neighbour.
    ASSERT_EQ(office_.open_scheme("county-2020", kCounty), "OK");
    auto other = Scholarships::application_of(student(2));
    other.set_scheme("county-2020");
    EXPECT_EQ(ask(Role::Caseworker, kOtherCounty, &Awards::SubmitScholarshipApplication, other),
              "SCHEME_MISSING");
}

TEST_F(ScholarshipApi, NamesAreOpenedForAPurposeOnlyAndTheNoticeShowsThemMasked) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    std::string id;
    ASSERT_EQ(office_.submit(Scholarships::application_of(student(1)), id), "OK");
    EXPECT_THAT(application(id, Role::Caseworker, kCounty, "").student_name(), IsEmpty());
    const auto opened = application(id, Role::Caseworker, kCounty, "CASE_WORK");
    EXPECT_EQ(opened.student_name(), "林晓明");
    EXPECT_EQ(opened.parent_name(), "林国强");
    EXPECT_EQ(opened.school(), "西北大学");
    EXPECT_EQ(opened.admission_no(), "20200001");
    ASSERT_EQ(office_.survey(id), "OK");
    ASSERT_EQ(office_.check(id), "OK");
    ASSERT_EQ(office_.nominate(id), "OK");
    std::string row;
    ASSERT_EQ(office_.post_notice(id, &row), "OK");
    EXPECT_EQ(row, "林*明 | HIGHER | 610302-0001");
    // It is read again as it hangs, by whose it is and who took it in, and by nobody else.
    EXPECT_THAT(hanging(kCity), testing::ElementsAre(row));
    EXPECT_THAT(hanging(kCounty), testing::ElementsAre(row));
    EXPECT_THAT(hanging(kOtherCounty), IsEmpty());
    suite().advance(suite().today().plus_days(14));
    EXPECT_THAT(hanging(kCity), IsEmpty()) << "it is taken down";
}

TEST_F(ScholarshipApi, AMinorsNoticeShowsTheParentAndAMinorIsPaidThroughTheParent) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    auto request =
        Scholarships::application_of({.name = "林小", .birth_date = "2005-05-05", .number = 2});
    request.set_stage(sch::STUDY_STAGE_SENIOR_HIGH);
    request.set_pay_student(true);
    std::string id;
    EXPECT_EQ(office_.submit(request, id), "MINOR_PAID_THROUGH_PARENT");
    request.set_pay_student(false);
    request.clear_command_id();
    ASSERT_EQ(office_.submit(request, id), "OK");
    ASSERT_EQ(office_.survey(id), "OK");
    ASSERT_EQ(office_.check(id), "OK");
    ASSERT_EQ(office_.nominate(id), "OK");
    std::string row;
    ASSERT_EQ(office_.post_notice(id, &row), "OK");
    EXPECT_EQ(row, "林*强之子女 | HIGHER | 610302-0001");
}

TEST_F(ScholarshipApi, I7_AnApplicationByAFileIsJudgedByWhatTheRegistrySaysOfIt) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    const auto people = three_people(1, kCard);
    const Family family = line_.post_notice(kCounty, people);
    suite().settle();
    auto request = Scholarships::application_of(people[2]);
    request.set_stage(sch::STUDY_STAGE_SENIOR_HIGH);
    request.set_parent_name(people[0].name);
    request.set_parent_id_number(people[0].id_number());
    request.set_household_id(family.household_id);
    std::string id;
    EXPECT_EQ(office_.submit(request, id), "FILE_NOT_ENROLLED") << "applied for, not yet on file";
    const Family filed = line_.take_on_file(kOtherCounty, three_people(2, kCard));
    suite().settle();
    request.set_household_id(filed.household_id);
    EXPECT_EQ(office_.submit(request, id), "FILE_NOT_ENROLLED")
        << "another county's file is not there";
    const Family own = line_.take_on_file(kCounty, three_people(3, kCard));
    suite().settle();
    request.set_household_id(own.household_id);
    EXPECT_EQ(office_.submit(request, id), "NOT_ON_FILE") << "the file of another family";
    const auto members = three_people(3, kCard);
    request.set_student_name(members[2].name);
    request.set_student_id_number(members[2].id_number());
    request.set_parent_name(members[0].name);
    request.set_parent_id_number(members[0].id_number());
    ASSERT_EQ(office_.submit(request, id), "OK");
    EXPECT_EQ(application(id, Role::Auditor, kCity, "").application().household_id(),
              own.household_id);
}

TEST_F(ScholarshipApi, TheSponsorHearsOfEachYuanAndOfNobodyWithoutConsent) {
    ASSERT_EQ(office_.open_scheme(), "OK");
    ASSERT_EQ(office_.make_pledge(1'000'000, 1'000'000), "OK");
    std::vector<std::string> ids;
    for (int number = 1; number <= 2; ++number) {
        auto request = Scholarships::application_of(student(number));
        request.set_sponsor_may_know(number == 2);
        std::string id;
        ASSERT_EQ(office_.submit(request, id), "OK");
        ASSERT_EQ(office_.survey(id), "OK");
        ASSERT_EQ(office_.check(id), "OK");
        ASSERT_EQ(office_.nominate(id), "OK");
        ASSERT_EQ(office_.post_notice(id), "OK");
        ids.push_back(id);
    }
    suite().advance(suite().today().plus_days(14));
    ASSERT_EQ(office_.seal(ids), "OK");
    suite().settle();
    ASSERT_EQ(office_.approve(other_staff("approver")), "OK");
    suite().settle();
    sch::GetSponsorStatementRequest request;
    request.set_pledge(kCharity);
    sch::GetSponsorStatementResponse statement;
    ASSERT_EQ(ask(Role::Caseworker, kCity, &Schemes::GetSponsorStatement, request, &statement),
              "OK");
    std::vector<std::string> told;
    for (const auto& line : statement.lines()) {
        told.push_back(line.kind() + ' ' + std::to_string(line.amount_fen()) + ' ' +
                       line.award_no() + ' ' + line.masked_name());
    }
    EXPECT_THAT(told, testing::ElementsAre("RECEIVED 1000000  ", "ALLOTTED 500000 R-2020-1/1 ",
                                           "ALLOTTED 500000 R-2020-1/2 林*明"));
    EXPECT_EQ(statement.lines(1).federation(), kCounty.value);
    EXPECT_THAT(statement.Utf8DebugString(), Not(HasSubstr("西北")));
    EXPECT_EQ(statement.pledge().allotted_fen(), 1'000'000);
}

TEST_F(ScholarshipApi, NobodyWhoSetsThingsUpTakesPart) {
    const std::string both =
        suite().token_of(other_staff("both"), {Role::Approver, Role::Administrator}, kCity);
    sch::CloseSchemeRequest close;
    ASSERT_EQ(office_.open_scheme(), "OK");
    close.set_scheme(kCharity);
    EXPECT_EQ(suite().call(both, &Schemes::CloseScheme, close), "ADMINISTRATOR_TAKES_NO_PART");
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::CloseScheme, close), "WINDOW_OPEN");
}

TEST_F(ScholarshipApi, WhatStandsInPlaintextOfASponsorIsACreditCode) {
    sch::OpenSchemeRequest request;
    request.mutable_terms()->set_code("x-2020");
    request.mutable_terms()->set_first_day("2020-03-01");
    request.mutable_terms()->set_last_day("2020-03-31");
    request.mutable_terms()->set_sponsor("张先生");
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::OpenScheme, request), "CREDIT_CODE_FORM");
    request.mutable_terms()->set_sponsor(kSponsor);
    request.mutable_terms()->set_last_day("31.3.2020");
    EXPECT_EQ(ask(Role::Approver, kCity, &Schemes::OpenScheme, request), "INVALID_DATE");
}

}  // namespace
}  // namespace haven::spec
