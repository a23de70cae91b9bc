// The append path of PostgresLog: two round trips around judge().
#include <algorithm>

#include "libs/base/fault_point.hpp"
#include "libs/log/postgres_log_use.hpp"
#include "libs/log/sql/statements.hpp"
#include "libs/log/sql/table_sql.hpp"

namespace haven::log {

using postgres::ArrayBuilder;
using postgres::Connection;
using postgres::Params;
using postgres::Rows;
using postgres::Type;

namespace {

std::string_view view(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Digest digest_of(const std::string& bytes) {
    Digest digest{};
    HAVEN_CHECK(bytes.size() == digest.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.data()));
    return digest;
}

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

template <class Keys>
Params cursor_params(const Keys& keys) {
    ArrayBuilder consumers(Type::Text);
    ArrayBuilder sources(Type::Text);
    ArrayBuilder federations(Type::Int16);
    for (const CursorKey& key : keys) {
        consumers.text(key.consumer);
        sources.text(key.source);
        federations.int16(key.federation.value);
    }
    return Params().array(consumers).array(sources).array(federations);
}

// Heads, command ids and versions that the proposals name.
void append_proposal_calls(std::span<const Proposal> proposals,
                           std::vector<Connection::Call>& calls) {
    std::set<FederationNo> named;
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder commands(Type::Uuid);
    ArrayBuilder streams(Type::Uuid);
    for (const Proposal& proposal : proposals) {
        named.insert(proposal.federation);
        federations.int16(proposal.federation.value);
        commands.uuid(proposal.command_id);
        streams.uuid(proposal.stream_id);
    }
    ArrayBuilder heads(Type::Int16);
    for (const FederationNo federation : named) heads.int16(federation.value);
    calls.push_back({sql::kLockHeads, Params().array(heads)});
    calls.push_back({sql::kFindCommands, Params().array(federations).array(commands)});
    calls.push_back({sql::kFindVersions, Params().array(federations).array(streams)});
}

void read_heads(const Rows& rows, const std::map<FederationNo, std::int64_t>& epochs,
                Facts& facts) {
    for (const postgres::Row row : rows) {
        const FederationNo federation{row.int16(0)};
        const auto epoch = epochs.find(federation);
        const bool open = row.boolean(4) && epoch != epochs.end() && epoch->second == row.int64(5);
        facts.heads[federation] = {open, row.int16(3), row.int64(1) - 1, row.instant(2)};
    }
}

void read_commands(const Rows& rows, Facts& facts) {
    for (const postgres::Row row : rows) {
        facts.commands[{FederationNo{row.int16(0)}, row.uuid(1)}] = {digest_of(row.bytes(2)),
                                                                     {row.int32(3), row.int64(4)}};
    }
}

void read_versions(const Rows& rows, Facts& facts) {
    for (const postgres::Row row : rows) {
        facts.versions[{FederationNo{row.int16(0)}, row.uuid(1)}] = row.int32(2);
    }
}

void read_cursors(const Rows& rows, Facts& facts) {
    for (const postgres::Row row : rows) {
        facts.cursors[{row.text(0), row.text(1), FederationNo{row.int16(2)}}] = {
            row.int16(3), row.int64(4), digest_of(row.bytes(5)), row.int64(6)};
    }
}

Connection::Call take_claims(const std::map<std::string, Holder>& keys) {
    ArrayBuilder texts(Type::Text);
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder streams(Type::Uuid);
    for (const auto& [key, holder] : keys) {
        texts.text(key);
        federations.int16(holder.federation.value);
        streams.uuid(holder.stream);
    }
    return {sql::kTakeClaims, Params().array(texts).array(federations).array(streams)};
}

Connection::Call lock_quotas(const std::map<std::string, FederationNo>& keys) {
    ArrayBuilder texts(Type::Text);
    ArrayBuilder federations(Type::Int16);
    for (const auto& [key, federation] : keys) {
        texts.text(key);
        federations.int16(federation.value);
    }
    return {sql::kLockQuotas, Params().array(texts).array(federations)};
}

void append_event_calls(const std::string& service, const Batch& batch, const Judgement& judgement,
                        std::vector<Connection::Call>& calls) {
    ArrayBuilder federations(Type::Int16), offsets(Type::Int64), incarnations(Type::Int16),
        streams(Type::Uuid), versions(Type::Int32), types(Type::Text), schemas(Type::Int16),
        times(Type::Instant), commands(Type::Uuid), metas(Type::Bytes), payloads(Type::Bytes);
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        std::int64_t offset = judgement.answers.outcomes[i].first_offset;
        std::int32_t version = proposal.expected_version;
        for (const NewEvent& event : proposal.events) {
            HAVEN_CHECK(record_size(service, event.type, proposal.meta, event.payload) <=
                        kMaxRecordBytes);
            const HeadFact& head = judgement.heads.at(proposal.federation);
            federations.int16(proposal.federation.value);
            offsets.int64(offset++);
            incarnations.int16(head.incarnation);
            streams.uuid(proposal.stream_id);
            versions.int32(++version);
            types.text(event.type);
            schemas.int16(event.schema_version);
            times.instant(head.last_recorded_at);
            commands.uuid(proposal.command_id);
            metas.bytes(proposal.meta);
            payloads.bytes(event.payload);
        }
    }
    if (offsets.size() == 0) return;
    Params params;
    for (const ArrayBuilder* column : {&federations, &offsets, &incarnations, &streams, &versions,
                                       &types, &schemas, &times, &commands, &metas, &payloads}) {
        params.array(*column);
    }
    calls.push_back({sql::kInsertEvents, std::move(params)});

    ArrayBuilder moved(Type::Int16), next(Type::Int64), at(Type::Instant);
    for (const auto& [federation, head] : judgement.heads) {
        moved.int16(federation.value);
        next.int64(head.last_offset + 1);
        at.instant(head.last_recorded_at);
    }
    calls.push_back({sql::kMoveHeads, Params().array(moved).array(next).array(at)});
}

void append_command_call(const Batch& batch, const Judgement& judgement,
                         std::vector<Connection::Call>& calls) {
    if (judgement.winners.empty() || HAVEN_PLANTED("no_command_table")) return;
    ArrayBuilder federations(Type::Int16), ids(Type::Uuid), hashes(Type::Bytes),
        versions(Type::Int32), offsets(Type::Int64);
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        const Reply& reply = judgement.answers.outcomes[i].reply;
        federations.int16(proposal.federation.value);
        ids.uuid(proposal.command_id);
        hashes.bytes(view(proposal.request_hash));
        versions.int32(reply.version);
        offsets.int64(reply.offset);
    }
    calls.push_back(
        {sql::kInsertCommands,
         Params().array(federations).array(ids).array(hashes).array(versions).array(offsets)});
}

void append_cursor_calls(const Batch& batch, const Judgement& judgement,
                         std::vector<Connection::Call>& calls) {
    if (judgement.moves.empty()) return;
    ArrayBuilder consumers(Type::Text), sources(Type::Text), federations(Type::Int16),
        incarnations(Type::Int16), offsets(Type::Int64), digests(Type::Bytes);
    for (const auto& [key, cursor] : judgement.cursors) {
        consumers.text(key.consumer);
        sources.text(key.source);
        federations.int16(key.federation.value);
        incarnations.int16(cursor.incarnation);
        offsets.int64(cursor.offset);
        digests.bytes(view(cursor.record_digest));
    }
    Params moved;
    for (const ArrayBuilder* column :
         {&consumers, &sources, &federations, &incarnations, &offsets, &digests}) {
        moved.array(*column);
    }
    calls.push_back({sql::kMoveCursors, std::move(moved)});

    // The last word on a record counts: an upsert may not meet the same row twice.
    std::map<std::pair<CursorKey, std::int64_t>, const CursorMove::Parked*> parked;
    for (const std::size_t i : judgement.moves) {
        const CursorMove& move = batch.cursor_moves[i];
        for (const CursorMove::Parked& park : move.parked) {
            parked[{{move.consumer, move.source, move.federation}, park.offset}] = &park;
        }
    }
    if (parked.empty()) return;
    ArrayBuilder by(Type::Text), from(Type::Text), of(Type::Int16), at(Type::Int64),
        streams(Type::Uuid), reasons(Type::Text);
    for (const auto& [key, park] : parked) {
        by.text(key.first.consumer);
        from.text(key.first.source);
        of.int16(key.first.federation.value);
        at.int64(park->offset);
        streams.uuid(park->stream_id);
        reasons.text(park->reason);
    }
    calls.push_back(
        {sql::kPark,
         Params().array(by).array(from).array(of).array(at).array(streams).array(reasons)});
}

// Gives every claim the holder that it has after the batch: `rows` is what stands in the table now
// under our lock, `fresh` what of that we have made ourselves.
void append_claim_calls(const std::map<std::string, Holder>& rows,
                        const std::set<std::string>& fresh, const Judgement& judgement,
                        std::vector<Connection::Call>& calls) {
    ArrayBuilder keys(Type::Text), federations(Type::Int16), streams(Type::Uuid), freed(Type::Text);
    for (const auto& [key, row] : rows) {
        std::optional<Holder> after;
        if (!fresh.contains(key)) after = row;
        if (const auto judged = judgement.claims.find(key); judged != judgement.claims.end()) {
            after = judged->second;
        }
        if (!after) {
            freed.text(key);
        } else if (*after != row) {
            keys.text(key);
            federations.int16(after->federation.value);
            streams.uuid(after->stream);
        }
    }
    if (keys.size() > 0) {
        calls.push_back({sql::kSetClaims, Params().array(keys).array(federations).array(streams)});
    }
    if (freed.size() > 0) calls.push_back({sql::kFreeClaims, Params().array(freed)});
}

void append_quota_calls(const std::set<std::string>& fresh, const Judgement& judgement,
                        std::vector<Connection::Call>& calls) {
    ArrayBuilder keys(Type::Text), sums(Type::Int64), unused(Type::Text);
    for (const auto& [key, sum] : judgement.quotas) {
        keys.text(key);
        sums.int64(sum);
    }
    for (const std::string& key : fresh) {
        if (!judgement.quotas.contains(key)) unused.text(key);
    }
    if (keys.size() > 0) calls.push_back({sql::kSetQuotas, Params().array(keys).array(sums)});
    if (unused.size() > 0) calls.push_back({sql::kDropQuotas, Params().array(unused)});
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

PostgresLog::Locked PostgresLog::lock_and_read(Connection& connection, const Batch& batch) {
    const auto cursors = cursor_keys(batch);
    std::vector<CursorKey> unknown;
    std::ranges::set_difference(cursors, known_cursors_, std::back_inserter(unknown));
    const auto claims = claim_keys(batch);
    const auto quotas = quota_keys(batch);

    std::vector<Connection::Call> calls{{sql::kBegin, {}}};
    const bool proposals = !batch.proposals.empty();
    if (proposals) append_proposal_calls(batch.proposals, calls);
    if (!unknown.empty()) calls.push_back({sql::kEnsureCursors, cursor_params(unknown)});
    if (!cursors.empty()) calls.push_back({sql::kLockCursors, cursor_params(cursors)});
    if (!claims.empty()) calls.push_back(take_claims(claims));
    if (!quotas.empty()) calls.push_back(lock_quotas(quotas));
    const std::vector<Rows> answers = connection.run_pipelined(calls);

    Locked locked;
    std::size_t next = 1;
    if (proposals) {
        read_heads(answers[next++], shard_epochs_, locked.facts);
        read_commands(answers[next++], locked.facts);
        read_versions(answers[next++], locked.facts);
    }
    if (!unknown.empty()) ++next;
    if (!cursors.empty()) read_cursors(answers[next++], locked.facts);
    if (!claims.empty()) locked.read_claims(answers[next++]);
    if (!quotas.empty()) locked.read_quotas(answers[next++]);
    return locked;
}

std::vector<Connection::Call> PostgresLog::table_calls(const Batch& batch,
                                                       const Judgement& judgement,
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
    std::vector<Connection::Call> calls;
    for (const auto& [table, rows] : pending.tables()) sql_of(*table).append_calls(rows, calls);
    return calls;
}

void PostgresLog::write(Connection& connection, const Batch& batch, const Locked& locked,
                        const Judgement& judgement, const Projector& projector) {
    if (judgement.winners.empty() && judgement.moves.empty()) {
        connection.run(sql::kRollback);  // gives back the claims that losers took
        return;
    }
    std::vector<Connection::Call> calls;
    append_event_calls(service_, batch, judgement, calls);
    append_command_call(batch, judgement, calls);
    append_cursor_calls(batch, judgement, calls);
    append_claim_calls(locked.claim_rows, locked.fresh_claims, judgement, calls);
    append_quota_calls(locked.fresh_quotas, judgement, calls);
    auto tables = table_calls(batch, judgement, projector);
    std::ranges::move(tables, std::back_inserter(calls));
    calls.push_back({sql::kCommit, {}});
    HAVEN_FAULT_POINT("log.before_commit");
    if (!judgement.moves.empty()) {
        HAVEN_FAULT_POINT("log.before_unit_commit");
    }
    connection.run_pipelined(calls);
    HAVEN_FAULT_POINT("log.after_commit");
    if (!judgement.moves.empty()) {
        HAVEN_FAULT_POINT("log.after_unit_commit");
    }
}

Log::Appended PostgresLog::append(const Batch& batch, Instant now, const Projector& projector) {
    Use use(*this);
    const Locked locked = lock_and_read(*use, batch);
    Judgement judgement = judge(batch, locked.facts, now);
    write(*use, batch, locked, judgement, projector);
    for (const auto& [key, _] : locked.facts.cursors) known_cursors_.insert(key);
    return std::move(judgement.answers);
}

std::vector<std::optional<Reply>> PostgresLog::resolve(std::span<const Proposal> proposals) {
    connection_.reset();
    if (proposals.empty()) return {};
    Use use(*this);
    std::vector<Connection::Call> calls{{sql::kBegin, {}}};
    append_proposal_calls(proposals, calls);
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
