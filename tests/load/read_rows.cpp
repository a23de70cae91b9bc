// Reading: a stream, the whole log for a consumer, the whole log for replay. The physical limit is
// what PostgreSQL can send: a prepared SELECT, or a binary COPY whose bytes are dropped.
#include <fmt/core.h>

#include <stdexcept>

#include "libs/audit/replay.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/log/sql/statements.hpp"
#include "libs/postgres/testing.hpp"
#include "tests/load/filled_log.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/turns.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {
namespace {

using Sense = Goal::Sense;

constexpr const char* kHaven = "Haven";
constexpr const char* kSelect = "the prepared SELECT alone";
constexpr const char* kCopy = "binary COPY of the same rows, dropped";
constexpr int kPatienceMs = 600'000;
// As many as a consumer asks for at once.
constexpr int kPage = 500;
constexpr int kEventsAFile = 100;

void copy_and_drop(postgres::Connection& connection) {
    for (int federation = 1; federation <= kFederations; ++federation) {
        connection.copy_out(
            fmt::format("COPY (SELECT log_offset, incarnation, stream_id, version, type, "
                        "schema_version, recorded_at, command_id, meta, payload FROM event WHERE "
                        "federation = {} ORDER BY log_offset) TO STDOUT (FORMAT binary)",
                        federation),
            [](std::string_view) {});
    }
}

void one_stream(const Plan& plan, const std::string& conninfo, std::int64_t files, Report& report) {
    log::PostgresLog log(conninfo, "bench");
    postgres::Connection connection(conninfo);
    const auto federation = [](std::int64_t i) { return static_cast<std::int16_t>(i % 13 + 1); };
    const auto file = [&](std::int64_t i) { return filled_file(federation(i), i * 7919 % files); };
    Contest contest;
    contest.enter(kHaven, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            writer::StatePtr state = visits().initial();
            const auto records = log.read_stream({federation(i)}, file(i), 0);
            if (records.size() != kEventsAFile) throw std::runtime_error("a stream is not whole");
            for (const auto& record : records) state = visits().evolve(std::move(state), record);
        });
    });
    contest.enter(kSelect, [&] {
        return repeat(plan.seconds, [&](std::int64_t i) {
            connection.run(log::sql::kReadStream,
                           postgres::Params().int16(federation(i)).uuid(file(i)).int32(0));
        });
    });
    contest.hold(plan.rounds);
    report.add(compare("read and fold a stream of 100 events, p50", "ms",
                       fmt::format("{} files", files * kFederations),
                       contest.quantiles_ms(kHaven, 0.5), kSelect,
                       contest.quantiles_ms(kSelect, 0.5), Goal{Sense::AtMost, 1.3}));
}

void whole_log(const Plan& plan, const std::string& conninfo, std::int64_t events, Report& report) {
    log::PostgresLog log(conninfo, "bench");
    postgres::Connection copying(conninfo, kPatienceMs);
    postgres::Connection auditing(conninfo, kPatienceMs);
    const std::string catch_up = "catch-up";
    const std::string replay = "replay";
    Contest contest;
    contest.enter(catch_up, [&] {
        return pass(events, [&] {
            for (std::int16_t federation = 1; federation <= kFederations; ++federation) {
                std::int64_t after = 0;
                for (;;) {
                    const auto records = log.read({federation}, after, kPage);
                    if (records.empty()) break;
                    after = records.back().offset;
                }
            }
        });
    });
    contest.enter(kCopy, [&] { return pass(events, [&] { copy_and_drop(copying); }); });
    contest.enter(replay, [&] {
        return pass(events, [&] {
            const auto done = audit::replay(auditing, visits_subject());
            if (!done || !done->equal()) throw std::runtime_error("the replay differs");
        });
    });
    contest.hold(plan.rounds);
    const std::string size = fmt::format("{} events", events);
    report.add(compare("catch-up read of the log", "events/s", size, contest.rates(catch_up), kCopy,
                       contest.rates(kCopy), Goal{Sense::AtLeast, 0.85}));
    report.add(compare("replay: fold, rebuild, compare all tables", "events/s", size,
                       contest.rates(replay), kCopy, contest.rates(kCopy),
                       Goal{Sense::AtLeast, 0.6, 0.9}));
}

}  // namespace

void read_rows(const Plan& plan, Report& report) {
    const spec::TestDatabase streams("bench_streams");
    create_visits(streams.conninfo());
    fill_visits(streams.conninfo(), 130'000, kEventsAFile);
    one_stream(plan, streams.conninfo(), 130'000 / kFederations / kEventsAFile, report);

    const spec::TestDatabase database("bench_reading");
    create_visits(database.conninfo());
    const std::int64_t events = plan.quick ? 300'000 : 1'000'000;
    fill_visits(database.conninfo(), events, 10);
    whole_log(plan, database.conninfo(), events, report);
}

}  // namespace haven::load
