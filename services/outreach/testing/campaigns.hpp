// The Spring Festival of 2023 that tests of outreach are played in: caps of Shandong (docs/rules.md
// R67), a city's campaign, a group with a listed worker of one enterprise.
#pragma once

#include "libs/decider/spec.hpp"
#include "services/outreach/domain/campaign.hpp"
#include "services/outreach/domain/goods_stock.hpp"
#include "services/outreach/domain/visit_group.hpp"

namespace haven::outreach::testing {

using GroupEvents = std::vector<VisitGroup::Event>;

inline Date day(std::string_view text) {
    return Date::parse(text).value();
}
inline Money yuan(std::int64_t amount) {
    return Money::fen(amount * 100);
}

inline const StaffId kClerk = spec::staff(1);
inline const StaffId kLeader = spec::staff(2);
inline const StaffId kApprover = spec::staff(3);
inline const StaffId kFinance = spec::staff(4);
inline const StaffId kWitness = spec::staff(5);
inline const FundLineId kLine = spec::id<FundLineId>(5);
inline const GroupId kGroup = spec::id<GroupId>(60);
inline const StockId kStock = spec::id<StockId>(70);
inline const PersonId kZhao = spec::id<PersonId>(11);
inline const PersonId kQian = spec::id<PersonId>(12);
inline const PersonId kStranger = spec::id<PersonId>(13);
inline const std::string kFirm = "91610300MA00000078";
inline const std::string kOtherFirm = "91610300MA0000009K";

inline CampaignRef warmth_2023(UnionLevel level = UnionLevel::City) {
    return {.campaign = spec::id<CampaignId>(level == UnionLevel::City ? 23 : 24),
            .kind = CampaignKind::Warmth,
            .season = 2023,
            .level = level,
            .first_day = day("2022-12-20"),
            .last_day = day("2023-02-05"),
            .caps = {yuan(3'000), yuan(6'000)}};
}
inline CampaignTerms terms_2023() {
    return {.code = "warmth-2023",
            .ref = warmth_2023(),
            .budget = {{kLine, yuan(2'220'000)}},
            .source = "SD-2022"};
}
inline GroupAssigned group_1() {
    return {.group_no = "warmth-2023-1",
            .of = warmth_2023(),
            .leader = kLeader,
            .stops = {{kFirm, "", day("2023-01-10")}, {"", "610304", day("2023-01-11")}}};
}
inline Recipient zhao(Money plan = yuan(1'000)) {
    return {.person = kZhao,
            .name = {kZhao, "zhao"},
            .kind = RecipientKind::HardshipWorker,
            .enterprise = kFirm,
            .plan = plan,
            .fund_line = kLine,
            .goods = {{"RICE_10KG", 1}}};
}
inline Recipient qian() {
    Recipient row = zhao();
    row.person = kQian;
    row.name = {kQian, "qian"};
    return row;
}
// 10,000 yuan, asked for and handed over.
inline CashAsked asked() {
    return {.campaign = warmth_2023().campaign,
            .fund_line = kLine,
            .amount = yuan(10'000),
            .voucher_no = "V-1",
            .budget = yuan(2'220'000),
            .year = 2023,
            .asker = kFinance,
            .holder = kLeader};
}
inline CashDrawn drawn() {
    return {kLine, yuan(10'000), "V-1", yuan(2'220'000), kFinance};
}
// Assigned, with both on the approved list, 10,000 yuan in the purse and 20 sacks in the bag.
inline GroupEvents on_its_way() {
    return {group_1(),
            RecipientListed{zhao(), kClerk},
            RecipientListed{qian(), kClerk},
            RecipientsApproved{kApprover, 2, yuan(2'000)},
            asked(),
            drawn(),
            GoodsTaken{kStock, "O-1", {{"RICE_10KG", 20}}}};
}
inline Visit visit_zhao() {
    return {.delivery = spec::id<DeliveryId>(91),
            .receipt_no = "S-1/1",
            .person = kZhao,
            .cash = yuan(1'000),
            .fund_line = kLine,
            .cash_reason = CashReason::OnTheSpot,
            .witness = kWitness,
            .goods = {{"RICE_10KG", 1}},
            .visited_on = day("2023-01-10")};
}
inline ConsolationDelivered zhaos() {
    return {.delivery = spec::id<DeliveryId>(91),
            .receipt_no = "S-1/1",
            .campaign = warmth_2023().campaign,
            .campaign_kind = CampaignKind::Warmth,
            .season = 2023,
            .person = kZhao,
            .kind = RecipientKind::HardshipWorker,
            .enterprise = kFirm,
            .cash = yuan(1'000),
            .fund_line = kLine,
            .cash_reason = CashReason::OnTheSpot,
            .witness = kWitness,
            .goods = {{"RICE_10KG", 1}},
            .delivered_on = day("2023-01-10")};
}
// A crew at the gate that is counted, not named.
inline Visit visit_crew(int people = 12) {
    return {.delivery = spec::id<DeliveryId>(92),
            .receipt_no = "S-1/2",
            .people = people,
            .kind = RecipientKind::FrontLineWorker,
            .enterprise = kFirm,
            .goods = {{"RICE_10KG", 12}},
            .visited_on = day("2023-01-10")};
}

template <class Event>
std::vector<Event> with(std::vector<Event> events, std::vector<Event> more) {
    for (auto& event : more) events.push_back(std::move(event));
    return events;
}

}  // namespace haven::outreach::testing
