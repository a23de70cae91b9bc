#include "libs/postgres/migrate.hpp"

namespace haven::postgres {
namespace {

constexpr Statement kApplied{"haven_migration_applied",
                             "SELECT digest = md5($3) FROM migration WHERE set = $1 AND name = $2"};
constexpr Statement kRemember{"haven_migration_remember",
                              "INSERT INTO migration (set, name, digest) VALUES ($1, $2, md5($3))"};
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS migration ("
    "set text, name text, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), "
    "PRIMARY KEY (set, name))";
// Any number that no other use of advisory locks takes.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(610300001)";

}  // namespace

Result<void> migrate(Connection& connection, const std::string& schema, const std::string& set,
                     std::span<const SqlFile> files) {
    Transaction transaction(connection);
    connection.exec(kLock);
    connection.exec("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(schema));
    // What the engine offers (haven_protect) stays in public, also for a shadow schema.
    connection.exec("SET LOCAL search_path = " + quote_identifier(schema) + ", public");
    connection.exec(kTable);
    for (const SqlFile& file : files) {
        const Params params = Params().text(set).text(file.name).text(file.text);
        const Rows applied = connection.query(std::string(kApplied.sql), params);
        if (!applied.empty()) {
            if (applied[0].boolean(0)) continue;
            return refused("MIGRATION_CHANGED",
                           "migration " + std::string(file.name) + " was applied with another text",
                           {{"file", std::string(file.name)}, {"schema", schema}});
        }
        connection.exec(std::string(file.text));
        connection.query(std::string(kRemember.sql), params);
    }
    transaction.commit();
    return {};
}

}  // namespace haven::postgres
