#include "services/disbursement/domain/journal.hpp"

#include <algorithm>
#include <array>

#include "services/disbursement/domain/subjects.hpp"

namespace haven::disbursement {
namespace {

using enum BookAccount;

struct Rule {
    std::string_view kind;
    Posting posting;
};

// Unset: the income account of the line's source.
constexpr std::array kRules = {
    Rule{"RECEIVED", {Bank, Unset, "收到资金"}},
    Rule{"CARRIED_IN", {Bank, Carried, "上年结转转入"}},
    Rule{"ALLOCATED_IN", {Bank, AllocatedIn, "收到上级拨入"}},
    Rule{"RETURNED", {ReturnedToSource, Bank, "资金退回来源单位"}},
    Rule{"CARRIED_OUT", {Carried, Bank, "结转下年"}},
    Rule{"ALLOCATED_OUT", {AllocatedOut, Bank, "拨付下级"}},
    Rule{"PAID", {Aid, Bank, "银行代发帮扶款"}},
    Rule{"PAYMENT_RETURNED", {Bank, Aid, "银行退票冲回", true}},
    Rule{"CASH_HANDED_OVER", {CashAdvance, Bank, "领用备用金"}},
    Rule{"CASH_PAID", {Aid, CashAdvance, "现金发放帮扶款"}},
    Rule{"CASH_TAKEN_BACK", {CashAdvance, Aid, "现金收回冲回", true}},
    Rule{"CASH_BANKED", {Bank, CashAdvance, "备用金余款交回"}},
};

constexpr auto kMovingKinds = [] {
    std::array<std::string_view, kRules.size()> kinds;
    std::ranges::transform(kRules, kinds.begin(), &Rule::kind);
    return kinds;
}();

BookAccount income_of(FundSource source) {
    switch (source) {
        case FundSource::CentralFiscal:
            return ReceivedCentralFiscal;
        case FundSource::LocalFiscal:
            return ReceivedLocalFiscal;
        case FundSource::SuperiorUnion:
            return ReceivedSuperiorUnion;
        case FundSource::OwnFunds:
            return ReceivedOwnFunds;
        case FundSource::Donation:
            return ReceivedDonation;
        case FundSource::Unset:
            break;
    }
    return Unset;
}

}  // namespace

std::span<const std::string_view> moving_kinds() {
    return kMovingKinds;
}

std::optional<Posting> posting_of(std::string_view kind, FundSource source) {
    const auto rule = std::ranges::find(kRules, kind, &Rule::kind);
    if (rule == kRules.end()) return std::nullopt;
    Posting posting = rule->posting;
    if (posting.credit == Unset) posting.credit = income_of(source);
    return posting;
}

JournalLine journal_line(const Movement& movement) {
    const auto posting = posting_of(movement.kind, movement.source);
    HAVEN_CHECK(posting.has_value());
    return {.movement = movement,
            .posting = *posting,
            .voucher_no = "HV-" + std::to_string(movement.federation.value) + '-' +
                          std::to_string(movement.offset),
            .summary = std::string(posting->words) + ' ' + movement.reference};
}

Balance& Balance::operator+=(const Balance& other) {
    opening += other.opening;
    debit += other.debit;
    credit += other.credit;
    return *this;
}

TrialBalance trial_balance(std::span<const Turnover> turnovers) {
    std::array<Balance, kBookAccounts> balances;
    const auto at = [&](BookAccount account) -> Balance& {
        HAVEN_CHECK(account != Unset);
        return balances.at(static_cast<std::size_t>(account) - 1);
    };
    for (const Turnover& turnover : turnovers) {
        const auto posting = posting_of(turnover.kind, turnover.source);
        if (!posting) continue;
        at(posting->debit).opening += turnover.before;
        at(posting->debit).debit += turnover.within;
        at(posting->credit).opening -= turnover.before;
        at(posting->credit).credit += turnover.within;
    }
    TrialBalance trial;
    for (int i = 1; i <= kBookAccounts; ++i) {
        const auto account = static_cast<BookAccount>(i);
        trial.accounts.emplace_back(account, at(account));
        trial.sums += at(account);
    }
    return trial;
}

}  // namespace haven::disbursement
