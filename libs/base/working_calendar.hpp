// WorkingCalendar: which days are worked, from data (deploy/data/working_days.csv,
// docs/formats.md 1.3): weekends are off but for make-up days, weekdays are worked but for
// holidays. Immutable; thread-safe.
//
//     HAVEN_TRY(auto calendar, WorkingCalendar::parse(csv));
//     Date paid_on = calendar.on_or_before(due);            // a day off → the working day before
//     Date last = calendar.plus_working_days(posted, 5);    // the posting day does not count
#pragma once

#include <set>
#include <string_view>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"

namespace haven {

class WorkingCalendar {
  public:
    // Header `date,kind,name`; kind `holiday` or `workday`. Error: INVALID_CALENDAR with the row.
    static Result<WorkingCalendar> parse(std::string_view csv);

    [[nodiscard]] bool is_working_day(Date day) const;
    [[nodiscard]] Date on_or_before(Date day) const;
    [[nodiscard]] Date on_or_after(Date day) const;
    // The n-th working day behind `day`, which itself does not count; n ≥ 1. Five working days
    // posted on a Monday end with the next Monday (docs/rules.md R9).
    [[nodiscard]] Date plus_working_days(Date day, int n) const;

  private:
    std::set<Date> holidays_;
    std::set<Date> make_up_days_;
};

}  // namespace haven
