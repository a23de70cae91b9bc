#include "services/outreach/domain/hotline_ticket.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

using spec::given;
using spec::id;
using ::testing::IsEmpty;

using Ticket = HotlineTicket;
using History = std::vector<Ticket::Event>;

const FederationNo kCity{1};
const FederationNo kCounty{4};
const ReferralId kReferral = id<ReferralId>(80);

TimeLimits limits() {
    return {.code = "12351-2023",
            .first_day = day("2023-01-01"),
            .general = 2,
            .difficult = 5,
            .extra_complex = 7,
            .source = "ACFTU-2023"};
}
// Of the week of Monday, 9 October 2023, and the next.
std::vector<Date> week() {
    std::vector<Date> days;
    for (const int of : {10, 11, 12, 13, 16, 17, 18, 19}) days.push_back(Date::of(2023, 10, of));
    return days;
}
TicketSheet call() {
    return {.ticket_no = "12351-1",
            .type = TicketType::Aid,
            .ticket_class = TicketClass::General,
            .subject = "WAGE_ARREARS",
            .name = {kZhao, "name"},
            .phone = {kZhao, "phone"},
            .identified = true,
            .level = UnionLevel::City};
}
TicketSheet logged_sheet() {
    TicketSheet sheet = call();
    sheet.logger = kClerk;
    sheet.logged_on = sheet.started_on = day("2023-10-09");
    sheet.limits = limits();
    sheet.due_on = day("2023-10-11");
    return sheet;
}
const TicketLogged kLogged{logged_sheet()};
const TicketEscalated kEscalated{UnionLevel::City, day("2023-10-11")};
const TicketReplied kReplied{"R-1", "EXPLAINED", ReferralOutcome::Unset, kClerk, day("2023-10-10")};
const ReplyTicket kReply{"R-1", "EXPLAINED"};

CallBackMade said(Satisfaction what, std::string_view on, StaffId by = kLeader) {
    return {what, by, day(on)};
}
CallerReferred referred() {
    return {.referral = kReferral,
            .ticket_no = "12351-1",
            .name = {kZhao, "name"},
            .phone = {kZhao, "phone"},
            .identified = true,
            .to = kCounty,
            .union_node = "610303",
            .signs = {HardshipSign::JobLoss},
            .heard_on = day("2023-10-09")};
}
ReferCaller refer() {
    return {kReferral, kCounty, "610303", {HardshipSign::JobLoss}};
}
Ticket::State after(const History& history) {
    return given<Ticket>(history).state();
}

TEST(TimeLimits, AreInForceFromTheirFirstDayOn) {
    TimeLimits later = limits();
    later.code = "12351-2024";
    later.first_day = day("2024-01-01");
    const std::vector all{later, limits()};
    EXPECT_EQ(in_force(all, day("2023-12-31"))->code, "12351-2023");
    EXPECT_EQ(in_force(all, day("2024-01-01"))->code, "12351-2024");
    EXPECT_EQ(in_force(all, day("2022-12-31")), nullptr);
    given<TicketRules>().when(AddTimeLimits{limits()}).then({TimeLimitsAdded{limits()}});
    given<TicketRules>({TimeLimitsAdded{limits()}}).when(AddTimeLimits{limits()}).then_nothing();
    given<TicketRules>({TimeLimitsAdded{limits()}})
        .when(AddTimeLimits{later})
        .refused("TIME_LIMITS_EXIST");
    TimeLimits shrinking = limits();
    shrinking.difficult = 1;
    given<TicketRules>().when(AddTimeLimits{shrinking}).refused("INVALID_DAYS");
}

TEST(HotlineTicket, IsDueByTheWorkingDaysOfItsClassOnTheDayOfTheCall) {
    given<Ticket>()
        .by(kClerk)
        .on("2023-10-09")
        .when(LogTicket{call(), limits(), week()})
        .then({kLogged});
    TicketSheet complex = call();
    complex.ticket_class = TicketClass::ExtraComplex;
    const auto logged = given<Ticket>()
                            .on("2023-10-09")
                            .when(LogTicket{complex, limits(), week()})
                            .only<TicketLogged>();
    EXPECT_EQ(logged.sheet.due_on, day("2023-10-18")) << "over the weekend";
    given<Ticket>()
        .on("2023-10-09")
        .when(LogTicket{call(), std::nullopt, week()})
        .refused("NO_TIME_LIMITS_IN_FORCE");
    given<Ticket>()
        .on("2023-10-09")
        .when(LogTicket{call(), limits(), {day("2023-10-10")}})
        .refused("WORKING_DAYS_MISSING");
    given<Ticket>({kLogged})
        .on("2023-10-09")
        .when(LogTicket{call(), limits(), week()})
        .refused("TICKET_EXISTS");
    TicketSheet others = call();
    others.phone.person = kQian;
    given<Ticket>()
        .on("2023-10-09")
        .when(LogTicket{others, limits(), week()})
        .refused("INVALID_CALLER");
}

TEST(HotlineTicket, IsEscalatedOnceARoundWhenItsLastDayHasPassed) {
    const Ticket::State open = after({kLogged});
    EXPECT_EQ(Ticket::effects(open, kLogged).timers,
              (std::vector<TimerChange>{{"deadline", day("2023-10-12")}}));
    EXPECT_TRUE(Ticket::on_timer(open, {"deadline", day("2023-10-12")}).has_value());
    given<Ticket>({kLogged}).on("2023-10-11").when(EscalateTicket{}).then_nothing();
    given<Ticket>({kLogged}).on("2023-10-12").when(EscalateTicket{}).then({kEscalated});
    given<Ticket>({kLogged, kEscalated}).on("2023-10-13").when(EscalateTicket{}).then_nothing();
    const Ticket::State late = after({kLogged, kEscalated});
    EXPECT_EQ(Ticket::effects(late, kEscalated).timers,
              (std::vector<TimerChange>{{"deadline", std::nullopt}}));
    EXPECT_EQ(Ticket::on_timer(late, {"deadline", day("2023-10-12")}), std::nullopt);
    EXPECT_EQ(Ticket::effects(after({kLogged, kReplied}), kReplied).timers,
              (std::vector<TimerChange>{{"deadline", std::nullopt}}));
}

// Edge case: a ticket for another county.
TEST(HotlineTicket, GoesToAnotherFederationWithItsClock) {
    const TransferTicket command{kCounty, id<TicketId>(41), "", UnionLevel::County, "OTHER_COUNTY"};
    const auto gone = given<Ticket>({kLogged, kEscalated})
                          .on("2023-10-12")
                          .when(command)
                          .only<TicketTransferred>();
    EXPECT_EQ(gone.sheet.due_on, day("2023-10-11")) << "a transfer wins no time";
    EXPECT_EQ(gone.sheet.level, UnionLevel::County);
    const TicketReceived received{kCity, gone.sheet};
    given<Ticket>().in(kCounty).when(ReceiveTicket{kCity, gone.sheet}).then({received});
    given<Ticket>({received}).in(kCounty).when(ReceiveTicket{kCity, gone.sheet}).then_nothing();
    EXPECT_THAT(Ticket::effects(after({received}), received).timers, IsEmpty())
        << "whoever has it, nobody hears of the same day twice";
    given<Ticket>({kLogged, gone}).when(kReply).refused("TICKET_NOT_OPEN");
    given<Ticket>({kLogged})
        .when(TransferTicket{kCity, id<TicketId>(41), "", UnionLevel::City, "HERE"})
        .refused("INVALID_FEDERATION");
    // It may come back.
    TicketSheet back = gone.sheet;
    back.transfers = 2;
    given<Ticket>({kLogged, gone})
        .when(ReceiveTicket{kCounty, back})
        .then({TicketReceived{kCounty, back}});
}

TEST(HotlineTicket, DoesNotGoRoundForEver) {
    TicketSheet often = logged_sheet();
    often.transfers = 10;
    given<Ticket>({TicketReceived{kCity, often}})
        .when(TransferTicket{kCounty, id<TicketId>(41), "", UnionLevel::County, "NOT_OURS"})
        .refused("TRANSFERRED_TOO_OFTEN");
}

TEST(HotlineTicket, AnotherClassCountsFromTheSameDay) {
    const TicketReclassified changed{TicketClass::Difficult, day("2023-10-16"), "TWO_EMPLOYERS"};
    given<Ticket>({kLogged})
        .on("2023-10-11")
        .when(ReclassifyTicket{TicketClass::Difficult, "TWO_EMPLOYERS", week()})
        .then({changed});
    EXPECT_EQ(Ticket::effects(after({kLogged, changed}), changed).timers,
              (std::vector<TimerChange>{{"deadline", day("2023-10-17")}}));
    given<Ticket>({kLogged})
        .on("2023-10-12")
        .when(ReclassifyTicket{TicketClass::Difficult, "TWO_EMPLOYERS", week()})
        .refused("DEADLINE_PASSED");
}

TEST(HotlineTicket, IsCalledBackBySomebodyElseAndClosedWhenTheCallerIsSatisfied) {
    given<Ticket>({kLogged}).by(kClerk).on("2023-10-10").when(kReply).then({kReplied});
    given<Ticket>({kLogged})
        .when(RecordCallBack{Satisfaction::Satisfied, week()})
        .refused("TICKET_NOT_REPLIED");
    given<Ticket>({kLogged, kReplied})
        .by(kClerk)
        .when(RecordCallBack{Satisfaction::Satisfied, week()})
        .refused("SAME_PERSON");
    given<Ticket>({kLogged, kReplied}).when(CloseTicket{}).refused("CALL_BACK_MISSING");
    const auto satisfied = said(Satisfaction::MostlySatisfied, "2023-10-11");
    given<Ticket>({kLogged, kReplied})
        .by(kLeader)
        .on("2023-10-11")
        .when(RecordCallBack{Satisfaction::MostlySatisfied, week()})
        .then({satisfied});
    given<Ticket>({kLogged, kReplied, satisfied})
        .on("2023-10-11")
        .when(CloseTicket{})
        .then({TicketClosed{TicketEnd::Satisfied, "", day("2023-10-11")}});
}

TEST(HotlineTicket, OpensAgainWhenTheCallerIsNotSatisfied) {
    const std::vector<Date> ahead{day("2023-10-12"), day("2023-10-13")};
    const auto unhappy = said(Satisfaction::Unsatisfied, "2023-10-11");
    const TicketReopened reopened{2, day("2023-10-13")};
    given<Ticket>({kLogged, kReplied})
        .by(kLeader)
        .on("2023-10-11")
        .when(RecordCallBack{Satisfaction::Unsatisfied, ahead})
        .then({unhappy, reopened});
    const History history{kLogged, kEscalated, kReplied, unhappy, reopened};
    EXPECT_EQ(after(history).phase, TicketState::Open);
    EXPECT_EQ(Ticket::effects(after(history), reopened).timers,
              (std::vector<TimerChange>{{"deadline", day("2023-10-14")}}))
        << "the new round may be late too";
    given<Ticket>(history)
        .on("2023-10-14")
        .when(EscalateTicket{})
        .then({TicketEscalated{UnionLevel::City, day("2023-10-13")}});
}

// Edge cases: a caller who does not answer, an anonymous one, a malicious one.
TEST(HotlineTicket, ClosesWithoutAWordOfTheCallerOnlyForAReason) {
    const auto nobody = [](std::string_view on) { return said(Satisfaction::NotReached, on); };
    const History twice{kLogged, kReplied, nobody("2023-10-11"), nobody("2023-10-12")};
    given<Ticket>(twice)
        .by(kLeader)
        .on("2023-10-12")
        .when(RecordCallBack{Satisfaction::NotReached, week()})
        .refused("CALLED_TODAY");
    given<Ticket>(twice).when(CloseTicket{}).refused("CALL_BACK_MISSING");
    History three = twice;
    three.emplace_back(nobody("2023-10-13"));
    given<Ticket>(three)
        .on("2023-10-13")
        .when(CloseTicket{})
        .then({TicketClosed{TicketEnd::NotReached, "", day("2023-10-13")}});

    TicketSheet anonymous = logged_sheet();
    anonymous.name = anonymous.phone = {};
    anonymous.identified = false;
    const TicketLogged unnamed{anonymous};
    given<Ticket>({unnamed, kReplied})
        .by(kLeader)
        .when(RecordCallBack{Satisfaction::Satisfied, week()})
        .refused("NOBODY_TO_CALL");
    given<Ticket>({unnamed, kReplied})
        .on("2023-10-11")
        .when(CloseTicket{})
        .then({TicketClosed{TicketEnd::Anonymous, "", day("2023-10-11")}});
    given<Ticket>({unnamed}).when(refer()).refused("NOBODY_TO_CALL");

    given<Ticket>({kLogged}).by(kClerk).when(DismissTicket{"MALICIOUS"}).refused("SAME_PERSON");
    given<Ticket>({kLogged})
        .by(kApprover)
        .on("2023-10-10")
        .when(DismissTicket{"MALICIOUS"})
        .then({TicketClosed{TicketEnd::Dismissed, "MALICIOUS", day("2023-10-10")}});
}

// PM8: the caller is told what became of the referral.
TEST(HotlineTicket, ACallerInHardshipIsReferredOnceAndToldOfTheAnswer) {
    given<Ticket>({kLogged}).on("2023-10-09").when(refer()).then({referred()});
    given<Ticket>({kLogged, referred()}).when(refer()).refused("ALREADY_REFERRED");
    given<Ticket>({kLogged, referred()}).when(kReply).refused("REFERRAL_UNANSWERED");
    const TransferTicket away{kCounty, id<TicketId>(41), "", UnionLevel::County, "OTHER_COUNTY"};
    given<Ticket>({kLogged, referred()}).when(away).refused("REFERRAL_UNANSWERED");
    const ReferralAnswered answered{kReferral, ReferralOutcome::Draft};
    given<Ticket>({kLogged, referred()})
        .when(NoteReferral{kReferral, ReferralOutcome::Draft})
        .then({answered});
    const History history{kLogged, referred(), answered};
    given<Ticket>(history).when(NoteReferral{kReferral, ReferralOutcome::Draft}).then_nothing();
    given<Ticket>(history).when(away).refused("REFERRAL_UNTOLD");
    given<Ticket>(history).by(kApprover).when(DismissTicket{"REPEATED"}).refused("REFERRAL_UNTOLD");
    const auto told =
        given<Ticket>(history).by(kClerk).on("2023-10-10").when(kReply).only<TicketReplied>();
    EXPECT_EQ(told.referral, ReferralOutcome::Draft);
    given<Ticket>({kLogged})
        .when(ReferCaller{kReferral, kCounty, "", {HardshipSign::NoPay, HardshipSign::NoPay}})
        .refused("INVALID_SIGNS");
    given<Ticket>({kLogged}).when(ReferCaller{kReferral, kCounty, "", {}}).refused("INVALID_SIGNS");
}

TEST(HotlineTicket, AnotherOfficeOfTheFederationHasIt) {
    given<Ticket>({kLogged})
        .when(AssignTicket{"610303-JTX", UnionLevel::Grassroots, "NEAREST"})
        .then({TicketAssigned{"610303-JTX", UnionLevel::Grassroots, "NEAREST"}});
    given<Ticket>({kLogged}).when(AssignTicket{"", UnionLevel::City, "NEAREST"}).then_nothing();
    given<Ticket>({}).when(AssignTicket{"", UnionLevel::City, "X"}).refused("TICKET_MISSING");
}

}  // namespace
}  // namespace haven::outreach::testing
