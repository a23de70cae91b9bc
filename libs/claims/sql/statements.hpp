// The statements of libs/claims. Arrays go in as parameters, one element a row.
#pragma once

#include "libs/postgres/connection.hpp"

namespace haven::claims::sql {

using postgres::Statement;

inline constexpr const char* kSession =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;"
    "SET synchronous_commit = on; SET ROLE haven_writer";
// What is lost of a confirmation or a release is found out by who asks next.
inline constexpr Statement kBeginLazily{"claims_begin_lazily", "BEGIN"};
inline constexpr Statement kLazily{"claims_lazily", "SET LOCAL synchronous_commit = off"};
inline constexpr Statement kCommit{"claims_commit", "COMMIT"};

#define HAVEN_SAME_HOLDER \
    "(r.federation = EXCLUDED.federation AND r.stream_id = EXCLUDED.stream_id)"
#define HAVEN_AGAIN \
    "(" HAVEN_SAME_HOLDER " AND NOT r.confirmed AND r.command_id = EXCLUDED.command_id)"
#define HAVEN_ANEW "(" HAVEN_SAME_HOLDER " AND r.confirmed)"
// Takes what nobody has, what the stream has already, and what this command announced before. Other
// rows stay as they are. In key order, so that two who want the same keys do not wait for each
// other.
inline constexpr Statement kAnnounce{
    "claims_announce",
    "INSERT INTO registered_claim AS r (key, federation, stream_id, command_id, confirmed, "
    "grant_no) "
    "SELECT key, federation, stream_id, command_id, false, nextval('registered_claim_grant') "
    "FROM (SELECT * FROM unnest($1, $2, $3, $4) AS u(key, federation, stream_id, command_id) "
    "ORDER BY key COLLATE \"C\") wanted "
    "ON CONFLICT (key) DO UPDATE SET "
    "command_id = CASE WHEN " HAVEN_ANEW
    " THEN EXCLUDED.command_id ELSE r.command_id END, "
    "had_it = CASE WHEN " HAVEN_ANEW
    " THEN true ELSE r.had_it END, "
    "tries = CASE WHEN " HAVEN_ANEW " THEN 1 WHEN " HAVEN_AGAIN
    " THEN r.tries + 1 "
    "ELSE r.tries END, "
    "grant_no = CASE WHEN " HAVEN_ANEW " OR " HAVEN_AGAIN
    " THEN EXCLUDED.grant_no "
    "ELSE r.grant_no END, "
    "announced_at = CASE WHEN " HAVEN_ANEW " OR " HAVEN_AGAIN
    " THEN clock_timestamp() "
    "ELSE r.announced_at END, "
    "confirmed = CASE WHEN " HAVEN_ANEW
    " THEN false ELSE r.confirmed END "
    "RETURNING key, federation, stream_id, command_id, confirmed, had_it, tries, grant_no, "
    "(extract(epoch FROM clock_timestamp() - announced_at) * 1000)::bigint"};
#undef HAVEN_ANEW
#undef HAVEN_AGAIN
#undef HAVEN_SAME_HOLDER

// From a holder that turned out to have it no more: $5 is his grant. To be announced once more.
inline constexpr Statement kTakeOver{
    "claims_take_over",
    "UPDATE registered_claim SET federation = $2, stream_id = $3, command_id = $4, "
    "confirmed = false, had_it = false, tries = 0, announced_at = clock_timestamp(), "
    "grant_no = nextval('registered_claim_grant') WHERE key = $1 AND grant_no = $5"};
inline constexpr Statement kConfirm{
    "claims_confirm",
    "UPDATE registered_claim r SET confirmed = true, had_it = false, command_id = NULL "
    "FROM unnest($1, $2) AS u(key, grant_no) WHERE r.key = u.key AND r.grant_no = u.grant_no"};
inline constexpr Statement kFree{
    "claims_free",
    "DELETE FROM registered_claim r USING unnest($1, $2) AS u(key, grant_no) "
    "WHERE r.key = u.key AND r.grant_no = u.grant_no"};
inline constexpr Statement kFind{
    "claims_find",
    "SELECT key, federation, stream_id, grant_no FROM registered_claim WHERE key = ANY ($1)"};
// What a database holds that had no register.
inline constexpr Statement kEnter{
    "claims_enter",
    "INSERT INTO registered_claim (key, federation, stream_id, confirmed, grant_no) "
    "SELECT key, federation, stream_id, true, nextval('registered_claim_grant') "
    "FROM unnest($1, $2, $3) AS u(key, federation, stream_id) ON CONFLICT DO NOTHING"};
inline constexpr Statement kHeld{
    "claims_held",
    "SELECT c.key, c.federation, c.stream_id FROM claim c JOIN log_head h USING (federation) "
    "WHERE h.state <> 'MOVED' AND c.key > $1 ORDER BY c.key LIMIT $2"};

}  // namespace haven::claims::sql
