// Stretches of days, for the oracles of employment.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "libs/audit/oracle.hpp"
#include "libs/base/time.hpp"

namespace haven::employment {

// From a day on; the next one may begin on the day on which this one ended.
struct Stretch {
    Date from;
    Date to;  // unset: it goes on
    std::string where;

    [[nodiscard]] Date end() const { return to.is_set() ? to : Date::of(2200, 12, 31); }
};

// No more than `most` at a time. Of one day, what ends makes room before what begins.
inline void see_at_a_time(std::vector<Stretch> stretches, std::size_t most, audit::Oracle& oracle) {
    std::ranges::sort(stretches, {},
                      [](const Stretch& one) { return std::pair(one.from, one.end()); });
    std::vector<Date> ends;
    for (const Stretch& one : stretches) {
        std::erase_if(ends, [&](Date end) { return end <= one.from; });
        ends.push_back(one.end());
        oracle.see(ends.size() <= most, one.where);
    }
}

}  // namespace haven::employment
