// A spring of the job centre (docs/rules.md R58 to R62). A fair is put off for an epidemic and
// held; of two employers one has a licence; of three vacancies one may be offered; the head of a
// family on file finds work there at 4,000 yuan a month, which is the wage of the article, and is
// still there after three months.
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

    Line line_;
    JobCentre centre_{line_};
};

TEST_F(ASpringOfTheJobCentre, I33_I34_WhoIsOfferedWhatAndWhatCountsAsWork) {
    const auto people = three_people(1, kCard);
    const Family family = line_.take_on_file(kCounty, people);
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

TEST_F(ASpringOfTheJobCentre, I34_WhoIsBarredIsShownNowhere) {
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    const auto offer = JobCentre::fitter("2020-05-31");
    EXPECT_THAT(centre_.on_offer(52), ElementsAre(centre_.post(offer).vacancy_id()));
    emp::BarEmployerRequest bar;
    bar.set_uscc(kFitterFirm);
    bar.set_until("2021-03-02");
    bar.set_reason("WITHHELD_WAGES");
    EXPECT_EQ(line_.ask(Role::Approver, kCounty, &Fairs::BarEmployer, bar), "OUTSIDE_SCOPE");
    ASSERT_EQ(line_.ask(Role::Approver, kCity, &Fairs::BarEmployer, bar), "OK");
    EXPECT_THAT(centre_.on_offer(52), IsEmpty());
    EXPECT_EQ(centre_.county(&Fairs::PostVacancy, offer), "EMPLOYER_BARRED");
}

TEST_F(ASpringOfTheJobCentre, I34_WhatIsOfferedAtAFairThatIsCalledOffIsShownNowhere) {
    ASSERT_EQ(centre_.schedule("2020-03-21"), "OK");
    ASSERT_EQ(centre_.attend(kFitterFirm, "L-1", 7), emp::PARTICIPATION_REFUSAL_UNSPECIFIED);
    centre_.post(JobCentre::fitter("2020-05-31"));
    emp::CancelFairRequest cancel;
    cancel.set_fair(kSpringFair);
    cancel.set_reason("EPIDEMIC");
    ASSERT_EQ(line_.ask(Role::Approver, kCity, &Fairs::CancelFair, cancel), "OK");
    EXPECT_THAT(centre_.on_offer(52), IsEmpty());
    EXPECT_EQ(centre_.figures()["employment.posts"], 0);
}

}  // namespace
}  // namespace haven::spec
