// What several deciders of employment check in the same way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/base/code_word.hpp"
#include "libs/decider/decider.hpp"

namespace haven::employment {

// A registered member of staff; no service does this. Error: NOT_STAFF.
Result<void> check_staff(const Context& by);
// 100 to 100,000 yuan a month: a slip of yuan and fen, or of 元 and 万元, lies outside. Error:
// INVALID_WAGE.
Result<void> check_wage(Money wage, std::string_view field);
// A division of GB/T 2260, six digits. Error: INVALID_DIVISION.
Result<void> check_division(std::string_view division, std::string_view field);
// At most 20 codes of trades and skills. Errors: TOO_MANY_ITEMS, INVALID_WORD, REASON_MISSING.
Result<void> check_skills(const std::vector<std::string>& skills, std::string_view field);
// Old enough to work on that day. Error: UNDER_16.
Result<void> check_working_age(Date birth, Date on);

}  // namespace haven::employment
