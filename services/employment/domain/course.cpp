#include "services/employment/domain/course.hpp"

namespace haven::employment {
namespace {

constexpr int kMostUnits = 500;
constexpr int kMostDays = 1'827;  // of a period: five years
constexpr int kMostRequestDays = 730;
constexpr std::int64_t kHighestSubsidyFen = 1'000'000;  // 10,000 yuan

bool is_subsidy(Money money) {
    return money > Money{} && money.in_fen() <= kHighestSubsidyFen;
}

Result<void> check_rules(const SubsidyRules& rules) {
    HAVEN_CHECKED(check_number_word(rules.code, "rules.code"));
    HAVEN_CHECKED(check_number_word(rules.source, "rules.source"));
    if (!rules.effective_from.is_set()) {
        return invalid("INVALID_DATE", "rules.effective_from", "a day");
    }
    const bool plausible = is_subsidy(rules.highest) && is_subsidy(rules.yearly) &&
                           rules.highest <= rules.yearly && rules.request_days >= 1 &&
                           rules.request_days <= kMostRequestDays;
    if (plausible) return {};
    return invalid("INVALID_SUBSIDY_RULES", "rules",
                   "a course's highest within the year's, both to 10,000 yuan, 1 to 730 days");
}

Result<void> check_subsidy(const OfferCourse& command) {
    const CourseTerms& terms = command.terms;
    if (terms.subsidy == Money{}) return {};
    if (!is_subsidy(terms.subsidy)) {
        return invalid("INVALID_AMOUNT", "terms.subsidy_fen", "0 to 10,000 yuan");
    }
    if (terms.fund_line.is_nil()) {
        return failure(ErrorKind::Missing, "FUND_LINE_MISSING",
                       "what is paid comes from a fund line");
    }
    return check_subsidy_rules(terms.subsidy, command.rules);
}

Result<void> check_terms(const CourseTerms& terms) {
    HAVEN_CHECKED(check_number_word(terms.code, "terms.code"));
    HAVEN_CHECKED(check_number_word(terms.source, "terms.source"));
    HAVEN_CHECKED(check_reason(terms.skill, "terms.skill"));
    if (terms.units < 1 || terms.units > kMostUnits) {
        return invalid("INVALID_COUNT", "terms.units", "1 to 500");
    }
    const bool period = terms.first_day.is_set() && terms.last_day.is_set() &&
                        terms.first_day <= terms.last_day &&
                        terms.last_day <= terms.first_day.plus_days(kMostDays);
    if (!period) {
        return invalid("INVALID_PERIOD", "terms.last_day", "days in order, at most five years");
    }
    return {};
}

}  // namespace

Result<void> check_subsidy_rules(Money subsidy, const std::optional<SubsidyRules>& rules) {
    if (!rules) return refused("SUBSIDY_RULES_MISSING", "no rules of subsidies hold on that day");
    if (subsidy <= rules->highest) return {};
    return refused("SUBSIDY_OVER_RULES", "more than the rules allow for a course",
                   {{"subsidy_fen", std::to_string(subsidy.in_fen())},
                    {"highest_fen", std::to_string(rules->highest.in_fen())}});
}

Result<std::vector<SubsidyRuling::Event>> SubsidyRuling::decide(const State& state,
                                                                const Command& command,
                                                                const Context& by) {
    const SubsidyRules& rules = std::get<SetSubsidyRules>(command).rules;
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_rules(rules));
    if (!state.rules) return std::vector<Event>{SubsidyRulesSet{rules}};
    if (*state.rules == rules) return std::vector<Event>{};
    return failure(ErrorKind::Duplicate, "SUBSIDY_RULES_EXIST", "rules of this code differ");
}

SubsidyRuling::State SubsidyRuling::evolve(State state, const Event& event) {
    state.rules = std::get<SubsidyRulesSet>(event).rules;
    return state;
}

Effects SubsidyRuling::effects(const State& after, const Event&) {
    Effects effects;
    effects.claims.push_back(
        {ClaimChange::Kind::Take, "subsidy-rules/" + after.rules->effective_from.to_string()});
    return effects;
}

Result<std::vector<Course::Event>> Course::decide(const State& state, const Command& command,
                                                  const Context& by) {
    const auto& offer = std::get<OfferCourse>(command);
    HAVEN_CHECKED(check_staff(by));
    HAVEN_CHECKED(check_terms(offer.terms));
    if (state.terms) {
        if (*state.terms == offer.terms) return std::vector<Event>{};
        return failure(ErrorKind::Duplicate, "COURSE_EXISTS", "a course of this code differs");
    }
    HAVEN_CHECKED(check_subsidy(offer));
    return std::vector<Event>{CourseOffered{offer.terms}};
}

Course::State Course::evolve(State state, const Event& event) {
    state.terms = std::get<CourseOffered>(event).terms;
    return state;
}

Effects Course::effects(const State& after, const Event&) {
    Effects effects;
    effects.claims.push_back({ClaimChange::Kind::Take, "course/" + after.terms->code});
    return effects;
}

}  // namespace haven::employment
