// What several deciders of outreach check in the same way.
#pragma once

#include <span>
#include <string_view>

#include "libs/base/code_word.hpp"
#include "libs/decider/decider.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

// Pieces of one kind of goods in one entry.
inline constexpr int kMaxPieces = 100'000;

// A registered member of staff; no service does this. Error: NOT_STAFF.
Result<void> check_staff(const Context& by);
// 1 … 10^11 fen (I18). Error: INVALID_AMOUNT.
Result<void> check_amount(Money amount, std::string_view field);
// One to 20 kinds, each once, 1 to 100,000 pieces. Errors: INVALID_GOODS, INVALID_WORD.
Result<void> check_goods(std::span<const Goods> goods);
// Error: INVALID_LEVEL.
Result<void> check_level(UnionLevel level);
// Both days set, in order. Error: INVALID_WINDOW.
Result<void> check_window(Date first_day, Date last_day);
std::unexpected<Error> same_person(std::string message);

}  // namespace haven::outreach
