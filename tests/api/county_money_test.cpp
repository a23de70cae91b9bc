// A file of a county that the city's fund line pays: each sees the other's part, and what one of
// them has to do stands in its own list of work.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/log/record.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/telemetry/trace.hpp"
#include "tests/suite/line.hpp"

namespace haven::spec {
namespace {

namespace pay = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using access::Role;
using disbursement::testing::Answer;
using Files = reg::RegistryService::Stub;
using Funds = pay::FundService::Stub;
using Payments = pay::PaymentService::Stub;
using Queries = reg::RegistryQueryService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kNewCard = "9999990000000006";
constexpr const char* kCityLine = "city-2020";

class CountyMoney : public ::testing::Test {
  protected:
    CountyMoney() : family_(line_.take_on_file(kCounty, three_people(1, kCard))) {
        pay::OpenFundLineRequest open;
        open.set_federation(kCity.value);
        open.set_code(kCityLine);
        open.set_name("2020年市级帮扶资金");
        open.set_source(pay::FUND_SOURCE_OWN_FUNDS);
        open.set_level("CITY");
        open.set_year(2020);
        open.set_payer_account("6103010000000002");
        must(Role::FinanceMaker, kCity, &Funds::OpenFundLine, open);
        pay::ReceiveFundsRequest receive;
        receive.set_fund_line_id(kCityLine);
        receive.set_amount_fen(1'000'000);
        receive.set_voucher_no("V-1");
        receive.set_movement(pay::FUND_MOVEMENT_RECEIVED);
        must(Role::FinanceMaker, kCity, &Funds::ReceiveFunds, receive);
    }

    template <class... Arguments>
    void must(const Arguments&... arguments) {
        ASSERT_EQ(line_.ask(arguments...), "OK");
    }

    void plan() {
        reg::AdoptHelpPlanRequest request;
        request.set_household_id(family_.household_id);
        request.set_year(2020);
        auto& measure = *request.add_measures();
        measure.set_item(reg::AID_ITEM_LIVING);
        measure.set_annual_fen(300'000);
        measure.set_fund_line(kCityLine);
        measure.set_fund_federation(kCity.value);
        must(Role::Caseworker, kCounty, &Files::AdoptHelpPlan, request);
        line_.suite().settle();
    }
    void pay_by_the_city() {
        const Family city{.household_id = family_.household_id,
                          .county = kCity,
                          .fund_line = kCityLine,
                          .person_ids = {}};
        line_.pay(city);
    }
    // The account that the county has found out, entered by one and confirmed by another.
    void propose(const std::string& card) {
        reg::ChangePayeeAccountRequest change;
        change.set_household_id(family_.household_id);
        change.mutable_payee()->set_seq(1);
        change.mutable_payee()->set_kind(reg::PAYEE_KIND_CARD);
        change.mutable_payee()->set_account(card);
        reg::ChangePayeeAccountResponse proposed;
        must(Role::Caseworker, kCounty, &Files::ChangePayeeAccount, change, &proposed);
        proposal_ = proposed.proposal_id();
    }
    void confirm(const std::string& card) {
        reg::ConfirmPayeeAccountRequest request;
        request.set_household_id(family_.household_id);
        request.set_proposal_id(proposal_);
        request.set_last4(card.substr(card.size() - 4));
        must(Role::Approver, kCounty, &Files::ConfirmPayeeAccount, request);
        line_.suite().settle();
    }

    std::vector<std::string> work_of(FederationNo county) {
        reg::ListWorkResponse response;
        must(Role::Caseworker, county, &Queries::ListWork, reg::ListWorkRequest(), &response);
        std::vector<std::string> tasks;
        for (const auto& item : response.items()) {
            if (item.household_id() == family_.household_id) tasks.push_back(item.task());
        }
        return tasks;
    }
    std::vector<std::string> money_work_of(FederationNo federation) {
        pay::ListPaymentWorkResponse response;
        must(Role::FinanceMaker, federation, &Payments::ListPaymentWork,
             pay::ListPaymentWorkRequest(), &response);
        std::vector<std::string> tasks;
        for (const auto& item : response.items()) tasks.push_back(item.task());
        return tasks;
    }
    std::vector<std::string> timeline() {
        reg::GetTimelineRequest request;
        request.set_household_id(family_.household_id);
        request.set_page_size(500);
        reg::GetTimelineResponse response;
        must(Role::Caseworker, kCounty, &Queries::GetTimeline, request, &response);
        std::vector<std::string> entries;
        for (const auto& entry : response.entries()) {
            entries.push_back(entry.detail().empty() ? entry.type()
                                                     : entry.type() + " " + entry.detail());
        }
        return entries;
    }
    std::int64_t aid_paid(FederationNo asks) {
        reg::GetHouseholdRequest request;
        request.set_household_id(family_.household_id);
        reg::GetHouseholdResponse response;
        must(Role::Caseworker, asks, &Queries::GetHousehold, request, &response);
        return response.household().aid_paid_fen();
    }

    Line line_;
    const Family family_;
    std::string proposal_;
};

// A county's caseworker promises the county's money or that of the federation above it.
TEST_F(CountyMoney, NoCountyPlansOnTheMoneyOfAnotherCounty) {
    reg::AdoptHelpPlanRequest request;
    request.set_household_id(family_.household_id);
    request.set_year(2020);
    auto& measure = *request.add_measures();
    measure.set_item(reg::AID_ITEM_LIVING);
    measure.set_annual_fen(300'000);
    measure.set_fund_line("county-3-2020");
    measure.set_fund_federation(kOtherCounty.value);
    EXPECT_EQ(line_.ask(Role::Caseworker, kCounty, &Files::AdoptHelpPlan, request),
              "OUTSIDE_SCOPE");
    // Nor may the city, whose files are its own or its counties'.
    EXPECT_EQ(line_.ask(Role::Caseworker, kCity, &Files::AdoptHelpPlan, request), "OUTSIDE_SCOPE");
    measure.set_fund_federation(99);
    EXPECT_EQ(line_.ask(Role::Caseworker, kCounty, &Files::AdoptHelpPlan, request),
              "FEDERATION_NOT_FOUND");
    plan();
}

TEST_F(CountyMoney, WhatTheCitysBankRefusesIsWorkOfTheCountyThatKeepsTheFile) {
    plan();
    line_.bank().will(kCard, {{Answer::Kind::Refuse, "NAME_MISMATCH"}});
    line_.suite().advance(Date::of(2020, 6, 30));
    EXPECT_THAT(work_of(kCounty), IsEmpty());
    pay_by_the_city();
    EXPECT_THAT(work_of(kCounty), ElementsAre("CORRECT_PAYEE"));
    EXPECT_THAT(work_of(kCity), ElementsAre("CORRECT_PAYEE")) << "the city sees the county's file";
    EXPECT_THAT(work_of(kOtherCounty), IsEmpty());
    EXPECT_THAT(money_work_of(kCity), ElementsAre("CORRECT_PAYEE"));
    EXPECT_THAT(money_work_of(kCounty), IsEmpty()) << "it is the city's money";
    EXPECT_THAT(timeline(), IsSupersetOf({"AidHeld NAME_MISMATCH"}));

    propose(kNewCard);
    EXPECT_THAT(work_of(kCounty), ElementsAre("PAYEE_CONFIRM"));
    confirm(kNewCard);
    EXPECT_THAT(work_of(kCounty), IsEmpty());
    pay_by_the_city();
    EXPECT_EQ(aid_paid(kCounty), 150'000) << "the county sees the city's payment";
    EXPECT_EQ(aid_paid(kCity), 150'000);

    line_.suite().advance(Date::of(2020, 7, 6));
    line_.bank().returns(kNewCard, "CLOSED");
    line_.suite().advance(Date::of(2020, 7, 7));
    EXPECT_THAT(work_of(kCounty), ElementsAre("CORRECT_PAYEE"));
    EXPECT_EQ(aid_paid(kCounty), 0);
    propose(kCard);
    confirm(kCard);
    pay_by_the_city();
    EXPECT_THAT(work_of(kCounty), IsEmpty());
    EXPECT_EQ(aid_paid(kCounty), 150'000);
    EXPECT_EQ(line_.bank().standing_credits(kCard) + line_.bank().standing_credits(kNewCard), 1);
}

TEST_F(CountyMoney, I10_EveryMovementStandsInTheStatementAndLeavesWhatIsFree) {
    plan();
    line_.suite().advance(Date::of(2020, 6, 30));
    pay_by_the_city();
    pay::GetFundStatementRequest request;
    request.set_fund_line_id(kCityLine);
    pay::GetFundStatementResponse statement;
    must(Role::Auditor, kCity, &Funds::GetFundStatement, request, &statement);
    std::vector<std::string> entries;
    for (const auto& entry : statement.entries()) {
        entries.push_back(entry.kind() + " " + std::to_string(entry.amount_fen()) + " leaves " +
                          std::to_string(entry.balance_fen()));
    }
    EXPECT_THAT(entries, ElementsAre("RECEIVED 1000000 leaves 1000000",
                                     "RESERVED 300000 leaves 700000", "PAID 150000 leaves 700000"));
    const auto& line = statement.fund_line();
    EXPECT_EQ(line.paid_fen(), 150'000);
    EXPECT_EQ(line.reserved_fen(), 150'000);
    EXPECT_EQ(line.balance_fen(), 700'000);
    EXPECT_NE(line_.ask(Role::Auditor, kCounty, &Funds::GetFundStatement, request), "OK");
}

// From the metadata of one call to the events that another service made of it.
TEST_F(CountyMoney, TheTraceOfARequestGoesOnIntoTheOtherServicesLog) {
    reg::SuspendAidRequest request;
    request.set_command_id(Suite::new_id());
    request.set_household_id(family_.household_id);
    request.set_reason(reg::SUSPENSION_REASON_FRAUD_CHECK);
    plan();
    const auto trace = telemetry::TraceContext::make();
    grpc::ClientContext context;
    rpc::prepare(context, {.bearer = line_.suite().token(Role::Approver, kCounty),
                           .traceparent = trace.to_string()});
    reg::SuspendAidResponse response;
    const grpc::Status status =
        Files(line_.suite().channel()).SuspendAid(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    line_.suite().settle();
    for (const auto& [service, type] :
         {std::pair("registry", "AidSuspended"), std::pair("disbursement", "SuspensionNoted"),
          std::pair("disbursement", "EntitlementSuspended")}) {
        postgres::Connection db(line_.suite().conninfo(service));
        const auto rows =
            db.query("SELECT meta FROM event WHERE type = $1", postgres::Params().text(type));
        ASSERT_EQ(rows.size(), 1) << type;
        const log::Meta meta = log::decode_meta(rows[0].bytes(0));
        const auto found = telemetry::TraceContext::parse(meta.traceparent);
        ASSERT_TRUE(found) << type;
        EXPECT_EQ(found->trace_id, trace.trace_id) << type;
    }
}

}  // namespace
}  // namespace haven::spec
