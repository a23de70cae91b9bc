// The usual turns of a contestant: something again and again, or one pass over everything.
#pragma once

#include <chrono>
#include <functional>

#include "tests/load/contest.hpp"

namespace haven::load {

// Calls `once` for that long; each call is timed.
inline Run repeat(double seconds, const std::function<void(std::int64_t)>& once) {
    Run run;
    const auto start = std::chrono::steady_clock::now();
    std::chrono::duration<double> took{};
    for (std::int64_t i = 0; took.count() < seconds; ++i) {
        const auto before = std::chrono::steady_clock::now();
        once(i);
        const auto after = std::chrono::steady_clock::now();
        run.latency.record(std::chrono::nanoseconds(after - before).count());
        took = after - start;
    }
    run.per_second = static_cast<double>(run.latency.count()) / took.count();
    return run;
}

// One pass over that many things.
inline Run pass(std::int64_t things, const std::function<void()>& all) {
    const auto start = std::chrono::steady_clock::now();
    all();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return {.per_second = static_cast<double>(things) / took.count()};
}

}  // namespace haven::load
