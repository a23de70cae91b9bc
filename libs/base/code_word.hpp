// Codes and numbers of the office that are stored in plaintext: never a sentence about a person
// (I35). Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

// UPPER_SNAKE, at most 40. Errors: REASON_MISSING, INVALID_WORD.
Result<void> check_reason(const std::string& reason, std::string_view field);
// A number or version of the office: [A-Za-z0-9./-], at most 40, no more than 8 digits in a row (an
// ID number, card or phone has more). Error: INVALID_WORD.
Result<void> check_number_word(const std::string& text, std::string_view field);

}  // namespace haven
