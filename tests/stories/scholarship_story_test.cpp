// A charity's autumn and the one after it (docs/rules.md R49 to R57). A sponsor promises 15,000
// yuan for students who begin their studies, one of a family, renewed until they end. Twins apply,
// a cadet, one who comes late with a decision and one without. Two are awarded and paid; a year
// later one of them is enrolled still.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/scholarships.hpp"

namespace haven::spec {
namespace {

namespace sch = haven::scholarship::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using Awards = sch::ScholarshipService::Stub;

constexpr const char* kNextYear = "xuanyuan-2021";

class AnAutumnOfACharity : public testing::Test {
  protected:
    // Of a family of their own: the parent's number tells them apart.
    static sch::SubmitScholarshipApplicationRequest child_of(const Applicant& child, int family) {
        const Applicant parent{
            .name = "王建军", .birth_date = "1974-03-1" + std::to_string(family), .number = 1};
        auto request = Scholarships::application_of(child);
        request.set_parent_name(parent.name);
        request.set_parent_id_number(parent.id_number());
        request.set_no_other_parent(true);
        return request;
    }
    // The same child, handed in by one parent who names the other.
    static sch::SubmitScholarshipApplicationRequest of_parents(const Applicant& child,
                                                               const Applicant& applies,
                                                               const Applicant& other) {
        auto request = child_of(child, 1);
        request.set_parent_name(applies.name);
        request.set_parent_id_number(applies.id_number());
        request.set_other_parent_name(other.name);
        request.set_other_parent_id_number(other.id_number());
        request.set_no_other_parent(false);
        return request;
    }
    std::string surveyed(const sch::SubmitScholarshipApplicationRequest& request) {
        std::string id;
        EXPECT_EQ(office_.submit(request, id), "OK");
        EXPECT_EQ(office_.survey(id), "OK");
        return id;
    }
    std::string nominated(const sch::SubmitScholarshipApplicationRequest& request) {
        const std::string id = surveyed(request);
        EXPECT_EQ(office_.check(id), "OK");
        return office_.nominate(id) == "OK" ? id : "";
    }
    sch::ScholarshipApplication look_at(const std::string& id) {
        sch::GetScholarshipApplicationRequest request;
        request.set_application_id(id);
        sch::GetScholarshipApplicationResponse response;
        EXPECT_EQ(
            line_.ask(Role::Auditor, kCity, &Awards::GetScholarshipApplication, request, &response),
            "OK");
        return response.application();
    }
    std::string check_late(const std::string& id, const std::string& decision) {
        sch::CheckApplicationRequest request;
        request.set_application_id(id);
        request.set_late_decision(decision);
        return office_.as(other_staff("checker"), Role::Caseworker, kCity,
                          &Awards::CheckApplication, request);
    }
    std::string propose(const std::string& award, StaffId who) {
        sch::ProposeRenewalRequest request;
        request.set_award(award);
        request.set_year(2021);
        request.set_stage(sch::STUDY_STAGE_UNDERGRADUATE);
        request.set_pledge(kCharity);
        request.set_fund_line(kNextYear);
        request.set_proof_no("ZX-2021-1");
        return office_.as(who, Role::Caseworker, kCity, &Awards::ProposeRenewal, request);
    }
    std::string renew(const std::string& award, StaffId who) {
        sch::ApproveRenewalRequest request;
        request.set_award(award);
        request.set_year(2021);
        const std::string answer =
            office_.as(who, Role::Approver, kCity, &Awards::ApproveRenewal, request);
        line_.suite().settle();
        return answer;
    }

    // Of the line of this year to that of the next.
    void carry_on(std::int64_t fen) {
        ASSERT_EQ(office_.open_fund_line(kNextYear, 2021, 0), "OK");
        pay::ReturnFundsRequest request;
        request.set_fund_line_id(kCharity);
        request.set_amount_fen(fen);
        request.set_voucher_no("JZ-1");
        request.set_movement(pay::FUND_MOVEMENT_CARRIED_OUT);
        request.set_to_line_id(kNextYear);
        request.set_to_federation(kCity.value);
        ASSERT_EQ(
            line_.ask(Role::FinanceApprover, kCity, &pay::FundService::Stub::ReturnFunds, request),
            "OK");
        line_.suite().settle();
    }

    Line line_;
    Scholarships office_{line_};
};

TEST_F(AnAutumnOfACharity, I29_I30_WhoIsHelpedAndWhoIsNotAndThatItGoesOnUntilTheStudiesEnd) {
    ASSERT_EQ(office_.open_scheme(kCharity, kCity,
                                  [](sch::SchemeTerms& terms) {
                                      terms.add_excluded(sch::PROGRAMME_KIND_MILITARY);
                                      terms.set_per_family(1);
                                      terms.set_renewable(true);
                                  }),
              "OK");
    ASSERT_EQ(office_.open_fund_line(kCharity, 2020, 1'500'000), "OK");
    ASSERT_EQ(office_.make_pledge(1'500'000, 1'500'000), "OK");

    // Twins: the scheme helps one of a family, whichever parent hands the other in, and nobody
    // passes by leaving the other parent out.
    const Applicant father{.name = "王建军", .birth_date = "1974-03-11", .number = 1};
    const Applicant mother{.name = "李秀英", .birth_date = "1975-06-02", .number = 2};
    const std::string first = nominated(of_parents(student(1), father, mother));
    ASSERT_NE(first, "");
    EXPECT_EQ(nominated(child_of(student(2), 1)), "");
    EXPECT_EQ(nominated(of_parents(student(6), mother, father)), "");
    auto unnamed = child_of(student(7), 1);
    unnamed.set_no_other_parent(false);
    std::string none;
    EXPECT_EQ(office_.submit(unnamed, none), "OTHER_PARENT_MISSING");

    // I29: a cadet is not helped, and is told why.
    auto cadet = child_of(student(3), 2);
    cadet.set_programme(sch::PROGRAMME_KIND_MILITARY);
    const std::string excluded = surveyed(cadet);
    EXPECT_EQ(office_.check(excluded), "OK");
    EXPECT_EQ(look_at(excluded).state(), sch::APPLICATION_STATE_EXCLUDED);
    EXPECT_EQ(look_at(excluded).exclusion(), sch::EXCLUSION_REASON_MILITARY);
    EXPECT_EQ(office_.nominate(excluded), "NO_NOMINATION_DUE");

    // I30: after the window by a decision with a number only.
    line_.suite().advance(Date::of(2020, 9, 2));
    const std::string late = surveyed(child_of(student(4), 3));
    EXPECT_EQ(check_late(late, ""), "OK");
    EXPECT_EQ(look_at(late).exclusion(), sch::EXCLUSION_REASON_LATE);
    const std::string let_pass = surveyed(child_of(student(5), 4));
    EXPECT_EQ(check_late(let_pass, "J-2020-9"), "OK");
    ASSERT_EQ(office_.nominate(let_pass), "OK");

    ASSERT_EQ(office_.post_notice(first), "OK");
    ASSERT_EQ(office_.post_notice(let_pass), "OK");
    line_.suite().advance(Date::of(2020, 9, 14));
    office_.award_to({first, let_pass});
    office_.pay();
    EXPECT_EQ(office_.pledge().paid_fen(), 1'000'000);

    // A year later: what the sponsor gave is carried on; the proof of being enrolled, two people,
    // and the third 5,000 yuan.
    line_.suite().advance(Date::of(2021, 3, 15));
    carry_on(500'000);
    line_.suite().advance(Date::of(2021, 9, 6));
    ASSERT_EQ(propose("R-2020-1/1", other_staff("clerk")), "OK");
    EXPECT_EQ(renew("R-2020-1/1", other_staff("clerk")), "SAME_PERSON");
    ASSERT_EQ(renew("R-2020-1/1", other_staff("approver")), "OK");
    office_.pay(kNextYear);
    const auto award = office_.award("R-2020-1/1");
    ASSERT_EQ(award.years_size(), 2);
    EXPECT_EQ(award.years(1).state(), sch::AWARD_YEAR_STATE_PAID);
    EXPECT_EQ(office_.pledge().balance_fen(), 0);
    // The other one asks too: the sponsor's money is spent, and the award waits (I28).
    ASSERT_EQ(propose("R-2020-1/2", other_staff("clerk")), "OK");
    ASSERT_EQ(renew("R-2020-1/2", other_staff("approver")), "OK");
    EXPECT_EQ(office_.award("R-2020-1/2").years(1).state(), sch::AWARD_YEAR_STATE_UNFUNDED);
}

}  // namespace
}  // namespace haven::spec
