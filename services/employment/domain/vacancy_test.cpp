#include "services/employment/domain/vacancy.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using enum VacancyRejection;

PostVacancy post(const VacancyTerms& terms = fitter()) {
    return {.terms = terms,
            .employer = known_employer(),
            .fair = known_fair(),
            .attends = true,
            .duplicate = false};
}
VacancyPosted posted() {
    return {fitter(), content_of(fitter()), kScreeningRules, day("2023-02-03")};
}

TEST(Screening, WhatAnAdSaysIsFoundHoweverItIsWritten) {
    struct Case {
        VacancyRejection reason;
        const char* conditions;
        const char* found;
    };
    const Case cases[] = {
        {Unset, "两班倒,包食宿", ""},
        {Discrimination, "限男", "限男"},
        {Discrimination, "岗位限 男", "限男"},
        {Discrimination, "限\u3000女,形象好", "限女"},
        {Unset, "不限男女", ""},
        {Unset, "男女不限", ""},
        {Discrimination, "吃苦耐劳,不怕脏。限男", "限男"},  // "not" was said of something else
        {Discrimination, "已婚已育优先", "已婚"},
        {Discrimination, "35岁以下", "35岁以下"},
        {Discrimination, "３５周岁以内", "35周岁以内"},
        {Discrimination, "年龄 3 5 岁以下", "35岁以下"},
        {Unset, "55岁以下", ""},
        {Unset, "年满18岁", ""},
        {Discrimination, "限本地户口", "限本地户"},
        {Discrimination, "乙肝携带者勿扰", "乙肝"},
        {Deposit, "入职交押金200元", "押金"},
        {Deposit, "押 金 二百", "押金"},
        {Unset, "不收押金", ""},
        {Unset, "免服装费", ""},
        {Unset, "不收取任何押金", ""},
        {Deposit, "身份证原件由公司保管", "身份证原件"},
        {Deposit, "先参加培训贷", "培训贷"},
        {Vague, "工资面议", "面议"},
        {Vague, "", "conditions"},
    };
    for (const Case& one : cases) {
        VacancyTerms terms = fitter();
        terms.conditions = one.conditions;
        const AdFault fault = screen_ad(terms);
        EXPECT_EQ(fault.reason, one.reason) << one.conditions;
        EXPECT_EQ(fault.found, one.found) << one.conditions;
    }
}

TEST(Screening, FiguresThatSayNothingAreVagueAndNarrowAgesShutOut) {
    struct Case {
        VacancyRejection reason;
        const char* found;
        void (*spoil)(VacancyTerms&);
    };
    const Case cases[] = {
        {Vague, "posts", [](VacancyTerms& t) { t.posts = 9'999; }},
        {Vague, "posts", [](VacancyTerms& t) { t.posts = 0; }},
        {Vague, "wage", [](VacancyTerms& t) { t.wage_min = t.wage_max = {}; }},
        {Vague, "wage", [](VacancyTerms& t) { std::swap(t.wage_min, t.wage_max); }},
        {Vague, "wage", [](VacancyTerms& t) { t.wage_max = yuan(30'000); }},
        {Vague, "insurance", [](VacancyTerms& t) { t.insurance = InsuranceCover::Unset; }},
        {Vague, "min_schooling", [](VacancyTerms& t) { t.min_schooling = SchoolingLevel::Unset; }},
        {Discrimination, "max_age", [](VacancyTerms& t) { t.max_age = 35; }},
        {Unset, "", [](VacancyTerms& t) { t.max_age = 0; }},
        {Unset, "", [](VacancyTerms& t) { t.max_age = 45; }},
    };
    for (const Case& one : cases) {
        VacancyTerms terms = fitter();
        one.spoil(terms);
        EXPECT_EQ(screen_ad(terms), (AdFault{one.reason, one.found}));
    }
}

TEST(Screening, TheSameOfferIsTheSameHoweverManyPostsItHas) {
    VacancyTerms other = fitter();
    other.posts = 1;
    other.valid_until = day("2023-06-30");
    other.fair = id<FairId>(10);
    other.conditions = "两班倒, 包食宿, 学历不限, 不收押金";
    EXPECT_EQ(content_of(other), content_of(fitter()));
    other.wage_max = yuan(5'600);
    EXPECT_NE(content_of(other), content_of(fitter()));
    EXPECT_EQ(content_of(other).size(), 32U);
}

TEST(VacancySpec, I34_OnlyAnApprovedEmployerWithPapersOffersPosts) {
    given<Vacancy>().on("2023-02-03").when(post()).then({posted()});
    PostVacancy command = post();
    command.attends = false;
    given<Vacancy>().on("2023-02-03").when(command).refused("NOT_ATTENDING");
    command = post();
    command.employer.papers = {};
    given<Vacancy>().on("2023-02-03").when(command).refused("EMPLOYER_PAPERS");
    command = post();
    command.employer.barred_until = day("2023-02-03");
    given<Vacancy>().on("2023-02-03").when(command).refused("EMPLOYER_BARRED");
    command = post();
    command.fair->cancelled = true;
    given<Vacancy>().on("2023-02-03").when(command).refused("FAIR_CANCELLED");
    given<Vacancy>().on("2023-02-12").when(post()).refused("FAIR_OVER");
}

TEST(VacancySpec, I34_AVacancyIsOverOnTheDayAfterItsLast) {
    const auto effects = Vacancy::effects(given<Vacancy>({posted()}).state(), posted());
    EXPECT_EQ(effects.timers, (std::vector<TimerChange>{{"validity", day("2023-04-01")}}));
    given<Vacancy>({posted()}).by({}).on("2023-03-31").when(ExpireVacancy{}).refused("STILL_VALID");
    const VacancyExpired expired{day("2023-04-01")};
    given<Vacancy>({posted()}).by({}).on("2023-04-01").when(ExpireVacancy{}).then({expired});
    const auto state = given<Vacancy>({posted(), expired}).state();
    EXPECT_EQ(Vacancy::effects(state, expired).claims.at(0).kind, ClaimChange::Kind::Free);
    EXPECT_EQ(Vacancy::on_timer(state, {"validity", day("2023-04-01")}), std::nullopt);
    KnownVacancy known = known_vacancy();
    EXPECT_TRUE(known.offered(day("2023-03-31")));
    EXPECT_FALSE(known.offered(day("2023-04-01")));
    known.state = VacancyState::Rejected;
    EXPECT_FALSE(known.offered(day("2023-02-11")));
    known.state = VacancyState::Closed;
    known.closed_on = day("2023-02-11");
    EXPECT_TRUE(known.offered(day("2023-02-11"))) << "filled at the fair, in the afternoon";
    EXPECT_FALSE(known.offered(day("2023-02-12")));
}

TEST(VacancySpec, WhatTheScreeningFindsIsAnsweredAndOffersNothing) {
    VacancyTerms terms = fitter();
    terms.conditions = "限男";
    given<Vacancy>()
        .on("2023-02-03")
        .when(post(terms))
        .then({VacancyRejected{terms, Discrimination, "限男", kScreeningRules}});
    PostVacancy again = post();
    again.duplicate = true;
    given<Vacancy>()
        .on("2023-02-03")
        .when(again)
        .then({VacancyRejected{fitter(), Duplicate, "content", kScreeningRules}});
}

TEST(VacancySpec, TheSameVacancyIsOfferedAtThreeFairsAndOnceAtEach) {
    VacancyTerms elsewhere = fitter();
    elsewhere.fair = id<FairId>(10);
    const VacancyPosted there{elsewhere, content_of(elsewhere), kScreeningRules, {}};
    const auto here = Vacancy::effects(given<Vacancy>({posted()}).state(), posted());
    const auto other = Vacancy::effects(given<Vacancy>({there}).state(), there);
    EXPECT_NE(here.claims, other.claims);
    EXPECT_EQ(here.claims.at(0).kind, ClaimChange::Kind::Take);
}

TEST(VacancySpec, BadInputIsRefusedBeforeAnythingIsScreened) {
    struct Case {
        const char* reason;
        void (*spoil)(VacancyTerms&);
    };
    const Case cases[] = {
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.occupation.clear(); }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.conditions = "电话13900000000"; }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.conditions = "139 0000 0000"; }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.conditions = "１３９００００００００"; }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.conditions = "限\u200b男"; }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.conditions = "\xff"; }},
        {"INVALID_AD_TEXT", [](VacancyTerms& t) { t.occupation.assign(65, 'x'); }},
        {"INVALID_AGE", [](VacancyTerms& t) { t.min_age = 15; }},
        {"INVALID_AGE", [](VacancyTerms& t) { t.max_age = 17; }},
        {"INVALID_WAGE", [](VacancyTerms& t) { t.wage_max = Money::fen(5'500); }},
        {"INVALID_WAGE", [](VacancyTerms& t) { t.wage_max = yuan(38'000'000); }},
        {"INVALID_DIVISION", [](VacancyTerms& t) { t.division = "6103"; }},
        {"INVALID_VALIDITY", [](VacancyTerms& t) { t.valid_until = {}; }},
        {"INVALID_VALIDITY", [](VacancyTerms& t) { t.valid_until = day("2023-02-10"); }},
        {"INVALID_VALIDITY", [](VacancyTerms& t) { t.valid_until = day("2024-02-04"); }},
    };
    for (const Case& one : cases) {
        VacancyTerms terms = fitter();
        one.spoil(terms);
        given<Vacancy>().on("2023-02-03").when(post(terms)).refused(one.reason);
    }
}

TEST(VacancySpec, AClosedVacancyMayBeOfferedAnew) {
    const VacancyClosed closed{"FILLED"};
    given<Vacancy>({posted()}).when(CloseVacancy{"FILLED"}).then({closed});
    given<Vacancy>({posted(), closed}).when(CloseVacancy{"FILLED"}).then_nothing();
    given<Vacancy>().when(CloseVacancy{"FILLED"}).refused("VACANCY_MISSING");
    const auto effects = Vacancy::effects(given<Vacancy>({posted(), closed}).state(), closed);
    EXPECT_EQ(effects.claims.at(0).kind, ClaimChange::Kind::Free);
    EXPECT_EQ(effects.timers, (std::vector<TimerChange>{{"validity", std::nullopt}}));
}

}  // namespace
}  // namespace haven::employment::testing
