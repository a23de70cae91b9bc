// A batch in one round trip. Each statement of a round trip costs, and so does the trip; where
// little waits, they are most of what a command takes.
//
// It is written as if nobody else had appended since we did. The server, not we, finds out whether
// that is so: heads and cursors must stand where we left them, command ids, stream versions and
// claims must be new. If one is not, the transaction fails as a whole and the batch goes the usual
// way, where judge() sees the facts.
#include <algorithm>
#include <ranges>
#include <set>

#include "libs/log/append_calls.hpp"
#include "libs/log/postgres_log_use.hpp"
#include "libs/log/sql/statements.hpp"

namespace haven::log {

namespace {

// As many as a writer sends. With one taken claim in 200 commands nearly half of such batches are
// tried for nothing, and still it costs less than to ask for every command and version: claims go
// first, so that the server passes over the rest.
constexpr std::size_t kMostForeseen = 256;
// Who was overtaken once, by a repeat or another writer, is likely to be again.
constexpr int kRestAfterOvertaken = 4;

bool is_taken(const postgres::SqlError& error) {
    constexpr std::string_view kUniqueViolation = "23505";
    return error.sqlstate() == kUniqueViolation;
}
bool is_overtaken(const postgres::SqlError& error) {
    constexpr std::string_view kDivisionByZero = "22012";  // sql::kMoveHeadsFrom
    return is_taken(error) || error.sqlstate() == kDivisionByZero;
}
// A claim that is taken says nothing about the next batch.
bool is_claim(const postgres::SqlError& error) {
    return is_taken(error) && std::string_view(error.what()).contains("claim_pkey");
}

// The commands that were decided against, alone: nothing of theirs is written.
Batch refused_of(const Batch& batch) {
    Batch refused;
    std::ranges::copy_if(batch.proposals, std::back_inserter(refused.proposals),
                         &Proposal::refused);
    return refused;
}

bool is_plain(const Proposal& proposal, std::set<std::string>& keys) {
    if (proposal.refused) return true;
    if (proposal.events.empty() || !proposal.quotas.empty()) return false;
    return std::ranges::all_of(proposal.claims, [&](const ClaimChange& change) {
        return change.kind == ClaimChange::Kind::Take && keys.insert(change.key).second;
    });
}

}  // namespace

bool PostgresLog::believes_open(FederationNo federation) const {
    const auto head = believed_heads_.find(federation);
    return head != believed_heads_.end() && head->second.open;
}

bool PostgresLog::may_foresee(const Batch& batch) const {
    if (batch.proposals.empty() && batch.cursor_moves.empty()) return false;
    if (batch.proposals.size() > kMostForeseen || batch.cursor_moves.size() > kMostForeseen) {
        return false;
    }
    std::set<std::string> claims;
    std::set<CursorKey> cursors;
    return std::ranges::all_of(batch.proposals,
                               [&](const Proposal& proposal) {
                                   return believes_open(proposal.federation) &&
                                          is_plain(proposal, claims);
                               }) &&
           std::ranges::all_of(batch.cursor_moves, [&](const CursorMove& move) {
               const CursorKey key{move.consumer, move.source, move.federation};
               return believes_open(move.federation) && move.parked.empty() &&
                      known_cursors_.contains(key) && cursors.insert(key).second;
           });
}

void PostgresLog::believe(const std::map<FederationNo, HeadFact>& heads) {
    for (const auto& [federation, head] : heads) believed_heads_[federation] = head;
}

// Nothing where somebody would lose even then.
std::optional<Judgement> PostgresLog::foresee(const Batch& batch, Instant now) const {
    Facts believed;
    believed.heads = believed_heads_;
    for (const Proposal& proposal : batch.proposals) {
        believed.versions[{proposal.federation, proposal.stream_id}] = proposal.expected_version;
    }
    for (const CursorMove& move : batch.cursor_moves) {
        believed.cursors[{move.consumer, move.source, move.federation}] = move.from;
    }
    Judgement judgement = judge(batch, believed, now);
    const auto as_hoped = [](const Outcome& outcome) {
        return outcome.verdict == Verdict::Committed || outcome.verdict == Verdict::Refused;
    };
    const bool all = std::ranges::all_of(judgement.answers.outcomes, as_hoped) &&
                     std::ranges::all_of(judgement.answers.cursor_outcomes, as_hoped);
    return all ? std::optional(std::move(judgement)) : std::nullopt;
}

std::optional<Log::Appended> PostgresLog::append_foreseen(postgres::Connection& connection,
                                                          const Batch& batch, Instant now,
                                                          const Projector& projector) {
    if (!may_foresee(batch)) return std::nullopt;
    if (not_foreseen_ > 0) {
        --not_foreseen_;
        return std::nullopt;
    }
    auto judgement = foresee(batch, now);
    if (!judgement) return std::nullopt;
    std::set<FederationNo> others;  // do not move, but a cursor of theirs does
    for (const CursorMove& move : batch.cursor_moves) {
        if (!judgement->heads.contains(move.federation)) others.insert(move.federation);
    }
    std::map<FederationNo, std::int64_t> epochs;
    const auto add_epoch = [&](FederationNo federation) {
        const auto epoch = epoch_of(federation);
        if (epoch) epochs[federation] = *epoch;
        return epoch.has_value();
    };
    if (!std::ranges::all_of(judgement->heads | std::views::keys, add_epoch) ||
        !std::ranges::all_of(others, add_epoch)) {
        return std::nullopt;
    }
    // Whether refusals stand is asked under the heads' locks as well. Where all heads move, they
    // are locked by that.
    const Batch refused = refused_of(batch);
    const bool lock = std::ranges::any_of(refused.proposals, [&](const Proposal& proposal) {
        return !judgement->heads.contains(proposal.federation);
    });
    Calls calls{{sql::kBegin, {}}};
    if (lock) calls.push_back(lock_heads(batch.proposals));
    if (!judgement->heads.empty()) {
        calls.push_back(move_heads_from(believed_heads_, epochs, *judgement));
    }
    if (!others.empty()) calls.push_back(hold_open(others, epochs));
    const std::size_t questions = calls.size();
    if (!refused.proposals.empty()) append_question_calls(refused.proposals, calls);
    if (!judgement->moves.empty()) calls.push_back(move_cursors_from(batch, *judgement));
    // What is likeliest to fail comes first: the server passes over the rest.
    append_new_claim_call(*judgement, calls);
    append_event_call(service_, batch, *judgement, calls);
    append_command_call(batch, *judgement, calls);
    Facts facts;
    facts.heads = believed_heads_;
    try {
        const auto rows = commit(connection, batch, *judgement, std::move(calls), projector);
        if (lock) read_heads(rows[1], facts);
        if (!refused.proposals.empty()) {
            read_commands(rows[questions], facts);
            read_versions(rows[questions + 1], facts);
        }
    } catch (const postgres::SqlError& error) {
        if (!is_overtaken(error)) throw;
        if (!is_claim(error)) not_foreseen_ = kRestAfterOvertaken;
        return std::nullopt;
    }
    believe(judgement->heads);
    auto outcomes = judge(refused, facts, now).answers.outcomes;
    for (std::size_t i = 0, next = 0; i < batch.proposals.size(); ++i) {
        if (batch.proposals[i].refused) {
            judgement->answers.outcomes[i] = std::move(outcomes[next++]);
        }
    }
    return std::move(judgement->answers);
}

}  // namespace haven::log
