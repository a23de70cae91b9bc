// A Spring Festival of the city and one of its counties (docs/rules.md R64 to R69). A group sets
// out with an approved list, cash on a voucher and twenty sacks of rice. One family is away, one
// has moved, one declines; a receipt was signed by the wrong person; a courier on the road has not
// been paid for months. The county visits one of the city's people too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/registry/v1/registry_service.grpc.pb.h"
#include "tests/suite/outreach.hpp"
#include "tests/suite/referrals.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
namespace pay = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using access::Role;
using Visits = out::VisitService::Stub;

constexpr const char* kWarmth = "warmth-2020";
constexpr const char* kGroup = "warmth-2020-1";

class ASpringFestival : public testing::Test {
  protected:
    ASpringFestival() {
        std::vector<Applicant> people;
        for (int i = 0; i < 5; ++i) people.push_back(worker(i));
        EXPECT_EQ(office_.launch(kWarmth), "OK");
        EXPECT_EQ(office_.assign(kGroup, kWarmth), "OK");
        EXPECT_EQ(office_.list(kGroup, people, 1'000, &ids_), "OK");
        EXPECT_EQ(office_.approve(kGroup, 5, 5'000), "OK");
        EXPECT_EQ(office_.draw(kGroup, 5'000, "V-1"), "OK");
        EXPECT_EQ(office_.open_store("store-1"), "OK");
        EXPECT_EQ(office_.issue("store-1", kGroup, 20, "O-1"), "OK");
        suite_.settle();
    }

    out::VisitInput visit(const std::string& receipt, std::size_t whom, int sacks = 1) {
        auto visit = Outreach::visit(receipt, ids_.at(whom), 1'000, suite_.today());
        out::Goods& rice = *visit.add_goods();
        rice.set_code("RICE_10KG");
        rice.set_pieces(sacks);
        return visit;
    }
    out::VisitInput failed(std::size_t whom, out::VisitFailure why) {
        out::VisitInput visit;
        visit.set_person_id(ids_.at(whom));
        visit.set_visited_on(suite_.today().to_string());
        visit.set_failure(why);
        return visit;
    }
    out::VisitInput courier() {
        auto visit = Outreach::visit("S-1/9", "", 500, suite_.today());
        visit.set_name("钱小");
        visit.set_id_number(worker(9).id_number());
        visit.set_kind(out::RECIPIENT_KIND_NEW_FORM_WORKER);
        visit.set_off_list_reason("MET_ON_THE_ROAD");
        visit.add_signs(out::HARDSHIP_SIGN_NO_PAY);
        visit.set_refer_to_federation(kCounty.value);
        return visit;
    }
    std::string recall(const std::string& receipt) {
        out::RecallDeliveryRequest request;
        request.set_group(kGroup);
        request.set_receipt_no(receipt);
        request.set_reason("WRONG_PERSON");
        return office_.ask(Role::Caseworker, kCity, &Visits::RecallDelivery, request);
    }
    std::string strike(std::size_t whom) {
        out::StrikeRecipientRequest request;
        request.set_group(kGroup);
        request.set_person_id(ids_.at(whom));
        request.set_reason("DECLINED");
        return office_.ask(Role::Caseworker, kCity, &Visits::StrikeRecipient, request);
    }
    std::string goods_back(int sacks, const std::string& number) {
        out::GiveGoodsBackRequest request;
        request.set_group(kGroup);
        request.set_stock("store-1");
        out::Goods& rice = *request.add_goods();
        rice.set_code("RICE_10KG");
        rice.set_pieces(sacks);
        request.set_return_no(number);
        return office_.ask(Role::Caseworker, kCity, &Visits::GiveGoodsBack, request);
    }

    Line line_;
    Suite& suite_ = line_.suite();
    Outreach office_{suite_};
    std::vector<std::string> ids_;
};

TEST_F(ASpringFestival, EndsWithEveryYuanAndEverySackAccountedFor) {
    ASSERT_EQ(office_.record(kGroup, {visit("S-1/1", 0), visit("S-1/2", 1),
                                      failed(2, out::VISIT_FAILURE_ABSENT),
                                      failed(3, out::VISIT_FAILURE_MOVED),
                                      failed(4, out::VISIT_FAILURE_DECLINED), courier()}),
              "OK");
    // The second receipt was signed by a neighbour: what she had comes back.
    ASSERT_EQ(recall("S-1/2"), "OK");
    EXPECT_EQ(office_.record(kGroup, {visit("S-1/2", 1)}), "OK") << "the old note brings nothing";
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 150'000);
    // The next day the one who was away is there.
    suite_.advance(suite_.today().plus_days(1));
    ASSERT_EQ(office_.record(kGroup, {visit("S-2/1", 2, 2)}), "OK");
    ASSERT_EQ(strike(4), "OK");

    ASSERT_EQ(office_.settle(kGroup), "CASH_OUTSTANDING");
    ASSERT_EQ(office_.give_cash_back(kGroup, 2'500, "B-1"), "OK");
    ASSERT_EQ(office_.settle(kGroup), "GOODS_OUTSTANDING");
    ASSERT_EQ(goods_back(17, "B-2"), "OK");
    suite_.settle();
    ASSERT_EQ(office_.settle(kGroup), "OK");
    ASSERT_EQ(office_.close(kWarmth), "OK");
    EXPECT_EQ(office_.store("store-1").lines(0).in_store(), 17);
    EXPECT_EQ(office_.store("store-1").lines(0).with_groups(), 3);
    // Disbursement has booked the same: what was signed for, what came back, what is left.
    ASSERT_EQ(office_.confirm_count(kGroup), "OK");
    suite_.settle();
    const auto advance = office_.advance_of(kGroup);
    EXPECT_EQ(advance.state(), pay::CASH_STATE_SETTLED);
    EXPECT_EQ(advance.amount_fen(), 500'000);
    EXPECT_EQ(advance.spent_fen(), 250'000);
    EXPECT_EQ(advance.counted_fen(), 250'000);
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
    const auto sums = office_.campaign(kWarmth).sums();
    EXPECT_EQ(sums.spent_fen(), 250'000);
    EXPECT_EQ(sums.person_times(), 3);
    EXPECT_EQ(sums.distinct_persons(), 3);
    EXPECT_EQ(office_.figure("outreach.city2020.hardship_workers"), 2) << "the courier is none";
}

TEST_F(ASpringFestival, MeetsACourierWhomTheCountysRegistryGoesAndSees) {
    ASSERT_EQ(office_.record(kGroup, {courier()}), "OK");
    suite_.settle();
    suite_.restart([] {});
    ASSERT_EQ(office_.record(kGroup, {courier()}), "OK") << "noted again";
    suite_.settle();
    Referrals referrals(suite_);
    const auto found = referrals.list();
    ASSERT_EQ(found.size(), 1U) << "referred once";
    EXPECT_EQ(found[0].source(), reg::REFERRAL_SOURCE_CAMPAIGN);
    EXPECT_EQ(found[0].state(), reg::REFERRAL_STATE_VISIT);
    EXPECT_EQ(found[0].name(), "钱小");
    EXPECT_THAT(referrals.list(kOtherCounty), ::testing::IsEmpty());
    EXPECT_THAT(office_.parked(), ::testing::IsEmpty());
}

TEST_F(ASpringFestival, IsTheCountysTooAndNobodyIsCountedUnderTheOther) {
    ASSERT_EQ(office_.record(kGroup, {visit("S-1/1", 0)}), "OK");
    ASSERT_EQ(office_.launch("county-2020", kCounty), "OK");
    ASSERT_EQ(office_.assign("county-2020-1", "county-2020", kCounty), "OK");
    std::vector<std::string> same;
    ASSERT_EQ(office_.list("county-2020-1", {worker(0)}, 2'000, &same, kCounty), "OK");
    ASSERT_EQ(office_.approve("county-2020-1", 1, 2'000, kCounty), "OK");
    ASSERT_EQ(office_.draw("county-2020-1", 2'000, "V-1", kCounty), "OK");
    ASSERT_EQ(office_.record("county-2020-1",
                             {Outreach::visit("S-1/1", same.at(0), 2'000, suite_.today(), kCounty)},
                             kCounty),
              "OK");
    EXPECT_EQ(office_.figure("outreach.city2020.fen"), 100'000);
    EXPECT_EQ(office_.figure("outreach.county2020.fen"), 200'000);
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 2);
    EXPECT_EQ(office_.figure("outreach.warmth.distinct_persons"), 1);
}

}  // namespace
}  // namespace haven::spec
