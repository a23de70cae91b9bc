#include "services/disbursement/domain/journal.hpp"

#include <gtest/gtest.h>

#include <set>

#include "services/disbursement/domain/subjects.hpp"

namespace haven::disbursement {
namespace {

using enum BookAccount;

struct Case {
    const char* kind;
    BookAccount debit;
    BookAccount credit;
    bool reversal;
    const char* summary;
};

TEST(Journal, R82_EachMovementOfMoneyHasItsTwoAccounts) {
    const Case cases[] = {
        {"RECEIVED", Bank, ReceivedLocalFiscal, false, "收到资金 V-1"},
        {"CARRIED_IN", Bank, Carried, false, "上年结转转入 V-1"},
        {"ALLOCATED_IN", Bank, AllocatedIn, false, "收到上级拨入 V-1"},
        {"RETURNED", ReturnedToSource, Bank, false, "资金退回来源单位 V-1"},
        {"CARRIED_OUT", Carried, Bank, false, "结转下年 V-1"},
        {"ALLOCATED_OUT", AllocatedOut, Bank, false, "拨付下级 V-1"},
        {"PAID", Aid, Bank, false, "银行代发帮扶款 V-1"},
        {"PAYMENT_RETURNED", Bank, Aid, true, "银行退票冲回 V-1"},
        {"CASH_HANDED_OVER", CashAdvance, Bank, false, "领用备用金 V-1"},
        {"CASH_PAID", Aid, CashAdvance, false, "现金发放帮扶款 V-1"},
        {"CASH_TAKEN_BACK", CashAdvance, Aid, true, "现金收回冲回 V-1"},
        {"CASH_BANKED", Bank, CashAdvance, false, "备用金余款交回 V-1"},
    };
    for (const Case& one : cases) {
        const JournalLine line = journal_line({.federation = FederationNo{2},
                                               .offset = 57,
                                               .booked_on = Date::of(2024, 1, 8),
                                               .kind = one.kind,
                                               .source = FundSource::LocalFiscal,
                                               .fund_line = "county-2024",
                                               .amount = Money::fen(1),
                                               .reference = "V-1"});
        EXPECT_EQ(line.posting.debit, one.debit) << one.kind;
        EXPECT_EQ(line.posting.credit, one.credit) << one.kind;
        EXPECT_EQ(line.posting.reversal, one.reversal) << one.kind;
        EXPECT_EQ(line.summary, one.summary);
        EXPECT_EQ(line.voucher_no, "HV-2-57");
    }
    EXPECT_EQ(moving_kinds().size(), std::size(cases));
}

TEST(Journal, R82_WhatIsPromisedOrReleasedIsNoMovement) {
    for (const char* kind : {"RESERVED", "RESERVATION_REFUSED", "RELEASED", "CASH_RESERVED",
                             "CASH_REFUSED", "CASH_RELEASED", ""}) {
        EXPECT_EQ(posting_of(kind, FundSource::OwnFunds), std::nullopt) << kind;
    }
}

TEST(Journal, R82_IncomeIsBookedBySource) {
    std::set<BookAccount> accounts;
    for (const FundSource source :
         {FundSource::CentralFiscal, FundSource::LocalFiscal, FundSource::SuperiorUnion,
          FundSource::OwnFunds, FundSource::Donation}) {
        accounts.insert(posting_of("RECEIVED", source)->credit);
    }
    EXPECT_EQ(accounts, (std::set{ReceivedCentralFiscal, ReceivedLocalFiscal, ReceivedSuperiorUnion,
                                  ReceivedOwnFunds, ReceivedDonation}));
}

TEST(TrialBalance, R82_OpeningDebitsCreditsAndClosingOfEachAccount) {
    const auto yuan = [](std::int64_t amount) { return Money::fen(amount * 100); };
    const TrialBalance trial = trial_balance(
        std::vector<Turnover>{{"RECEIVED", FundSource::OwnFunds, yuan(1'000), yuan(50)},
                              {"RECEIVED", FundSource::OwnFunds, yuan(0), yuan(10)},
                              {"PAID", FundSource::OwnFunds, yuan(300), yuan(200)},
                              {"PAYMENT_RETURNED", FundSource::OwnFunds, yuan(0), yuan(20)},
                              {"RESERVED", FundSource::OwnFunds, yuan(900), yuan(900)}});
    ASSERT_EQ(trial.accounts.size(), static_cast<std::size_t>(kBookAccounts));
    const auto at = [&](BookAccount account) {
        return trial.accounts.at(static_cast<std::size_t>(account) - 1).second;
    };
    EXPECT_EQ(at(Bank), (Balance{yuan(700), yuan(80), yuan(200)}));
    EXPECT_EQ(at(Bank).closing(), yuan(580));
    EXPECT_EQ(at(ReceivedOwnFunds), (Balance{yuan(-1'000), yuan(0), yuan(60)}));
    EXPECT_EQ(at(ReceivedOwnFunds).closing(), yuan(-1'060));
    EXPECT_EQ(at(Aid), (Balance{yuan(300), yuan(200), yuan(20)}));
    EXPECT_EQ(at(CashAdvance), Balance{});
    EXPECT_EQ(trial.sums, (Balance{yuan(0), yuan(280), yuan(280)}));
}

}  // namespace
}  // namespace haven::disbursement
