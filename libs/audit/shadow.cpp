#include "libs/audit/shadow.hpp"

#include <algorithm>

#include "libs/audit/sql/statements.hpp"
#include "libs/log/log.hpp"
#include "libs/log/record_reader.hpp"
#include "libs/log/sql/table_sql.hpp"
#include "libs/postgres/migrate.hpp"

namespace haven::audit {

namespace {

constexpr std::int64_t kProgressEvery = 5'000;
constexpr std::size_t kCopyPieceBytes = 1 << 18;

}  // namespace

std::vector<const log::Table*> all_tables(const Subject& subject) {
    std::vector<const log::Table*> tables(subject.tables.begin(), subject.tables.end());
    if (std::ranges::find(tables, &log::kTimerTable) == tables.end()) {
        tables.push_back(&log::kTimerTable);
    }
    return tables;
}

Shadow::Shadow(postgres::Connection& connection, const Subject& subject, std::string schema)
    : connection_(connection),
      subject_(subject),
      schema_(std::move(schema)),
      tables_(all_tables(subject)) {}

Shadow::~Shadow() {
    if (!connection_.ok()) return;
    try {
        connection_.exec("RESET search_path");
    } catch (const std::runtime_error&) {
        connection_.abandon();  // whoever uses it next must not find our search_path
    }
}

Result<void> Shadow::create() {
    drop();
    HAVEN_CHECKED(postgres::migrate(connection_, schema_, subject_.service, subject_.migrations));
    connection_.exec(sql::copy_timer_table(schema_));
    connection_.exec(sql::search(schema_));
    return {};
}

void Shadow::drop() {
    connection_.exec(sql::drop_schema(schema_));
}

std::vector<LiveHead> Shadow::heads() {
    std::vector<LiveHead> heads;
    for (const postgres::Row row : connection_.run(sql::kHeads)) {
        heads.push_back({FederationNo{row.int16(0)}, row.int64(1)});
    }
    return heads;
}

Result<void> Shadow::fold(Fold& fold, FederationNo federation, const RowChangeSink& sink) {
    Result<void> folded;
    log::RecordReader reader(connection_, subject_.service);
    reader.stream(federation, fold.last_offset(federation), INT64_MAX,
                  [&](const log::Record& record) {
                      if (!folded) return;  // the stream has to be read to its end
                      folded = fold.apply(record, sink);
                      if (++folded_ % kProgressEvery == 0 && progress_) progress_(folded_, total_);
                  });
    return folded;
}

void Shadow::fill(const log::RowStore& rows) {
    for (const log::Table* table : tables_) {
        const auto sorted = rows.rows(*table);
        if (sorted.empty()) continue;
        std::size_t next = 0;
        bool ended = false;
        const auto piece = [&](std::string& out) {
            out = next == 0 ? log::sql::copy_header() : std::string();
            while (next < sorted.size() && out.size() < kCopyPieceBytes) {
                log::sql::append_copy_row(out, *sorted[next++]);
            }
            if (out.empty() && !ended) {
                ended = true;
                out = log::sql::copy_trailer();
            }
            return !out.empty();
        };
        // PostgreSQL takes no COPY into a table whose row-level security binds its owner too.
        const std::string alter = "ALTER TABLE " + postgres::quote_identifier(schema_) + '.' +
                                  postgres::quote_identifier(std::string(table->name));
        connection_.exec(alter + " NO FORCE ROW LEVEL SECURITY");
        const auto copied = connection_.copy_in(log::sql::TableSql(*table).copy_in(schema_), piece);
        connection_.exec(alter + " FORCE ROW LEVEL SECURITY");
        HAVEN_CHECK(copied == std::ssize(sorted));
    }
}

void Shadow::change(const log::PendingRows& rows) {
    for (const auto& [table, changes] : rows.tables()) {
        const log::sql::TableSql table_sql(*table);
        std::vector<postgres::Connection::Call> calls;
        table_sql.append_calls(changes, calls);
        if (!calls.empty()) connection_.run_pipelined(calls);
    }
}

void Shadow::on_progress(Progress progress, std::int64_t total) {
    progress_ = std::move(progress);
    total_ = total;
    if (progress_) progress_(folded_, total_);
}

}  // namespace haven::audit
