#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

// Working days after Monday 2020-03-16.
std::vector<Date> working_days() {
    std::vector<Date> days;
    for (std::string_view text : {"2020-03-17", "2020-03-18", "2020-03-19", "2020-03-20",
                                  "2020-03-23", "2020-03-24", "2020-03-25"}) {
        days.push_back(day(text));
    }
    return days;
}

OpenNotice open() {
    return {{person(1), "row"}, "610302-0001", working_days()};
}
DecideAtMeeting decide(Meeting held = meeting()) {
    return {std::move(held), false, "", rules()};
}

TEST(I4_NoticeLongEnough, FiveWorkingDaysPostedOnAMondayEndWithTheNextMonday) {
    given<Household>(with(until_checked(), {classified()}))
        .on("2020-03-16")
        .when(open())
        .then({posted()});
    const auto timers = Household::effects(state_of(until_notice()), posted()).timers;
    ASSERT_EQ(timers.size(), 1U);
    EXPECT_EQ(timers[0], (TimerChange{"notice-close", day("2020-03-24")}));
}

TEST(I4_NoticeLongEnough, ItIsNotTakenDownOnItsLastDay) {
    given<Household>(until_notice()).on("2020-03-23").when(CloseNotice{}).refused("NOTICE_RUNNING");
    given<Household>(until_notice()).on("2020-03-24").when(CloseNotice{}).then({taken_down()});
}

TEST(I4_NoticeLongEnough, ACalendarThatIsTooShortOrNotAheadIsRefused) {
    OpenNotice short_one = open();
    short_one.working_days.resize(4);
    const Events history = with(until_checked(), {classified()});
    given<Household>(history).on("2020-03-16").when(short_one).refused("WORKING_DAYS_MISSING");
    // The posting day does not count.
    given<Household>(history).on("2020-03-17").when(open()).refused("WORKING_DAYS_MISSING");
    OpenNotice twice = open();
    twice.working_days[1] = twice.working_days[0];
    given<Household>(history).on("2020-03-16").when(twice).refused("WORKING_DAYS_MISSING");
}

TEST(I4_NoticeLongEnough, AnUnsealedRowIsNotPosted) {
    OpenNotice plain = open();
    plain.row = {};
    given<Household>(with(until_checked(), {classified()}))
        .on("2020-03-16")
        .when(plain)
        .refused("ROW_MISSING");
}

TEST(Meeting, EnrolsAfterTheNotice) {
    given<Household>(with(until_notice(), {taken_down()}))
        .by(staff(21))
        .on("2020-03-25")
        .when(decide())
        .then({enrolled()});
}

TEST(I3_FileNeedsWhatItNeeds, NoNoticeNoFile) {
    given<Household>(until_notice()).on("2020-03-25").when(decide()).refused("NOTICE_NOT_CLOSED");
    given<Household>(with(until_checked(), {classified()}))
        .on("2020-03-25")
        .when(decide())
        .refused("NOTHING_TO_DECIDE");
    given<Household>(with(until_notice(), {taken_down()}))
        .on("2020-03-25")
        .when(decide(meeting("2020-03-23")))
        .refused("MEETING_BEFORE_NOTICE_END");
}

TEST(I3_FileNeedsWhatItNeeds, AnOpenObjectionHoldsItBack) {
    const Events objected =
        with(until_notice(),
             {ObjectionRaised{uuid(9), "INCOME", true, day("2020-03-18")}, taken_down()});
    given<Household>(objected).on("2020-03-25").when(decide()).refused("OBJECTION_OPEN");
    const Events dismissed = with(objected, {ObjectionDismissed{uuid(9), staff(5)}});
    given<Household>(dismissed).on("2020-03-25").when(decide()).then({enrolled()});
}

TEST(I3_FileNeedsWhatItNeeds, WhoInvestigatedDoesNotDecide) {
    Meeting held = meeting();
    held.present[2] = kVisitorB;
    const Events history = with(until_notice(), {taken_down()});
    given<Household>(history).on("2020-03-25").when(decide(held)).refused("INVESTIGATOR_APPROVES");
    given<Household>(history)
        .by(kVisitorA)
        .on("2020-03-25")
        .when(decide())
        .refused("INVESTIGATOR_APPROVES");
}

TEST(I3_FileNeedsWhatItNeeds, AtLeastThreeArePresent) {
    Meeting held = meeting();
    held.present[2] = held.present[1];
    given<Household>(with(until_notice(), {taken_down()}))
        .on("2020-03-25")
        .when(decide(held))
        .refused("MEETING_TOO_SMALL");
}

TEST(I3_FileNeedsWhatItNeeds, TheAnswerOfCivilAffairsIsStillValid) {
    given<Household>(with(until_notice(), {taken_down()}))
        .on("2020-09-07")
        .when(decide(meeting("2020-09-07")))
        .refused("MEANS_CHECK_EXPIRED");
}

TEST(Meeting, OfTheFutureIsRefused) {
    given<Household>(with(until_notice(), {taken_down()}))
        .on("2020-03-25")
        .when(decide(meeting("2020-03-26")))
        .refused("INVALID_DATE");
}

TEST(Meeting, StrikesARowWithAReason) {
    DecideAtMeeting struck = decide();
    struck.struck = true;
    const Events history = with(until_notice(), {taken_down()});
    given<Household>(history).on("2020-03-25").when(struck).refused("REASON_MISSING");
    struck.reason = "FACTS_UNCLEAR";
    given<Household>(history)
        .on("2020-03-25")
        .when(struck)
        .then({EnrolmentRejected{"FACTS_UNCLEAR", meeting(), day("2020-03-25")}});
}

TEST(Objection, UpheldTakesTheNoticeDownAndGoesBackToTheAssessment) {
    const Events objected =
        with(until_notice(), {ObjectionRaised{uuid(9), "PROPERTY", true, day("2020-03-18")}});
    const auto outcome = given<Household>(objected)
                             .by(staff(5))
                             .on("2020-03-19")
                             .when(ResolveObjection{uuid(9), true});
    outcome.then({ObjectionUpheld{uuid(9), staff(5)}, NoticeWithdrawn{"OBJECTION_UPHELD"}});
    EXPECT_EQ(outcome.state().phase, HouseholdState::Checked);
    EXPECT_FALSE(outcome.state().notice.has_value());
}

TEST(Objection, IsRaisedOnlyWhileANoticeIsPosted) {
    given<Household>(until_checked())
        .on("2020-03-12")
        .when(RaiseObjection{uuid(9), "INCOME", true})
        .refused("NO_NOTICE_POSTED");
    given<Household>(until_notice())
        .on("2020-03-18")
        .when(RaiseObjection{uuid(9), "ENVY", true})
        .refused("INVALID_GROUNDS");
}

TEST(Meeting, DecidesByTheRulesOfItsOwnDay) {
    const Events history = with(until_notice(), {taken_down()});
    DecideAtMeeting recorded_late = decide();
    RuleSet next = rules_2020();
    next.rule_set_id = "NEXT";
    next.effective_from = day("2020-03-27");
    next.review_months = 6;
    recorded_late.rules.sets[1].effective_until = day("2020-03-26");
    recorded_late.rules.sets.push_back(next);
    given<Household>(history).on("2020-03-30").when(recorded_late).then({enrolled()});
    recorded_late.rules.sets.erase(recorded_late.rules.sets.begin() + 1);
    given<Household>(history).on("2020-03-30").when(recorded_late).refused("NO_RULE_SET_IN_FORCE");
}

TEST(Meeting, HasAsManyPresentAsTheRulesWant) {
    DecideAtMeeting held = decide();
    for (RuleSet& set : held.rules.sets) set.meeting_minimum = 4;
    given<Household>(with(until_notice(), {taken_down()}))
        .on("2020-03-25")
        .when(held)
        .refused("MEETING_TOO_SMALL");
}

TEST(I35_NoFreeText, MinutesAndStruckRowsSayCodes) {
    const Events history = with(until_notice(), {taken_down()});
    for (std::string_view text : {"李建国的会议", "61039919750815001X", "A B"}) {
        Meeting held = meeting();
        held.minutes_no = text;
        given<Household>(history).on("2020-03-25").when(decide(held)).refused("INVALID_WORD");
    }
    DecideAtMeeting struck = decide();
    struck.struck = true;
    struck.reason = "the neighbour says he works";
    given<Household>(history).on("2020-03-25").when(struck).refused("INVALID_WORD");
}

TEST(Objection, LeftOpenDoesNotHoldBackTheNextNotice) {
    const Events two =
        with(until_notice(), {ObjectionRaised{uuid(9), "PROPERTY", true, day("2020-03-18")},
                              ObjectionRaised{uuid(10), "INCOME", true, day("2020-03-18")}});
    const Events upheld = with(two, given<Household>(two)
                                        .by(staff(5))
                                        .on("2020-03-19")
                                        .when(ResolveObjection{uuid(9), true})
                                        .events());
    NoticeOpened second = posted();
    second.first_day = day("2020-03-23");
    second.last_day = day("2020-03-30");
    const auto opened =
        given<Household>(with(upheld, {classified(), second, NoticeClosed{day("2020-03-31")}}))
            .by(staff(21))
            .on("2020-04-01")
            .when(decide(meeting("2020-04-01")))
            .only<HouseholdEnrolled>();
    EXPECT_EQ(opened.enrolled_on, day("2020-04-01"));
}

TEST(Objection, IsRaisedUntilTheDayTheNoticeIsTakenDown) {
    const Events closed = with(until_notice(), {taken_down()});
    const RaiseObjection raise{uuid(9), "INCOME", true};
    EXPECT_EQ(given<Household>(closed).on("2020-03-24").when(raise).events().size(), 1U);
    given<Household>(closed).on("2020-03-25").when(raise).refused("NO_NOTICE_POSTED");
}

}  // namespace
}  // namespace haven::registry::spec
