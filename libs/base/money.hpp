// Money: an amount in integer fen (1 yuan = 100 fen). Never a float, never rounded silently.
//
//     Money total = Money::fen(200'000) + Money::fen(1);
//
// Sums that leave int64 abort: amounts are at most 10^11 fen (design §10), so an overflow is a bug.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

class Money {
  public:
    constexpr Money() = default;
    static constexpr Money fen(std::int64_t value) { return Money{value}; }

    // Text as people and banks write it: ^\d{1,10}(\.\d{1,2})?$, thousands commas only where well
    // placed ("1,234.50"). Error: INVALID_AMOUNT on field "amount".
    static Result<Money> parse_yuan(std::string_view text);

    [[nodiscard]] constexpr std::int64_t in_fen() const { return fen_; }
    // "1234.50": always two decimals, no separators, "-" in front of negative sums.
    [[nodiscard]] std::string yuan() const;

    auto operator<=>(const Money&) const = default;
    friend Money operator+(Money a, Money b) {
        std::int64_t sum = 0;
        HAVEN_CHECK(!__builtin_add_overflow(a.fen_, b.fen_, &sum));
        return Money{sum};
    }
    friend Money operator-(Money a, Money b) {
        std::int64_t difference = 0;
        HAVEN_CHECK(!__builtin_sub_overflow(a.fen_, b.fen_, &difference));
        return Money{difference};
    }
    friend Money operator*(Money a, std::int64_t count) {
        std::int64_t product = 0;
        HAVEN_CHECK(!__builtin_mul_overflow(a.fen_, count, &product));
        return Money{product};
    }
    Money& operator+=(Money other) { return *this = *this + other; }
    Money& operator-=(Money other) { return *this = *this - other; }
    Money operator-() const { return Money{} - *this; }

  private:
    explicit constexpr Money(std::int64_t value) : fen_(value) {}
    std::int64_t fen_ = 0;
};

// The largest amount a command may carry: 10^11 fen, a thousand million yuan (design §10).
inline constexpr Money kMaxAmount = Money::fen(100'000'000'000);

}  // namespace haven
