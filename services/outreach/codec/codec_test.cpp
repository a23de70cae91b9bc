// An event comes back from its stored message as it went in, every field of it. The samples of each
// aggregate are a history in the order of their lists, so that they can be folded; their stored
// form is golden.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/log/codec_check.hpp"
#include "libs/log/golden.hpp"
#include "services/outreach/codec/codec.hpp"

namespace haven::outreach {
namespace {

using spec::expect_whole;
using spec::golden_faults;
using spec::id;
using ::testing::IsEmpty;

const Date kDay = Date::of(2023, 1, 10);
const Money kSum = Money::fen(100'000);
const FundLineId kLine = id<FundLineId>(5);
const PersonId kPerson = id<PersonId>(1);
const std::vector<Goods> kGoods{{"RICE_10KG", 2}, {"OIL_5L", 1}};
const std::string kFirm = "91610300MA00000078";

Sealed sealed() {
    return {kPerson, std::string("\x01\x00sealed", 8)};
}
CampaignRef campaign() {
    return {.campaign = id<CampaignId>(23),
            .kind = CampaignKind::Special,
            .season = 2023,
            .level = UnionLevel::Grassroots,
            .first_day = Date::of(2023, 1, 2),
            .last_day = Date::of(2023, 2, 5),
            .caps = {Money::fen(300'000), Money::fen(600'000)}};
}
Recipient recipient(PersonId person) {
    return {.person = person,
            .name = sealed(),
            .kind = RecipientKind::ModelWorker,
            .enterprise = kFirm,
            .plan = kSum,
            .fund_line = kLine,
            .goods = kGoods};
}

std::vector<Campaign::Event> campaign_history() {
    const CampaignTerms terms{
        "medical-2023", campaign(), {{kLine, kSum}, {id<FundLineId>(6), Money::fen(1)}}, "SD-2022"};
    return {CampaignLaunched{terms}, BudgetRaised{kLine, Money::fen(200'000), "D-1"},
            CampaignClosed{6, 3'000, 2'990, 720, Money::fen(199'999), Money::fen(2)}};
}

std::vector<GoodsStock::Event> goods_stock_history() {
    const auto group = id<GroupId>(60);
    return {StockOpened{"store-1"},
            GoodsReceived{{{"RICE_10KG", 9}, {"OIL_5L", 9}}, "R-1"},
            GoodsIssued{group, kGoods, "O-1"},
            IssueReversed{group, kGoods, "O-1", "GROUP_SETTLED"},
            GoodsIssued{group, kGoods, "O-2"},
            StockReturned{group, {{"OIL_5L", 1}}, "B-1"},
            StockLost{{{"OIL_5L", 1}}, "SPOILT", "L-1"}};
}

std::vector<VisitGroup::Event> visit_group_history() {
    const auto stock = id<StockId>(70);
    const std::vector<Stop> stops{{kFirm, "610304", kDay}, {"", "610305", kDay}};
    const ConsolationDelivered stranger{.delivery = id<DeliveryId>(91),
                                        .receipt_no = "S-1/1",
                                        .campaign = id<CampaignId>(23),
                                        .campaign_kind = CampaignKind::Special,
                                        .season = 2023,
                                        .person = id<PersonId>(3),
                                        .kind = RecipientKind::ModelWorker,
                                        .enterprise = kFirm,
                                        .cash = kSum,
                                        .fund_line = kLine,
                                        .cash_reason = CashReason::Urgent,
                                        .witness = id<StaffId>(15),
                                        .goods = kGoods,
                                        .delivered_on = kDay,
                                        .off_list_reason = "NEIGHBOUR_IN_NEED",
                                        .name = sealed()};
    return {GroupAssigned{"medical-2023-1", campaign(), id<StaffId>(12), stops},
            ItineraryChanged{id<StaffId>(13), stops},
            RecipientListed{recipient(kPerson), id<StaffId>(11)},
            RecipientListed{recipient(id<PersonId>(2)), id<StaffId>(11)},
            RecipientStruck{id<PersonId>(2), "LEFT"},
            RecipientsApproved{id<StaffId>(14), 1, kSum},
            CashAsked{.campaign = id<CampaignId>(21),
                      .fund_line = kLine,
                      .amount = Money::fen(300'000),
                      .voucher_no = "V-0",
                      .budget = Money::fen(200'000'000),
                      .year = 2023,
                      .asker = id<StaffId>(16),
                      .holder = id<StaffId>(13)},
            CashNotGranted{kLine, Money::fen(300'000), "FUND_LINE_SHORT", true},
            CashDrawn{kLine, Money::fen(300'000), "V-1", Money::fen(200'000'000), id<StaffId>(16)},
            CashGivenBack{kLine, Money::fen(100), "B-1", id<StaffId>(16)},
            GoodsTaken{stock, "O-1", {{"RICE_10KG", 9}, {"OIL_5L", 9}}},
            GoodsGivenBack{stock, "B-2", {{"OIL_5L", 1}}},
            GoodsLost{{{"OIL_5L", 1}}, "WET", "L-1"},
            stranger,
            HeadcountDelivered{id<DeliveryId>(92), "S-1/2", RecipientKind::OnDutyWorker, kFirm, 12,
                               kGoods, kDay},
            VisitFailed{kPerson, VisitFailure::Died, kDay},
            DeliveryRecalled{id<DeliveryId>(91), "S-1/1", id<PersonId>(3), kSum, kLine, kGoods,
                             "DAMAGED"},
            ReliefReferred{id<ReferralId>(91),
                           kPerson,
                           FederationNo{4},
                           "610304",
                           {HardshipSign::NoPay, HardshipSign::Disability},
                           kDay,
                           sealed()},
            GroupSettled{1}};
}

std::vector<PublicityActivity::Event> activity_history() {
    const ActivityTerms terms{.code = "safety-2023",
                              .theme = "SAFETY_WEEK",
                              .level = UnionLevel::Grassroots,
                              .kinds = {PublicityKind::Handbook, PublicityKind::Online},
                              .first_day = kDay,
                              .last_day = kDay.plus_days(6)};
    return {ActivityAnnounced{terms},
            ActivityReported{{12'000, 9'000, CountBasis::Estimated}, "B-1"},
            ActivityAmended{{11'000, 8'000, CountBasis::LowerBound}, "COUNTED_TWICE", "B-2"},
            ActivityCancelled{"RAIN"}};
}

std::vector<TrainingClass::Event> class_history() {
    const ClassTerms terms{.code = "cadres-2023",
                           .kind = ClassKind::StudyMeeting,
                           .level = UnionLevel::Grassroots,
                           .first_day = kDay,
                           .last_day = kDay.plus_days(2),
                           .seats = 60};
    return {ClassOpened{terms},
            TraineeEnrolled{sealed()},
            TraineeEnrolled{{id<PersonId>(2), "sealed"}},
            TraineeStruck{id<PersonId>(2), "ILL"},
            AttendanceRecorded{kDay, {kPerson}},
            ClassCompleted{1}};
}

std::vector<TicketRules::Event> ticket_rules_history() {
    return {TimeLimitsAdded{{.code = "12351-2023",
                             .first_day = kDay,
                             .general = 5,
                             .difficult = 15,
                             .extra_complex = 30,
                             .source = "ACFTU-2023"}}};
}

std::vector<HotlineTicket::Event> ticket_history() {
    const Sealed phone{kPerson, "phone"};
    const TicketSheet sheet{
        .ticket_no = "12351-1",
        .type = TicketType::Suggestion,
        .ticket_class = TicketClass::ExtraComplex,
        .subject = "WAGE_ARREARS",
        .name = sealed(),
        .phone = phone,
        .identified = true,
        .logger = id<StaffId>(7),
        .logged_on = kDay,
        .limits = std::get<TimeLimitsAdded>(ticket_rules_history().front()).limits,
        .union_node = "610303",
        .level = UnionLevel::Grassroots,
        .round = 3,
        .started_on = kDay.plus_days(1),
        .due_on = kDay.plus_days(40),
        .escalated = true,
        .transfers = 2};
    return {
        TicketLogged{sheet},
        TicketAssigned{"610302", UnionLevel::County, "NEAREST"},
        TicketTransferred{FederationNo{4}, id<TicketId>(41), "OTHER_COUNTY", sheet},
        TicketReceived{FederationNo{1}, sheet},
        TicketReclassified{TicketClass::Difficult, kDay.plus_days(20), "TWO_EMPLOYERS"},
        TicketEscalated{UnionLevel::City, kDay.plus_days(20)},
        CallerReferred{id<ReferralId>(91),
                       "12351-1",
                       sealed(),
                       phone,
                       true,
                       FederationNo{4},
                       "610303",
                       {HardshipSign::Illness, HardshipSign::Disability},
                       kDay},
        ReferralAnswered{id<ReferralId>(91), ReferralOutcome::Visit},
        TicketReplied{"R-1", "HELPED", ReferralOutcome::Visit, id<StaffId>(7), kDay.plus_days(2)},
        CallBackMade{Satisfaction::NotReached, id<StaffId>(7), kDay.plus_days(3)},
        TicketReopened{4, kDay.plus_days(50)},
        TicketClosed{TicketEnd::Dismissed, "MALICIOUS", kDay.plus_days(4)}};
}

std::vector<FamilyFile::Event> family_file_history() {
    return {FamilyNoted{id<HouseholdId>(40), {kPerson, id<PersonId>(2)}}, FamilyFileOpened{kDay},
            FamilyFileClosed{kDay.plus_days(30)}};
}

TEST(OutreachCodec, TicketRules) {
    expect_whole<TicketRules, TicketRulesCodec>(ticket_rules_history());
}
TEST(OutreachCodec, HotlineTicket) {
    expect_whole<HotlineTicket, HotlineTicketCodec>(ticket_history());
}
TEST(OutreachCodec, PublicityActivity) {
    expect_whole<PublicityActivity, PublicityActivityCodec>(activity_history());
}
TEST(OutreachCodec, TrainingClass) {
    expect_whole<TrainingClass, TrainingClassCodec>(class_history());
}
TEST(OutreachCodec, FamilyFile) {
    expect_whole<FamilyFile, FamilyFileCodec>(family_file_history());
}
TEST(OutreachCodec, Campaign) {
    expect_whole<Campaign, CampaignCodec>(campaign_history());
}
TEST(OutreachCodec, GoodsStock) {
    expect_whole<GoodsStock, GoodsStockCodec>(goods_stock_history());
}
TEST(OutreachCodec, VisitGroup) {
    expect_whole<VisitGroup, VisitGroupCodec>(visit_group_history());
}

TEST(OutreachGolden, EveryStoredEventIsStillReadAsItWas) {
    const std::string service = "outreach";
    EXPECT_THAT((golden_faults<Campaign, CampaignCodec>(service, campaign_history())), IsEmpty());
    EXPECT_THAT((golden_faults<GoodsStock, GoodsStockCodec>(service, goods_stock_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<VisitGroup, VisitGroupCodec>(service, visit_group_history())),
                IsEmpty());
    EXPECT_THAT(
        (golden_faults<PublicityActivity, PublicityActivityCodec>(service, activity_history())),
        IsEmpty());
    EXPECT_THAT((golden_faults<TrainingClass, TrainingClassCodec>(service, class_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<FamilyFile, FamilyFileCodec>(service, family_file_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<TicketRules, TicketRulesCodec>(service, ticket_rules_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<HotlineTicket, HotlineTicketCodec>(service, ticket_history())),
                IsEmpty());
}

}  // namespace
}  // namespace haven::outreach
