// Pledge (认捐): what a sponsor has promised, what has come of it, and which award each yuan went
// to (docs/rules.md R51). The money itself lies on a fund line of disbursement; this is its
// account:
//
//     received = paid + allotted + balance + given back,   balance ≥ 0 after every event (I28)
#pragma once

#include <map>

#include "libs/base/growing_map.hpp"
#include "services/scholarship/domain/checks.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

// One year of one award.
struct AwardYearRef {
    AwardId award = {};
    int year = 0;

    auto operator<=>(const AwardYearRef&) const = default;
};

// The stored facts.
struct PledgeMade {
    std::string code = {};
    std::string sponsor = {};  // credit code
    SchemeId scheme = {};
    Money promised = {};
    FundLineId fund_line = {};  // where the money lies
    std::string agreement_no = {};
    bool operator==(const PledgeMade&) const = default;
};
struct PledgeReceived {
    Money amount = {};
    std::string voucher_no = {};
    Date received_on = {};
    FundLineId fund_line = {};
    bool operator==(const PledgeReceived&) const = default;
};
// The sponsor gives no more; `missing` never came.
struct PledgeDefaulted {
    Money missing = {};
    std::string reason = {};
    bool operator==(const PledgeDefaulted&) const = default;
};
struct PledgeGivenBack {
    Money amount = {};
    std::string voucher_no = {};
    bool operator==(const PledgeGivenBack&) const = default;
};
struct AwardAllotted {
    AwardYearRef award = {};
    Money amount = {};
    bool operator==(const AwardAllotted&) const = default;
};
struct AllotmentRefused {
    AwardYearRef award = {};
    Money amount = {};
    std::string reason = {};
    bool operator==(const AllotmentRefused&) const = default;
};
struct AllotmentReleased {
    AwardYearRef award = {};
    Money amount = {};
    bool operator==(const AllotmentReleased&) const = default;
};
struct AllotmentPaid {
    AwardYearRef award = {};
    Money amount = {};
    std::string bank_serial = {};
    Date credited_on = {};
    bool operator==(const AllotmentPaid&) const = default;
};
struct AllotmentReturned {
    AwardYearRef award = {};
    Money amount = {};
    std::string return_serial = {};
    Date returned_on = {};
    bool operator==(const AllotmentReturned&) const = default;
};
// Goods are counted in pieces and never as money.
struct GiftInKindReceived {
    std::string goods = {};  // SUITCASE
    int pieces = 0;
    std::string receipt_no = {};
    bool operator==(const GiftInKindReceived&) const = default;
};
struct GiftHandedOut {
    std::string goods = {};
    AwardId award = {};
    Date handed_on = {};
    bool operator==(const GiftHandedOut&) const = default;
};

struct MakePledge {
    PledgeMade pledge = {};
};
struct ReceivePledge {
    Money amount = {};
    std::string voucher_no = {};
};
struct DefaultPledge {
    std::string reason = {};
};
struct GivePledgeBack {
    Money amount = {};
    std::string voucher_no = {};
};
// Never refused for want of money: what cannot be allotted is answered by AllotmentRefused, which
// the award hears.
struct AllotAward {
    AwardYearRef award = {};
    Money amount = {};
};
struct ReleaseAllotment {
    AwardYearRef award = {};
};
struct PostAllotmentPaid {
    AwardYearRef award = {};
    std::string bank_serial = {};
    Date credited_on = {};
};
struct PostAllotmentReturned {
    AwardYearRef award = {};
    std::string return_serial = {};
    Date returned_on = {};
};
struct ReceiveGift {
    std::string goods = {};
    int pieces = 0;
    std::string receipt_no = {};
};
// To whom, as the award stands in the read side.
struct HandOutGift {
    std::string goods = {};
    AwardId award = {};
    SchemeId scheme = {};
    bool revoked = false;
};

struct Pledge {
    enum class AllotmentState { Allotted, Paid, Released };
    // Pieces of one kind of goods.
    struct Goods {
        int received = 0;
        int handed_out = 0;

        [[nodiscard]] int left() const { return received - handed_out; }
    };
    struct Allotment {
        Money amount;
        AllotmentState state = AllotmentState::Allotted;
    };
    struct State {
        bool made = false;
        bool defaulted = false;
        PledgeMade pledge;
        Money received;
        Money allotted;
        Money paid;
        Money given_back;
        std::map<AwardYearRef, Allotment> allotments;
        GrowingSet<std::string> postings;  // vouchers, receipts and bank serials that are in
        std::map<std::string, Goods> goods;
        GrowingSet<std::string> gifts;  // goods and award

        [[nodiscard]] Money balance() const { return received - paid - allotted - given_back; }
    };
    using Command = std::variant<MakePledge, ReceivePledge, DefaultPledge, GivePledgeBack,
                                 AllotAward, ReleaseAllotment, PostAllotmentPaid,
                                 PostAllotmentReturned, ReceiveGift, HandOutGift>;
    using Event = std::variant<PledgeMade, PledgeReceived, PledgeDefaulted, PledgeGivenBack,
                               AwardAllotted, AllotmentRefused, AllotmentReleased, AllotmentPaid,
                               AllotmentReturned, GiftInKindReceived, GiftHandedOut>;

    // Reasons: PLEDGE_EXISTS, PLEDGE_MISSING, PLEDGE_ENDED, ABOVE_PLEDGE, PLEDGE_SHORT,
    // VOUCHER_USED, ALLOTMENT_MISSING, PAYMENT_NOT_EXPECTED, RETURN_NOT_EXPECTED, GOODS_SHORT,
    // GIFT_HANDED_OUT, SCHEME_DIFFERS, AWARD_REVOKED, INVALID_AMOUNT, INVALID_COUNT, INVALID_WORD,
    // REASON_MISSING, SPONSOR_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // A code names one pledge of the whole suite: claim "pledge/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Pledge> && HasEffects<Pledge>);

}  // namespace haven::scholarship
