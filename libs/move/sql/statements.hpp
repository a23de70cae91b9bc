// The statements of libs/move.
#pragma once

#include "libs/postgres/connection.hpp"

namespace haven::move::sql {

using postgres::Statement;

// Held by the session that moves a federation. The key is of this purpose and the federation.
inline constexpr Statement kTakeMove{"move_take", "SELECT pg_try_advisory_lock(610300, $1)"};
inline constexpr Statement kTables{
    "move_tables",
    "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod) "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = 'public' AND c.relkind = 'r' "
    "AND c.relname NOT IN ('log_head', 'relay_cursor', 'registered_claim') "
    "AND a.attnum > 0 AND NOT a.attisdropped AND EXISTS (SELECT FROM pg_attribute f "
    "WHERE f.attrelid = c.oid AND f.attname = 'federation' AND NOT f.attisdropped) "
    "ORDER BY c.relname, a.attnum"};
inline constexpr Statement kKey{
    "move_key",
    "SELECT a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace "
    "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum "
    "WHERE n.nspname = 'public' AND c.relname = $1 AND i.indisprimary ORDER BY k.place"};
inline constexpr Statement kHead{
    "move_head", "SELECT state, next_offset - 1, shard_epoch FROM log_head WHERE federation = $1"};
inline constexpr Statement kLockHead{
    "move_lock_head",
    "SELECT state, next_offset - 1, shard_epoch FROM log_head WHERE federation = $1 FOR UPDATE"};
// Waits for whatever holds the head, appends and moves of cursors alike.
inline constexpr Statement kSetState{"move_set_state",
                                     "UPDATE log_head SET state = $2 WHERE federation = $1"};
inline constexpr Statement kHeadValues{
    "move_head_values",
    "SELECT next_offset, last_recorded_at, incarnation FROM log_head WHERE federation = $1"};
inline constexpr Statement kFollowHead{
    "move_follow_head",
    "UPDATE log_head SET next_offset = $2, last_recorded_at = $3, incarnation = $4 "
    "WHERE federation = $1"};
// All is there; to be opened under that epoch.
inline constexpr Statement kPrepareHead{
    "move_prepare_head", "UPDATE log_head SET shard_epoch = $2 WHERE federation = $1"};

}  // namespace haven::move::sql
