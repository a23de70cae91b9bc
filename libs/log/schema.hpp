// The schema of a log's database: made at start-up, as haven_owner (a superuser in tests).
//
//     HAVEN_CHECKED(create_schema(connection, federations));
//
// Throws postgres::SqlError and ConnectionLost.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"
#include "libs/log/row.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::log {

// A row of the suite's one list of federations (deploy/data/federations.csv).
struct FederationRow {
    FederationNo number;
    std::string code;
    std::string name;
    FederationNo parent;  // 0 for the city's own

    bool operator==(const FederationRow&) const = default;
};

// Makes haven_owner, haven_writer and haven_reader where the cluster has none. Needs CREATEROLE
// only when one is missing.
void ensure_roles(postgres::Connection& connection);

// The tables of libs/log/sql in schema public, and a head for each federation of the list; it stays
// closed for those that lie in another of the service's databases. Nothing changes where all is
// there.
// Errors: FEDERATIONS_DIFFER (Refused) when the table holds another list than this one,
// MIGRATION_CHANGED.
Result<void> create_schema(postgres::Connection& connection,
                           std::span<const FederationRow> federations,
                           const std::set<FederationNo>& elsewhere = {});

// Has it heads of federations at all?
[[nodiscard]] bool has_heads(postgres::Connection& connection);

// Has a federation gone to another database, or never been in this one?
[[nodiscard]] bool has_federations_elsewhere(postgres::Connection& connection);

// Is create_schema() done, with this list? Asks as haven_writer and changes nothing.
// Errors: MIGRATIONS_MISSING (Refused), and those of create_schema().
Result<void> check_schema(postgres::Connection& connection,
                          std::span<const FederationRow> federations);

// Adds a federation that the list has got since (`haven federation add`); the same again is no
// error. Error: FEDERATIONS_DIFFER where its number or code is taken.
Result<void> add_federation(postgres::Connection& connection, const FederationRow& federation);

// After a restore from a dump: the next events are of another incarnation, so that a consumer which
// has read further than the dump notices (protocols §5).
void raise_incarnation(postgres::Connection& connection);

// Does the database have these tables as they are declared (columns, types, key)? Error:
// TABLE_DIFFERS (Refused), naming the first table and column that differ.
Result<void> check_tables(postgres::Connection& connection, std::span<const Table* const> tables,
                          const std::string& schema = "public");

// libs/log/sql/0001_log.sql …; for migrate() under the set "log".
std::span<const SqlFile> sql_files();

}  // namespace haven::log
