// Amounts and dates in capital numerals 大写, as vouchers carry them (docs/rules.md R39, R40).
// Pure; thread-safe.
//
//     capital_amount(Money::fen(600'714));  // 人民币陆仟零柒元壹角肆分
#pragma once

#include <string>
#include <string_view>

#include "libs/base/money.hpp"
#include "libs/base/time.hpp"

namespace haven {

// The one canonical form. `amount` is not negative and below 10^12 yuan; anything else aborts.
std::string capital_amount(Money amount);

// Reads every spelling the payment rules allow: 零 where it is optional, 整 or 正 where it may or
// must stand, 圆 for 元, traditional characters, with or without 人民币. Error:
// INVALID_CAPITAL_AMOUNT on field "amount_in_words"; what the rules do not allow is refused, never
// guessed.
Result<Money> parse_capital_amount(std::string_view text);

// 贰零贰叁年零壹月壹拾伍日: 零 stands where a stroke could otherwise be added in front.
std::string capital_date(Date date);

}  // namespace haven
