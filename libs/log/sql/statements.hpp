// The statements of PostgresLog. Arrays go in as parameters, one element a row; a batch sends only
// those that it needs. For postgres_log*.cpp and record_reader.cpp only.
#pragma once

#include "libs/postgres/bulk.hpp"

namespace haven::log::sql {

using postgres::Statement;
using postgres::Type;

inline constexpr Statement kBegin{"log_begin", "BEGIN"};
inline constexpr Statement kCommit{"log_commit", "COMMIT"};
inline constexpr Statement kRollback{"log_rollback", "ROLLBACK"};

// What a connection is set to. Generic plans without sequential scans: plans are made when tables
// are still empty. The server gives up a little before our own deadline does, and does not let a
// writer that has been stopped hold its locks for ever.
inline constexpr const char* kSession =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;"
    "SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET synchronous_commit = on;"
    "SET idle_in_transaction_session_timeout = '30s'";

// Trip 1. Locks are taken in one order by everyone: heads by federation, cursors, claims, quotas
// by key. Each statement has its own snapshot, so what follows the heads' locks sees all that
// committed before them. Appends of a federation exclude each other; a move of a cursor shares the
// head with them, and only moving the federation itself excludes both.
inline constexpr Statement kLockHeads{
    "log_lock_heads",
    "SELECT federation, next_offset, last_recorded_at, incarnation, state = 'OPEN', shard_epoch "
    "FROM log_head WHERE federation = ANY ($1) ORDER BY federation FOR NO KEY UPDATE"};
inline constexpr Statement kShareHeads{
    "log_share_heads",
    "SELECT federation, next_offset, last_recorded_at, incarnation, state = 'OPEN', shard_epoch "
    "FROM log_head WHERE federation = ANY ($1) ORDER BY federation FOR KEY SHARE"};
inline constexpr Statement kFindCommands{
    "log_find_commands",
    "SELECT c.federation, c.command_id, c.request_hash, c.reply_version, c.reply_offset "
    "FROM unnest($1, $2) AS u(federation, command_id) "
    "JOIN command c ON c.federation = u.federation AND c.command_id = u.command_id"};
inline constexpr Statement kFindVersions{
    "log_find_versions",
    "SELECT u.federation, u.stream_id, e.version FROM unnest($1, $2) AS u(federation, stream_id) "
    "CROSS JOIN LATERAL (SELECT version FROM event WHERE event.federation = u.federation "
    "AND event.stream_id = u.stream_id ORDER BY version DESC LIMIT 1) e"};
// A cursor has a row before it is locked, so that two who move it first meet on that row.
inline constexpr Statement kEnsureCursors{
    "log_ensure_cursors",
    "INSERT INTO cursor (consumer, source, federation) SELECT * FROM unnest($1, $2, $3) AS u(a, b, "
    "c) ORDER BY a COLLATE \"C\", b COLLATE \"C\", c ON CONFLICT DO NOTHING"};
inline constexpr Statement kLockCursors{
    "log_lock_cursors",
    "SELECT k.consumer, k.source, k.federation, k.incarnation, k.log_offset, k.record_digest, "
    "k.epoch FROM cursor k JOIN unnest($1, $2, $3) AS u(a, b, c) "
    "ON k.consumer = u.a AND k.source = u.b AND k.federation = u.c "
    "ORDER BY k.consumer COLLATE \"C\", k.source COLLATE \"C\", k.federation FOR UPDATE OF k"};
// Takes what is free and locks what is not, in key order; `fresh` says which. DO UPDATE and not DO
// NOTHING, since it answers the holder as it is under the lock.
inline constexpr Statement kTakeClaims{
    "log_take_claims",
    "INSERT INTO claim (key, federation, stream_id) SELECT key, federation, stream_id FROM "
    "unnest($1, $2, $3) AS u(key, federation, stream_id) ORDER BY key COLLATE \"C\" "
    "ON CONFLICT (key) DO UPDATE SET stream_id = claim.stream_id "
    "RETURNING key, federation, stream_id, xmax = 0 AS fresh"};
inline constexpr Statement kLockQuotas{
    "log_lock_quotas",
    "INSERT INTO quota (key, federation, sum_fen) SELECT key, federation, 0 FROM unnest($1, $2) AS "
    "u(key, federation) ORDER BY key COLLATE \"C\" "
    "ON CONFLICT (key) DO UPDATE SET sum_fen = quota.sum_fen "
    "RETURNING key, sum_fen, xmax = 0 AS fresh"};

// Trip 2.
inline const postgres::BulkStatement kInsertEvents(
    "log_insert_events",
    "INSERT INTO event (federation, log_offset, incarnation, stream_id, version, type, "
    "schema_version, recorded_at, command_id, meta, payload) ",
    {Type::Int16, Type::Int64, Type::Int16, Type::Uuid, Type::Int32, Type::Text, Type::Int16,
     Type::Instant, Type::Uuid, Type::Bytes, Type::Bytes});
inline const postgres::BulkStatement kInsertCommands(
    "log_insert_commands",
    "INSERT INTO command (federation, command_id, request_hash, reply_version, reply_offset) ",
    {Type::Int16, Type::Uuid, Type::Bytes, Type::Int32, Type::Int64});
inline constexpr Statement kMoveHeads{
    "log_move_heads",
    "UPDATE log_head h SET next_offset = u.next, last_recorded_at = u.at "
    "FROM unnest($1, $2, $3) AS u(federation, next, at) WHERE h.federation = u.federation"};
// The same from where they are believed to be; a division by zero where one of them is not there.
// PostgreSQL looks again when it had to wait for the row. Heads are locked in the order of the
// rows: kSession leaves no other plan than a look into the key's index for each of them.
inline const postgres::BulkStatement kMoveHeadsFrom(
    "log_move_heads_from",
    "UPDATE log_head h SET last_recorded_at = u.at, next_offset = u.next / (h.state = 'OPEN' "
    "AND h.next_offset = u.expected AND h.incarnation = u.incarnation "
    "AND h.shard_epoch = u.epoch)::int FROM (",
    {Type::Int16, Type::Int64, Type::Int16, Type::Int64, Type::Int64, Type::Instant},
    ") AS u (federation, expected, incarnation, epoch, next, at) WHERE h.federation = "
    "u.federation");
// Of heads that do not move, whose cursors do: they stay open here.
inline const postgres::BulkStatement kHoldOpen(
    "log_hold_open", "SELECT 1 / (h.state = 'OPEN' AND h.shard_epoch = u.epoch)::int FROM (",
    {Type::Int16, Type::Int64},
    ") AS u (federation, epoch) JOIN log_head h ON h.federation = u.federation "
    "FOR KEY SHARE OF h");
// Cursors from where they are believed to be; `rows` says in each row how many there are.
inline const postgres::BulkStatement kMoveCursorsFrom(
    "log_move_cursors_from",
    "WITH moved AS (UPDATE cursor k SET incarnation = u.incarnation, log_offset = u.log_offset, "
    "record_digest = u.digest FROM (",
    {Type::Text, Type::Text, Type::Int16, Type::Int16, Type::Int64, Type::Bytes, Type::Int64,
     Type::Int16, Type::Int64, Type::Bytes, Type::Int32},
    ") AS u (consumer, source, federation, from_incarnation, from_offset, from_digest, epoch, "
    "incarnation, log_offset, digest, rows) WHERE k.consumer = u.consumer AND k.source = u.source "
    "AND k.federation = u.federation AND k.incarnation = u.from_incarnation "
    "AND k.log_offset = u.from_offset AND k.record_digest = u.from_digest AND k.epoch = u.epoch "
    "RETURNING u.rows) SELECT 1 / (count(*) = coalesce(min(rows), -1))::int FROM moved");
// Unlike kTakeClaims it fails where one is taken. Keys come sorted, as everywhere.
inline const postgres::BulkStatement kNewClaims("log_new_claims",
                                                "INSERT INTO claim (key, federation, stream_id) ",
                                                {Type::Text, Type::Int16, Type::Uuid});
inline constexpr Statement kMoveCursors{
    "log_move_cursors",
    "UPDATE cursor k SET incarnation = u.incarnation, log_offset = u.log_offset, "
    "record_digest = u.digest FROM unnest($1, $2, $3, $4, $5, $6) "
    "AS u(consumer, source, federation, incarnation, log_offset, digest) WHERE k.consumer = "
    "u.consumer AND k.source = u.source AND k.federation = u.federation"};
inline constexpr Statement kPark{
    "log_park",
    "INSERT INTO parked (consumer, source, federation, log_offset, stream_id, reason) "
    "SELECT * FROM unnest($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (consumer, source, federation, log_offset) DO UPDATE SET "
    "stream_id = EXCLUDED.stream_id, reason = EXCLUDED.reason, resolution = NULL"};
inline constexpr Statement kSetClaims{
    "log_set_claims",
    "UPDATE claim c SET federation = u.federation, stream_id = u.stream_id "
    "FROM unnest($1, $2, $3) AS u(key, federation, stream_id) WHERE c.key = u.key"};
inline constexpr Statement kFreeClaims{"log_free_claims", "DELETE FROM claim WHERE key = ANY ($1)"};
inline constexpr Statement kSetQuotas{
    "log_set_quotas",
    "UPDATE quota q SET sum_fen = u.sum_fen FROM unnest($1, $2) AS u(key, sum_fen) "
    "WHERE q.key = u.key"};
inline constexpr Statement kDropQuotas{"log_drop_quotas", "DELETE FROM quota WHERE key = ANY ($1)"};

// Reading and the rest.
inline constexpr Statement kRead{
    "log_read",
    "SELECT log_offset, incarnation, stream_id, version, type, schema_version, recorded_at, "
    "command_id, meta, payload FROM event WHERE federation = $1 AND log_offset > $2 "
    "ORDER BY log_offset LIMIT $3"};
// Behind several places of federations that lie here, of each at most $3; $1 federations, $2
// offsets.
inline constexpr Statement kReadBehind{
    "log_read_behind",
    "SELECT e.log_offset, e.incarnation, e.stream_id, e.version, e.type, e.schema_version, "
    "e.recorded_at, e.command_id, e.meta, e.payload, p.federation "
    "FROM unnest($1::smallint[], $2::bigint[]) AS p (federation, after) "
    "JOIN log_head h ON h.federation = p.federation AND h.state <> 'MOVED' CROSS JOIN LATERAL ("
    "SELECT * FROM event WHERE federation = p.federation AND log_offset > p.after "
    "ORDER BY log_offset LIMIT $3) AS e"};
inline constexpr Statement kReadStream{
    "log_read_stream",
    "SELECT log_offset, incarnation, stream_id, version, type, schema_version, recorded_at, "
    "command_id, meta, payload FROM event WHERE federation = $1 AND stream_id = $2 "
    "AND version > $3 ORDER BY version"};
// $1 federations, $2 streams, $3 versions; the last column says of which of them a row is.
inline constexpr Statement kReadStreams{
    "log_read_streams",
    "SELECT e.log_offset, e.incarnation, e.stream_id, e.version, e.type, e.schema_version, "
    "e.recorded_at, e.command_id, e.meta, e.payload, e.federation, s.number "
    "FROM unnest($1::smallint[], $2::uuid[], $3::int[]) WITH ORDINALITY "
    "AS s (federation, stream_id, version, number) "
    "JOIN event e ON e.federation = s.federation AND e.stream_id = s.stream_id "
    "AND e.version > s.version ORDER BY s.number, e.version"};
inline constexpr Statement kHeads{
    "log_heads",
    "SELECT federation, next_offset - 1, incarnation, shard_epoch FROM log_head "
    "WHERE state <> 'MOVED' ORDER BY federation"};
inline constexpr Statement kHeadStates{
    "log_head_states", "SELECT federation, state <> 'MOVED', shard_epoch FROM log_head"};
inline constexpr Statement kCursor{
    "log_cursor",
    "SELECT incarnation, log_offset, record_digest, epoch FROM cursor "
    "WHERE consumer = $1 AND source = $2 AND federation = $3"};
// What is written beside the log goes only where the federation is open.
inline constexpr Statement kTakeOver{
    "log_take_over",
    "WITH head AS (SELECT federation FROM log_head WHERE federation = $3 AND state = 'OPEN' "
    "FOR KEY SHARE) INSERT INTO cursor (consumer, source, federation, epoch) "
    "SELECT $1, $2, federation, 1 FROM head "
    "ON CONFLICT (consumer, source, federation) DO UPDATE SET epoch = cursor.epoch + 1 "
    "RETURNING epoch"};
inline constexpr Statement kParked{
    "log_parked",
    "SELECT source, federation, log_offset, stream_id, reason FROM parked "
    "WHERE consumer = $1 AND resolution IS NULL "
    "AND federation IN (SELECT federation FROM log_head WHERE state <> 'MOVED') "
    "ORDER BY source COLLATE \"C\", federation, log_offset"};
inline constexpr Statement kUnpark{
    "log_unpark",
    "WITH head AS (SELECT federation FROM log_head WHERE federation = $3 AND state = 'OPEN' "
    "FOR KEY SHARE), done AS (UPDATE parked p SET resolution = $5 FROM head "
    "WHERE p.consumer = $1 AND p.source = $2 AND p.federation = head.federation "
    "AND p.log_offset = $4) SELECT federation FROM head"};
// The federations whose timers are not those that another database goes on with.
inline constexpr Statement kDueTimers{
    "log_due_timers",
    "SELECT federation, stream_id, key, aggregate, due FROM timer WHERE due <= $1 "
    "AND federation IN (SELECT federation FROM log_head WHERE state <> 'MOVED') "
    "ORDER BY due, stream_id, key, federation LIMIT $2"};
inline constexpr Statement kNextTimer{
    "log_next_timer",
    "SELECT due FROM timer WHERE federation IN (SELECT federation FROM log_head "
    "WHERE state <> 'MOVED') ORDER BY due LIMIT 1"};
// A row that no command has: a version below zero (CommandFact::barred()).
inline constexpr Statement kBarCommand{
    "log_bar_command",
    "INSERT INTO command (federation, command_id, request_hash, reply_version, reply_offset) "
    "SELECT $1, $2, decode(repeat('00', 32), 'hex'), -1, next_offset - 1 FROM log_head "
    "WHERE federation = $1 ON CONFLICT DO NOTHING"};
inline constexpr Statement kIsCarriedOut{
    "log_is_carried_out",
    "SELECT reply_version >= 0 FROM command WHERE federation = $1 AND command_id = $2"};
inline constexpr Statement kHolder{"log_holder",
                                   "SELECT federation, stream_id FROM claim WHERE key = $1"};
inline constexpr Statement kBusinessDate{"log_business_date",
                                         "SELECT day FROM business_date WHERE singleton"};
inline constexpr Statement kSetBusinessDate{
    "log_set_business_date",
    "INSERT INTO business_date (day) VALUES ($1) ON CONFLICT (singleton) DO UPDATE "
    "SET day = EXCLUDED.day WHERE business_date.day <= EXCLUDED.day"};

}  // namespace haven::log::sql
