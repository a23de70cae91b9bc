#include "services/employment/domain/fair.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;

const FairScheduled kScheduled{fair_terms()};
const ScheduleFair kSchedule{fair_terms()};

TEST(FairSpec, AFairIsAnnouncedOnceUnderItsCode) {
    given<Fair>().on("2023-01-10").when(kSchedule).then({kScheduled});
    given<Fair>({kScheduled}).on("2023-01-11").when(kSchedule).then_nothing();
    FairTerms other = fair_terms();
    other.stalls = 50;
    given<Fair>({kScheduled}).on("2023-01-11").when(ScheduleFair{other}).refused("FAIR_EXISTS");
    const auto effects = Fair::effects({}, kScheduled);
    EXPECT_EQ(effects.claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "fair/CHUNFENG-2023"}}));
}

TEST(FairSpec, WhatCannotBeAFairIsRefused) {
    struct Case {
        const char* reason;
        void (*spoil)(FairTerms&);
    };
    const Case cases[] = {
        {"INVALID_WORD", [](FairTerms& t) { t.code = "春风行动"; }},
        {"INVALID_WORD", [](FairTerms& t) { t.source.clear(); }},
        {"INVALID_COUNT", [](FairTerms& t) { t.days = 0; }},
        {"INVALID_COUNT", [](FairTerms& t) { t.stalls = 5'001; }},
        {"INVALID_FAIR_DAY", [](FairTerms& t) { t.first_day = {}; }},
        {"INVALID_FAIR_DAY", [](FairTerms& t) { t.first_day = day("2023-01-09"); }},
    };
    for (const Case& one : cases) {
        FairTerms terms = fair_terms();
        one.spoil(terms);
        given<Fair>().on("2023-01-10").when(ScheduleFair{terms}).refused(one.reason);
    }
    given<Fair>().by({}).on("2023-01-10").when(kSchedule).refused("NOT_STAFF");
}

TEST(FairSpec, AnEpidemicPutsAFairOffOrCallsItOffAsLongAsNobodyHasComeToTerms) {
    const FairPostponed put_off{day("2023-03-04"), "EPIDEMIC"};
    const FairCancelled called_off{"EPIDEMIC"};
    given<Fair>({kScheduled})
        .on("2023-02-11")
        .when(PostponeFair{day("2023-03-04"), "EPIDEMIC", 0})
        .then({put_off});
    given<Fair>({kScheduled, put_off})
        .on("2023-03-04")
        .when(CancelFair{"EPIDEMIC", 0})
        .then({called_off});
    given<Fair>({kScheduled, called_off})
        .on("2023-02-11")
        .when(CancelFair{"EPIDEMIC", 0})
        .then_nothing();
    given<Fair>({kScheduled, called_off})
        .on("2023-02-11")
        .when(PostponeFair{day("2023-03-04"), "EPIDEMIC", 0})
        .refused("FAIR_CANCELLED");
    given<Fair>({kScheduled})
        .on("2023-02-11")
        .when(PostponeFair{day("2023-02-11"), "EPIDEMIC", 0})
        .refused("INVALID_FAIR_DAY");
    given<Fair>({kScheduled}).on("2023-02-11").when(CancelFair{"EPIDEMIC", 1}).refused("FAIR_HELD");
    given<Fair>({kScheduled}).on("2023-02-12").when(CancelFair{"EPIDEMIC", 0}).refused("FAIR_HELD");
    given<Fair>().on("2023-02-12").when(CancelFair{"EPIDEMIC", 0}).refused("FAIR_MISSING");
}

TEST(FairSpec, AFairIsCountedWhenItIsOverAndCountedAnewWhenAnIntentIsWithdrawn) {
    const ReportFair counted{128, 2'413, 1'334};
    given<Fair>({kScheduled}).on("2023-02-11").when(counted).refused("FAIR_NOT_HELD");
    const FairReported report{128, 2'413, 1'334, day("2023-02-12")};
    given<Fair>({kScheduled}).on("2023-02-12").when(counted).then({report});
    given<Fair>({kScheduled, report}).on("2023-02-20").when(counted).then_nothing();
    given<Fair>({kScheduled, report})
        .on("2023-02-20")
        .when(ReportFair{128, 2'413, 1'333})
        .then({FairReported{128, 2'413, 1'333, day("2023-02-20")}});
}

}  // namespace
}  // namespace haven::employment::testing
