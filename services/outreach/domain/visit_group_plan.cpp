// Who goes where, and to whom.
#include <algorithm>
#include <set>

#include "services/outreach/domain/visit_group_parts.hpp"

namespace haven::outreach::visit_group {
namespace {

constexpr std::size_t kMaxStops = 100;
constexpr std::size_t kMaxRows = 2'000;

Result<void> check_stops(const std::vector<Stop>& stops, const CampaignRef& of) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const Stop& stop : stops) {
        const bool somewhere = !stop.enterprise.empty() || !stop.union_node.empty();
        const bool in_time = of.first_day <= stop.planned_on && stop.planned_on <= of.last_day;
        if (!somewhere || !in_time || !seen.insert({stop.enterprise, stop.union_node}).second) {
            return invalid("INVALID_STOPS", "stops",
                           "each enterprise or union once, on a day of the campaign");
        }
    }
    if (!stops.empty() && stops.size() <= kMaxStops) return {};
    return invalid("INVALID_STOPS", "stops", "1 to 100 places");
}

Result<void> check_leader(const StaffId& leader) {
    if (!leader.is_nil()) return {};
    return invalid("LEADER_MISSING", "leader", "the member of staff who leads the group");
}

// New, or the same again: then false. Errors say what is wrong with the row.
Result<bool> check_row(const State& state, const Recipient& row) {
    if (row.person.is_nil() || row.kind == RecipientKind::Unset) {
        return invalid("RECIPIENT_KIND_MISSING", "kind", "who it is, and of which kind");
    }
    HAVEN_CHECKED(check_stop(state, row.enterprise));
    if (row.plan > Money{}) {
        HAVEN_CHECKED(check_amount(row.plan, "plan_fen"));
        if (row.fund_line.is_nil()) {
            return invalid("FUND_LINE_NOT_BUDGETED", "fund_line", "cash comes from a fund line");
        }
    } else if (row.plan < Money{} || row.goods.empty()) {
        return invalid("NOTHING_PLANNED", "plan_fen", "cash or goods");
    }
    if (!row.goods.empty()) HAVEN_CHECKED(check_goods(row.goods));
    const Money cap = state.group.of.caps.per_time;
    if (row.plan > cap) {
        return refused("ABOVE_CAP", "more than one person may be given at a time",
                       {{"cap_fen", std::to_string(cap.in_fen())}});
    }
    const auto found = state.rows.find(row.person);
    if (found == state.rows.end()) return true;
    const RecipientState now = found->second.state;
    if (now == RecipientState::Struck || now == RecipientState::Recalled) return true;
    Recipient known = found->second.recipient;
    known.name = row.name;  // sealed anew by every request
    if (known == row) return false;
    return refused("RECIPIENT_LISTED", "this person is on the group's list, otherwise",
                   {{"person_id", row.person.to_string()}});
}

}  // namespace

bool is_waiting(RecipientState state) {
    return state == RecipientState::Listed || state == RecipientState::Approved;
}

Result<void> check_open(const State& state) {
    if (!state.assigned) {
        return failure(ErrorKind::Missing, "GROUP_MISSING", "there is no such visit group");
    }
    if (state.settled) return refused("GROUP_SETTLED", "the group has settled its accounts");
    return {};
}

Result<void> check_new(const State& state, const std::string& key, const std::string& number) {
    if (!state.entries.contains(key)) return {};
    return failure(ErrorKind::Duplicate, "ENTRY_USED", "this number is in the group's book already",
                   {{"number", number}});
}

Result<void> check_stop(const State& state, const std::string& enterprise) {
    if (enterprise.empty()) return {};
    const auto& stops = state.group.stops;
    if (std::ranges::find(stops, enterprise, &Stop::enterprise) != stops.end()) return {};
    return refused("ENTERPRISE_NOT_VISITED", "the enterprise is not on the itinerary",
                   {{"enterprise", enterprise}});
}

Result<Events> decide(const State& state, const AssignGroup& command, const Context& by) {
    HAVEN_CHECKED(check_staff(by));
    const GroupAssigned& group = command.group;
    if (state.assigned) {
        if (state.group == group) return Events{};
        return failure(ErrorKind::Duplicate, "GROUP_EXISTS",
                       "visit group " + group.group_no + " was assigned",
                       {{"group_no", group.group_no}});
    }
    if (group.of.campaign.is_nil()) {
        return failure(ErrorKind::Missing, "CAMPAIGN_MISSING", "there is no such campaign");
    }
    if (command.campaign_closed) return refused("CAMPAIGN_CLOSED", "the campaign is over");
    HAVEN_CHECKED(check_number_word(group.group_no, "group_no"));
    HAVEN_CHECKED(check_leader(group.leader));
    HAVEN_CHECKED(check_stops(group.stops, group.of));
    return Events{group};
}

Result<Events> decide(const State& state, const ChangeItinerary& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_leader(command.leader));
    HAVEN_CHECKED(check_stops(command.stops, state.group.of));
    // Whoever took the cash along answers for it until it is counted.
    const bool holds_cash =
        std::ranges::any_of(state.purses, [](const auto& purse) { return is_open(purse.second); });
    if (holds_cash && command.leader != state.group.leader) {
        return refused("CASH_OUTSTANDING", "the leader has the group's cash in hand");
    }
    for (const auto& [_, row] : state.rows) {
        const std::string& enterprise = row.recipient.enterprise;
        if (enterprise.empty() || row.state == RecipientState::Struck) continue;
        if (std::ranges::find(command.stops, enterprise, &Stop::enterprise) ==
            command.stops.end()) {
            return refused("STOP_IN_USE", "people of this enterprise are on the list",
                           {{"enterprise", enterprise}});
        }
    }
    if (state.group.leader == command.leader && state.group.stops == command.stops) {
        return Events{};
    }
    return Events{ItineraryChanged{command.leader, command.stops}};
}

Result<Events> decide(const State& state, const ListRecipients& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    Events events;
    std::set<PersonId> seen;
    for (const Recipient& row : command.recipients) {
        if (!seen.insert(row.person).second) {
            return refused("RECIPIENT_LISTED", "this person stands in the list twice",
                           {{"person_id", row.person.to_string()}});
        }
        HAVEN_TRY(const bool is_new, check_row(state, row));
        if (is_new) events.emplace_back(RecipientListed{row, by.actor});
    }
    if (state.rows.size() + events.size() > kMaxRows) {
        return failure(ErrorKind::Exhausted, "GROUP_FULL", "a group visits at most 2,000 people");
    }
    return events;
}

Result<Events> decide(const State& state, const StrikeRecipient& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_reason(command.reason, "reason"));
    const auto found = state.rows.find(command.person);
    if (found == state.rows.end()) {
        return failure(ErrorKind::Missing, "RECIPIENT_MISSING", "not on the group's list");
    }
    if (found->second.state == RecipientState::Struck) return Events{};
    if (!is_waiting(found->second.state)) {
        return refused("ALREADY_DELIVERED", "this person was visited; recall the delivery");
    }
    return Events{RecipientStruck{command.person, command.reason}};
}

Result<Events> decide(const State& state, const ApproveRecipients& command, const Context& by) {
    HAVEN_CHECKED(check_open(state));
    HAVEN_CHECKED(check_staff(by));
    int people = 0;
    Money total;
    for (const auto& [_, row] : state.rows) {
        if (row.state != RecipientState::Listed) continue;
        if (row.lister == by.actor || state.group.leader == by.actor) {
            return same_person("who listed them or leads the group does not approve the list");
        }
        ++people;
        total += row.recipient.plan;
    }
    if (people == 0) return Events{};
    if (people != command.people || total != command.total) {
        return refused(
            "LIST_CHANGED", "the list is not the one that was seen",
            {{"people", std::to_string(people)}, {"total_fen", std::to_string(total.in_fen())}});
    }
    return Events{RecipientsApproved{by.actor, people, total}};
}

}  // namespace haven::outreach::visit_group
