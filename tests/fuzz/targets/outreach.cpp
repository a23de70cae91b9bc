#include "services/outreach/codec/codec.hpp"
#include "services/outreach/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::outreach {
namespace {

constexpr std::array<std::string_view, 9> kWords = {"",       "warmth-2023",  "91610300MA00000078",
                                                    "610303", "RICE_10KG",    "S-1/1",
                                                    "V-1",    "WAGE_ARREARS", "12351-1"};

template <class D, class Codec, auto project, fuzz::Name name>
using Subject = fuzz::NamedSubject<D, Codec, project, name, kWords>;

// Nothing is below zero, and no more was handed over than there was (I31).
struct GroupSubject : Subject<VisitGroup, VisitGroupCodec, project_group, "visit_group"> {
    static void holds(const State& state) {
        for (const auto& [line, purse] : state.purses) HAVEN_CHECK(purse.balance() >= Money{});
        for (const auto& [goods, bag] : state.bags) HAVEN_CHECK(bag.balance() >= 0);
    }
    // Disbursement hands over what was asked for; a store issues what it has.
    static bool may_send(const State&, const Command& command) {
        const auto* take = std::get_if<TakeGoods>(&command);
        if (take == nullptr) return true;
        return std::ranges::all_of(take->goods, [](const Goods& one) {
            return one.pieces >= 1 && one.pieces <= kMaxPieces;
        });
    }
};

// A reply ends a round; a ticket is closed for a reason, and what is late is so once a round.
struct TicketSubject : Subject<HotlineTicket, HotlineTicketCodec, project_ticket, "ticket"> {
    static void holds(const State& state) {
        HAVEN_CHECK((state.phase == TicketState::Closed) == (state.end != TicketEnd::Unset));
        HAVEN_CHECK(state.phase != TicketState::Replied || state.reply.has_value());
        HAVEN_CHECK(!state.told || state.outcome != ReferralOutcome::Unset);
        HAVEN_CHECK(!state.sheet.anonymous() || !state.sheet.has_phone());
    }
    // Another federation sends what this code has logged.
    static bool may_send(const State&, const Command& command) {
        if (const auto* note = std::get_if<NoteReferral>(&command)) {
            return note->outcome != ReferralOutcome::Unset;
        }
        const auto* receive = std::get_if<ReceiveTicket>(&command);
        if (receive == nullptr) return true;
        const TicketSheet& sheet = receive->sheet;
        return sheet.due_on.is_set() && sheet.started_on.is_set() && sheet.round >= 1 &&
               sheet.round <= 100 && sheet.transfers >= 1 && sheet.transfers <= 10 &&
               !(sheet.anonymous() && sheet.has_phone());
    }
};

using All =
    fuzz::OneOf<Subject<Campaign, CampaignCodec, project_campaign, "campaign">, GroupSubject,
                Subject<GoodsStock, GoodsStockCodec, project_stock, "stock">,
                Subject<PublicityActivity, PublicityActivityCodec, project_activity, "activity">,
                Subject<TrainingClass, TrainingClassCodec, project_class, "training_class">,
                Subject<TicketRules, TicketRulesCodec, project_ticket_rules, "ticket_rules">,
                TicketSubject>;

}  // namespace
}  // namespace haven::outreach

namespace haven::fuzz {

std::vector<std::string> stories() {
    return outreach::All::stories();
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return haven::outreach::All::run_once(data, size);
}
