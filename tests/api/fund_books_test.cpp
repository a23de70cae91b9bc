// The books of a county that has paid a family by bank, had the money back, paid again and paid in
// cash: subjects, journal and trial balance as the finance staff read them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/line.hpp"

namespace haven::spec {
namespace {

namespace pay = haven::disbursement::v1;
using access::Role;
using Funds = pay::FundService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

constexpr const char* kCard = "9999990000000000014";
constexpr const char* kNewCard = "9999990000000006";

// One movement in short: "PAID"'s summary without its reference, and the two subjects.
std::string said(const pay::JournalLine& line) {
    return line.date() + ' ' + line.summary().substr(0, line.summary().find(' ')) + " Dr " +
           line.debit().code() + " Cr " + line.credit().code() + ' ' +
           std::to_string(line.amount_fen()) + (line.reversal() ? " back" : "");
}

class FundBooks : public ::testing::Test {
  protected:
    FundBooks() : family_(line_.enrol(kCounty, three_people(1, kCard))) {
        line_.pay_first_half(family_);
        line_.return_and_pay_again(family_, kCard, kNewCard);
        line_.pay_in_cash(family_);
    }

    pay::GetJournalRequest of_the_line() {
        pay::GetJournalRequest request;
        request.set_first_day("2020-01-01");
        request.set_last_day("2020-12-31");
        request.set_fund_line_id(family_.fund_line);
        return request;
    }
    std::vector<pay::JournalLine> journal(FederationNo asks, pay::GetJournalRequest request) {
        std::vector<pay::JournalLine> lines;
        for (;;) {
            pay::GetJournalResponse page;
            EXPECT_EQ(line_.ask(Role::Auditor, asks, &Funds::GetJournal, request, &page), "OK");
            lines.insert(lines.end(), page.lines().begin(), page.lines().end());
            if (page.next_page_token().empty()) return lines;
            request.set_page_token(page.next_page_token());
        }
    }
    std::vector<std::string> told(FederationNo asks, const pay::GetJournalRequest& request) {
        std::vector<std::string> all;
        for (const auto& line : journal(asks, request)) all.push_back(said(line));
        return all;
    }
    // The rows that are not empty: opening, debit, credit, closing.
    std::vector<std::string> balance(FederationNo asks, const std::string& first_day,
                                     const std::string& as_of) {
        pay::GetTrialBalanceRequest request;
        request.set_first_day(first_day);
        request.set_as_of(as_of);
        pay::GetTrialBalanceResponse response;
        EXPECT_EQ(line_.ask(Role::FinanceMaker, asks, &Funds::GetTrialBalance, request, &response),
                  "OK");
        EXPECT_EQ(response.rows_size(), pay::BOOK_ACCOUNT_AID + 1);
        std::vector<std::string> rows;
        for (const auto& row : response.rows()) {
            if (row.opening_fen() == 0 && row.debit_fen() == 0 && row.credit_fen() == 0) continue;
            rows.push_back(
                (row.subject().code().empty() ? row.subject().name() : row.subject().code()) + ' ' +
                std::to_string(row.opening_fen()) + ' ' + std::to_string(row.debit_fen()) + ' ' +
                std::to_string(row.credit_fen()) + ' ' + std::to_string(row.closing_fen()));
        }
        return rows;
    }

    Line line_;
    const Family family_;
};

// 101 银行存款, 102 备用金, 106 工会自有资金, 112 帮扶支出.
TEST_F(FundBooks, R82_EveryMovementIsALineOfTwoSubjectsAndTheAccountsHoldWhatTheLinesSay) {
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::GetJournal, of_the_line()),
              "SUBJECTS_MISSING");
    ASSERT_EQ(line_.set_subjects("2020-01-01"), "OK");
    const auto lines = journal(kCounty, of_the_line());
    EXPECT_THAT(told(kCounty, of_the_line()),
                ElementsAre("2020-03-02 收到资金 Dr 101 Cr 106 10000000",
                            "2020-06-30 银行代发帮扶款 Dr 112 Cr 101 150000",
                            "2020-07-06 银行退票冲回 Dr 101 Cr 112 150000 back",
                            "2020-07-07 银行代发帮扶款 Dr 112 Cr 101 150000",
                            "2020-07-07 领用备用金 Dr 102 Cr 101 20000",
                            "2020-07-07 现金发放帮扶款 Dr 112 Cr 102 10000",
                            "2020-07-07 备用金余款交回 Dr 101 Cr 102 10000"));
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_EQ(lines[0].reference(), "V-1");
    EXPECT_THAT(lines[1].reference(), StartsWith("F02-20200630-")) << "a batch by its number";
    EXPECT_EQ(lines[1].summary(), "银行代发帮扶款 " + lines[1].reference());
    EXPECT_EQ(lines[5].reference(), "C-1") << "a payment in cash by its receipt";
    for (const auto& line : lines) {
        EXPECT_THAT(line.voucher_no(), MatchesRegex("HV-2-[0-9]+"));
        EXPECT_EQ(line.fund_line(), family_.fund_line);
        EXPECT_EQ(line.federation(), kCounty.value);
        EXPECT_EQ(line.debit().name(), "科目2020-01-01");
    }

    // A second line of 2021 has got its money too.
    EXPECT_THAT(balance(kCounty, "2020-01-01", "2020-12-31"),
                ElementsAre("101 0 20160000 320000 19840000", "102 0 20000 20000 0",
                            "106 0 0 20000000 -20000000", "112 0 310000 150000 160000",
                            "合计 0 20490000 20490000 0"));
    EXPECT_THAT(balance(kCounty, "2020-07-01", "2020-12-31"),
                ElementsAre("101 19850000 160000 170000 19840000", "102 0 20000 20000 0",
                            "106 -20000000 0 0 -20000000", "112 150000 160000 150000 160000",
                            "合计 0 340000 340000 0"));
    pay::GetFundStatementRequest statement;
    statement.set_fund_line_id(family_.fund_line);
    pay::GetFundStatementResponse stated;
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::GetFundStatement, statement, &stated),
              "OK");
    const auto& of = stated.fund_line();
    EXPECT_EQ(of.received_fen() - of.paid_fen() - of.returned_fen(), 9'840'000)
        << "the bank's 19,840,000 without the line of 2021";
}

TEST_F(FundBooks, R82_PagesGoOnWhereTheLastOneEnded) {
    ASSERT_EQ(line_.set_subjects("2020-01-01"), "OK");
    auto by_two = of_the_line();
    by_two.set_page_size(2);
    EXPECT_EQ(told(kCounty, by_two), told(kCounty, of_the_line()));
}

TEST_F(FundBooks, R82_ALineIsBookedUnderTheSubjectsOfItsDay) {
    ASSERT_EQ(line_.set_subjects("2020-01-01"), "OK");
    ASSERT_EQ(line_.set_subjects("2020-07-01"), "OK");
    EXPECT_EQ(line_.set_subjects("2020-07-01"), "OK") << "the same again changes nothing";
    std::vector<std::string> names;
    auto summer = of_the_line();
    summer.set_first_day("2020-06-30");
    for (const auto& line : journal(kCounty, summer)) names.push_back(line.debit().name());
    EXPECT_THAT(names, ElementsAre("科目2020-01-01", "科目2020-07-01", "科目2020-07-01",
                                   "科目2020-07-01", "科目2020-07-01", "科目2020-07-01"));
    pay::ListSubjectsRequest on;
    on.set_on("2020-06-30");
    pay::ListSubjectsResponse listed;
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::ListSubjects, on, &listed), "OK");
    EXPECT_EQ(listed.subjects().code(), "KM-2020-01-01");
    EXPECT_EQ(listed.subjects().subjects_size(), pay::BOOK_ACCOUNT_AID);
    on.set_on("2019-12-31");
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::ListSubjects, on), "SUBJECTS_MISSING");
    auto early = of_the_line();
    early.set_first_day("2019-12-31");
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::GetJournal, early), "SUBJECTS_MISSING");
}

TEST_F(FundBooks, R82_SubjectsAreTheHeadsAndADayBeginsOneSet) {
    ASSERT_EQ(line_.set_subjects("2020-01-01"), "OK");
    pay::ListSubjectsResponse listed;
    ASSERT_EQ(
        line_.ask(Role::Auditor, kCity, &Funds::ListSubjects, pay::ListSubjectsRequest(), &listed),
        "OK");
    pay::SetSubjectsRequest request;
    *request.mutable_subjects() = listed.subjects();
    EXPECT_EQ(line_.ask(Role::FinanceApprover, kCounty, &Funds::SetSubjects, request),
              "OUTSIDE_SCOPE");
    EXPECT_EQ(line_.ask(Role::FinanceApprover, kCity, &Funds::SetSubjects, request), "OK");
    EXPECT_EQ(line_.ask(Role::FinanceMaker, kCity, &Funds::SetSubjects, request), "ROLE_MISSING");
    request.mutable_subjects()->set_code("OTHER");
    EXPECT_EQ(line_.ask(Role::FinanceApprover, kCity, &Funds::SetSubjects, request),
              "ALREADY_HELD");
    request.mutable_subjects()->set_effective_from("soon");
    EXPECT_EQ(line_.ask(Role::FinanceApprover, kCity, &Funds::SetSubjects, request),
              "INVALID_DATE");
}

TEST_F(FundBooks, ACountySeesItsOwnBooksOnly) {
    ASSERT_EQ(line_.set_subjects("2020-01-01"), "OK");
    EXPECT_EQ(line_.ask(Role::Auditor, kOtherCounty, &Funds::GetJournal, of_the_line()),
              "FUND_LINE_MISSING");
    pay::GetTrialBalanceRequest of_line;
    of_line.set_fund_line_id(family_.fund_line);
    EXPECT_EQ(line_.ask(Role::Auditor, kOtherCounty, &Funds::GetTrialBalance, of_line),
              "FUND_LINE_MISSING");
    auto all = of_the_line();
    all.clear_fund_line_id();
    for (const auto& line : journal(kOtherCounty, all)) {
        EXPECT_EQ(line.federation(), kOtherCounty.value);
    }
    all.set_federation(kCounty.value);
    EXPECT_THAT(journal(kOtherCounty, all), IsEmpty());
    EXPECT_EQ(journal(kCity, all).size(), 8U) << "the city sees its counties' books";
    EXPECT_THAT(balance(kOtherCounty, "2020-01-01", "2020-12-31"),
                ElementsAre("101 0 20000000 0 20000000", "106 0 0 20000000 -20000000",
                            "合计 0 20000000 20000000 0"));
    auto turned = of_the_line();
    turned.set_last_day("2019-12-31");
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::GetJournal, turned), "INVALID_PERIOD");
    turned.set_last_day("31.12.2020");
    EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &Funds::GetJournal, turned), "INVALID_DATE");
    EXPECT_EQ(line_.ask(Role::Caseworker, kCounty, &Funds::GetJournal, of_the_line()),
              "ROLE_MISSING");
}

}  // namespace
}  // namespace haven::spec
