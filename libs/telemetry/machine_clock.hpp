// The machine's clock (protocols §6), for those who hand it on as a function: the host, clients,
// tests. Domains, projections and reactions never read it: commands carry the time. Any thread.
#pragma once

#include <chrono>

#include "libs/base/time.hpp"

namespace haven {

inline Instant machine_now() {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

}  // namespace haven
