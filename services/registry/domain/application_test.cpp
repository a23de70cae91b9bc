#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

SubmitApplication asked(ApplicationSubmitted a = application()) {
    return {std::move(a), rules()};
}

TEST(Application, IsTakenInOnTheBusinessDateUnderTheRulesInForce) {
    given<Household>().on("2020-03-02").when(asked()).then({submitted()});
}

TEST(Application, IsOfUnionMembersOnly) {
    ApplicationSubmitted a = application();
    a.union_member = false;
    given<Household>().on("2020-03-02").when(asked(a)).refused("NOT_A_UNION_MEMBER");
}

TEST(Application, OfAMigrantNeedsTwelveMonthsOfLabourRelation) {
    ApplicationSubmitted a = application();
    a.migrant = true;
    a.labour_months = 11;
    given<Household>().on("2020-03-02").when(asked(a)).refused("MIGRANT_LABOUR_TOO_SHORT");
    a.labour_months = 12;
    EXPECT_EQ(given<Household>().on("2020-03-02").when(asked(a)).events().size(), 1U);
}

TEST(Application, IsRefusedWhereNoRuleSetIsInForce) {
    given<Household>().on("2014-12-31").when(asked()).refused("NO_RULE_SET_IN_FORCE");
}

TEST(Application, HasOnePrimaryCauseAndAtMostThreeOthers) {
    ApplicationSubmitted a = application();
    a.causes = {};
    given<Household>().on("2020-03-02").when(asked(a)).refused("INVALID_CAUSES");
    a.causes = {HardshipCause::MajorIllness, HardshipCause::MajorIllness};
    given<Household>().on("2020-03-02").when(asked(a)).refused("INVALID_CAUSES");
    a.causes = {HardshipCause::MajorIllness, HardshipCause::Disability, HardshipCause::Other,
                HardshipCause::Accident, HardshipCause::Unemployment};
    given<Household>().on("2020-03-02").when(asked(a)).refused("INVALID_CAUSES");
}

TEST(Application, HasOneHeadOfSixteenOrOver) {
    ApplicationSubmitted a = application();
    a.members[1].relation = Relation::Head;
    given<Household>().on("2020-03-02").when(asked(a)).refused("INVALID_MEMBERS");
    a = application();
    a.members[0].birth_date = day("2004-03-03");
    given<Household>().on("2020-03-02").when(asked(a)).refused("HEAD_UNDER_AGE");
    a.members[0].birth_date = day("2004-03-02");
    EXPECT_EQ(given<Household>().on("2020-03-02").when(asked(a)).events().size(), 1U);
}

TEST(Application, HasEachPersonOnceAndAPayeeAmongThem) {
    ApplicationSubmitted a = application();
    a.members[2].person = person(1);
    given<Household>().on("2020-03-02").when(asked(a)).refused("DUPLICATE_MEMBER");
    a = application();
    a.payee.person = person(9);
    given<Household>().on("2020-03-02").when(asked(a)).refused("PAYEE_NOT_A_MEMBER");
}

TEST(I1_OnePersonOneOpenFile, EveryMemberIsClaimedByTheApplicationAndFreedByItsEnd) {
    const auto after = state_of({submitted()});
    const auto taken = Household::effects(after, submitted()).claims;
    ASSERT_EQ(taken.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(taken[i].kind, ClaimChange::Kind::Take);
        EXPECT_EQ(taken[i].key,
                  "open-file/" + person(static_cast<std::uint8_t>(i + 1)).to_string());
    }
    const Events ends = {ApplicationWithdrawn{day("2020-03-03")},
                         ApplicationLapsed{day("2020-05-03")},
                         AssessedNotEligible{.reason = "ABOVE_LIMIT"},
                         EnrolmentRejected{.reason = "FACTS_UNCLEAR"},
                         FileClosed{.kind = ExitKind::Resolved, .closed_on = day("2021-01-08")},
                         FileCancelled{.kind = ExitKind::Died}};
    for (const HouseholdEvent& end : ends) {
        const auto freed = Household::effects(after, end).claims;
        ASSERT_EQ(freed.size(), 3U) << "end " << end.index();
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_EQ(freed[i].kind, ClaimChange::Kind::Free);
            EXPECT_EQ(freed[i].key, taken[i].key);
        }
    }
}

TEST(I1_OnePersonOneOpenFile, AReopenedFileClaimsItsMembersAgain) {
    const auto after = state_of({submitted()});
    const auto taken = Household::effects(after, FileReopened{.household = kHousehold}).claims;
    ASSERT_EQ(taken.size(), 3U);
    EXPECT_EQ(taken[0].kind, ClaimChange::Kind::Take);
}

TEST(Application, IsReturnedOnceAndLapsesUnlessCompleted) {
    const ReturnApplication back{{DocumentKind::Application}, {2}, rules()};
    const ApplicationReturned told{{DocumentKind::Application}, {2}, day("2020-04-02")};
    given<Household>({submitted()}).on("2020-03-03").when(back).then({told});
    const auto due = Household::effects(state_of({submitted(), told}), told).timers;
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0], (TimerChange{"complete-by", day("2020-04-03")}));
    given<Household>({submitted(), told})
        .on("2020-04-03")
        .when(LapseApplication{})
        .then({ApplicationLapsed{day("2020-04-03")}});
    const ApplicationCompleted came{{}, {2}};
    given<Household>({submitted(), told})
        .on("2020-03-20")
        .when(CompleteApplication{{}, {2}})
        .then({came});
    given<Household>({submitted(), told, came})
        .on("2020-03-21")
        .when(back)
        .refused("ALREADY_RETURNED");
}

TEST(Application, TakesTheSignatureThatWasMissing) {
    ApplicationSubmitted unsigned_one = submitted();
    unsigned_one.members[1].authorised = false;
    given<Household>({unsigned_one, visited()})
        .on("2020-03-05")
        .when(RequestMeansCheck{uuid(7)})
        .refused("ADULT_NOT_AUTHORISED");
    const Events completed = {unsigned_one, visited(),
                              ApplicationReturned{{}, {2}, day("2020-04-02")},
                              ApplicationCompleted{{}, {2}}};
    given<Household>(completed)
        .on("2020-03-05")
        .when(RequestMeansCheck{uuid(7)})
        .then({requested()});
}

TEST(Application, IsWithdrawnWhileItIsOpenAndTwiceIsOnce) {
    given<Household>({submitted()})
        .on("2020-03-03")
        .when(WithdrawApplication{})
        .then({ApplicationWithdrawn{day("2020-03-03")}});
    given<Household>({submitted(), ApplicationWithdrawn{day("2020-03-03")}})
        .on("2020-03-04")
        .when(WithdrawApplication{})
        .then_nothing();
    given<Household>(on_file())
        .on("2020-04-03")
        .when(WithdrawApplication{})
        .refused("NOT_AN_OPEN_APPLICATION");
}

TEST(Visit, IsMadeByTwoDifferentPeople) {
    RecordHomeVisit visit{
        VisitKind::Investigate, {kVisitorA, kVisitorA}, {}, VisitFinding::AsDeclared};
    given<Household>({submitted()}).on("2020-03-04").when(visit).refused("TWO_PEOPLE_NEEDED");
    visit.visitors = {kVisitorA, kVisitorB};
    given<Household>({submitted()}).on("2020-03-04").when(visit).then({visited()});
    visit.visitors = {kVisitorA};
    given<Household>({submitted()}).on("2020-03-04").when(visit).refused("TWO_PEOPLE_NEEDED");
}

TEST(Visit, IsOfADayBetweenApplicationAndToday) {
    RecordHomeVisit visit{VisitKind::Investigate,
                          {kVisitorA, kVisitorB},
                          day("2020-03-01"),
                          VisitFinding::AsDeclared};
    given<Household>({submitted()}).on("2020-03-04").when(visit).refused("INVALID_DATE");
    visit.visited_on = day("2020-03-05");
    given<Household>({submitted()}).on("2020-03-04").when(visit).refused("INVALID_DATE");
}

TEST(Visit, WhereNobodyWasMetIsNoInvestigation) {
    HomeVisitRecorded nobody = visited();
    nobody.finding = VisitFinding::Absent;
    given<Household>({submitted(), nobody, requested(), returned()})
        .on("2020-03-11")
        .when(AssessHousehold{.rules = rules()})
        .refused("VISIT_MISSING");
}

TEST(File, ThatDoesNotExistIsMissing) {
    given<Household>().when(WithdrawApplication{}).refused("FILE_NOT_FOUND");
    given<Household>().when(CloseNotice{}).refused("FILE_NOT_FOUND");
    given<Household>()
        .when(CompleteReview{.outcome = ReviewOutcome::Continue})
        .refused("FILE_NOT_FOUND");
}

TEST(Application, IsOnlyForARoundThatIsOpen) {
    const auto apply = [](FileRound round, std::string_view on) {
        ApplicationSubmitted asked = application();
        asked.round = round;
        return given<Household>().on(on).when(SubmitApplication{asked, rules()});
    };
    apply(FileRound::From2016To2020, "2021-01-04").refused("ROUND_NOT_OPEN");
    EXPECT_EQ(apply(FileRound::From2016To2020, "2020-12-31").events().size(), 1U);
    apply(FileRound::Since2020, "2019-12-31").refused("ROUND_NOT_OPEN");
    EXPECT_EQ(apply(FileRound::Since2020, "2020-01-02").events().size(), 1U);
    EXPECT_EQ(apply(FileRound::None, "2021-01-04").events().size(), 1U);
}

TEST(Application, IsRefusedForATierThatTheRulesDoNotGive) {
    Rules provincial = rules();
    for (RuleSet& set : provincial.sets) set.tier = FileTier::Provincial;
    given<Household>()
        .on("2020-03-02")
        .when(SubmitApplication{application(), provincial})
        .refused("TIER_NOT_PASSED");
}

TEST(I35_NoFreeText, AReasonIsACodeAndANoticeVersionANumber) {
    for (std::string_view sentence : {"李建国 has two flats", "lives with his son", "A B", "张"}) {
        given<Household>({submitted()})
            .on("2020-03-03")
            .when(RejectApplication{std::string(sentence)})
            .refused("INVALID_WORD");
    }
    given<Household>({submitted()})
        .on("2020-03-03")
        .when(RejectApplication{""})
        .refused("REASON_MISSING");
    EXPECT_EQ(given<Household>({submitted()})
                  .on("2020-03-03")
                  .when(RejectApplication{"FACTS_UNCLEAR"})
                  .events()
                  .size(),
              1U);
    ApplicationSubmitted asked = application();
    asked.privacy_notice = "read to 张建国";
    given<Household>()
        .on("2020-03-02")
        .when(SubmitApplication{asked, rules()})
        .refused("INVALID_WORD");
    asked = application();
    asked.division = "渭滨区";
    given<Household>()
        .on("2020-03-02")
        .when(SubmitApplication{asked, rules()})
        .refused("INVALID_DIVISION");
}

}  // namespace
}  // namespace haven::registry::spec
