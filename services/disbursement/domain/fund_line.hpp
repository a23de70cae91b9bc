// FundLine: the money of one source, level and year, as double entry (protocols §8,
// docs/rules.md R19):
//
//     received = paid + reserved + balance + returned,   balance ≥ 0 after every event (I10)
//
// One reservation per entitlement with all its instalments, or per cash advance; one posting per
// bank reply, or per payment in cash.
#pragma once

#include "libs/base/growing_map.hpp"
#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

// The stored facts; see disbursement_events.proto.
struct FundLineOpened {
    std::string code;
    std::string name;
    FundSource source = FundSource::Unset;
    std::string level;
    int year = 0;
    std::vector<AidItem> items;   // empty = all
    std::vector<FileTier> tiers;  // empty = all
    std::string payer_account;
    bool operator==(const FundLineOpened&) const = default;
};
struct FundsReceived {
    FundMovement movement = FundMovement::Unset;
    Money amount;
    std::string voucher_no;
    FundLineId from_line;
    bool operator==(const FundsReceived&) const = default;
};
struct FundsReturned {
    FundMovement movement = FundMovement::Unset;
    Money amount;
    std::string voucher_no;
    FundLineId to_line;
    FederationNo to_federation;
    bool operator==(const FundsReturned&) const = default;
};
// The quota that a reservation draws on: what the rules let one person have of one item in a year,
// over all files and federations (I12). No key: no cap is known.
struct AidCap {
    std::string key;  // "aid/<person>/<item>/<year>"
    Money limit;
    bool operator==(const AidCap&) const = default;
};
struct FundsReserved {
    EntitlementId entitlement;
    Money amount;
    AidCap cap = {};
    bool operator==(const FundsReserved&) const = default;
};
struct ReservationRefused {
    EntitlementId entitlement;
    std::string reason;
    Money amount;
    bool operator==(const ReservationRefused&) const = default;
};
struct ReservationReleased {
    EntitlementId entitlement;
    Money amount;
    std::string key;
    bool operator==(const ReservationReleased&) const = default;
};
struct PaymentsPosted {
    BatchId batch;
    std::string reply_id;
    Money amount;
    bool operator==(const PaymentsPosted&) const = default;
};
struct ReturnPosted {
    std::string return_serial;
    Money amount;
    bool operator==(const ReturnPosted&) const = default;
};
// Of a cash advance: reserved as a whole, posted payment by payment, the rest released when it is
// settled.
struct CashReserved {
    CashAdvanceId advance;
    Money amount;
    bool operator==(const CashReserved&) const = default;
};
struct CashRefused {
    CashAdvanceId advance;
    std::string reason;
    Money amount;
    bool operator==(const CashRefused&) const = default;
};
struct CashPosted {
    CashAdvanceId advance;
    CashReliefId relief;
    Money amount;
    bool operator==(const CashPosted&) const = default;
};
struct CashPostingReversed {
    CashAdvanceId advance;
    CashReliefId relief;
    Money amount;
    bool operator==(const CashPostingReversed&) const = default;
};
struct CashReleased {
    CashAdvanceId advance;
    Money amount;
    bool operator==(const CashReleased&) const = default;
};

struct OpenFundLine {
    FundLineOpened line;
};
// `voucher_no` makes a receipt unique within the line and its source.
struct ReceiveFunds {
    FundMovement movement = FundMovement::Received;
    Money amount;
    std::string voucher_no;
    FundLineId from_line = {};
};
// Where money goes that is carried or allocated, as it stands in the read side: a line's
// federation, source, level and year never change.
struct ReceivingLine {
    FundLineId id = {};
    std::string code = {};
    FederationNo federation = {};
    FederationNo superior = {};  // of that federation; 0 for the city's own
    FundSource source = FundSource::Unset;
    std::string level = {};
    int year = 0;
};
// `to` counts for all movements but Returned.
struct ReturnFunds {
    FundMovement movement = FundMovement::Returned;
    Money amount;
    std::string voucher_no;
    ReceivingLine to = {};
};
// Never refused: what cannot be reserved is answered by ReservationRefused, which the entitlement
// hears.
struct ReserveFunds {
    EntitlementId entitlement;
    Money amount;
    AidItem item = AidItem::Unset;
    FileTier tier = FileTier::Unset;
    int year = 0;  // of the aid
    AidCap cap = {};
};
// `key` is unique within the entitlement: the same stop again changes nothing.
struct ReleaseReservation {
    EntitlementId entitlement;
    Money amount;
    std::string key;
};
struct PostPayments {
    BatchId batch;
    std::string reply_id;
    Money amount;
};
struct PostReturn {
    std::string return_serial;
    Money amount;
};

// Never refused, as ReserveFunds: the advance hears CashRefused.
struct ReserveCash {
    CashAdvanceId advance;
    Money amount;
    AidItem item = AidItem::Unset;
    int year = 0;
};
struct PostCash {
    CashAdvanceId advance;
    CashReliefId relief;
    Money amount;
};
struct ReverseCashPosting {
    CashAdvanceId advance;
    CashReliefId relief;
    Money amount;
};
struct ReleaseCash {
    CashAdvanceId advance;
    Money amount;
};

struct EntitlementGranted;
// What an entitlement asks its fund line for.
ReserveFunds reservation_of(const EntitlementGranted& grant);

struct FundLine {
    struct State {
        bool open = false;
        FundLineOpened line;
        Money received;
        Money reserved;
        Money paid;
        Money returned;
        GrowingMap<EntitlementId, AidCap> reservations;  // one an entitlement, for ever
        GrowingSet<std::string> postings;  // replies, returns, releases, cash and vouchers

        [[nodiscard]] Money balance() const { return received - paid - reserved - returned; }
    };
    using Command = std::variant<OpenFundLine, ReceiveFunds, ReturnFunds, ReserveFunds,
                                 ReleaseReservation, PostPayments, PostReturn, ReserveCash,
                                 PostCash, ReverseCashPosting, ReleaseCash>;
    using Event =
        std::variant<FundLineOpened, FundsReceived, FundsReturned, FundsReserved,
                     ReservationRefused, ReservationReleased, PaymentsPosted, ReturnPosted,
                     CashReserved, CashRefused, CashPosted, CashPostingReversed, CashReleased>;

    // Reasons: FUND_LINE_EXISTS, FUND_LINE_MISSING, INVALID_AMOUNT, VOUCHER_USED, FUND_LINE_SHORT;
    // of the receiving line SAME_LINE, SOURCE_DIFFERS, LEVEL_DIFFERS, YEAR_DIFFERS,
    // FEDERATION_DIFFERS, NOT_ITS_SUPERIOR.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one line of the whole suite: claim "fund-line/<code>". A reservation draws on
    // the quota of its cap, and gives back what is released.
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<FundLine> && HasEffects<FundLine>);

}  // namespace haven::disbursement
