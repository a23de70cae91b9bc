// The statements of libs/audit.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "libs/postgres/connection.hpp"

namespace haven::audit::sql {

using postgres::quote_identifier;
using postgres::Statement;

inline constexpr const char* kBeginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ";

inline constexpr Statement kHeads{
    "audit_heads",
    "SELECT federation, next_offset - 1 FROM log_head WHERE state <> 'MOVED' ORDER BY federation"};
// Stops all appends until the end of the transaction.
inline constexpr Statement kLockHeads{
    "audit_lock_heads",
    "SELECT federation, next_offset - 1 FROM log_head WHERE state <> 'MOVED' "
    "ORDER BY federation FOR UPDATE"};
inline constexpr Statement kEventType{
    "audit_event_type", "SELECT type FROM event WHERE federation = $1 AND log_offset = $2"};
// Not of federations that have gone to another database.
inline constexpr Statement kClaims{
    "audit_claims",
    "SELECT key, stream_id FROM claim JOIN log_head USING (federation) WHERE state <> 'MOVED' "
    "ORDER BY key"};
inline constexpr Statement kQuotas{
    "audit_quotas",
    "SELECT key, sum_fen FROM quota JOIN log_head USING (federation) WHERE state <> 'MOVED' "
    "ORDER BY key"};
inline constexpr Statement kSchemaExists{"audit_schema_exists",
                                         "SELECT 1 FROM pg_namespace WHERE nspname = $1"};

inline std::string drop_schema(std::string_view schema) {
    return "DROP SCHEMA IF EXISTS " + quote_identifier(schema) + " CASCADE";
}
inline std::string create_schema(std::string_view schema) {
    return "CREATE SCHEMA " + quote_identifier(schema);
}
inline std::string search(std::string_view schema) {
    return "SET search_path = " + quote_identifier(schema) + ", public";
}
// The timer table belongs to the engine's migrations and not to the service's.
inline std::string copy_timer_table(std::string_view schema) {
    const std::string name = quote_identifier(schema) + ".timer";
    return "CREATE TABLE " + name + " (LIKE public.timer INCLUDING ALL); SELECT haven_protect('" +
           name + "')";
}
inline std::string lock_tables(std::string_view schema, std::span<const std::string_view> tables) {
    std::string names;
    for (const std::string_view table : tables) {
        names +=
            (names.empty() ? "" : ", ") + quote_identifier(schema) + "." + quote_identifier(table);
    }
    return "LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE";
}
inline std::string move_table(std::string_view table, std::string_view from, std::string_view to) {
    return "ALTER TABLE " + quote_identifier(from) + "." + quote_identifier(table) +
           " SET SCHEMA " + quote_identifier(to);
}

}  // namespace haven::audit::sql
