// The statements of schema.cpp.
#pragma once

#include "libs/postgres/connection.hpp"

namespace haven::log::sql {

// A cluster has the roles once. Two services may start at the same time, so losing the race for
// CREATE ROLE is no error.
inline constexpr const char* kEnsureRoles = R"(
DO $body$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['haven_owner', 'haven_writer', 'haven_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
END
$body$)";

inline constexpr const char* kLockFederations = "LOCK TABLE federation IN EXCLUSIVE MODE";
inline constexpr postgres::Statement kFederations{
    "log_federations", "SELECT number, code, name, parent FROM federation ORDER BY number"};
inline constexpr postgres::Statement kInsertFederation{
    "log_insert_federation",
    "INSERT INTO federation (number, code, name, parent) VALUES ($1, $2, $3, $4)"};
// An epoch that no open head has: whoever opens it gives it one.
inline constexpr postgres::Statement kInsertHead{
    "log_insert_head",
    "INSERT INTO log_head (federation, state, shard_epoch) "
    "SELECT $1, CASE WHEN $2 THEN 'OPEN' ELSE 'MOVED' END, CASE WHEN $2 THEN 1 ELSE 0 END"};
inline constexpr postgres::Statement kElsewhere{
    "log_elsewhere", "SELECT federation FROM log_head WHERE state = 'MOVED' LIMIT 1"};
inline constexpr postgres::Statement kRaiseIncarnation{
    "log_raise_incarnation",
    "UPDATE log_head SET incarnation = incarnation + 1 WHERE state <> 'MOVED'"};
inline constexpr postgres::Statement kColumns{
    "log_columns",
    "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a "
    "JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped "
    "ORDER BY a.attnum"};
inline constexpr postgres::Statement kKeyColumns{
    "log_key_columns",
    "SELECT a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum "
    "WHERE n.nspname = $1 AND c.relname = $2 AND i.indisprimary ORDER BY k.place"};

}  // namespace haven::log::sql
