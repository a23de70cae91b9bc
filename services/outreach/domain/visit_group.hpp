// VisitGroup (慰问小组): a leader with an itinerary, an approved list of people, a purse and a bag
// (docs/rules.md R65 to R69). What cannot be refused later is made sure first: a listed recipient
// holds his place in the campaign and his sum under the season's cap, and cash in the purse is
// within the campaign's budget. So what a visitor has done is always recorded.
//
// Cash is disbursement's (docs/adr/0035). The group has one purse a fund line, which it asks for,
// which is filled when another person hands the money over there, and which is counted and closed
// when it goes back:
//
//     asked ─▶ in hand ─▶ given back
//       └─▶ not granted (the fund line is short: asked for again; given up: never)
//
//     drawn = handed over + given back + purse     per fund line, none below zero at any event
//     (I31) taken = handed over + given back + lost + bag             per kind of goods, the same
//     (I31)
#pragma once

#include <map>
#include <optional>
#include <set>

#include "libs/base/growing_map.hpp"
#include "services/outreach/domain/checks.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

// A place of the itinerary: an enterprise, or a union node where there is none.
struct Stop {
    std::string enterprise = {};  // credit code
    std::string union_node = {};
    Date planned_on = {};

    bool operator==(const Stop&) const = default;
};

// Somebody on the real-name list, on file or not.
struct Recipient {
    PersonId person = {};
    Sealed name = {};
    RecipientKind kind = RecipientKind::Unset;
    std::string enterprise = {};  // credit code; empty: none
    Money plan = {};              // cash; zero: goods only
    FundLineId fund_line = {};
    std::vector<Goods> goods = {};

    bool operator==(const Recipient&) const = default;
};

// The stored facts.
struct GroupAssigned {
    std::string group_no = {};
    CampaignRef of = {};
    StaffId leader = {};
    std::vector<Stop> stops = {};
    bool operator==(const GroupAssigned&) const = default;
};
struct ItineraryChanged {
    StaffId leader = {};
    std::vector<Stop> stops = {};
    bool operator==(const ItineraryChanged&) const = default;
};
// Claims the person's place in the campaign and the plan under the season's cap.
struct RecipientListed {
    Recipient recipient = {};
    StaffId lister = {};
    bool operator==(const RecipientListed&) const = default;
};
struct RecipientStruck {
    PersonId person = {};
    std::string reason = {};
    bool operator==(const RecipientStruck&) const = default;
};
struct RecipientsApproved {
    StaffId approver = {};
    int people = 0;
    Money total = {};
    bool operator==(const RecipientsApproved&) const = default;
};
// The group wants cash to take along, on a voucher of finance; held within the campaign's budget
// from here on. Disbursement reserves it on the fund line.
struct CashAsked {
    CampaignId campaign = {};
    FundLineId fund_line = {};
    Money amount = {};
    std::string voucher_no = {};
    Money budget = {};  // of the line in the campaign, on that day
    int year = 0;       // of the money: the season's
    StaffId asker = {};
    StaffId holder = {};  // the leader, who takes it along
    bool operator==(const CashAsked&) const = default;
};
// Disbursement has none for it.
struct CashNotGranted {
    FundLineId fund_line = {};
    Money amount = {};
    std::string reason = {};
    bool given_up = false;  // reserved, and then not wanted: it cannot be asked for again
    bool operator==(const CashNotGranted&) const = default;
};
// Disbursement has handed it over: it is in the purse.
struct CashDrawn {
    FundLineId fund_line = {};
    Money amount = {};
    std::string voucher_no = {};
    Money budget = {};  // of the line in the campaign, when it was asked for
    StaffId payer = {};
    bool operator==(const CashDrawn&) const = default;
};
// What was left, counted by the receiver; nothing goes in or out of this purse any more.
struct CashGivenBack {
    FundLineId fund_line = {};
    Money amount = {};
    std::string voucher_no = {};
    StaffId receiver = {};
    bool operator==(const CashGivenBack&) const = default;
};
struct GoodsTaken {
    StockId stock = {};
    std::string issue_no = {};
    std::vector<Goods> goods = {};
    bool operator==(const GoodsTaken&) const = default;
};
struct GoodsGivenBack {
    StockId stock = {};
    std::string return_no = {};
    std::vector<Goods> goods = {};
    bool operator==(const GoodsGivenBack&) const = default;
};
struct GoodsLost {
    std::vector<Goods> goods = {};
    std::string reason = {};
    std::string record_no = {};
    bool operator==(const GoodsLost&) const = default;
};
// Cash and goods in the hands of a person who signed for them. Disbursement books the cash.
struct ConsolationDelivered {
    DeliveryId delivery = {};
    std::string receipt_no = {};
    CampaignId campaign = {};
    CampaignKind campaign_kind = CampaignKind::Unset;
    int season = 0;
    PersonId person = {};
    RecipientKind kind = RecipientKind::Unset;
    std::string enterprise = {};
    Money cash = {};
    FundLineId fund_line = {};
    CashReason cash_reason = CashReason::Unset;
    StaffId witness = {};
    std::vector<Goods> goods = {};
    Date delivered_on = {};
    std::string off_list_reason = {};  // set: the person was on no list
    Sealed name = {};                  // of such a person
    bool operator==(const ConsolationDelivered&) const = default;
};
// Goods for a crew that was only counted; never money.
struct HeadcountDelivered {
    DeliveryId delivery = {};
    std::string receipt_no = {};
    RecipientKind kind = RecipientKind::Unset;
    std::string enterprise = {};
    int people = 0;
    std::vector<Goods> goods = {};
    Date delivered_on = {};
    bool operator==(const HeadcountDelivered&) const = default;
};
struct VisitFailed {
    PersonId person = {};
    VisitFailure reason = VisitFailure::Unset;
    Date visited_on = {};
    bool operator==(const VisitFailed&) const = default;
};
// Cash and goods are with the group again; the person has had nothing.
struct DeliveryRecalled {
    DeliveryId delivery = {};
    std::string receipt_no = {};
    PersonId person = {};  // nil: a headcount
    Money cash = {};
    FundLineId fund_line = {};
    std::vector<Goods> goods = {};
    std::string reason = {};
    bool operator==(const DeliveryRecalled&) const = default;
};
// Signs of hardship: the registry hears of a person, not of a file.
struct ReliefReferred {
    ReferralId referral = {};
    PersonId person = {};
    FederationNo to = {};
    std::string union_node = {};
    std::vector<HardshipSign> signs = {};
    Date seen_on = {};
    Sealed name = {};
    bool operator==(const ReliefReferred&) const = default;
};
struct GroupSettled {
    int lapsed = 0;  // listed, and never reached
    bool operator==(const GroupSettled&) const = default;
};

struct AssignGroup {
    GroupAssigned group = {};
    bool campaign_closed = false;
};
struct ChangeItinerary {
    StaffId leader = {};
    std::vector<Stop> stops = {};
};
struct ListRecipients {
    std::vector<Recipient> recipients = {};
};
struct StrikeRecipient {
    PersonId person = {};
    std::string reason = {};
};
// Signs what the approver has seen: how many people and how much, of those not yet approved.
struct ApproveRecipients {
    int people = 0;
    Money total = {};
};
// Once a fund line.
struct DrawCash {
    FundLineId fund_line = {};
    Money amount = {};
    std::string voucher_no = {};
    Money budget = {};
};
// What disbursement answers.
struct TakeCash {
    FundLineId fund_line = {};
    StaffId payer = {};
};
struct NoteCashNotGranted {
    FundLineId fund_line = {};
    std::string reason = {};
    bool given_up = false;
};
// All that is left, nothing too.
struct GiveCashBack {
    FundLineId fund_line = {};
    Money amount = {};
    std::string voucher_no = {};
};
struct TakeGoods {
    StockId stock = {};
    std::string issue_no = {};
    std::vector<Goods> goods = {};
};
struct GiveGoodsBack {
    StockId stock = {};
    std::string return_no = {};
    std::vector<Goods> goods = {};
};
struct ReportLoss {
    std::vector<Goods> goods = {};
    std::string reason = {};
    std::string record_no = {};
};
// One visit, as the visitor noted it.
struct Visit {
    DeliveryId delivery = {};                   // of group and receipt
    std::string receipt_no = {};                // what was signed; empty: nothing was handed over
    PersonId person = {};                       // nil: a headcount
    Sealed name = {};                           // of somebody on no list
    int people = 0;                             // of a headcount
    RecipientKind kind = RecipientKind::Unset;  // of a headcount, or off the list
    std::string enterprise = {};                // the same
    Money cash = {};
    FundLineId fund_line = {};
    CashReason cash_reason = CashReason::Unset;
    StaffId witness = {};
    std::vector<Goods> goods = {};
    Date visited_on = {};
    std::string off_list_reason = {};
    VisitFailure failure = VisitFailure::Unset;
    std::vector<HardshipSign> signs = {};
    FederationNo refer_to = {};  // 0: where the campaign is
    std::string refer_node = {};
};
// All of them or none. A visit that stands already, the same, is passed; another one under its
// receipt is refused.
struct RecordVisits {
    std::vector<Visit> visits = {};
};
struct RecallDelivery {
    std::string receipt_no = {};
    std::string reason = {};
};
struct SettleGroup {};

enum class PurseState { None, Asked, InHand, GivenBack, GivenUp };
enum class RecipientState { Unset, Listed, Approved, Delivered, Recalled, Struck, Lapsed };

struct VisitGroup {
    struct Row {
        Recipient recipient;
        StaffId lister;
        RecipientState state = RecipientState::Unset;
        std::string receipt_no = {};  // of what he was given last
    };
    struct Purse {
        Money drawn, handed, given_back;
        Money budget;  // the campaign's, as last seen
        PurseState state = PurseState::None;
        Money asked;
        std::string voucher_no;  // of what was asked

        [[nodiscard]] Money balance() const { return drawn - handed - given_back; }
    };
    struct Bag {
        int taken = 0, handed = 0, given_back = 0, lost = 0;

        [[nodiscard]] int balance() const { return taken - handed - given_back - lost; }
    };
    using Delivered = std::variant<ConsolationDelivered, HeadcountDelivered>;
    struct State {
        bool assigned = false;
        bool settled = false;
        GroupAssigned group;         // leader and stops as changed
        std::size_t most_stops = 0;  // that the itinerary ever had
        std::map<PersonId, Row> rows;
        std::map<FundLineId, Purse> purses;
        std::map<std::string, Bag> bags;
        // Of each store: what was taken there and has not gone back.
        std::map<std::pair<StockId, std::string>, int> from_stock;
        GrowingSet<std::string> entries;                // vouchers, issues, returns, records
        GrowingMap<std::string, Delivered> deliveries;  // by receipt
        GrowingSet<std::string> recalled;               // receipts
        GrowingSet<std::string> failures;               // person and day
        std::set<PersonId> referred;
    };
    using Command = std::variant<AssignGroup, ChangeItinerary, ListRecipients, StrikeRecipient,
                                 ApproveRecipients, DrawCash, TakeCash, NoteCashNotGranted,
                                 GiveCashBack, TakeGoods, GiveGoodsBack, ReportLoss, RecordVisits,
                                 RecallDelivery, SettleGroup>;
    using Event = std::variant<GroupAssigned, ItineraryChanged, RecipientListed, RecipientStruck,
                               RecipientsApproved, CashAsked, CashNotGranted, CashDrawn,
                               CashGivenBack, GoodsTaken, GoodsGivenBack, GoodsLost,
                               ConsolationDelivered, HeadcountDelivered, VisitFailed,
                               DeliveryRecalled, ReliefReferred, GroupSettled>;

    // Reasons: GROUP_EXISTS, GROUP_MISSING, GROUP_SETTLED, CAMPAIGN_CLOSED, LEADER_MISSING,
    // INVALID_STOPS, STOP_IN_USE; RECIPIENT_LISTED, RECIPIENT_MISSING, RECIPIENT_KIND_MISSING,
    // NOTHING_PLANNED, ABOVE_CAP, ENTERPRISE_NOT_VISITED, GROUP_FULL, LIST_CHANGED,
    // ALREADY_DELIVERED; FUND_LINE_NOT_BUDGETED, BUDGET_SHORT, CASH_DRAWN, CASH_NOT_IN_HAND,
    // CASH_COUNT_DIFFERS, CASH_GIVEN_BACK, CASH_SHORT, ENTRY_USED, GOODS_SHORT;
    // NOT_ON_LIST, LIST_NOT_APPROVED, ABOVE_PLAN, NOTHING_DELIVERED, CASH_REASON_MISSING,
    // WITNESS_MISSING, HEADCOUNT_TAKES_NO_CASH, DELIVERY_DIFFERS, FAILURE_MISSING,
    // DELIVERY_MISSING, CASH_OUTSTANDING, GOODS_OUTSTANDING; INVALID_COUNT, INVALID_DATE,
    // INVALID_SIGNS, SAME_PERSON and those of checks.hpp. Of RecordVisits the error names the row.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claims "visit-group/<number>", and "consolation/<campaign>/<person>" as long as he is listed
    // or was given something; quotas "consolation-season/<kind>/<season>/<person>" and
    // "campaign-budget/<campaign>/<fund line>", both in fen.
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<VisitGroup> && HasEffects<VisitGroup>);

}  // namespace haven::outreach
