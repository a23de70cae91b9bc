#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

AssessHousehold assess() {
    return {.rules = rules()};
}

TEST(MeansCheck, AsksAboutEveryMemberWhoseAdultsHaveSigned) {
    given<Household>({submitted(), visited()})
        .on("2020-03-05")
        .when(RequestMeansCheck{uuid(7)})
        .then({requested()});
}

TEST(MeansCheck, IsNotAskedTwiceWhileTheAnswerIsAwaited) {
    given<Household>({submitted(), requested()})
        .on("2020-03-06")
        .when(RequestMeansCheck{uuid(8)})
        .refused("MEANS_CHECK_PENDING");
    given<Household>({submitted(), requested()})
        .on("2020-03-06")
        .when(RequestMeansCheck{uuid(7)})
        .then_nothing();
}

TEST(MeansCheck, TakesTheSameAnswerOnceAndNoAnswerToAnOlderQuestion) {
    given<Household>({submitted(), requested()})
        .on("2020-03-10")
        .when(RecordMeansCheckResult{returned()})
        .then({returned()});
    given<Household>({submitted(), requested(), returned()})
        .on("2020-03-11")
        .when(RecordMeansCheckResult{returned()})
        .then_nothing();
    MeansCheckReturned other = returned();
    other.request = uuid(6);
    given<Household>({submitted(), requested()})
        .on("2020-03-10")
        .when(RecordMeansCheckResult{other})
        .refused("NOT_THE_LAST_REQUEST");
}

TEST(MeansCheck, IsAskedAnewAfterAPartialAnswer) {
    MeansCheckReturned partial = returned();
    partial.state = MeansCheckState::Partial;
    partial.figures = {};
    const Events history = {submitted(), visited(), requested(), partial};
    given<Household>(history).on("2020-03-11").when(assess()).refused("MEANS_CHECK_MISSING");
    EXPECT_EQ(given<Household>(history)
                  .on("2020-03-11")
                  .when(RequestMeansCheck{uuid(8)})
                  .only<MeansCheckRequested>()
                  .request,
              uuid(8));
}

TEST(I5_ClassWithItsRulesAndLine, TheDecisionKeepsIdsAndFiguresItCompared) {
    given<Household>(until_checked()).on("2020-03-11").when(assess()).then({classified()});
}

TEST(Assessment, IsRefusedWithoutRulesOrLineInForce) {
    AssessHousehold nothing = assess();
    nothing.rules.sets.clear();
    given<Household>(until_checked())
        .on("2020-03-11")
        .when(nothing)
        .refused("NO_RULE_SET_IN_FORCE");
    nothing = assess();
    nothing.rules.lines.clear();
    given<Household>(until_checked())
        .on("2020-03-11")
        .when(nothing)
        .refused("NO_DIBAO_LINE_IN_FORCE");
}

TEST(Assessment, UsesTheSetInForceOnTheDayOfTheDecision) {
    // 31 December 2019 is the last day of the rules of 2015, which want six months below the line.
    Events history = until_checked();
    MeansCheckReturned answer = returned();
    answer.answered_on = day("2019-12-20");
    answer.figures.months_below_line = 5;
    history.back() = answer;
    // Five months only: not DIBAO, but ill and below one and a half times: MARGINAL.
    EXPECT_EQ(given<Household>(history)
                  .on("2019-12-31")
                  .when(assess())
                  .only<HouseholdClassified>()
                  .hardship_class,
              HardshipClass::Marginal);
    const auto newer =
        given<Household>(history).on("2020-01-01").when(assess()).only<HouseholdClassified>();
    EXPECT_EQ(newer.hardship_class, HardshipClass::Deep);
    EXPECT_EQ(newer.comparison.rule_set_id, "CN-UNION-2020");
}

TEST(I3_FileNeedsWhatItNeeds, AnAnswerTooOldIsAskedForAgain) {
    given<Household>(until_checked()).on("2020-09-06").when(assess()).then({[] {
        HouseholdClassified late = classified();
        late.assessed_on = day("2020-09-06");
        return late;
    }()});
    given<Household>(until_checked())
        .on("2020-09-07")
        .when(assess())
        .refused("MEANS_CHECK_EXPIRED");
}

TEST(I6_TierNotAboveTheTests, RulesOfALowerTierGiveNoNationalFile) {
    AssessHousehold lower = assess();
    for (RuleSet& set : lower.rules.sets) set.tier = FileTier::City;
    given<Household>(until_checked()).on("2020-03-11").when(lower).refused("TIER_NOT_PASSED");
}

TEST(Assessment, AboveTheLimitByOneFenIsNoFile) {
    Events history = until_checked();
    MeansCheckReturned answer = returned();
    answer.figures = {.income = yuan(43'200), .rigid = {}};  // exactly twice the line
    history.back() = answer;
    const auto outcome = given<Household>(history).on("2020-03-11").when(assess());
    const auto refused = outcome.only<AssessedNotEligible>();
    EXPECT_EQ(refused.reason, "ABOVE_LIMIT");
    EXPECT_EQ(refused.comparison.net, yuan(43'200));
    EXPECT_EQ(refused.comparison.multiple_permille, 2000);
    EXPECT_EQ(outcome.state().phase, HouseholdState::NotEligible);
    answer.figures.income = yuan(43'200) - Money::fen(1);
    history.back() = answer;
    EXPECT_EQ(given<Household>(history)
                  .on("2020-03-11")
                  .when(assess())
                  .only<HouseholdClassified>()
                  .hardship_class,
              HardshipClass::Relative);
}

TEST(Assessment, ExcludesBySignsUnlessTheyAreWaivedWithAReason) {
    Events history = until_checked();
    MeansCheckReturned answer = returned();
    answer.figures.signs = {PropertySign::HomesGe2};
    history.back() = answer;
    EXPECT_EQ(given<Household>(history)
                  .on("2020-03-11")
                  .when(assess())
                  .only<AssessedNotEligible>()
                  .reason,
              "EXCLUDED");
    AssessHousehold waived = assess();
    waived.waivers = {{PropertySign::HomesGe2, ""}};
    given<Household>(history).on("2020-03-11").when(waived).refused("REASON_MISSING");
    waived.waivers = {{PropertySign::HomesGe2, "INHERITED_SHARE"}};
    EXPECT_EQ(given<Household>(history)
                  .on("2020-03-11")
                  .when(waived)
                  .only<HouseholdClassified>()
                  .waivers.size(),
              1U);
}

TEST(I35_NoFreeText, AWaiverIsForACode) {
    AssessHousehold told = assess();
    told.waivers = {{PropertySign::HomesGe2, "the second flat is his mother's"}};
    given<Household>(until_checked()).on("2020-03-11").when(told).refused("INVALID_WORD");
}

TEST(MeansCheck, ThatExpiredAfterTheClassWasGivenIsAskedForAgain) {
    const Events waiting = with(until_notice(), {taken_down()});
    for (const Events& history : {with(until_checked(), {classified()}), until_notice(), waiting}) {
        given<Household>(history)
            .on("2020-09-06")
            .when(RequestMeansCheck{uuid(8)})
            .refused("MEANS_CHECK_STILL_VALID");
        const auto outcome =
            given<Household>(history).on("2020-09-07").when(RequestMeansCheck{uuid(8)});
        EXPECT_EQ(outcome.only<MeansCheckRequested>().request, uuid(8));
        EXPECT_EQ(outcome.state().phase, HouseholdState::Checking);
        EXPECT_FALSE(outcome.state().notice.has_value());
    }
    // And it goes on to a class of the new answer.
    MeansCheckReturned answer = returned();
    answer.request = uuid(8);
    answer.answered_on = day("2020-09-10");
    const Events asked =
        with(waiting,
             given<Household>(waiting).on("2020-09-07").when(RequestMeansCheck{uuid(8)}).events());
    EXPECT_EQ(given<Household>(with(asked, {answer}))
                  .on("2020-09-11")
                  .when(assess())
                  .only<HouseholdClassified>()
                  .request,
              uuid(8));
}

}  // namespace
}  // namespace haven::registry::spec
