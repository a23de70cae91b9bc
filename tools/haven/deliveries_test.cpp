// The events of both services as their logs hold them, and one difference planted in each row.
#include "tools/haven/deliveries.hpp"

#include <gmock/gmock.h>

#include "services/outreach/codec/codec.hpp"
#include "services/outreach/testing/campaigns.hpp"

namespace haven {
namespace {

namespace out = haven::outreach;
namespace pay = haven::disbursement;
using namespace haven::outreach::testing;
using ::testing::HasSubstr;

const pay::CashAdvanceId kAdvance = spec::id<pay::CashAdvanceId>(1);

// What disbursement makes of a delivery.
pay::CashReliefPaid booked(const out::ConsolationDelivered& e) {
    return {.advance = kAdvance,
            .relief = pay::CashReliefId{e.delivery.uuid},
            .person = e.person,
            .amount = e.cash,
            .item = pay::AidItem::Temporary,
            .year = e.season,
            .fund_line = pay::FundLineId{e.fund_line.uuid},
            .receipt_no = e.receipt_no,
            .witness = e.witness,
            .paid_on = e.delivered_on,
            .reason = "ON_THE_SPOT",
            .campaign = {pay::CampaignId{e.campaign.uuid}, pay::VisitGroupId{kGroup.uuid}}};
}
out::ConsolationDelivered qians() {
    out::ConsolationDelivered e = zhaos();
    e.delivery = spec::id<out::DeliveryId>(93);
    e.receipt_no = "S-1/3";
    e.person = kQian;
    return e;
}
out::DeliveryRecalled recalled(const out::ConsolationDelivered& e) {
    return {e.delivery, e.receipt_no, e.person, e.cash, e.fund_line, e.goods, "WRONG_PERSON"};
}
pay::CashReliefTakenBack taken_back(const out::ConsolationDelivered& e) {
    const auto paid = booked(e);
    return {kAdvance,       paid.relief,    paid.amount,  paid.fund_line,
            e.delivered_on, "WRONG_PERSON", paid.campaign};
}

struct Logs {
    GroupEvents group;
    std::vector<pay::CashAdvance::Event> advance;
};
Logs sound() {
    return {with(on_its_way(), {zhaos(), qians(), recalled(qians())}),
            {booked(zhaos()), booked(qians()), taken_back(qians())}};
}

audit::Oracle verdict(const Logs& logs) {
    out::OutreachOracles visits;
    std::int64_t offset = 0;
    for (const auto& event : logs.group) {
        const log::NewEvent stored = out::VisitGroupCodec::encode(event);
        log::Record record;
        record.federation = FederationNo{1};
        record.offset = ++offset;
        record.stream_id = kGroup.uuid;
        record.type = stored.type;
        record.payload = stored.payload;
        visits.see(record);
    }
    pay::CashOracles cash;
    for (const auto& event : logs.advance) cash.fold(kAdvance, event, "planted");
    return deliveries_booked_once(visits.cash(), cash.of_groups());
}

TEST(DeliveriesBookedOnce, HoldsOfASoundPairOfLogsAndPassesGoodsAndOtherCash) {
    Logs logs = sound();
    out::ConsolationDelivered goods = zhaos();
    goods.delivery = spec::id<out::DeliveryId>(95);
    goods.receipt_no = "S-1/5";
    goods.cash = {};
    logs.group.emplace_back(goods);
    pay::CashReliefPaid desk = booked(zhaos());
    desk.relief = spec::id<pay::CashReliefId>(99);
    desk.campaign = {};
    logs.advance.emplace_back(desk);
    EXPECT_TRUE(verdict(logs).holds());
    EXPECT_EQ(verdict(logs).counted, 2);
}

TEST(DeliveriesBookedOnce, SeesEachPlantedDifference) {
    const auto planted = [](const char* what, auto plant) {
        Logs logs = sound();
        plant(logs);
        const auto oracle = verdict(logs);
        EXPECT_FALSE(oracle.holds()) << what;
        EXPECT_EQ(oracle.faults, 1) << what;
    };
    const auto at = [](Logs& logs, std::size_t i) -> pay::CashReliefPaid& {
        return std::get<pay::CashReliefPaid>(logs.advance[i]);
    };
    planted("a delivery was not booked", [](Logs& l) { l.advance.erase(l.advance.begin()); });
    planted("a delivery was booked twice",
            [](Logs& l) { l.advance.emplace_back(booked(zhaos())); });
    planted("booked without a delivery", [](Logs& l) {
        auto paid = booked(zhaos());
        paid.relief = spec::id<pay::CashReliefId>(99);
        l.advance.emplace_back(paid);
    });
    planted("another sum", [&](Logs& l) { at(l, 0).amount = yuan(999); });
    planted("another person", [&](Logs& l) { at(l, 0).person = kQian; });
    planted("another fund line",
            [&](Logs& l) { at(l, 0).fund_line = spec::id<pay::FundLineId>(98); });
    planted("recalled and not taken back", [](Logs& l) { l.advance.pop_back(); });
    planted("taken back and not recalled",
            [](Logs& l) { l.advance.emplace_back(taken_back(zhaos())); });
    planted("taken back twice", [](Logs& l) { l.advance.emplace_back(taken_back(qians())); });
}

}  // namespace
}  // namespace haven
