// The vault's statements; see sql/0001_vault.sql. Internal to libs/vault.
#pragma once

#include "libs/postgres/connection.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::vault::sql {

using postgres::Statement;

// The migrations (sql/*.sql), compiled in.
std::span<const SqlFile> sql_files();

inline constexpr Statement kReadSecret{"vault_read_secret",
                                       "SELECT wrapped FROM secret WHERE name = 'index'"};
inline constexpr Statement kAddSecret{
    "vault_add_secret",
    "INSERT INTO secret (name, wrapped) VALUES ('index', $1) ON CONFLICT DO NOTHING"};

// What a connection is set to. Plans are made while tables are still empty; the index of name
// tokens is read by bitmap.
inline constexpr const char* kSession =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off";

// Who has these identities. A destruction of one of them waits until our transaction has ended.
inline constexpr Statement kHoldIdentities{
    "vault_hold_identities",
    "SELECT p.id_type, p.number_hash, p.person_id FROM person p "
    "JOIN unnest($1::smallint[], $2::bytea[]) AS q(id_type, number_hash) "
    "USING (id_type, number_hash) ORDER BY p.person_id FOR KEY SHARE OF p"};
inline constexpr Statement kFindIdentities{
    "vault_find_identities",
    "SELECT p.id_type, p.number_hash, p.person_id FROM person p "
    "JOIN unnest($1::smallint[], $2::bytea[]) AS q(id_type, number_hash) "
    "USING (id_type, number_hash)"};
// A person's tokens are first … last of $7; whose identity or id is there already is not answered.
inline constexpr Statement kAddPeople{
    "vault_add_people",
    "INSERT INTO person (person_id, wrapped_key, id_type, number_hash, name_tokens) "
    "SELECT person_id, wrapped_key, id_type, number_hash, ($7::bigint[])[first : last] "
    "FROM unnest($1::uuid[], $2::bytea[], $3::smallint[], $4::bytea[], $5::int[], $6::int[]) "
    "AS q(person_id, wrapped_key, id_type, number_hash, first, last) "
    "ON CONFLICT DO NOTHING RETURNING person_id"};
// Only who lacks a token is written. In one order everywhere: two imports at once do not lock each
// other out.
inline constexpr Statement kAddTokens{
    "vault_add_tokens",
    "WITH lacking AS (SELECT p.person_id, q.tokens FROM "
    "(SELECT person_id, array_agg(token) AS tokens FROM unnest($1::uuid[], $2::bigint[]) "
    "AS t(person_id, token) GROUP BY person_id) q JOIN person p USING (person_id) "
    "WHERE NOT p.name_tokens @> q.tokens ORDER BY person_id FOR NO KEY UPDATE OF p) "
    "UPDATE person p SET name_tokens = ARRAY(SELECT unnest(p.name_tokens) UNION "
    "SELECT unnest(lacking.tokens)) FROM lacking WHERE p.person_id = lacking.person_id"};

inline constexpr Statement kReadKeys{
    "vault_read_keys",
    "SELECT person_id, wrapped_key FROM person WHERE person_id = ANY($1::uuid[])"};
inline constexpr Statement kReadDestroyed{
    "vault_read_destroyed", "SELECT person_id FROM destroyed WHERE person_id = ANY($1::uuid[])"};
// A destruction of one of them waits until our transaction has ended; who is missing in the answer
// has been destroyed before.
inline constexpr Statement kHoldPeople{
    "vault_hold_people",
    "SELECT person_id FROM person WHERE person_id = ANY($1::uuid[]) ORDER BY person_id "
    "FOR KEY SHARE"};

inline constexpr Statement kRecordOpenings{
    "vault_record_openings",
    "INSERT INTO opening (at, actor, service, kind, purpose, subject, person_id, field) "
    "SELECT $1, $2, $3, $4, $5, $6, q.person_id, q.field "
    "FROM unnest($7::uuid[], $8::text[]) AS q(person_id, field)"};

inline constexpr Statement kForget{"vault_forget", "DELETE FROM person WHERE person_id = $1"};
inline constexpr Statement kRememberDestroyed{
    "vault_remember_destroyed",
    "INSERT INTO destroyed (person_id, destroyed_at) VALUES ($1, $2) ON CONFLICT DO NOTHING"};

inline constexpr Statement kIsNew{
    "vault_is_new",
    "SELECT NOT (EXISTS (SELECT FROM person) OR EXISTS (SELECT FROM destroyed) "
    "OR EXISTS (SELECT FROM list_cursor))"};
inline constexpr Statement kReadListCursors{
    "vault_read_list_cursors",
    "SELECT federation, incarnation, log_offset, record_digest FROM list_cursor "
    "WHERE source = $1"};
inline constexpr Statement kMoveListCursor{
    "vault_move_list_cursor",
    "INSERT INTO list_cursor (source, federation, incarnation, log_offset, record_digest) "
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source, federation) DO UPDATE "
    "SET incarnation = $3, log_offset = $4, record_digest = $5"};

inline constexpr Statement kListOpenings{
    "vault_list_openings",
    "SELECT opening_id, at, actor, service, kind, purpose, subject, person_id, field FROM opening "
    "WHERE opening_id < $1 AND ($2::uuid IS NULL OR person_id = $2) "
    "ORDER BY opening_id DESC LIMIT $3"};

}  // namespace haven::vault::sql
