// What the rows of effects share: a source of commands, and a service where each visit noted there
// becomes a visit noted here, over any bus.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "libs/bus/embedded_bus.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "tests/load/contest.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {

using Clock = std::chrono::steady_clock;

inline constexpr double kPerSecond = 200;

inline std::unique_ptr<log::Log> open_log(const std::string& conninfo, const char* service) {
    return std::make_unique<log::PostgresLog>(conninfo, service);
}

class Threads {
  public:
    // Steps again and again; waits where a step had nothing to do.
    template <class Step, class Wait>
    void drive(Step step, Wait wait) {
        threads_.emplace_back([step, wait](const std::stop_token& stopping) mutable {
            while (!stopping.stop_requested()) {
                if (!step()) wait();
            }
        });
    }
    void end() { threads_.clear(); }

  private:
    std::vector<std::jthread> threads_;
};

inline std::int64_t monotonic_ns() {  // the same clock in every process of the machine
    return Clock::now().time_since_epoch().count();
}

// Where a visit noted in one database becomes a visit noted in another, as the host wires it.
class Target {
  public:
    // `wakeup` is what the bus rings.
    Target(std::unique_ptr<bus::Bus> bus, const std::string& target,
           std::shared_ptr<bus::Wakeup> wakeup, std::function<void(std::int64_t)> committed)
        : wakeup_(std::move(wakeup)), writer_(open_log(target, "target"), machine_now) {
        consumer_ = std::make_unique<consumer::Consumer>(
            "target", subscription(), std::move(bus), open_log(target, "target"), writer_,
            [] { return Date::of(2023, 6, 30); }, machine_now);
        consumer_->start();
        writer_.on_commit([committed = std::move(committed)] { committed(monotonic_ns()); });
        threads_.drive([this] { return writer_.step(); }, [this] { writer_.wait(20); });
        threads_.drive([this] { return consumer_->step() == consumer::Progress::Moved; },
                       [this, seen = std::uint64_t{0}]() mutable { wakeup_->wait(seen, 20); });
    }
    ~Target() { threads_.end(); }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

  private:
    static consumer::Subscription subscription() {
        return {.source = "source",
                .types = {"VisitNoted"},
                .react = [](const log::Record& record) -> std::vector<consumer::ReactionCommand> {
                    return {{.aggregate = &visits(),
                             .federation = record.federation,
                             .stream = record.stream_id,
                             .command = Visits::Command(
                                 Visits::NoteVisit{record.payload.substr(0, kNoteBytes), ""})}};
                },
                .is_known = [](std::string_view) { return true; },
                .is_critical = [](std::string_view) { return false; }};
    }

    std::shared_ptr<bus::Wakeup> wakeup_;
    writer::Writer writer_;
    std::unique_ptr<consumer::Consumer> consumer_;
    Threads threads_;
};

// The times of effects as they come, in this process or through a pipe.
class Effects {
  public:
    void note(std::int64_t at) {
        at_ns_ = at;
        count_.fetch_add(1);
        count_.notify_all();
    }
    [[nodiscard]] std::int64_t count() const { return count_.load(); }
    std::int64_t after(std::int64_t count) const {
        count_.wait(count);
        return at_ns_;
    }

  private:
    std::atomic<std::int64_t> count_{0};
    std::atomic<std::int64_t> at_ns_{0};
};

// Where commands come from. `ring` is called after each commit.
class Source {
  public:
    Source(const std::string& conninfo, std::function<void()> ring)
        : writer_(open_log(conninfo, "source"), machine_now) {
        writer_.on_commit(std::move(ring));
        threads_.drive([this] { return writer_.step(); }, [this] { writer_.wait(20); });
    }
    ~Source() { threads_.end(); }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    // One command after another at their intended times; latencies from submission to the answer
    // here and to the commit there.
    std::pair<Run, Run> run(double seconds, const Effects& effects) {
        Run answers;
        Run others;
        const auto gap = std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1 / kPerSecond));
        const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                            std::chrono::duration<double>(seconds));
        for (auto due = Clock::now(); due < end; due += gap) {
            std::this_thread::sleep_until(due);
            const std::int64_t before = effects.count();
            const std::int64_t submitted = monotonic_ns();
            const auto reply = writer::submit_and_wait(writer_, commands_.next(), 5'000);
            answers.latency.record(monotonic_ns() - submitted);
            if (reply) others.latency.record(effects.after(before) - submitted);
        }
        return {answers, others};
    }

  private:
    writer::Writer writer_;
    VisitCommands commands_{kFederations, kStreams};
    Threads threads_;
};

struct TwoDatabases {
    TwoDatabases() {
        create_visits(source.conninfo());
        create_visits(target.conninfo());
    }
    spec::TestDatabase source{"bench_source"};
    spec::TestDatabase target{"bench_target"};
};

inline std::unique_ptr<bus::Bus> embedded_bus(const std::string& source,
                                              std::shared_ptr<bus::Wakeup> wakeup) {
    std::map<std::string, std::unique_ptr<log::Log>> sources;
    sources["source"] = open_log(source, "source");
    return std::make_unique<bus::EmbeddedBus>(std::move(sources), std::move(wakeup));
}

}  // namespace haven::load
