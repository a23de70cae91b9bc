// Bank cards and accounts of payees (docs/rules.md R37). A card has 16 to 19 digits and a Luhn
// digit; an account or passbook has 9 to 32 digits and none.
#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

// ISO/IEC 7812-1: the last digit makes the sum a multiple of ten. False for anything but digits.
bool passes_luhn(std::string_view digits);

// Spaces between the digits are taken out; nothing else is. Errors, on field "account":
// INVALID_CARD, INVALID_ACCOUNT. What Excel has mangled (an exponent, lost digits) is refused,
// never repaired.
Result<std::string> parse_card(std::string_view text);
Result<std::string> parse_account(std::string_view text);

}  // namespace haven
