#include "libs/log/judge.hpp"

#include <algorithm>
#include <set>

#include "libs/base/fault_point.hpp"

namespace haven::log {

namespace {

struct Unit {
    std::vector<std::size_t> proposals;
    std::vector<std::size_t> moves;
};

// Units in the order in which they first appear.
std::vector<Unit> units_of(const Batch& batch) {
    std::vector<Unit> units;
    std::map<std::int32_t, std::size_t> places;
    const auto unit = [&](std::int32_t number) -> Unit& {
        const auto [place, fresh] = places.try_emplace(number, units.size());
        if (fresh) units.emplace_back();
        return units[place->second];
    };
    for (std::size_t i = 0; i < batch.proposals.size(); ++i) {
        unit(batch.proposals[i].unit).proposals.push_back(i);
    }
    for (std::size_t i = 0; i < batch.cursor_moves.size(); ++i) {
        unit(batch.cursor_moves[i].unit).moves.push_back(i);
    }
    return units;
}

void check_one_command_a_stream(const Batch& batch) {
    std::set<StreamKey> seen;
    for (const Proposal& proposal : batch.proposals) {
        HAVEN_CHECK(seen.emplace(proposal.federation, proposal.stream_id).second);
    }
}

// What a unit would change, over what the units before it have changed.
struct Scratch {
    std::set<CommandKey> ids;
    std::map<CursorKey, Cursor> cursors;
    std::map<std::string, std::optional<Holder>> claims;
    std::map<std::string, std::int64_t> quotas;
};

class Judge {
  public:
    Judge(const Batch& batch, const Facts& facts, Instant now)
        : batch_(batch), facts_(facts), now_(now) {
        result_.answers.outcomes.resize(batch.proposals.size());
        result_.answers.cursor_outcomes.resize(batch.cursor_moves.size());
    }

    Judgement run() {
        for (const Unit& unit : units_of(batch_)) judge_unit(unit);
        number();
        return std::move(result_);
    }

  private:
    Outcome& outcome(std::size_t proposal) { return result_.answers.outcomes[proposal]; }
    Outcome& move_outcome(std::size_t move) { return result_.answers.cursor_outcomes[move]; }
    static bool stands(const Outcome& outcome) {
        return outcome.verdict == Verdict::Committed || outcome.verdict == Verdict::Repeated;
    }

    void judge_unit(const Unit& unit) {
        scratch_ = {};
        bool won = true;
        for (const std::size_t i : unit.proposals) {
            outcome(i) = judge_proposal(batch_.proposals[i]);
            won = won && stands(outcome(i));
        }
        for (const std::size_t i : unit.moves) {
            move_outcome(i) = judge_move(batch_.cursor_moves[i]);
            won = won && stands(move_outcome(i));
        }
        won ? accept(unit) : reject(unit);
    }

    void accept(const Unit& unit) {
        for (const std::size_t i : unit.proposals) {
            if (outcome(i).verdict != Verdict::Committed) continue;
            result_.winners.push_back(i);
            taken_ids_.emplace(batch_.proposals[i].federation, batch_.proposals[i].command_id);
        }
        result_.moves.insert(result_.moves.end(), unit.moves.begin(), unit.moves.end());
        for (auto& [key, cursor] : scratch_.cursors) result_.cursors[key] = cursor;
        for (auto& [key, holder] : scratch_.claims) result_.claims[key] = holder;
        for (auto& [key, sum] : scratch_.quotas) result_.quotas[key] = sum;
    }

    void reject(const Unit& unit) {
        for (const std::size_t i : unit.proposals) {
            if (outcome(i).verdict == Verdict::Committed) outcome(i).verdict = Verdict::UnitLost;
        }
        for (const std::size_t i : unit.moves) {
            if (stands(move_outcome(i))) move_outcome(i).verdict = Verdict::UnitLost;
        }
    }

    Outcome judge_proposal(const Proposal& proposal) {
        const auto head = facts_.heads.find(proposal.federation);
        if (head == facts_.heads.end() || !head->second.open) {
            return {.verdict = Verdict::FederationClosed};
        }
        const CommandKey id{proposal.federation, proposal.command_id};
        if (const auto seen = facts_.commands.find(id); seen != facts_.commands.end()) {
            if (seen->second.is_barred()) return {.verdict = Verdict::Barred};
            if (seen->second.request_hash == proposal.request_hash) {
                return {.verdict = Verdict::Repeated, .reply = seen->second.reply};
            }
            return {.verdict = Verdict::CommandIdReused};
        }
        // An honest repeat names the same stream, so it is never in the same batch.
        if (taken_ids_.contains(id) || !scratch_.ids.insert(id).second) {
            return {.verdict = Verdict::CommandIdReused};
        }
        const auto version = facts_.versions.find({proposal.federation, proposal.stream_id});
        if (proposal.expected_version != (version == facts_.versions.end() ? 0 : version->second)) {
            return {.verdict = Verdict::VersionConflict};
        }
        if (proposal.refused) return {.verdict = Verdict::Refused};
        for (const ClaimChange& change : proposal.claims) {
            if (auto lost = judge_claim(proposal, change)) return *std::move(lost);
        }
        for (const QuotaChange& change : proposal.quotas) {
            if (auto lost = judge_quota(change)) return *std::move(lost);
        }
        return {};
    }

    std::optional<Outcome> judge_claim(const Proposal& proposal, const ClaimChange& change) {
        std::optional<Holder> holder;
        if (const auto own = scratch_.claims.find(change.key); own != scratch_.claims.end()) {
            holder = own->second;
        } else if (const auto batch = result_.claims.find(change.key);
                   batch != result_.claims.end()) {
            holder = batch->second;
        } else if (const auto fact = facts_.claims.find(change.key); fact != facts_.claims.end()) {
            holder = fact->second;
        }
        const Holder self{proposal.federation, proposal.stream_id};
        if (change.kind == ClaimChange::Kind::Take) {
            if (holder && *holder != self && !HAVEN_PLANTED("claim_not_checked")) {
                return Outcome{
                    .verdict = Verdict::ClaimTaken, .detail = change.key, .holder = holder->stream};
            }
            scratch_.claims[change.key] = self;
        } else if (holder == self) {
            scratch_.claims[change.key] = std::nullopt;
        }
        return std::nullopt;
    }

    std::optional<Outcome> judge_quota(const QuotaChange& change) {
        std::int64_t sum = 0;
        if (const auto own = scratch_.quotas.find(change.key); own != scratch_.quotas.end()) {
            sum = own->second;
        } else if (const auto batch = result_.quotas.find(change.key);
                   batch != result_.quotas.end()) {
            sum = batch->second;
        } else if (const auto fact = facts_.quotas.find(change.key); fact != facts_.quotas.end()) {
            sum = fact->second;
        }
        std::int64_t after = 0;
        HAVEN_CHECK(!__builtin_add_overflow(sum, change.delta_fen, &after));
        const bool full = change.delta_fen > 0 && after > change.limit_fen;
        if (full && !HAVEN_PLANTED("quota_not_checked")) {
            return Outcome{.verdict = Verdict::QuotaFull, .detail = change.key};
        }
        scratch_.quotas[change.key] = after;
        return std::nullopt;
    }

    // A cursor moves with its federation: what is written here after that would be left behind.
    Outcome judge_move(const CursorMove& move) {
        const auto head = facts_.heads.find(move.federation);
        if (head == facts_.heads.end() || !head->second.open) {
            return {.verdict = Verdict::FederationClosed};
        }
        const CursorKey key{move.consumer, move.source, move.federation};
        Cursor cursor;
        if (const auto own = scratch_.cursors.find(key); own != scratch_.cursors.end()) {
            cursor = own->second;
        } else if (const auto batch = result_.cursors.find(key); batch != result_.cursors.end()) {
            cursor = batch->second;
        } else if (const auto fact = facts_.cursors.find(key); fact != facts_.cursors.end()) {
            cursor = fact->second;
        }
        if (cursor != move.from || move.to.epoch != move.from.epoch) {
            return {.verdict = Verdict::CursorMoved};
        }
        scratch_.cursors[key] = move.to;
        return {};
    }

    // Numbers the winners' events: no gaps, in batch order, per federation.
    void number() {
        std::ranges::sort(result_.winners);
        std::map<FederationNo, std::int64_t> next;
        for (const std::size_t i : result_.winners) {
            const Proposal& proposal = batch_.proposals[i];
            const HeadFact& before = facts_.heads.at(proposal.federation);
            auto& last = next.try_emplace(proposal.federation, before.last_offset).first->second;
            const auto count = static_cast<std::int32_t>(proposal.events.size());
            if (HAVEN_PLANTED("offset_from_sequence")) last += drawn_by_losers(i);
            Outcome& won = outcome(i);
            won.first_offset = last + 1;
            last += count;
            won.reply = {proposal.expected_version + count, last};
            if (count == 0) continue;
            HeadFact& after = result_.heads.try_emplace(proposal.federation, before).first->second;
            after.last_offset = last;
            after.last_recorded_at = std::max(now_, before.last_recorded_at);
        }
    }

    // Only for the planted bug: a sequence gives its numbers to losers too, and takes none back.
    std::int64_t drawn_by_losers(std::size_t winner) const {
        std::int64_t drawn = 0;
        for (std::size_t i = winner; i > 0 && !stands(result_.answers.outcomes[i - 1]); --i) {
            drawn += std::ssize(batch_.proposals[i - 1].events);
        }
        return drawn;
    }

    const Batch& batch_;
    const Facts& facts_;
    const Instant now_;
    std::set<CommandKey> taken_ids_;
    Scratch scratch_;
    Judgement result_;
};

}  // namespace

Judgement judge(const Batch& batch, const Facts& facts, Instant now) {
    check_one_command_a_stream(batch);
    return Judge(batch, facts, now).run();
}

}  // namespace haven::log
