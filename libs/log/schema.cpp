#include "libs/log/schema.hpp"

#include "libs/log/sql/schema_statements.hpp"
#include "libs/log/sql/table_sql.hpp"
#include "libs/postgres/migrate.hpp"

#include <algorithm>

namespace haven::log {

using postgres::Connection;
using postgres::Params;
using postgres::Rows;

namespace {

std::unexpected<Error> differ(const FederationRow& row) {
    return refused("FEDERATIONS_DIFFER",
                   "federation " + std::to_string(row.number.value) +
                       " is not the same in the list and in the database",
                   {{"federation", std::to_string(row.number.value)}});
}

std::vector<FederationRow> stored_federations(Connection& connection) {
    std::vector<FederationRow> stored;
    for (const postgres::Row row : connection.run(sql::kFederations)) {
        stored.push_back(
            {FederationNo{row.int16(0)}, row.text(1), row.text(2), FederationNo{row.int16(3)}});
    }
    return stored;
}

Result<void> same_federations(std::span<const FederationRow> federations,
                              const std::vector<FederationRow>& stored) {
    std::vector<FederationRow> list(federations.begin(), federations.end());
    std::ranges::sort(list, {}, &FederationRow::number);
    for (std::size_t i = 0; i < std::max(list.size(), stored.size()); ++i) {
        if (i >= list.size()) return differ(stored[i]);
        if (i >= stored.size() || stored[i] != list[i]) return differ(list[i]);
    }
    return {};
}

void insert(Connection& connection, const FederationRow& row, bool here) {
    connection.run(
        sql::kInsertFederation,
        Params().int16(row.number.value).text(row.code).text(row.name).int16(row.parent.value));
    connection.run(sql::kInsertHead, Params().int16(row.number.value).boolean(here));
}

std::unexpected<Error> table_differs(const Table& table, const std::string& column,
                                     const std::string& expected) {
    return refused(
        "TABLE_DIFFERS",
        "table " + std::string(table.name) + ", column " + column + ": expected " + expected,
        {{"table", std::string(table.name)}, {"column", column}, {"expected", expected}});
}

// Columns as the database must have them, in order.
std::vector<std::pair<std::string, std::string>> expected_columns(const Table& table) {
    std::vector<std::pair<std::string, std::string>> columns{{"federation", "smallint"}};
    for (const Column& column : table.columns) {
        columns.emplace_back(std::string(column.name), sql::sql_type_of(column.type));
    }
    columns.emplace_back("last_offset", "bigint");
    return columns;
}

Result<void> check_table(Connection& connection, const Table& table, const std::string& schema) {
    const Params name = Params().text(schema).text(table.name);
    std::vector<std::pair<std::string, std::string>> columns;
    for (const postgres::Row row : connection.run(sql::kColumns, name)) {
        columns.emplace_back(row.text(0), row.text(1));
    }
    const auto expected = expected_columns(table);
    for (std::size_t i = 0; i < std::max(columns.size(), expected.size()); ++i) {
        if (i >= expected.size()) return table_differs(table, columns[i].first, "no such column");
        if (i >= columns.size() || columns[i] != expected[i]) {
            return table_differs(table, expected[i].first,
                                 expected[i].second + " as number " + std::to_string(i + 1));
        }
    }
    const Rows key = connection.run(sql::kKeyColumns, name);
    bool same = static_cast<std::size_t>(key.size()) == table.key_columns + 1;
    for (int i = 0; same && i < key.size(); ++i) {
        same = key[i].text(0) == expected[static_cast<std::size_t>(i)].first;
    }
    if (!same) return table_differs(table, "(key)", "federation and the key columns, in order");
    return {};
}

}  // namespace

void ensure_roles(Connection& connection) {
    connection.exec(sql::kEnsureRoles);
}

Result<void> create_schema(Connection& connection, std::span<const FederationRow> federations,
                           const std::set<FederationNo>& elsewhere) {
    ensure_roles(connection);
    HAVEN_CHECKED(postgres::migrate(connection, "public", "log", sql_files()));
    postgres::Transaction transaction(connection);
    connection.exec(sql::kLockFederations);
    const auto stored = stored_federations(connection);
    if (stored.empty()) {
        for (const FederationRow& row : federations) {
            insert(connection, row, !elsewhere.contains(row.number));
        }
    } else {
        HAVEN_CHECKED(same_federations(federations, stored));
    }
    transaction.commit();
    return {};
}

bool has_heads(Connection& connection) {
    return !connection.query("SELECT 1 WHERE to_regclass('public.log_head') IS NOT NULL").empty();
}

bool has_federations_elsewhere(Connection& connection) {
    return !connection.run(sql::kElsewhere).empty();
}

Result<void> check_schema(Connection& connection, std::span<const FederationRow> federations) {
    HAVEN_CHECKED(postgres::check_migrated(connection, "public", "log", sql_files()));
    return same_federations(federations, stored_federations(connection));
}

Result<void> add_federation(Connection& connection, const FederationRow& federation) {
    postgres::Transaction transaction(connection);
    connection.exec(sql::kLockFederations);
    for (const FederationRow& row : stored_federations(connection)) {
        if (row == federation) return {};
        if (row.number == federation.number || row.code == federation.code) {
            return differ(federation);
        }
    }
    insert(connection, federation, true);
    transaction.commit();
    return {};
}

void raise_incarnation(Connection& connection) {
    connection.run(sql::kRaiseIncarnation);
}

Result<void> check_tables(Connection& connection, std::span<const Table* const> tables,
                          const std::string& schema) {
    for (const Table* table : tables) HAVEN_CHECKED(check_table(connection, *table, schema));
    return {};
}

}  // namespace haven::log
