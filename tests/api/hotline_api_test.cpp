// The hotline 12351 over gRPC on the running suite: its clock, its way between federations, and who
// hears who called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/postgres/connection.hpp"
#include "tests/suite/hotline.hpp"

namespace haven::spec {
namespace {

namespace out = haven::outreach::v1;
using access::Role;
using Service = out::HotlineService::Stub;
using ::testing::HasSubstr;
using ::testing::Not;

class HotlineApi : public testing::Test {
  protected:
    HotlineApi() { EXPECT_EQ(desk_.limits(suite_.today()), "OK"); }

    std::vector<std::string> numbers(const out::ListTicketsRequest& request,
                                     FederationNo federation = kCity) {
        out::ListTicketsResponse response;
        EXPECT_EQ(desk_.ask(Role::Auditor, federation, &Service::ListTickets, request, &response),
                  "OK");
        std::vector<std::string> numbers;
        for (const out::Ticket& one : response.tickets()) numbers.push_back(one.ticket_no());
        return numbers;
    }

    Line line_;  // with a bank: a suite without one is never idle
    Suite& suite_ = line_.suite();
    Hotline desk_{suite_};
    const Applicant lin_{.name = "林国强", .birth_date = "1975-08-11", .phone = "13900000001"};
};

TEST_F(HotlineApi, WhoCallsIsInTheVaultAndOpenedForAPurposeOnly) {
    ASSERT_EQ(desk_.log("12351-1", &lin_), "OK");
    EXPECT_EQ(desk_.log("12351-1", &lin_), "TICKET_EXISTS");
    EXPECT_EQ(desk_.show("12351-1").name(), "");
    const auto shown = desk_.show("12351-1", "CASE_WORK");
    EXPECT_EQ(shown.name(), "林国强");
    EXPECT_EQ(shown.phone(), "13900000001");
    std::string answer;
    desk_.show("12351-1", "CURIOSITY", kCity, &answer);
    EXPECT_EQ(answer, "INVALID_PURPOSE");
    desk_.show("12351-1", "CASE_WORK", kOtherCounty, &answer);
    EXPECT_EQ(answer, "TICKET_MISSING") << "not in its scope";
    postgres::Connection db(suite_.conninfo("outreach"));
    const auto stored =
        db.query("SELECT string_agg(encode(payload, 'escape'), ' ') FROM event")[0].text(0);
    EXPECT_THAT(stored, Not(HasSubstr("林国强")));
    EXPECT_THAT(stored, Not(HasSubstr("13900000001")));
    EXPECT_THAT(stored, Not(HasSubstr(lin_.id_number())));
}

TEST_F(HotlineApi, GoesToTheCountyWithItsClockAndIsEscalatedOnceWhereverItLies) {
    ASSERT_EQ(desk_.log("12351-1", &lin_), "OK");
    const Date due_on = Date::parse(desk_.ticket("12351-1").due_on()).value();
    ASSERT_EQ(desk_.transfer("12351-1", kCity, kCounty), "OK");
    suite_.settle();
    EXPECT_EQ(numbers({}, kCounty), std::vector<std::string>{"12351-1"});
    const auto of_county = desk_.ticket("12351-1", kCounty);
    EXPECT_EQ(of_county.due_on(), due_on.to_string());
    EXPECT_EQ(of_county.state(), out::TICKET_STATE_OPEN);
    EXPECT_EQ(desk_.ticket("12351-1").federation(), kCounty.value)
        << "the city sees it where it is";
    suite_.advance(due_on);
    EXPECT_EQ(desk_.ticket("12351-1").escalations(), 0);
    suite_.advance(due_on.plus_days(1));
    EXPECT_EQ(desk_.ticket("12351-1").escalations(), 1);
    suite_.advance(due_on.plus_days(5));
    EXPECT_EQ(desk_.ticket("12351-1").escalations(), 1) << "once";
    out::ListTicketsRequest overdue;
    overdue.set_escalated(true);
    EXPECT_EQ(numbers(overdue), std::vector<std::string>{"12351-1"});
    // Back at the city, of the same day nobody hears again.
    ASSERT_EQ(desk_.transfer("12351-1", kCounty, kCity), "OK");
    suite_.settle();
    suite_.advance(due_on.plus_days(8));
    EXPECT_EQ(desk_.ticket("12351-1").escalations(), 0) << "the city's own part";
    EXPECT_EQ(desk_.ticket("12351-1").transfers(), 2);
}

TEST_F(HotlineApi, ACallerWhoIsNotSatisfiedIsAnsweredAgain) {
    ASSERT_EQ(desk_.log("12351-1", &lin_), "OK");
    EXPECT_EQ(desk_.close("12351-1"), "TICKET_NOT_REPLIED");
    ASSERT_EQ(desk_.reply("12351-1"), "OK");
    EXPECT_EQ(desk_.close("12351-1"), "CALL_BACK_MISSING");
    ASSERT_EQ(desk_.call_back("12351-1", out::SATISFACTION_UNSATISFIED), "OK");
    const auto again = desk_.ticket("12351-1");
    EXPECT_EQ(again.state(), out::TICKET_STATE_OPEN);
    EXPECT_EQ(again.round(), 2);
    ASSERT_EQ(desk_.reply("12351-1"), "OK");
    ASSERT_EQ(desk_.call_back("12351-1", out::SATISFACTION_SATISFIED), "OK");
    ASSERT_EQ(desk_.close("12351-1"), "OK");
    EXPECT_EQ(desk_.ticket("12351-1").end(), out::TICKET_END_SATISFIED);
    out::ListTicketsRequest open;
    open.set_state(out::TICKET_STATE_OPEN);
    EXPECT_TRUE(numbers(open).empty());
}

TEST_F(HotlineApi, BadInputNamesItsFieldAndLeavesNothing) {
    out::LogTicketRequest request;
    request.set_ticket_no("12351-1");
    request.set_type(out::TICKET_TYPE_AID);
    request.set_ticket_class(out::TICKET_CLASS_GENERAL);
    request.set_subject("WAGE_ARREARS");
    request.set_level(out::UNION_LEVEL_CITY);
    request.mutable_caller()->set_phone("139");
    EXPECT_EQ(desk_.ask(Role::Caseworker, kCity, &Service::LogTicket, request), "INVALID_NAME");
    EXPECT_THAT(suite_.refusals(), HasSubstr("caller.name"));
    request.mutable_caller()->set_name("林国强");
    EXPECT_EQ(desk_.ask(Role::Caseworker, kCity, &Service::LogTicket, request), "INVALID_PHONE");
    EXPECT_THAT(suite_.refusals(), HasSubstr("caller.phone"));
    EXPECT_TRUE(numbers({}).empty());
    EXPECT_EQ(desk_.transfer("12351-1", kCity, kCounty), "TICKET_MISSING");
    ASSERT_EQ(desk_.log("12351-1", nullptr), "OK");
    EXPECT_EQ(desk_.transfer("12351-1", kCity, FederationNo{99}), "INVALID_FEDERATION");
}

}  // namespace
}  // namespace haven::spec
