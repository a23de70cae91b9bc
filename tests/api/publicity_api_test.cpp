// Publicity and training over gRPC on the running suite: what is counted, what it rests on, and who
// sees whose name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/postgres/connection.hpp"
#include "tests/suite/outreach.hpp"
#include "tests/suite/publicity.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Service = out::PublicityService::Stub;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kWeek = "safety-2020";
constexpr const char* kClass = "cadres-2020";

class PublicityApi : public testing::Test {
  protected:
    std::int64_t figure(const std::string& id, FederationNo federation = kCity) {
        return Outreach(suite_).figure(id, federation);
    }
    static Applicant cadre(int number) {
        return {.name = "林国强", .birth_date = "1975-08-1" + std::to_string(number), .number = 1};
    }

    Line line_;  // with a bank: a suite without one is never idle
    Suite& suite_ = line_.suite();
    Publicity office_{suite_};
};

TEST_F(PublicityApi, I32_CityAndCountyAreCountedEachOnceAndAnEstimateStaysOne) {
    const Date today = suite_.today();
    ASSERT_EQ(office_.announce(kWeek, today), "OK");
    ASSERT_EQ(office_.announce("county-safety-2020", today, kCounty), "OK");
    EXPECT_EQ(office_.report("county-safety-2020", 300, 200, kOtherCounty), "ACTIVITY_MISSING");
    ASSERT_EQ(office_.report(kWeek, 12'000, 9'000), "OK");
    ASSERT_EQ(office_.report("county-safety-2020", 300, 200, kCounty, out::COUNT_BASIS_LOWER_BOUND),
              "OK");
    EXPECT_EQ(figure("outreach.safety_week.items"), 12'300);
    EXPECT_EQ(figure("outreach.safety_week.reached", kCounty), 200);
    EXPECT_EQ(figure("outreach.safety_week.reached", kOtherCounty), 0);
    // The city counted a board twice.
    EXPECT_EQ(office_.report(kWeek, 11'000, 9'000), "ACTIVITY_REPORTED");
    ASSERT_EQ(office_.amend(kWeek, 11'000, 9'000), "OK");
    EXPECT_EQ(figure("outreach.safety_week.items"), 11'300);
    const out::Activity shown = office_.activity(kWeek);
    EXPECT_EQ(shown.state(), out::ACTIVITY_STATE_REPORTED);
    EXPECT_EQ(shown.amendments(), 1);
    EXPECT_EQ(shown.counts().basis(), out::COUNT_BASIS_ESTIMATED);
    EXPECT_EQ(office_.activity(kWeek, kCounty).activity_id(), "") << "not in its scope";
    out::GetOutreachFiguresResponse response;
    ASSERT_EQ(office_.ask(Role::Auditor, kCity, &out::CampaignService::Stub::GetOutreachFigures,
                          out::GetOutreachFiguresRequest{}, &response),
              "OK");
    for (const auto& one : response.figures()) {
        const bool week = one.id().starts_with("outreach.safety_week.");
        EXPECT_EQ(one.basis(), week ? "ESTIMATED" : "EXACT") << one.id();
    }
}

TEST_F(PublicityApi, AStudyMeetingIsLoggedWithWhoWasThereAndTrainsNobody) {
    const Date today = suite_.today();
    ASSERT_EQ(office_.open_class("congress-2020", today, 1, out::CLASS_KIND_STUDY_MEETING), "OK");
    ASSERT_EQ(office_.enrol("congress-2020", {cadre(1)}), "OK");
    const std::string person = office_.roster("congress-2020").trainees(0).person_id();
    ASSERT_EQ(office_.attend("congress-2020", today, {person}), "OK");
    ASSERT_EQ(office_.complete("congress-2020"), "OK");
    EXPECT_EQ(office_.roster("congress-2020").trainees(0).days(), 1);
    EXPECT_EQ(figure("outreach.training.trainees"), 0);
}

TEST_F(PublicityApi, AClassTrainsWhoWasThereAndNamesAreOpenedForAPurposeOnly) {
    const Date today = suite_.today();
    ASSERT_EQ(office_.open_class(kClass, today, 2), "OK");
    EXPECT_EQ(office_.enrol(kClass, {cadre(1), cadre(2), cadre(3)}), "CLASS_FULL");
    EXPECT_EQ(office_.roster(kClass).trainees_size(), 0) << "whole or not at all";
    ASSERT_EQ(office_.enrol(kClass, {cadre(1), cadre(2)}), "OK");
    ASSERT_EQ(office_.enrol(kClass, {cadre(1)}), "OK") << "the same person once more";
    const auto roster = office_.roster(kClass);
    ASSERT_EQ(roster.trainees_size(), 2);
    EXPECT_EQ(roster.trainees(0).name(), "");
    ASSERT_EQ(office_.attend(kClass, today, {roster.trainees(0).person_id()}), "OK");
    ASSERT_EQ(office_.complete(kClass), "OK");
    EXPECT_EQ(figure("outreach.training.trainees"), 1);
    EXPECT_EQ(office_.roster(kClass, "CASE_WORK").trainees(0).name(), "林国强");
    std::string answer;
    office_.roster(kClass, "CURIOSITY", Role::Caseworker, &answer);
    EXPECT_EQ(answer, "INVALID_PURPOSE");
    office_.roster(kClass, "CASE_WORK", Role::FinanceMaker, &answer);
    EXPECT_EQ(answer, "ROLE_MISSING");
    office_.roster(kClass, "CASE_WORK", Role::Caseworker, &answer, kOtherCounty);
    EXPECT_EQ(answer, "CLASS_MISSING");
    postgres::Connection db(suite_.conninfo("outreach"));
    const auto stored =
        db.query("SELECT string_agg(encode(payload, 'escape'), ' ') FROM event")[0].text(0);
    EXPECT_THAT(stored, Not(HasSubstr("林国强")));
    EXPECT_THAT(stored, Not(HasSubstr(cadre(1).id_number())));
}

TEST_F(PublicityApi, BadInputNamesFieldAndRow) {
    out::EnrolTraineesRequest request;
    ASSERT_EQ(office_.open_class(kClass, suite_.today(), 2), "OK");
    request.set_class_code(kClass);
    auto& good = *request.mutable_sheet()->add_rows();
    good.set_name("林国强");
    good.set_id_number(cadre(1).id_number());
    auto& bad = *request.mutable_sheet()->add_rows();
    bad.set_name("赵建军");
    bad.set_id_number("610399197508110000");
    EXPECT_NE(office_.ask(Role::Caseworker, kCity, &Service::EnrolTrainees, request), "OK");
    EXPECT_THAT(suite_.refusals(), HasSubstr("rows[1].id_number"));
    EXPECT_EQ(office_.roster(kClass).trainees_size(), 0);
    out::AnnounceActivityRequest no_day;
    no_day.mutable_terms()->set_code("x");
    no_day.mutable_terms()->set_first_day("2020-02-30");
    EXPECT_EQ(office_.ask(Role::Caseworker, kCity, &Service::AnnounceActivity, no_day),
              "INVALID_DATE");
}

}  // namespace
}  // namespace haven::spec
