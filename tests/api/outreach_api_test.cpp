// A Spring Festival over gRPC on the running suite: campaign, lists, cash, goods and visits of city
// and county, what each office does and sees, and what it does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/outreach.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Campaigns = out::CampaignService::Stub;
using Visits = out::VisitService::Stub;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kWarmth = "warmth-2020";
constexpr const char* kGroup = "warmth-2020-1";

class OutreachApi : public testing::Test {
  protected:
    // The city's group on its way with two listed workers, 1,000 yuan each.
    std::vector<std::string> on_its_way() {
        EXPECT_EQ(office_.launch(kWarmth), "OK");
        EXPECT_EQ(office_.assign(kGroup, kWarmth), "OK");
        std::vector<std::string> ids;
        EXPECT_EQ(office_.list(kGroup, {worker(1), worker(2)}, 1'000, &ids), "OK");
        EXPECT_EQ(office_.approve(kGroup, 2, 2'000), "OK");
        EXPECT_EQ(office_.draw(kGroup, 2'000, "V-1"), "OK");
        return ids;
    }
    out::VisitInput visit(const std::string& receipt, const std::string& person,
                          std::int64_t yuan = 1'000) {
        return Outreach::visit(receipt, person, yuan, suite_.today());
    }
    out::ListRecipientsResponse recipients(Role role, FederationNo federation,
                                           const std::string& purpose,
                                           std::string* answer = nullptr) {
        out::ListRecipientsRequest request;
        request.set_group(kGroup);
        request.set_purpose(purpose);
        out::ListRecipientsResponse response;
        const std::string said =
            office_.ask(role, federation, &Visits::ListRecipients, request, &response);
        if (answer != nullptr) *answer = said;
        return response;
    }

    Line line_;  // with a bank: a suite without one is never idle
    Suite& suite_ = line_.suite();
    Outreach office_{suite_};
};

TEST_F(OutreachApi, AFestivalFromTheBudgetToTheClosedCampaignAndItsFigures) {
    const auto ids = on_its_way();
    ASSERT_EQ(office_.open_store("store-1"), "OK");
    ASSERT_EQ(office_.issue("store-1", kGroup, 12, "O-1"), "OK");
    suite_.settle();
    out::VisitInput crew;
    crew.set_receipt_no("S-1/3");
    crew.set_people(12);
    crew.set_kind(out::RECIPIENT_KIND_FRONT_LINE_WORKER);
    crew.set_enterprise(kVisitedFirm);
    crew.set_visited_on(suite_.today().to_string());
    out::Goods& rice = *crew.add_goods();
    rice.set_code("RICE_10KG");
    rice.set_pieces(12);
    const std::vector<out::VisitInput> day{visit("S-1/1", ids[0]), visit("S-1/2", ids[1], 800),
                                           crew};
    ASSERT_EQ(office_.record(kGroup, day), "OK");
    EXPECT_EQ(office_.record(kGroup, day), "OK") << "the day's notes once more";
    EXPECT_EQ(office_.settle(kGroup), "CASH_OUTSTANDING");
    EXPECT_EQ(office_.close(kWarmth), "GROUPS_UNSETTLED");
    ASSERT_EQ(office_.give_cash_back(kGroup, 200, "B-1"), "OK");
    ASSERT_EQ(office_.settle(kGroup), "OK");
    ASSERT_EQ(office_.close(kWarmth), "OK");

    const auto campaign = office_.campaign(kWarmth);
    EXPECT_TRUE(campaign.campaign().closed());
    EXPECT_EQ(campaign.sums().spent_fen(), 180'000);
    EXPECT_EQ(campaign.sums().headcount(), 12);
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 180'000);
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 2);
    EXPECT_EQ(office_.figure("outreach.warmth.headcount"), 12);
    EXPECT_EQ(office_.figure("outreach.city2020.hardship_workers"), 2);
    EXPECT_EQ(office_.figure("outreach.city2020.groups"), 1);
    EXPECT_EQ(office_.figure("outreach.city2020.enterprises"), 1);
    ASSERT_EQ(office_.store("store-1").lines_size(), 1);
    EXPECT_EQ(office_.store("store-1").lines(0).in_store(), 8);
    EXPECT_EQ(office_.store("store-1").lines(0).with_groups(), 12);
}

TEST_F(OutreachApi, I32_CityAndCountyStandUnderTheirOwnLevelAndAPersonOfBothIsOne) {
    const auto ids = on_its_way();
    ASSERT_EQ(office_.record(kGroup, {visit("S-1/1", ids[0])}), "OK");
    ASSERT_EQ(office_.launch("county-2020", kCounty), "OK");
    ASSERT_EQ(office_.assign("county-2020-1", "county-2020", kCounty), "OK");
    std::vector<std::string> same;
    ASSERT_EQ(office_.list("county-2020-1", {worker(1)}, 500, &same, kCounty), "OK");
    EXPECT_EQ(same.at(0), ids[0]) << "the same person in every union";
    ASSERT_EQ(office_.approve("county-2020-1", 1, 500, kCounty), "OK");
    ASSERT_EQ(office_.draw("county-2020-1", 500, "V-1", kCounty), "OK");
    ASSERT_EQ(
        office_.record("county-2020-1",
                       {Outreach::visit("S-1/1", same[0], 500, suite_.today(), kCounty)}, kCounty),
        "OK");
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 150'000);
    EXPECT_EQ(office_.figure("outreach.city2020.fen"), 100'000);
    EXPECT_EQ(office_.figure("outreach.county2020.fen"), 50'000);
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 2);
    EXPECT_EQ(office_.figure("outreach.warmth.distinct_persons"), 1);
    // The county sees its own.
    EXPECT_EQ(office_.figure("outreach.warmth.fen", kCounty), 50'000);
    EXPECT_EQ(office_.figure("outreach.city2020.fen", kCounty), 0);
}

// R81: 梯度帮扶, one step a person at a time.
TEST_F(OutreachApi, WhoIsOnAFileStandsOnAHigherStepOfTheLadderThanTheWarmthOfTheSeason) {
    const auto family = three_people(0, "9999990000000000014");
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    std::vector<std::string> ids;
    ASSERT_EQ(office_.list(kGroup, {worker(1), family[0], family[1]}, 1'000, &ids), "OK");
    ASSERT_EQ(office_.approve(kGroup, 3, 3'000), "OK");
    ASSERT_EQ(office_.draw(kGroup, 3'000, "V-1"), "OK");
    EXPECT_EQ(office_.figure("ladder.warmth"), 0) << "nobody was given anything yet";
    ASSERT_EQ(office_.record(
                  kGroup, {visit("S-1/1", ids[0]), visit("S-1/2", ids[1]), visit("S-1/3", ids[2])}),
              "OK");
    EXPECT_EQ(office_.figure("ladder.warmth"), 3);
    const std::string visited = suite_.today().to_string();

    // The county takes the couple on file: head and wife are on the family's step, wherever the
    // visit was.
    const Family file = line_.take_on_file(kCounty, family);
    suite_.settle();
    ASSERT_EQ(file.person_ids[0], ids[1]);
    EXPECT_EQ(office_.figure("ladder.warmth"), 1);
    EXPECT_EQ(office_.figure("outreach.warmth.distinct_persons"), 3) << "visited all the same";
    EXPECT_EQ(office_.figure("ladder.warmth", kCity, visited), 3) << "as it was on that day";

    registry::v1::CancelFileRequest moved;
    moved.set_household_id(file.household_id);
    moved.set_kind(registry::v1::EXIT_KIND_MOVED);
    ASSERT_EQ(office_.ask(Role::Approver, kCounty, &registry::v1::RegistryService::Stub::CancelFile,
                          moved),
              "OK");
    suite_.settle();
    EXPECT_EQ(office_.figure("ladder.warmth"), 3);
}

TEST_F(OutreachApi, I12_TheCapOfTheSeasonIsThePersonsInEveryUnion) {
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    ASSERT_EQ(office_.list(kGroup, {worker(1)}, 3'001), "ABOVE_CAP");
    ASSERT_EQ(office_.list(kGroup, {worker(1)}, 3'000), "OK");
    ASSERT_EQ(office_.launch("county-2020", kCounty), "OK");
    ASSERT_EQ(office_.assign("county-2020-1", "county-2020", kCounty), "OK");
    ASSERT_EQ(office_.list("county-2020-1", {worker(1)}, 3'000, nullptr, kCounty), "OK");
    ASSERT_EQ(office_.launch("other-2020", kOtherCounty), "OK");
    ASSERT_EQ(office_.assign("other-2020-1", "other-2020", kOtherCounty), "OK");
    EXPECT_EQ(office_.list("other-2020-1", {worker(1)}, 1, nullptr, kOtherCounty), "QUOTA_FULL");
    // Special money is under a cap of its own.
    ASSERT_EQ(office_.launch("medical-2020", kCity, out::CAMPAIGN_KIND_SPECIAL), "OK");
    ASSERT_EQ(office_.assign("medical-2020-1", "medical-2020"), "OK");
    EXPECT_EQ(office_.list("medical-2020-1", {worker(1)}, 1), "OK");
}

TEST_F(OutreachApi, NamesAreOpenedForAPurposeOnlyAndNeverNumbers) {
    on_its_way();
    const auto closed = recipients(Role::Caseworker, kCity, "");
    ASSERT_EQ(closed.recipients_size(), 2);
    EXPECT_THAT(closed.recipients(0).name(), IsEmpty());
    const auto opened = recipients(Role::Caseworker, kCity, "CASE_WORK");
    EXPECT_EQ(opened.recipients(0).name(), "林国强");
    std::string answer;
    recipients(Role::Caseworker, kCity, "CURIOSITY", &answer);
    EXPECT_EQ(answer, "INVALID_PURPOSE");
    recipients(Role::Caseworker, kCounty, "CASE_WORK", &answer);
    EXPECT_EQ(answer, "GROUP_MISSING");
    EXPECT_THAT(suite_.refusals(), Not(HasSubstr(worker(1).id_number())));
}

TEST_F(OutreachApi, ADayIsTakenInWholeOrNotAtAllAndTheErrorNamesRowAndField) {
    const auto ids = on_its_way();
    EXPECT_EQ(office_.record(kGroup, {visit("S-1/1", ids[0]), visit("S-1/2", ids[1], 1'001)}),
              "ABOVE_PLAN");
    EXPECT_EQ(office_.figure("outreach.warmth.fen"), 0);
    ASSERT_EQ(office_.record(kGroup, {visit("S-1/1", ids[0])}), "OK");
    EXPECT_EQ(office_.record(kGroup, {visit("S-1/2", ids[1]), visit("S-1/1", ids[0], 900)}),
              "DELIVERY_DIFFERS");
    EXPECT_THAT(suite_.refusals(), HasSubstr("cash_fen"));
    out::VisitInput bad = visit("S-1/2", ids[1]);
    bad.set_visited_on("yesterday");
    EXPECT_EQ(office_.record(kGroup, {visit("S-1/1", ids[0]), bad}), "INVALID_DATE");
    EXPECT_THAT(suite_.refusals(), HasSubstr("visits[1].visited_on"));
    EXPECT_EQ(office_.figure("outreach.warmth.person_times"), 1);
}

TEST_F(OutreachApi, SomebodyOnNoListIsResolvedSealedAndGivenItWithAReason) {
    on_its_way();
    out::VisitInput stranger = visit("S-1/9", "");
    stranger.set_name("钱小");
    stranger.set_id_number(worker(3).id_number());
    stranger.set_kind(out::RECIPIENT_KIND_NEW_FORM_WORKER);
    EXPECT_EQ(office_.record(kGroup, {stranger}), "NOT_ON_LIST");
    stranger.set_off_list_reason("ON_THE_WAY");
    stranger.add_signs(out::HARDSHIP_SIGN_NO_PAY);
    stranger.set_refer_to_federation(99);
    EXPECT_EQ(office_.record(kGroup, {stranger}), "INVALID_FEDERATION");
    stranger.set_refer_to_federation(kCounty.value);
    ASSERT_EQ(office_.record(kGroup, {stranger}), "OK");
    out::ListDeliveriesRequest request;
    request.set_group(kGroup);
    out::ListDeliveriesResponse response;
    ASSERT_EQ(office_.ask(Role::Auditor, kCity, &Visits::ListDeliveries, request, &response), "OK");
    ASSERT_EQ(response.deliveries_size(), 1);
    EXPECT_EQ(response.deliveries(0).off_list_reason(), "ON_THE_WAY");
    EXPECT_EQ(recipients(Role::Caseworker, kCity, "CASE_WORK").recipients_size(), 3);
}

TEST_F(OutreachApi, ARepeatedCommandIsAnsweredOnceAndAnotherBodyUnderItsIdIsRefused) {
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    out::DrawCashRequest draw;
    draw.set_command_id(Suite::new_id());
    draw.set_group(kGroup);
    draw.set_fund_line("warmth-2020-1");
    draw.set_amount_fen(100);
    draw.set_voucher_no("V-2");
    out::DrawCashResponse first, again;
    ASSERT_EQ(office_.ask(Role::FinanceMaker, kCity, &Visits::DrawCash, draw, &first), "OK");
    ASSERT_EQ(office_.ask(Role::FinanceMaker, kCity, &Visits::DrawCash, draw, &again), "OK");
    EXPECT_EQ(first.reply().offset(), again.reply().offset());
    draw.set_amount_fen(200);
    EXPECT_EQ(office_.ask(Role::FinanceMaker, kCity, &Visits::DrawCash, draw), "COMMAND_ID_REUSED");
    suite_.settle();
    EXPECT_EQ(office_.group(kGroup).purse(0).drawn_fen(), 0) << "asked for, not handed over";
    EXPECT_EQ(office_.advance_of(kGroup).amount_fen(), 100);
}

}  // namespace
}  // namespace haven::spec
