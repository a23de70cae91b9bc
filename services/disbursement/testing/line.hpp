// LineTest: what the tests of the whole line say again and again: a fund line, a plan, a batch with
// its three people, the bank's answer.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "libs/crypto/ids.hpp"
#include "services/disbursement/testing/suite.hpp"

namespace haven::disbursement::testing {

using Funds = pb::FundService::Stub;
using Payments = pb::PaymentService::Stub;

inline constexpr const char* kCard = "9999990000000000014";
inline constexpr const char* kNewCard = "9999990000000006";
inline constexpr const char* kLineCode = "city-pilot-2018";

class LineTest : public ::testing::Test {
  protected:
    void open_line(std::int64_t fen) {
        pb::OpenFundLineRequest open;
        open.set_federation(kCity.value);
        open.set_code(kLineCode);
        open.set_name("2018年常态化帮扶试点资金");
        open.set_source(pb::FUND_SOURCE_OWN_FUNDS);
        open.set_level("CITY");
        open.set_year(2018);
        open.set_payer_account("6103010000000001");
        ASSERT_EQ(suite.call(Staff::Maker, &Funds::OpenFundLine, open), "OK");
        receive(fen, "V-1");
    }
    void receive(std::int64_t fen, const std::string& voucher) {
        pb::ReceiveFundsRequest receive;
        receive.set_fund_line_id(kLineCode);
        receive.set_amount_fen(fen);
        receive.set_voucher_no(voucher);
        receive.set_movement(pb::FUND_MOVEMENT_RECEIVED);
        ASSERT_EQ(suite.call(Staff::Maker, &Funds::ReceiveFunds, receive), "OK");
    }
    static Uuid household(int number) {
        return crypto::uuid_of_code("household", std::to_string(number));
    }
    // The pilot's plan of 2018: 4,000 yuan in two halves, from the city's line for a county's file.
    void plan(int number, const std::string& card,
              const std::function<void(reg::HelpPlanAdopted&)>& change = {}) {
        reg::HelpPlanAdopted plan;
        plan.set_household_id(household(number).to_string());
        plan.set_file_federation(kWeibin.value);
        plan.set_year(2018);
        plan.set_review_valid_until("2018-12-31");
        *plan.mutable_payee() = suite.payee("林国强", card);
        plan.set_file_tier(reg::FILE_TIER_NATIONAL);
        plan.set_file_round(reg::FILE_ROUND_2016_2020);
        auto& measure = *plan.add_measures();
        measure.set_measure_id("2018-1");
        measure.set_item(reg::AID_ITEM_LIVING);
        measure.set_programme("PILOT-2018");
        measure.set_beneficiary_person_id(plan.payee().person_id());
        measure.set_annual_fen(400'000);
        measure.set_fund_line_id(crypto::uuid_of_code("fund-line", kLineCode).to_string());
        measure.set_fund_federation(kCity.value);
        for (int n = 1; n <= 2; ++n) {
            auto& part = *measure.add_instalments();
            part.set_number(n);
            part.set_due_date(n == 1 ? "2018-06-30" : "2018-12-10");
            part.set_amount_fen(200'000);
        }
        if (change) change(plan);
        suite.registry_says(kWeibin, household(number), plan);
        suite.settle();
    }

    std::vector<pb::Instalment> instalments(int number) {
        pb::ListInstalmentsRequest request;
        request.set_household_id(household(number).to_string());
        pb::ListInstalmentsResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Payments::ListInstalments, request, &response), "OK");
        return {response.instalments().begin(), response.instalments().end()};
    }
    pb::Instalment first(int number) {
        auto all = instalments(number);
        return all.empty() ? pb::Instalment{} : all.front();
    }
    pb::FundLine line() {
        pb::ListFundLinesResponse response;
        EXPECT_EQ(
            suite.call(Staff::Maker, &Funds::ListFundLines, pb::ListFundLinesRequest{}, &response),
            "OK");
        EXPECT_EQ(response.fund_lines_size(), 1);
        return response.fund_lines_size() == 0 ? pb::FundLine{} : response.fund_lines(0);
    }
    std::map<std::string, std::int64_t> figures(const std::string& as_of = "") {
        pb::GetPaymentFiguresRequest request;
        request.set_as_of(as_of);
        request.set_year(2018);
        pb::GetPaymentFiguresResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Payments::GetPaymentFigures, request, &response), "OK");
        std::map<std::string, std::int64_t> found;
        for (const auto& figure : response.figures()) found[figure.id()] = figure.value();
        return found;
    }
    std::vector<pb::PaymentWorkItem> work_items(Staff who) {
        pb::ListPaymentWorkResponse response;
        EXPECT_EQ(
            suite.call(who, &Payments::ListPaymentWork, pb::ListPaymentWorkRequest{}, &response),
            "OK");
        return {response.items().begin(), response.items().end()};
    }
    std::vector<std::string> work(Staff who) {
        std::vector<std::string> tasks;
        for (const auto& item : work_items(who)) tasks.push_back(item.task());
        return tasks;
    }

    pb::PaymentBatch make() {
        pb::MakeBatchRequest request;
        request.set_fund_line_id(kLineCode);
        pb::MakeBatchResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Payments::MakeBatch, request, &response), "OK");
        suite.settle();
        return response.batch();
    }
    template <class Request, class Method>
    std::string sign(Staff who, Method method, const pb::PaymentBatch& batch) {
        Request request;
        request.set_batch_id(batch.batch_id());
        request.set_hash(batch.hash());
        return suite.call(who, method, request);
    }
    std::string check(Staff who, const pb::PaymentBatch& batch) {
        return sign<pb::CheckBatchRequest>(who, &Payments::CheckBatch, batch);
    }
    std::string approve(Staff who, const pb::PaymentBatch& batch) {
        return sign<pb::ApproveBatchRequest>(who, &Payments::ApproveBatch, batch);
    }
    pb::ExportBatchResponse send(const pb::PaymentBatch& batch) {
        pb::ExportBatchRequest request;
        request.set_batch_id(batch.batch_id());
        pb::ExportBatchResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Payments::ExportBatch, request, &response), "OK");
        suite.settle();
        return response;
    }
    std::string release(const pb::Instalment& instalment) {
        pb::ReleaseInstalmentRequest request;
        request.set_entitlement_id(instalment.entitlement_id());
        request.set_number(instalment.number());
        return suite.call(Staff::Maker, &Payments::ReleaseInstalment, request);
    }
    // Makes, signs and sends a batch of what is released, and lets the bank answer.
    pb::PaymentBatch pay() {
        const pb::PaymentBatch batch = make();
        EXPECT_EQ(check(Staff::Checker, batch), "OK");
        EXPECT_EQ(approve(Staff::Payer, batch), "OK");
        EXPECT_EQ(send(batch).batch().state() >= pb::BATCH_STATE_SENT, true);
        return batch;
    }
    // As two people do on the registry's file.
    void correct_account(int number, const std::string& card) {
        reg::PayeeAccountChanged changed;
        changed.set_household_id(household(number).to_string());
        *changed.mutable_payee() = suite.payee("林国强", card);
        changed.set_entered_by(staff_id(Staff::Clerk).to_string());
        changed.set_confirmed_by(staff_id(Staff::SecondClerk).to_string());
        suite.registry_says(kWeibin, household(number), changed);
        suite.settle();
    }

    Suite suite{Date::of(2018, 1, 2)};
};

}  // namespace haven::disbursement::testing
