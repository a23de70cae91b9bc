#include "libs/host/calendar.hpp"

#include <algorithm>

#include "libs/base/fault_point.hpp"

namespace haven::host {
namespace {

constexpr int kLookAgainMs = 5;

// Gives the turn back.
class Turn {
  public:
    explicit Turn(std::binary_semaphore& taken) : taken_(taken) {}
    ~Turn() { taken_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

  private:
    std::binary_semaphore& taken_;
};

}  // namespace

bool Calendar::is_idle() const {
    // Read twice: what was begun while we looked has raised the count.
    const std::int64_t before = activity_.count();
    const bool idle =
        std::ranges::all_of(runtimes_, [](const auto& runtime) { return runtime->is_idle(); });
    return idle && activity_.count() == before;
}

Date Calendar::earliest() const {
    Date first = runtimes_.front()->business_date();
    for (const auto& runtime : runtimes_) first = std::min(first, runtime->business_date());
    return first;
}

Result<void> Calendar::may_move(Date target) const {
    if (production_) {
        return refused("CALENDAR_IN_PRODUCTION", "in production the calendar goes by midnight");
    }
    if (runtimes_.empty()) return refused("NO_CALENDAR", "this process has no business date");
    for (const auto& runtime : runtimes_) {
        if (target < runtime->business_date()) {
            return refused("CALENDAR_BACKWARDS", "the business date never goes back",
                           {{"business_date", runtime->business_date().to_string()}});
        }
    }
    return {};
}

Result<void> Calendar::wait_idle(std::chrono::steady_clock::time_point deadline, bool& idle) {
    while (true) {
        idle = is_idle();
        if (idle) return {};
        for (const auto& runtime : runtimes_) {
            const auto stopped = runtime->stopped();
            if (!stopped.empty()) {
                return refused("CONSUMER_STOPPED", "a consumer of " + runtime->name() + " stopped",
                               {{"at", stopped.front()}});
            }
            runtime->wake_busy();
        }
        if (std::chrono::steady_clock::now() >= deadline) return {};
        activity_.wait_idle(kLookAgainMs);
    }
}

// The first day after today on which anything is due, at most `target`. A timer that is due already
// was refused: it is tried again on the next day.
Date Calendar::next_stop(Date target) {
    const Date tomorrow = earliest().plus_days(1);
    Date next = target;
    for (const auto& runtime : runtimes_) {
        const RuntimeStatus status = runtime->status();
        if (status.next_timer) next = std::min(next, std::max(tomorrow, *status.next_timer));
        if (status.next_peer_day) next = std::min(next, std::max(tomorrow, *status.next_peer_day));
    }
    return next;
}

void Calendar::move_all(Date date) {
    for (const auto& runtime : runtimes_) {
        if (runtime->business_date() < date) runtime->set_business_date(date);
        HAVEN_FAULT_POINT("calendar.between_services");
    }
}

Result<Advanced> Calendar::advance(Date target, int timeout_ms) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    HAVEN_CHECKED(may_move(target));
    if (!turn_.try_acquire_until(deadline)) {
        return failure(ErrorKind::Unavailable, "CALENDAR_BUSY",
                       "somebody else is moving the calendar");
    }
    const Turn turn(turn_);
    HAVEN_CHECKED(may_move(target));
    const Activity::Watch watch(activity_);
    activity_.look_again();
    Advanced advanced;
    while (true) {
        bool idle = false;
        HAVEN_CHECKED(wait_idle(deadline, idle));
        advanced.date = earliest();
        if (!idle) {
            for (const auto& runtime : runtimes_) {
                const auto busy = runtime->busy_workers();
                advanced.waiting_for.insert(advanced.waiting_for.end(), busy.begin(), busy.end());
            }
            return advanced;
        }
        if (advanced.date == target) {
            advanced.done = true;
            return advanced;
        }
        if (std::chrono::steady_clock::now() >= deadline) return advanced;
        move_all(next_stop(target));
        ++advanced.stops;
    }
}

}  // namespace haven::host
