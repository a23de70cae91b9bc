// The statements of an append, each with its parameters: what a batch names is locked and asked,
// what judge() has decided is written. Internal to PostgresLog.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "libs/log/judge.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::log {

using Calls = std::vector<postgres::Connection::Call>;

// Locks heads, in the order that everybody keeps to.
postgres::Connection::Call lock_heads(std::span<const Proposal> proposals);
// Asks for the command ids and versions that the proposals name, once their heads are locked.
void append_question_calls(std::span<const Proposal> proposals, Calls& calls);
void read_commands(const postgres::Rows& rows, Facts& facts);
void read_versions(const postgres::Rows& rows, Facts& facts);
void read_cursors(const postgres::Rows& rows, Facts& facts);
// Heads of the federations whose cursors move.
postgres::Connection::Call share_heads(const std::set<CursorKey>& cursors);
postgres::Params cursor_params(const std::set<CursorKey>& keys);
postgres::Connection::Call take_claims(const std::map<std::string, Holder>& keys);
postgres::Connection::Call lock_quotas(const std::map<std::string, FederationNo>& keys);

void append_event_call(const std::string& service, const Batch& batch, const Judgement& judgement,
                       Calls& calls);
void append_head_call(const Judgement& judgement, Calls& calls);
void append_command_call(const Batch& batch, const Judgement& judgement, Calls& calls);
void append_cursor_calls(const Batch& batch, const Judgement& judgement, Calls& calls);
// Gives every claim the holder that it has after the batch: `rows` is what stands in the table now
// under our lock, `fresh` what of that we have made ourselves.
void append_claim_calls(const std::map<std::string, Holder>& rows,
                        const std::set<std::string>& fresh, const Judgement& judgement,
                        Calls& calls);
void append_quota_calls(const std::set<std::string>& fresh, const Judgement& judgement,
                        Calls& calls);

// Of a batch that is written on what is believed, without asking (postgres_log_foreseen.cpp). Each
// fails, and all with it, where the belief is wrong.
postgres::Connection::Call move_heads_from(const std::map<FederationNo, HeadFact>& believed,
                                           const std::map<FederationNo, std::int64_t>& epochs,
                                           const Judgement& judgement);
// `others`: whose heads do not move though a cursor of theirs does.
postgres::Connection::Call hold_open(const std::set<FederationNo>& others,
                                     const std::map<FederationNo, std::int64_t>& epochs);
postgres::Connection::Call move_cursors_from(const Batch& batch, const Judgement& judgement);
void append_new_claim_call(const Judgement& judgement, Calls& calls);

}  // namespace haven::log
