// A sound history of campaign, store and group, and one damage for each oracle, which that oracle
// and no other sees.
#include "services/outreach/oracles/outreach_oracles.hpp"

#include <gmock/gmock.h>

#include "services/outreach/codec/codec.hpp"
#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::id;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Reader {
  public:
    template <class Codec, class Event>
    Reader& stream(const Uuid& stream, const std::vector<Event>& events) {
        for (const Event& event : events) {
            const log::NewEvent stored = Codec::encode(event);
            log::Record record;
            record.federation = FederationNo{1};
            record.offset = ++offset_;
            record.stream_id = stream;
            record.type = stored.type;
            record.payload = stored.payload;
            oracles_.see(record);
        }
        return *this;
    }
    Reader& campaign(const std::vector<Campaign::Event>& events) {
        return stream<CampaignCodec>(warmth_2023().campaign.uuid, events);
    }
    Reader& store(const std::vector<GoodsStock::Event>& events) {
        return stream<GoodsStockCodec>(kStock.uuid, events);
    }
    Reader& group(const GroupEvents& events) {
        return stream<VisitGroupCodec>(kGroup.uuid, events);
    }
    [[nodiscard]] std::vector<std::string> broken() const {
        std::vector<std::string> names;
        for (const audit::Oracle& oracle : oracles_.verdicts()) {
            if (!oracle.holds()) names.push_back(oracle.name);
        }
        return names;
    }
    [[nodiscard]] std::int64_t counted() const {
        std::int64_t sum = 0;
        for (const audit::Oracle& oracle : oracles_.verdicts()) sum += oracle.counted;
        return sum;
    }

  private:
    OutreachOracles oracles_;
    std::int64_t offset_ = 0;
};

// Budget, store and a group on its way with Zhao's delivery.
Reader sound() {
    Reader reader;
    reader.campaign({CampaignLaunched{terms_2023()}})
        .store({StockOpened{"store-1"}, GoodsReceived{{{"RICE_10KG", 20}}, "R-1"},
                GoodsIssued{kGroup, {{"RICE_10KG", 20}}, "O-1"}})
        .group(on_its_way())
        .group({zhaos()});
    return reader;
}
DeliveryRecalled recalled() {
    return {zhaos().delivery, "S-1/1", kZhao, yuan(1'000), kLine, zhaos().goods, "DAMAGED"};
}

TEST(OutreachOracles, ASoundHistoryHoldsAlsoWhenAllGoesBack) {
    Reader reader = sound();
    EXPECT_THAT(reader.broken(), IsEmpty());
    EXPECT_GT(reader.counted(), 6);
    reader.group({recalled(), CashGivenBack{kLine, yuan(10'000), "B-1", kFinance},
                  GoodsGivenBack{kStock, "B-2", {{"RICE_10KG", 20}}}});
    reader.store({StockReturned{kGroup, {{"RICE_10KG", 20}}, "B-2"},
                  StockLost{{{"RICE_10KG", 20}}, "SPOILT", "L-1"}});
    EXPECT_THAT(reader.broken(), IsEmpty());
}

TEST(OutreachOracles, I31_CashAboveTheBudgetOrOutOfAnEmptyPurseIsSeen) {
    const CashDrawn more{kLine, yuan(2'210'001), "V-2", yuan(2'220'000), kFinance};
    EXPECT_THAT(sound().group({more}).broken(), ElementsAre("CASH_CONSERVES"));
    const CashGivenBack back{kLine, yuan(9'001), "B-1", kFinance};
    EXPECT_THAT(sound().group({back}).broken(), ElementsAre("CASH_CONSERVES"));
    EXPECT_THAT(
        sound().campaign({BudgetRaised{kLine, yuan(2'220'001), "D-1"}}).group({more}).broken(),
        IsEmpty());
}

TEST(OutreachOracles, I31_GoodsThatWereNotThereAreSeen) {
    EXPECT_THAT(sound().store({GoodsIssued{kGroup, {{"RICE_10KG", 1}}, "O-2"}}).broken(),
                ElementsAre("GOODS_CONSERVE"));
    EXPECT_THAT(sound().group({GoodsLost{{{"RICE_10KG", 20}}, "WET", "L-1"}}).broken(),
                ElementsAre("GOODS_CONSERVE"));
}

TEST(OutreachOracles, AReceiptThatStandsTwiceOrIsRecalledTwiceIsSeen) {
    ConsolationDelivered twice = zhaos();
    twice.person = kQian;
    EXPECT_THAT(sound().group({twice}).broken(), ElementsAre("DELIVERED_ONCE"));
    EXPECT_THAT(sound().group({recalled(), recalled()}).broken(), ElementsAre("DELIVERED_ONCE"));
    DeliveryRecalled never = recalled();
    never.receipt_no = "S-9/9";
    EXPECT_THAT(sound().group({never}).broken(), ElementsAre("DELIVERED_ONCE"));
}

TEST(OutreachOracles, I12_APersonAboveTheCapOfTheSeasonIsSeen) {
    ConsolationDelivered more = zhaos();
    more.goods.clear();
    more.cash = yuan(3'000);
    more.receipt_no = "S-1/2";
    EXPECT_THAT(sound().group({more}).broken(), IsEmpty());
    ConsolationDelivered above = more;
    above.cash = yuan(2'001);
    above.receipt_no = "S-1/3";
    EXPECT_THAT(sound().group({more, above}).broken(), ElementsAre("SEASON_CAP"));
    above.cash = yuan(3'001);
    EXPECT_THAT(sound().group({above}).broken(), ElementsAre("SEASON_CAP"));
}

TEST(OutreachOracles, I32_AGroupOfAnotherLevelAndAClosingThatCountsMoreAreSeen) {
    Reader city;
    GroupAssigned of_county = group_1();
    of_county.of = warmth_2023(UnionLevel::County);
    city.campaign({CampaignLaunched{terms_2023()}}).group({of_county});
    EXPECT_THAT(city.broken(), ElementsAre("ONE_LEVEL"));
    CampaignClosed closed{.groups = 1, .person_times = 1, .distinct_persons = 1};
    EXPECT_THAT(sound().campaign({closed}).broken(), IsEmpty());
    EXPECT_THAT(sound().group({recalled()}).campaign({closed}).broken(), ElementsAre("ONE_LEVEL"));
    closed.person_times = 2;
    EXPECT_THAT(sound().campaign({closed}).broken(), ElementsAre("ONE_LEVEL"));
}

}  // namespace
}  // namespace haven::outreach::testing
