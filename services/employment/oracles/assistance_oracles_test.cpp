// Sound histories of one-stop cases and basic posts, and damages of them, each of which one oracle
// and no other sees.
#include <gmock/gmock.h>

#include "services/employment/testing/log_reader.hpp"
#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Case = std::vector<ServiceCase::Event>;
using Posts = std::vector<BasicPost::Event>;

constexpr std::uint8_t kHireStream = 30;

AdviceGiven advice(std::string_view on) {
    return {"TRAINING_SUBSIDY", kClerk, day(on)};
}
FollowedUp asked(std::string_view on, FollowUpFinding finding) {
    return {ContactChannel::Phone, finding, day(on).plus_days(14), kClerk, day(on)};
}
CaseClosed closed(CaseOutcome outcome, std::string_view on, Uuid rests_on = {}) {
    return {outcome, rests_on, kClerk, day(on)};
}

class Cases : public LogReader {
  public:
    Cases() {
        write<EmployerCodec, Employer::Event>(
            1, {EmployerRegistered{kFirm, EmployerKind::Private, papers(), false}});
        write<HireCodec, Hire::Event>(kHireStream, {hired()});
    }
    Cases& of(std::uint8_t stream, const Case& then) {
        write<ServiceCaseCodec, ServiceCase::Event>(stream, then);
        return *this;
    }
    // Advised, sent to the registry, asked, and closed by the hire of 20 February.
    Cases& sound() {
        return of(50, {case_opened(), advice("2023-02-11"),
                       CaseReferred{2, ReferralTarget::Registry, {}, kClerk, day("2023-02-12")},
                       ReferralAnswered{2, ReferralResult::Declined},
                       FollowUpDue{day("2023-03-01")}, asked("2023-03-01", FollowUpFinding::AtWork),
                       closed(CaseOutcome::Hired, "2023-03-02", id<HireId>(kHireStream).uuid)});
    }
};

TEST(CaseOraclesTest, ASoundCaseHoldsAlsoWhereItIsOpenedAgainAndAnotherFollows) {
    Cases cases;
    EXPECT_THAT(cases.sound().broken(), IsEmpty());
    CaseOpened next = case_opened();
    next.opened_on = day("2023-08-01");
    cases.of(50, {CaseReopened{"EMPLOYMENT_ENDED", day("2023-07-07"), day("2023-06-30")},
                  closed(CaseOutcome::Advised, "2023-08-01")});
    EXPECT_THAT(cases.of(51, {next}).broken(), IsEmpty());
    EXPECT_EQ(cases.counted("ONE_CASE"), 3);
    EXPECT_EQ(cases.counted("CASE_STEPS_IN_ORDER"), 10);
    EXPECT_EQ(cases.counted("OUTCOME_RESTS_ON_STEPS"), 2);
}

TEST(CaseOraclesTest, TheRegistryAnswersWhenItDoes) {
    Cases cases;
    EXPECT_THAT(cases
                    .of(50, {case_opened(), sent_to_registry(),
                             closed(CaseOutcome::Withdrawn, "2023-02-14"),
                             ReferralAnswered{1, ReferralResult::TakenUp},
                             CaseReopened{"CAME_AGAIN", day("2023-02-25"), day("2023-02-15")},
                             closed(CaseOutcome::HandedOn, "2023-02-16")})
                    .broken(),
                IsEmpty());
}

TEST(CaseOraclesTest, ASecondOpenCaseOfAPersonIsSeen) {
    Cases cases;
    EXPECT_THAT(cases.sound().of(51, {case_opened()}).broken(), ElementsAre("ONE_CASE"));
}

TEST(CaseOraclesTest, StepsThatCannotFollowEachOtherAreSeen) {
    const CaseReferred referred{1, ReferralTarget::Registry, {}, kClerk, day("2023-02-12")};
    const CaseReferred to_vacancy{1, ReferralTarget::Vacancy, id<VacancyId>(11), kClerk,
                                  day("2023-02-12")};
    const CaseClosed withdrawn = closed(CaseOutcome::Withdrawn, "2023-02-14");
    const CaseReopened again{"BACK", day("2023-02-25"), day("2023-02-15")};
    const struct {
        const char* what;
        Case history;
    } kBroken[] = {
        {"closed twice", {case_opened(), withdrawn, withdrawn}},
        {"advised when it was closed", {case_opened(), withdrawn, advice("2023-02-15")}},
        {"reminded of when it was closed", {case_opened(), withdrawn, FollowUpDue{}}},
        {"opened again while it was open", {case_opened(), again}},
        {"a referral of the wrong number", {case_opened(), advice("2023-02-11"), referred}},
        {"an answer to no referral", {case_opened(), ReferralAnswered{1, ReferralResult::TakenUp}}},
        {"a vacancy's answer when it was closed",
         {case_opened(), to_vacancy, withdrawn, ReferralAnswered{1, ReferralResult::TakenUp}}},
        {"answered twice",
         {case_opened(), referred, ReferralAnswered{1, ReferralResult::Declined},
          ReferralAnswered{1, ReferralResult::TakenUp}}}};
    for (const auto& one : kBroken) {
        Cases cases;
        // Opened again while open, it is also open twice.
        EXPECT_THAT(cases.of(50, one.history).broken(),
                    ::testing::AllOf(::testing::Contains("CASE_STEPS_IN_ORDER"),
                                     ::testing::Not(::testing::Contains("OUTCOME_RESTS_ON_STEPS"))))
            << one.what;
    }
}

TEST(CaseOraclesTest, AnOutcomeThatRestsOnNothingIsSeen) {
    using enum FollowUpFinding;
    const CaseReferred referred{1, ReferralTarget::Registry, {}, kClerk, day("2023-02-12")};
    const Uuid hire = id<HireId>(kHireStream).uuid;
    const struct {
        const char* what;
        Case history;
    } kBroken[] = {
        {"a hire that is none",
         {case_opened(), closed(CaseOutcome::Hired, "2023-03-02", id<HireId>(31).uuid)}},
        {"a hire that has not begun",
         {case_opened(), closed(CaseOutcome::Hired, "2023-02-19", hire)}},
        {"no advice", {case_opened(), closed(CaseOutcome::Advised, "2023-02-14")}},
        {"what the registry declined",
         {case_opened(), referred, ReferralAnswered{1, ReferralResult::Declined},
          closed(CaseOutcome::HandedOn, "2023-02-14")}},
        {"two days on which nobody answered",
         {case_opened(), asked("2023-02-13", NotReached), asked("2023-02-14", NotReached),
          closed(CaseOutcome::NotReached, "2023-02-15")}},
        {"somebody who answered on the last day",
         {case_opened(), asked("2023-02-13", NotReached), asked("2023-02-14", NotReached),
          asked("2023-02-15", NotReached), asked("2023-02-16", Seeking),
          closed(CaseOutcome::NotReached, "2023-02-16")}}};
    for (const auto& one : kBroken) {
        Cases cases;
        EXPECT_THAT(cases.of(50, one.history).broken(), ElementsAre("OUTCOME_RESTS_ON_STEPS"))
            << one.what;
    }
    CaseOpened others = case_opened();
    others.seeker = id<SeekerId>(21);
    Cases cases;
    EXPECT_THAT(cases.of(50, {others, closed(CaseOutcome::Hired, "2023-03-02", hire)}).broken(),
                ElementsAre("OUTCOME_RESTS_ON_STEPS"))
        << "somebody else's hire";
}

// Two posts are allotted; rules of 2023: 12 months without work, 36 months in all.
class BasicPosts : public LogReader {
  public:
    explicit BasicPosts(bool with_rules = true) {
        if (with_rules) {
            write<PostRulingCodec, PostRuling::Event>(2, {PostRulesSet{post_rules()}});
        }
        write<AllotmentCodec, Allotment::Event>(3, {PostsAllotted{allotment()}});
    }
    BasicPosts& of(std::uint8_t stream, const Posts& then) {
        write<BasicPostCodec, BasicPost::Event>(stream, then);
        return *this;
    }
};

PostOffered offered(std::string_view on, PersonId person = kZhang) {
    PostOffered offer = post_offered();
    offer.person = person;
    offer.offered_on = day(on);
    offer.begin_by = day(on).plus_days(31);
    return offer;
}
PostStarted started(std::string_view on, int months, StaffId by = kOfficer) {
    return {day(on), months, day(on).plus_months(months).plus_days(-1), by};
}

TEST(PostOraclesTest, SoundPostsHoldOneAfterTheOther) {
    BasicPosts posts;
    posts.of(61, {offered("2023-02-11"), PostDeclined{"TOO_FAR", day("2023-02-13")}})
        .of(62, {offered("2023-02-13"), started("2023-03-01", 6),
                 PostEnded{day("2023-08-31"), PostEndReason::TermOver}})
        .of(63, {offered("2023-09-01"), started("2023-09-04", 12)})
        .of(64, {offered("2023-09-01", id<PersonId>(4))});
    EXPECT_THAT(posts.broken(), IsEmpty());
    EXPECT_EQ(posts.counted("ONE_BASIC_POST"), 4);
    EXPECT_EQ(posts.counted("POST_AS_RULES_ALLOW"), 4);
}

TEST(PostOraclesTest, TwoPostsOfAPersonAtATimeAreSeen) {
    BasicPosts posts;
    posts.of(61, {offered("2023-02-11"), started("2023-03-01", 6)}).of(62, {offered("2023-08-31")});
    EXPECT_THAT(posts.broken(), ElementsAre("ONE_BASIC_POST"));
}

TEST(PostOraclesTest, APostThatIsFilledOrEndedTwiceIsSeen) {
    const PostDeclined declined{"TOO_FAR", day("2023-02-13")};
    const PostEnded ended{day("2023-03-31"), PostEndReason::Resigned};
    for (const Posts& history :
         {Posts{offered("2023-02-11"), declined, started("2023-03-01", 6)},
          Posts{offered("2023-02-11"), started("2023-03-01", 6), started("2023-03-01", 6)},
          Posts{offered("2023-02-11"), started("2023-03-01", 6), ended, ended},
          Posts{offered("2023-02-11"), ended}}) {
        BasicPosts posts;
        EXPECT_THAT(posts.of(61, history).broken(), ElementsAre("ONE_BASIC_POST"));
    }
}

TEST(PostOraclesTest, MorePostsThanAreAllottedOrOutsideTheirPeriodAreSeen) {
    BasicPosts many;
    for (std::uint8_t person = 1; person <= 3; ++person) {
        many.of(static_cast<std::uint8_t>(60 + person),
                {offered("2023-02-11", id<PersonId>(person))});
    }
    EXPECT_THAT(many.broken(), ElementsAre("POSTS_WITHIN_ALLOTMENT"));
    BasicPosts late;
    late.of(61, {offered("2024-12-01"), started("2024-12-02", 2)});
    EXPECT_THAT(late.broken(), ElementsAre("POSTS_WITHIN_ALLOTMENT")) << "ends in 2025";
}

TEST(PostOraclesTest, APostThatTheRulesDoNotAllowIsSeen) {
    PostOffered young = offered("2023-02-11"), busy = young, unruled = young;
    young.age = 39;
    busy.jobless_since = day("2022-02-12");
    unruled.rules = "BZ-2024";
    PostStarted long_term = started("2023-03-01", 6);
    long_term.last_day = day("2023-09-01");
    const struct {
        const char* what;
        Posts history;
    } kBroken[] = {
        {"younger than any", {young}},
        {"a day short of twelve months", {busy}},
        {"rules that nobody set", {unruled}},
        {"confirmed by who offered it", {offered("2023-02-11"), started("2023-03-01", 6, kClerk)}},
        {"begun too late", {offered("2023-02-11"), started("2023-03-15", 6)}},
        {"a term of a day more", {offered("2023-02-11"), long_term}},
        {"ended after its term",
         {offered("2023-02-11"), started("2023-03-01", 6),
          PostEnded{day("2023-09-01"), PostEndReason::Resigned}}}};
    for (const auto& one : kBroken) {
        BasicPosts posts;
        EXPECT_THAT(posts.of(61, one.history).broken(), ElementsAre("POST_AS_RULES_ALLOW"))
            << one.what;
    }
}

TEST(PostOraclesTest, TheMonthsOfAllPostsOfAPersonCountTogether) {
    PostRules short_rules = post_rules();
    short_rules.max_months = 12;
    const auto history = [&](std::string_view ended_on) {
        BasicPosts posts(false);
        posts.write<PostRulingCodec, PostRuling::Event>(2, {PostRulesSet{short_rules}});
        posts.of(61, {offered("2023-02-11"), started("2023-03-01", 12),
                      PostEnded{day(ended_on), PostEndReason::Resigned}});
        posts.of(62, {offered("2023-10-01"), started("2023-10-01", 6)});
        return posts.broken();
    };
    EXPECT_THAT(history("2023-08-31"), IsEmpty()) << "six months, and six more";
    EXPECT_THAT(history("2023-09-01"), ElementsAre("POST_AS_RULES_ALLOW")) << "a seventh has begun";
}

}  // namespace
}  // namespace haven::employment::testing
