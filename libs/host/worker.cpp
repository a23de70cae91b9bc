#include "libs/host/worker.hpp"

#include <algorithm>
#include <chrono>
#include <typeinfo>
#include <utility>

#include "libs/kafka/client.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/telemetry/journal.hpp"

namespace haven::host {
namespace {

constexpr int kFirstBackOffMs = 20;
constexpr int kLongestBackOffMs = 1'000;

}  // namespace

void Activity::became_idle() {
    const std::lock_guard lock(mutex_);
    ++idles_;
    idle_.notify_all();
}

void Activity::wait_idle(int timeout_ms) {
    std::unique_lock lock(mutex_);
    idle_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [&] { return idles_ != seen_; });
    seen_ = idles_;
}

void report_failure(const std::string& worker, const std::exception& error) {
    // The type and not the text: a text may quote what it was about.
    std::string what = typeid(error).name();
    if (const auto* sql = dynamic_cast<const postgres::SqlError*>(&error)) what = sql->sqlstate();
    if (const auto* broker = dynamic_cast<const kafka::KafkaError*>(&error)) what = broker->name();
    telemetry::journal("warn", "worker failed and tries again",
                       {{"worker", worker}, {"error", what}});
}

Worker::Worker(Activity& activity, Work work) : activity_(activity), work_(std::move(work)) {
    if (!work_.wakeup) work_.wakeup = std::make_shared<bus::Wakeup>();
}

void Worker::start() {
    thread_ = std::jthread([this](const std::stop_token& stopping) { loop(stopping); });
}

void Worker::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    wake();
    thread_.join();
}

void Worker::run(const std::function<void()>& task) {
    std::packaged_task<void()> packaged(task);
    auto done = packaged.get_future();
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(packaged));
    }
    wake();
    done.get();
}

void Worker::run_tasks() {
    while (true) {
        std::packaged_task<void()> task;
        {
            const std::lock_guard lock(mutex_);
            if (tasks_.empty()) return;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

bool Worker::pass() {
    // A passive worker is not idle while it works. Any other stays idle at the count of its last
    // idle pass: what happens meanwhile raises the count, and a pass that only looks again must not
    // make those who watch wait, or several workers would never be seen idle at the same time.
    if (work_.passive) idle_at_ = -1;
    const std::int64_t seen = activity_.count();
    try {
        if (work_.step()) {
            activity_.bump();
            back_off_ms_ = 0;
            return true;
        }
        const bool settled = work_.settled();
        back_off_ms_ = 0;
        idle_at_ = settled ? seen : -1;
        if (settled) activity_.became_idle();
    } catch (const std::exception& error) {
        idle_at_ = -1;
        if (work_.failed) work_.failed(work_.name, error);
        back_off_ms_ = std::clamp(back_off_ms_ * 2, kFirstBackOffMs, kLongestBackOffMs);
    }
    return false;
}

void Worker::loop(const std::stop_token& stopping) {
    std::uint64_t seen_rings = 0;
    while (!stopping.stop_requested()) {
        run_tasks();
        if (pass()) continue;
        if (stopping.stop_requested()) break;
        const int poll = activity_.watched() ? work_.watched_poll_ms : work_.poll_ms;
        if (back_off_ms_ > 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(back_off_ms_));
        } else if (work_.wait) {
            work_.wait(poll);
        } else {
            work_.wakeup->wait(seen_rings, poll);
        }
    }
    run_tasks();  // nobody may wait for ever
}

}  // namespace haven::host
