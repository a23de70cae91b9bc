#include "libs/log/append_calls.hpp"

#include "libs/base/fault_point.hpp"
#include "libs/log/sql/statements.hpp"

namespace haven::log {

using postgres::ArrayBuilder;
using postgres::Connection;
using postgres::Params;
using postgres::Type;

namespace {

std::string_view view(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Connection::Call lock_heads(std::span<const Proposal> proposals) {
    std::set<FederationNo> named;
    for (const Proposal& proposal : proposals) named.insert(proposal.federation);
    ArrayBuilder heads(Type::Int16);
    for (const FederationNo federation : named) heads.int16(federation.value);
    return {sql::kLockHeads, Params().array(heads)};
}

void append_proposal_calls(std::span<const Proposal> proposals, Calls& calls) {
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder commands(Type::Uuid);
    ArrayBuilder streams(Type::Uuid);
    for (const Proposal& proposal : proposals) {
        federations.int16(proposal.federation.value);
        commands.uuid(proposal.command_id);
        streams.uuid(proposal.stream_id);
    }
    calls.push_back(lock_heads(proposals));
    calls.push_back({sql::kFindCommands, Params().array(federations).array(commands)});
    calls.push_back({sql::kFindVersions, Params().array(federations).array(streams)});
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
    ArrayBuilder federations(Type::Int16), from(Type::Int64), incarnations(Type::Int16),
        shard_epochs(Type::Int64), next(Type::Int64), at(Type::Instant);
    for (const auto& [federation, head] : judgement.heads) {
        const HeadFact& before = believed.at(federation);
        federations.int16(federation.value);
        from.int64(before.last_offset + 1);
        incarnations.int16(before.incarnation);
        shard_epochs.int64(epochs.at(federation));
        next.int64(head.last_offset + 1);
        at.instant(head.last_recorded_at);
    }
    Params params;
    for (const ArrayBuilder* column :
         {&federations, &from, &incarnations, &shard_epochs, &next, &at}) {
        params.array(*column);
    }
    return {sql::kMoveHeadsFrom, std::move(params)};
}

void append_new_claim_call(const Judgement& judgement, Calls& calls) {
    if (judgement.claims.empty()) return;
    ArrayBuilder keys(Type::Text), federations(Type::Int16), streams(Type::Uuid);
    for (const auto& [key, holder] : judgement.claims) {
        HAVEN_CHECK(holder.has_value());
        keys.text(key);
        federations.int16(holder->federation.value);
        streams.uuid(holder->stream);
    }
    calls.push_back({sql::kNewClaims, Params().array(keys).array(federations).array(streams)});
}

}  // namespace haven::log
