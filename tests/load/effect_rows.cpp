// From a command in one service to its effect in another, cursor included: a visit noted here
// becomes a visit noted there, in the same process or in another.
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

#include "libs/bus/notify.hpp"
#include "tests/load/effect_parts.hpp"
#include "tests/load/rows.hpp"

namespace haven::load {
namespace {

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
    const Target target(embedded_bus(databases.source.conninfo(), wakeup),
                        databases.target.conninfo(), wakeup,
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
    const Target target_service(embedded_bus(source, wakeup), target, wakeup, tell);
    tell(0);  // here we are
    bus::Listener listener(source, wakeup);
    for (;;) listener.step(1'000);
}

void effect_rows(const Plan& plan, Report& report) {
    in_process(plan, report);
    between_processes(plan, report);
}

}  // namespace haven::load
