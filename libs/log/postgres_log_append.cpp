// The append path of PostgresLog: two round trips around judge().
#include <algorithm>

#include "libs/base/fault_point.hpp"
#include "libs/log/append_calls.hpp"
#include "libs/log/postgres_log_use.hpp"
#include "libs/log/sql/statements.hpp"
#include "libs/log/sql/table_sql.hpp"

namespace haven::log {

using postgres::Connection;
using postgres::Rows;

namespace {

// Rank of a claim's or quota's key → who first asks for it in this batch.
std::map<std::string, Holder> claim_keys(const Batch& batch) {
    std::map<std::string, Holder> keys;
    for (const Proposal& proposal : batch.proposals) {
        for (const ClaimChange& change : proposal.claims) {
            keys.try_emplace(change.key, Holder{proposal.federation, proposal.stream_id});
        }
    }
    return keys;
}

std::map<std::string, FederationNo> quota_keys(const Batch& batch) {
    std::map<std::string, FederationNo> keys;
    for (const Proposal& proposal : batch.proposals) {
        for (const QuotaChange& change : proposal.quotas) {
            keys.try_emplace(change.key, proposal.federation);
        }
    }
    return keys;
}

std::set<CursorKey> cursor_keys(const Batch& batch) {
    std::set<CursorKey> keys;
    for (const CursorMove& move : batch.cursor_moves) {
        keys.insert({move.consumer, move.source, move.federation});
    }
    return keys;
}

}  // namespace

struct PostgresLog::Locked {
    Facts facts;
    std::map<std::string, Holder> claim_rows;  // as they stand in the table, ours included
    std::set<std::string> fresh_claims;
    std::set<std::string> fresh_quotas;

    void read_claims(const Rows& rows) {
        for (const postgres::Row row : rows) {
            const std::string key = row.text(0);
            const Holder holder{FederationNo{row.int16(1)}, row.uuid(2)};
            claim_rows[key] = holder;
            if (row.boolean(3)) {
                fresh_claims.insert(key);
            } else {
                facts.claims[key] = holder;
            }
        }
    }
    void read_quotas(const Rows& rows) {
        for (const postgres::Row row : rows) {
            facts.quotas[row.text(0)] = row.int64(1);
            if (row.boolean(2)) fresh_quotas.insert(row.text(0));
        }
    }
};

void PostgresLog::read_heads(const Rows& rows, Facts& facts) const {
    for (const postgres::Row row : rows) {
        facts.heads[FederationNo{row.int16(0)}] = {is_open_here(row), row.int16(3),
                                                   row.int64(1) - 1, row.instant(2)};
    }
}

PostgresLog::Locked PostgresLog::lock_and_read(Connection& connection, const Batch& batch) {
    const auto cursors = cursor_keys(batch);
    std::set<CursorKey> unknown;
    std::ranges::set_difference(cursors, known_cursors_, std::inserter(unknown, unknown.end()));
    const auto claims = claim_keys(batch);
    const auto quotas = quota_keys(batch);

    Calls calls{{sql::kBegin, {}}};
    const bool proposals = !batch.proposals.empty();
    if (proposals) {
        calls.push_back(lock_heads(batch.proposals));
        append_question_calls(batch.proposals, calls);
    }
    if (!cursors.empty()) calls.push_back(share_heads(cursors));
    if (!unknown.empty()) calls.push_back({sql::kEnsureCursors, cursor_params(unknown)});
    if (!cursors.empty()) calls.push_back({sql::kLockCursors, cursor_params(cursors)});
    if (!claims.empty()) calls.push_back(take_claims(claims));
    if (!quotas.empty()) calls.push_back(lock_quotas(quotas));
    const std::vector<Rows> answers = connection.run_pipelined(calls);

    Locked locked;
    std::size_t next = 1;
    if (proposals) {
        read_heads(answers[next++], locked.facts);
        read_commands(answers[next++], locked.facts);
        read_versions(answers[next++], locked.facts);
    }
    if (!cursors.empty()) read_heads(answers[next++], locked.facts);
    if (!unknown.empty()) ++next;
    if (!cursors.empty()) read_cursors(answers[next++], locked.facts);
    if (!claims.empty()) locked.read_claims(answers[next++]);
    if (!quotas.empty()) locked.read_quotas(answers[next++]);
    return locked;
}

Calls PostgresLog::table_calls(const Batch& batch, const Judgement& judgement,
                               const Projector& projector) {
    PendingRows pending;
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        if (proposal.events.empty()) continue;
        const auto& head = judgement.heads.at(proposal.federation);
        const auto changes =
            projector(i, judgement.answers.outcomes[i].first_offset, head.last_recorded_at);
        for (const auto& [offset, change] : changes) {
            pending.apply(proposal.federation, offset, change);
        }
    }
    Calls calls;
    for (const auto& [table, rows] : pending.tables()) sql_of(*table).append_calls(rows, calls);
    return calls;
}

void PostgresLog::write(Connection& connection, const Batch& batch, const Locked& locked,
                        const Judgement& judgement, const Projector& projector) {
    if (judgement.winners.empty() && judgement.moves.empty()) {
        connection.run(sql::kRollback);  // gives back the claims that losers took
        return;
    }
    Calls calls;
    append_event_call(service_, batch, judgement, calls);
    append_head_call(judgement, calls);
    append_command_call(batch, judgement, calls);
    append_cursor_calls(batch, judgement, calls);
    append_claim_calls(locked.claim_rows, locked.fresh_claims, judgement, calls);
    append_quota_calls(locked.fresh_quotas, judgement, calls);
    commit(connection, batch, judgement, std::move(calls), projector);
}

std::vector<Rows> PostgresLog::commit(Connection& connection, const Batch& batch,
                                      const Judgement& judgement, Calls calls,
                                      const Projector& projector) {
    auto tables = table_calls(batch, judgement, projector);
    std::ranges::move(tables, std::back_inserter(calls));
    calls.push_back({sql::kCommit, {}});
    HAVEN_FAULT_POINT("log.before_commit");
    if (!judgement.moves.empty()) {
        HAVEN_FAULT_POINT("log.before_unit_commit");
    }
    std::vector<Rows> answers = connection.run_pipelined(calls);
    HAVEN_FAULT_POINT("log.after_commit");
    if (!judgement.moves.empty()) {
        HAVEN_FAULT_POINT("log.after_unit_commit");
    }
    return answers;
}

Log::Appended PostgresLog::append(const Batch& batch, Instant now, const Projector& projector) {
    Use use(*this);
    if (auto appended = append_foreseen(*use, batch, now, projector)) return *std::move(appended);
    const Locked locked = lock_and_read(*use, batch);
    Judgement judgement = judge(batch, locked.facts, now);
    write(*use, batch, locked, judgement, projector);
    // A batch in which everybody lost is rolled back, and with it the rows that it made.
    if (!judgement.winners.empty() || !judgement.moves.empty()) {
        for (const auto& [key, _] : locked.facts.cursors) known_cursors_.insert(key);
    }
    believe(locked.facts.heads);
    believe(judgement.heads);
    return std::move(judgement.answers);
}

std::vector<std::optional<Reply>> PostgresLog::resolve(std::span<const Proposal> proposals) {
    connection_.reset();
    if (proposals.empty()) return {};
    Use use(*this);
    Calls calls{{sql::kBegin, {}}};
    calls.push_back(lock_heads(proposals));
    append_question_calls(proposals, calls);
    calls.push_back({sql::kCommit, {}});
    Facts facts;
    read_commands(use->run_pipelined(calls)[2], facts);
    std::vector<std::optional<Reply>> replies;
    for (const Proposal& proposal : proposals) {
        const auto found = facts.commands.find({proposal.federation, proposal.command_id});
        const bool ours =
            found != facts.commands.end() && found->second.request_hash == proposal.request_hash;
        replies.push_back(ours ? std::optional(found->second.reply) : std::nullopt);
    }
    return replies;
}

}  // namespace haven::log
