#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

AdoptHelpPlan plan(std::vector<PlannedMeasure> measures, std::int32_t year = 2020) {
    return {year, std::move(measures), rules()};
}

TEST(HelpPlan, SplitsLivingIntoTwoHalvesAndPaysMedicalOnce) {
    const auto adopted = given<Household>(on_file())
                             .on("2020-03-26")
                             .when(plan({living(7200), medical(4500)}))
                             .only<HelpPlanAdopted>();
    EXPECT_EQ(adopted.year, 2020);
    EXPECT_EQ(adopted.review_valid_until, day("2021-03-25"));
    EXPECT_EQ(adopted.payee.last4, "0014");
    ASSERT_EQ(adopted.measures.size(), 2U);
    EXPECT_EQ(adopted.measures[0].measure_id, "2020-1");
    EXPECT_EQ(adopted.measures[0].beneficiary, person(1));
    EXPECT_EQ(adopted.measures[0].instalments,
              (std::vector<Instalment>{{1, day("2020-06-30"), yuan(3600)},
                                       {2, day("2020-12-10"), yuan(3600)}}));
    EXPECT_EQ(adopted.measures[1].instalments,
              (std::vector<Instalment>{{1, day("2020-06-30"), yuan(4500)}}));
}

TEST(I7_SchoolingIsOfAChild, TheHeadIsNotTheStudent) {
    PlannedMeasure schooling = living(2000);
    schooling.item = AidItem::Schooling;
    for (const std::int32_t head : {0, 1}) {
        schooling.beneficiary_seq = head;
        given<Household>(on_file())
            .on("2020-03-26")
            .when(plan({schooling}))
            .refused("STUDENT_IS_HEAD");
    }
    schooling.beneficiary_seq = 3;
    const auto adopted = given<Household>(on_file())
                             .on("2020-03-26")
                             .when(plan({schooling}))
                             .only<HelpPlanAdopted>();
    EXPECT_EQ(adopted.measures[0].beneficiary, person(3));
}

TEST(I19_HalvesSumToTheYear, TheOddFenGoesToTheFirst) {
    PlannedMeasure odd = living(0);
    odd.annual = Money::fen(400'001);
    const auto measure = given<Household>(on_file())
                             .on("2020-03-26")
                             .when(plan({odd}))
                             .only<HelpPlanAdopted>()
                             .measures[0];
    EXPECT_EQ(measure.instalments[0].amount, Money::fen(200'001));
    EXPECT_EQ(measure.instalments[1].amount, Money::fen(200'000));
}

TEST(I18_AmountsArePositiveFen, NothingAndLessIsRefused) {
    given<Household>(on_file()).on("2020-03-26").when(plan({living(0)})).refused("INVALID_AMOUNT");
    given<Household>(on_file()).on("2020-03-26").when(plan({living(-1)})).refused("INVALID_AMOUNT");
}

TEST(HelpPlan, LivingIsCappedByTwelveMonthsOfTheLine) {
    given<Household>(on_file())
        .on("2020-03-26")
        .when(plan({living(7201)}))
        .refused("ABOVE_LIVING_CAP");
    EXPECT_EQ(
        given<Household>(on_file()).on("2020-03-26").when(plan({living(7200)})).events().size(),
        1U);
}

TEST(HelpPlan, TheCapCountsTheLineOfTheYearThatIsPaidFor) {
    AdoptHelpPlan next = plan({living(7500)}, 2021);
    given<Household>(on_file()).on("2020-03-26").when(next).refused("ABOVE_LIVING_CAP");
    DibaoLine raised = line_600();
    raised.line_id = "610302-URBAN-2021-01-01";
    raised.monthly = yuan(625);
    raised.effective_from = day("2021-01-01");
    next.rules.lines.push_back(raised);
    EXPECT_EQ(
        given<Household>(on_file()).on("2020-03-26").when(next).only<HelpPlanAdopted>().line_id,
        "610302-URBAN-2021-01-01");
}

TEST(I14_MedicalWithinSelfPaid, OneYuanMoreIsRefused) {
    given<Household>(on_file())
        .on("2020-03-26")
        .when(plan({medical(4501)}))
        .refused("ABOVE_SELF_PAID_CAP");
}

// The file of a household that paid so much of its hospital by itself.
Events after_a_hospital(std::int64_t self_paid) {
    Events history = on_file();
    for (HouseholdEvent& event : history) {
        if (auto* decision = std::get_if<HouseholdClassified>(&event)) {
            decision->comparison.self_paid_medical = yuan(self_paid);
        }
    }
    return history;
}

PlannedMeasure agreed(std::int64_t amount, FileTier level, std::string paper = "SGF-2020-5") {
    PlannedMeasure measure = medical(amount);
    measure.approval = {level, std::move(paper)};
    return measure;
}

TEST(HelpPlan, I24_AboveTwentyThousandTheProvinceAgreesAndAboveFiftyTheNationalFederation) {
    struct Row {
        const char* edge_case;
        PlannedMeasure measure;
        const char* refused;  // empty: good
    };
    using enum FileTier;
    for (const Row& row :
         {Row{"20,000 exactly", medical(20'000), ""},
          Row{"a yuan more", medical(20'001), "SUPERIOR_APPROVAL_MISSING"},
          Row{"with the province's word", agreed(20'001, Provincial), ""},
          Row{"50,000 exactly", agreed(50'000, Provincial), ""},
          Row{"a yuan more", agreed(50'001, Provincial), "SUPERIOR_APPROVAL_MISSING"},
          Row{"with the national federation's", agreed(50'001, National), ""},
          Row{"the highest may agree to less", agreed(20'001, National), ""},
          Row{"the city is no superior", agreed(20'001, City), "INVALID_APPROVAL"},
          Row{"a word without paper", agreed(20'001, Provincial, ""), "INVALID_APPROVAL"},
          Row{"a paper of nobody", agreed(100, None), "INVALID_APPROVAL"}}) {
        SCOPED_TRACE(row.edge_case);
        const auto outcome =
            given<Household>(after_a_hospital(90'000)).on("2020-03-26").when(plan({row.measure}));
        if (*row.refused != 0) {
            outcome.refused(row.refused);
        } else {
            EXPECT_EQ(outcome.only<HelpPlanAdopted>().measures[0].approval, row.measure.approval);
        }
    }
}

TEST(HelpPlan, I24_TheYearsSumOfTheHouseholdCountsAndNotTheSingleMeasure) {
    PlannedMeasure wife = medical(15'000);
    wife.beneficiary_seq = 2;
    given<Household>(after_a_hospital(90'000))
        .on("2020-03-26")
        .when(plan({medical(15'000), wife}))
        .refused("SUPERIOR_APPROVAL_MISSING");
    Events once = after_a_hospital(90'000);
    once.push_back(given<Household>(once)
                       .on("2020-03-26")
                       .when(plan({medical(15'000)}))
                       .only<HelpPlanAdopted>());
    given<Household>(once).on("2020-03-27").when(plan({wife})).refused("SUPERIOR_APPROVAL_MISSING");
    wife.approval = {FileTier::Provincial, "SGF-2020-5"};
    EXPECT_EQ(given<Household>(once).on("2020-03-27").when(plan({wife})).events().size(), 1U);
    // Other items are not counted.
    EXPECT_EQ(given<Household>(once).on("2020-03-27").when(plan({living(7'200)})).events().size(),
              1U);
}

TEST(I13_RelativeHasOneItem, ASecondOneIsRefused) {
    Events history = on_file();
    for (HouseholdEvent& event : history) {
        if (auto* decision = std::get_if<HouseholdClassified>(&event)) {
            decision->hardship_class = HardshipClass::Relative;
        }
    }
    given<Household>(history)
        .on("2020-03-26")
        .when(plan({living(3900), medical(1000)}))
        .refused("SINGLE_ITEM_ONLY");
    EXPECT_EQ(given<Household>(history).on("2020-03-26").when(plan({living(3900)})).events().size(),
              1U);
}

TEST(HelpPlan, TheSameNeedIsPlannedOnceAYear) {
    const auto adopted = given<Household>(on_file())
                             .on("2020-03-26")
                             .when(plan({living(3000)}))
                             .only<HelpPlanAdopted>();
    given<Household>(with(on_file(), {adopted}))
        .on("2020-03-27")
        .when(plan({living(1000)}))
        .refused("DUPLICATE_AID");
    EXPECT_EQ(given<Household>(with(on_file(), {adopted}))
                  .on("2020-03-27")
                  .when(plan({medical(1000)}))
                  .only<HelpPlanAdopted>()
                  .measures[0]
                  .measure_id,
              "2020-2");
}

TEST(HelpPlan, IsForAnOpenFileAndThisOrTheNextYear) {
    given<Household>(until_notice())
        .on("2020-03-26")
        .when(plan({living(100)}))
        .refused("FILE_NOT_ENROLLED");
    given<Household>(with(on_file(), {AidSuspended{kHousehold, SuspensionReason::FraudCheck,
                                                   day("2020-04-01")}}))
        .on("2020-04-02")
        .when(plan({living(100)}))
        .refused("AID_SUSPENDED");
    given<Household>(on_file())
        .on("2020-03-26")
        .when(plan({living(100)}, 2019))
        .refused("INVALID_YEAR");
    given<Household>(on_file())
        .on("2020-03-26")
        .when(plan({living(100)}, 2022))
        .refused("INVALID_YEAR");
}

EnrolInProgramme pilot() {
    return {.programme = "PILOT-2018",
            .measure = living(4000),
            .employer_programmes = {"PILOT-2018"},
            .rules = rules()};
}

TEST(Pilot, TakesAnOpenFileOfACoveredCauseWithAListedEmployer) {
    const auto events = given<Household>(on_file()).on("2020-04-01").when(pilot()).events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(
        std::get<ProgrammeEnrolled>(events[0]),
        (ProgrammeEnrolled{"PILOT-2018", person(1), "91610300MA00000078", day("2020-04-01")}));
    EXPECT_EQ(std::get<HelpPlanAdopted>(events[1]).measures[0].programme, "PILOT-2018");
}

TEST(Pilot, RefusesEverythingElse) {
    EnrolInProgramme asked = pilot();
    asked.employer_programmes = {};
    given<Household>(on_file()).on("2020-04-01").when(asked).refused("ENTERPRISE_NOT_LISTED");
    asked = pilot();
    asked.measure.annual = yuan(4001);
    given<Household>(on_file()).on("2020-04-01").when(asked).refused("PROGRAMME_AMOUNT_DIFFERS");
    given<Household>(until_notice()).on("2020-04-01").when(pilot()).refused("FILE_NOT_ENROLLED");
    Events other_cause = on_file();
    std::get<ApplicationSubmitted>(other_cause[0]).causes = {HardshipCause::Unemployment};
    given<Household>(other_cause).on("2020-04-01").when(pilot()).refused("CAUSE_NOT_COVERED");
    const Events joined =
        with(on_file(), given<Household>(on_file()).on("2020-04-01").when(pilot()).events());
    given<Household>(joined).on("2020-04-02").when(pilot()).refused("ALREADY_IN_PROGRAMME");
}

TEST(Pilot, MeasuresOfAProgrammeNeedAFileThatHasJoinedIt) {
    PlannedMeasure measure = living(4000);
    measure.programme = "PILOT-2018";
    given<Household>(on_file()).on("2020-04-01").when(plan({measure})).refused("NOT_IN_PROGRAMME");
}

TEST(I18_AmountsArePositiveFen, OneFenIsNotTwoInstalments) {
    PlannedMeasure tiny = living(0);
    tiny.annual = Money::fen(1);
    given<Household>(on_file()).on("2020-03-26").when(plan({tiny})).refused("INVALID_AMOUNT");
    tiny.annual = Money::fen(2);
    EXPECT_EQ(given<Household>(on_file()).on("2020-03-26").when(plan({tiny})).events().size(), 1U);
}

TEST(HelpPlan, IsDueOnTheDaysOfTheRules) {
    AdoptHelpPlan quarterly = plan({living(7200)});
    quarterly.rules.sets[1].due_days = {{3, 31}, {6, 30}, {9, 30}, {12, 10}};
    const auto measure = given<Household>(on_file())
                             .on("2020-03-26")
                             .when(quarterly)
                             .only<HelpPlanAdopted>()
                             .measures[0];
    ASSERT_EQ(measure.instalments.size(), 4U);
    EXPECT_EQ(measure.instalments[0], (Instalment{1, day("2020-03-31"), yuan(1800)}));
    EXPECT_EQ(measure.instalments[3], (Instalment{4, day("2020-12-10"), yuan(1800)}));
}

}  // namespace
}  // namespace haven::registry::spec
