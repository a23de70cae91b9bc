// The registry's aggregates: decider, codec and projection joined. Live as long as the program.
#pragma once

#include <span>

#include "libs/writer/aggregate.hpp"

namespace haven::registry {

const writer::Aggregate& household_aggregate();
const writer::Aggregate& union_node_aggregate();
const writer::Aggregate& staff_aggregate();
const writer::Aggregate& enterprise_aggregate();
const writer::Aggregate& dibao_line_aggregate();
const writer::Aggregate& rule_set_aggregate();
const writer::Aggregate& person_aggregate();
const writer::Aggregate& referral_aggregate();

std::span<const writer::Aggregate* const> all_aggregates();

}  // namespace haven::registry
