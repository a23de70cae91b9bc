#include "libs/log/append_calls.hpp"

#include <algorithm>

#include "libs/base/fault_point.hpp"
#include "libs/log/sql/statements.hpp"

namespace haven::log {

using postgres::ArrayBuilder;
using postgres::BulkRows;
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

}  // namespace

Connection::Call lock_heads(std::span<const Proposal> proposals) {
    std::set<FederationNo> named;
    for (const Proposal& proposal : proposals) named.insert(proposal.federation);
    ArrayBuilder heads(Type::Int16);
    for (const FederationNo federation : named) heads.int16(federation.value);
    return {sql::kLockHeads, Params().array(heads)};
}

void append_question_calls(std::span<const Proposal> proposals, Calls& calls) {
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder commands(Type::Uuid);
    ArrayBuilder streams(Type::Uuid);
    for (const Proposal& proposal : proposals) {
        federations.int16(proposal.federation.value);
        commands.uuid(proposal.command_id);
        streams.uuid(proposal.stream_id);
    }
    calls.push_back({sql::kFindCommands, Params().array(federations).array(commands)});
    calls.push_back({sql::kFindVersions, Params().array(federations).array(streams)});
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

Params cursor_params(const std::set<CursorKey>& keys) {
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

Connection::Call share_heads(const std::set<CursorKey>& cursors) {
    std::set<FederationNo> named;
    for (const CursorKey& key : cursors) named.insert(key.federation);
    ArrayBuilder heads(Type::Int16);
    for (const FederationNo federation : named) heads.int16(federation.value);
    return {sql::kShareHeads, Params().array(heads)};
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

void append_event_call(const std::string& service, const Batch& batch, const Judgement& judgement,
                       Calls& calls) {
    std::size_t count = 0;
    for (const std::size_t i : judgement.winners) count += batch.proposals[i].events.size();
    if (count == 0) return;
    BulkRows rows(sql::kInsertEvents, count);
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        std::int64_t offset = judgement.answers.outcomes[i].first_offset;
        std::int32_t version = proposal.expected_version;
        for (const NewEvent& event : proposal.events) {
            HAVEN_CHECK(record_size(service, event.type, proposal.meta, event.payload) <=
                        kMaxRecordBytes);
            const HeadFact& head = judgement.heads.at(proposal.federation);
            rows.int16(proposal.federation.value).int64(offset++).int16(head.incarnation);
            rows.uuid(proposal.stream_id).int32(++version).text(event.type);
            rows.int16(event.schema_version).instant(head.last_recorded_at);
            rows.uuid(proposal.command_id).bytes(proposal.meta).bytes(event.payload);
        }
    }
    calls.push_back(rows.call());
}

void append_head_call(const Judgement& judgement, Calls& calls) {
    if (judgement.heads.empty()) return;
    ArrayBuilder moved(Type::Int16), next(Type::Int64), at(Type::Instant);
    for (const auto& [federation, head] : judgement.heads) {
        moved.int16(federation.value);
        next.int64(head.last_offset + 1);
        at.instant(head.last_recorded_at);
    }
    calls.push_back({sql::kMoveHeads, Params().array(moved).array(next).array(at)});
}

void append_command_call(const Batch& batch, const Judgement& judgement, Calls& calls) {
    if (judgement.winners.empty() || HAVEN_PLANTED("no_command_table")) return;
    BulkRows rows(sql::kInsertCommands, judgement.winners.size());
    for (const std::size_t i : judgement.winners) {
        const Proposal& proposal = batch.proposals[i];
        const Reply& reply = judgement.answers.outcomes[i].reply;
        rows.int16(proposal.federation.value).uuid(proposal.command_id);
        rows.bytes(view(proposal.request_hash)).int32(reply.version).int64(reply.offset);
    }
    calls.push_back(rows.call());
}

void append_cursor_calls(const Batch& batch, const Judgement& judgement, Calls& calls) {
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

void append_claim_calls(const std::map<std::string, Holder>& rows,
                        const std::set<std::string>& fresh, const Judgement& judgement,
                        Calls& calls) {
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
                        Calls& calls) {
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

Connection::Call move_heads_from(const std::map<FederationNo, HeadFact>& believed,
                                 const std::map<FederationNo, std::int64_t>& epochs,
                                 const Judgement& judgement) {
    BulkRows rows(sql::kMoveHeadsFrom, judgement.heads.size());
    for (const auto& [federation, head] : judgement.heads) {
        const HeadFact& before = believed.at(federation);
        rows.int16(federation.value).int64(before.last_offset + 1).int16(before.incarnation);
        rows.int64(epochs.at(federation)).int64(head.last_offset + 1);
        rows.instant(head.last_recorded_at);
    }
    return rows.call();
}

Connection::Call hold_open(const std::set<FederationNo>& others,
                           const std::map<FederationNo, std::int64_t>& epochs) {
    BulkRows rows(sql::kHoldOpen, others.size());
    for (const FederationNo federation : others) {
        rows.int16(federation.value).int64(epochs.at(federation));
    }
    return rows.call();
}

Connection::Call move_cursors_from(const Batch& batch, const Judgement& judgement) {
    BulkRows rows(sql::kMoveCursorsFrom, judgement.moves.size());
    // In the order of their keys, as everybody locks them.
    for (const auto& [key, to] : judgement.cursors) {
        const auto move = std::ranges::find_if(batch.cursor_moves, [&](const CursorMove& one) {
            return CursorKey{one.consumer, one.source, one.federation} == key;
        });
        rows.text(key.consumer).text(key.source).int16(key.federation.value);
        rows.int16(move->from.incarnation).int64(move->from.offset);
        rows.bytes(view(move->from.record_digest)).int64(move->from.epoch);
        rows.int16(to.incarnation).int64(to.offset).bytes(view(to.record_digest));
        rows.int32(static_cast<std::int32_t>(judgement.moves.size()));
    }
    return rows.call();
}

void append_new_claim_call(const Judgement& judgement, Calls& calls) {
    if (judgement.claims.empty()) return;
    BulkRows rows(sql::kNewClaims, judgement.claims.size());
    for (const auto& [key, holder] : judgement.claims) {
        HAVEN_CHECK(holder.has_value());
        rows.text(key).int16(holder->federation.value).uuid(holder->stream);
    }
    calls.push_back(rows.call());
}

}  // namespace haven::log
