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

inline constexpr Statement kFindIdentities{
    "vault_find_identities",
    "SELECT i.id_type, i.number_hash, i.person_id FROM identity i "
    "JOIN unnest($1::smallint[], $2::bytea[]) AS q(id_type, number_hash) "
    "USING (id_type, number_hash)"};
inline constexpr Statement kAddIdentities{
    "vault_add_identities",
    "INSERT INTO identity (id_type, number_hash, person_id) "
    "SELECT * FROM unnest($1::smallint[], $2::bytea[], $3::uuid[]) "
    "ON CONFLICT DO NOTHING RETURNING id_type, number_hash, person_id"};
inline constexpr Statement kAddPeople{
    "vault_add_people",
    "INSERT INTO person (person_id, wrapped_key) "
    "SELECT p.person_id, p.wrapped_key FROM unnest($1::uuid[], $2::bytea[]) AS p(person_id, "
    "wrapped_key) "
    "ON CONFLICT DO NOTHING"};
// In one order everywhere: two imports at once do not lock each other out.
inline constexpr Statement kAddTokens{
    "vault_add_tokens",
    "INSERT INTO name_token (token, federation, person_id) "
    "SELECT * FROM unnest($1::bytea[], $2::smallint[], $3::uuid[]) AS t(token, federation, "
    "person_id) "
    "ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING"};

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

inline constexpr Statement kSearch{
    "vault_search",
    "SELECT person_id FROM name_token "
    "WHERE token = ANY($1::bytea[]) AND federation = ANY($2::smallint[]) "
    "GROUP BY person_id HAVING count(DISTINCT token) = $3 ORDER BY person_id LIMIT $4"};

inline constexpr Statement kForgetIdentity{"vault_forget_identity",
                                           "DELETE FROM identity WHERE person_id = $1"};
inline constexpr Statement kForgetTokens{"vault_forget_tokens",
                                         "DELETE FROM name_token WHERE person_id = $1"};
inline constexpr Statement kForgetKey{"vault_forget_key",
                                      "DELETE FROM person WHERE person_id = $1"};
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
