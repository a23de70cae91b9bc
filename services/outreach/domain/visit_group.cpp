#include "services/outreach/domain/visit_group.hpp"

#include <algorithm>

#include "services/outreach/domain/visit_group_parts.hpp"

namespace haven::outreach {
namespace {

using State = VisitGroup::State;

std::string person_claim(const State& state, const PersonId& person) {
    return "consolation/" + state.group.of.campaign.to_string() + '/' + person.to_string();
}

void hold_person(const State& after, const PersonId& person, ClaimChange::Kind kind, Money sum,
                 Effects& effects) {
    effects.claims.push_back({kind, person_claim(after, person)});
    if (sum == Money{}) return;
    const CampaignRef& of = after.group.of;
    effects.quotas.push_back({"consolation-season/" + std::to_string(static_cast<int>(of.kind)) +
                                  '/' + std::to_string(of.season) + '/' + person.to_string(),
                              (kind == ClaimChange::Kind::Take ? sum : -sum).in_fen(),
                              of.caps.per_season.in_fen()});
}

// What a listed person was planned and is not given is free for another campaign of the season.
void hold_less(const State& after, const PersonId& person, Money rest, Effects& effects) {
    if (rest == Money{}) return;
    hold_person(after, person, ClaimChange::Kind::Free, rest, effects);
    effects.claims.clear();  // the place in the campaign stays
}

void draw_budget(const State& after, const FundLineId& line, Money delta, Effects& effects) {
    effects.quotas.push_back(
        {"campaign-budget/" + after.group.of.campaign.to_string() + '/' + line.to_string(),
         delta.in_fen(), after.purses.at(line).budget.in_fen()});
}

void lapse(const State& after, Effects& effects) {
    for (const auto& [person, row] : after.rows) {
        if (row.state != RecipientState::Lapsed) continue;
        hold_person(after, person, ClaimChange::Kind::Free, row.recipient.plan, effects);
    }
}

void take_in(State& state, const StockId& stock, const std::vector<Goods>& goods, int sign) {
    for (const Goods& one : goods) state.from_stock[{stock, one.code}] += sign * one.pieces;
}

void hand_over(State& state, const std::vector<Goods>& goods, int sign) {
    for (const Goods& one : goods) state.bags[one.code].handed += sign * one.pieces;
}

void deliver(State& state, const ConsolationDelivered& e) {
    state.deliveries.emplace(e.receipt_no, e);
    if (e.cash > Money{}) state.purses[e.fund_line].handed += e.cash;
    hand_over(state, e.goods, 1);
    if (!e.off_list_reason.empty()) {
        state.rows[e.person].recipient = {.person = e.person,
                                          .name = e.name,
                                          .kind = e.kind,
                                          .enterprise = e.enterprise,
                                          .plan = e.cash,
                                          .fund_line = e.fund_line,
                                          .goods = e.goods};
    }
    VisitGroup::Row& row = state.rows.at(e.person);
    row.state = RecipientState::Delivered;
    row.receipt_no = e.receipt_no;
}

void recall(State& state, const DeliveryRecalled& e) {
    state.recalled.insert(e.receipt_no);
    if (e.cash > Money{}) state.purses.at(e.fund_line).handed -= e.cash;
    hand_over(state, e.goods, -1);
    if (!e.person.is_nil()) state.rows.at(e.person).state = RecipientState::Recalled;
}

void settle(State& state) {
    state.settled = true;
    for (auto& [_, row] : state.rows) {
        if (visit_group::is_waiting(row.state)) row.state = RecipientState::Lapsed;
    }
}

}  // namespace

Result<std::vector<VisitGroup::Event>> VisitGroup::decide(const State& state,
                                                          const Command& command,
                                                          const Context& by) {
    return std::visit([&](const auto& c) { return visit_group::decide(state, c, by); }, command);
}

State VisitGroup::evolve(State state, const Event& event) {
    match(
        event,
        [&](const GroupAssigned& e) {
            state.assigned = true;
            state.group = e;
            state.most_stops = e.stops.size();
        },
        [&](const ItineraryChanged& e) {
            state.group.leader = e.leader;
            state.group.stops = e.stops;
            state.most_stops = std::max(state.most_stops, e.stops.size());
        },
        [&](const RecipientListed& e) {
            state.rows[e.recipient.person] = {e.recipient, e.lister, RecipientState::Listed};
        },
        [&](const RecipientStruck& e) { state.rows.at(e.person).state = RecipientState::Struck; },
        [&](const RecipientsApproved&) {
            for (auto& [_, row] : state.rows) {
                if (row.state == RecipientState::Listed) row.state = RecipientState::Approved;
            }
        },
        [&](const CashAsked& e) {
            Purse& purse = state.purses[e.fund_line];
            purse.state = PurseState::Asked;
            purse.asked = e.amount;
            purse.voucher_no = e.voucher_no;
            purse.budget = e.budget;
            state.entries.insert("draw/" + e.voucher_no);
        },
        [&](const CashNotGranted& e) {
            Purse& purse = state.purses.at(e.fund_line);
            purse.state = e.given_up ? PurseState::GivenUp : PurseState::None;
            purse.asked = {};
        },
        [&](const CashDrawn& e) {
            Purse& purse = state.purses[e.fund_line];
            purse.state = PurseState::InHand;
            purse.drawn += e.amount;
            purse.budget = e.budget;
            state.entries.insert("draw/" + e.voucher_no);
        },
        [&](const CashGivenBack& e) {
            Purse& purse = state.purses.at(e.fund_line);
            purse.state = PurseState::GivenBack;
            purse.given_back += e.amount;
            state.entries.insert("cash-back/" + e.voucher_no);
        },
        [&](const GoodsTaken& e) {
            take_in(state, e.stock, e.goods, 1);
            for (const Goods& one : e.goods) state.bags[one.code].taken += one.pieces;
            state.entries.insert("taken/" + e.stock.to_string() + '/' + e.issue_no);
        },
        [&](const GoodsGivenBack& e) {
            take_in(state, e.stock, e.goods, -1);
            for (const Goods& one : e.goods) state.bags[one.code].given_back += one.pieces;
            state.entries.insert("goods-back/" + e.return_no);
        },
        [&](const GoodsLost& e) {
            for (const Goods& one : e.goods) state.bags[one.code].lost += one.pieces;
            state.entries.insert("lost/" + e.record_no);
        },
        [&](const ConsolationDelivered& e) { deliver(state, e); },
        [&](const HeadcountDelivered& e) {
            state.deliveries.emplace(e.receipt_no, e);
            hand_over(state, e.goods, 1);
        },
        [&](const VisitFailed& e) {
            state.failures.insert(e.person.to_string() + '/' + e.visited_on.to_string());
        },
        [&](const DeliveryRecalled& e) { recall(state, e); },
        [&](const ReliefReferred& e) { state.referred.insert(e.person); },
        [&](const GroupSettled&) { settle(state); });
    for (const auto& [_, purse] : state.purses) HAVEN_CHECK(purse.balance() >= Money{});
    for (const auto& [_, bag] : state.bags) HAVEN_CHECK(bag.balance() >= 0);
    return state;
}

Effects VisitGroup::effects(const State& after, const Event& event) {
    using enum ClaimChange::Kind;
    Effects effects;
    if (const auto* assigned = std::get_if<GroupAssigned>(&event)) {
        effects.claims.push_back({Take, "visit-group/" + assigned->group_no});
    } else if (const auto* listed = std::get_if<RecipientListed>(&event)) {
        hold_person(after, listed->recipient.person, Take, listed->recipient.plan, effects);
    } else if (const auto* struck = std::get_if<RecipientStruck>(&event)) {
        const Recipient& was = after.rows.at(struck->person).recipient;
        hold_person(after, struck->person, Free, was.plan, effects);
    } else if (const auto* asked = std::get_if<CashAsked>(&event)) {
        draw_budget(after, asked->fund_line, asked->amount, effects);
    } else if (const auto* not_granted = std::get_if<CashNotGranted>(&event)) {
        draw_budget(after, not_granted->fund_line, -not_granted->amount, effects);
    } else if (const auto* back = std::get_if<CashGivenBack>(&event)) {
        draw_budget(after, back->fund_line, -back->amount, effects);
    } else if (const auto* given = std::get_if<ConsolationDelivered>(&event)) {
        if (!given->off_list_reason.empty()) {
            hold_person(after, given->person, Take, given->cash, effects);
        } else {
            const Money plan = after.rows.at(given->person).recipient.plan;
            hold_less(after, given->person, plan - given->cash, effects);
        }
    } else if (const auto* recalled = std::get_if<DeliveryRecalled>(&event)) {
        if (!recalled->person.is_nil()) {
            hold_person(after, recalled->person, Free, recalled->cash, effects);
        }
    } else if (std::holds_alternative<GroupSettled>(event)) {
        lapse(after, effects);
    }
    return effects;
}

}  // namespace haven::outreach
