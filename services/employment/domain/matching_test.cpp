// Matching of seekers with posts (docs/rules.md R71) as tables.
#include "services/employment/domain/matching.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using enum MatchGrade;

const Date kToday = day("2023-02-11");
const Date kBirth = day("1975-08-15");  // 47 that day

MatchGrade grade(MatchPoint point, const SeekerProfile& seeker, const VacancyTerms& vacancy) {
    const auto match = suits(seeker, kBirth, vacancy, kToday);
    return match ? match->points.at(static_cast<std::size_t>(point) - 1).grade : Unset;
}

TEST(Matching, WhatIsAskedForIsAConditionToTheDay) {
    const auto taken = [](auto change) {
        SeekerProfile seeker = profile();
        VacancyTerms vacancy = fitter();
        Date birth = kBirth;
        change(seeker, vacancy, birth);
        return suits(seeker, birth, vacancy, kToday).has_value();
    };
    EXPECT_TRUE(taken([](auto&, auto&, auto&) {}));
    EXPECT_TRUE(taken([](auto&, auto& v, auto&) { v.min_schooling = SchoolingLevel::JuniorHigh; }));
    EXPECT_FALSE(
        taken([](auto&, auto& v, auto&) { v.min_schooling = SchoolingLevel::SeniorHigh; }));
    EXPECT_TRUE(taken([](auto&, auto& v, auto&) { v.max_age = 47; }));
    EXPECT_FALSE(taken([](auto&, auto& v, auto&) { v.max_age = 46; }));
    EXPECT_TRUE(taken([](auto&, auto& v, auto&) { v.max_age = 0; }));
    EXPECT_TRUE(taken([](auto&, auto&, auto& birth) { birth = day("2005-02-11"); }));
    EXPECT_FALSE(taken([](auto&, auto&, auto& birth) { birth = day("2005-02-12"); }));
    // Who draws a pension works by a service agreement.
    EXPECT_FALSE(taken([](auto& s, auto&, auto&) { s.draws_pension = true; }));
    EXPECT_TRUE(taken([](auto& s, auto& v, auto&) {
        s.draws_pension = true;
        v.insurance = InsuranceCover::WorkInjury;
    }));
}

TEST(Matching, WhatIsHopedForRanks) {
    const auto wage = [](std::int64_t wish) {  // the post pays 3,800 to 5,500
        SeekerProfile seeker = profile();
        seeker.wage_wish = yuan(wish);
        return grade(MatchPoint::Wage, seeker, fitter());
    };
    EXPECT_EQ(wage(0), Fits);
    EXPECT_EQ(wage(3'800), Fits);
    EXPECT_EQ(wage(3'801), Partly);
    EXPECT_EQ(wage(5'500), Partly);
    EXPECT_EQ(wage(5'501), Not);

    const auto distance = [](const char* division) {  // the post is in 610303
        SeekerProfile seeker = profile();
        seeker.division = division;
        return grade(MatchPoint::Distance, seeker, fitter());
    };
    EXPECT_EQ(distance("610303"), Fits);
    EXPECT_EQ(distance("610304"), Partly);
    EXPECT_EQ(distance("610102"), Not);

    const auto skills = [](std::vector<std::string> asked) {
        VacancyTerms vacancy = fitter();
        vacancy.skills = std::move(asked);
        return grade(MatchPoint::Skills, profile(), vacancy);
    };
    EXPECT_EQ(skills({}), Fits);
    EXPECT_EQ(skills({"WELDING"}), Fits);
    EXPECT_EQ(skills({"WELDING", "FORKLIFT"}), Partly);
    EXPECT_EQ(skills({"FORKLIFT"}), Not);
}

TEST(Matching, TheScoreIsTheSumOfWhatRanks) {
    EXPECT_EQ(suits(profile(), kBirth, fitter(), kToday)->score, 6);
    SeekerProfile seeker = profile();
    seeker.wage_wish = yuan(4'000);
    seeker.division = "610102";
    EXPECT_EQ(suits(seeker, kBirth, fitter(), kToday)->score, 3);
}

}  // namespace
}  // namespace haven::employment::testing
