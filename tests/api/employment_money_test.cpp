// The money of a course: a subsidy is approved here, paid by disbursement as everything is, and
// what came of it is heard by its enrolment. Over gRPC on the running suite; only the bank is a
// stand-in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/disbursement/v1/disbursement_service.grpc.pb.h"
#include "libs/postgres/connection.hpp"
#include "tests/suite/job_centre.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Assistance = emp::AssistanceService::Stub;
using Funds = pay::FundService::Stub;
using Payments = pay::PaymentService::Stub;
using Work = emp::EmploymentService::Stub;

constexpr const char* kCourse = "DSYY-2020";
constexpr const char* kTrainingLine = "county-training-2020";
constexpr const char* kCard = "9999990000000000014";
constexpr const char* kOtherCard = "9999990000000000022";

class EmploymentMoney : public testing::Test {
  protected:
    EmploymentMoney() {
        open_fund_line();
        EXPECT_EQ(centre_.subsidy_rules(suite().today().to_string()), "OK");
        centre_.offer_course(kCourse, kTrainingLine);
    }
    ~EmploymentMoney() override {
        for (const char* service : {"registry", "disbursement", "employment"}) {
            postgres::Connection db(suite().conninfo(service));
            const auto parked = db.query("SELECT reason FROM parked");
            EXPECT_TRUE(parked.empty()) << service << ": " << parked[0].text(0);
        }
    }

    void open_fund_line() {
        pay::OpenFundLineRequest open;
        open.set_federation(kCounty.value);
        open.set_code(kTrainingLine);
        open.set_name("2020年职工培训");
        open.set_source(pay::FUND_SOURCE_OWN_FUNDS);
        open.set_level("COUNTY");
        open.set_year(2020);
        open.add_items(haven::registry::v1::AID_ITEM_TRAINING);
        open.set_payer_account("6103010000000001");
        EXPECT_EQ(line_.ask(Role::FinanceMaker, kCounty, &Funds::OpenFundLine, open), "OK");
    }
    void receive(std::int64_t fen) {
        pay::ReceiveFundsRequest receive;
        receive.set_fund_line_id(kTrainingLine);
        receive.set_amount_fen(fen);
        receive.set_voucher_no("V-" + std::to_string(++vouchers_));
        receive.set_movement(pay::FUND_MOVEMENT_RECEIVED);
        EXPECT_EQ(line_.ask(Role::FinanceMaker, kCounty, &Funds::ReceiveFunds, receive), "OK");
        suite().settle();
    }
    std::string seeker(std::size_t who = 0) { return centre_.register_seeker(people_.at(who)); }
    // Learned, certified, asked for and approved.
    std::string approved() {
        const std::string enrolment = centre_.learn(seeker(), kCourse, "ZS-1");
        EXPECT_EQ(centre_.ask_subsidy(enrolment, kCard), "OK");
        EXPECT_EQ(centre_.approve_subsidy(enrolment), "OK");
        return enrolment;
    }
    void pay() {
        line_.pay(
            {.household_id = {}, .county = kCounty, .fund_line = kTrainingLine, .person_ids = {}});
    }
    std::int64_t entitlements() {
        postgres::Connection db(suite().conninfo("disbursement"));
        return db.query("SELECT count(*) FROM entitlement")[0].int64(0);
    }
    std::vector<std::string> listed(Role role, FederationNo office) {
        emp::ListEnrolmentsResponse response;
        EXPECT_EQ(line_.ask(role, office, &Assistance::ListEnrolments, emp::ListEnrolmentsRequest(),
                            &response),
                  "OK");
        std::vector<std::string> found;
        for (const auto& one : response.enrolments()) found.push_back(one.enrolment_id());
        return found;
    }
    // Both read each other's log from the beginning, as after a restore of cursors that are too
    // old: each command is a repeat of one that has its reply.
    void hear_everything_again() {
        suite().restart([&] {
            for (const char* service : {"disbursement", "employment"}) {
                postgres::Connection db(suite().conninfo(service));
                db.exec("DELETE FROM cursor WHERE source IN ('disbursement', 'employment')");
            }
        });
        suite().settle();
    }
    Suite& suite() { return line_.suite(); }

    Line line_;
    JobCentre centre_{line_};
    std::vector<Applicant> people_ = three_people(1, kCard);
    int vouchers_ = 0;
};

TEST_F(EmploymentMoney, R80_ASubsidyIsPaidOnceAndItsEnrolmentShowsIt) {
    receive(200'000);
    const std::string enrolment = approved();
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_APPROVED);
    pay();
    EXPECT_EQ(line_.bank().standing_credits(kCard), 1);
    const auto paid = centre_.enrolment(enrolment);
    EXPECT_EQ(paid.subsidy(), emp::SUBSIDY_STATE_PAID);
    EXPECT_EQ(paid.subsidy_fen(), 80'000);
    EXPECT_NE(paid.bank_serial(), "");
    EXPECT_NE(paid.credited_on(), "");
    EXPECT_EQ(paid.payee_last4(), "0014");
    // Neither asked for nor enrolled for once more.
    EXPECT_EQ(centre_.ask_subsidy(enrolment, kOtherCard), "SUBSIDY_UNDER_WAY");
    emp::EnrolCourseRequest again;
    again.set_seeker_id(paid.seeker_id());
    again.set_course(kCourse);
    EXPECT_EQ(centre_.county(&Assistance::EnrolCourse, again), "ENROLMENT_EXISTS");
}

TEST_F(EmploymentMoney, R80_WhenEveryEventIsHeardTwiceNothingIsGrantedOrPaidTwice) {
    receive(200'000);
    const std::string enrolment = approved();
    hear_everything_again();
    EXPECT_EQ(entitlements(), 1);
    pay();
    hear_everything_again();
    EXPECT_EQ(entitlements(), 1);
    EXPECT_EQ(line_.bank().standing_credits(kCard), 1);
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_PAID);
}

TEST_F(EmploymentMoney, R80_AFundLineShortOfMoneyHoldsTheSubsidyAndTheEnrolmentSaysWhy) {
    receive(79'999);
    const std::string enrolment = approved();
    const auto held = centre_.enrolment(enrolment);
    EXPECT_EQ(held.subsidy(), emp::SUBSIDY_STATE_HELD);
    EXPECT_EQ(held.note(), "NOT_FUNDED");
}

TEST_F(EmploymentMoney, R80_ACreditThatComesBackIsPaidToTheAccountThatTwoPeopleMended) {
    receive(200'000);
    const std::string enrolment = approved();
    pay();
    suite().advance(suite().today().plus_days(3));
    line_.bank().returns(kCard, "CLOSED");
    suite().advance(suite().today().plus_days(1));
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_RETURNED);
    EXPECT_EQ(centre_.enrolment(enrolment).credited_on(), "");
    emp::ProposeSubsidyPayeeRequest propose;
    propose.set_enrolment_id(enrolment);
    propose.set_payee_kind(haven::registry::v1::PAYEE_KIND_CARD);
    propose.set_account(kOtherCard);
    propose.set_bank("西府农村商业银行");
    ASSERT_EQ(centre_.county(&Assistance::ProposeSubsidyPayee, propose), "OK");
    emp::ConfirmSubsidyPayeeRequest confirm;
    confirm.set_enrolment_id(enrolment);
    confirm.set_last4("0022");
    EXPECT_EQ(centre_.county(&Assistance::ConfirmSubsidyPayee, confirm), "TWO_PEOPLE_NEEDED");
    ASSERT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::ConfirmSubsidyPayee, confirm), "OK");
    suite().settle();
    pay();
    EXPECT_EQ(line_.bank().standing_credits(kCard), 0);
    EXPECT_EQ(line_.bank().standing_credits(kOtherCard), 1);
    EXPECT_EQ(centre_.enrolment(enrolment).subsidy(), emp::SUBSIDY_STATE_PAID);
    EXPECT_EQ(entitlements(), 1);
}

TEST_F(EmploymentMoney, R80_TheNeighbourSeesNoEnrolmentAndWhoAskedDoesNotDecide) {
    const std::string enrolment = centre_.learn(seeker(), kCourse, "ZS-1");
    EXPECT_THAT(listed(Role::Auditor, kCounty), ElementsAre(enrolment));
    EXPECT_THAT(listed(Role::Auditor, kCity), ElementsAre(enrolment));
    EXPECT_THAT(listed(Role::Auditor, kOtherCounty), IsEmpty());
    emp::ApproveSubsidyRequest approve;
    approve.set_enrolment_id(enrolment);
    EXPECT_EQ(centre_.county(&Assistance::ApproveSubsidy, approve), "ROLE_MISSING");
    EXPECT_EQ(line_.ask(Role::Approver, kOtherCounty, &Assistance::ApproveSubsidy, approve),
              "ENROLMENT_MISSING");
    EXPECT_EQ(centre_.approve_subsidy(enrolment), "NO_SUBSIDY_REQUESTED");
    // A certificate is of one enrolment.
    EXPECT_THROW(centre_.learn(seeker(1), kCourse, "ZS-1"), std::runtime_error);
    // No card, no account.
    EXPECT_NE(centre_.ask_subsidy(enrolment, "9999990000000000015"), "OK");
}

TEST_F(EmploymentMoney, R80_RulesAreTheHeadsAndACourseIsOfWhoPays) {
    emp::SetSubsidyRulesRequest rules;
    rules.mutable_rules()->set_code("OWN");
    rules.mutable_rules()->set_effective_from(suite().today().to_string());
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::SetSubsidyRules, rules),
              "OUTSIDE_SCOPE");
    emp::OfferCourseRequest dear;
    dear.mutable_terms()->set_code("DEAR");
    dear.mutable_terms()->set_skill("E_COMMERCE");
    dear.mutable_terms()->set_units(4);
    dear.mutable_terms()->set_first_day(suite().today().to_string());
    dear.mutable_terms()->set_last_day(suite().today().to_string());
    dear.mutable_terms()->set_subsidy_fen(80'001);
    dear.mutable_terms()->set_source("BZGH-13");
    dear.set_fund_line(kTrainingLine);
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Assistance::OfferCourse, dear),
              "SUBSIDY_OVER_RULES");
    dear.mutable_terms()->set_subsidy_fen(80'000);
    EXPECT_EQ(line_.ask(Role::Approver, kCity, &Assistance::OfferCourse, dear), "OK");
    emp::EnrolCourseRequest enrol;
    enrol.set_seeker_id(seeker());
    enrol.set_course("DEAR");
    EXPECT_EQ(centre_.county(&Assistance::EnrolCourse, enrol), "OUTSIDE_SCOPE");
    EXPECT_EQ(centre_.city(&Assistance::EnrolCourse, enrol), "OK");
    // The county's people see both courses and the rules.
    emp::ListCoursesResponse courses;
    ASSERT_EQ(centre_.county(&Assistance::ListCourses, emp::ListCoursesRequest(), &courses), "OK");
    ASSERT_EQ(courses.courses_size(), 2);
    EXPECT_EQ(courses.courses(0).terms().code(), "DEAR");
    EXPECT_EQ(courses.courses(0).federation(), kCity.value);
    EXPECT_EQ(courses.rules().highest_fen(), 80'000);
    EXPECT_EQ(
        line_.ask(Role::FinanceMaker, kCounty, &Assistance::ListCourses, emp::ListCoursesRequest()),
        "ROLE_MISSING");
}

}  // namespace
}  // namespace haven::spec
