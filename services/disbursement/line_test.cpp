// The line of disbursement from a help plan to money in the bank, over gRPC, on PostgreSQL, with
// the calendar moved by hand: everything but the registry and the bank is the real thing.
#include "services/disbursement/testing/line.hpp"

namespace haven::disbursement::testing {
namespace {

TEST_F(LineTest, FromPlanToPaid) {
    open_line(1'000'000);
    plan(1, kCard);
    EXPECT_EQ(line().reserved_fen(), 400'000);
    suite.advance(Date::of(2018, 6, 28));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_SCHEDULED);
    suite.advance(Date::of(2018, 6, 29));  // 30 June 2018 is a Saturday
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED);
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("MAKE_BATCH"));

    const pb::PaymentBatch batch = make();
    EXPECT_EQ(batch.total_fen(), 200'000);
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_BATCHED);
    EXPECT_EQ(check(Staff::Maker, batch), "SAME_PERSON");
    EXPECT_EQ(check(Staff::Administrator, batch), "ADMINISTRATOR_MAY_NOT_SIGN");
    EXPECT_EQ(check(Staff::Checker, batch), "OK");
    EXPECT_EQ(approve(Staff::Checker, batch), "SAME_PERSON");
    EXPECT_EQ(approve(Staff::Payer, batch), "OK");
    EXPECT_EQ(send(batch).struck_count(), 0);

    const pb::Instalment paid = first(1);
    EXPECT_EQ(paid.state(), pb::INSTALMENT_STATE_PAID);
    EXPECT_EQ(paid.credited_on(), "2018-06-29");
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(line().reserved_fen(), 200'000);
    EXPECT_EQ(line().balance_fen(), 600'000);
    EXPECT_EQ(figures()["pilot.instalments_paid"], 1);
    EXPECT_EQ(figures()["pilot.paid_fen"], 200'000);
    EXPECT_EQ(figures()["current.paid_fen"], 0);
    EXPECT_EQ(figures()["fund.city-pilot-2018.reserved_fen"], 200'000);

    pb::ExplainAmountRequest why;
    why.set_entitlement_id(paid.entitlement_id());
    pb::ExplainAmountResponse because;
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::ExplainAmount, why, &because), "OK");
    EXPECT_EQ(because.paid_fen(), 200'000);
    EXPECT_GE(because.steps_size(), 5);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, TheBankFileIsTheSameBytesAgainAndHoldsTheName) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = make();
    pb::GetBankFileRequest request;
    request.set_batch_id(batch.batch_no());
    pb::GetBankFileResponse file;
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::GetBankFile, request, &file), "NOT_SENT");
    ASSERT_EQ(check(Staff::Checker, batch), "OK");
    ASSERT_EQ(approve(Staff::Payer, batch), "OK");
    send(batch);
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::GetBankFile, request, &file), "OK");
    EXPECT_EQ(file.content(), suite.bank().last_file());
    EXPECT_THAT(file.content(),
                ::testing::HasSubstr(std::string(kCard) + "|\xC1\xD6\xB9\xFA\xC7\xBF|"));
    send(batch);  // again: nothing changes
    EXPECT_EQ(suite.bank().standing_credits(kCard), 1);
}

TEST_F(LineTest, I8_RefusedCorrectedPaidReturnedAndPaidAgainOnce) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.bank().will(kCard, {{Answer::Kind::Refuse, "NAME_MISMATCH"}});
    suite.advance(Date::of(2018, 6, 29));
    pay();
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_HELD);
    EXPECT_EQ(first(1).reason(), "NAME_MISMATCH");
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("CORRECT_PAYEE"));

    correct_account(1, kNewCard);
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED);
    EXPECT_EQ(first(1).attempt(), 2);
    pay();
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);

    suite.advance(Date::of(2018, 7, 6));
    suite.bank().returns(kNewCard, "CLOSED");
    suite.advance(Date::of(2018, 7, 9));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_HELD);
    EXPECT_EQ(release(first(1)), "PAYEE_NOT_CORRECTED");
    EXPECT_EQ(line().paid_fen(), 0);
    EXPECT_EQ(line().reserved_fen(), 400'000) << "reserved again for the same instalment";
    EXPECT_EQ(figures()["pilot.instalments_paid"], 0);

    correct_account(1, kCard);
    pay();
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
    EXPECT_EQ(suite.bank().standing_credits(kCard) + suite.bank().standing_credits(kNewCard), 1);
    EXPECT_EQ(figures()["payments.refused"], 1);
    EXPECT_EQ(figures()["payments.returned"], 1);
    EXPECT_EQ(figures()["pilot.instalments_paid"], 1);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, I22_TheSameReplyHandedInAgainChangesNothing) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = pay();
    pb::ImportBankReplyRequest again;
    again.set_file_name("again.reply");
    again.set_content(suite.bank().last_reply());
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::ImportBankReply, again), "OK");
    // Of another county's batch its finance does not even learn that it exists.
    EXPECT_EQ(suite.call(Staff::JintaiMaker, &Payments::ImportBankReply, again), "UNKNOWN_BATCH");
    suite.settle();
    EXPECT_EQ(line().paid_fen(), 200'000);
    EXPECT_EQ(figures()["pilot.paid_fen"], 200'000);
}

TEST_F(LineTest, I20_AnUnknownLineIsAskedAboutAndNeverSentAgain) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.bank().will(kCard, {{Answer::Kind::StayUnknown, ""}});
    suite.advance(Date::of(2018, 6, 29));
    pay();
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_BATCHED);
    EXPECT_THAT(work(Staff::Maker), ::testing::ElementsAre("AWAIT_BANK"));
    pb::MakeBatchRequest more;
    more.set_fund_line_id(kLineCode);
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::MakeBatch, more), "NOTHING_RELEASED");
    suite.advance(Date::of(2018, 7, 2));
    suite.advance(Date::of(2018, 7, 3));
    EXPECT_EQ(suite.bank().questions(), 2);
    suite.bank().finds_out();
    suite.advance(Date::of(2018, 7, 4));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
    // The bank may answer the question before it has heard of the new day.
    EXPECT_GE(first(1).credited_on(), "2018-07-03");
    EXPECT_EQ(figures()["payments.unknown"], 1);
    EXPECT_EQ(suite.bank().standing_credits(kCard), 1);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, I9_AFileThatClosesAfterSealIsStruckAndBothSignaturesAreVoid) {
    open_line(1'000'000);
    plan(1, kCard);
    plan(2, kNewCard);
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = make();
    ASSERT_EQ(batch.line_count(), 2);
    ASSERT_EQ(check(Staff::Checker, batch), "OK");
    ASSERT_EQ(approve(Staff::Payer, batch), "OK");
    reg::FileClosed closed;
    closed.set_household_id(household(2).to_string());
    suite.registry_says(kWeibin, household(2), closed);
    suite.settle();

    pb::GetBatchRequest request;
    request.set_batch_id(batch.batch_id());
    request.set_purpose("CASE_WORK");
    pb::GetBatchResponse now;
    ASSERT_EQ(suite.call(Staff::Payer, &Payments::GetBatch, request, &now), "OK");
    EXPECT_EQ(now.batch().state(), pb::BATCH_STATE_SEALED);
    EXPECT_EQ(now.batch().line_count(), 1);
    EXPECT_EQ(now.batch().total_fen(), 200'000);
    EXPECT_NE(now.batch().hash(), batch.hash());
    EXPECT_EQ(now.lines(0).masked_name(), "林*强");
    EXPECT_EQ(check(Staff::Checker, batch), "HASH_DIFFERS");
    ASSERT_EQ(check(Staff::Checker, now.batch()), "OK");
    ASSERT_EQ(approve(Staff::Payer, now.batch()), "OK");
    send(now.batch());
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
    EXPECT_EQ(first(2).state(), pb::INSTALMENT_STATE_STOPPED);
    EXPECT_EQ(suite.bank().standing_credits(kNewCard), 0);
    EXPECT_EQ(line().reserved_fen(), 200'000) << "the closed file's money is free again";
    EXPECT_EQ(line().balance_fen(), 600'000);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, I9_TheGatesRunOnceMoreBeforeSending) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = make();
    ASSERT_EQ(check(Staff::Checker, batch), "OK");
    ASSERT_EQ(approve(Staff::Payer, batch), "OK");
    suite.advance(Date::of(2019, 1, 2));  // the review counted until 31 December
    const auto answer = send(batch);
    EXPECT_EQ(answer.struck_count(), 1);
    EXPECT_EQ(answer.batch().state(), pb::BATCH_STATE_VOID);
    EXPECT_EQ(first(1).reason(), "REVIEW_OVERDUE");
    EXPECT_EQ(suite.bank().standing_credits(kCard), 0);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, I10_WhatTheLineCannotPayWaitsForMoney) {
    open_line(300'000);
    plan(1, kCard);
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_HELD);
    EXPECT_EQ(first(1).reason(), "NOT_FUNDED");
    ASSERT_THAT(work(Staff::Maker), ::testing::ElementsAre("FUND"));
    EXPECT_EQ(work_items(Staff::Maker)[0].reason(), "FUND_LINE_SHORT");
    pb::RetryReservationRequest retry;
    retry.set_entitlement_id(first(1).entitlement_id());
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::RetryReservation, retry), "RESERVATION_REFUSED");
    receive(100'000, "V-2");
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::RetryReservation, retry), "OK");
    suite.settle();
    EXPECT_EQ(line().balance_fen(), 0);
    suite.advance(Date::of(2018, 6, 29));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED);
}

TEST_F(LineTest, I12_NobodyGetsMoreOfAnItemThanTheCapOfTheYear) {
    open_line(10'000'000);
    plan(1, kCard, [](auto& plan) { plan.mutable_measures(0)->set_cap_fen(399'999); });
    EXPECT_EQ(line().reserved_fen(), 0);
    ASSERT_THAT(work(Staff::Maker), ::testing::ElementsAre("FUND"));
    EXPECT_EQ(work_items(Staff::Maker)[0].reason(), "QUOTA_FULL") << "not for want of money";
    pb::RetryReservationRequest retry;
    retry.set_entitlement_id(first(1).entitlement_id());
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::RetryReservation, retry), "QUOTA_FULL");
    suite.advance(Date::of(2018, 6, 29));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_HELD);
    EXPECT_EQ(first(1).reason(), "NOT_FUNDED");
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineTest, SeesOnlyTheMoneyOfItsOwnFederations) {
    open_line(1'000'000);
    plan(1, kCard);
    pb::ListInstalmentsResponse none;
    EXPECT_EQ(suite.call(Staff::JintaiMaker, &Payments::ListInstalments,
                         pb::ListInstalmentsRequest{}, &none),
              "OK");
    EXPECT_EQ(none.instalments_size(), 0);
    pb::ReceiveFundsRequest receive;
    receive.set_fund_line_id(kLineCode);
    receive.set_amount_fen(1);
    receive.set_voucher_no("V-9");
    receive.set_movement(pb::FUND_MOVEMENT_RECEIVED);
    EXPECT_EQ(suite.call(Staff::JintaiMaker, &Funds::ReceiveFunds, receive), "FUND_LINE_MISSING");
    EXPECT_EQ(suite.call(Staff::Clerk, &Funds::ReceiveFunds, receive), "ROLE_MISSING");
}

}  // namespace
}  // namespace haven::disbursement::testing
