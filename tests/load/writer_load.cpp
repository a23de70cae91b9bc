#include "tests/load/writer_load.hpp"

#include <chrono>

#include "libs/log/postgres_log.hpp"

namespace haven::load {
namespace {

using Clock = std::chrono::steady_clock;

Instant now() {
    return {std::chrono::duration_cast<std::chrono::microseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

std::int64_t nanoseconds(Clock::duration duration) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

Clock::duration seconds_of(double seconds) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

class WriterLoad::Impl {
  public:
    explicit Impl(const std::string& conninfo)
        : writer_(std::make_unique<log::PostgresLog>(conninfo, "bench"), now) {}

    void send(VisitCommands& commands, Clock::time_point intended) {
        ++in_flight_;
        writer_.submit(commands.next(),
                       [this, &commands, intended](const Result<log::Reply>& reply) {
                           --in_flight_;
                           if (!reply) ++lost_;
                           const auto answered = Clock::now();
                           latency_.record(nanoseconds(answered - intended));
                           if (again_until_ && answered < *again_until_) send(commands, answered);
                       });
    }

    Run closed(double seconds, std::size_t callers, VisitCommands& commands) {
        latency_ = {};
        const auto start = Clock::now();
        again_until_ = start + seconds_of(seconds);
        for (std::size_t i = 0; i < callers; ++i) send(commands, Clock::now());
        drain();
        again_until_.reset();
        return result(start);
    }

    Run open(double seconds, double per_second, VisitCommands& commands, std::int64_t* unanswered) {
        latency_ = {};
        const auto start = Clock::now();
        const auto gap = seconds_of(1 / per_second);
        const auto end = start + seconds_of(seconds);
        for (auto due = start; due < end;) {
            for (const auto at = Clock::now(); due <= at && due < end; due += gap) {
                send(commands, due);
            }
            if (!writer_.step()) writer_.wait(1);
        }
        if (unanswered != nullptr) *unanswered = in_flight_;
        drain();
        return result(start);
    }

    [[nodiscard]] std::int64_t lost() const { return lost_; }

  private:
    void drain() {
        while (in_flight_ > 0) {
            if (!writer_.step()) writer_.wait(1);
        }
    }
    Run result(Clock::time_point start) const {
        const std::chrono::duration<double> took = Clock::now() - start;
        return {static_cast<double>(latency_.count()) / took.count(), latency_};
    }

    writer::Writer writer_;
    Histogram latency_;
    std::int64_t in_flight_ = 0;
    std::int64_t lost_ = 0;
    std::optional<Clock::time_point> again_until_;
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
std::int64_t WriterLoad::lost() const {
    return impl_->lost();
}

}  // namespace haven::load
