// Administrative divisions of Baoji (GB/T 2260) with their history: an ID number keeps the code of
// its day of issue for ever, so a code that was abolished long ago is still right there, and 610304
// means two places by year (docs/rules.md R33). Pure; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace haven {

// One meaning of one code. Years are those of the published code tables, both ends included.
struct DivisionEra {
    std::string_view code;
    std::string_view name;
    int first_year;
    int last_year;               // kStillInForce while it stands
    std::string_view successor;  // today's code of the same place; its own while it stands
};

inline constexpr int kStillInForce = 9999;

// All meanings, by code and year.
std::span<const DivisionEra> baoji_divisions();

// What the code meant in that year: "610304" in 1982 is 杨陵区, in 2010 陈仓区.
std::optional<DivisionEra> division_in(std::string_view code, int year);

// Whether an ID number may carry the code. True for every code of another city, whose tables Haven
// does not keep; 610301, a placeholder for the city's districts, occurs in old numbers.
bool may_stand_in_id_number(std::string_view code);

}  // namespace haven
