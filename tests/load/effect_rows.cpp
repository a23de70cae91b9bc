// From a command in one service to its effect in another, cursor included: a visit noted here
// becomes a visit noted there.
#include <fmt/core.h>

#include <atomic>
#include <thread>

#include "libs/bus/embedded_bus.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "tests/load/contest.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kPerSecond = 200;

std::unique_ptr<log::Log> open(const std::string& conninfo, const char* service) {
    return std::make_unique<log::PostgresLog>(conninfo, service);
}

// Two services in one process, as the host wires them: a commit here rings the consumer there.
class TwoServices {
  public:
    TwoServices() {
        create_visits(source_database_.conninfo());
        create_visits(target_database_.conninfo());
        source_ = std::make_unique<writer::Writer>(open(source_database_.conninfo(), "source"),
                                                   machine_now);
        target_ = std::make_unique<writer::Writer>(open(target_database_.conninfo(), "target"),
                                                   machine_now);
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources["source"] = open(source_database_.conninfo(), "source");
        consumer_ = std::make_unique<consumer::Consumer>(
            "target", subscription(),
            std::make_unique<bus::EmbeddedBus>(std::move(sources), wakeup_),
            open(target_database_.conninfo(), "target"), *target_,
            [] { return Date::of(2023, 6, 30); }, machine_now);
        consumer_->start();
        source_->on_commit([this] { wakeup_->ring(); });
        target_->on_commit([this] {
            wakeup_->ring();
            effect_ns_ = Clock::now().time_since_epoch().count();
            effects_.fetch_add(1);
            effects_.notify_all();
        });
        drive([this] { return source_->step(); }, [this] { source_->wait(20); });
        drive([this] { return target_->step(); }, [this] { target_->wait(20); });
        drive([this] { return consumer_->step() == consumer::Progress::Moved; },
              [this, seen = std::uint64_t{0}]() mutable { wakeup_->wait(seen, 20); });
    }
    ~TwoServices() { threads_.clear(); }
    TwoServices(const TwoServices&) = delete;
    TwoServices& operator=(const TwoServices&) = delete;

    // One command after another at their intended times; latencies from submission to the answer
    // here and to the commit there.
    std::pair<Run, Run> run(double seconds) {
        Run answers;
        Run effects;
        const auto gap = std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1 / kPerSecond));
        const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                            std::chrono::duration<double>(seconds));
        for (auto due = Clock::now(); due < end; due += gap) {
            std::this_thread::sleep_until(due);
            const std::int64_t before = effects_.load();
            const auto submitted = Clock::now();
            const auto reply = writer::submit_and_wait(*source_, commands_.next(), 5'000);
            answers.latency.record(std::chrono::nanoseconds(Clock::now() - submitted).count());
            if (!reply) continue;
            effects_.wait(before);
            effects.latency.record(effect_ns_ - submitted.time_since_epoch().count());
        }
        return {answers, effects};
    }

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
    template <class Step, class Wait>
    void drive(Step step, Wait wait) {
        threads_.emplace_back([step, wait](const std::stop_token& stopping) mutable {
            while (!stopping.stop_requested()) {
                if (!step()) wait();
            }
        });
    }

    spec::TestDatabase source_database_{"bench_source"};
    spec::TestDatabase target_database_{"bench_target"};
    std::shared_ptr<bus::Wakeup> wakeup_ = std::make_shared<bus::Wakeup>();
    std::unique_ptr<writer::Writer> source_;
    std::unique_ptr<writer::Writer> target_;
    std::unique_ptr<consumer::Consumer> consumer_;
    VisitCommands commands_{kFederations, kStreams};
    std::atomic<std::int64_t> effects_{0};
    std::atomic<std::int64_t> effect_ns_{0};
    std::vector<std::jthread> threads_;
};

}  // namespace

void effect_rows(const Plan& plan, Report& report) {
    TwoServices services;
    std::vector<double> effect_ms;
    std::vector<double> answer_ms;
    for (int round = 0; round < plan.rounds; ++round) {
        const auto [answers, effects] = services.run(plan.seconds);
        answer_ms.push_back(answers.latency.quantile(0.5));
        effect_ms.push_back(effects.latency.quantile(0.5));
    }
    report.add(compare("command to effect in another service, p50", "ms",
                       fmt::format("{:.0f} commands/s, woken in process", kPerSecond), effect_ms,
                       "one command answered", answer_ms, Goal{Goal::Sense::AtMost, 2.2}));
}

}  // namespace haven::load
