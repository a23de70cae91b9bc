#include "services/employment/domain/course.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;

TEST(SubsidyRulesSpec, R80_RulesHaveTheirFirstDayAndPlausibleFigures) {
    given<SubsidyRuling>()
        .when(SetSubsidyRules{subsidy_rules()})
        .then({SubsidyRulesSet{subsidy_rules()}});
    const std::vector<SubsidyRuling::Event> set{SubsidyRulesSet{subsidy_rules()}};
    given<SubsidyRuling>(set).when(SetSubsidyRules{subsidy_rules()}).then_nothing();
    SubsidyRules other = subsidy_rules();
    other.request_days = 180;
    given<SubsidyRuling>(set).when(SetSubsidyRules{other}).refused("SUBSIDY_RULES_EXIST");
    struct Case {
        const char* reason;
        void (*spoil)(SubsidyRules&);
    };
    const Case cases[] = {
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.highest = {}; }},
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.highest = yuan(-1); }},
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.yearly = yuan(799); }},
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.yearly = yuan(10'001); }},
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.request_days = 0; }},
        {"INVALID_SUBSIDY_RULES", [](SubsidyRules& r) { r.request_days = 731; }},
        {"INVALID_DATE", [](SubsidyRules& r) { r.effective_from = {}; }},
        {"INVALID_WORD", [](SubsidyRules& r) { r.code = ""; }},
        {"INVALID_WORD", [](SubsidyRules& r) { r.source = "第八号"; }},
    };
    for (const Case& one : cases) {
        SubsidyRules rules = subsidy_rules();
        one.spoil(rules);
        given<SubsidyRuling>().when(SetSubsidyRules{rules}).refused(one.reason);
    }
    EXPECT_EQ(SubsidyRuling::effects(given<SubsidyRuling>(set).state(), set.front()).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "subsidy-rules/2023-01-01"}}));
}

TEST(CourseSpec, R80_ACourseIsOfferedInAPeriodForWhatTheRulesAllow) {
    const OfferCourse offer{course_terms(), subsidy_rules()};
    given<Course>().when(offer).then({CourseOffered{course_terms()}});
    struct Case {
        const char* reason;  // "": it is offered
        void (*spoil)(OfferCourse&);
    };
    const Case cases[] = {
        {"INVALID_COUNT", [](OfferCourse& c) { c.terms.units = 0; }},
        {"INVALID_COUNT", [](OfferCourse& c) { c.terms.units = 501; }},
        {"INVALID_PERIOD", [](OfferCourse& c) { c.terms.last_day = day("2023-01-31"); }},
        {"INVALID_PERIOD", [](OfferCourse& c) { c.terms.last_day = day("2028-02-03"); }},
        {"INVALID_PERIOD", [](OfferCourse& c) { c.terms.first_day = {}; }},
        {"INVALID_WORD", [](OfferCourse& c) { c.terms.code = "电商"; }},
        {"REASON_MISSING", [](OfferCourse& c) { c.terms.skill = ""; }},
        {"INVALID_AMOUNT", [](OfferCourse& c) { c.terms.subsidy = yuan(-1); }},
        {"INVALID_AMOUNT", [](OfferCourse& c) { c.terms.subsidy = yuan(10'001); }},
        {"FUND_LINE_MISSING", [](OfferCourse& c) { c.terms.fund_line = {}; }},
        // To the fen.
        {"SUBSIDY_OVER_RULES", [](OfferCourse& c) { c.terms.subsidy = Money::fen(80'001); }},
        {"SUBSIDY_RULES_MISSING", [](OfferCourse& c) { c.rules.reset(); }},
        // A course that pays nothing needs neither rules nor money.
        {"",
         [](OfferCourse& c) {
             c.terms.subsidy = {};
             c.terms.fund_line = {};
             c.rules.reset();
         }},
    };
    for (const Case& one : cases) {
        OfferCourse wrong = offer;
        one.spoil(wrong);
        if (*one.reason == '\0') {
            given<Course>().when(wrong).then({CourseOffered{wrong.terms}});
        } else {
            given<Course>().when(wrong).refused(one.reason);
        }
    }
}

TEST(CourseSpec, R80_ACodeIsOneCourse) {
    const std::vector<Course::Event> offered{CourseOffered{course_terms()}};
    // A repeat is judged by what stands: rules that have changed since do not matter.
    given<Course>(offered).when(OfferCourse{course_terms(), {}}).then_nothing();
    CourseTerms other = course_terms();
    other.subsidy = yuan(700);
    given<Course>(offered).when(OfferCourse{other, subsidy_rules()}).refused("COURSE_EXISTS");
    EXPECT_EQ(Course::effects(given<Course>(offered).state(), offered.front()).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "course/DSYY-2023"}}));
}

}  // namespace
}  // namespace haven::employment::testing
