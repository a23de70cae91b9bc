#include "services/outreach/codec/codec.hpp"
#include "services/outreach/projection/projection.hpp"
#include "tests/fuzz/aggregate_fuzz.hpp"

namespace haven::outreach {
namespace {

constexpr char kCampaign[] = "campaign";
constexpr char kGroup[] = "visit_group";
constexpr char kStock[] = "stock";
constexpr char kActivity[] = "activity";
constexpr char kClass[] = "training_class";
constexpr char kRules[] = "ticket_rules";
constexpr char kTicket[] = "ticket";

// The aggregates of outreach differ in name, codec and projection.
template <class D_, class Codec, auto project, const char* name>
struct Subject : fuzz::AnySubject<D_> {
    static constexpr std::array<std::string_view, 9> kWords = {
        "",      "warmth-2023", "91610300MA00000078", "610303", "RICE_10KG",
        "S-1/1", "V-1",         "WAGE_ARREARS",       "12351-1"};

    static const writer::Aggregate& aggregate() {
        static const auto made = writer::make_aggregate<D_, Codec>(name, project);
        return *made;
    }
};

// Nothing is below zero, and no more was handed over than there was (I31).
struct GroupSubject : Subject<VisitGroup, VisitGroupCodec, project_group, kGroup> {
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
struct TicketSubject : Subject<HotlineTicket, HotlineTicketCodec, project_ticket, kTicket> {
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

template <class Subject, class Codec>
void run(fuzz::Tape& tape) {
    fuzz::AggregateFuzz<Subject, Codec>().run(tape);
}
template <class D, class Codec, auto project, const char* name>
void run(fuzz::Tape& tape) {
    run<Subject<D, Codec, project, name>, Codec>(tape);
}

}  // namespace
}  // namespace haven::outreach

namespace haven::fuzz {

std::vector<std::string> stories() {
    std::vector<std::string> all;
    for (char which = 0; which < 7; ++which) all.push_back({which, 1, 0, 1, 1, 1, 1, 1, 1, 0});
    return all;
}

}  // namespace haven::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven::outreach;
    haven::fuzz::Tape tape(std::string_view(reinterpret_cast<const char*>(data), size));
    std::uint8_t which = 0;
    tape.octet(which);
    switch (which % 7) {
        case 0:
            run<Campaign, CampaignCodec, project_campaign, kCampaign>(tape);
            break;
        case 1:
            run<GroupSubject, VisitGroupCodec>(tape);
            break;
        case 2:
            run<GoodsStock, GoodsStockCodec, project_stock, kStock>(tape);
            break;
        case 3:
            run<PublicityActivity, PublicityActivityCodec, project_activity, kActivity>(tape);
            break;
        case 4:
            run<TrainingClass, TrainingClassCodec, project_class, kClass>(tape);
            break;
        case 5:
            run<TicketRules, TicketRulesCodec, project_ticket_rules, kRules>(tape);
            break;
        default:
            run<TicketSubject, HotlineTicketCodec>(tape);
            break;
    }
    return 0;
}
