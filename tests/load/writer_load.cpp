#include "tests/load/writer_load.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "libs/log/postgres_log.hpp"
#include "libs/telemetry/machine_clock.hpp"

namespace haven::load {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t nanoseconds(Clock::duration duration) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

Clock::duration seconds_of(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

// The product's way: two lanes, each on a thread of its own.
class WriterLoad::Impl {
  public:
    explicit Impl(const std::string& conninfo) : writer_(lanes(conninfo), machine_now) {
        for (std::size_t lane = 0; lane < writer_.lanes(); ++lane) {
            threads_.emplace_back([this, lane](const std::stop_token& stopping) {
                while (!stopping.stop_requested()) {
                    if (!writer_.step(lane)) writer_.wait(20, lane);
                }
            });
        }
    }

    Run closed(double seconds, std::size_t callers, VisitCommands& commands) {
        const auto start = begin();
        {
            const std::lock_guard lock(mutex_);
            again_until_ = start + seconds_of(seconds);
            in_flight_ += static_cast<std::int64_t>(callers);
        }
        for (std::size_t i = 0; i < callers; ++i) send(commands, Clock::now());
        return finish(start);
    }

    Run open(double seconds, double per_second, VisitCommands& commands, std::int64_t* unanswered) {
        const auto start = begin();
        const auto gap = seconds_of(1 / per_second);
        const auto end = start + seconds_of(seconds);
        for (auto due = start; due < end; due += gap) {
            std::this_thread::sleep_until(due);
            {
                const std::lock_guard lock(mutex_);
                ++in_flight_;
            }
            send(commands, due);
        }
        if (unanswered != nullptr) {
            const std::lock_guard lock(mutex_);
            *unanswered = in_flight_;
        }
        return finish(start);
    }

    [[nodiscard]] std::int64_t lost() const { return lost_; }
    [[nodiscard]] writer::Writer& writer() { return writer_; }

  private:
    static std::vector<std::unique_ptr<log::Log>> lanes(const std::string& conninfo) {
        std::vector<std::unique_ptr<log::Log>> logs;
        for (int i = 0; i < 2; ++i) {
            logs.push_back(std::make_unique<log::PostgresLog>(conninfo, "bench"));
        }
        return logs;
    }

    void send(VisitCommands& commands, Clock::time_point intended) {
        std::unique_lock lock(mutex_);
        writer::Submission submission = commands.next();
        lock.unlock();
        writer_.submit(std::move(submission),
                       [this, &commands, intended](const Result<log::Reply>& reply) {
                           if (answered(intended, reply.has_value())) {
                               send(commands, Clock::now());
                           }
                       });
    }

    // True when another command is to take its place.
    bool answered(Clock::time_point intended, bool won) {
        const auto at = Clock::now();
        const std::lock_guard lock(mutex_);
        if (!won) ++lost_;
        latency_.record(nanoseconds(at - intended));
        if (again_until_ && at < *again_until_) return true;
        if (--in_flight_ == 0) idle_.notify_all();
        return false;
    }

    Clock::time_point begin() {
        const std::lock_guard lock(mutex_);
        latency_ = {};
        return Clock::now();
    }
    Run finish(Clock::time_point start) {
        std::unique_lock lock(mutex_);
        if (again_until_) idle_.wait_until(lock, *again_until_, [] { return false; });
        again_until_.reset();
        idle_.wait(lock, [this] { return in_flight_ == 0; });
        const std::chrono::duration<double> took = Clock::now() - start;
        return {static_cast<double>(latency_.count()) / took.count(), latency_};
    }

    std::mutex mutex_;
    std::condition_variable idle_;
    Histogram latency_;
    std::int64_t in_flight_ = 0;
    std::int64_t lost_ = 0;
    std::optional<Clock::time_point> again_until_;
    writer::Writer writer_;
    std::vector<std::jthread> threads_;
};

WriterLoad::WriterLoad(const std::string& conninfo) : impl_(std::make_unique<Impl>(conninfo)) {}
WriterLoad::~WriterLoad() = default;

Run WriterLoad::closed(double seconds, std::size_t callers, VisitCommands& commands) {
    return impl_->closed(seconds, callers, commands);
}
Run WriterLoad::open(double seconds, double per_second, VisitCommands& commands,
                     std::int64_t* unanswered) {
    return impl_->open(seconds, per_second, commands, unanswered);
}
writer::Writer& WriterLoad::writer() {
    return impl_->writer();
}
std::int64_t WriterLoad::lost() const {
    return impl_->lost();
}

}  // namespace haven::load
