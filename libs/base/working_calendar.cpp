#include "libs/base/working_calendar.hpp"

#include <string>

namespace haven {
namespace {

constexpr unsigned kSaturday = 6;

// The text up to `separator`; `rest` goes on behind it.
std::string_view next_piece(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view piece = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return piece;
}

}  // namespace

Result<WorkingCalendar> WorkingCalendar::parse(std::string_view csv) {
    WorkingCalendar calendar;
    int row = 0;
    while (!csv.empty()) {
        std::string_view line = next_piece(csv, '\n');
        ++row;
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (row == 1 || line.empty()) continue;
        const auto date = Date::parse(next_piece(line, ','));
        const std::string_view kind = next_piece(line, ',');
        if (!date || (kind != "holiday" && kind != "workday")) {
            return invalid("INVALID_CALENDAR", "row " + std::to_string(row),
                           "date,kind,name with kind holiday or workday");
        }
        (kind == "holiday" ? calendar.holidays_ : calendar.make_up_days_).insert(*date);
    }
    return calendar;
}

bool WorkingCalendar::is_working_day(Date day) const {
    if (holidays_.contains(day)) return false;
    return day.iso_weekday() < kSaturday || make_up_days_.contains(day);
}

Date WorkingCalendar::on_or_before(Date day) const {
    while (!is_working_day(day)) day = day.plus_days(-1);
    return day;
}

Date WorkingCalendar::on_or_after(Date day) const {
    while (!is_working_day(day)) day = day.plus_days(1);
    return day;
}

Date WorkingCalendar::plus_working_days(Date day, int n) const {
    HAVEN_CHECK(n >= 1);
    for (int counted = 0; counted < n;) {
        day = day.plus_days(1);
        if (is_working_day(day)) ++counted;
    }
    return day;
}

}  // namespace haven
