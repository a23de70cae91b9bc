// Instant (a point of machine time) and Date (a civil day). A domain never reads a clock: commands
// carry both (protocols §6). Beijing is UTC+8 without summer time for every date Haven stores.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven {

// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t micros = 0;

    auto operator<=>(const Instant&) const = default;
    // RFC 3339 in UTC: "2020-12-31T16:00:00.000000Z".
    [[nodiscard]] std::string to_string() const;
};

// A civil date, stored as days since 1970-01-01. Range 1800-01-01 … 2200-12-31.
class Date {
  public:
    constexpr Date() = default;
    static constexpr Date from_days(std::int32_t days) { return Date{days}; }
    // `year-month-day` must exist in the calendar; anything else is a bug and aborts.
    static Date of(int year, unsigned month, unsigned day);
    // "YYYY-MM-DD". Error: INVALID_DATE on field "date".
    static Result<Date> parse(std::string_view text);
    // The Beijing day in which the instant lies.
    static Date beijing(Instant instant);

    [[nodiscard]] constexpr std::int32_t days() const { return days_; }
    [[nodiscard]] int year() const;
    [[nodiscard]] unsigned month() const;
    [[nodiscard]] unsigned day() const;
    // 1 = Monday … 7 = Sunday.
    [[nodiscard]] unsigned iso_weekday() const;
    [[nodiscard]] Date plus_days(int count) const { return from_days(days_ + count); }
    // Same day of the month, or its last day where that month is shorter.
    [[nodiscard]] Date plus_months(int count) const;
    // The anniversary: 29 February falls on 28 February in other years (docs/rules.md R14).
    [[nodiscard]] Date plus_years(int count) const { return plus_months(12 * count); }
    [[nodiscard]] std::string to_string() const;
    // "20180629", as banks write it.
    [[nodiscard]] std::string compact() const;
    [[nodiscard]] bool is_set() const { return days_ != kUnset; }

    auto operator<=>(const Date&) const = default;

  private:
    static constexpr std::int32_t kUnset = INT32_MIN;
    explicit constexpr Date(std::int32_t days) : days_(days) {}
    std::int32_t days_ = kUnset;
};

}  // namespace haven
