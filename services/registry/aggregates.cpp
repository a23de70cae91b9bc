#include "services/registry/aggregates.hpp"

#include <array>

#include "services/registry/codec/codec.hpp"
#include "services/registry/projection/projection.hpp"

namespace haven::registry {

const writer::Aggregate& household_aggregate() {
    static const auto aggregate =
        writer::make_aggregate<Household, Codec<Household>>("household", project_household);
    return *aggregate;
}

const writer::Aggregate& union_node_aggregate() {
    static const auto aggregate = writer::make_aggregate<UnionNodeRecord, Codec<UnionNodeRecord>>(
        "union_node", project_union_node);
    return *aggregate;
}

const writer::Aggregate& staff_aggregate() {
    static const auto aggregate =
        writer::make_aggregate<StaffRecord, Codec<StaffRecord>>("staff", project_staff);
    return *aggregate;
}

const writer::Aggregate& enterprise_aggregate() {
    static const auto aggregate = writer::make_aggregate<EnterpriseRecord, Codec<EnterpriseRecord>>(
        "enterprise", project_enterprise);
    return *aggregate;
}

const writer::Aggregate& dibao_line_aggregate() {
    static const auto aggregate = writer::make_aggregate<DibaoLineRecord, Codec<DibaoLineRecord>>(
        "dibao_line", project_dibao_line);
    return *aggregate;
}

const writer::Aggregate& rule_set_aggregate() {
    static const auto aggregate =
        writer::make_aggregate<RuleSetRecord, Codec<RuleSetRecord>>("rule_set", project_rule_set);
    return *aggregate;
}

const writer::Aggregate& person_aggregate() {
    static const auto aggregate =
        writer::make_aggregate<PersonRecord, Codec<PersonRecord>>("person", project_person);
    return *aggregate;
}

const writer::Aggregate& referral_aggregate() {
    static const auto aggregate =
        writer::make_aggregate<ReferralRecord, Codec<ReferralRecord>>("referral", project_referral);
    return *aggregate;
}

std::span<const writer::Aggregate* const> all_aggregates() {
    static const std::array list = {&household_aggregate(),  &union_node_aggregate(),
                                    &staff_aggregate(),      &enterprise_aggregate(),
                                    &dibao_line_aggregate(), &rule_set_aggregate(),
                                    &person_aggregate(),     &referral_aggregate()};
    return list;
}

}  // namespace haven::registry
