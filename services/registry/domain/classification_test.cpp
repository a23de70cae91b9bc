#include "services/registry/domain/classification.hpp"

#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

// One person against a line of 600 yuan: 7,200 a year.
HouseholdFacts facts(Money net, std::vector<HardshipCause> causes = {HardshipCause::Other}) {
    return {.figures = {.income = net + yuan(1000), .rigid = yuan(1000)},
            .member_count = 1,
            .causes = std::move(causes),
            .accident_cost = {},
            .savings = {},
            .self_paid_medical = {}};
}

HardshipClass in_2020(const HouseholdFacts& f) {
    return classify(rules_2020(), line_600(), f).gives;
}
HardshipClass in_2015(const HouseholdFacts& f) {
    return classify(rules_2015(), line_600(), f).gives;
}

constexpr Money kFen = Money::fen(1);

TEST(Classification, Of2020IsStrictlyBelowTheLineAndBelowTwiceTheLine) {
    EXPECT_EQ(in_2020(facts(yuan(7200) - kFen)), HardshipClass::Deep);
    EXPECT_EQ(in_2020(facts(yuan(7200))), HardshipClass::Relative);
    EXPECT_EQ(in_2020(facts(yuan(14'400) - kFen)), HardshipClass::Relative);
    EXPECT_EQ(in_2020(facts(yuan(14'400))), HardshipClass::None);
}

TEST(Classification, ANegativeNetIncomeIsDeep) {
    HouseholdFacts f = facts({});
    f.figures = {.income = yuan(1000), .rigid = yuan(90'000)};
    EXPECT_EQ(in_2020(f), HardshipClass::Deep);
}

TEST(Classification, Of2020CountsACostAboveEightyPercentOfIncome) {
    HouseholdFacts f = facts(yuan(99'000), {HardshipCause::Accident});  // income 100,000
    f.temporary_hardship = true;
    f.accident_cost = yuan(80'000);
    EXPECT_EQ(in_2020(f), HardshipClass::None);
    f.accident_cost = yuan(80'000) + kFen;
    EXPECT_EQ(in_2020(f), HardshipClass::Accident);
    f.causes = {HardshipCause::Unemployment};
    EXPECT_EQ(in_2020(f), HardshipClass::None);
}

TEST(Classification, Of2015WantsSixMonthsBelowTheLineOrReliefReceived) {
    HouseholdFacts f = facts(yuan(7200) - kFen);
    f.figures.months_below_line = 5;
    EXPECT_EQ(in_2015(f), HardshipClass::None);
    f.figures.months_below_line = 6;
    EXPECT_EQ(in_2015(f), HardshipClass::Dibao);
    f.figures.months_below_line = 0;
    f.figures.relief_received = true;
    EXPECT_EQ(in_2015(f), HardshipClass::Dibao);
}

TEST(Classification, Of2015GoesUpToAndIncludingOneAndAHalfTimesForIllness) {
    EXPECT_EQ(in_2015(facts(yuan(10'800), {HardshipCause::MajorIllness})), HardshipClass::Marginal);
    EXPECT_EQ(in_2015(facts(yuan(10'800) + kFen, {HardshipCause::MajorIllness})),
              HardshipClass::None);
    EXPECT_EQ(in_2015(facts(yuan(10'800), {HardshipCause::Unemployment})), HardshipClass::None);
}

TEST(Classification, Of2015GoesUpToThreeTimesForAnAccidentAndAboveWhereItsCostRuins) {
    const std::vector<HardshipCause> accident = {HardshipCause::Accident};
    EXPECT_EQ(in_2015(facts(yuan(21'600), accident)), HardshipClass::Accident);
    EXPECT_EQ(in_2015(facts(yuan(21'600) + kFen, accident)), HardshipClass::None);
    HouseholdFacts f = facts(yuan(49'000), accident);  // income 50,000
    f.savings = yuan(10'000);
    f.accident_cost = yuan(52'800);  // leaves exactly the line of a year
    EXPECT_EQ(in_2015(f), HardshipClass::Accident);
    f.accident_cost = yuan(52'800) - kFen;
    EXPECT_EQ(in_2015(f), HardshipClass::None);
}

TEST(Classification, SaysWhichTestStoodInTheWay) {
    const Assessed above = classify(rules_2020(), line_600(), facts(yuan(14'400)));
    EXPECT_EQ(above.reason, "ABOVE_LIMIT");
    EXPECT_EQ(above.comparison.multiple_permille, 2000);
    EXPECT_EQ(above.comparison.relation_sign, "<");
    RuleSet strict = rules_2015();
    const Assessed unmet = classify(strict, line_600(), facts(yuan(7000)));
    EXPECT_EQ(unmet.reason, "TESTS_NOT_MET");
}

TEST(Rules, TheLineThatStartedLastIsInForce) {
    DibaoLine later = line_600();
    later.line_id = "later";
    later.effective_from = day("2020-07-01");
    const std::vector<DibaoLine> lines = {later, line_600()};
    EXPECT_EQ(in_force(lines, day("2020-06-30"))->line_id, line_600().line_id);
    EXPECT_EQ(in_force(lines, day("2020-07-01"))->line_id, "later");
    EXPECT_EQ(in_force(lines, day("2014-12-31")), nullptr);
}

TEST(Classification, Of2020CountsACostOnlyWhereTheHardshipIsTemporary) {
    HouseholdFacts f = facts(yuan(99'000), {HardshipCause::Accident});
    f.accident_cost = yuan(90'000);
    EXPECT_EQ(in_2020(f), HardshipClass::None);
    f.temporary_hardship = true;
    EXPECT_EQ(in_2020(f), HardshipClass::Accident);
}

}  // namespace
}  // namespace haven::registry::spec
