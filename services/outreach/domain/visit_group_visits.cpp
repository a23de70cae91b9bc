// What the visitors did.
#include <algorithm>

#include "services/outreach/domain/visit_group_parts.hpp"

namespace haven::outreach::visit_group {
namespace {

constexpr int kMaxCrew = 10'000;
constexpr std::size_t kMaxVisits = 1'000;
constexpr std::size_t kMaxSigns = 6;

// Whatever the order in which they were noted.
bool are_same(std::vector<Goods> a, std::vector<Goods> b) {
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

// Where the facts of a visit differ from those that stand under its receipt: a list of fields.
std::string differences(const Visit& visit, const VisitGroup::Delivered& stands) {
    std::string fields;
    const auto differ = [&](bool differs, const char* field) {
        if (!differs) return;
        fields += fields.empty() ? field : std::string(",") + field;
    };
    match(
        stands,
        [&](const ConsolationDelivered& e) {
            differ(visit.person != e.person, "person");
            differ(visit.cash != e.cash, "cash_fen");
            differ(visit.fund_line != e.fund_line, "fund_line");
            differ(!are_same(visit.goods, e.goods), "goods");
            differ(visit.visited_on != e.delivered_on, "visited_on");
        },
        [&](const HeadcountDelivered& e) {
            differ(!visit.person.is_nil(), "person");
            differ(visit.people != e.people, "people");
            differ(visit.enterprise != e.enterprise, "enterprise");
            differ(!are_same(visit.goods, e.goods), "goods");
            differ(visit.visited_on != e.delivered_on, "visited_on");
        });
    return fields;
}

Result<void> check_day(const State& state, Date day, const Context& by) {
    const CampaignRef& of = state.group.of;
    if (of.first_day <= day && day <= of.last_day && day <= by.business_date) return {};
    return invalid("INVALID_DATE", "visited_on", "a past day of the campaign");
}

Result<void> check_cash(const State& state, const Visit& visit, const Context& by) {
    if (visit.cash == Money{}) return {};
    HAVEN_CHECKED(check_amount(visit.cash, "cash_fen"));
    if (visit.cash_reason == CashReason::Unset) {
        return invalid("CASH_REASON_MISSING", "cash_reason", "why it was handed over as cash");
    }
    if (visit.witness.is_nil()) {
        return invalid("WITNESS_MISSING", "witness", "the member of staff who saw it");
    }
    if (visit.witness == by.actor) return same_person("who notes a payment is not its witness");
    if (visit.witness == state.group.leader) {
        return same_person("who holds the cash does not witness that it is handed over");
    }
    const auto found = state.purses.find(visit.fund_line);
    const Money there = found == state.purses.end() ? Money{} : found->second.balance();
    if (visit.cash <= there) return {};
    return refused("CASH_SHORT", "there is less in the purse",
                   {{"balance_fen", std::to_string(there.in_fen())}});
}

struct Receiver {
    Recipient row;
    bool listed = false;
};

// The row that the delivery is of; of somebody on no list, what the visitor says of him.
Result<Receiver> recipient_of(const State& state, const Visit& visit) {
    const auto found = state.rows.find(visit.person);
    const RecipientState now =
        found == state.rows.end() ? RecipientState::Unset : found->second.state;
    if (now == RecipientState::Delivered) {
        return refused("ALREADY_DELIVERED", "this person has been given it, on another receipt");
    }
    if (now == RecipientState::Listed) {
        return refused("LIST_NOT_APPROVED", "the list with this person is not approved");
    }
    if (now == RecipientState::Approved) {
        const Recipient& row = found->second.recipient;
        const bool same_line = visit.cash == Money{} || visit.fund_line == row.fund_line;
        if (visit.cash <= row.plan && same_line) return Receiver{row, true};
        return refused("ABOVE_PLAN", "more than was approved, or of other money",
                       {{"plan_fen", std::to_string(row.plan.in_fen())}});
    }
    if (visit.off_list_reason.empty()) {
        return refused("NOT_ON_LIST", "this person is not on the list; say why he was given it");
    }
    HAVEN_CHECKED(check_reason(visit.off_list_reason, "off_list_reason"));
    if (visit.kind == RecipientKind::Unset) {
        return invalid("RECIPIENT_KIND_MISSING", "kind", "of which kind");
    }
    HAVEN_CHECKED(check_stop(state, visit.enterprise));
    if (visit.cash > state.group.of.caps.per_time) {
        return refused("ABOVE_CAP", "more than one person may be given at a time",
                       {{"cap_fen", std::to_string(state.group.of.caps.per_time.in_fen())}});
    }
    return Receiver{{.person = visit.person,
                     .name = visit.name,
                     .kind = visit.kind,
                     .enterprise = visit.enterprise},
                    false};
}

Result<void> refer(const State& state, const Visit& visit, const Sealed& name, const Context& by,
                   Events& events) {
    if (visit.signs.empty() || state.referred.contains(visit.person)) return {};
    auto signs = visit.signs;
    std::ranges::sort(signs);
    const bool twice = std::ranges::adjacent_find(signs) != signs.end();
    if (visit.person.is_nil() || twice || signs.size() > kMaxSigns ||
        signs.front() == HardshipSign::Unset) {
        return invalid("INVALID_SIGNS", "signs", "of a person, each once");
    }
    const FederationNo to = visit.refer_to.value == 0 ? by.federation : visit.refer_to;
    events.emplace_back(ReliefReferred{ReferralId{visit.delivery.uuid}, visit.person, to,
                                       visit.refer_node, std::move(signs), visit.visited_on, name});
    return {};
}

Result<Events> fail(const State& state, const Visit& visit, const Context& by) {
    if (visit.person.is_nil() || visit.cash != Money{} || !visit.goods.empty() ||
        !visit.receipt_no.empty()) {
        return invalid("FAILURE_MISSING", "failure", "nothing was handed over to a person");
    }
    const auto row = state.rows.find(visit.person);
    if (row == state.rows.end()) {
        return failure(ErrorKind::Missing, "RECIPIENT_MISSING", "not on the group's list");
    }
    Events events;
    if (!state.failures.contains(visit.person.to_string() + '/' + visit.visited_on.to_string())) {
        events.emplace_back(VisitFailed{visit.person, visit.failure, visit.visited_on});
    }
    HAVEN_CHECKED(refer(state, visit, row->second.recipient.name, by, events));
    return events;
}

Result<Events> deliver_to_crew(const State& state, const Visit& visit) {
    if (visit.cash != Money{}) {
        return refused("HEADCOUNT_TAKES_NO_CASH", "money goes to people by name");
    }
    if (visit.people < 1 || visit.people > kMaxCrew) {
        return invalid("INVALID_COUNT", "people", "1 to 10,000");
    }
    if (visit.kind == RecipientKind::Unset) {
        return invalid("RECIPIENT_KIND_MISSING", "kind", "of which kind");
    }
    if (visit.enterprise.empty()) {
        return refused("ENTERPRISE_NOT_VISITED", "people are only counted at a workplace");
    }
    HAVEN_CHECKED(check_stop(state, visit.enterprise));
    HAVEN_CHECKED(check_in_bag(state, visit.goods));
    if (!visit.signs.empty()) return invalid("INVALID_SIGNS", "signs", "of a person");
    return Events{HeadcountDelivered{visit.delivery, visit.receipt_no, visit.kind, visit.enterprise,
                                     visit.people, visit.goods, visit.visited_on}};
}

Result<Events> visit_one(const State& state, const Visit& visit, const Context& by) {
    HAVEN_CHECKED(check_day(state, visit.visited_on, by));
    if (visit.failure != VisitFailure::Unset) return fail(state, visit, by);
    HAVEN_CHECKED(check_number_word(visit.receipt_no, "receipt_no"));
    HAVEN_TRY(const bool stands, stands_already(state, visit));
    if (stands) return Events{};
    if (visit.person.is_nil()) return deliver_to_crew(state, visit);
    HAVEN_TRY(const Receiver to, recipient_of(state, visit));
    HAVEN_CHECKED(check_cash(state, visit, by));
    if (!visit.goods.empty()) {
        HAVEN_CHECKED(check_in_bag(state, visit.goods));
    } else if (visit.cash == Money{}) {
        return invalid("NOTHING_DELIVERED", "cash_fen", "cash or goods");
    }
    const CampaignRef& of = state.group.of;
    Events events{ConsolationDelivered{.delivery = visit.delivery,
                                       .receipt_no = visit.receipt_no,
                                       .campaign = of.campaign,
                                       .campaign_kind = of.kind,
                                       .season = of.season,
                                       .person = to.row.person,
                                       .kind = to.row.kind,
                                       .enterprise = to.row.enterprise,
                                       .cash = visit.cash,
                                       .fund_line = visit.fund_line,
                                       .cash_reason = visit.cash_reason,
                                       .witness = visit.witness,
                                       .goods = visit.goods,
                                       .delivered_on = visit.visited_on}};
    if (!to.listed) {
        auto& delivered = std::get<ConsolationDelivered>(events.front());
        delivered.off_list_reason = visit.off_list_reason;
        delivered.name = to.row.name;
    }
    HAVEN_CHECKED(refer(state, visit, to.row.name, by, events));
    return events;
}

// What is wrong with a sheet: the first row in full, and of all of them number and reason, so that
// a visitor mends them in one go.
class Faults {
  public:
    void add(Error error, std::size_t row) {
        ++count_;
        if (count_ <= kMaxFaults) {
            rows_ += (rows_.empty() ? "" : ",") + std::to_string(row) + ':' + error.reason;
        }
        if (count_ > 1) return;
        first_ = std::move(error);
        first_.message = "row " + std::to_string(row) + ": " + first_.message;
        first_.metadata.emplace_back("row", std::to_string(row));
    }
    [[nodiscard]] bool any() const { return count_ != 0; }
    [[nodiscard]] std::unexpected<Error> error() && {
        if (count_ > 1) {
            first_.message += "; rows at fault: " + rows_;
            first_.metadata.emplace_back("rows", rows_);
        }
        return std::unexpected(std::move(first_));
    }

  private:
    static constexpr int kMaxFaults = 50;

    Error first_{ErrorKind::Refused, {}, {}};
    std::string rows_;
    int count_ = 0;
};

DeliveryRecalled recalled(const VisitGroup::Delivered& delivered, const std::string& reason) {
    return match(
        delivered,
        [&](const ConsolationDelivered& e) {
            return DeliveryRecalled{e.delivery,  e.receipt_no, e.person, e.cash,
                                    e.fund_line, e.goods,      reason};
        },
        [&](const HeadcountDelivered& e) {
            return DeliveryRecalled{e.delivery, e.receipt_no, {}, {}, {}, e.goods, reason};
        });
}

}  // namespace

Result<bool> stands_already(const State& state, const Visit& visit) {
    if (!state.deliveries.contains(visit.receipt_no)) return false;
    const std::string fields = differences(visit, state.deliveries.at(visit.receipt_no));
    if (fields.empty()) return true;
    return refused("DELIVERY_DIFFERS", "another delivery stands under this receipt",
                   {{"receipt_no", visit.receipt_no}, {"fields", fields}});
}

Result<Events> decide(const State& state, const RecordVisits& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    if (command.visits.empty() || command.visits.size() > kMaxVisits) {
        return invalid("INVALID_COUNT", "visits", "1 to 1,000 visits");
    }
    Events all;
    Faults faults;
    State so_far = state;
    for (std::size_t i = 0; i < command.visits.size(); ++i) {
        auto events = visit_one(so_far, command.visits[i], by);
        if (!events) {
            faults.add(std::move(events).error(), i + 1);
            continue;
        }
        for (auto& event : *events) {
            so_far = VisitGroup::evolve(std::move(so_far), event);
            all.push_back(std::move(event));
        }
    }
    if (faults.any()) return std::move(faults).error();
    return all;
}

Result<Events> decide(const State& state, const RecallDelivery& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    if (!state.deliveries.contains(command.receipt_no)) {
        return failure(ErrorKind::Missing, "DELIVERY_MISSING", "nothing stands under this receipt");
    }
    if (state.recalled.contains(command.receipt_no)) return Events{};
    DeliveryRecalled back = recalled(state.deliveries.at(command.receipt_no), command.reason);
    if (back.cash > Money{} && !is_open(state.purses.at(back.fund_line))) {
        return refused("CASH_GIVEN_BACK", "the purse that this cash was of is counted and closed");
    }
    return Events{std::move(back)};
}

Result<Events> decide(const State& state, const SettleGroup&, const Context& by) {
    if (state.settled) return Events{};
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    for (const auto& [_, purse] : state.purses) {
        if (!is_open(purse)) continue;
        return refused("CASH_OUTSTANDING", "cash is asked for, or was not counted and given back",
                       {{"balance_fen", std::to_string(purse.balance().in_fen())}});
    }
    for (const auto& [goods, bag] : state.bags) {
        if (bag.balance() == 0) continue;
        return refused("GOODS_OUTSTANDING", "goods are neither handed over nor given back",
                       {{"goods", goods}, {"pieces", std::to_string(bag.balance())}});
    }
    const auto waiting = std::ranges::count_if(
        state.rows, [](const auto& row) { return is_waiting(row.second.state); });
    return Events{GroupSettled{static_cast<int>(waiting)}};
}

}  // namespace haven::outreach::visit_group
