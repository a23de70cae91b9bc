#include "services/outreach/domain/visit_group.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;
using spec::id;

// On the day of the visit, the clerk at the desk.
spec::Given<VisitGroup> on_the_road(const GroupEvents& more = {}) {
    return given<VisitGroup>(with(on_its_way(), more)).by(kClerk).on("2023-01-10");
}

TEST(VisitGroup, HasALeaderAndAnItineraryOfTheCampaignsDays) {
    given<VisitGroup>().when(AssignGroup{group_1()}).then({group_1()});
    given<VisitGroup>({group_1()}).when(AssignGroup{group_1()}).then_nothing();
    given<VisitGroup>().when(AssignGroup{group_1(), true}).refused("CAMPAIGN_CLOSED");
    const auto assign = [](auto change) {
        GroupAssigned group = group_1();
        change(group);
        return given<VisitGroup>().when(AssignGroup{group});
    };
    assign([](auto& g) { g.leader = {}; }).refused("LEADER_MISSING");
    assign([](auto& g) { g.stops.clear(); }).refused("INVALID_STOPS");
    assign([](auto& g) { g.stops[0].planned_on = day("2023-02-06"); }).refused("INVALID_STOPS");
    assign([](auto& g) { g.stops.push_back(g.stops[0]); }).refused("INVALID_STOPS");
    assign([](auto& g) { g.of.campaign = {}; }).refused("CAMPAIGN_MISSING");
}

TEST(VisitGroup, AnEnterpriseOfListedPeopleStaysOnTheItinerary) {
    const std::vector<Stop> elsewhere{{kOtherFirm, "", day("2023-01-12")}};
    given<VisitGroup>({group_1()})
        .when(ChangeItinerary{kLeader, elsewhere})
        .then({ItineraryChanged{kLeader, elsewhere}});
    given<VisitGroup>({group_1(), RecipientListed{zhao(), kClerk}})
        .when(ChangeItinerary{kLeader, elsewhere})
        .refused("STOP_IN_USE");
}

TEST(VisitGroup, ListsPeopleByNameWhetherTheyAreOnFileOrNot) {
    given<VisitGroup>({group_1()})
        .when(ListRecipients{{zhao(), qian()}})
        .then({RecipientListed{zhao(), kClerk}, RecipientListed{qian(), kClerk}});
    const GroupEvents listed{group_1(), RecipientListed{zhao(), kClerk}};
    Recipient again = zhao();
    again.name.cipher = "sealed by another request";
    given<VisitGroup>(listed).when(ListRecipients{{again}}).then_nothing();
    again.plan = yuan(999);
    given<VisitGroup>(listed).when(ListRecipients{{again}}).refused("RECIPIENT_LISTED");
    given<VisitGroup>({group_1()})
        .when(ListRecipients{{zhao(), zhao()}})
        .refused("RECIPIENT_LISTED");
    Recipient elsewhere = zhao();
    elsewhere.enterprise = kOtherFirm;
    given<VisitGroup>({group_1()})
        .when(ListRecipients{{elsewhere}})
        .refused("ENTERPRISE_NOT_VISITED");
    Recipient empty = zhao(Money{});
    empty.goods.clear();
    given<VisitGroup>({group_1()}).when(ListRecipients{{empty}}).refused("NOTHING_PLANNED");
}

TEST(VisitGroup, I12_NobodyIsGivenMoreThanTheCapAtATime) {
    given<VisitGroup>({group_1()})
        .when(ListRecipients{{zhao(yuan(3'000))}})
        .then({RecipientListed{zhao(yuan(3'000)), kClerk}});
    given<VisitGroup>({group_1()})
        .when(ListRecipients{{zhao(yuan(3'000) + Money::fen(1))}})
        .refused("ABOVE_CAP");
}

TEST(VisitGroup, I12_APlanHoldsThePersonsSumOfTheSeasonUntilItIsGivenUp) {
    const auto effects = [](const GroupEvents& history, const VisitGroup::Event& event) {
        return VisitGroup::effects(given<VisitGroup>(with(history, {event})).state(), event);
    };
    const std::string claim =
        "consolation/" + warmth_2023().campaign.to_string() + '/' + kZhao.to_string();
    const std::string season = "consolation-season/1/2023/" + kZhao.to_string();
    const GroupEvents listed{group_1(), RecipientListed{zhao(), kClerk}};

    const auto take = effects({group_1()}, RecipientListed{zhao(), kClerk});
    EXPECT_EQ(take.claims, (std::vector<ClaimChange>{{ClaimChange::Kind::Take, claim}}));
    EXPECT_EQ(take.quotas, (std::vector<QuotaChange>{{season, 100'000, 600'000}}));
    const auto strike = effects(listed, RecipientStruck{kZhao, "LEFT"});
    EXPECT_EQ(strike.claims, (std::vector<ClaimChange>{{ClaimChange::Kind::Free, claim}}));
    EXPECT_EQ(strike.quotas, (std::vector<QuotaChange>{{season, -100'000, 600'000}}));
    ConsolationDelivered less = zhaos();
    less.cash = yuan(800);
    const auto deliver = effects(on_its_way(), less);
    EXPECT_TRUE(deliver.claims.empty());
    EXPECT_EQ(deliver.quotas, (std::vector<QuotaChange>{{season, -20'000, 600'000}}));
    const DeliveryRecalled back{less.delivery, less.receipt_no, kZhao,         less.cash,
                                kLine,         less.goods,      "WRONG_PERSON"};
    const auto recall = effects(with(on_its_way(), {less}), back);
    EXPECT_EQ(recall.claims, (std::vector<ClaimChange>{{ClaimChange::Kind::Free, claim}}));
    EXPECT_EQ(recall.quotas, (std::vector<QuotaChange>{{season, -80'000, 600'000}}));
    const auto settle = effects(listed, GroupSettled{1});
    EXPECT_EQ(settle.claims, (std::vector<ClaimChange>{{ClaimChange::Kind::Free, claim}}));
    EXPECT_EQ(settle.quotas, (std::vector<QuotaChange>{{season, -100'000, 600'000}}));
}

TEST(VisitGroup, I17_WhoListedPeopleOrLeadsTheGroupDoesNotApproveTheList) {
    const GroupEvents listed{group_1(), RecipientListed{zhao(), kClerk}};
    const ApproveRecipients approve{1, yuan(1'000)};
    given<VisitGroup>(listed).by(kClerk).when(approve).refused("SAME_PERSON");
    given<VisitGroup>(listed).by(kLeader).when(approve).refused("SAME_PERSON");
    given<VisitGroup>(listed).by(kApprover).when(approve).then(
        {RecipientsApproved{kApprover, 1, yuan(1'000)}});
    given<VisitGroup>(listed)
        .by(kApprover)
        .when(ApproveRecipients{1, yuan(999)})
        .refused("LIST_CHANGED");
    given<VisitGroup>(with(listed, {RecipientsApproved{kApprover, 1, yuan(1'000)}}))
        .by(kApprover)
        .when(approve)
        .then_nothing();
}

TEST(VisitGroup, I31_CashIsAskedForWithinTheCampaignsBudgetAndNotByTheLeader) {
    const DrawCash draw{kLine, yuan(10'000), "V-1", yuan(2'220'000)};
    given<VisitGroup>({group_1()}).by(kFinance).when(draw).then({asked()});
    given<VisitGroup>({group_1()}).by(kLeader).when(draw).refused("SAME_PERSON");
    given<VisitGroup>({group_1(), asked()}).by(kFinance).when(draw).refused("ENTRY_USED");
    given<VisitGroup>({group_1()})
        .by(kFinance)
        .when(DrawCash{kLine, yuan(10'000), "V-1", {}})
        .refused("FUND_LINE_NOT_BUDGETED");
    given<VisitGroup>({group_1()})
        .by(kFinance)
        .when(DrawCash{kLine, yuan(10'000), "V-1", yuan(9'999)})
        .refused("BUDGET_SHORT");
    // Of all groups together: the quota of the budget line, from the asking on.
    const auto state = given<VisitGroup>({group_1(), asked()}).state();
    const std::string key =
        "campaign-budget/" + warmth_2023().campaign.to_string() + '/' + kLine.to_string();
    const auto quotas = [&](const VisitGroup::State& before, const VisitGroup::Event& event) {
        return VisitGroup::effects(VisitGroup::evolve(before, event), event).quotas;
    };
    using Quotas = std::vector<QuotaChange>;
    EXPECT_EQ(VisitGroup::effects(state, asked()).quotas, (Quotas{{key, 1'000'000, 222'000'000}}));
    EXPECT_EQ(quotas(state, drawn()), Quotas{});
    const CashNotGranted none{kLine, yuan(10'000), "FUND_LINE_SHORT", false};
    EXPECT_EQ(quotas(state, none), (Quotas{{key, -1'000'000, 222'000'000}}));
    const CashGivenBack back{kLine, yuan(400), "B-1", kFinance};
    EXPECT_EQ(quotas(VisitGroup::evolve(state, drawn()), back),
              (Quotas{{key, -40'000, 222'000'000}}));
}

TEST(VisitGroup, I31_ThePurseIsFilledWhenDisbursementHasHandedTheCashOver) {
    const TakeCash take{kLine, kFinance};
    const GroupEvents waiting{group_1(), RecipientListed{zhao(), kClerk},
                              RecipientsApproved{kApprover, 1, yuan(1'000)}, asked()};
    given<VisitGroup>(waiting).when(take).then({drawn()});
    given<VisitGroup>(with<VisitGroup::Event>(waiting, {drawn()})).when(take).then_nothing();
    given<VisitGroup>({group_1()}).when(take).then_nothing();  // nobody asked for it
    // Nothing is paid out of what was only asked for.
    Visit visit = visit_zhao();
    visit.goods.clear();
    given<VisitGroup>(waiting).on("2023-01-10").when(RecordVisits{{visit}}).refused("CASH_SHORT");
    given<VisitGroup>(waiting).when(SettleGroup{}).refused("CASH_OUTSTANDING");
    given<VisitGroup>(waiting)
        .by(kFinance)
        .when(GiveCashBack{kLine, yuan(10'000), "B-1"})
        .refused("CASH_NOT_IN_HAND");
}

TEST(VisitGroup, ALineThatHasNoneIsAskedAgainAndOneThatGaveUpIsNot) {
    const DrawCash again{kLine, yuan(10'000), "V-2", yuan(2'220'000)};
    const CashNotGranted none{kLine, yuan(10'000), "FUND_LINE_SHORT", false};
    const GroupEvents waiting{group_1(), asked()};
    given<VisitGroup>(waiting)
        .when(NoteCashNotGranted{kLine, "FUND_LINE_SHORT", false})
        .then({none});
    CashAsked second = asked();
    second.voucher_no = "V-2";
    given<VisitGroup>(with<VisitGroup::Event>(waiting, {none}))
        .by(kFinance)
        .when(again)
        .then({second});
    const CashNotGranted over{kLine, yuan(10'000), "RAINED_OFF", true};
    given<VisitGroup>(waiting).when(NoteCashNotGranted{kLine, "RAINED_OFF", true}).then({over});
    const auto given_up = with<VisitGroup::Event>(waiting, {over});
    given<VisitGroup>(given_up).by(kFinance).when(again).refused("CASH_DRAWN");
    given<VisitGroup>(given_up).when(NoteCashNotGranted{kLine, "RAINED_OFF", true}).then_nothing();
    given<VisitGroup>(given_up).when(SettleGroup{}).then({GroupSettled{0}});
    // One advance a group and line, whose id both services derive.
    on_the_road().by(kFinance).when(again).refused("CASH_DRAWN");
}

TEST(VisitGroup, WhatIsLeftIsCountedToTheFenAndThePurseIsClosedThen) {
    const auto back = [](std::int64_t left) { return GiveCashBack{kLine, yuan(left), "B-1"}; };
    const CashGivenBack counted{kLine, yuan(9'000), "B-1", kFinance};
    on_the_road({zhaos()}).by(kFinance).when(back(8'999)).refused("CASH_COUNT_DIFFERS");
    on_the_road({zhaos()}).by(kFinance).when(back(9'001)).refused("CASH_COUNT_DIFFERS");
    on_the_road({zhaos()}).by(kLeader).when(back(9'000)).refused("SAME_PERSON");
    on_the_road({zhaos()}).by(kFinance).when(back(9'000)).then({counted});
    // Disbursement has counted too: neither does a delivery come back into it, nor is there more.
    on_the_road({zhaos(), counted})
        .when(RecallDelivery{"S-1/1", "WRONG_PERSON"})
        .refused("CASH_GIVEN_BACK");
    on_the_road({zhaos(), counted})
        .by(kFinance)
        .when(GiveCashBack{kLine, {}, "B-2"})
        .refused("CASH_NOT_IN_HAND");
    // Nothing left is counted as well.
    GroupEvents spent{group_1(), RecipientListed{zhao(), kClerk},
                      RecipientsApproved{kApprover, 1, yuan(1'000)}};
    CashDrawn thousand = drawn();
    thousand.amount = yuan(1'000);
    ConsolationDelivered delivered = zhaos();
    delivered.goods.clear();
    spent.insert(spent.end(), {thousand, delivered});
    given<VisitGroup>(spent).when(SettleGroup{}).refused("CASH_OUTSTANDING");
    given<VisitGroup>(spent)
        .by(kFinance)
        .when(GiveCashBack{kLine, {}, "B-1"})
        .then({CashGivenBack{kLine, {}, "B-1", kFinance}});
}

TEST(VisitGroup, WhoHoldsTheCashLeadsTheGroupUntilItIsCounted) {
    ChangeItinerary other{kClerk, group_1().stops};
    given<VisitGroup>({group_1(), asked()}).when(other).refused("CASH_OUTSTANDING");
    on_the_road().when(other).refused("CASH_OUTSTANDING");
    const CashGivenBack back{kLine, yuan(10'000), "B-1", kFinance};
    on_the_road({back}).when(other).then({ItineraryChanged{kClerk, group_1().stops}});
}

TEST(VisitGroup, I31_NeitherPurseNorBagIsEverBelowZero) {
    Visit rich = visit_zhao();
    rich.off_list_reason = "ON_THE_WAY";
    rich.person = kStranger;
    rich.kind = RecipientKind::HardshipWorker;
    rich.cash = yuan(1'000);
    const GroupEvents poor{group_1(), CashDrawn{kLine, yuan(999), "V-1", yuan(2'220'000), kFinance},
                           GoodsTaken{kStock, "O-1", {{"RICE_10KG", 1}}}};
    given<VisitGroup>(poor).on("2023-01-10").when(RecordVisits{{rich}}).refused("CASH_SHORT");
    Visit heavy = visit_crew(30);
    heavy.goods = {{"RICE_10KG", 21}};
    on_the_road().when(RecordVisits{{heavy}}).refused("GOODS_SHORT");
    on_the_road().when(GiveGoodsBack{kStock, "B-1", {{"RICE_10KG", 21}}}).refused("GOODS_SHORT");
    on_the_road()
        .when(GiveGoodsBack{id<StockId>(71), "B-1", {{"RICE_10KG", 1}}})
        .refused("GOODS_SHORT");
    on_the_road().when(ReportLoss{{{"RICE_10KG", 21}}, "WET", "L-1"}).refused("GOODS_SHORT");
}

TEST(VisitGroup, ADeliveryIsSignedForWitnessedAndWithinThePlan) {
    on_the_road().when(RecordVisits{{visit_zhao()}}).then({zhaos()});
    const auto visit = [](auto change) {
        Visit one = visit_zhao();
        change(one);
        return on_the_road().when(RecordVisits{{one}});
    };
    visit([](auto& v) { v.receipt_no.clear(); }).refused("INVALID_WORD");
    visit([](auto& v) { v.witness = {}; }).refused("WITNESS_MISSING");
    visit([](auto& v) { v.witness = kClerk; }).refused("SAME_PERSON");
    visit([](auto& v) { v.witness = kLeader; }).refused("SAME_PERSON");
    visit([](auto& v) { v.cash_reason = {}; }).refused("CASH_REASON_MISSING");
    visit([](auto& v) { v.cash = yuan(1'001); }).refused("ABOVE_PLAN");
    visit([](auto& v) { v.fund_line = id<FundLineId>(6); }).refused("ABOVE_PLAN");
    visit([](auto& v) { v.visited_on = day("2023-01-11"); }).refused("INVALID_DATE");
    visit([](auto& v) { v.visited_on = day("2022-12-19"); }).refused("INVALID_DATE");
    visit([](auto& v) {
        v.cash = {};
        v.goods.clear();
    }).refused("NOTHING_DELIVERED");
    const GroupEvents unapproved{group_1(), RecipientListed{zhao(), kClerk}};
    given<VisitGroup>(unapproved)
        .on("2023-01-10")
        .when(RecordVisits{{visit_zhao()}})
        .refused("LIST_NOT_APPROVED");
}

// Merging a day's notes twice, or typing them in as well: the receipt says which visit it is.
TEST(VisitGroup, I22_AVisitStandsOnceUnderItsReceiptAndAnotherOneThereIsAConflict) {
    on_the_road({zhaos()}).when(RecordVisits{{visit_zhao()}}).then_nothing();
    Visit other = visit_zhao();
    other.cash = yuan(900);
    other.visited_on = day("2023-01-09");
    const auto refused =
        VisitGroup::decide(on_the_road({zhaos()}).state(), RecordVisits{{visit_crew(), other}},
                           {kClerk, {}, day("2023-01-10"), FederationNo{1}});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().reason, "DELIVERY_DIFFERS");
    EXPECT_EQ(refused.error().metadata,
              (Metadata{{"receipt_no", "S-1/1"}, {"fields", "cash_fen,visited_on"}, {"row", "2"}}));
    // All that is at fault is said at once.
    Visit above = visit_zhao();
    above.person = kQian;
    above.receipt_no = "S-1/3";
    above.cash = yuan(1'001);
    const auto both = VisitGroup::decide(on_the_road({zhaos()}).state(),
                                         RecordVisits{{above, visit_crew(), other}},
                                         {kClerk, {}, day("2023-01-10"), FederationNo{1}});
    ASSERT_FALSE(both.has_value());
    EXPECT_EQ(both.error().reason, "ABOVE_PLAN");
    EXPECT_EQ(both.error().metadata.back(),
              (std::pair<std::string, std::string>{"rows", "1:ABOVE_PLAN,3:DELIVERY_DIFFERS"}));
    Visit second = visit_zhao();
    second.receipt_no = "S-1/9";
    on_the_road({zhaos()}).when(RecordVisits{{second}}).refused("ALREADY_DELIVERED");
}

TEST(VisitGroup, ADayIsTakenInWholeOrNotAtAll) {
    Visit wrong = visit_zhao();
    wrong.receipt_no = "S-1/3";
    wrong.person = kQian;
    wrong.cash = yuan(9'999);
    on_the_road().when(RecordVisits{{visit_zhao(), wrong}}).refused("ABOVE_PLAN");
    Visit qians = visit_zhao();
    qians.receipt_no = "S-1/3";
    qians.delivery = id<DeliveryId>(93);
    qians.person = kQian;
    EXPECT_EQ(on_the_road().when(RecordVisits{{visit_zhao(), qians}}).events().size(), 2U);
}

// Edge case: the group gives to a person who is not on the list.
TEST(VisitGroup, WhoIsOnNoListIsGivenSomethingWithAReasonAndHoldsHisSumFromThen) {
    Visit stranger = visit_zhao();
    stranger.person = kStranger;
    stranger.name = {kStranger, "stranger"};
    stranger.kind = RecipientKind::NewFormWorker;
    on_the_road().when(RecordVisits{{stranger}}).refused("NOT_ON_LIST");
    stranger.off_list_reason = "NEIGHBOUR_IN_NEED";
    const auto given = on_the_road().when(RecordVisits{{stranger}}).only<ConsolationDelivered>();
    EXPECT_EQ(given.kind, RecipientKind::NewFormWorker);
    EXPECT_EQ(given.name.cipher, "stranger");
    const auto effects = VisitGroup::effects(on_the_road({given}).state(), given);
    EXPECT_EQ(effects.claims.size(), 1U);
    EXPECT_EQ(effects.quotas.at(0).delta_fen, 100'000);
    stranger.cash = yuan(3'001);
    on_the_road().when(RecordVisits{{stranger}}).refused("ABOVE_CAP");
    // A reason says nothing of somebody who is on the list.
    Visit zhaos_visit = visit_zhao();
    zhaos_visit.off_list_reason = "NEIGHBOUR_IN_NEED";
    on_the_road().when(RecordVisits{{zhaos_visit}}).then({zhaos()});
}

// Edge case: headcount-only recipients.
TEST(VisitGroup, ACrewThatIsOnlyCountedIsGivenGoodsAndNeverMoney) {
    const HeadcountDelivered crew{
        id<DeliveryId>(92),  "S-1/2",          RecipientKind::FrontLineWorker, kFirm, 12,
        {{"RICE_10KG", 12}}, day("2023-01-10")};
    on_the_road().when(RecordVisits{{visit_crew()}}).then({crew});
    on_the_road({crew}).when(RecordVisits{{visit_crew()}}).then_nothing();
    Visit paid = visit_crew();
    paid.cash = yuan(1);
    on_the_road().when(RecordVisits{{paid}}).refused("HEADCOUNT_TAKES_NO_CASH");
    on_the_road().when(RecordVisits{{visit_crew(0)}}).refused("INVALID_COUNT");
    Visit nowhere = visit_crew();
    nowhere.enterprise.clear();
    on_the_road().when(RecordVisits{{nowhere}}).refused("ENTERPRISE_NOT_VISITED");
}

// Edge cases: refuses, absent, moved.
TEST(VisitGroup, AVisitThatFailedIsNotedADayAndMayBeMadeAgain) {
    for (const auto reason :
         {VisitFailure::Declined, VisitFailure::Absent, VisitFailure::Moved, VisitFailure::Died}) {
        const Visit failed{.person = kZhao, .visited_on = day("2023-01-10"), .failure = reason};
        const VisitFailed note{kZhao, reason, day("2023-01-10")};
        on_the_road().when(RecordVisits{{failed}}).then({note});
        on_the_road({note}).when(RecordVisits{{failed}}).then_nothing();
        on_the_road({note}).when(RecordVisits{{visit_zhao()}}).then({zhaos()});
    }
    Visit both = visit_zhao();
    both.failure = VisitFailure::Absent;
    on_the_road().when(RecordVisits{{both}}).refused("FAILURE_MISSING");
    const Visit nobody{
        .person = kStranger, .visited_on = day("2023-01-10"), .failure = VisitFailure::Absent};
    on_the_road().when(RecordVisits{{nobody}}).refused("RECIPIENT_MISSING");
}

TEST(VisitGroup, SignsOfHardshipBecomeAReferralOnceAndNeverAFile) {
    Visit visit = visit_zhao();
    visit.signs = {HardshipSign::NoPay, HardshipSign::Illness};
    visit.refer_to = FederationNo{4};
    visit.refer_node = "610304";
    const ReliefReferred referred{ReferralId{visit.delivery.uuid},
                                  kZhao,
                                  FederationNo{4},
                                  "610304",
                                  {HardshipSign::Illness, HardshipSign::NoPay},
                                  day("2023-01-10"),
                                  {kZhao, "zhao"}};
    on_the_road().when(RecordVisits{{visit}}).then({zhaos(), referred});
    // Seen again by the same group: he has been referred.
    const Visit again{.person = kZhao,
                      .visited_on = day("2023-01-09"),
                      .failure = VisitFailure::Absent,
                      .signs = {HardshipSign::Illness}};
    on_the_road({zhaos(), referred})
        .when(RecordVisits{{again}})
        .then({VisitFailed{kZhao, VisitFailure::Absent, day("2023-01-09")}});
    visit.refer_to = {};
    EXPECT_EQ(on_the_road().when(RecordVisits{{visit}}).only<ReliefReferred>().to, FederationNo{1});
    visit.signs = {HardshipSign::Illness, HardshipSign::Illness};
    on_the_road().when(RecordVisits{{visit}}).refused("INVALID_SIGNS");
    Visit crew = visit_crew();
    crew.signs = {HardshipSign::Illness};
    on_the_road().when(RecordVisits{{crew}}).refused("INVALID_SIGNS");
}

// Edge case: goods damaged, the wrong person.
TEST(VisitGroup, ARecalledDeliveryIsInPurseAndBagAgain) {
    const DeliveryRecalled back{id<DeliveryId>(91), "S-1/1",  kZhao, yuan(1'000), kLine,
                                {{"RICE_10KG", 1}}, "DAMAGED"};
    on_the_road({zhaos()}).when(RecallDelivery{"S-1/1", "DAMAGED"}).then({back});
    const auto state = on_the_road({zhaos(), back}).state();
    EXPECT_EQ(state.purses.at(kLine).balance(), yuan(10'000));
    EXPECT_EQ(state.bags.at("RICE_10KG").balance(), 20);
    on_the_road({zhaos(), back}).when(RecallDelivery{"S-1/1", "DAMAGED"}).then_nothing();
    // The same note merged once more does not bring it back.
    on_the_road({zhaos(), back}).when(RecordVisits{{visit_zhao()}}).then_nothing();
    on_the_road().when(RecallDelivery{"S-1/1", "DAMAGED"}).refused("DELIVERY_MISSING");
}

TEST(VisitGroup, SettlesWhenPurseAndBagAreEmptyAndGivesUpWhoWasNotReached) {
    on_the_road().when(SettleGroup{}).refused("CASH_OUTSTANDING");
    const CashGivenBack cash{kLine, yuan(9'000), "B-1", kFinance};
    const GroupEvents paid{zhaos(), cash};
    on_the_road(paid).when(SettleGroup{}).refused("GOODS_OUTSTANDING");
    const GoodsGivenBack rice{kStock, "B-2", {{"RICE_10KG", 18}}};
    const GoodsLost wet{{{"RICE_10KG", 1}}, "WET", "L-1"};
    on_the_road(paid).when(GiveGoodsBack{kStock, "B-2", {{"RICE_10KG", 18}}}).then({rice});
    const auto empty = with<VisitGroup::Event>(paid, {rice, wet});
    on_the_road(empty).when(SettleGroup{}).then({GroupSettled{1}});  // the Qians
    const auto settled = with<VisitGroup::Event>(empty, {GroupSettled{1}});
    on_the_road(settled).when(SettleGroup{}).then_nothing();
    on_the_road(settled).when(RecordVisits{{visit_crew()}}).refused("GROUP_SETTLED");
    on_the_road(settled)
        .when(TakeGoods{kStock, "O-2", {{"RICE_10KG", 1}}})
        .refused("GROUP_SETTLED");
    EXPECT_EQ(on_the_road(settled).state().rows.at(kQian).state, RecipientState::Lapsed);
}

// Edge cases of goods: each row an act, what it writes, and what of it is money.
TEST(VisitGroup, EdgeCasesOfGoodsAreCountedByThePieceAndNeverAsMoney) {
    const std::vector<Goods> sack{{"RICE_10KG", 1}};
    Visit goods_only = visit_zhao();
    goods_only.cash = {};
    goods_only.fund_line = {};
    goods_only.cash_reason = CashReason::Unset;
    goods_only.witness = {};
    ConsolationDelivered in_goods = zhaos();
    in_goods.cash = {};
    in_goods.fund_line = {};
    in_goods.cash_reason = CashReason::Unset;
    in_goods.witness = {};
    const HeadcountDelivered crew{
        spec::id<DeliveryId>(92), "S-1/2",          RecipientKind::FrontLineWorker, kFirm, 12,
        {{"RICE_10KG", 12}},      day("2023-01-10")};
    struct Row {
        const char* edge_case;
        VisitGroup::Command command;
        VisitGroup::Event event;
    };
    for (const Row& row :
         {Row{"goods damaged on the way", ReportLoss{sack, "DAMAGED", "L-1"},
              GoodsLost{sack, "DAMAGED", "L-1"}},
          Row{"goods and no cash", RecordVisits{{goods_only}}, in_goods},
          Row{"a front-line crew by headcount", RecordVisits{{visit_crew()}}, crew}}) {
        SCOPED_TRACE(row.edge_case);
        on_the_road().when(row.command).then({row.event});
        const auto after = given<VisitGroup>(with(on_its_way(), {row.event})).state();
        EXPECT_EQ(after.purses.at(kLine).balance(), yuan(10'000)) << "no money moved";
        EXPECT_LT(after.bags.at("RICE_10KG").balance(), 20);
        for (const QuotaChange& change : VisitGroup::effects(after, row.event).quotas) {
            EXPECT_LE(change.delta_fen, 0) << "goods take nothing of the season's cap";
        }
    }
    Visit priced = visit_crew();
    priced.cash = yuan(1);
    on_the_road().when(RecordVisits{{priced}}).refused("HEADCOUNT_TAKES_NO_CASH");
}

TEST(VisitGroup, GoodsOfAnIssueAreTakenOnce) {
    on_the_road().when(TakeGoods{kStock, "O-1", {{"RICE_10KG", 20}}}).then_nothing();
    given<VisitGroup>()
        .when(TakeGoods{kStock, "O-1", {{"RICE_10KG", 20}}})
        .refused("GROUP_MISSING");
}

// Any commands in any order: what was drawn and taken is handed over, given back, lost or there.
RC_GTEST_PROP(VisitGroup, I31_PurseAndBagConserveAtEveryEvent, ()) {
    VisitGroup::State state = VisitGroup::evolve({}, group_1());
    for (const auto& event : {RecipientListed{zhao(), kClerk}, RecipientListed{qian(), kClerk}}) {
        state = VisitGroup::evolve(std::move(state), event);
    }
    state = VisitGroup::evolve(std::move(state), RecipientsApproved{kApprover, 2, yuan(2'000)});
    const Context by{kClerk, {}, day("2023-01-10"), FederationNo{1}};
    Money outside;  // what finance has paid out, less what it has back
    int pieces = 0;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 9), rc::gen::inRange(0, 20), rc::gen::inRange(1, 5)));
    for (const auto& [kind, count, which] : steps) {
        const std::string number = std::to_string(which);
        const std::vector<Goods> goods{{"RICE_10KG", count}};
        Visit visit = visit_zhao();
        visit.receipt_no = number;
        visit.person = which % 2 == 0 ? kZhao : kQian;
        visit.cash = yuan(count * 50);
        visit.goods = goods;
        const VisitGroup::Command commands[] = {
            DrawCash{kLine, yuan(count * 50), number, yuan(100'000)},
            GiveCashBack{kLine, yuan(count * 50), number},
            TakeGoods{kStock, number, goods},
            GiveGoodsBack{kStock, number, goods},
            ReportLoss{goods, "WET", number},
            RecordVisits{{visit}},
            RecallDelivery{number, "DAMAGED"},
            TakeCash{kLine, kFinance},
            NoteCashNotGranted{kLine, "FUND_LINE_SHORT", which == 1}};
        spec::same_command_twice_changes_nothing<VisitGroup>(state, commands[kind], by);
        const auto events = VisitGroup::decide(state, commands[kind], by);
        if (!events) continue;
        for (const auto& event : *events) {
            state = VisitGroup::evolve(std::move(state), event);
            if (const auto* cash = std::get_if<CashDrawn>(&event)) outside += cash->amount;
            if (const auto* cash = std::get_if<CashGivenBack>(&event)) outside -= cash->amount;
            if (kind == 2) pieces += count;
            if (kind == 3) pieces -= count;
            const auto& purse = state.purses[kLine];
            RC_ASSERT(purse.balance() >= Money{} && purse.handed >= Money{});
            RC_ASSERT(purse.balance() + purse.handed == outside);
            const auto& bag = state.bags["RICE_10KG"];
            RC_ASSERT(bag.balance() >= 0 && bag.handed >= 0);
            RC_ASSERT(bag.balance() + bag.handed + bag.lost == pieces);
        }
    }
}

}  // namespace
}  // namespace haven::outreach::testing
