#include "libs/postgres/migrate.hpp"

namespace haven::postgres {
namespace {

constexpr const char* kApplied =
    "SELECT digest = md5($3) FROM %.migration WHERE set = $1 AND name = $2";
constexpr const char* kHasTable = "SELECT to_regclass($1) IS NOT NULL";
constexpr Statement kRemember{"haven_migration_remember",
                              "INSERT INTO migration (set, name, digest) VALUES ($1, $2, md5($3))"};
constexpr const char* kTable =
    "CREATE TABLE IF NOT EXISTS migration ("
    "set text, name text, digest text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now(), "
    "PRIMARY KEY (set, name));"
    // Names and digests only: a process that serves asks whether all is there.
    "GRANT SELECT ON migration TO PUBLIC";
// Any number that no other use of advisory locks takes.
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(610300001)";

// Was the file applied to this schema, as it reads now?
Result<bool> is_applied(Connection& connection, const std::string& schema, const Params& params,
                        const SqlFile& file) {
    std::string statement = kApplied;
    statement.replace(statement.find('%'), 1, quote_identifier(schema));
    const Rows applied = connection.query(statement, params);
    if (applied.empty()) return false;
    if (applied[0].boolean(0)) return true;
    return refused("MIGRATION_CHANGED",
                   "migration " + std::string(file.name) + " was applied with another text",
                   {{"file", std::string(file.name)}, {"schema", schema}});
}

Params params_of(const std::string& set, const SqlFile& file) {
    return Params().text(set).text(file.name).text(file.text);
}

}  // namespace

Result<void> check_migrated(Connection& connection, const std::string& schema,
                            const std::string& set, std::span<const SqlFile> files) {
    const std::string table = quote_identifier(schema) + ".migration";
    const bool has_table = connection.query(kHasTable, Params().text(table))[0].boolean(0);
    for (const SqlFile& file : files) {
        bool applied = has_table;
        if (has_table) {
            HAVEN_TRY(applied, is_applied(connection, schema, params_of(set, file), file));
        }
        if (!applied) {
            return refused("MIGRATIONS_MISSING",
                           "migration " + std::string(file.name) + " has not been applied yet",
                           {{"file", std::string(file.name)}, {"schema", schema}});
        }
    }
    return {};
}

Result<void> migrate(Connection& connection, const std::string& schema, const std::string& set,
                     std::span<const SqlFile> files) {
    Transaction transaction(connection);
    connection.exec(kLock);
    connection.exec("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(schema));
    // What the engine offers (haven_protect) stays in public, also for a shadow schema.
    connection.exec("SET LOCAL search_path = " + quote_identifier(schema) + ", public");
    connection.exec(kTable);
    for (const SqlFile& file : files) {
        const Params params = params_of(set, file);
        HAVEN_TRY(const bool applied, is_applied(connection, schema, params, file));
        if (applied) continue;
        connection.exec(std::string(file.text));
        connection.query(std::string(kRemember.sql), params);
    }
    transaction.commit();
    return {};
}

}  // namespace haven::postgres
