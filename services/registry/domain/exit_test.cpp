#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

Events exit_noticed() {
    NoticeOpened notice = posted();
    notice.subject = "exit";
    notice.first_day = day("2020-11-02");
    notice.last_day = day("2020-11-09");
    return with(on_file(),
                {ExitProposed{ExitKind::Resolved, "CONTACT_OFFICER", day("2020-11-02"), 5}, notice,
                 NoticeClosed{day("2020-11-10")}});
}

DecideAtMeeting decide(std::string_view on = "2020-11-12") {
    return {meeting(on), false, "", rules()};
}

Events resolved() {
    return with(exit_noticed(),
                given<Household>(exit_noticed()).on("2020-11-12").when(decide()).events());
}

FollowUpRecorded followed(std::int32_t month, VisitFinding finding, std::string_view on) {
    return {month, {kVisitorA, kVisitorB}, finding, day(on)};
}

TEST(Exit, GoesThroughNoticeAndMeetingToResolvedAndClosed) {
    given<Household>(exit_noticed())
        .on("2020-11-12")
        .when(decide())
        .then({HardshipResolved{kHousehold, day("2020-11-12")}, FileClosed{kHousehold,
                                                                           ExitKind::Resolved,
                                                                           day("2020-11-12"),
                                                                           meeting("2020-11-12"),
                                                                           {3, 6}}});
}

TEST(Exit, ToTheBackstopResolvesNothing) {
    Events history = exit_noticed();
    for (HouseholdEvent& event : history) {
        if (auto* proposed = std::get_if<ExitProposed>(&event)) proposed->kind = ExitKind::Backstop;
    }
    const auto events = given<Household>(history).on("2020-11-12").when(decide()).events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<FileClosed>(events[0]).kind, ExitKind::Backstop);
}

TEST(Exit, IsNotDecidedBeforeItsNoticeHasEnded) {
    Events history = exit_noticed();
    history.pop_back();
    given<Household>(history)
        .on("2020-11-09")
        .when(decide("2020-11-09"))
        .refused("NOTICE_NOT_CLOSED");
}

TEST(Exit, StruckByTheMeetingLeavesTheFileOpenAndItsReviewRunning) {
    DecideAtMeeting struck = decide();
    struck.struck = true;
    struck.reason = "STILL_IN_NEED";
    const auto outcome = given<Household>(exit_noticed()).on("2020-11-12").when(struck);
    const ExitRejected rejected{"STILL_IN_NEED", day("2020-11-12")};
    outcome.then({rejected});
    EXPECT_EQ(outcome.state().shown(), HouseholdState::Enrolled);
    const auto timers = Household::effects(outcome.state(), rejected).timers;
    ASSERT_EQ(timers.size(), 2U);
    EXPECT_EQ(timers[1], (TimerChange{"review-overdue", day("2021-03-26")}));
}

TEST(Exit, EndsEveryTimerAndSetsTheFollowUps) {
    const auto state = state_of(resolved());
    const auto closed = std::get<FileClosed>(resolved().back());
    const auto timers = Household::effects(state, closed).timers;
    ASSERT_EQ(timers.size(), 5U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_FALSE(timers[i].due.has_value());
    EXPECT_EQ(timers[3], (TimerChange{"follow-up-3", day("2021-02-12")}));
    EXPECT_EQ(timers[4], (TimerChange{"follow-up-6", day("2021-05-12")}));
}

TEST(Cancelling, IsForDeathMoveRetirementMistakeAndFraud) {
    given<Household>(on_file())
        .on("2020-06-01")
        .when(CancelFile{ExitKind::Died})
        .then({FileCancelled{kHousehold, ExitKind::Died, day("2020-06-01")}});
    given<Household>(on_file())
        .on("2020-06-01")
        .when(CancelFile{ExitKind::Resolved})
        .refused("INVALID_EXIT_KIND");
    given<Household>(until_notice())
        .on("2020-06-01")
        .when(CancelFile{ExitKind::Died})
        .refused("FILE_NOT_ENROLLED");
}

TEST(FollowUp, ClosesAfterTheLastVisitThatFindsTheFamilyWell) {
    const RecordFollowUp last{6, {kVisitorA, kVisitorB}, VisitFinding::AsDeclared};
    given<Household>(resolved())
        .on("2021-05-13")
        .when(last)
        .then({followed(6, VisitFinding::AsDeclared, "2021-05-13"),
               FollowUpClosed{day("2021-05-13")}});
    // Before six months are over it stays open.
    EXPECT_EQ(given<Household>(resolved()).on("2021-05-11").when(last).events().size(), 1U);
}

Events relapsed() {
    MeansCheckRequested again = requested();
    again.request = uuid(8);
    MeansCheckReturned answer = returned();
    answer.request = uuid(8);
    answer.answered_on = day("2021-02-20");
    return with(resolved(), {followed(3, VisitFinding::Worse, "2021-02-15"), again, answer});
}

ReopenFile reopen() {
    return {.meeting = meeting("2021-03-01"), .rules = rules()};
}

TEST(Relapse, ReopensTheFileByAMeetingWithNewFigures) {
    const auto events = given<Household>(relapsed()).on("2021-03-01").when(reopen()).events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<RelapseConfirmed>(events[0]).hardship_class, HardshipClass::Deep);
    EXPECT_EQ(std::get<FileReopened>(events[1]).review_valid_until, day("2022-03-01"));
    const auto state = state_of(with(relapsed(), events));
    EXPECT_EQ(state.shown(), HouseholdState::Enrolled);
    EXPECT_EQ(state.enrolled_on, day("2021-03-01"));
}

TEST(Relapse, NeedsAVisitThatSawItAndFreshFigures) {
    given<Household>(resolved()).on("2021-03-01").when(reopen()).refused("RELAPSE_NOT_SEEN");
    given<Household>(with(resolved(), {followed(3, VisitFinding::Worse, "2021-02-15")}))
        .on("2021-03-01")
        .when(reopen())
        .refused("MEANS_CHECK_MISSING");
    given<Household>(on_file()).on("2021-03-01").when(reopen()).refused("NOT_REOPENABLE");
}

TEST(Import, OfAClosedFileStartsNoClaimTimerOrReview) {
    const auto outcome = given<Household>().on("2021-01-04").when(ImportHousehold{old_file()});
    outcome.then({old_file()});
    const auto effects = Household::effects(outcome.state(), old_file());
    EXPECT_TRUE(effects.claims.empty());
    EXPECT_TRUE(effects.timers.empty());
    EXPECT_EQ(outcome.state().phase, HouseholdState::Closed);
}

TEST(Import, OfAnOpenFileClaimsItsMembersAndNothingElse) {
    HouseholdImported open = old_file();
    open.closed_on = {};
    open.exit_kind = ExitKind::None;
    const auto outcome = given<Household>().on("2021-01-04").when(ImportHousehold{open});
    const auto effects = Household::effects(outcome.state(), open);
    EXPECT_EQ(effects.claims.size(), 1U);
    EXPECT_TRUE(effects.timers.empty());
    given<Household>({open})
        .on("2021-01-05")
        .when(AdoptHelpPlan{2021, {living(100)}, rules()})
        .refused("NO_CLASS_OF_OURS");
    given<Household>({open})
        .on("2021-01-05")
        .when(CompleteReview{.outcome = ReviewOutcome::Continue,
                             .reviewers = {kVisitorA, kVisitorB},
                             .rules = rules()})
        .refused("NO_REVIEW_RUNNING");
}

TEST(Import, AgainChangesNothingAndWithOtherContentNamesTheFields) {
    given<Household>({old_file()})
        .on("2021-01-05")
        .when(ImportHousehold{old_file()})
        .then_nothing();
    HouseholdImported other = old_file();
    other.income = yuan(9001);
    other.causes = {HardshipCause::Other};
    Context by;
    by.business_date = day("2021-01-05");
    const auto decided = Household::decide(state_of({old_file()}), ImportHousehold{other}, by);
    ASSERT_FALSE(decided.has_value());
    EXPECT_EQ(decided.error().reason, "IMPORT_CONFLICT");
    EXPECT_EQ(decided.error().metadata, (Metadata{{"fields", "causes,income"}}));
}

Payee other_payee() {
    Payee other = application().payee;
    other.last4 = "9999";
    return other;
}
Events account_proposed() {
    return with(on_file(), given<Household>(on_file())
                               .by(staff(1))
                               .on("2020-07-01")
                               .when(ChangePayeeAccount{uuid(50), other_payee()})
                               .events());
}

TEST(Payee, IsChangedOnlyWhenAnotherPersonConfirms) {
    EXPECT_EQ(state_of(account_proposed()).payee().last4, "0014");
    given<Household>(account_proposed())
        .by(staff(1))
        .on("2020-07-01")
        .when(ConfirmPayeeAccount{uuid(50), "9999"})
        .refused("TWO_PEOPLE_NEEDED");
    given<Household>(account_proposed())
        .by(staff(2))
        .on("2020-07-02")
        .when(ConfirmPayeeAccount{uuid(50), "0014"})
        .refused("LAST4_DIFFERS");
    const auto outcome = given<Household>(account_proposed())
                             .by(staff(2))
                             .on("2020-07-02")
                             .when(ConfirmPayeeAccount{uuid(50), "9999"});
    const auto changed = outcome.only<PayeeAccountChanged>();
    EXPECT_EQ(changed.entered_by, staff(1));
    EXPECT_EQ(changed.confirmed_by, staff(2));
    EXPECT_EQ(outcome.state().payee().last4, "9999");
    given<Household>(with(account_proposed(), outcome.events()))
        .by(staff(2))
        .on("2020-07-02")
        .when(ConfirmPayeeAccount{uuid(50), "9999"})
        .refused("NO_SUCH_PROPOSAL");
}

TEST(Payee, AProposalThatWasReplacedCannotBeConfirmed) {
    Payee other = application().payee;
    other.last4 = "8888";
    const Events replaced = with(account_proposed(), given<Household>(account_proposed())
                                                         .by(staff(3))
                                                         .on("2020-07-02")
                                                         .when(ChangePayeeAccount{uuid(51), other})
                                                         .events());
    given<Household>(replaced)
        .by(staff(2))
        .on("2020-07-02")
        .when(ConfirmPayeeAccount{uuid(50), "9999"})
        .refused("NO_SUCH_PROPOSAL");
    EXPECT_EQ(given<Household>(replaced)
                  .by(staff(2))
                  .on("2020-07-02")
                  .when(ConfirmPayeeAccount{uuid(51), "8888"})
                  .only<PayeeAccountChanged>()
                  .entered_by,
              staff(3));
}

TEST(Payee, IsWaitedForByWhatTheBankRefusedUntilItIsCorrectedOrPaid) {
    const auto waiting = [](const Events& more) {
        return state_of(with(account_proposed(), more)).waits_for_payee.size();
    };
    const AidHeld first{"e1", 1, "NAME_MISMATCH", day("2020-07-02")};
    const AidHeld second{"e2", 1, "A_CODE_OF_TOMORROW", day("2020-07-02")};
    EXPECT_EQ(waiting({first}), 1U);
    EXPECT_EQ(waiting({first, first}), 1U);
    EXPECT_EQ(waiting({first, second}), 2U);
    for (const char* gate :
         {"FILE_NOT_OPEN", "AID_SUSPENDED", "REVIEW_OVERDUE", "NOT_FUNDED", "NOT_RELEASED"}) {
        EXPECT_EQ(waiting({AidHeld{"e1", 1, gate, day("2020-07-02")}}), 0U) << gate;
    }
    const AidRecorded paid{"e1", 1,          person(1), AidItem::Living,
                           "",   yuan(3600), 2020,      day("2020-07-09"),
                           "S1", "2020-1"};
    EXPECT_EQ(waiting({first, second, paid}), 1U);
    const PayeeAccountChanged corrected{kHousehold, other_payee(), staff(1), staff(2),
                                        day("2020-07-03")};
    EXPECT_EQ(waiting({first, second, corrected}), 0U);
    EXPECT_EQ(waiting({first, FileCancelled{kHousehold, ExitKind::Died, day("2020-07-03")}}), 0U);
}

TEST(Household, AnAcceptedCommandSentTwiceChangesNothingTheSecondTime) {
    const std::vector<std::pair<Events, HouseholdCommand>> all = {
        {{}, SubmitApplication{application(), rules()}},
        {{submitted()}, WithdrawApplication{}},
        {{submitted(), visited()}, RequestMeansCheck{uuid(7)}},
        {{submitted(), requested()}, RecordMeansCheckResult{returned()}},
        {until_checked(), AssessHousehold{.rules = rules()}},
        {on_file(), AdoptHelpPlan{2020, {living(100)}, rules()}},
        {on_file(), SuspendAid{SuspensionReason::FraudCheck}},
        {on_file(), ChangePayeeAccount{uuid(50), other_payee()}},
        {account_proposed(), ConfirmPayeeAccount{uuid(50), "9999"}},
        {on_file(), ProposeExit{ExitKind::Resolved, "OWN_APPLICATION", rules()}},
        {on_file(), CancelFile{ExitKind::Moved}},
        {exit_noticed(), decide()},
        {{}, ImportHousehold{old_file()}}};
    for (const auto& [history, command] : all) {
        Context by;
        by.actor = staff(30);
        by.business_date = day("2020-12-01");
        by.federation = FederationNo{1};
        if (history.size() == 4) by.business_date = day("2020-04-01");
        ASSERT_TRUE(Household::decide(state_of(history), command, by)) << command.index();
        haven::spec::same_command_twice_changes_nothing<Household>(state_of(history), command, by);
    }
}

TEST(I3_FileNeedsWhatItNeeds, WhoFoundTheRelapseDoesNotDecideOnIt) {
    Events history = relapsed();
    for (HouseholdEvent& event : history) {
        if (auto* visit = std::get_if<FollowUpRecorded>(&event)) {
            visit->visitors = {staff(21), staff(40)};
        }
    }
    given<Household>(history).on("2021-03-01").when(reopen()).refused("INVESTIGATOR_APPROVES");
}

TEST(Relapse, IsJudgedByItsOwnFiguresAndOnTheDayOfItsMeeting) {
    ReopenFile asked = reopen();
    asked.savings = yuan(800);
    asked.self_paid_medical = yuan(900);
    const auto made =
        given<Household>(relapsed()).on("2021-03-05").when(asked).only<RelapseConfirmed>();
    EXPECT_EQ(made.comparison.savings, yuan(800));
    EXPECT_EQ(made.comparison.self_paid_medical, yuan(900));
    EXPECT_EQ(made.confirmed_on, day("2021-03-01"));
    // A meeting cannot have seen an answer that came after it.
    asked.meeting = meeting("2021-02-19");
    given<Household>(relapsed()).on("2021-03-05").when(asked).refused("MEANS_CHECK_MISSING");
}

// Closed in November 2020 with 3,600 of 7,200 paid, back in December of the same year.
AidRecorded first_half() {
    return {"e1", 1,       person(1), AidItem::Living, "", yuan(3600), 2020, day("2020-06-30"),
            "S1", "2020-1"};
}
Events reopened_in_the_year_of_closing(bool returned_later = false, bool with_the_bank = false) {
    Events history = with(on_file(), given<Household>(on_file())
                                         .on("2020-03-26")
                                         .when(AdoptHelpPlan{2020, {living(7200)}, rules()})
                                         .events());
    if (!with_the_bank) history.emplace_back(first_half());
    history.emplace_back(FileClosed{
        kHousehold, ExitKind::Resolved, day("2020-11-12"), meeting("2020-11-12"), {3, 6}});
    history.emplace_back(
        FileReopened{kHousehold, day("2020-12-01"), day("2021-12-01"), meeting("2020-12-01")});
    if (with_the_bank) history.emplace_back(first_half());
    if (returned_later) {
        history.emplace_back(AidReturned{"e1", 1, yuan(3600), day("2020-12-02"), "S1", "CLOSED"});
    }
    return history;
}

TEST(Relapse, WhatTheBankHadAtTheClosingCountsWhenItIsCreditedAfterTheReopening) {
    const Events credited_late = reopened_in_the_year_of_closing(false, true);
    given<Household>(credited_late)
        .on("2020-12-02")
        .when(AdoptHelpPlan{2020, {living(3601)}, rules()})
        .refused("ABOVE_LIVING_CAP");
    EXPECT_EQ(given<Household>(credited_late)
                  .on("2020-12-02")
                  .when(AdoptHelpPlan{2020, {living(3600)}, rules()})
                  .events()
                  .size(),
              1U);
    given<Household>(reopened_in_the_year_of_closing(true, true))
        .on("2020-12-03")
        .when(AdoptHelpPlan{2020, {living(7201)}, rules()})
        .refused("ABOVE_LIVING_CAP");
}

TEST(Relapse, InTheYearOfClosingLeavesWhatWasNotPaidToANewPlan) {
    const AdoptHelpPlan rest{2020, {living(3600)}, rules()};
    const auto plan = given<Household>(reopened_in_the_year_of_closing())
                          .on("2020-12-02")
                          .when(rest)
                          .only<HelpPlanAdopted>();
    // A number of its own, or disbursement would take it for the measure that was stopped.
    EXPECT_EQ(plan.measures[0].measure_id, "2020-2");
    const AdoptHelpPlan more{2020, {living(3601)}, rules()};
    given<Household>(reopened_in_the_year_of_closing())
        .on("2020-12-02")
        .when(more)
        .refused("ABOVE_LIVING_CAP");
    // What came back from the bank is not counted.
    EXPECT_EQ(given<Household>(reopened_in_the_year_of_closing(true))
                  .on("2020-12-03")
                  .when(more)
                  .events()
                  .size(),
              1U);
}

}  // namespace
}  // namespace haven::registry::spec
