#include "libs/audit/rebuild.hpp"

#include <chrono>
#include <thread>

#include "libs/audit/fold.hpp"
#include "libs/audit/shadow.hpp"
#include "libs/audit/sql/statements.hpp"
#include "libs/base/fault_point.hpp"

namespace haven::audit {

namespace {

// Rounds of catching up before the locks; each is shorter than the one before.
constexpr int kCatchUpRounds = 20;
// Few enough to be folded and written under the locks.
constexpr std::int64_t kTailEvents = 200;
constexpr int kSwapPauseMs = 250;
// A query that holds a table longer than this lets the swap be tried again later. The second limit
// is for all tables together.
constexpr const char* kSwapTimeouts =
    "SET LOCAL lock_timeout = '300ms'; SET LOCAL statement_timeout = '500ms'";

bool is_busy(const postgres::SqlError& error) {
    return error.sqlstate() == "55P03" || error.sqlstate() == "57014";
}

class Rebuilder {
  public:
    Rebuilder(postgres::Connection& connection, const Subject& subject)
        : connection_(connection),
          shadow_(connection, subject, kRebuildSchema),
          fold_(subject.aggregates) {
        report_.service = subject.service;
    }

    Result<RebuildReport> run(const Progress& progress) {
        HAVEN_CHECKED(shadow_.create());
        std::int64_t total = 0;
        for (const LiveHead& head : shadow_.heads()) total += head.last_offset;
        shadow_.on_progress(progress, total);
        HAVEN_CHECKED(build());
        for (int round = 0; round < kCatchUpRounds; ++round) {
            HAVEN_TRY(const std::int64_t caught, catch_up_in_transaction());
            if (caught <= kTailEvents) break;
        }
        HAVEN_CHECKED(compare());
        choose_old_schema();
        HAVEN_FAULT_POINT("rebuild.before_swap");
        for (int attempt = 0; attempt < kSwapAttempts; ++attempt) {
            HAVEN_TRY(const bool swapped, try_swap());
            if (swapped) {
                HAVEN_FAULT_POINT("rebuild.after_swap");
                report_.events = shadow_.folded();
                shadow_.drop();
                return std::move(report_);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(kSwapPauseMs));
            HAVEN_TRY(const std::int64_t caught, catch_up_in_transaction());
            static_cast<void>(caught);
        }
        shadow_.drop();
        connection_.exec(sql::drop_schema(report_.kept_in));
        return refused("TABLES_BUSY", "queries did not let go of the tables; nothing was changed");
    }

  private:
    // Everything that the log holds now, federation by federation.
    Result<void> build() {
        for (const LiveHead& head : shadow_.heads()) {
            postgres::Transaction snapshot(connection_, sql::kBeginSnapshot);
            log::RowStore rows;
            HAVEN_CHECKED(shadow_.fold(
                fold_, head.federation,
                [&](FederationNo of, std::int64_t offset, const log::RowChange& change) {
                    rows.apply(of, offset, change);
                }));
            shadow_.fill(rows);
            snapshot.commit();
        }
        return {};
    }

    // What has come since, in the current transaction; answers how many events that were.
    Result<std::int64_t> catch_up() {
        const std::int64_t before = shadow_.folded();
        log::PendingRows pending;
        for (const LiveHead& head : shadow_.heads()) {
            if (head.last_offset == fold_.last_offset(head.federation)) continue;
            HAVEN_CHECKED(shadow_.fold(
                fold_, head.federation,
                [&](FederationNo of, std::int64_t offset, const log::RowChange& change) {
                    pending.apply(of, offset, change);
                }));
        }
        shadow_.change(pending);
        return shadow_.folded() - before;
    }

    Result<std::int64_t> catch_up_in_transaction() {
        postgres::Transaction snapshot(connection_, sql::kBeginSnapshot);
        HAVEN_TRY(const std::int64_t caught, catch_up());
        snapshot.commit();
        return caught;
    }

    // New against live, federation by federation, each at one moment.
    Result<void> compare() {
        std::vector<Comparison> comparisons;
        for (const log::Table* table : shadow_.tables()) {
            comparisons.emplace_back(connection_, *table, kRebuildSchema, "public");
        }
        postgres::Transaction snapshot(connection_, sql::kBeginSnapshot);
        HAVEN_TRY(const std::int64_t caught, catch_up());
        static_cast<void>(caught);
        for (const LiveHead& head : shadow_.heads()) {
            for (Comparison& comparison : comparisons) comparison.add(head.federation);
        }
        snapshot.commit();
        for (Comparison& comparison : comparisons) report_.tables.push_back(comparison.report());
        return {};
    }

    void choose_old_schema() {
        int number = 1;
        do {
            report_.kept_in = "replaced_" + std::to_string(number++);
        } while (
            !connection_.run(sql::kSchemaExists, postgres::Params().text(report_.kept_in)).empty());
        connection_.exec(sql::create_schema(report_.kept_in));
    }

    // False: somebody held a table too long. The events folded meanwhile stay folded, and their
    // rows must not be lost with the transaction: so the tail is committed before the renaming.
    Result<bool> try_swap() {
        const auto start = std::chrono::steady_clock::now();
        try {
            postgres::Transaction transaction(connection_);
            connection_.exec(kSwapTimeouts);
            connection_.run(sql::kLockHeads);
            HAVEN_TRY(const std::int64_t caught, catch_up());
            static_cast<void>(caught);
            connection_.exec("SAVEPOINT renaming");
            if (!lock_tables()) {
                connection_.exec("ROLLBACK TO SAVEPOINT renaming");
                transaction.commit();
                return false;
            }
            for (const log::Table* table : shadow_.tables()) {
                connection_.exec(sql::move_table(table->name, "public", report_.kept_in));
                connection_.exec(sql::move_table(table->name, kRebuildSchema, "public"));
                HAVEN_FAULT_POINT("rebuild.inside_swap");
            }
            transaction.commit();
        } catch (const postgres::SqlError& error) {
            if (!is_busy(error)) throw;
            return false;  // the heads were busy; nothing has been folded
        }
        report_.locked_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                std::chrono::steady_clock::now() - start)
                                .count();
        return true;
    }

    bool lock_tables() {
        std::vector<std::string_view> names;
        for (const log::Table* table : shadow_.tables()) names.push_back(table->name);
        try {
            connection_.exec(sql::lock_tables("public", names));
        } catch (const postgres::SqlError& error) {
            if (!is_busy(error)) throw;
            return false;
        }
        return true;
    }

    postgres::Connection& connection_;
    Shadow shadow_;
    Fold fold_;
    RebuildReport report_;
};

}  // namespace

Result<RebuildReport> rebuild(postgres::Connection& connection, const Subject& subject,
                              const Progress& progress) {
    return Rebuilder(connection, subject).run(progress);
}

}  // namespace haven::audit
