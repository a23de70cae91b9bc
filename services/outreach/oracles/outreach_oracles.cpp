#include "services/outreach/oracles/outreach_oracles.hpp"

#include <algorithm>

#include "services/outreach/codec/codec.hpp"

namespace haven::outreach {

using audit::Oracle;

void OutreachOracles::see(const log::Record& record) {
    const std::string where = "federation " + std::to_string(record.federation.value) +
                              ", offset " + std::to_string(record.offset);
    const auto& [type, schema, payload] =
        std::tie(record.type, record.schema_version, record.payload);
    if (const auto event = CampaignCodec::decode(type, schema, payload)) {
        campaign(record, *event, where);
    } else if (const auto of_stock = GoodsStockCodec::decode(type, schema, payload)) {
        stock(record, *of_stock, where);
    } else if (const auto of_group = VisitGroupCodec::decode(type, schema, payload)) {
        group(record, *of_group, where);
    }
}

void OutreachOracles::campaign(const log::Record& record, const Campaign::Event& event,
                               const std::string& where) {
    if (const auto* launched = std::get_if<CampaignLaunched>(&event)) {
        campaigns_[{record.federation, record.stream_id}] = launched->terms.ref;
        for (const BudgetLine& line : launched->terms.budget) {
            budgets_[{record.stream_id, line.fund_line}] = line.amount;
        }
    } else if (const auto* raised = std::get_if<BudgetRaised>(&event)) {
        budgets_[{record.stream_id, raised->fund_line}] = raised->amount;
    } else if (const auto* closed = std::get_if<CampaignClosed>(&event)) {
        level_.see(closed->person_times == person_times_of(record.stream_id), where);
    }
}

// Of people by name.
std::int64_t OutreachOracles::person_times_of(const Uuid& campaign) const {
    return std::ranges::count_if(receipts_, [&](const auto& entry) {
        const auto& [key, receipt] = entry;
        return !receipt.recalled && !receipt.who.person.is_nil() &&
               groups_.at(key.first).campaign.uuid == campaign;
    });
}

void OutreachOracles::stock(const log::Record& record, const GoodsStock::Event& event,
                            const std::string& where) {
    const auto& id = record.stream_id;
    match(
        event, [](const StockOpened&) {},
        [&](const GoodsReceived& e) { move(stores_, id, e.goods, 1, where); },
        [&](const GoodsIssued& e) { move(stores_, id, e.goods, -1, where); },
        [&](const IssueReversed& e) { move(stores_, id, e.goods, 1, where); },
        [&](const StockReturned& e) { move(stores_, id, e.goods, 1, where); },
        [&](const StockLost& e) { move(stores_, id, e.goods, -1, where); });
}

void OutreachOracles::group(const log::Record& record, const VisitGroup::Event& event,
                            const std::string& where) {
    const auto& id = record.stream_id;
    match(
        event,
        [&](const GroupAssigned& e) {
            groups_[id] = e.of;
            const auto own = campaigns_.find({record.federation, e.of.campaign.uuid});
            level_.see(own != campaigns_.end() && own->second == e.of, where);
        },
        [](const ItineraryChanged&) {}, [](const RecipientListed&) {},
        [](const RecipientStruck&) {}, [](const RecipientsApproved&) {}, [](const CashAsked&) {},
        [](const CashNotGranted&) {},
        [&](const CashDrawn& e) { draw(id, e.fund_line, e.amount, where); },
        [&](const CashGivenBack& e) { draw(id, e.fund_line, -e.amount, where); },
        [&](const GoodsTaken& e) { move(bags_, id, e.goods, 1, where); },
        [&](const GoodsGivenBack& e) { move(bags_, id, e.goods, -1, where); },
        [&](const GoodsLost& e) { move(bags_, id, e.goods, -1, where); },
        [&](const ConsolationDelivered& e) { deliver(id, e, where); },
        [&](const HeadcountDelivered& e) {
            once_.see(receipts_.emplace(std::pair(id, e.receipt_no), Receipt{}).second, where);
            move(bags_, id, e.goods, -1, where);
        },
        [](const VisitFailed&) {}, [&](const DeliveryRecalled& e) { recall(id, e, where); },
        [](const ReliefReferred&) {}, [](const GroupSettled&) {});
}

// Out of the budget into the purse, or back.
void OutreachOracles::draw(const Uuid& group, const FundLineId& line, Money amount,
                           const std::string& where) {
    const Uuid& campaign = groups_[group].campaign.uuid;
    Money& drawn = drawn_[{campaign, line}];
    Money& purse = purses_[{group, line}];
    drawn += amount;
    purse += amount;
    cash_.see(drawn <= budgets_[{campaign, line}] && purse >= Money{}, where);
}

void OutreachOracles::hand(const Uuid& group, const FundLineId& line, Money amount,
                           const std::string& where) {
    if (amount == Money{}) return;
    Money& purse = purses_[{group, line}];
    purse -= amount;
    cash_.see(purse >= Money{}, where);
}

void OutreachOracles::move(std::map<PiecesKey, int>& pieces, const Uuid& whose,
                           const std::vector<Goods>& goods, int sign, const std::string& where) {
    for (const Goods& one : goods) {
        int& there = pieces[{whose, one.code}];
        there += sign * one.pieces;
        goods_.see(there >= 0, where);
    }
}

void OutreachOracles::deliver(const Uuid& group, const ConsolationDelivered& e,
                              const std::string& where) {
    const CampaignRef& of = groups_[group];
    const PersonSeason who{of.kind, of.season, e.person};
    once_.see(receipts_.emplace(std::pair(group, e.receipt_no), Receipt{false, who, e.cash}).second,
              where);
    hand(group, e.fund_line, e.cash, where);
    if (e.cash > Money{}) in_cash_[e.delivery.uuid] = {e.person, e.fund_line, e.cash, false};
    move(bags_, group, e.goods, -1, where);
    Money& given = given_[who];
    given += e.cash;
    cap_.see(given <= of.caps.per_season && e.cash <= of.caps.per_time, where);
}

void OutreachOracles::recall(const Uuid& group, const DeliveryRecalled& e,
                             const std::string& where) {
    const auto found = receipts_.find({group, e.receipt_no});
    const bool stood = found != receipts_.end() && !found->second.recalled;
    once_.see(stood && found->second.cash == e.cash, where);
    if (!stood) return;
    found->second.recalled = true;
    if (const auto cash = in_cash_.find(e.delivery.uuid); cash != in_cash_.end()) {
        cash->second.recalled = true;
    }
    hand(group, e.fund_line, -e.cash, where);
    move(bags_, group, e.goods, 1, where);
    given_[found->second.who] -= found->second.cash;
}

std::vector<Oracle> OutreachOracles::verdicts() const {
    return {cash_, goods_, once_, cap_, level_};
}

}  // namespace haven::outreach
