// Calendar: moves the business date of all services of a process by hand, outside production
// (protocols §6): to the next day on which a timer is due or a peer has something to deliver, going
// on only when nothing is in flight.
//
// Thread rule: any thread; one advance at a time, a second one waits for its turn or its deadline.
#pragma once

#include <chrono>
#include <memory>
#include <semaphore>
#include <span>
#include <string>
#include <vector>

#include "libs/host/runtime.hpp"

namespace haven::host {

struct Advanced {
    Date date;                             // the business date now
    bool done = false;                     // it is the one asked for, and all is idle there
    int stops = 0;                         // days that were stopped at
    std::vector<std::string> waiting_for;  // busy workers when the deadline came
};

class Calendar {
  public:
    Calendar(std::span<const std::unique_ptr<Runtime>> runtimes, Activity& activity,
             bool production)
        : runtimes_(runtimes), activity_(activity), production_(production) {}

    // Errors: CALENDAR_IN_PRODUCTION, CALENDAR_BACKWARDS (both Refused), CONSUMER_STOPPED (Refused,
    // metadata "at").
    Result<Advanced> advance(Date target, int timeout_ms);
    // Nothing is in flight in this process.
    [[nodiscard]] bool is_idle() const;

  private:
    Result<void> may_move(Date target) const;
    Result<void> wait_idle(std::chrono::steady_clock::time_point deadline, bool& idle);
    Date next_stop(Date target);
    void move_all(Date date);
    [[nodiscard]] Date earliest() const;

    std::span<const std::unique_ptr<Runtime>> runtimes_;
    Activity& activity_;
    const bool production_;
    // Not a timed mutex: ThreadSanitizer of GCC 12 does not see how one is taken with a deadline.
    std::binary_semaphore turn_{1};
};

}  // namespace haven::host
