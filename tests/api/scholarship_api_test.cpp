// A scholarship over gRPC on the running suite: what an officer, an approver, finance and an
// auditor do and see, and what the neighbouring county does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/scholarship/v1/scholarship_service.grpc.pb.h"
#include "libs/crypto/ids.hpp"
#include "tests/suite/line.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
using access::Role;
using Schemes = sch::SchemeService::Stub;
using Scholarships = sch::ScholarshipService::Stub;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kSponsor = "91610300MA00000078";
constexpr const char* kCard = "9999990000000000014";
constexpr const char* kCityLine = "xuanyuan-2020";

// The members of staff of one role in one county are one person; these are others.
StaffId person(const std::string& name) {
    return StaffId{crypto::uuid_of_code("staff", name)};
}

Applicant student(int number) {
    return {.name = "林晓明", .birth_date = "2001-09-0" + std::to_string(number), .number = 1};
}
Applicant parent() {
    return {.name = "林国强", .birth_date = "1975-08-15", .card = kCard, .number = 3};
}

class ScholarshipApi : public testing::Test {
  protected:
    template <class Method, class Request>
    std::string as(StaffId who, Role role, FederationNo federation, Method method,
                   const Request& request) {
        return suite().call(suite().token_of(who, role, federation), method, request);
    }
    template <class Method, class Request>
    std::string ask(Role role, FederationNo federation, Method method, const Request& request) {
        return suite().call(suite().token(role, federation), method, request);
    }
    template <class Method, class Request, class Response>
    std::string ask(Role role, FederationNo federation, Method method, const Request& request,
                    Response* response) {
        return suite().call(suite().token(role, federation), method, request, response);
    }

    // The city's charity: 5,000 yuan for whoever begins higher studies.
    std::string open_scheme(const std::string& code = "xuanyuan-2020",
                            FederationNo federation = kCity) {
        sch::OpenSchemeRequest request;
        request.set_federation(federation.value);
        sch::SchemeTerms& terms = *request.mutable_terms();
        terms.set_code(code);
        terms.set_kind(sch::SCHEME_KIND_CHARITY);
        terms.set_year(2020);
        terms.set_sponsor(kSponsor);
        terms.set_counts_as_hardship_aid(true);
        terms.set_first_day("2020-03-01");
        terms.set_last_day("2020-08-31");
        terms.set_notice_working_days(5);
        terms.set_source("GX-2020-1");
        sch::AwardTier& tier = *terms.add_tiers();
        tier.set_code("HIGHER");
        tier.set_amount_fen(500'000);
        tier.add_stages(sch::STUDY_STAGE_UNDERGRADUATE);
        tier.add_stages(sch::STUDY_STAGE_SENIOR_HIGH);
        tier.set_for_whom(sch::TIER_FOR_ANYBODY);
        return ask(Role::Approver, kCity, &Schemes::OpenScheme, request);
    }
    std::string make_pledge(std::int64_t promised, std::int64_t received) {
        sch::MakePledgeRequest pledge;
        pledge.set_code("xuanyuan-2020");
        pledge.set_scheme("xuanyuan-2020");
        pledge.set_sponsor(kSponsor);
        pledge.set_promised_fen(promised);
        pledge.set_fund_line(kCityLine);
        pledge.set_agreement_no("RZ-1");
        std::string answer = ask(Role::Caseworker, kCity, &Schemes::MakePledge, pledge);
        if (answer != "OK") return answer;
        return receive(received, "V-1");
    }
    std::string receive(std::int64_t fen, const std::string& voucher) {
        sch::ReceivePledgeRequest request;
        request.set_pledge("xuanyuan-2020");
        request.set_amount_fen(fen);
        request.set_voucher_no(voucher);
        return ask(Role::FinanceMaker, kCity, &Schemes::ReceivePledge, request);
    }

    static sch::SubmitScholarshipApplicationRequest application_of(const Applicant& child) {
        sch::SubmitScholarshipApplicationRequest request;
        request.set_scheme("xuanyuan-2020");
        request.set_student_name(child.name);
        request.set_student_id_number(child.id_number());
        request.set_parent_name(parent().name);
        request.set_parent_id_number(parent().id_number());
        request.set_ground(sch::HARDSHIP_GROUND_ILLNESS);
        request.set_union_node("610302-0001");
        request.set_school("西北大学");
        request.set_admission_no("20200001");
        request.set_stage(sch::STUDY_STAGE_UNDERGRADUATE);
        request.set_study_year(1);
        request.set_programme(sch::PROGRAMME_KIND_REGULAR);
        request.set_fees_fen(600'000);
        request.set_payee_kind(haven::registry::v1::PAYEE_KIND_CARD);
        request.set_account(kCard);
        request.set_bank("西府农村商业银行");
        return request;
    }
    // A county's officer hands it in to the city's scheme.
    std::string submit(const sch::SubmitScholarshipApplicationRequest& request, std::string& id) {
        sch::SubmitScholarshipApplicationResponse response;
        const std::string answer =
            ask(Role::Caseworker, kCounty, &Scholarships::SubmitScholarshipApplication, request,
                &response);
        id = response.application_id();
        return answer;
    }
    std::string survey(const std::string& id) {
        sch::RecordSurveyRequest request;
        request.set_application_id(id);
        request.set_finding(sch::SURVEY_FINDING_AS_DECLARED);
        return ask(Role::Caseworker, kCounty, &Scholarships::RecordSurvey, request);
    }
    std::string check(const std::string& id) {
        sch::CheckApplicationRequest request;
        request.set_application_id(id);
        return as(person("checker"), Role::Caseworker, kCity, &Scholarships::CheckApplication,
                  request);
    }
    std::string nominate(const std::string& id) {
        sch::NominateStudentRequest request;
        request.set_application_id(id);
        request.set_tier("HIGHER");
        return as(person("nominator"), Role::Caseworker, kCity, &Scholarships::NominateStudent,
                  request);
    }
    std::string post_notice(const std::string& id, std::string* row = nullptr) {
        sch::OpenAwardNoticeRequest request;
        request.set_application_id(id);
        request.set_place("610302-0001");
        sch::OpenAwardNoticeResponse response;
        const std::string answer =
            ask(Role::Caseworker, kCity, &Scholarships::OpenAwardNotice, request, &response);
        if (row != nullptr) *row = response.masked_row();
        return answer;
    }
    // Each of these, from the application to the end of the notice.
    std::vector<std::string> nominated(int count) {
        std::vector<std::string> ids;
        for (int number = 1; number <= count; ++number) {
            std::string id;
            EXPECT_EQ(submit(application_of(student(number)), id), "OK");
            EXPECT_EQ(survey(id), "OK");
            EXPECT_EQ(check(id), "OK");
            EXPECT_EQ(nominate(id), "OK");
            EXPECT_EQ(post_notice(id), "OK");
            ids.push_back(id);
        }
        suite().advance(suite().today().plus_days(14));
        return ids;
    }
    std::string seal(const std::vector<std::string>& ids) {
        sch::SealRollRequest request;
        request.set_roll_no("R-2020-1");
        request.set_scheme("xuanyuan-2020");
        request.set_pledge("xuanyuan-2020");
        for (const std::string& id : ids) {
            auto& entry = *request.add_entries();
            entry.set_application_id(id);
            entry.set_graduates(2024);
        }
        return ask(Role::Caseworker, kCity, &Scholarships::SealRoll, request);
    }
    sch::GetRollResponse roll() {
        sch::GetRollRequest request;
        request.set_roll("R-2020-1");
        sch::GetRollResponse response;
        EXPECT_EQ(ask(Role::Auditor, kCity, &Scholarships::GetRoll, request, &response), "OK");
        return response;
    }
    std::string approve(StaffId who) {
        sch::ApproveRollRequest request;
        request.set_roll("R-2020-1");
        request.set_hash(roll().roll().hash());
        request.set_minutes_no("M-1");
        return as(who, Role::Approver, kCity, &Scholarships::ApproveRoll, request);
    }
    sch::Award award(const std::string& number) {
        sch::GetAwardRequest request;
        request.set_award(number);
        sch::GetAwardResponse response;
        EXPECT_EQ(ask(Role::Auditor, kCity, &Scholarships::GetAward, request, &response), "OK");
        return response.award();
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
            ask(role, federation, &Scholarships::GetScholarshipApplication, request, &response);
        if (answer != nullptr) *answer = said;
        return response;
    }
    int listed(FederationNo federation) {
        sch::ListScholarshipApplicationsRequest request;
        sch::ListScholarshipApplicationsResponse response;
        EXPECT_EQ(ask(Role::Caseworker, federation, &Scholarships::ListScholarshipApplications,
                      request, &response),
                  "OK");
        return response.applications_size();
    }

    Suite& suite() { return line_.suite(); }

    Line line_;
};

TEST_F(ScholarshipApi, I28_OfTwoApprovedAwardsThePledgePaysAsManyAsItHasReceived) {
    ASSERT_EQ(open_scheme(), "OK");
    ASSERT_EQ(make_pledge(1'000'000, 500'000), "OK");
    const auto ids = nominated(2);
    ASSERT_EQ(seal(ids), "OK");
    suite().settle();
    EXPECT_EQ(roll().roll().row_count(), 2);
    EXPECT_EQ(approve(person("nominator")), "NOMINATOR_APPROVES");
    EXPECT_EQ(approve(person("checker")), "INVESTIGATOR_APPROVES");
    EXPECT_EQ(approve(Suite::staff(Role::Caseworker, kCity)), "SAME_PERSON");
    ASSERT_EQ(approve(person("approver")), "OK");
    suite().settle();
    EXPECT_EQ(award("R-2020-1/1").years(0).state(), sch::AWARD_YEAR_STATE_PAYABLE);
    EXPECT_EQ(award("R-2020-1/2").years(0).state(), sch::AWARD_YEAR_STATE_UNFUNDED);
    EXPECT_EQ(award("R-2020-1/2").years(0).unfunded(), "PLEDGE_SHORT");
    // The rest comes, and the one who waited is asked for again.
    EXPECT_EQ(receive(600'000, "V-2"), "ABOVE_PLEDGE");
    ASSERT_EQ(receive(500'000, "V-2"), "OK");
    sch::ChangeFundingRequest again;
    again.set_award("R-2020-1/2");
    again.set_year(2020);
    again.set_pledge("xuanyuan-2020");
    ASSERT_EQ(ask(Role::Approver, kCity, &Scholarships::ChangeFunding, again), "OK");
    suite().settle();
    EXPECT_EQ(award("R-2020-1/2").years(0).state(), sch::AWARD_YEAR_STATE_PAYABLE);
}

TEST_F(ScholarshipApi, I27_AStudentIsNominatedForOneHardshipAwardOfTheYearWhereverItIs) {
    ASSERT_EQ(open_scheme(), "OK");
    ASSERT_EQ(open_scheme("county-2020", kCounty), "OK");
    std::string first;
    ASSERT_EQ(submit(application_of(student(1)), first), "OK");
    std::string again;
    EXPECT_EQ(submit(application_of(student(1)), again), "ALREADY_HELD") << "twice in one scheme";
    auto elsewhere = application_of(student(1));
    elsewhere.set_scheme("county-2020");
    std::string second;
    ASSERT_EQ(submit(elsewhere, second), "OK");
    for (const std::string& id : {first, second}) {
        ASSERT_EQ(survey(id), "OK");
        ASSERT_EQ(check(id), "OK");
    }
    EXPECT_EQ(nominate(first), "OK");
    EXPECT_EQ(nominate(second), "ALREADY_HELD");
    sch::WithdrawScholarshipRequest withdraw;
    withdraw.set_application_id(first);
    ASSERT_EQ(ask(Role::Caseworker, kCounty, &Scholarships::WithdrawScholarship, withdraw), "OK");
    EXPECT_EQ(nominate(second), "OK");
}

TEST_F(ScholarshipApi, ACountyHandsInToTheCitysSchemeAndSeesItsOwnOnly) {
    ASSERT_EQ(open_scheme(), "OK");
    std::string id;
    ASSERT_EQ(submit(application_of(student(1)), id), "OK");
    EXPECT_EQ(listed(kCounty), 1);
    EXPECT_EQ(listed(kCity), 1);
    EXPECT_EQ(listed(kOtherCounty), 0);
    std::string answer;
    application(id, Role::Caseworker, kOtherCounty, "", &answer);
    EXPECT_EQ(answer, "APPLICATION_MISSING");
    // The county surveys; whether the scheme helps is the city's to say.
    ASSERT_EQ(survey(id), "OK");
    sch::CheckApplicationRequest check;
    check.set_application_id(id);
    EXPECT_EQ(as(person("county-checker"), Role::Caseworker, kCounty,
                 &Scholarships::CheckApplication, check),
              "OUTSIDE_SCOPE");
    // A county's own scheme is nothing to its neighbour.
    ASSERT_EQ(open_scheme("county-2020", kCounty), "OK");
    auto other = application_of(student(2));
    other.set_scheme("county-2020");
    EXPECT_EQ(
        ask(Role::Caseworker, kOtherCounty, &Scholarships::SubmitScholarshipApplication, other),
        "SCHEME_MISSING");
}

TEST_F(ScholarshipApi, NamesAreOpenedForAPurposeOnlyAndTheNoticeShowsThemMasked) {
    ASSERT_EQ(open_scheme(), "OK");
    std::string id;
    ASSERT_EQ(submit(application_of(student(1)), id), "OK");
    EXPECT_THAT(application(id, Role::Caseworker, kCounty, "").student_name(), IsEmpty());
    const auto opened = application(id, Role::Caseworker, kCounty, "CASE_WORK");
    EXPECT_EQ(opened.student_name(), "林晓明");
    EXPECT_EQ(opened.parent_name(), "林国强");
    EXPECT_EQ(opened.school(), "西北大学");
    EXPECT_EQ(opened.admission_no(), "20200001");
    ASSERT_EQ(survey(id), "OK");
    ASSERT_EQ(check(id), "OK");
    ASSERT_EQ(nominate(id), "OK");
    std::string row;
    ASSERT_EQ(post_notice(id, &row), "OK");
    EXPECT_EQ(row, "林*明 | HIGHER | 610302-0001");
}

TEST_F(ScholarshipApi, AMinorsNoticeShowsTheParentAndAMinorIsPaidThroughTheParent) {
    ASSERT_EQ(open_scheme(), "OK");
    auto request = application_of({.name = "林小", .birth_date = "2005-05-05", .number = 2});
    request.set_stage(sch::STUDY_STAGE_SENIOR_HIGH);
    request.set_pay_student(true);
    std::string id;
    EXPECT_EQ(submit(request, id), "MINOR_PAID_THROUGH_PARENT");
    request.set_pay_student(false);
    request.clear_command_id();
    ASSERT_EQ(submit(request, id), "OK");
    ASSERT_EQ(survey(id), "OK");
    ASSERT_EQ(check(id), "OK");
    ASSERT_EQ(nominate(id), "OK");
    std::string row;
    ASSERT_EQ(post_notice(id, &row), "OK");
    EXPECT_EQ(row, "林*强之子女 | HIGHER | 610302-0001");
}

TEST_F(ScholarshipApi, I7_AnApplicationByAFileIsJudgedByWhatTheRegistrySaysOfIt) {
    ASSERT_EQ(open_scheme(), "OK");
    const auto people = three_people(1, kCard);
    const Family family = line_.post_notice(kCounty, people);
    suite().settle();
    auto request = application_of(people[2]);
    request.set_stage(sch::STUDY_STAGE_SENIOR_HIGH);
    request.set_parent_name(people[0].name);
    request.set_parent_id_number(people[0].id_number());
    request.set_household_id(family.household_id);
    std::string id;
    EXPECT_EQ(submit(request, id), "FILE_NOT_ENROLLED") << "applied for, not yet on file";
    const Family filed = line_.take_on_file(kOtherCounty, three_people(2, kCard));
    suite().settle();
    request.set_household_id(filed.household_id);
    EXPECT_EQ(submit(request, id), "FILE_NOT_ENROLLED") << "another county's file is not there";
    const Family own = line_.take_on_file(kCounty, three_people(3, kCard));
    suite().settle();
    request.set_household_id(own.household_id);
    EXPECT_EQ(submit(request, id), "NOT_ON_FILE") << "the file of another family";
    const auto members = three_people(3, kCard);
    request.set_student_name(members[2].name);
    request.set_student_id_number(members[2].id_number());
    request.set_parent_name(members[0].name);
    request.set_parent_id_number(members[0].id_number());
    ASSERT_EQ(submit(request, id), "OK");
    EXPECT_EQ(application(id, Role::Auditor, kCity, "").application().household_id(),
              own.household_id);
}

TEST_F(ScholarshipApi, TheSponsorHearsOfEachYuanAndOfNobodyWithoutConsent) {
    ASSERT_EQ(open_scheme(), "OK");
    ASSERT_EQ(make_pledge(1'000'000, 1'000'000), "OK");
    std::vector<std::string> ids;
    for (int number = 1; number <= 2; ++number) {
        auto request = application_of(student(number));
        request.set_sponsor_may_know(number == 2);
        std::string id;
        ASSERT_EQ(submit(request, id), "OK");
        ASSERT_EQ(survey(id), "OK");
        ASSERT_EQ(check(id), "OK");
        ASSERT_EQ(nominate(id), "OK");
        ASSERT_EQ(post_notice(id), "OK");
        ids.push_back(id);
    }
    suite().advance(suite().today().plus_days(14));
    ASSERT_EQ(seal(ids), "OK");
    suite().settle();
    ASSERT_EQ(approve(person("approver")), "OK");
    suite().settle();
    sch::GetSponsorStatementRequest request;
    request.set_pledge("xuanyuan-2020");
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
    EXPECT_THAT(statement.ShortDebugString(), Not(HasSubstr("西北")));
    EXPECT_EQ(statement.pledge().allotted_fen(), 1'000'000);
}

TEST_F(ScholarshipApi, NobodyWhoSetsThingsUpTakesPart) {
    const std::string both =
        suite().token_of(person("both"), {Role::Approver, Role::Administrator}, kCity);
    sch::CloseSchemeRequest close;
    ASSERT_EQ(open_scheme(), "OK");
    close.set_scheme("xuanyuan-2020");
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
