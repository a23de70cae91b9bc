// Worker: a thread that calls one step() again and again, and says when there is nothing left to
// do.
//
// Components own no threads (design §8); the host gives each its worker. Activity counts everything
// that any worker has done: when every worker has made an idle pass at the present count, nothing
// is in flight in this process.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/bus/embedded_bus.hpp"

namespace haven::host {

// Shared by all workers of a process. Thread-safe.
class Activity {
  public:
    [[nodiscard]] std::int64_t count() const { return count_.load(); }
    void bump() {
        done_.fetch_add(1);
        count_.fetch_add(1);
    }
    // Every worker has to make another pass to count as idle, though nothing was done: what other
    // processes did is not counted here.
    void look_again() { count_.fetch_add(1); }
    // Rises with what was done only.
    [[nodiscard]] std::int64_t done() const { return done_.load(); }

    // While somebody watches, workers poll their peers more often.
    [[nodiscard]] bool watched() const { return watchers_.load() > 0; }
    class Watch {
      public:
        explicit Watch(Activity& activity) : activity_(activity) { ++activity_.watchers_; }
        ~Watch() { --activity_.watchers_; }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

      private:
        Activity& activity_;
    };

    // A worker has become idle.
    void became_idle();
    // Waits for that, at most `timeout_ms`.
    void wait_idle(int timeout_ms);

  private:
    std::atomic<std::int64_t> count_{1};
    std::atomic<std::int64_t> done_{1};
    std::atomic<int> watchers_{0};
    std::mutex mutex_;
    std::condition_variable idle_;
    std::uint64_t idles_ = 0;
    std::uint64_t seen_ = 0;
};

struct Work {
    std::string name;            // "registry/timers", for logs
    std::function<bool()> step;  // true: did something, call again at once
    // Called after a step that did nothing: false while something is in flight or owed.
    std::function<bool()> settled = [] { return true; };
    // How to wait for the next step; the worker's own way when null.
    std::function<void(int timeout_ms)> wait = nullptr;
    // True for a worker that only does what others have handed it and wait for (the writer): it
    // need not look again at each new activity count to be idle.
    bool passive = false;
    int poll_ms = 500;          // longest wait between two steps
    int watched_poll_ms = 500;  // the same while the calendar is being moved
    // Where the rings that end a wait come from; a worker of its own when null.
    std::shared_ptr<bus::Wakeup> wakeup = nullptr;
    // An exception of step() or settled(): the environment failed; the worker backs off.
    std::function<void(const std::string& worker, const std::exception& error)> failed;
};

// The usual `failed`: journals that the worker failed and tries again.
void report_failure(const std::string& worker, const std::exception& error);

class Worker {
  public:
    Worker(Activity& activity, Work work);
    ~Worker() { stop(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    // Ends after the step that is running. Any thread but its own.
    void stop();
    void wake() { work_.wakeup->ring(); }
    [[nodiscard]] std::shared_ptr<bus::Wakeup> wakeup() const { return work_.wakeup; }
    // Runs `task` on the worker's thread and waits until it has run; rethrows what it threw.
    void run(const std::function<void()>& task);

    [[nodiscard]] const std::string& name() const { return work_.name; }
    // It has made an idle pass at this activity count and none that was not idle since.
    [[nodiscard]] bool is_idle(std::int64_t count) const {
        const std::int64_t idle_at = idle_at_.load();
        return work_.passive ? idle_at >= 0 : idle_at == count;
    }

  private:
    void loop(const std::stop_token& stopping);
    void run_tasks();
    // One step; false when it is time to wait.
    bool pass();

    Activity& activity_;
    Work work_;
    std::atomic<std::int64_t> idle_at_{-1};  // -1 while at work
    int back_off_ms_ = 0;
    std::mutex mutex_;
    std::deque<std::packaged_task<void()>> tasks_;
    std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace haven::host
