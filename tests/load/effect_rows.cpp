// From a command in one service to its effect in another, cursor included: a visit noted here
// becomes a visit noted there, in the same process or in another.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "libs/bus/embedded_bus.hpp"
#include "libs/bus/notify.hpp"
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

std::int64_t monotonic_ns() {  // the same clock in every process of the machine
    return Clock::now().time_since_epoch().count();
}

// Where a visit noted in one database becomes a visit noted in another, as the host wires it.
class Target {
  public:
    Target(const std::string& source, const std::string& target,
           std::shared_ptr<bus::Wakeup> wakeup, std::function<void(std::int64_t)> committed)
        : wakeup_(std::move(wakeup)), writer_(open(target, "target"), machine_now) {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources["source"] = open(source, "source");
        consumer_ = std::make_unique<consumer::Consumer>(
            "target", subscription(),
            std::make_unique<bus::EmbeddedBus>(std::move(sources), wakeup_), open(target, "target"),
            writer_, [] { return Date::of(2023, 6, 30); }, machine_now);
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
        : writer_(open(conninfo, "source"), machine_now) {
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

void measure(const Plan& plan, Source& source, const Effects& effects, const char* how, double must,
             Report& report) {
    std::vector<double> effect_ms;
    std::vector<double> answer_ms;
    for (int round = 0; round < plan.rounds; ++round) {
        const auto [answers, others] = source.run(plan.seconds, effects);
        answer_ms.push_back(answers.latency.quantile(0.5));
        effect_ms.push_back(others.latency.quantile(0.5));
    }
    report.add(compare("command to effect in another service, p50", "ms",
                       fmt::format("{:.0f} commands/s, {}", kPerSecond, how), effect_ms,
                       "one command answered", answer_ms, Goal{Goal::Sense::AtMost, must}));
}

void in_process(const Plan& plan, Report& report) {
    const TwoDatabases databases;
    Effects effects;
    const auto wakeup = std::make_shared<bus::Wakeup>();
    const Target target(databases.source.conninfo(), databases.target.conninfo(), wakeup,
                        [&](std::int64_t at) { effects.note(at); });
    Source source(databases.source.conninfo(), [&] { wakeup->ring(); });
    measure(plan, source, effects, "woken in process", 2.2, report);
}

// The target as a process of its own, this program once more; it tells its commits by a pipe.
class TargetProcess {
  public:
    TargetProcess(const std::string& source, const std::string& target) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        pipe_ = ends[0];
        pid_ = fork();
        if (pid_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            execl("/proc/self/exe", "haven_bench", kEffectTarget, source.c_str(), target.c_str(),
                  nullptr);
            _exit(127);
        }
        close(ends[1]);
        if (pid_ < 0 || next() < 0) throw std::runtime_error("the target process does not start");
    }
    ~TargetProcess() {
        end();
        close(pipe_);
    }
    TargetProcess(const TargetProcess&) = delete;
    TargetProcess& operator=(const TargetProcess&) = delete;

    void end() {
        if (pid_ <= 0) return;
        kill(pid_, SIGKILL);
        waitpid(std::exchange(pid_, -1), nullptr, 0);
    }
    // The next commit's time; -1 when the process has ended.
    [[nodiscard]] std::int64_t next() const {
        std::int64_t at = 0;
        return read(pipe_, &at, sizeof at) == sizeof at ? at : -1;
    }

  private:
    int pipe_ = -1;
    pid_t pid_ = -1;
};

void between_processes(const Plan& plan, Report& report) {
    const TwoDatabases databases;
    Effects effects;
    TargetProcess target(databases.source.conninfo(), databases.target.conninfo());
    std::jthread reading([&] {
        for (std::int64_t at = target.next(); at >= 0; at = target.next()) effects.note(at);
    });
    bus::Announcer announcer(databases.source.conninfo());
    Threads threads;
    threads.drive([&] { return announcer.step(); }, [&] { announcer.wait(20); });
    {
        Source source(databases.source.conninfo(), [&] { announcer.announce(); });
        measure(plan, source, effects, "woken by NOTIFY in another process", 2.8, report);
    }
    threads.end();
    target.end();
}

}  // namespace

int run_effect_target(const std::string& source, const std::string& target) {
    const auto tell = [](std::int64_t at) {
        if (write(STDOUT_FILENO, &at, sizeof at) != sizeof at) _exit(1);
    };
    const auto wakeup = std::make_shared<bus::Wakeup>();
    const Target target_service(source, target, wakeup, tell);
    tell(0);  // here we are
    bus::Listener listener(source, wakeup);
    for (;;) listener.step(1'000);
}

void effect_rows(const Plan& plan, Report& report) {
    in_process(plan, report);
    between_processes(plan, report);
}

}  // namespace haven::load
