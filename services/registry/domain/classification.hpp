// Classification: which class a household's figures give under one rule set. Pure.
//
//     Assessed a = classify(rules, line, facts);   // a.gives == HardshipClass::None: a.reason
//
// Everything is compared in fen without division: net against line * 12 * members * multiple.
#pragma once

#include <string>
#include <vector>

#include "services/registry/domain/rules.hpp"

namespace haven::registry {

struct HouseholdFacts {
    MeansFigures figures;
    std::int32_t member_count = 0;
    std::vector<HardshipCause> causes = {};
    Money accident_cost;
    Money savings;
    Money self_paid_medical;
    bool temporary_hardship = false;
    std::vector<Waiver> waivers = {};
};

struct Assessed {
    HardshipClass gives = HardshipClass::None;
    std::string reason = {};  // ABOVE_LIMIT, EXCLUDED or TESTS_NOT_MET
    std::vector<PropertySign> signs = {};
    Comparison comparison = {};

    bool operator==(const Assessed&) const = default;
};

Assessed classify(const RuleSet& rules, const DibaoLine& line, const HouseholdFacts& facts);

}  // namespace haven::registry
