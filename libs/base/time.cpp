#include "libs/base/time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace haven {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int64_t kBeijingOffset = 8 * 3'600 * kMicrosPerSecond;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

year_month_day civil(Date date) {
    return year_month_day{sys_days{days{date.days()}}};
}

// "digits" of exactly this length, or -1.
int number(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::string Instant::to_string() const {
    const std::int64_t day = floor_divide(micros, kMicrosPerDay);
    const std::int64_t rest = micros - day * kMicrosPerDay;
    const auto seconds = static_cast<int>(rest / kMicrosPerSecond);
    std::array<char, 32> clock{};
    std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02d.%06dZ", seconds / 3600,
                  seconds / 60 % 60, seconds % 60, static_cast<int>(rest % kMicrosPerSecond));
    return Date::from_days(static_cast<std::int32_t>(day)).to_string() + clock.data();
}

Date Date::of(int year, unsigned month, unsigned day) {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    HAVEN_CHECK(date.ok());
    return from_days(static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count()));
}

Result<Date> Date::parse(std::string_view text) {
    const auto bad = [] {
        return invalid("INVALID_DATE", "date", "an existing day as YYYY-MM-DD, 1800 to 2200");
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
    const int year = number(text.substr(0, 4));
    const int month = number(text.substr(5, 2));
    const int day = number(text.substr(8, 2));
    if (year < 1800 || year > 2200 || month < 1 || day < 1) return bad();
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return bad();
    return from_days(static_cast<std::int32_t>(sys_days{date}.time_since_epoch().count()));
}

Date Date::beijing(Instant instant) {
    return from_days(
        static_cast<std::int32_t>(floor_divide(instant.micros + kBeijingOffset, kMicrosPerDay)));
}

int Date::year() const {
    return static_cast<int>(civil(*this).year());
}
unsigned Date::month() const {
    return static_cast<unsigned>(civil(*this).month());
}
unsigned Date::day() const {
    return static_cast<unsigned>(civil(*this).day());
}
unsigned Date::iso_weekday() const {
    return std::chrono::weekday{sys_days{std::chrono::days{days_}}}.iso_encoding();
}

Date Date::plus_months(int count) const {
    const year_month_day start = civil(*this);
    const auto month =
        std::chrono::year_month{start.year(), start.month()} + std::chrono::months{count};
    const year_month_day last{
        std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}}};
    return of(static_cast<int>(month.year()), static_cast<unsigned>(month.month()),
              static_cast<unsigned>(std::min(start.day(), last.day())));
}

std::string Date::to_string() const {
    if (!is_set()) return {};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", year(), month(), day());
    return text.data();
}

std::string Date::compact() const {
    std::string text = to_string();
    std::erase(text, '-');
    return text;
}

}  // namespace haven
