#include "services/registry/domain/classification.hpp"

#include <algorithm>

namespace haven::registry {

const RuleSet* in_force(std::span<const RuleSet> sets, Date on) {
    const auto found = std::ranges::find_if(sets, [&](const RuleSet& set) {
        return set.effective_from <= on &&
               (!set.effective_until.is_set() || on <= set.effective_until);
    });
    return found == sets.end() ? nullptr : &*found;
}

const DibaoLine* in_force(std::span<const DibaoLine> lines, Date on) {
    const DibaoLine* latest = nullptr;
    for (const DibaoLine& line : lines) {
        if (line.effective_from > on) continue;
        if (latest == nullptr || latest->effective_from < line.effective_from) latest = &line;
    }
    return latest;
}

const RuleSet* find_set(std::span<const RuleSet> sets, std::string_view id) {
    const auto found = std::ranges::find(sets, id, &RuleSet::rule_set_id);
    return found == sets.end() ? nullptr : &*found;
}

namespace {

constexpr std::int64_t kPermille = 1000;

// left * left_factor compared with right * right_factor; 128 bits cannot overflow here.
struct Product {
    Money amount;
    std::int64_t factor;
};
bool less(Product left, Product right, bool or_equal) {
    __extension__ using Wide = __int128;
    const Wide a = static_cast<Wide>(left.amount.in_fen()) * left.factor;
    const Wide b = static_cast<Wide>(right.amount.in_fen()) * right.factor;
    return or_equal ? a <= b : a < b;
}

bool has_cause(const ClassTest& test, const HouseholdFacts& facts) {
    if (test.causes.empty()) return true;
    return std::ranges::any_of(facts.causes, [&](HardshipCause cause) {
        return std::ranges::find(test.causes, cause) != test.causes.end();
    });
}

// All conditions of a test but the one on the line.
bool conditions_hold(const ClassTest& test, const HouseholdFacts& facts) {
    if (!has_cause(test, facts)) return false;
    if (test.temporary_only && !facts.temporary_hardship) return false;
    if (test.min_months_below_without_relief > 0 && !facts.figures.relief_received &&
        facts.figures.months_below_line < test.min_months_below_without_relief) {
        return false;
    }
    return test.cost_gt_income_percent == 0 ||
           less({facts.figures.income, test.cost_gt_income_percent}, {facts.accident_cost, 100},
                false);
}

bool line_holds(const ClassTest& test, const HouseholdFacts& facts, const Comparison& figures) {
    if (test.ignores_line) return true;
    if (less({figures.net, kPermille}, {figures.line_year, test.multiple_permille}, !test.strict)) {
        return true;
    }
    return test.above_if_cost_ruins && facts.accident_cost > Money{} &&
           figures.income + facts.savings - facts.accident_cost <= figures.line_year;
}

Comparison compare(const RuleSet& rules, const DibaoLine& line, const HouseholdFacts& facts) {
    const MeansFigures& figures = facts.figures;
    return {.rule_set_id = rules.rule_set_id,
            .line_id = line.line_id,
            .line_monthly = line.monthly,
            .line_is_placeholder = line.placeholder,
            .income = figures.income,
            .rigid = figures.rigid,
            .net = figures.income - figures.rigid,
            .member_count = facts.member_count,
            .line_year = line.monthly * 12 * facts.member_count,
            .multiple_permille = 0,
            .relation_sign = {},
            .accident_cost = facts.accident_cost,
            .savings = facts.savings,
            .months_below_line = figures.months_below_line,
            .relief_received = figures.relief_received,
            .self_paid_medical = facts.self_paid_medical,
            .temporary_hardship = facts.temporary_hardship};
}

void name_test(Comparison& comparison, const ClassTest& test) {
    comparison.multiple_permille = test.multiple_permille;
    comparison.relation_sign = test.strict ? "<" : "<=";
}

std::vector<PropertySign> excluding_signs(const RuleSet& rules, const HouseholdFacts& facts) {
    std::vector<PropertySign> found;
    for (PropertySign sign : facts.figures.signs) {
        const bool excludes = std::ranges::find(rules.exclusions, sign) != rules.exclusions.end();
        const bool waived =
            std::ranges::find(facts.waivers, sign, &Waiver::sign) != facts.waivers.end();
        if (excludes && !waived) found.push_back(sign);
    }
    return found;
}

}  // namespace

Assessed classify(const RuleSet& rules, const DibaoLine& line, const HouseholdFacts& facts) {
    Assessed assessed{.comparison = compare(rules, line, facts)};
    assessed.signs = excluding_signs(rules, facts);
    if (!assessed.signs.empty()) {
        assessed.reason = "EXCLUDED";
        return assessed;
    }
    // The most lenient test that only the line stood against is the one to show.
    const ClassTest* nearest = nullptr;
    for (const ClassTest& test : rules.tests) {
        if (!conditions_hold(test, facts)) continue;
        if (line_holds(test, facts, assessed.comparison)) {
            assessed.gives = test.gives;
            name_test(assessed.comparison, test);
            return assessed;
        }
        if (nearest == nullptr || nearest->multiple_permille < test.multiple_permille) {
            nearest = &test;
        }
    }
    assessed.reason = nearest != nullptr ? "ABOVE_LIMIT" : "TESTS_NOT_MET";
    if (nearest != nullptr) name_test(assessed.comparison, *nearest);
    return assessed;
}

}  // namespace haven::registry
