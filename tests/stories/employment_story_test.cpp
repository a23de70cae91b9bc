// A spring of the job centre (docs/rules.md R58 to R62, R78, R79). A fair is put off for an
// epidemic and held; of two employers one has a licence; of three vacancies one may be offered; the
// head of a family on file finds work there at 4,000 yuan a month, which is the wage of the
// article, and is still there after three months.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/suite/job_centre.hpp"

namespace haven::spec {
namespace {

namespace emp = haven::employment::v1;
namespace reg = haven::registry::v1;
using access::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Fairs = emp::FairService::Stub;
using Work = emp::EmploymentService::Stub;
using Assistance = emp::AssistanceService::Stub;

constexpr const char* kCard = "9999990000000000022";

class ASpringOfTheJobCentre : public testing::Test {
  protected:
    // The rows of the family's history of one kind, as "yuan" of their amounts.
    std::vector<std::string> history(const Family& family, const std::string& type) {
        reg::GetTimelineRequest request;
        request.set_household_id(family.household_id);
        reg::GetTimelineResponse response;
        EXPECT_EQ(line_.ask(Role::Auditor, kCounty, &reg::RegistryQueryService::Stub::GetTimeline,
                            request, &response),
                  "OK");
        std::vector<std::string> found;
        for (const auto& entry : response.entries()) {
            if (entry.type() == type) {
                found.push_back(Money::fen(entry.amount_fen()).yuan());
            }
        }
        return found;
    }

    void expect_shown_to(const std::string& seeker, const std::string& vacancy) {
        EXPECT_THAT(centre_.on_offer(52), ElementsAre(vacancy));
        EXPECT_THAT(centre_.matches(seeker), ElementsAre(vacancy));
    }
    // In no list, and nobody is sent there.
    void expect_hidden_from(const std::string& seeker, const std::string& vacancy) {
        EXPECT_THAT(centre_.on_offer(52), IsEmpty());
        EXPECT_THAT(centre_.matches(seeker), IsEmpty());
        EXPECT_EQ(centre_.refer(centre_.open_case(seeker), vacancy), "VACANCY_NOT_OPEN");
    }

    Line line_;
    JobCentre centre_{line_};
};

TEST_F(ASpringOfTheJobCentre, I33_I34_WhoIsOfferedWhatAndWhatCountsAsWork) {
    const auto people = three_people(1, kCard);
    const Family family = line_.take_on_file(kCounty, people);
    const Date on_file = line_.suite().today();
    line_.suite().settle();

    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.put_off("2020-04-18"), "OK");
    EXPECT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    EXPECT_EQ(centre_.attend(kUnlicensedFirm, "", 8), emp::PARTICIPATION_REFUSAL_NO_LICENCE);
    emp::ApplyToAttendRequest once_more;
    once_more.set_fair(kSpringFair);
    once_more.set_uscc(kFitterFirm);
    EXPECT_EQ(centre_.county(&Fairs::ApplyToAttend, once_more), "ALREADY_HELD");

    // I34: only who attends offers posts there, and only what may be advertised.
    const auto offer = JobCentre::fitter("2020-05-31");
    const auto posted = centre_.post(offer);
    EXPECT_EQ(posted.rejection(), emp::VACANCY_REJECTION_UNSPECIFIED);
    EXPECT_EQ(centre_.post(offer).rejection(), emp::VACANCY_REJECTION_DUPLICATE);
    auto for_men = offer;
    for_men.mutable_terms()->set_conditions("吃苦耐劳,限男");
    const auto rejected = centre_.post(for_men);
    EXPECT_EQ(rejected.rejection(), emp::VACANCY_REJECTION_DISCRIMINATION);
    EXPECT_EQ(rejected.found(), "限男");
    auto of_the_shop = offer;
    of_the_shop.mutable_terms()->set_uscc(kUnlicensedFirm);
    EXPECT_EQ(centre_.county(&Fairs::PostVacancy, of_the_shop), "EMPLOYER_PAPERS");
    EXPECT_THAT(centre_.on_offer(52), ElementsAre(posted.vacancy_id()));
    EXPECT_THAT(centre_.on_offer(60), IsEmpty());

    // The head of a family on file seeks work, once, where his union is.
    const auto head = JobCentre::head_of(family, people.front());
    emp::RegisterSeekerResponse seeker;
    ASSERT_EQ(centre_.county(&Work::RegisterSeeker, head, &seeker), "OK");
    EXPECT_EQ(seeker.person_id(), family.person_ids.front());
    EXPECT_EQ(centre_.county(&Work::RegisterSeeker, head), "ALREADY_HELD");
    emp::GetSeekerRequest look;
    look.set_seeker_id(seeker.seeker_id());
    EXPECT_EQ(line_.ask(Role::Caseworker, kOtherCounty, &Work::GetSeeker, look), "SEEKER_MISSING");
    look.set_purpose("CASE_WORK");
    emp::GetSeekerResponse seen;
    EXPECT_EQ(centre_.county(&Work::GetSeeker, look, &seen), "OK");
    EXPECT_EQ(seen.name(), people.front().name);
    EXPECT_EQ(seen.phone(), people.front().phone);

    // I33: one intent at the fair, which is no hire.
    const std::string fair_day = "2020-04-18";
    EXPECT_EQ(centre_.meet(seeker.seeker_id(), posted.vacancy_id(), fair_day), "FAIR_NOT_HELD");
    line_.suite().advance(Date::of(2020, 4, 18));
    std::string intent;
    ASSERT_EQ(centre_.meet(seeker.seeker_id(), posted.vacancy_id(), fair_day, &intent), "OK");
    EXPECT_EQ(centre_.meet(seeker.seeker_id(), posted.vacancy_id(), fair_day), "ALREADY_HELD");
    line_.suite().advance(Date::of(2020, 4, 20));
    emp::ReportFairRequest count;
    count.set_fair(kSpringFair);
    emp::ReportFairResponse counted;
    ASSERT_EQ(centre_.city(&Fairs::ReportFair, count, &counted), "OK");
    EXPECT_EQ(counted.firms(), 1);
    EXPECT_EQ(counted.posts(), 30);
    EXPECT_EQ(counted.intents(), 1);
    EXPECT_EQ(centre_.figures()["employment.hired"], 0);

    // The article's wage, and the months after it.
    line_.suite().advance(Date::of(2020, 4, 27));
    const std::string hired =
        centre_.hire(seeker.seeker_id(), posted.vacancy_id(), intent, "2020-04-27");
    EXPECT_EQ(centre_.retain(hired, 3), "RETENTION_TOO_EARLY");
    line_.suite().advance(Date::of(2020, 7, 27));
    ASSERT_EQ(centre_.retain(hired, 3), "OK");
    EXPECT_EQ(centre_.figures(), (std::map<std::string, std::int64_t>{{"employment.fairs", 1},
                                                                      {"employment.stalls", 1},
                                                                      {"employment.posts", 30},
                                                                      {"employment.intents", 1},
                                                                      {"employment.hired", 1},
                                                                      {"employment.retained", 1},
                                                                      {"pathway.in_hardship", 3},
                                                                      {"pathway.hired", 1},
                                                                      {"pathway.retained", 1},
                                                                      {"pathway.resolved", 0}}));
    // Each step by its own day.
    EXPECT_EQ(centre_.figures(on_file.plus_days(-1))["pathway.in_hardship"], 0);
    EXPECT_EQ(centre_.figures(on_file)["pathway.in_hardship"], 3);
    EXPECT_EQ(centre_.figures(Date::of(2020, 4, 26))["pathway.hired"], 0);
    EXPECT_EQ(centre_.figures(Date::of(2020, 4, 27))["pathway.hired"], 1);
    EXPECT_EQ(centre_.figures(Date::of(2020, 7, 26))["pathway.retained"], 0);
    // The vacancy's last day was in May; it is shown no more.
    EXPECT_THAT(centre_.on_offer(52), IsEmpty());

    // The registry has heard of the wage, and ended nothing.
    line_.suite().settle();
    EXPECT_THAT(history(family, "IncomeChangeSignalled"), ElementsAre("4000.00"));
    EXPECT_THAT(history(family, "ExitProposed"), IsEmpty());
    EXPECT_EQ(centre_.review(family, Suite::new_id()), "JOB_NOT_RETAINED");
    ASSERT_EQ(centre_.review(family, hired), "OK");  // months before its time
    EXPECT_EQ(centre_.decide(family), "CLOSED");
    EXPECT_THAT(history(family, "HardshipResolved"), ElementsAre("4000.00"));
    line_.suite().settle();
    EXPECT_EQ(centre_.figures()["pathway.resolved"], 1);
    // Who has left the file was in hardship all the same.
    EXPECT_EQ(centre_.figures()["pathway.in_hardship"], 3);
    EXPECT_EQ(centre_.figures(on_file.plus_days(-1))["pathway.in_hardship"], 0);
}

TEST_F(ASpringOfTheJobCentre, I33_AnExitThatRestsOnWorkFallsWithIt) {
    const auto people = three_people(1, kCard);
    const Family family = line_.take_on_file(kCounty, people);
    const std::string hired = centre_.work_for(family, people.front(), "2020-04-18", "2019-12-16");
    ASSERT_EQ(centre_.review(family, hired), "OK");
    EXPECT_THAT(history(family, "ExitProposed"), ElementsAre("0.00"));
    ASSERT_EQ(centre_.end(hired, "2020-04-17"), "OK");
    line_.suite().settle();
    EXPECT_THAT(history(family, "ExitRejected"), ElementsAre("0.00"));
    EXPECT_EQ(centre_.review(family, hired), "REVIEW_TOO_EARLY");
}

// R78: counter, advice, referral, follow-up, outcome; and on again when the work is gone.
TEST_F(ASpringOfTheJobCentre, R78_OnePersonIsServedFromTheCounterToWorkAndAgainWhenItEnds) {
    const auto people = three_people(1, kCard);
    const Family family = line_.take_on_file(kCounty, people);
    line_.suite().settle();
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string vacancy = centre_.post(JobCentre::fitter("2020-05-31")).vacancy_id();
    emp::RegisterSeekerResponse seeker;
    ASSERT_EQ(
        centre_.county(&Work::RegisterSeeker, JobCentre::head_of(family, people.front()), &seeker),
        "OK");

    const std::string served = centre_.open_case(seeker.seeker_id());
    ASSERT_EQ(centre_.advise(served, "SKILL_SUBSIDY"), "OK");
    EXPECT_EQ(centre_.refer_to_registry(served), "ON_FILE_ALREADY");
    ASSERT_EQ(centre_.refer(served, vacancy), "OK");
    EXPECT_EQ(centre_.refer(served, vacancy), "REFERRAL_OPEN");

    // The thirtieth day comes, and the person is asked.
    line_.suite().advance(line_.suite().today().plus_days(30));
    emp::ListServiceCasesRequest due;
    due.set_due(true);
    emp::ListServiceCasesResponse to_ask;
    ASSERT_EQ(centre_.county(&Assistance::ListServiceCases, due, &to_ask), "OK");
    ASSERT_EQ(to_ask.cases_size(), 1);
    EXPECT_EQ(to_ask.cases(0).case_id(), served);
    emp::FollowUpRequest ask;
    ask.set_case_id(served);
    ask.set_channel(emp::CONTACT_CHANNEL_PHONE);
    ask.set_finding(emp::FOLLOW_UP_FINDING_AT_WORK);
    ask.set_follow_up_on(line_.suite().today().plus_days(30).to_string());
    ASSERT_EQ(centre_.county(&Assistance::FollowUp, ask), "OK");
    ASSERT_EQ(centre_.county(&Assistance::ListServiceCases, due, &to_ask), "OK");
    EXPECT_EQ(to_ask.cases_size(), 0);

    const std::string today = line_.suite().today().to_string();
    const std::string hired = centre_.hire(seeker.seeker_id(), vacancy, "", today);
    ASSERT_EQ(centre_.close_case(served, emp::CASE_OUTCOME_HIRED, hired), "OK");
    line_.suite().settle();
    ASSERT_EQ(centre_.end(hired, today), "OK");
    line_.suite().settle();
    const auto again = centre_.service_case(served);
    EXPECT_EQ(again.state(), emp::CASE_STATE_OPEN);
    EXPECT_EQ(again.outcome(), emp::CASE_OUTCOME_UNSPECIFIED);
    EXPECT_EQ(again.reopened(), 1);
    EXPECT_EQ(again.follow_up_on(), line_.suite().today().plus_days(7).to_string());
    ASSERT_EQ(again.entries_size(), 3);
    EXPECT_EQ(again.entries(0).policy(), "SKILL_SUBSIDY");
    EXPECT_EQ(again.entries(1).vacancy_id(), vacancy);
    EXPECT_EQ(again.entries(2).finding(), emp::FOLLOW_UP_FINDING_AT_WORK);
}

// R79: a basic post of the city's allotment, from the offer to the last day of the term.
TEST_F(ASpringOfTheJobCentre, R79_WhoIsOldAndLongWithoutWorkHasABasicPostForATerm) {
    const auto people = three_people(1, kCard);
    const Family family = line_.take_on_file(kCounty, people);
    line_.suite().settle();
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    emp::RegisterSeekerResponse seeker;
    ASSERT_EQ(
        centre_.county(&Work::RegisterSeeker, JobCentre::head_of(family, people.front()), &seeker),
        "OK");
    const Date today = line_.suite().today();
    centre_.allot_posts("GYG-2020", today.to_string(), 1);
    auto offer =
        centre_.cleaner(seeker.seeker_id(), "GYG-2020", today.plus_months(-12).to_string());
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, offer), "POST_RULES_MISSING");
    ASSERT_EQ(centre_.post_rules(today.to_string()), "OK");
    auto short_of_a_year = offer;
    short_of_a_year.set_jobless_since(today.plus_months(-12).plus_days(1).to_string());
    EXPECT_EQ(centre_.county(&Assistance::OfferPost, short_of_a_year), "JOBLESS_TOO_SHORT");
    emp::OfferPostResponse post;
    ASSERT_EQ(centre_.county(&Assistance::OfferPost, offer, &post), "OK");

    emp::StartPostRequest by_the_same;
    by_the_same.set_post_id(post.post_id());
    by_the_same.set_starts_on(today.to_string());
    by_the_same.set_months(1);
    EXPECT_EQ(centre_.county(&Assistance::StartPost, by_the_same), "TWO_PEOPLE_NEEDED");
    ASSERT_EQ(centre_.start_post(post.post_id(), today.to_string(), 1), "OK");
    const auto use = [&] {
        emp::ListPostAllotmentsResponse response;
        EXPECT_EQ(centre_.county(&Assistance::ListPostAllotments, emp::ListPostAllotmentsRequest(),
                                 &response),
                  "OK");
        EXPECT_EQ(response.rules().min_age_men(), 40);
        return response.allotments_size() == 1 ? response.allotments(0).held() : -1;
    };
    EXPECT_EQ(use(), 1);

    line_.suite().advance(today.plus_months(1));  // the day after the last one
    emp::ListBasicPostsResponse posts;
    ASSERT_EQ(centre_.county(&Assistance::ListBasicPosts, emp::ListBasicPostsRequest(), &posts),
              "OK");
    ASSERT_EQ(posts.posts_size(), 1);
    EXPECT_EQ(posts.posts(0).state(), emp::POST_STATE_ENDED);
    EXPECT_EQ(posts.posts(0).end_reason(), emp::POST_END_REASON_TERM_OVER);
    EXPECT_EQ(posts.posts(0).ended_on(), today.plus_months(1).plus_days(-1).to_string());
    EXPECT_EQ(posts.posts(0).months_jobless(), 12);
    EXPECT_EQ(use(), 0);
}

TEST_F(ASpringOfTheJobCentre, I34_WhoIsBarredIsShownNowhere) {
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const auto offer = JobCentre::fitter("2020-05-31");
    const std::string vacancy = centre_.post(offer).vacancy_id();
    const std::string seeker = centre_.register_seeker(three_people(1, kCard).front());
    expect_shown_to(seeker, vacancy);
    emp::BarEmployerRequest bar;
    bar.set_uscc(kFitterFirm);
    bar.set_until("2021-03-02");
    bar.set_reason("WITHHELD_WAGES");
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Fairs::BarEmployer, bar), "OUTSIDE_SCOPE");
    ASSERT_EQ(line_.ask(Role::Approver, kCity, &Fairs::BarEmployer, bar), "OK");
    expect_hidden_from(seeker, vacancy);
    EXPECT_EQ(centre_.county(&Fairs::PostVacancy, offer), "EMPLOYER_BARRED");
}

TEST_F(ASpringOfTheJobCentre, I34_WhatIsOfferedAtAFairThatIsCalledOffIsShownNowhere) {
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const std::string vacancy = centre_.post(JobCentre::fitter("2020-05-31")).vacancy_id();
    const std::string seeker = centre_.register_seeker(three_people(1, kCard).front());
    expect_shown_to(seeker, vacancy);
    ASSERT_EQ(centre_.cancel_fair(), "OK");
    expect_hidden_from(seeker, vacancy);
    line_.suite().advance(Date::of(2020, 3, 21));
    EXPECT_EQ(centre_.figures()["employment.posts"], 0);
}

}  // namespace
}  // namespace haven::spec
