#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

const IncomeChangeSignalled kSignalled{kHousehold, retained_job(), day("2020-07-27")};

Events with_work() {
    return with(on_file(), {kSignalled});
}
CompleteReview review(ReviewOutcome outcome, Uuid hire = {}) {
    return {.outcome = outcome,
            .reviewers = {kVisitorA, kVisitorB},
            .retained_hire = hire,
            .rules = rules()};
}
Events stopped() {
    return with(with_work(), given<Household>(with_work())
                                 .on("2020-08-03")
                                 .when(review(ReviewOutcome::Stop, retained_job().hire))
                                 .events());
}

TEST(Income, I33_WorkThatWasKeptCallsAReviewAndEndsNothingByItself) {
    const auto outcome =
        given<Household>(on_file()).by({}).on("2020-07-27").when(NoteRetainedJob{retained_job()});
    outcome.then({kSignalled});
    EXPECT_EQ(outcome.state().shown(), HouseholdState::Enrolled);
    EXPECT_FALSE(outcome.state().exit.has_value());
    given<Household>(with_work()).on("2020-07-28").when(NoteRetainedJob{retained_job()}).then({});
}

TEST(Income, TheReviewItCallsComesBeforeItsTimeOnceAndGrantsNoYear) {
    given<Household>(on_file())
        .on("2020-08-03")
        .when(review(ReviewOutcome::Continue))
        .refused("REVIEW_TOO_EARLY");
    const auto outcome =
        given<Household>(with_work()).on("2020-08-03").when(review(ReviewOutcome::Continue));
    const auto events = outcome.events();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<ReviewCompleted>(events[0]).valid_until, day("2021-03-25"));
    given<Household>(with(with_work(), events))
        .on("2020-08-04")
        .when(review(ReviewOutcome::Continue))
        .refused("REVIEW_TOO_EARLY");
    // The annual review comes all the same, and grants the year.
    const auto annual = given<Household>(with(with_work(), events))
                            .on("2021-03-10")
                            .when(review(ReviewOutcome::Continue))
                            .events();
    EXPECT_EQ(std::get<ReviewCompleted>(annual.at(0)).valid_until, day("2022-03-25"));
}

TEST(Income, TheDecisionNamesTheWorkAndTheWageThatWasProved) {
    const auto completed = std::get<ReviewCompleted>(*(stopped().rbegin() + 1));
    EXPECT_EQ(completed.job, retained_job());
    NoticeOpened notice = posted();
    notice.subject = "exit";
    notice.first_day = day("2020-08-04");
    notice.last_day = day("2020-08-10");
    const Events noticed = with(stopped(), {notice, NoticeClosed{day("2020-08-11")}});
    const auto resolved = given<Household>(noticed)
                              .on("2020-08-12")
                              .when(DecideAtMeeting{meeting("2020-08-12"), false, "", rules()})
                              .only<HardshipResolved>();
    ASSERT_TRUE(resolved.job.has_value());
    EXPECT_EQ(resolved.job->hire, retained_job().hire);
    EXPECT_EQ(resolved.job->monthly_wage, yuan(4'000));
}

TEST(Income, NoDecisionNamesWorkThatNobodyKept) {
    given<Household>(with_work())
        .on("2020-08-03")
        .when(review(ReviewOutcome::Stop, uuid(31)))
        .refused("JOB_NOT_RETAINED");
    given<Household>(with_work())
        .on("2020-08-03")
        .when(review(ReviewOutcome::Continue, uuid(31)))
        .refused("JOB_NOT_RETAINED");
    // A review that names none resolves without one.
    const auto events =
        given<Household>(with_work()).on("2020-08-03").when(review(ReviewOutcome::Stop)).events();
    EXPECT_EQ(std::get<ReviewCompleted>(events.at(0)).job, std::nullopt);
}

TEST(Income, AnExitWhoseWorkIsOverIsRejected) {
    const RetainedJobEnded over{kHousehold, retained_job().hire, day("2020-08-05")};
    given<Household>(stopped())
        .by({})
        .on("2020-08-06")
        .when(NoteJobEnded{retained_job().hire, day("2020-08-05")})
        .then({over, ExitRejected{"JOB_ENDED", day("2020-08-06")}});
    given<Household>(with_work())
        .by({})
        .on("2020-08-06")
        .when(NoteJobEnded{retained_job().hire, day("2020-08-05")})
        .then({over});
    given<Household>(with(with_work(), {over}))
        .on("2020-08-07")
        .when(review(ReviewOutcome::Stop, retained_job().hire))
        .refused("JOB_NOT_RETAINED");
    given<Household>(on_file())
        .by({})
        .on("2020-08-06")
        .when(NoteJobEnded{retained_job().hire, day("2020-08-05")})
        .then({});
}

TEST(Income, AFileThatIsNotOpenOrOfOthersHearsNothing) {
    given<Household>(until_notice())
        .by({})
        .on("2020-07-27")
        .when(NoteRetainedJob{retained_job()})
        .then({});
    RetainedJob of_others = retained_job();
    of_others.person = person(99);
    given<Household>(on_file()).by({}).on("2020-07-27").when(NoteRetainedJob{of_others}).then({});
}

}  // namespace
}  // namespace haven::registry::spec
