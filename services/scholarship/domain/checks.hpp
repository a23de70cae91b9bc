// What several deciders of scholarship check in the same way.
#pragma once

#include <string_view>

#include "libs/base/code_word.hpp"
#include "libs/decider/decider.hpp"

namespace haven::scholarship {

// A registered member of staff; no service does this. Error: NOT_STAFF.
Result<void> check_staff(const Context& by);
// 1 … 10^11 fen (I18). Error: INVALID_AMOUNT.
Result<void> check_amount(Money amount, std::string_view field);
// A day of the past or today. Error: INVALID_DATE.
Result<void> check_past(Date day, std::string_view field, const Context& by);
std::unexpected<Error> same_person(std::string message);

}  // namespace haven::scholarship
