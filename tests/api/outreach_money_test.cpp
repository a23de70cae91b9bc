// The cash of a visit group through both services (docs/adr/0035): asked for in outreach, reserved
// and handed over in disbursement, given to people in outreach, booked and counted in disbursement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/outreach.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
namespace pay = haven::disbursement::v1;
using access::Role;
using Visits = out::VisitService::Stub;
using Cash = pay::CashService::Stub;
using Funds = pay::FundService::Stub;
using ::testing::ElementsAre;

constexpr const char* kWarmth = "warmth-2020";
constexpr const char* kGroup = "warmth-2020-1";
constexpr const char* kFundLine = "warmth-2020-1";

class OutreachMoney : public testing::Test {
  protected:
    OutreachMoney() {
        EXPECT_EQ(office_.launch(kWarmth), "OK");
        EXPECT_EQ(office_.assign(kGroup, kWarmth), "OK");
        EXPECT_EQ(office_.list(kGroup, {worker(1), worker(2), worker(3)}, 1'000, &ids_), "OK");
        EXPECT_EQ(office_.approve(kGroup, 3, 3'000), "OK");
    }
    out::VisitInput visit(const std::string& receipt, std::size_t whom) {
        return Outreach::visit(receipt, ids_.at(whom), 1'000, suite_.today());
    }
    std::string recall(const std::string& receipt) {
        out::RecallDeliveryRequest request;
        request.set_group(kGroup);
        request.set_receipt_no(receipt);
        request.set_reason("WRONG_PERSON");
        return office_.ask(Role::Caseworker, kCity, &Visits::RecallDelivery, request);
    }
    template <class Request, class Method>
    std::string act(Role role, Method method, Request request = {}) {
        request.set_advance_id(office_.advance_of(kGroup).advance_id());
        const std::string answer = office_.ask(role, kCity, method, request);
        suite_.settle();
        return answer;
    }
    pay::FundLine line() {
        pay::ListFundLinesResponse response;
        EXPECT_EQ(office_.ask(Role::Auditor, kCity, &Funds::ListFundLines,
                              pay::ListFundLinesRequest(), &response),
                  "OK");
        for (const pay::FundLine& one : response.fund_lines()) {
            if (one.code() == kFundLine) return one;
        }
        return {};
    }
    // The campaign's budget is larger than that.
    void leave_in_the_line(std::int64_t yuan) {
        pay::ReturnFundsRequest away;
        away.set_fund_line_id(kFundLine);
        away.set_amount_fen(line().balance_fen() - yuan * 100);
        away.set_voucher_no("A-1");
        away.set_movement(pay::FUND_MOVEMENT_RETURNED);
        EXPECT_EQ(office_.ask(Role::FinanceApprover, kCity, &Funds::ReturnFunds, away), "OK");
    }
    // The receipts that disbursement has booked and not taken back, with whom and how much.
    std::vector<std::string> booked() {
        pay::GetCashAdvanceRequest request;
        request.set_advance_id(office_.advance_of(kGroup).advance_id());
        pay::GetCashAdvanceResponse response;
        EXPECT_EQ(office_.ask(Role::Auditor, kCity, &Cash::GetCashAdvance, request, &response),
                  "OK");
        std::vector<std::string> found;
        for (const pay::CashRelief& relief : response.reliefs()) {
            if (!relief.taken_back_on().empty()) continue;
            found.push_back(relief.receipt_no() + ' ' + std::to_string(relief.amount_fen()) + ' ' +
                            (relief.person_id() == ids_.at(0) ? "first" : "other"));
        }
        return found;
    }
    std::int64_t in_purse() {
        const auto group = office_.group(kGroup);
        return group.purse_size() == 0 ? 0 : group.purse(0).balance_fen();
    }

    Line line_;
    Suite& suite_ = line_.suite();
    Outreach office_{suite_};
    std::vector<std::string> ids_;
};

TEST_F(OutreachMoney, I31_NothingIsGivenBeforeAnotherPersonHasHandedTheCashOver) {
    ASSERT_EQ(office_.ask_for_cash(kGroup, 3'000, "V-1"), "OK");
    EXPECT_EQ(line().reserved_fen(), 300'000);
    EXPECT_EQ(office_.advance_of(kGroup).state(), pay::CASH_STATE_FUNDED);
    EXPECT_EQ(in_purse(), 0);
    EXPECT_EQ(office_.record(kGroup, {visit("S-1", 0)}), "CASH_SHORT");
    // Neither who asked nor who takes it along.
    EXPECT_EQ(act<pay::HandOverCashRequest>(Role::FinanceMaker, &Cash::HandOverCash),
              "ROLE_MISSING");
    ASSERT_EQ(office_.hand_over(kGroup), "OK");
    EXPECT_EQ(in_purse(), 300'000);
    EXPECT_EQ(office_.ask_for_cash(kGroup, 1, "V-2"), "CASH_DRAWN");
    ASSERT_EQ(office_.record(kGroup, {visit("S-1", 0), visit("S-2", 1)}), "OK");
    suite_.settle();
    EXPECT_THAT(booked(), ElementsAre("S-1 100000 first", "S-2 100000 other"));
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 100'000);
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

TEST_F(OutreachMoney, ALineThatHasNoneSaysSoAndTheBudgetHasItAgain) {
    leave_in_the_line(2'000);
    ASSERT_EQ(office_.ask_for_cash(kGroup, 3'000, "V-1"), "OK");
    EXPECT_EQ(office_.advance_of(kGroup).state(), pay::CASH_STATE_UNFUNDED);
    EXPECT_EQ(office_.hand_over(kGroup), "NOT_FUNDED");
    EXPECT_EQ(in_purse(), 0);
    EXPECT_EQ(office_.settle(kGroup), "OK") << "nothing is outstanding";
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

TEST_F(OutreachMoney, LessIsAskedForAfterwardsAndGivenUpIsNeverAskedAgain) {
    leave_in_the_line(2'000);
    ASSERT_EQ(office_.ask_for_cash(kGroup, 3'000, "V-1"), "OK");
    ASSERT_EQ(office_.ask_for_cash(kGroup, 2'000, "V-2"), "OK");
    EXPECT_EQ(office_.advance_of(kGroup).state(), pay::CASH_STATE_FUNDED);
    pay::GiveUpCashAdvanceRequest no;
    no.set_reason("NO_VISIT");
    ASSERT_EQ(act(Role::FinanceMaker, &Cash::GiveUpCashAdvance, no), "OK");
    EXPECT_EQ(line().reserved_fen(), 0);
    EXPECT_EQ(office_.ask_for_cash(kGroup, 2'000, "V-3"), "CASH_DRAWN");
    EXPECT_EQ(office_.settle(kGroup), "OK");
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

TEST_F(OutreachMoney, I22_EachDeliveryIsBookedOnceThroughRestartsAndNotesSentAgain) {
    ASSERT_EQ(office_.draw(kGroup, 3'000, "V-1"), "OK");
    for (const std::size_t whom : {0U, 1U, 2U}) {
        const std::string receipt = "S-" + std::to_string(whom + 1);
        ASSERT_EQ(office_.record(kGroup, {visit(receipt, whom)}), "OK");
        suite_.restart([] {});  // wherever the delivery is on its way by now
        EXPECT_EQ(office_.record(kGroup, {visit(receipt, whom)}), "OK") << "the note once more";
    }
    ASSERT_EQ(recall("S-2"), "OK");
    suite_.restart([] {});
    EXPECT_EQ(recall("S-2"), "OK");
    suite_.settle();
    EXPECT_THAT(booked(), ElementsAre("S-1 100000 first", "S-3 100000 other"));
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 100'000);
    EXPECT_EQ(in_purse(), 100'000);
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 200'000);
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

TEST_F(OutreachMoney, WhatIsLeftIsCountedByOneAndConfirmedByAnotherAndBothServicesAgree) {
    ASSERT_EQ(office_.draw(kGroup, 3'000, "V-1"), "OK");
    ASSERT_EQ(office_.record(kGroup, {visit("S-1", 0), visit("S-2", 1)}), "OK");
    EXPECT_EQ(office_.give_cash_back(kGroup, 999, "B-1"), "CASH_COUNT_DIFFERS");
    ASSERT_EQ(office_.give_cash_back(kGroup, 1'000, "B-1"), "OK");
    EXPECT_EQ(recall("S-1"), "CASH_GIVEN_BACK");
    EXPECT_EQ(office_.record(kGroup, {visit("S-3", 2)}), "CASH_SHORT");
    suite_.settle();
    EXPECT_EQ(office_.advance_of(kGroup).state(), pay::CASH_STATE_COUNTED);
    // What outreach tells is not told in disbursement too.
    EXPECT_EQ(act<pay::CountCashRequest>(Role::FinanceMaker, &Cash::CountCash), "OF_A_VISIT_GROUP");
    pay::TakeBackCashReliefRequest back;
    back.set_relief_id(Suite::new_id());
    back.set_reason("WRONG_PERSON");
    EXPECT_EQ(act(Role::FinanceMaker, &Cash::TakeBackCashRelief, back), "OF_A_VISIT_GROUP");
    pay::RequestCashAdvanceRequest more;
    more.set_fund_line_id(kFundLine);
    more.set_amount_fen(1);
    more.set_reason("ON_THE_SPOT");
    more.set_holder(Suite::staff(Role::Caseworker, kCity).to_string());
    more.set_group_id(office_.group(kGroup).group().group_id());
    EXPECT_EQ(office_.ask(Role::FinanceMaker, kCity, &Cash::RequestCashAdvance, more),
              "OF_A_VISIT_GROUP");
    ASSERT_EQ(office_.confirm_count(kGroup), "OK");
    suite_.settle();
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 0);
    EXPECT_EQ(line().balance_fen(), 9'800'000);
    EXPECT_EQ(office_.settle(kGroup), "OK");
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace haven::spec
