#include "libs/move/copy.hpp"

#include <algorithm>

#include "libs/move/sql/statements.hpp"

namespace haven::move {

using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Transaction;

namespace {

constexpr std::int64_t kEventsAtOnce = 20'000;
constexpr std::size_t kBytesAtOnce = 1 << 20;
constexpr const char* kSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr const char* kStaging = "move_staging";

// Column by which rows of a table tell a later pass that they are new.
std::string grows_by(const std::string& table, const std::vector<std::string>& columns) {
    if (table == "event") return "log_offset";
    if (table == "command") return "reply_offset";
    const bool projected = std::ranges::find(columns, "last_offset bigint") != columns.end();
    return projected ? "last_offset" : "";
}

}  // namespace

std::vector<MovedTable> moved_tables(Connection& connection) {
    std::vector<MovedTable> tables;
    for (const postgres::Row row : connection.run(sql::kTables)) {
        const std::string name = row.text(0);
        if (tables.empty() || tables.back().name != name) tables.push_back({name, {}, {}, {}});
        tables.back().columns.push_back(row.text(1) + ' ' + row.text(2));
    }
    for (MovedTable& table : tables) {
        table.grows_by = grows_by(table.name, table.columns);
        for (const postgres::Row row : connection.run(sql::kKey, Params().text(table.name))) {
            table.key.push_back(row.text(0));
        }
        HAVEN_CHECK(!table.key.empty());
    }
    return tables;
}

std::string Copy::ours() const {
    return "federation = " + std::to_string(federation_.value);
}

// A command is as new as its events; one without any has the offset of the head that it found, so
// those of the last pass's last offset may be new.
std::string Copy::changed(const MovedTable& table, std::int64_t after) const {
    if (table.grows_by.empty() || after == 0) return ours();
    const bool inclusive = table.name == "command";
    return ours() + " AND " + table.grows_by + (inclusive ? " >= " : " > ") + std::to_string(after);
}

void Copy::clear() {
    Transaction transaction(to_);
    for (const MovedTable& table : tables_) {
        to_.exec("DELETE FROM " + postgres::quote_identifier(table.name) + " WHERE " + ours());
    }
    transaction.commit();
}

Result<std::int64_t> Copy::pass(std::int64_t after) {
    Transaction snapshot(from_, kSnapshot);
    const Rows head = from_.run(sql::kHeadValues, Params().int16(federation_.value));
    const std::int64_t last = head[0].int64(0) - 1;
    Transaction transaction(to_);
    for (const MovedTable& table : tables_) {
        table.name == "event" ? copy_events(after, last) : copy_table(table, after);
    }
    for (const MovedTable& table : tables_) HAVEN_CHECKED(compare(table, after));
    to_.run(sql::kFollowHead, Params()
                                  .int16(federation_.value)
                                  .int64(head[0].int64(0))
                                  .instant(head[0].instant(1))
                                  .int16(head[0].int16(2)));
    transaction.commit();
    snapshot.commit();
    return last;
}

void Copy::copy_events(std::int64_t after, std::int64_t last) {
    const MovedTable event{.name = "event", .grows_by = {}, .columns = {}, .key = {}};
    for (std::int64_t at = after; at < last; at += kEventsAtOnce) {
        stage(event, ours() + " AND log_offset > " + std::to_string(at) +
                         " AND log_offset <= " + std::to_string(at + kEventsAtOnce));
        to_.exec(std::string("INSERT INTO event SELECT * FROM ") + kStaging);
    }
}

void Copy::copy_table(const MovedTable& table, std::int64_t after) {
    if (table.grows_by.empty()) return copy_all(table);
    const std::string name = postgres::quote_identifier(table.name);
    stage(table, changed(table, after));
    std::string same_key;
    for (const std::string& column : table.key) {
        const std::string quoted = postgres::quote_identifier(column);
        same_key.append(same_key.empty() ? "t." : " AND t.")
            .append(quoted)
            .append(" = s.")
            .append(quoted);
    }
    if (after > 0) {
        to_.exec("DELETE FROM " + name + " t USING " + kStaging + " s WHERE " + same_key);
    }
    to_.exec("INSERT INTO " + name + " SELECT * FROM " + kStaging);
    // All rows of the source are there now; more than that means that some were removed since.
    if (table.is_projection() && count_of(from_, table) != count_of(to_, table)) copy_all(table);
}

void Copy::copy_all(const MovedTable& table) {
    const std::string name = postgres::quote_identifier(table.name);
    stage(table, ours());
    to_.exec("DELETE FROM " + name + " WHERE " + ours());
    to_.exec("INSERT INTO " + name + " SELECT * FROM " + kStaging);
}

// Row-level security takes no COPY, so rows come by a table of the session.
void Copy::stage(const MovedTable& table, const std::string& condition) {
    const std::string name = postgres::quote_identifier(table.name);
    to_.exec(std::string("DROP TABLE IF EXISTS ") + kStaging);
    to_.exec(std::string("CREATE TEMP TABLE ") + kStaging + " (LIKE public." + name +
             ") ON COMMIT DROP");
    std::string rows;
    from_.copy_out(
        "COPY (SELECT * FROM " + name + " WHERE " + condition + ") TO STDOUT (FORMAT binary)",
        [&](std::string_view piece) { rows.append(piece); });
    std::size_t given = 0;
    to_.copy_in(std::string("COPY ") + kStaging + " FROM STDIN (FORMAT binary)",
                [&](std::string& buffer) {
                    buffer = rows.substr(given, kBytesAtOnce);
                    given += buffer.size();
                    return !buffer.empty();
                });
}

std::int64_t Copy::count_of(Connection& side, const MovedTable& table) {
    return side
        .query("SELECT count(*) FROM " + postgres::quote_identifier(table.name) + " WHERE " +
               ours())[0]
        .int64(0);
}

// What this pass has brought, and the number of all: what the passes before brought was compared
// then, and has changed since only under a new offset.
Result<void> Copy::compare(const MovedTable& table, std::int64_t after) {
    const std::string query =
        "SELECT coalesce(sum(hashtextextended((t.*)::text, 0)::numeric), 0)::text, count(*) FROM " +
        postgres::quote_identifier(table.name) + " t WHERE " + changed(table, after);
    const Rows there = from_.query(query);
    const Rows here = to_.query(query);
    const bool as_many = !table.is_projection() || count_of(from_, table) == count_of(to_, table);
    if (as_many && there[0].text(0) == here[0].text(0) && there[0].int64(1) == here[0].int64(1)) {
        return {};
    }
    return refused("MOVE_DIFFERS", "table " + table.name + " is not the same on both sides",
                   {{"table", table.name}});
}

std::map<std::string, std::int64_t> Copy::count() {
    std::map<std::string, std::int64_t> counts;
    for (const MovedTable& table : tables_) counts[table.name] = count_of(to_, table);
    return counts;
}

}  // namespace haven::move
