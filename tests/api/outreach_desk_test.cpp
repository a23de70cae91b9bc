// What a desk of outreach does beside the straight way of a festival: budgets that are raised,
// goods that are lost or spoilt, activities that are called off, tickets that change class, office
// or end as a nuisance. Over gRPC on the running suite.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/hotline.hpp"
#include "tests/suite/outreach.hpp"
#include "tests/suite/pages.hpp"
#include "tests/suite/publicity.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Campaigns = out::CampaignService::Stub;
using Hotlines = out::HotlineService::Stub;
using Publicities = out::PublicityService::Stub;
using Visits = out::VisitService::Stub;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kWarmth = "warmth-2020";
constexpr const char* kGroup = "warmth-2020-1";
constexpr const char* kStore = "store-1";
constexpr const char* kRice = "RICE_10KG";
constexpr const char* kTicket = "12351-1";

class OutreachDesk : public testing::Test {
  protected:
    template <class Request>
    static void add_rice(Request& request, int pieces) {
        out::Goods& rice = *request.add_goods();
        rice.set_code(kRice);
        rice.set_pieces(pieces);
    }
    std::vector<std::string> campaigns(FederationNo seen_by, int season = 0) {
        out::ListCampaignsRequest request;
        request.set_season(season);
        return row_by_row(suite_, seen_by, &Campaigns::ListCampaigns, request,
                          &out::ListCampaignsResponse::campaigns, &out::Campaign::code);
    }
    std::vector<std::string> groups(FederationNo seen_by, const std::string& campaign = "") {
        out::ListGroupsRequest request;
        request.set_campaign(campaign);
        return row_by_row(suite_, seen_by, &Visits::ListGroups, request,
                          &out::ListGroupsResponse::groups, &out::VisitGroup::group_no);
    }
    std::vector<std::string> classes(FederationNo seen_by) {
        return row_by_row(suite_, seen_by, &Publicities::ListClasses, {},
                          &out::ListClassesResponse::classes, [](const auto& one) {
                              return one.terms().code() + " " + std::to_string(one.enrolled()) +
                                     " of " + std::to_string(one.terms().seats());
                          });
    }
    // To these enterprises, each on a day of the campaign.
    static out::ChangeItineraryRequest route(StaffId leader, const std::vector<std::string>& to,
                                             const std::string& on = "2020-01-11") {
        out::ChangeItineraryRequest request;
        request.set_group(kGroup);
        request.set_leader(leader.to_string());
        for (const std::string& enterprise : to) {
            out::Stop& stop = *request.mutable_itinerary()->add_stops();
            stop.set_enterprise(enterprise);
            stop.set_planned_on(on);
        }
        return request;
    }
    std::string change(const out::ChangeItineraryRequest& request) {
        return suite_.ask(Role::Caseworker, kCity, &Visits::ChangeItinerary, request);
    }
    out::TicketClass classed() { return hotline_.ticket(kTicket).ticket_class(); }

    Line line_;  // with a bank: a suite without one is never idle
    Suite& suite_ = line_.suite();
    Outreach office_{suite_};
    Hotline hotline_{suite_};
};

TEST_F(OutreachDesk, ABudgetIsRaisedByADecisionAndAGroupMayDrawTheMore) {
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    std::vector<std::string> ids;
    ASSERT_EQ(office_.list(kGroup, {worker(1), worker(2), worker(3), worker(4)}, 3'000, &ids),
              "OK");
    ASSERT_EQ(office_.approve(kGroup, 4, 12'000), "OK");
    EXPECT_EQ(office_.ask_for_cash(kGroup, 12'000, "V-1"), "BUDGET_SHORT") << "10,000 yuan";
    out::RaiseBudgetRequest raise;
    raise.set_campaign(kWarmth);
    raise.set_fund_line(office_.campaign(kWarmth).terms().budget(0).fund_line_id());
    raise.set_amount_fen(900'000);
    raise.set_decision_no("J-2020-1");
    EXPECT_EQ(suite_.ask(Role::Approver, kCity, &Campaigns::RaiseBudget, raise),
              "BUDGET_NOT_RAISED");
    raise.set_amount_fen(1'200'000);
    ASSERT_EQ(suite_.ask(Role::Approver, kCity, &Campaigns::RaiseBudget, raise), "OK");
    EXPECT_EQ(office_.campaign(kWarmth).terms().budget(0).amount_fen(), 1'200'000);
    EXPECT_EQ(office_.ask_for_cash(kGroup, 12'000, "V-1"), "OK");
}

TEST_F(OutreachDesk, I31_GoodsThatAreLostOrSpoiltAreWrittenDownOnceAndNeverBelowZero) {
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    ASSERT_EQ(office_.open_store(kStore), "OK");
    ASSERT_EQ(office_.issue(kStore, kGroup, 5, "O-1"), "OK");
    suite_.settle();
    out::ReportLossRequest loss;
    loss.set_group(kGroup);
    loss.set_reason("RAIN");
    loss.set_record_no("L-1");
    add_rice(loss, 6);
    EXPECT_EQ(suite_.ask(Role::Caseworker, kCity, &Visits::ReportLoss, loss), "GOODS_SHORT");
    loss.mutable_goods(0)->set_pieces(2);
    ASSERT_EQ(suite_.ask(Role::Caseworker, kCity, &Visits::ReportLoss, loss), "OK");
    loss.mutable_goods(0)->set_pieces(1);
    EXPECT_EQ(suite_.ask(Role::Caseworker, kCity, &Visits::ReportLoss, loss), "ENTRY_USED");
    out::WriteOffStockRequest off;
    off.set_stock(kStore);
    off.set_reason("MICE");
    off.set_record_no("M-1");
    add_rice(off, 16);
    EXPECT_EQ(suite_.ask(Role::Approver, kCity, &Campaigns::WriteOffStock, off), "GOODS_SHORT");
    off.mutable_goods(0)->set_pieces(15);
    ASSERT_EQ(suite_.ask(Role::Approver, kCity, &Campaigns::WriteOffStock, off), "OK");
    suite_.settle();
    const auto store = office_.store(kStore);
    ASSERT_EQ(store.lines_size(), 1);
    EXPECT_EQ(store.lines(0).in_store(), 0);
    EXPECT_EQ(office_.group(kGroup).bag(0).lost(), 2);
    EXPECT_EQ(office_.group(kGroup).bag(0).balance(), 3);
}

TEST_F(OutreachDesk, AnActivityIsCalledOffBeforeItIsReportedAndCountsNothing) {
    Publicity publicity(suite_);
    const Date today = suite_.today();
    ASSERT_EQ(publicity.announce("safety-2020", today), "OK");
    out::CancelActivityRequest cancel;
    cancel.set_activity("safety-2020");
    cancel.set_reason("EPIDEMIC");
    ASSERT_EQ(suite_.ask(Role::Caseworker, kCity, &Publicities::CancelActivity, cancel), "OK");
    EXPECT_EQ(publicity.activity("safety-2020").state(), out::ACTIVITY_STATE_CANCELLED);
    EXPECT_NE(publicity.report("safety-2020", 12'000, 9'000), "OK");
    EXPECT_EQ(office_.figure("outreach.safety_week.items"), 0);
    ASSERT_EQ(publicity.announce("law-2020", today), "OK");
    ASSERT_EQ(publicity.report("law-2020", 10, 10), "OK");
    cancel.set_activity("law-2020");
    EXPECT_EQ(suite_.ask(Role::Caseworker, kCity, &Publicities::CancelActivity, cancel),
              "ACTIVITY_REPORTED");
}

TEST_F(OutreachDesk, ATicketChangesItsClassAndItsOfficeAndItsClockRunsFromTheSameDay) {
    ASSERT_EQ(hotline_.limits(suite_.today()), "OK");
    const Applicant caller = worker(1);
    ASSERT_EQ(hotline_.log(kTicket, &caller), "OK");
    const std::string due = hotline_.ticket(kTicket).due_on();
    out::ReclassifyTicketRequest harder;
    harder.set_ticket(kTicket);
    harder.set_ticket_class(out::TICKET_CLASS_DIFFICULT);
    EXPECT_EQ(suite_.ask(Role::Approver, kCity, &Hotlines::ReclassifyTicket, harder),
              "REASON_MISSING");
    harder.set_reason("THREE_EMPLOYERS");
    ASSERT_EQ(suite_.ask(Role::Approver, kCity, &Hotlines::ReclassifyTicket, harder), "OK");
    EXPECT_EQ(classed(), out::TICKET_CLASS_DIFFICULT);
    EXPECT_GT(hotline_.ticket(kTicket).due_on(), due) << "5 working days instead of 2";
    out::AssignTicketRequest assign;
    assign.set_ticket(kTicket);
    assign.set_union_node("610300-0002");
    assign.set_level(out::UNION_LEVEL_GRASSROOTS);
    assign.set_reason("THEIR_FIRM");
    ASSERT_EQ(suite_.ask(Role::Caseworker, kCity, &Hotlines::AssignTicket, assign), "OK");
    EXPECT_EQ(hotline_.ticket(kTicket).union_node(), "610300-0002");
    EXPECT_EQ(hotline_.ticket(kTicket).level(), out::UNION_LEVEL_GRASSROOTS);
}

TEST_F(OutreachDesk, ANuisanceIsClosedByAnotherThanWhoTookTheCall) {
    ASSERT_EQ(hotline_.limits(suite_.today()), "OK");
    ASSERT_EQ(hotline_.log(kTicket, nullptr), "OK");
    out::DismissTicketRequest dismiss;
    dismiss.set_ticket(kTicket);
    dismiss.set_reason("REPEATED");
    EXPECT_EQ(
        suite_.call(suite_.token_of(Suite::staff(Role::Caseworker, kCity), Role::Approver, kCity),
                    &Hotlines::DismissTicket, dismiss),
        "SAME_PERSON");
    ASSERT_EQ(suite_.ask(Role::Approver, kCity, &Hotlines::DismissTicket, dismiss), "OK");
    EXPECT_EQ(hotline_.ticket(kTicket).end(), out::TICKET_END_DISMISSED);
    EXPECT_EQ(hotline_.reply(kTicket), "TICKET_NOT_OPEN");
}

TEST_F(OutreachDesk, ACountySeesItsOwnCampaignsAndGroupsAndTheCityAllOfThem) {
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.launch("epidemic-2020", kCity, out::CAMPAIGN_KIND_SPECIAL), "OK");
    ASSERT_EQ(office_.launch("county-2020", kCounty), "OK");
    EXPECT_THAT(campaigns(kCity), ElementsAre("county-2020", "epidemic-2020", kWarmth));
    EXPECT_THAT(campaigns(kCity, kSeason), ElementsAre("county-2020", "epidemic-2020", kWarmth));
    EXPECT_THAT(campaigns(kCity, kSeason - 1), IsEmpty());
    EXPECT_THAT(campaigns(kCounty), ElementsAre("county-2020"));
    EXPECT_THAT(campaigns(kOtherCounty), IsEmpty());

    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    ASSERT_EQ(office_.assign("warmth-2020-2", kWarmth), "OK");
    ASSERT_EQ(office_.assign("county-2020-1", "county-2020", kCounty), "OK");
    EXPECT_THAT(groups(kCity), ElementsAre("county-2020-1", kGroup, "warmth-2020-2"));
    EXPECT_THAT(groups(kCity, kWarmth), ElementsAre(kGroup, "warmth-2020-2"));
    EXPECT_THAT(groups(kCounty), ElementsAre("county-2020-1"));
    EXPECT_THAT(groups(kOtherCounty), IsEmpty());
    out::ListGroupsRequest of_the_city;
    of_the_city.set_campaign(kWarmth);
    EXPECT_EQ(suite_.ask(Role::Auditor, kCounty, &Visits::ListGroups, of_the_city),
              "CAMPAIGN_MISSING");
}

TEST_F(OutreachDesk, AGroupGoesElsewhereUnderAnotherLeaderUntilPeopleAndCashBindIt) {
    constexpr const char* kOtherFirm = "81610300MC00000044";
    const StaffId leader = Suite::staff(Role::FinanceChecker, kCity);
    const StaffId another = Suite::staff(Role::Approver, kCity);
    ASSERT_EQ(office_.launch(kWarmth), "OK");
    ASSERT_EQ(office_.assign(kGroup, kWarmth), "OK");
    EXPECT_EQ(change(route(another, {})), "INVALID_STOPS");
    EXPECT_EQ(change(route(another, {kVisitedFirm}, "2020-05-01")), "INVALID_STOPS")
        << "after the campaign";
    EXPECT_EQ(suite_.ask(Role::Caseworker, kCounty, &Visits::ChangeItinerary,
                         route(another, {kVisitedFirm})),
              "GROUP_MISSING")
        << "not in its scope";
    ASSERT_EQ(change(route(another, {kOtherFirm, kVisitedFirm})), "OK");
    const auto seen = office_.group(kGroup);
    EXPECT_EQ(seen.group().leader(), another.to_string());
    std::vector<std::string> stops;
    for (const auto& stop : seen.stops()) stops.push_back(stop.enterprise());
    EXPECT_THAT(stops, ElementsAre(kOtherFirm, kVisitedFirm));

    ASSERT_EQ(change(route(leader, {kVisitedFirm})), "OK");
    ASSERT_EQ(office_.list(kGroup, {worker(1)}, 500), "OK");
    EXPECT_EQ(change(route(leader, {kOtherFirm})), "STOP_IN_USE");
    ASSERT_EQ(office_.approve(kGroup, 1, 500), "OK");
    ASSERT_EQ(office_.draw(kGroup, 500, "V-1"), "OK");
    EXPECT_EQ(change(route(another, {kVisitedFirm})), "CASH_OUTSTANDING");
    EXPECT_EQ(change(route(leader, {kVisitedFirm, kOtherFirm})), "OK");
    EXPECT_EQ(office_.group(kGroup).group().stops(), 2);
}

TEST_F(OutreachDesk, ATraineeWhoIsStruckLeavesTheSeatAndOneWhoWasThereStays) {
    Publicity publicity(suite_);
    const Date today = suite_.today();
    ASSERT_EQ(publicity.open_class("cadres-2020", today, 1), "OK");
    ASSERT_EQ(publicity.open_class("skills-2020", today, 3), "OK");
    ASSERT_EQ(publicity.enrol("cadres-2020", {worker(1)}), "OK");
    EXPECT_EQ(publicity.enrol("cadres-2020", {worker(2)}), "CLASS_FULL");
    EXPECT_THAT(classes(kCity), ElementsAre("cadres-2020 1 of 1", "skills-2020 0 of 3"));
    EXPECT_THAT(classes(kCounty), IsEmpty());
    out::StrikeTraineeRequest strike;
    strike.set_class_code("cadres-2020");
    strike.set_person_id(publicity.roster("cadres-2020").trainees(0).person_id());
    const auto struck = [&](FederationNo by = kCity) {
        return suite_.ask(Role::Caseworker, by, &Publicities::StrikeTrainee, strike);
    };
    EXPECT_EQ(struck(), "REASON_MISSING");
    strike.set_reason("ILL");
    EXPECT_EQ(struck(kCounty), "CLASS_MISSING") << "not in its scope";
    ASSERT_EQ(struck(), "OK");
    EXPECT_THAT(classes(kCity), ElementsAre("cadres-2020 0 of 1", "skills-2020 0 of 3"));
    EXPECT_EQ(struck(), "NOT_ON_ROSTER");

    ASSERT_EQ(publicity.enrol("cadres-2020", {worker(2)}), "OK") << "the seat is free";
    strike.set_person_id(publicity.roster("cadres-2020").trainees(0).person_id());
    ASSERT_EQ(publicity.attend("cadres-2020", today, {strike.person_id()}), "OK");
    EXPECT_EQ(struck(), "TRAINEE_ATTENDED");
    EXPECT_THAT(classes(kCity), ElementsAre("cadres-2020 1 of 1", "skills-2020 0 of 3"));
}

TEST_F(OutreachDesk, TimeLimitsAreListedByFirstDayAndHoldForEveryOffice) {
    const Date today = suite_.today();
    ASSERT_EQ(hotline_.limits(today.plus_days(30)), "OK");
    ASSERT_EQ(hotline_.limits(today), "OK");
    for (const FederationNo seen_by : {kCity, kCounty, kOtherCounty}) {
        out::ListTimeLimitsResponse seen;
        ASSERT_EQ(suite_.ask(Role::Caseworker, seen_by, &Hotlines::ListTimeLimits,
                             out::ListTimeLimitsRequest(), &seen),
                  "OK");
        ASSERT_EQ(seen.limits_size(), 2);
        EXPECT_EQ(seen.limits(0).first_day(), today.to_string());
        EXPECT_EQ(seen.limits(1).first_day(), today.plus_days(30).to_string());
        EXPECT_EQ(seen.limits(1).general_days(), 2);
        EXPECT_EQ(seen.limits(1).difficult_days(), 5);
        EXPECT_EQ(seen.limits(1).extra_complex_days(), 10);
        EXPECT_EQ(seen.limits(1).source(), "ACFTU-2023");
    }
    EXPECT_EQ(suite_.ask(Role::FinanceMaker, kCity, &Hotlines::ListTimeLimits,
                         out::ListTimeLimitsRequest()),
              "ROLE_MISSING");
}

}  // namespace
}  // namespace haven::spec
