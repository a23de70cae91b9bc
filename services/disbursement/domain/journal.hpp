// The books (记账): what moves money, as lines of double entry, and what the accounts hold after
// them (docs/rules.md R82). Pure functions of the rows of fund_entry and cash_entry; thread-safe.
//
// What a fund line reserves and releases is a commitment and no movement. Cash is: handing it over
// takes it out of the bank into the holder's hands, each payment spends it there, and what is left
// goes back when the count is confirmed.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

// One row of fund_entry or cash_entry, with what it refers to in the words of the office.
struct Movement {
    FederationNo federation = {};
    std::int64_t offset = 0;  // in the federation's log
    Date booked_on = {};
    std::string kind = {};
    FundSource source = FundSource::Unset;  // of the fund line
    std::string fund_line = {};             // its code
    Money amount = {};
    std::string reference = {};
};

// An amount goes from `credit` to `debit`.
struct Posting {
    BookAccount debit = BookAccount::Unset;
    BookAccount credit = BookAccount::Unset;
    std::string_view words = {};  // what happened
    bool reversal = false;        // it undoes an earlier one (冲回)
    bool operator==(const Posting&) const = default;
};

struct JournalLine {
    Movement movement = {};
    Posting posting = {};
    std::string voucher_no = {};  // "HV-<federation>-<offset>"
    std::string summary = {};
};

// The kinds of rows that move money.
std::span<const std::string_view> moving_kinds();
// Nothing for a kind that moves none.
std::optional<Posting> posting_of(std::string_view kind, FundSource source);
// Of a movement that moves money.
JournalLine journal_line(const Movement& movement);

// Movements of one kind and source: the sum before a period, and in it.
struct Turnover {
    std::string kind = {};
    FundSource source = FundSource::Unset;
    Money before = {};
    Money within = {};
};
// Balances are above zero on the debit side, below on the credit side.
struct Balance {
    Money opening = {};
    Money debit = {};
    Money credit = {};
    bool operator==(const Balance&) const = default;
    [[nodiscard]] Money closing() const { return opening + debit - credit; }
    Balance& operator+=(const Balance& other);
};
struct TrialBalance {
    std::vector<std::pair<BookAccount, Balance>> accounts = {};  // each, in their order
    Balance sums = {};  // opening and closing are 0, debits equal credits
};
TrialBalance trial_balance(std::span<const Turnover> turnovers);

}  // namespace haven::disbursement
