#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

CompleteReview review(ReviewOutcome outcome = ReviewOutcome::Continue) {
    return {.outcome = outcome, .reviewers = {kVisitorA, kVisitorB}, .rules = rules()};
}

Events planned() {
    return with(on_file(), given<Household>(on_file())
                               .on("2020-03-26")
                               .when(AdoptHelpPlan{2020, {living(7200)}, rules()})
                               .events());
}

TEST(Review, RemindsAfterElevenMonthsAndIsOverdueTheDayAfterTheAnniversary) {
    const auto timers = Household::effects(state_of(on_file()), enrolled()).timers;
    ASSERT_EQ(timers.size(), 2U);
    EXPECT_EQ(timers[0], (TimerChange{"review-remind", day("2021-02-25")}));
    EXPECT_EQ(timers[1], (TimerChange{"review-overdue", day("2021-03-26")}));
    const auto command =
        Household::on_timer(state_of(on_file()), {"review-overdue", day("2021-03-26")});
    ASSERT_TRUE(command.has_value());
    const AidSuspended suspended{kHousehold, SuspensionReason::ReviewOverdue, day("2021-03-26")};
    const auto outcome = given<Household>(on_file()).on("2021-03-26").when(*command);
    outcome.then({suspended});
    EXPECT_EQ(Household::effects(outcome.state(), suspended).timers,
              (std::vector<TimerChange>{{"review-overdue", std::nullopt}}));
}

TEST(Review, ThatContinuesGrantsTheNextYear) {
    const auto events = given<Household>(planned()).on("2021-03-10").when(review()).events();
    ASSERT_EQ(events.size(), 2U);
    // Counted from the anniversary, not from the day of the review.
    EXPECT_EQ(std::get<ReviewCompleted>(events[0]).valid_until, day("2022-03-25"));
    const auto& plan = std::get<HelpPlanAdopted>(events[1]);
    EXPECT_EQ(plan.year, 2021);
    EXPECT_EQ(plan.review_valid_until, day("2022-03-25"));
    EXPECT_EQ(plan.measures[0].annual, yuan(7200));
    EXPECT_EQ(plan.measures[0].measure_id, "2021-1");
}

TEST(Review, EndsTheSuspensionThatItsDelayBrought) {
    const Events overdue = with(
        planned(), {AidSuspended{kHousehold, SuspensionReason::ReviewOverdue, day("2021-03-26")}});
    const auto events = given<Household>(overdue).on("2021-05-06").when(review()).events();
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(std::get<ReviewCompleted>(events[0]).valid_until, day("2022-03-25"));
    EXPECT_EQ(std::get<SuspensionLifted>(events[1]).reason, SuspensionReason::ReviewOverdue);
    EXPECT_EQ(std::get<AidResumed>(events[2]), (AidResumed{kHousehold, day("2021-05-06")}));
    EXPECT_EQ(std::get<HelpPlanAdopted>(events[3]).year, 2021);
}

Events suspended_twice(SuspensionReason of_a_person) {
    return with(planned(),
                {AidSuspended{kHousehold, of_a_person, day("2021-02-01")},
                 AidSuspended{kHousehold, SuspensionReason::ReviewOverdue, day("2021-03-26")}});
}

TEST(Review, ThatContinuesDoesNotEndAFraudCheckOrAWithdrawnConsent) {
    for (SuspensionReason reason :
         {SuspensionReason::FraudCheck, SuspensionReason::ConsentWithdrawn}) {
        const auto outcome =
            given<Household>(suspended_twice(reason)).on("2021-05-06").when(review());
        const auto events = outcome.events();
        ASSERT_EQ(events.size(), 2U);
        EXPECT_EQ(std::get<SuspensionLifted>(events[1]).reason, SuspensionReason::ReviewOverdue);
        EXPECT_EQ(outcome.state().shown(), HouseholdState::Suspended);
        given<Household>(with(suspended_twice(reason), events))
            .on("2021-05-10")
            .when(ResumeAid{})
            .then({SuspensionLifted{kHousehold, reason, day("2021-05-10")},
                   AidResumed{kHousehold, day("2021-05-10")}});
    }
}

TEST(Suspension, IsNotOverwrittenByTheOverdueReview) {
    const Events both = suspended_twice(SuspensionReason::FraudCheck);
    // The fraud check ends: aid stays suspended until the review is made.
    given<Household>(both)
        .on("2021-04-01")
        .when(ResumeAid{})
        .then({SuspensionLifted{kHousehold, SuspensionReason::FraudCheck, day("2021-04-01")}});
    given<Household>(both)
        .on("2021-04-01")
        .when(ResumeAid{SuspensionReason::ReviewOverdue})
        .refused("REVIEW_OVERDUE");
}

TEST(Suspension, OfTwoPersonsReasonsEndsOneByOne) {
    const Events both =
        with(on_file(),
             {AidSuspended{kHousehold, SuspensionReason::FraudCheck, day("2020-05-06")},
              AidSuspended{kHousehold, SuspensionReason::ConsentWithdrawn, day("2020-05-07")}});
    given<Household>(both).on("2020-05-08").when(ResumeAid{}).refused("REASON_MISSING");
    const auto one =
        given<Household>(both).on("2020-05-08").when(ResumeAid{SuspensionReason::ConsentWithdrawn});
    EXPECT_EQ(one.events().size(), 1U);
    EXPECT_TRUE(one.state().suspended());
    EXPECT_EQ(given<Household>(with(both, one.events()))
                  .on("2020-05-09")
                  .when(ResumeAid{})
                  .events()
                  .size(),
              2U);
}

TEST(Review, OfAFileOf29FebruaryFallsOn28thAndComesBackInALeapYear) {
    HouseholdEnrolled leap = enrolled();
    leap.enrolled_on = day("2020-02-29");
    leap.review_valid_until = day("2020-02-29").plus_months(12);
    EXPECT_EQ(leap.review_valid_until, day("2021-02-28"));
    Events history = with(until_notice(), {taken_down(), leap});
    for (std::string_view expected : {"2022-02-28", "2023-02-28", "2024-02-29"}) {
        const Date due = state_of(history).review_valid_until;
        const auto done =
            given<Household>(history).on(due.to_string()).when(review()).only<ReviewCompleted>();
        EXPECT_EQ(done.valid_until, day(expected));
        history.emplace_back(done);
    }
}

TEST(Review, IsMadeByTwoAndNotTooEarly) {
    CompleteReview alone = review();
    alone.reviewers = {kVisitorA};
    given<Household>(planned()).on("2021-03-10").when(alone).refused("TWO_PEOPLE_NEEDED");
    given<Household>(planned()).on("2020-12-24").when(review()).refused("REVIEW_TOO_EARLY");
}

TEST(Review, WithFiguresKeepsTheClassOrIsAnAdjustment) {
    CompleteReview again = review();
    again.figures = MeansFigures{.income = yuan(30'000), .rigid = yuan(1000)};
    given<Household>(planned()).on("2021-03-10").when(again).refused("CLASS_CHANGED");
    again.outcome = ReviewOutcome::Adjust;
    const auto events = given<Household>(planned()).on("2021-03-10").when(again).events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<ReviewCompleted>(events[0]).hardship_class, HardshipClass::Relative);
    again.figures->income = yuan(90'000);
    given<Household>(planned()).on("2021-03-10").when(again).refused("NO_LONGER_ELIGIBLE");
}

TEST(Review, ThatStopsProposesTheExit) {
    const auto outcome =
        given<Household>(planned()).on("2021-03-10").when(review(ReviewOutcome::Stop));
    EXPECT_EQ(outcome.only<ExitProposed>(),
              (ExitProposed{ExitKind::Resolved, "REVIEW_STOP", day("2021-03-10"), 5}));
    EXPECT_EQ(outcome.only<ReviewCompleted>().valid_until, day("2021-03-25"));
}

TEST(Suspension, IsEndedByAPersonUnlessItWaitsForTheReview) {
    const Events checked = with(
        on_file(), {AidSuspended{kHousehold, SuspensionReason::FraudCheck, day("2020-05-06")}});
    given<Household>(checked)
        .on("2020-05-08")
        .when(ResumeAid{})
        .then({SuspensionLifted{kHousehold, SuspensionReason::FraudCheck, day("2020-05-08")},
               AidResumed{kHousehold, day("2020-05-08")}});
    const Events overdue = with(
        on_file(), {AidSuspended{kHousehold, SuspensionReason::ReviewOverdue, day("2021-03-26")}});
    given<Household>(overdue).on("2021-03-29").when(ResumeAid{}).refused("REVIEW_OVERDUE");
    given<Household>(on_file()).on("2020-05-08").when(ResumeAid{}).then_nothing();
}

// Rules of 2015 with an accident: above three times the line, but ruined by its cost.
TEST(Review, KeepsTheSavingsAndCostsOfTheDecisionUntilNewOnesAreGiven) {
    Rules always_2015{{rules_2015()}, {line_600()}};
    always_2015.sets[0].effective_until = {};
    HouseholdClassified accident = classified();
    accident.hardship_class = HardshipClass::Accident;
    accident.comparison.accident_cost = yuan(70'000);
    accident.comparison.savings = yuan(30'000);
    Events history = on_file();
    for (HouseholdEvent& event : history) {
        if (auto* application = std::get_if<ApplicationSubmitted>(&event)) {
            application->causes = {HardshipCause::Accident};
        }
        if (std::holds_alternative<HouseholdClassified>(event)) event = accident;
    }
    CompleteReview again = review(ReviewOutcome::Adjust);
    again.rules = always_2015;
    again.figures = MeansFigures{.income = yuan(80'000)};
    // 80,000 + 30,000 - 70,000 is above the line of 21,600.
    given<Household>(history).on("2021-03-10").when(again).refused("NO_LONGER_ELIGIBLE");
    again.savings = Money{};
    again.accident_cost = yuan(60'000);
    const auto done =
        given<Household>(history).on("2021-03-10").when(again).only<ReviewCompleted>();
    EXPECT_EQ(done.hardship_class, HardshipClass::Accident);
    EXPECT_EQ(done.comparison.accident_cost, yuan(60'000));
    EXPECT_EQ(done.comparison.savings, Money{});
}

}  // namespace
}  // namespace haven::registry::spec
