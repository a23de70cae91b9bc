// Courses (网络课程) that are open to seekers in a period, what who finishes one is paid of which
// fund line, and the rules of such subsidies with their dates (docs/rules.md R80). A course is one
// by its code in the whole suite and lives in the federation whose fund line pays; rules live at
// the head.
#pragma once

#include <optional>

#include "services/employment/domain/checks.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

struct SubsidyRules {
    std::string code = {};
    Date effective_from = {};
    Money highest = {};    // of one course
    Money yearly = {};     // of one person in a calendar year
    int request_days = 0;  // after the day of the certificate
    std::string source = {};
    bool operator==(const SubsidyRules&) const = default;
};
struct CourseTerms {
    CourseId course = {};
    std::string code = {};
    std::string skill = {};
    int units = 0;
    Date first_day = {};
    Date last_day = {};
    Money subsidy = {};  // zero: nothing is paid
    FundLineId fund_line = {};
    std::string source = {};
    bool operator==(const CourseTerms&) const = default;
};

// The stored facts.
struct SubsidyRulesSet {
    SubsidyRules rules = {};
    bool operator==(const SubsidyRulesSet&) const = default;
};
struct CourseOffered {
    CourseTerms terms = {};
    bool operator==(const CourseOffered&) const = default;
};

struct SetSubsidyRules {
    SubsidyRules rules = {};
};
// `rules`: those in force on the day; nothing where there are none.
struct OfferCourse {
    CourseTerms terms = {};
    std::optional<SubsidyRules> rules = {};
};

struct SubsidyRuling {
    struct State {
        std::optional<SubsidyRules> rules;
    };
    using Command = std::variant<SetSubsidyRules>;
    using Event = std::variant<SubsidyRulesSet>;

    // Reasons: SUBSIDY_RULES_EXIST, INVALID_SUBSIDY_RULES, INVALID_DATE, INVALID_WORD, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "subsidy-rules/<day>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<SubsidyRuling> && HasEffects<SubsidyRuling>);

struct Course {
    struct State {
        std::optional<CourseTerms> terms;
    };
    using Command = std::variant<OfferCourse>;
    using Event = std::variant<CourseOffered>;

    // Reasons: COURSE_EXISTS, INVALID_PERIOD, INVALID_COUNT, INVALID_AMOUNT, FUND_LINE_MISSING,
    // SUBSIDY_RULES_MISSING, SUBSIDY_OVER_RULES, INVALID_WORD, REASON_MISSING, NOT_STAFF.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    // Claim "course/<code>".
    static Effects effects(const State& after, const Event& event);
};
static_assert(Decider<Course> && HasEffects<Course>);

// What rules allow for one course. Errors: SUBSIDY_RULES_MISSING, SUBSIDY_OVER_RULES.
Result<void> check_subsidy_rules(Money subsidy, const std::optional<SubsidyRules>& rules);

}  // namespace haven::employment
