// The append path: beside message-db, Emmett and a bare INSERT, under an open loop, and with
// conflicts.
#include <fmt/core.h>

#include <ctime>
#include <fstream>

#include "libs/postgres/connection.hpp"
#include "tests/load/peers.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/writer_load.hpp"

namespace haven::load {
namespace {

using Sense = Goal::Sense;

constexpr const char* kThirteen = "13 federations";
constexpr const char* kOne = "one federation";
constexpr const char* kBare = "bare INSERT … RETURNING";
constexpr const char* kMessageDb1 = "message-db, one category";
constexpr const char* kMessageDb13 = "message-db, 13 categories";
constexpr const char* kEmmett = "Emmett's append";

struct Databases {
    explicit Databases(const Plan& plan) {
        create_visits(haven.conninfo());
        if (!plan.message_db.empty()) create_message_db(message_db.conninfo(), plan.message_db);
        if (!plan.emmett_schema.empty()) create_emmett(emmett.conninfo(), plan.emmett_schema);
    }
    spec::TestDatabase haven{"bench_haven"};
    spec::TestDatabase bare{"bench_bare"};
    spec::TestDatabase message_db{"bench_message_db"};
    spec::TestDatabase emmett{"bench_emmett"};
};

// What Haven must reach beside each peer, by number of callers and federations.
struct Bar {
    std::size_t callers;
    const char* federations;
    const char* peer;
    std::optional<Goal> goal;
};
constexpr double kNoAim = 0;
std::optional<Goal> at_least(double must, double aim = kNoAim) {
    return Goal{Sense::AtLeast, must, aim == kNoAim ? std::nullopt : std::optional(aim)};
}
const std::vector<Bar> kBars{
    {64, kThirteen, kMessageDb1, at_least(10, 18)},
    {64, kThirteen, kMessageDb13, at_least(4, 8)},
    {64, kThirteen, kEmmett, at_least(3.5, 6.5)},
    {64, kThirteen, kBare, at_least(1.7, 3)},
    {64, kOne, kMessageDb1, at_least(8)},
    {64, kOne, kEmmett, at_least(2.8)},
    {64, kOne, kBare, at_least(1.3)},
    {256, kThirteen, kMessageDb1, at_least(12, 25)},
    {256, kThirteen, kMessageDb13, std::nullopt},
    {256, kThirteen, kEmmett, std::nullopt},
    {256, kThirteen, kBare, at_least(2.2, 4)},
};

void throughput(const Plan& plan, std::size_t callers, Report& report) {
    const Databases databases(plan);
    WriterLoad load(databases.haven.conninfo());
    VisitCommands one(1, kStreams);
    VisitCommands thirteen(kFederations, kStreams);
    for (VisitCommands* commands : {&one, &thirteen}) {  // until the streams are in the cache
        load.closed(plan.seconds, callers, *commands);
    }
    auto bare = bare_insert(databases.bare.conninfo(), callers);
    std::unique_ptr<SqlCallers> mdb1, mdb13, emt;
    Contest contest;
    contest.enter(kThirteen, [&] { return load.closed(plan.seconds, callers, thirteen); });
    contest.enter(kOne, [&] { return load.closed(plan.seconds, callers, one); });
    contest.enter(kBare, [&] { return run_bare(bare, plan.seconds); });
    if (!plan.message_db.empty()) {
        const std::string where = databases.message_db.conninfo();
        mdb1.reset(new SqlCallers(message_db(where, callers)));
        mdb13.reset(new SqlCallers(message_db(where, callers)));
        contest.enter(kMessageDb1,
                      [&] { return run_message_db(*mdb1, plan.seconds, 1, kStreams); });
        contest.enter(kMessageDb13,
                      [&] { return run_message_db(*mdb13, plan.seconds, kFederations, kStreams); });
    }
    if (!plan.emmett_schema.empty()) {
        emt.reset(new SqlCallers(emmett(databases.emmett.conninfo(), callers)));
        contest.enter(kEmmett, [&] { return run_emmett(*emt, plan.seconds, kStreams); });
    }
    contest.hold(plan.rounds);
    for (const Bar& bar : kBars) {
        if (bar.callers != callers) continue;
        report.add(compare("durable commands", "commands/s",
                           fmt::format("{} callers, {}", callers, bar.federations),
                           contest.rates(bar.federations), bar.peer, contest.rates(bar.peer),
                           bar.goal));
    }
}

// Where batching cannot help: one caller's latency, eight callers' rate.
void few_callers(const Plan& plan, Report& report) {
    const spec::TestDatabase haven("bench_haven");
    const spec::TestDatabase plain("bench_bare");
    create_visits(haven.conninfo());
    WriterLoad load(haven.conninfo());
    for (const std::size_t callers : {std::size_t{1}, std::size_t{8}}) {
        VisitCommands commands(kFederations, kStreams);
        load.closed(plan.seconds, 64, commands);  // until the streams are in the cache
        auto bare = bare_insert(plain.conninfo(), callers);
        Contest contest;
        contest.enter(kThirteen, [&] { return load.closed(plan.seconds, callers, commands); });
        contest.enter(kBare, [&] { return run_bare(bare, plan.seconds); });
        contest.hold(plan.rounds);
        const std::string size = fmt::format("{} callers, {}", callers, kThirteen);
        const bool alone = callers == 1;
        report.add(compare("durable commands", "commands/s", size, contest.rates(kThirteen), kBare,
                           contest.rates(kBare), alone ? std::nullopt : at_least(0.75, 1.2)));
        report.add(compare("latency of a command, p50", "ms", size,
                           contest.quantiles_ms(kThirteen, 0.5), kBare,
                           contest.quantiles_ms(kBare, 0.5),
                           alone ? std::optional(Goal{Sense::AtMost, 2.5, 1.5}) : std::nullopt));
        report.add(compare("latency of a command, p99", "ms", size,
                           contest.quantiles_ms(kThirteen, 0.99), kBare,
                           contest.quantiles_ms(kBare, 0.99), std::nullopt));
    }
}

// Commands that leave at their times, whatever the answers do: p99 beside p50, and what is left
// unanswered at the end beside what arrives in a tenth of a second.
void open_loop(const Plan& plan, Report& report) {
    const spec::TestDatabase database("bench_open");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    VisitCommands commands(kFederations, kStreams);
    const double full = load.closed(plan.seconds, 64, commands).per_second;
    for (const double share : {0.25, 0.5}) {
        std::vector<double> p50, p99, left, tenth;
        for (int round = 0; round < plan.rounds; ++round) {
            std::int64_t unanswered = 0;
            const Run run = load.open(plan.seconds, full * share, commands, &unanswered);
            p50.push_back(run.latency.quantile(0.5));
            p99.push_back(run.latency.quantile(0.99));
            left.push_back(static_cast<double>(unanswered));
            tenth.push_back(full * share / 10);
        }
        const std::string size = fmt::format("{:.0f} commands/s due, {}", full * share, kThirteen);
        report.add(compare("open loop, p99 from the intended start", "ms", size, p99, "its p50",
                           p50, Goal{Sense::AtMost, 10}));
        report.add(compare("open loop, unanswered at the end", "commands", size, left,
                           "what is due in 100 ms", tenth, Goal{Sense::AtMost, 1}));
    }
}

void conflicts(const Plan& plan, Report& report) {
    const spec::TestDatabase database("bench_conflicts");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    const std::vector<double> shares{0, 0.01, 0.1};
    std::vector<std::unique_ptr<VisitCommands>> commands;
    Contest contest;
    for (const double share : shares) {
        commands.push_back(std::make_unique<VisitCommands>(kFederations, kStreams));
        commands.back()->set_losers(share, 0);
        contest.enter(std::to_string(share), [&, mine = commands.back().get()] {
            return load.closed(plan.seconds, 64, *mine);
        });
    }
    contest.hold(plan.rounds);
    for (const double share : {0.01, 0.1}) {
        report.add(compare(fmt::format("{:.0f} % of commands lose by version", share * 100),
                           "commands/s", fmt::format("64 callers, {}", kThirteen),
                           contest.rates(std::to_string(share)), "itself without conflicts",
                           contest.rates(std::to_string(0.0)),
                           share == 0.1 ? at_least(0.8) : std::nullopt));
    }
}

// What the server's sessions in this database have had of the processors, in us; 0 where it is
// another machine's.
double server_us(const std::string& conninfo) {
    postgres::Connection connection(conninfo);
    double us = 0;
    for (const postgres::Row row :
         connection.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
                          "pid <> pg_backend_pid()")) {
        double ns = 0;
        std::ifstream("/proc/" + std::to_string(row.int32(0)) + "/schedstat") >> ns;
        us += ns / 1'000;
    }
    return us;
}

}  // namespace

int profile_writer(double seconds, int callers) {
    const spec::TestDatabase database("bench_profile");
    create_visits(database.conninfo());
    WriterLoad load(database.conninfo());
    VisitCommands commands(kFederations, kStreams);
    load.closed(seconds / 4, 64, commands);  // until the streams are in the cache
    const std::clock_t start = std::clock();
    const double server_start = server_us(database.conninfo());
    const Run run = load.closed(seconds, static_cast<std::size_t>(callers), commands);
    const double server = server_us(database.conninfo()) - server_start;
    const double ours = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC * 1e6;
    const auto count = static_cast<double>(run.latency.count());
    fmt::print(
        "{:.0f} commands/s, p50 {:.3f} ms, p99 {:.3f} ms; processor time a command: ours {:.1f} "
        "us, the server's {:.1f} us\n",
        run.per_second, run.latency.quantile(0.5), run.latency.quantile(0.99), ours / count,
        server / count);
    return 0;
}

void writer_rows(const Plan& plan, Report& report) {
    throughput(plan, 64, report);
    if (!plan.quick) throughput(plan, 256, report);
    few_callers(plan, report);
    open_loop(plan, report);
    conflicts(plan, report);
}

}  // namespace haven::load
