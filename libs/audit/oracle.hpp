// Oracle: one thing that must hold of a log, what was looked at for it, and what breaks it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace haven::audit {

inline constexpr std::size_t kMaxFaults = 20;

struct Oracle {
    std::string name;             // "OFFSETS_WITHOUT_GAP"; stable
    std::int64_t counted = 0;     // looked at
    std::string unit = "events";  // of what was counted
    std::int64_t faults = 0;      // all of them
    // The first kMaxFaults: "federation 2, offset 17".
    std::vector<std::string> first = {};

    [[nodiscard]] bool holds() const { return faults == 0; }
    // Counts one thing that was looked at.
    void see(bool holds_here, const std::string& where) {
        ++counted;
        if (!holds_here) fault(where);
    }
    void fault(const std::string& where) {
        ++faults;
        if (first.size() < kMaxFaults) first.push_back(where);
    }
};

}  // namespace haven::audit
