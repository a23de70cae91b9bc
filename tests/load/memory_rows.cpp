// What the suite holds in memory: all services idle in one process, then the writer under load. The
// process that is measured is this program once more, so that no other chapter's memory counts.
#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/load/rows.hpp"
#include "tests/load/writer_load.hpp"
#include "tests/suite/suite.hpp"

namespace haven::load {
namespace {

constexpr double kIdleLimitMb = 80;
constexpr std::int64_t kFirst = 100'000;  // commands until caches are full

double resident_mb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kb = 0;
        if (word == "VmRSS:" && status >> kb) return kb / 1'024;
    }
    throw std::runtime_error("no VmRSS");
}

std::vector<double> read_numbers(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no process to measure");
    std::vector<double> numbers;
    double number = 0;
    while (std::fscanf(pipe, "%lf", &number) == 1) numbers.push_back(number);
    if (pclose(pipe) != 0 || numbers.size() != 3) {
        throw std::runtime_error("the measured process failed");
    }
    return numbers;
}

}  // namespace

int run_memory_child(std::int64_t commands) {
    const spec::Suite suite;
    fmt::print("{}\n", resident_mb());
    const spec::TestDatabase database("bench_memory");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    VisitCommands visits(kFederations, kStreams);
    std::int64_t done = 0;
    const auto up_to = [&](std::int64_t count) {
        while (done < count) {
            done += static_cast<std::int64_t>(load.closed(0.5, 64, visits).latency.count());
        }
        fmt::print("{}\n", resident_mb());
    };
    up_to(kFirst);
    up_to(commands);
    return 0;
}

void memory_rows(const Plan& plan, Report& report) {
    const std::int64_t commands = plan.quick ? 300'000 : 1'000'000;
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    const auto mb = read_numbers(fmt::format("'{}' {} {}", self, kMemoryChild, commands));
    report.add(compare("resident memory, idle", "MB", "all services in one process", {mb[0]},
                       "what it may take", {kIdleLimitMb}, Goal{Goal::Sense::AtMost, 1}));
    report.add(compare("resident memory under load", "MB",
                       fmt::format("64 callers, after {} commands", commands), {mb[2]},
                       fmt::format("after {}", kFirst), {mb[1]}, Goal{Goal::Sense::AtMost, 1.1}));
}

}  // namespace haven::load
