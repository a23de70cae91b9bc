#include "services/disbursement/domain/fund_line.hpp"

#include <algorithm>

namespace haven::disbursement {
namespace {

using Events = std::vector<FundLine::Event>;
using State = FundLine::State;

// One voucher may share an amount out over several lines, once to each.
std::string voucher_key(FundMovement movement, const std::string& voucher,
                        const FundLineId& other) {
    return "voucher/" + std::to_string(static_cast<int>(movement)) + '/' + voucher + '/' +
           other.to_string();
}
std::string reply_key(const BatchId& batch, const std::string& reply) {
    return "reply/" + batch.to_string() + '/' + reply;
}
std::string release_key(const EntitlementId& entitlement, const std::string& key) {
    return "release/" + entitlement.to_string() + '/' + key;
}
std::string return_key(const std::string& serial) {
    return "return/" + serial;
}
std::string cash_key(const char* what, const Uuid& id) {
    return std::string("cash-") + what + '/' + id.to_string();
}

Result<void> check_amount(Money amount) {
    if (amount > Money{} && amount <= kMaxAmount) return {};
    return invalid("INVALID_AMOUNT", "amount_fen", "1 to 100,000,000,000 fen");
}

Result<void> check_open(const State& state) {
    if (state.open) return {};
    return failure(ErrorKind::Missing, "FUND_LINE_MISSING", "there is no such fund line");
}

std::unexpected<Error> voucher_used(const std::string& voucher) {
    return failure(ErrorKind::Duplicate, "VOUCHER_USED", "this voucher is in the line already",
                   {{"voucher_no", voucher}});
}

std::unexpected<Error> short_of(Money wanted, Money balance) {
    return refused("FUND_LINE_SHORT", wanted.yuan() + " yuan wanted, " + balance.yuan() + " free",
                   {{"wanted_fen", std::to_string(wanted.in_fen())},
                    {"balance_fen", std::to_string(balance.in_fen())}});
}

template <class T>
bool allows(const std::vector<T>& allowed, T value) {
    return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

Result<Events> open(const State& state, const OpenFundLine& command) {
    if (!state.open) return Events{command.line};
    if (state.line == command.line) return Events{};
    return failure(ErrorKind::Duplicate, "FUND_LINE_EXISTS",
                   "fund line " + command.line.code + " is open already",
                   {{"code", command.line.code}});
}

Result<Events> receive(const State& state, const ReceiveFunds& command) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_amount(command.amount));
    const std::string key = voucher_key(command.movement, command.voucher_no, command.from_line);
    if (state.postings.contains(key)) return voucher_used(command.voucher_no);
    return Events{
        FundsReceived{command.movement, command.amount, command.voucher_no, command.from_line}};
}

// Lines of another source, level or year never mix (docs/rules.md R19, I11, I25): what is left goes
// on to the next year's line of the same kind, and a superior gives to the unions below it.
Result<void> check_receiver(const State& state, const ReturnFunds& command, const Context& by) {
    if (command.movement == FundMovement::Returned) return {};
    const ReceivingLine& to = command.to;
    const FundLineOpened& from = state.line;
    if (to.code == from.code) return refused("SAME_LINE", "a line cannot pay itself");
    if (to.source != from.source) {
        return refused("SOURCE_DIFFERS", "money of one source stays in lines of that source");
    }
    if (command.movement == FundMovement::CarriedOut) {
        if (to.federation != by.federation) {
            return refused("FEDERATION_DIFFERS",
                           "what is left is carried on by the same federation");
        }
        if (to.level != from.level) {
            return refused("LEVEL_DIFFERS", "what is left goes on to a line of the same level");
        }
        if (to.year == from.year + 1) return {};
        return refused("YEAR_DIFFERS", "what is left goes on to the following year only",
                       {{"year", std::to_string(from.year + 1)}});
    }
    if (to.superior != by.federation) {
        return refused("NOT_ITS_SUPERIOR", "money is allocated to a union directly below");
    }
    if (to.year == from.year) return {};
    return refused("YEAR_DIFFERS", "money is allocated within its year",
                   {{"year", std::to_string(from.year)}});
}

Result<Events> give_back(const State& state, const ReturnFunds& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_amount(command.amount));
    HAVEN_CHECKED(check_receiver(state, command, by));
    const std::string key = voucher_key(command.movement, command.voucher_no, command.to.id);
    if (state.postings.contains(key)) return voucher_used(command.voucher_no);
    if (command.amount > state.balance()) return short_of(command.amount, state.balance());
    return Events{FundsReturned{command.movement, command.amount, command.voucher_no, command.to.id,
                                command.to.federation}};
}

// Why the line may not promise this; empty when it may.
std::string why_not(const State& state, Money amount, AidItem item, FileTier tier, int year) {
    if (!state.open) return "FUND_LINE_MISSING";
    if (!allows(state.line.tiers, tier)) return "TIER_NOT_ALLOWED";
    if (!allows(state.line.items, item)) return "ITEM_NOT_ALLOWED";
    // Central fiscal money goes to national-tier files only (docs/rules.md R20, I11).
    if (state.line.source == FundSource::CentralFiscal && tier != FileTier::National) {
        return "TIER_NOT_ALLOWED";
    }
    // Money of one year pays the aid of that year; what is left goes on by a carry-over (I25).
    if (year != state.line.year) return "YEAR_DIFFERS";
    if (amount <= Money{} || amount > state.balance()) return "FUND_LINE_SHORT";
    return "";
}

Result<Events> reserve(const State& state, const ReserveFunds& command) {
    if (state.reservations.contains(command.entitlement)) return Events{};
    std::string reason = why_not(state, command.amount, command.item, command.tier, command.year);
    if (reason.empty()) {
        return Events{FundsReserved{command.entitlement, command.amount, command.cap}};
    }
    return Events{ReservationRefused{command.entitlement, std::move(reason), command.amount}};
}

// Cash goes to people of no tier: a line that pays certain tiers only has none to give.
Result<Events> reserve_cash(const State& state, const ReserveCash& command) {
    if (state.postings.contains(cash_key("advance", command.advance.uuid))) return Events{};
    std::string reason =
        why_not(state, command.amount, command.item, FileTier::Unset, command.year);
    if (reason.empty()) return Events{CashReserved{command.advance, command.amount}};
    return Events{CashRefused{command.advance, std::move(reason), command.amount}};
}

Result<Events> post_cash(const State& state, const PostCash& command) {
    if (state.postings.contains(cash_key("paid", command.relief.uuid))) return Events{};
    if (command.amount > state.reserved) return short_of(command.amount, state.reserved);
    return Events{CashPosted{command.advance, command.relief, command.amount}};
}

Result<Events> reverse_cash(const State& state, const ReverseCashPosting& command) {
    if (state.postings.contains(cash_key("back", command.relief.uuid))) return Events{};
    if (command.amount > state.paid) return short_of(command.amount, state.paid);
    return Events{CashPostingReversed{command.advance, command.relief, command.amount}};
}

Result<Events> release_cash(const State& state, const ReleaseCash& command) {
    if (command.amount == Money{}) return Events{};
    if (state.postings.contains(cash_key("rest", command.advance.uuid))) return Events{};
    if (command.amount > state.reserved) return short_of(command.amount, state.reserved);
    return Events{CashReleased{command.advance, command.amount}};
}

Result<Events> release(const State& state, const ReleaseReservation& command) {
    if (!state.reservations.contains(command.entitlement)) return Events{};
    if (command.amount == Money{}) return Events{};
    if (state.postings.contains(release_key(command.entitlement, command.key))) return Events{};
    if (command.amount > state.reserved) return short_of(command.amount, state.reserved);
    return Events{ReservationReleased{command.entitlement, command.amount, command.key}};
}

Result<Events> post(const State& state, const PostPayments& command) {
    if (command.amount == Money{}) return Events{};
    if (state.postings.contains(reply_key(command.batch, command.reply_id))) return Events{};
    if (command.amount > state.reserved) return short_of(command.amount, state.reserved);
    return Events{PaymentsPosted{command.batch, command.reply_id, command.amount}};
}

Result<Events> post_return(const State& state, const PostReturn& command) {
    if (state.postings.contains(return_key(command.return_serial))) return Events{};
    if (command.amount > state.paid) return short_of(command.amount, state.paid);
    return Events{ReturnPosted{command.return_serial, command.amount}};
}

}  // namespace

Result<Events> FundLine::decide(const State& state, const Command& command, const Context& by) {
    return match(
        command, [&](const OpenFundLine& c) { return open(state, c); },
        [&](const ReceiveFunds& c) { return receive(state, c); },
        [&](const ReturnFunds& c) { return give_back(state, c, by); },
        [&](const ReserveFunds& c) { return reserve(state, c); },
        [&](const ReleaseReservation& c) { return release(state, c); },
        [&](const PostPayments& c) { return post(state, c); },
        [&](const PostReturn& c) { return post_return(state, c); },
        [&](const ReserveCash& c) { return reserve_cash(state, c); },
        [&](const PostCash& c) { return post_cash(state, c); },
        [&](const ReverseCashPosting& c) { return reverse_cash(state, c); },
        [&](const ReleaseCash& c) { return release_cash(state, c); });
}

State FundLine::evolve(State state, const Event& event) {
    match(
        event,
        [&](const FundLineOpened& e) {
            state.open = true;
            state.line = e;
        },
        [&](const FundsReceived& e) {
            state.received += e.amount;
            state.postings.insert(voucher_key(e.movement, e.voucher_no, e.from_line));
        },
        [&](const FundsReturned& e) {
            state.returned += e.amount;
            state.postings.insert(voucher_key(e.movement, e.voucher_no, e.to_line));
        },
        [&](const FundsReserved& e) {
            state.reserved += e.amount;
            state.reservations.emplace(e.entitlement, e.cap);
        },
        [&](const ReservationRefused&) {},
        [&](const ReservationReleased& e) {
            state.reserved -= e.amount;
            state.postings.insert(release_key(e.entitlement, e.key));
        },
        [&](const PaymentsPosted& e) {
            state.reserved -= e.amount;
            state.paid += e.amount;
            state.postings.insert(reply_key(e.batch, e.reply_id));
        },
        [&](const ReturnPosted& e) {
            state.paid -= e.amount;
            state.reserved += e.amount;
            state.postings.insert(return_key(e.return_serial));
        },
        [&](const CashReserved& e) {
            state.reserved += e.amount;
            state.postings.insert(cash_key("advance", e.advance.uuid));
        },
        [&](const CashRefused&) {},
        [&](const CashPosted& e) {
            state.reserved -= e.amount;
            state.paid += e.amount;
            state.postings.insert(cash_key("paid", e.relief.uuid));
        },
        [&](const CashPostingReversed& e) {
            state.paid -= e.amount;
            state.reserved += e.amount;
            state.postings.insert(cash_key("back", e.relief.uuid));
        },
        [&](const CashReleased& e) {
            state.reserved -= e.amount;
            state.postings.insert(cash_key("rest", e.advance.uuid));
        });
    HAVEN_CHECK(state.balance() >= Money{} && state.reserved >= Money{} && state.paid >= Money{});
    return state;
}

Effects FundLine::effects(const State& after, const Event& event) {
    Effects effects;
    const auto draw = [&](const AidCap& cap, std::int64_t delta_fen) {
        if (!cap.key.empty()) effects.quotas.push_back({cap.key, delta_fen, cap.limit.in_fen()});
    };
    if (const auto* opened = std::get_if<FundLineOpened>(&event)) {
        effects.claims.push_back({ClaimChange::Kind::Take, "fund-line/" + opened->code});
    } else if (const auto* reserved = std::get_if<FundsReserved>(&event)) {
        draw(reserved->cap, reserved->amount.in_fen());
    } else if (const auto* released = std::get_if<ReservationReleased>(&event)) {
        draw(after.reservations.at(released->entitlement), -released->amount.in_fen());
    }
    return effects;
}

}  // namespace haven::disbursement
