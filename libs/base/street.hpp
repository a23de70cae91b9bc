// Streets and towns (9-digit codes below GB/T 2260): how many each county has, and by name those of
// 渭滨区, the only ones whose table is known (docs/rules.md R33). Papers write them loosely: with
// or without 街道, or with a road for the street that is named after it. Pure; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace haven {

struct Street {
    std::string_view code;  // "610302004"
    std::string_view name;  // "姜谭街道"
};

// By code.
std::span<const Street> weibin_streets();

// By code, name, name without its last word, or an alias: "姜谭路街道" is 姜谭街道. Nothing for any
// other text, and never the nearest one.
std::optional<Street> find_street(std::string_view text);

// How many streets and towns a county of Baoji has; 0 for any other code.
int street_count(std::string_view county);

}  // namespace haven
