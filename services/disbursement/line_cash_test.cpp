// Cash from the request to the confirmed count, over gRPC, on PostgreSQL.
#include "services/disbursement/testing/line.hpp"

namespace haven::disbursement::testing {
namespace {

using Cash = pb::CashService::Stub;

class CashLineTest : public LineTest {
  protected:
    std::string request(std::int64_t fen) {
        pb::RequestCashAdvanceRequest request;
        request.set_fund_line_id(kLineCode);
        request.set_amount_fen(fen);
        request.set_holder(staff_id(Staff::Clerk).to_string());
        request.set_reason("HOLIDAY_VISIT");
        pb::RequestCashAdvanceResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Cash::RequestCashAdvance, request, &response), "OK");
        suite.settle();
        return response.advance_id();
    }
    template <class Request, class Method>
    std::string act(Staff who, Method method, const std::string& advance,
                    const std::function<void(Request&)>& fill = {}) {
        Request request;
        request.set_advance_id(advance);
        if (fill) fill(request);
        const std::string outcome = suite.call(who, method, request);
        suite.settle();
        return outcome;
    }
    std::string hand_over(Staff who, const std::string& advance) {
        return act<pb::HandOverCashRequest>(who, &Cash::HandOverCash, advance);
    }
    std::string pay(const std::string& advance, int number, std::int64_t fen,
                    const std::string& receipt, Staff witness = Staff::SecondClerk) {
        return act<pb::PayCashReliefRequest>(
            Staff::Maker, &Cash::PayCashRelief, advance, [&](pb::PayCashReliefRequest& q) {
                q.set_relief_id(relief(number));
                q.set_person_id(crypto::uuid_of_code("person", "zhao").to_string());
                q.set_amount_fen(fen);
                q.set_receipt_no(receipt);
                q.set_witness(staff_id(witness).to_string());
            });
    }
    std::string take_back(const std::string& advance, int number) {
        return act<pb::TakeBackCashReliefRequest>(Staff::Maker, &Cash::TakeBackCashRelief, advance,
                                                  [&](pb::TakeBackCashReliefRequest& q) {
                                                      q.set_relief_id(relief(number));
                                                      q.set_reason("REFUSED");
                                                  });
    }
    std::string count(Staff who, const std::string& advance, std::int64_t fen) {
        return act<pb::CountCashRequest>(who, &Cash::CountCash, advance,
                                         [&](pb::CountCashRequest& q) { q.set_counted_fen(fen); });
    }
    std::string settle(Staff who, const std::string& advance) {
        return act<pb::SettleCashAdvanceRequest>(who, &Cash::SettleCashAdvance, advance);
    }
    pb::GetCashAdvanceResponse show(const std::string& advance) {
        pb::GetCashAdvanceRequest request;
        request.set_advance_id(advance);
        pb::GetCashAdvanceResponse response;
        EXPECT_EQ(suite.call(Staff::Maker, &Cash::GetCashAdvance, request, &response), "OK");
        return response;
    }
    static std::string relief(int number) {
        return crypto::uuid_of_code("relief", std::to_string(number)).to_string();
    }
};

TEST_F(CashLineTest, FromTheRequestToTheConfirmedCount) {
    open_line(1'000'000);
    const std::string advance = request(500'000);
    EXPECT_EQ(show(advance).advance().state(), pb::CASH_STATE_FUNDED);
    EXPECT_EQ(line().reserved_fen(), 500'000);
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("HAND_OVER_CASH"));
    EXPECT_EQ(pay(advance, 1, 200'000, "R-1"), "NOT_HANDED_OVER");
    EXPECT_EQ(hand_over(Staff::Payer, advance), "OK");
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("COUNT_CASH"));

    EXPECT_EQ(pay(advance, 1, 200'000, "R-1", Staff::Clerk), "SAME_PERSON");
    EXPECT_EQ(pay(advance, 1, 200'000, "R-1"), "OK");
    EXPECT_EQ(pay(advance, 1, 200'000, "R-1"), "OK") << "the same again changes nothing";
    EXPECT_EQ(pay(advance, 2, 100'000, "R-1"), "RECEIPT_USED");
    EXPECT_EQ(pay(advance, 2, 300'001, "R-2"), "CASH_SHORT");
    EXPECT_EQ(pay(advance, 2, 100'000, "R-2"), "OK");
    EXPECT_EQ(line().paid_fen(), 300'000);
    EXPECT_EQ(take_back(advance, 2), "OK");
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 300'000) << "with the holder again";
    EXPECT_EQ(figures()["cash.payments"], 1);
    EXPECT_EQ(figures()["cash.paid_fen"], 200'000);
    EXPECT_EQ(figures()["fund.city-pilot-2018.paid_fen"], 200'000);

    EXPECT_EQ(count(Staff::Maker, advance, 299'999), "CASH_COUNT_DIFFERS");
    EXPECT_EQ(count(Staff::Maker, advance, 300'000), "OK");
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("SETTLE_CASH"));
    EXPECT_EQ(settle(Staff::Payer, advance), "OK");
    EXPECT_EQ(pay(advance, 3, 1, "R-3"), "NOT_HANDED_OVER");
    const auto settled = show(advance);
    EXPECT_EQ(settled.advance().state(), pb::CASH_STATE_SETTLED);
    EXPECT_EQ(settled.advance().spent_fen(), 200'000);
    ASSERT_EQ(settled.reliefs_size(), 2);
    EXPECT_EQ(settled.reliefs(1).taken_back_for(), "REFUSED");
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 0);
    EXPECT_EQ(line().balance_fen(), 800'000);
    EXPECT_THAT(work(Staff::Maker), ::testing::IsEmpty());
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(CashLineTest, I10_WhatTheLineCannotPromiseIsNeverHandedOver) {
    open_line(499'999);
    const std::string advance = request(500'000);
    EXPECT_EQ(show(advance).advance().state(), pb::CASH_STATE_UNFUNDED);
    EXPECT_EQ(show(advance).advance().unfunded(), "FUND_LINE_SHORT");
    EXPECT_EQ(hand_over(Staff::Payer, advance), "NOT_FUNDED");
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(CashLineTest, I8_AReceiptCountsOnceAmongAllAdvancesOfALine) {
    open_line(1'000'000);
    const std::string first = request(300'000);
    const std::string second = request(300'000);
    ASSERT_EQ(hand_over(Staff::Payer, first), "OK");
    ASSERT_EQ(hand_over(Staff::Payer, second), "OK");
    EXPECT_EQ(pay(first, 1, 100'000, "R-1"), "OK");
    EXPECT_EQ(pay(second, 2, 100'000, "R-1"), "ALREADY_HELD");
    EXPECT_EQ(line().paid_fen(), 100'000);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(CashLineTest, WhatIsNotNeededGoesBackAndAnAdministratorSignsNothing) {
    open_line(1'000'000);
    const std::string advance = request(300'000);
    EXPECT_EQ(hand_over(Staff::Administrator, advance), "ADMINISTRATOR_MAY_NOT_SIGN");
    EXPECT_EQ((act<pb::GiveUpCashAdvanceRequest>(
                  Staff::Maker, &Cash::GiveUpCashAdvance, advance,
                  [](pb::GiveUpCashAdvanceRequest& q) { q.set_reason("NO_VISIT"); })),
              "OK");
    EXPECT_EQ(line().reserved_fen(), 0);
    EXPECT_EQ(line().balance_fen(), 1'000'000);
    EXPECT_EQ(suite.parked(), 0);
}

}  // namespace
}  // namespace haven::disbursement::testing
