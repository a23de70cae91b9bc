// CashAdvance (现金备用金): money that one member of staff takes along in cash and hands to named
// people, each against a signed receipt and before a witness (docs/rules.md R70). Cash is the
// exception; a transfer is the rule. What cannot be refused later is made sure of first: nothing is
// handed over before its fund line has reserved it, nobody is paid more than was taken along, and
// what is left is counted by one person and confirmed by another.
//
//   requested ─reserve─▶ funded ─another person─▶ handed over ─pay …─▶ counted ─another─▶ settled
//        └─▶ unfunded      └─▶ given up                └──── pay ────◀──┘
//
// Its stream lies in the federation whose fund line pays.
#pragma once

#include <map>
#include <set>

#include "libs/decider/decider.hpp"
#include "services/disbursement/domain/types.hpp"

namespace haven::disbursement {

// The stored facts; see disbursement_events.proto.
struct CashAdvanceRequested {
    CashAdvanceId advance;
    FundLineId fund_line;
    Money amount;
    AidItem item = AidItem::Unset;
    int year = 0;  // whose money it is
    StaffId requester;
    StaffId holder;
    std::string reason;  // why in cash: a word
    CampaignRef campaign = {};
    Date requested_on;
    bool operator==(const CashAdvanceRequested&) const = default;
};
struct CashAdvanceFunded {
    bool operator==(const CashAdvanceFunded&) const = default;
};
struct CashAdvanceUnfunded {
    std::string reason;
    FundLineId fund_line = {};
    CampaignRef campaign = {};
    bool operator==(const CashAdvanceUnfunded&) const = default;
};
// From now on the holder answers for it. Carries what the campaign's group needs to know of it.
struct CashAdvanceHandedOver {
    CashAdvanceId advance;
    Money amount;
    StaffId holder;
    StaffId approver;
    Date handed_over_on;
    CampaignRef campaign = {};
    FundLineId fund_line = {};
    bool operator==(const CashAdvanceHandedOver&) const = default;
};
struct CashReliefPaid {
    CashAdvanceId advance;
    CashReliefId relief;
    PersonId person;
    Money amount;
    AidItem item = AidItem::Unset;
    int year = 0;
    FundLineId fund_line;
    std::string receipt_no;
    StaffId witness;
    Date paid_on;
    std::string reason;
    CampaignRef campaign = {};
    bool operator==(const CashReliefPaid&) const = default;
};
// The person gave it back, or it was noted by mistake: the cash is with the holder.
struct CashReliefTakenBack {
    CashAdvanceId advance;
    CashReliefId relief;
    Money amount;
    FundLineId fund_line;
    Date taken_back_on;
    std::string reason;
    CampaignRef campaign = {};
    bool operator==(const CashReliefTakenBack&) const = default;
};
struct CashCounted {
    Money counted;
    StaffId counter;
    Date counted_on;
    bool operator==(const CashCounted&) const = default;
};
struct CashAdvanceSettled {
    CashAdvanceId advance;
    FundLineId fund_line;
    Money spent;
    Money unspent;
    StaffId confirmer;
    Date settled_on;
    bool operator==(const CashAdvanceSettled&) const = default;
};
struct CashAdvanceGivenUp {
    CashAdvanceId advance;
    FundLineId fund_line;
    Money amount;
    std::string reason;
    CampaignRef campaign = {};
    bool operator==(const CashAdvanceGivenUp&) const = default;
};

// `year` is that of the fund line. Again after CashAdvanceUnfunded: the fund line is asked anew.
// `requester`: who asked in the service that this comes from; nil: whoever commands it.
struct RequestCashAdvance {
    CashAdvanceId advance;
    FundLineId fund_line;
    Money amount;
    AidItem item = AidItem::Unset;
    int year = 0;
    StaffId holder;
    std::string reason;
    CampaignRef campaign = {};
    StaffId requester = {};
};
struct ConfirmCash {};
struct RefuseCash {
    std::string reason;
};
struct HandOverCash {};
struct GiveUpCashAdvance {
    std::string reason;
};
// `relief` names the payment for ever: the same one again changes nothing. `judged`: the service
// whose delivery it is has judged day and witness; here only its money is.
struct PayCashRelief {
    CashReliefId relief;
    PersonId person;
    Money amount;
    std::string receipt_no;
    StaffId witness;
    Date paid_on;
    std::string reason;
    bool judged = false;
};
struct TakeBackCashRelief {
    CashReliefId relief;
    std::string reason;
};
// `counter`: who counted in the service that this comes from, which has judged who may; nil:
// whoever commands it.
struct CountCash {
    Money counted;
    StaffId counter = {};
};
struct SettleCashAdvance {};

struct CashAdvance {
    struct Relief {
        CashReliefPaid paid;
        bool taken_back = false;
    };
    struct State {
        CashState state = CashState::Unset;
        CashAdvanceRequested request;
        std::string unfunded;
        StaffId approver;
        Date handed_over_on;
        std::map<CashReliefId, Relief> reliefs;
        std::set<std::string> receipts;  // in use: of what was taken back, too
        Money spent;
        Money counted;
        StaffId counter;
        StaffId confirmer;
        Date settled_on;

        // What the holder has in hand.
        [[nodiscard]] Money left() const { return request.amount - spent; }
    };
    using Command =
        std::variant<RequestCashAdvance, ConfirmCash, RefuseCash, HandOverCash, GiveUpCashAdvance,
                     PayCashRelief, TakeBackCashRelief, CountCash, SettleCashAdvance>;
    using Event = std::variant<CashAdvanceRequested, CashAdvanceFunded, CashAdvanceUnfunded,
                               CashAdvanceHandedOver, CashReliefPaid, CashReliefTakenBack,
                               CashCounted, CashAdvanceSettled, CashAdvanceGivenUp>;

    // Reasons: CASH_ADVANCE_MISSING, CASH_ADVANCE_EXISTS, INVALID_AMOUNT, NOT_STAFF, SAME_PERSON,
    // NOT_FUNDED, NOT_HANDED_OVER, NOT_COUNTED, CASH_SHORT, CASH_COUNT_DIFFERS, RECEIPT_USED,
    // CASH_RELIEF_DIFFERS, CASH_RELIEF_MISSING, DATE_OUTSIDE_ADVANCE.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A receipt of the desk counts once for its fund line: claim "cash-receipt/<fund
    // line>/<number>", for ever. A visit group has a book of its own, which counts within its
    // advance.
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<CashAdvance> && HasEffects<CashAdvance>);

}  // namespace haven::disbursement
