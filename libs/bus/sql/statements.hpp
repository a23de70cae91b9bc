// The statements of libs/bus.
#pragma once

#include "libs/postgres/connection.hpp"

namespace haven::bus::sql {

// One channel a database; what is said on it says only that there is something to look for.
inline constexpr const char* kListen = "LISTEN haven_log";
inline constexpr const char* kNotify = "NOTIFY haven_log";

// Leases. $3 of the first two is a life in microseconds.
inline constexpr postgres::Statement kIsHere{
    "bus_is_here",
    "INSERT INTO lease_member (kind, owner, here_until) "
    "VALUES ($1, $2, clock_timestamp() + $3 * interval '1 microsecond') "
    "ON CONFLICT (kind, owner) DO UPDATE SET here_until = EXCLUDED.here_until"};
inline constexpr postgres::Statement kRenew{
    "bus_renew",
    "UPDATE lease SET held_until = clock_timestamp() + $3 * interval '1 microsecond' "
    "WHERE kind = $1 AND owner = $2 RETURNING key, epoch"};
inline constexpr postgres::Statement kMembers{
    "bus_members",
    "SELECT count(*) FROM lease_member WHERE kind = $1 AND here_until > clock_timestamp()"};
inline constexpr postgres::Statement kEnsureLeases{
    "bus_ensure_leases",
    "INSERT INTO lease (kind, key, owner) SELECT $1, key, '' FROM unnest($2) AS u(key) "
    "ORDER BY key ON CONFLICT DO NOTHING"};
inline constexpr postgres::Statement kTake{
    "bus_take",
    "UPDATE lease SET owner = $2, epoch = epoch + 1, "
    "held_until = clock_timestamp() + $3 * interval '1 microsecond' "
    "WHERE kind = $1 AND key IN (SELECT key FROM lease WHERE kind = $1 AND key = ANY ($4) "
    "AND held_until < clock_timestamp() ORDER BY key LIMIT $5 FOR UPDATE SKIP LOCKED) "
    "RETURNING key, epoch"};
inline constexpr postgres::Statement kGiveBack{
    "bus_give_back",
    "UPDATE lease SET owner = '', held_until = '-infinity' "
    "WHERE kind = $1 AND owner = $2 AND key = ANY ($3)"};
inline constexpr postgres::Statement kIsGone{
    "bus_is_gone", "DELETE FROM lease_member WHERE kind = $1 AND owner = $2"};

}  // namespace haven::bus::sql
