#include "services/outreach/domain/visit_merge.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "services/outreach/domain/visit_group_parts.hpp"

namespace haven::outreach {
namespace {

using State = VisitGroup::State;

std::string text_of(const std::vector<Goods>& goods) {
    std::string text;
    for (const Goods& one : goods) {
        text += (text.empty() ? "" : ";") + one.code + '*' + std::to_string(one.pieces);
    }
    return text.empty() ? "none" : text;
}

// What the delivery under the same receipt says of a field.
std::string standing(const VisitGroup::Delivered& delivered, std::string_view field) {
    return match(
        delivered,
        [&](const ConsolationDelivered& e) {
            if (field == "cash_fen") return e.cash.yuan();
            if (field == "goods") return text_of(e.goods);
            if (field == "visited_on") return e.delivered_on.to_string();
            if (field == "fund_line") return e.fund_line.to_string();
            return e.person.to_string();
        },
        [&](const HeadcountDelivered& e) {
            if (field == "people") return std::to_string(e.people);
            if (field == "goods") return text_of(e.goods);
            if (field == "visited_on") return e.delivered_on.to_string();
            if (field == "enterprise") return e.enterprise;
            return std::string("a crew that was counted");
        });
}

std::string value_of(const Error& error, std::string_view key) {
    const auto found =
        std::ranges::find(error.metadata, key, &std::pair<std::string, std::string>::first);
    return found == error.metadata.end() ? std::string() : found->second;
}

// "at most 800.00", of the amount that the error names.
std::string at_most(const Error& error) {
    for (const auto& [key, value] : error.metadata) {
        if (!key.ends_with("_fen")) continue;
        return "at most " + Money::fen(std::stoll(value)).yuan();
    }
    return error.message;
}

struct Hint {
    std::string_view reason;
    std::string_view field;
    std::string_view expected;  // empty: the amount that the error names
};
constexpr std::array kHints = {
    Hint{"NOT_ON_LIST", "person_id", "somebody of the group's list, or off_list_reason"},
    Hint{"LIST_NOT_APPROVED", "person_id", "an approved list"},
    Hint{"RECIPIENT_MISSING", "person_id", "somebody of the group's list"},
    Hint{"SAME_PERSON", "witness", "neither who notes it nor who leads the group"},
    Hint{"HEADCOUNT_TAKES_NO_CASH", "cash_fen", "none; money goes to people by name"},
    Hint{"ENTERPRISE_NOT_VISITED", "enterprise", "one of the itinerary"},
    Hint{"GROUP_SETTLED", "group", "a group that has not settled its accounts"},
    Hint{"ABOVE_PLAN", "cash_fen", ""},
    Hint{"ABOVE_CAP", "cash_fen", ""},
    Hint{"CASH_SHORT", "cash_fen", ""},
};

std::vector<std::string> split(const std::string& fields) {
    std::vector<std::string> parts(1);
    for (const char c : fields) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

// Two visitors say different things of one person and day: which of them is true is for people.
std::optional<VisitConflict> contradiction(const State& state, const Visit& visit,
                                           std::size_t place) {
    if (visit.person.is_nil()) return std::nullopt;
    const std::string day = visit.person.to_string() + '/' + visit.visited_on.to_string();
    if (visit.failure == VisitFailure::Unset) {
        if (!state.failures.contains(day)) return std::nullopt;
        return VisitConflict{place, "failure", "VISIT_CONTRADICTED",
                             "nothing was handed over that day, another note says"};
    }
    const auto row = state.rows.find(visit.person);
    if (row == state.rows.end() || row->second.state != RecipientState::Delivered) {
        return std::nullopt;
    }
    const auto* stands =
        std::get_if<ConsolationDelivered>(&state.deliveries.at(row->second.receipt_no));
    if (stands == nullptr || stands->delivered_on != visit.visited_on) return std::nullopt;
    return VisitConflict{place, "failure", "VISIT_CONTRADICTED",
                         "handed over that day on receipt " + stands->receipt_no};
}

// Noted before, the same; also of a group that has settled meanwhile.
bool is_noted(const State& state, const Visit& visit) {
    if (visit.failure != VisitFailure::Unset) {
        const bool referred = visit.signs.empty() || state.referred.contains(visit.person);
        return referred && state.failures.contains(visit.person.to_string() + '/' +
                                                   visit.visited_on.to_string());
    }
    const auto stands = visit_group::stands_already(state, visit);
    return stands.value_or(false);
}

}  // namespace

std::string standing_of(const State& state, const VisitGroup::Row& row) {
    if (row.state != RecipientState::Delivered) return "on its list";
    const auto& delivered = state.deliveries.at(row.receipt_no);
    return standing(delivered, "cash_fen") + " and " + standing(delivered, "goods") +
           " on receipt " + row.receipt_no;
}

std::vector<VisitConflict> conflicts_of(const Error& error, const State& state, const Visit& visit,
                                        std::size_t place) {
    const auto one = [&](std::string field, std::string expected) {
        return std::vector<VisitConflict>{
            {place, std::move(field), error.reason, std::move(expected)}};
    };
    if (error.reason == "DELIVERY_DIFFERS" && state.deliveries.contains(visit.receipt_no)) {
        std::vector<VisitConflict> all;
        const auto& stands = state.deliveries.at(visit.receipt_no);
        for (const std::string& field : split(value_of(error, "fields"))) {
            all.push_back({place, field == "person" ? "person_id" : field, error.reason,
                           standing(stands, field)});
        }
        return all;
    }
    if (error.reason == "ALREADY_DELIVERED") {
        const auto row = state.rows.find(visit.person);
        return one("person_id",
                   row == state.rows.end() ? error.message : standing_of(state, row->second));
    }
    if (error.reason == "GOODS_SHORT") {
        return one("goods",
                   "at most " + value_of(error, "there") + " of " + value_of(error, "goods"));
    }
    if (error.reason == "QUOTA_FULL") {
        return one("cash_fen", "at most " + state.group.of.caps.per_season.yuan() +
                                   " a person in the season, over all unions");
    }
    for (const Hint& hint : kHints) {
        if (hint.reason != error.reason) continue;
        return one(std::string(hint.field),
                   hint.expected.empty() ? at_most(error) : std::string(hint.expected));
    }
    if (!error.fields.empty()) return one(error.fields[0].field, error.fields[0].description);
    return one("", error.message);
}

Merge merge(const State& state, std::span<const Visit> visits, const Context& by) {
    Merge merged;
    State so_far = state;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const Visit& visit = visits[i];
        if (is_noted(so_far, visit)) {
            merged.unchanged.push_back(i);
            continue;
        }
        if (auto against = contradiction(so_far, visit, i)) {
            merged.conflicts.push_back(*std::move(against));
            continue;
        }
        const auto events = VisitGroup::decide(so_far, RecordVisits{{visit}}, by);
        if (!events) {
            for (auto& one : conflicts_of(events.error(), so_far, visit, i)) {
                merged.conflicts.push_back(std::move(one));
            }
            continue;
        }
        for (const auto& event : *events) so_far = VisitGroup::evolve(std::move(so_far), event);
        merged.good.push_back(i);
    }
    return merged;
}

}  // namespace haven::outreach
