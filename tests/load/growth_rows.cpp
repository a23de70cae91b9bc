// What a larger log costs: appends and reads beside those of a log of 10,000 events, in the same
// rounds on the same server.
#include <fmt/core.h>

#include <memory>

#include "libs/log/postgres_log.hpp"
#include "tests/load/filled_log.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/turns.hpp"
#include "tests/load/writer_load.hpp"

namespace haven::load {
namespace {

constexpr int kEventsAFile = 10;
constexpr std::int64_t kSmallest = 10'000;

// A log of that size, with what appends to it and what reads it.
struct Grown {
    explicit Grown(std::int64_t size) : events(size) {
        create_visits(database.conninfo());
        fill_visits(database.conninfo(), events, kEventsAFile);
        load = std::make_unique<WriterLoad>(database.conninfo());
        log = std::make_unique<log::PostgresLog>(database.conninfo(), "bench");
    }
    void read(std::int64_t i) {
        const auto federation = static_cast<std::int16_t>(i % kFederations + 1);
        const std::int64_t files = events / kFederations / kEventsAFile;
        const auto records =
            log->read_stream({federation}, filled_file(federation, i * 7919 % files), 0);
        HAVEN_CHECK(records.size() == kEventsAFile);
    }

    const std::int64_t events;
    spec::TestDatabase database{"bench_grown"};
    VisitCommands commands{kFederations, kStreams};
    std::unique_ptr<WriterLoad> load;
    std::unique_ptr<log::PostgresLog> log;
};

std::string append_to(std::int64_t events) {
    return "append " + std::to_string(events);
}
std::string read_of(std::int64_t events) {
    return "read " + std::to_string(events);
}

}  // namespace

void growth_rows(const Plan& plan, Report& report) {
    std::vector<std::int64_t> sizes{kSmallest, 100'000, 1'000'000};
    if (!plan.quick) sizes.push_back(10'000'000);
    std::vector<std::unique_ptr<Grown>> logs;
    Contest contest;
    for (const std::int64_t size : sizes) {
        logs.push_back(std::make_unique<Grown>(size));
        Grown* log = logs.back().get();
        contest.enter(append_to(size),
                      [&plan, log] { return log->load->closed(plan.seconds, 64, log->commands); });
        contest.enter(read_of(size), [&plan, log] {
            return repeat(plan.seconds, [log](std::int64_t i) { log->read(i); });
        });
    }
    contest.hold(plan.rounds);
    for (const std::int64_t size : sizes) {
        if (size == kSmallest) continue;
        const std::string words = fmt::format("{} events", size);
        report.add(compare("appends to a larger log", "commands/s", words,
                           contest.rates(append_to(size)), "itself at 10,000 events",
                           contest.rates(append_to(kSmallest)),
                           Goal{Goal::Sense::AtLeast, 1 / 1.3}));
        report.add(compare("reads of a stream of 10 events", "streams/s", words,
                           contest.rates(read_of(size)), "itself at 10,000 events",
                           contest.rates(read_of(kSmallest)), Goal{Goal::Sense::AtLeast, 1 / 1.3}));
    }
}

}  // namespace haven::load
