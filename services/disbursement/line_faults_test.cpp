// What goes wrong on the line: the bank's files, races, files lost, tokens made up.
#include <filesystem>

#include "libs/rpc/page.hpp"
#include "services/disbursement/testing/line.hpp"

namespace haven::disbursement::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class LineFaults : public LineTest {
  protected:
    std::string import_file(const std::string& name, const std::string& bytes,
                            const std::string& command_id = "") {
        pb::ImportBankReplyRequest request;
        request.set_command_id(command_id);
        request.set_file_name(name);
        request.set_content(bytes);
        return suite.call(Staff::Maker, &Payments::ImportBankReply, request);
    }
    std::string file_of(const pb::PaymentBatch& batch, std::string* content = nullptr) {
        pb::GetBankFileRequest request;
        request.set_batch_id(batch.batch_id());
        pb::GetBankFileResponse file;
        const std::string answer = suite.call(Staff::Maker, &Payments::GetBankFile, request, &file);
        if (content) *content = file.content();
        return answer;
    }
    std::filesystem::path at_rest(const pb::PaymentBatch& batch) {
        return suite.data() / "blobs" / (batch.batch_id() + ".pay");
    }
    static std::string with(std::string text, const std::string& part, const std::string& other) {
        const auto at = text.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        return at == std::string::npos ? text : text.replace(at, part.size(), other);
    }
    pb::PaymentBatch paid_batch() {
        open_line(1'000'000);
        plan(1, kCard);
        suite.advance(Date::of(2018, 6, 29));
        const pb::PaymentBatch batch = pay();
        EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
        return batch;
    }
};

TEST_F(LineFaults, I22_AReturnUnderTheSameSerialWithAnotherAmountIsForAPerson) {
    paid_batch();
    suite.bank().returns(kCard, "CLOSED");
    suite.advance(Date::of(2018, 7, 2));
    ASSERT_EQ(first(1).state(), pb::INSTALMENT_STATE_HELD);
    std::string other = with(suite.bank().last_return(), "|1|200000\n", "|1|199999\n");
    other = with(other, "|2000.00|", "|1999.99|");
    suite.bank().lays("out", "20180702-9.return", other);
    suite.advance(Date::of(2018, 7, 3));
    EXPECT_THAT(work(Staff::Maker), Contains("BANK_FILE")) << "kept aside, for a person";
    EXPECT_EQ(import_file("20180702-9.return", other), "RETURN_DIFFERS");
    EXPECT_EQ(line().paid_fen(), 0);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineFaults, ASecondAnswerToTheSameInquiryIsNotTakenForTheFirst) {
    open_line(1'000'000);
    plan(1, kCard);
    plan(2, kNewCard);
    suite.bank().will(kCard, {{Answer::Kind::StayUnknown, ""}});
    suite.bank().will(kNewCard, {{Answer::Kind::StayUnknown, ""}});
    suite.advance(Date::of(2018, 6, 29));
    pay();
    suite.bank().finds_out();
    suite.advance(Date::of(2018, 7, 2));
    ASSERT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
    const std::string answer = suite.bank().last_answer();
    suite.bank().lays("answer", "Q-20180702.ans", with(answer, "|OK||S", "|OK||X"));
    suite.advance(Date::of(2018, 7, 3));
    EXPECT_THAT(work(Staff::Maker), Contains("BANK_FILE"));
    // The honest repeat is none.
    suite.bank().lays("answer", "Q-20180702.ans", answer);
    suite.advance(Date::of(2018, 7, 4));
    EXPECT_THAT(work(Staff::Maker), Not(Contains("BANK_FILE")));
}

TEST_F(LineFaults, TheCommandIdOfAnImportStandsForOneFile) {
    paid_batch();
    const std::string reply = suite.bank().last_reply();
    const std::string id = crypto::uuid_of_code("import", "1").to_string();
    EXPECT_EQ(import_file("a.reply", reply, id), "OK");
    EXPECT_EQ(import_file("a.reply", reply, id), "OK");
    EXPECT_EQ(import_file("a.reply", with(reply, "|OK||S", "|OK||X"), id), "COMMAND_ID_REUSED");
    EXPECT_EQ(import_file("a.reply", with(reply, "|OK||S", "|OK||X")), "ANSWER_DIFFERS");
    EXPECT_EQ(import_file("a.reply", reply, "7"), "INVALID_UUID");
}

TEST_F(LineFaults, AMadeUpPageTokenIsRefused) {
    const auto refused = [&](auto method, auto request, std::initializer_list<std::string> keys,
                             const std::string& filter) {
        request.set_page_token(rpc::page_token(keys, filter));
        EXPECT_EQ(suite.call(Staff::Maker, method, request), "INVALID_PAGE_TOKEN") << filter;
    };
    const std::string id = household(1).to_string();
    open_line(1);
    refused(&Payments::ListPaymentWork, pb::ListPaymentWorkRequest{}, {"soon", "A", "b", "1"},
            "work");
    refused(&Payments::ListPaymentWork, pb::ListPaymentWorkRequest{},
            {"2018-06-29", "A", "b", "one"}, "work");
    refused(&Payments::ListPaymentWork, pb::ListPaymentWorkRequest{},
            {"2018-06-29", "A", std::string("b\0", 2), "1"}, "work");
    refused(&Payments::ListBatches, pb::ListBatchesRequest{}, {"2018-02-31", id}, "batches|0");
    refused(&Payments::ListBatches, pb::ListBatchesRequest{}, {"2018-02-28", "x"}, "batches|0");
    refused(&Payments::ListInstalments, pb::ListInstalmentsRequest{},
            {"", id, "99999999999999999999"}, "instalments|0|||");
    pb::GetFundStatementRequest statement;
    statement.set_fund_line_id(kLineCode);
    refused(&Funds::GetFundStatement, statement, {"first"}, std::string("statement|") + kLineCode);
}

TEST_F(LineFaults, NothingIsReservedForAStoppedEntitlement) {
    open_line(300'000);
    plan(1, kCard);
    reg::FileClosed closed;
    closed.set_household_id(household(1).to_string());
    suite.registry_says(kWeibin, household(1), closed);
    suite.settle();
    receive(700'000, "V-2");
    pb::RetryReservationRequest retry;
    retry.set_entitlement_id(first(1).entitlement_id());
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::RetryReservation, retry), "FILE_NOT_OPEN");
    EXPECT_EQ(line().reserved_fen(), 0);
}

TEST_F(LineFaults, I23_ACancelledFileIsPaidNothingMoreAndItsMoneyIsFree) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.advance(Date::of(2018, 6, 29));
    ASSERT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED);
    reg::FileCancelled died;
    died.set_household_id(household(1).to_string());
    died.set_exit_kind(reg::EXIT_KIND_DIED);
    suite.registry_says(kWeibin, household(1), died);
    suite.settle();
    for (const pb::Instalment& one : instalments(1)) {
        EXPECT_EQ(one.state(), pb::INSTALMENT_STATE_STOPPED) << one.number();
    }
    EXPECT_EQ(line().reserved_fen(), 0);
    EXPECT_EQ(line().balance_fen(), 1'000'000);
    pb::MakeBatchRequest nothing;
    nothing.set_fund_line_id(kLineCode);
    EXPECT_EQ(suite.call(Staff::Maker, &Payments::MakeBatch, nothing), "NOTHING_RELEASED");
    suite.advance(Date::of(2018, 12, 10));
    EXPECT_EQ(suite.bank().standing_credits(kCard), 0);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineFaults, AnAccountChangedOnTheFileIsPaidAndASealedLineKeepsItsOwn) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch sealed = make();
    correct_account(1, kNewCard);
    ASSERT_EQ(check(Staff::Checker, sealed), "OK");
    ASSERT_EQ(approve(Staff::Payer, sealed), "OK");
    suite.bank().will(kCard, {{Answer::Kind::Refuse, "CLOSED"}});
    send(sealed);
    EXPECT_EQ(suite.bank().standing_credits(kNewCard), 0);
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED)
        << "the account that the bank refused is not the one of today";
    pay();
    EXPECT_EQ(suite.bank().standing_credits(kNewCard), 1);
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineFaults, MoneyIsAllocatedToAUnionBelow) {
    open_line(1'000'000);
    pb::OpenFundLineRequest county;
    county.set_federation(kJintai.value);
    county.set_code("jintai-2018");
    county.set_name("2018年金台区帮扶资金");
    county.set_source(pb::FUND_SOURCE_OWN_FUNDS);
    county.set_level("COUNTY");
    county.set_year(2018);
    county.set_payer_account("6103010000000003");
    ASSERT_EQ(suite.call(Staff::JintaiMaker, &Funds::OpenFundLine, county), "OK");
    pb::ReturnFundsRequest give;
    give.set_fund_line_id(kLineCode);
    give.set_movement(pb::FUND_MOVEMENT_ALLOCATED_OUT);
    give.set_amount_fen(400'000);
    give.set_voucher_no("A-1");
    give.set_to_line_id("jintai-2018");
    give.set_to_federation(kJintai.value);
    ASSERT_EQ(suite.call(Staff::Payer, &Funds::ReturnFunds, give), "OK");
    suite.settle();
    pb::ListFundLinesResponse lines;
    ASSERT_EQ(suite.call(Staff::Maker, &Funds::ListFundLines, pb::ListFundLinesRequest{}, &lines),
              "OK");
    ASSERT_EQ(lines.fund_lines_size(), 2);
    EXPECT_EQ(lines.fund_lines(0).returned_fen(), 400'000);
    EXPECT_EQ(lines.fund_lines(0).balance_fen(), 600'000);
    EXPECT_EQ(lines.fund_lines(1).received_fen(), 400'000);
    EXPECT_EQ(lines.fund_lines(1).balance_fen(), 400'000);
    give.set_to_line_id(kLineCode);
    give.set_to_federation(kCity.value);
    EXPECT_EQ(suite.call(Staff::Payer, &Funds::ReturnFunds, give), "SAME_LINE");
    give.set_to_line_id("jintai-2018");
    give.set_to_federation(kJintai.value);
    give.set_movement(pb::FUND_MOVEMENT_CARRIED_OUT);
    EXPECT_EQ(suite.call(Staff::Payer, &Funds::ReturnFunds, give), "FEDERATION_DIFFERS");
    EXPECT_EQ(suite.parked(), 0);
}

TEST_F(LineFaults, I20_ALineThatTheBankLeavesOutIsAskedAboutAfterItsWindow) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.bank().will(kCard, {{Answer::Kind::LeaveOut, ""}});
    suite.advance(Date::of(2018, 6, 29));
    pay();
    suite.advance(Date::of(2018, 7, 6));  // the fifth working day
    EXPECT_EQ(suite.bank().questions(), 0);
    EXPECT_THAT(work(Staff::Maker), Not(Contains("AWAIT_BANK")));
    suite.advance(Date::of(2018, 7, 9));
    EXPECT_EQ(suite.bank().questions(), 1);
    EXPECT_THAT(work(Staff::Maker), ElementsAre("AWAIT_BANK"));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_BATCHED) << "never sent again";
    suite.bank().finds_out();
    suite.advance(Date::of(2018, 7, 10));
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_PAID);
    EXPECT_EQ(suite.bank().standing_credits(kCard), 1);
}

TEST_F(LineFaults, WhatTheGatesHoldBackTakesNoPlaceInABatch) {
    open_line(10'000'000);
    for (const int number : {1, 2, 3}) {
        plan(number, kCard, [](auto& plan) {
            plan.set_review_valid_until("2018-06-30");
            plan.mutable_measures(0)->mutable_instalments(0)->set_due_date("2018-06-20");
        });
    }
    plan(4, kNewCard);
    suite.advance(Date::of(2018, 7, 2));
    pb::MakeBatchRequest request;
    request.set_fund_line_id(kLineCode);
    request.set_max_lines(1);
    pb::MakeBatchResponse response;
    ASSERT_EQ(suite.call(Staff::Maker, &Payments::MakeBatch, request, &response), "OK");
    EXPECT_EQ(response.batch().line_count(), 1);
    suite.settle();
    EXPECT_EQ(first(4).state(), pb::INSTALMENT_STATE_BATCHED);
    EXPECT_EQ(first(1).state(), pb::INSTALMENT_STATE_RELEASED);
}

TEST_F(LineFaults, FiguresCountACreditOnItsOwnDayAndNotOnThatOfItsReply) {
    open_line(1'000'000);
    plan(1, kCard);
    suite.bank().will(kCard, {{Answer::Kind::LeaveOut, ""}});
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = pay();
    const std::string file = suite.bank().last_file();
    const std::string ref = file.substr(file.rfind('|') + 1, 36);
    suite.advance(Date::of(2018, 7, 4));
    ASSERT_EQ(import_file("late.reply", batch.batch_no() + "|FINISHED||20180702|1|1|200000\n" +
                                            ref + "|OK||S77|2000.00|20180702\n"),
              "OK");
    suite.settle();
    const std::map<std::string, std::int64_t> paid_by = {
        {"2018-07-01", 0}, {"2018-07-02", 200'000}, {"2018-07-04", 200'000}};
    for (const auto& [day, fen] : paid_by) {
        auto then = figures(day);
        EXPECT_EQ(then["pilot.paid_fen"], fen) << day;
        EXPECT_EQ(then["fund.city-pilot-2018.paid_fen"], fen) << day;
        EXPECT_EQ(then["fund.city-pilot-2018.reserved_fen"], 400'000 - fen) << day;
        EXPECT_EQ(then["fund.city-pilot-2018.balance_fen"], 600'000) << day;
    }
}

TEST_F(LineFaults, TheRoundSince2020CountsNothingOfTheRoundBefore) {
    open_line(10'000'000);
    plan(1, kCard, [](auto& plan) { plan.mutable_measures(0)->clear_programme(); });
    plan(2, kNewCard, [](auto& plan) {
        plan.mutable_measures(0)->clear_programme();
        plan.set_file_round(reg::FILE_ROUND_SINCE_2020);
    });
    suite.advance(Date::of(2018, 6, 29));
    pay();
    EXPECT_EQ(figures()["current.paid_households"], 1);
    EXPECT_EQ(figures()["current.paid_fen"], 200'000);
    EXPECT_EQ(figures("2018-06-28")["current.paid_fen"], 0);
}

TEST_F(LineFaults, TheBanksFileIsMadeAgainByteForByteWhenItIsGone) {
    const pb::PaymentBatch batch = paid_batch();
    std::string before;
    ASSERT_EQ(file_of(batch, &before), "OK");
    suite.advance(Date::of(2018, 7, 3));
    std::filesystem::remove(at_rest(batch));
    std::string after;
    EXPECT_EQ(file_of(batch, &after), "OK");
    EXPECT_EQ(after, before);
    EXPECT_TRUE(std::filesystem::exists(at_rest(batch)));
    std::filesystem::resize_file(at_rest(batch), 10);
    EXPECT_EQ(file_of(batch), "BATCH_FILE_DAMAGED");
}

TEST_F(LineFaults, TheBanksFileCannotBeOpenedAfterTheSettleWindow) {
    const pb::PaymentBatch batch = paid_batch();
    const std::filesystem::path kept = suite.data() / "copy";
    std::filesystem::copy(at_rest(batch), kept);
    suite.advance(Date::of(2018, 7, 28));
    EXPECT_EQ(file_of(batch), "OK");
    suite.advance(Date::of(2018, 7, 30));
    EXPECT_EQ(file_of(batch), "BATCH_FILE_EXPIRED");
    EXPECT_FALSE(std::filesystem::exists(at_rest(batch)));
    // Nor can a copy: its key is gone.
    std::filesystem::copy(kept, at_rest(batch));
    EXPECT_EQ(file_of(batch), "BATCH_FILE_EXPIRED");
    const auto holder = suite.vault().new_person(
        crypto::derive_uuid(*Uuid::parse(batch.batch_id()), "bank_file"), 0, "", kCity);
    ASSERT_FALSE(holder.has_value());
    EXPECT_EQ(holder.error().reason, "PERSON_ERASED");
}

TEST_F(LineFaults, AnErasedPayeeIsStruckAndTheOthersArePaid) {
    open_line(1'000'000);
    plan(1, kCard);
    PersonId erased;
    plan(2, kNewCard,
         [&](auto& plan) { erased = PersonId::parse(plan.payee().person_id()).value(); });
    suite.advance(Date::of(2018, 6, 29));
    const pb::PaymentBatch batch = make();
    ASSERT_EQ(batch.line_count(), 2);
    ASSERT_EQ(check(Staff::Checker, batch), "OK");
    ASSERT_EQ(approve(Staff::Payer, batch), "OK");
    ASSERT_TRUE(suite.vault().destroy_key({{}, "test", "ERASURE", "person"}, erased));
    const auto answer = send(batch);
    EXPECT_EQ(answer.struck_count(), 1);
    EXPECT_EQ(first(2).reason(), "PERSON_ERASED");
    ASSERT_EQ(check(Staff::Checker, answer.batch()), "OK");
    ASSERT_EQ(approve(Staff::Payer, answer.batch()), "OK");
    EXPECT_EQ(send(answer.batch()).struck_count(), 0);
    EXPECT_EQ(suite.bank().standing_credits(kCard), 1);
    EXPECT_EQ(suite.bank().standing_credits(kNewCard), 0);
    EXPECT_EQ(release(first(2)), "PAYEE_NOT_CORRECTED");
}

}  // namespace
}  // namespace haven::disbursement::testing
