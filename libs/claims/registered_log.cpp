#include "libs/claims/registered_log.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace haven::claims {

using log::Batch;
using log::Holder;
using log::Log;
using log::Outcome;
using log::Proposal;
using log::Verdict;

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(5);

bool touches_claims(const Batch& batch) {
    return std::ranges::any_of(batch.proposals,
                               [](const Proposal& one) { return !one.claims.empty(); });
}

// Units whose claims no earlier unit of the batch touches, and the rest for another append: what
// becomes of a claim in an append is known after it.
std::pair<std::set<std::int32_t>, bool> first_round(const Batch& batch) {
    std::map<std::string, std::int32_t> touched;
    std::set<std::int32_t> late;
    for (const Proposal& proposal : batch.proposals) {
        for (const ClaimChange& change : proposal.claims) {
            const auto [by, fresh] = touched.try_emplace(change.key, proposal.unit);
            if (!fresh && by->second != proposal.unit) late.insert(proposal.unit);
        }
    }
    return {late, !late.empty()};
}

}  // namespace

// One append of units that do not meet in a claim.
class RegisteredLog::Round {
  public:
    Round(RegisteredLog& log, const Batch& batch) : log_(log), batch_(batch) {
        answers_.outcomes.resize(batch.proposals.size());
        answers_.cursor_outcomes.resize(batch.cursor_moves.size());
    }

    Appended run(Instant now, const log::Projector& projector) {
        look_up_frees();
        obtain_all();
        append(now, projector);
        settle();
        return std::move(answers_);
    }

  private:
    struct Taken {
        std::size_t proposal = 0;
        std::string key;
        Entry entry;
    };

    static Holder holder_of(const Proposal& proposal) {
        return {proposal.federation, proposal.stream_id};
    }

    // Their grants as they are before the append: who takes the claim anew later has another one.
    void look_up_frees() {
        std::map<std::string, Holder> freed;
        for (const Proposal& proposal : batch_.proposals) {
            for (const ClaimChange& change : proposal.claims) {
                if (change.kind == ClaimChange::Kind::Free) freed[change.key] = holder_of(proposal);
            }
        }
        grants_ = log_.register_->grants_of(freed);
    }

    void obtain_all() {
        std::vector<Wanted> wanted;
        std::vector<std::size_t> by;
        std::set<std::string> keys;
        for (std::size_t i = 0; i < batch_.proposals.size(); ++i) {
            const Proposal& proposal = batch_.proposals[i];
            for (const ClaimChange& change : proposal.claims) {
                if (change.kind != ClaimChange::Kind::Take || !keys.insert(change.key).second) {
                    continue;
                }
                wanted.push_back({change.key, holder_of(proposal), proposal.command_id});
                by.push_back(i);
            }
        }
        if (wanted.empty()) return;
        auto entries = log_.register_->announce(wanted);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            Entry& entry = entries.at(wanted[i].key);
            if (lost_.contains(by[i])) {
                if (entry.is_of(wanted[i])) taken_.push_back({by[i], wanted[i].key, entry});
            } else if (auto lost = log_.obtain(wanted[i], entry)) {
                lost_.emplace(by[i], *std::move(lost));
            } else {
                taken_.push_back({by[i], wanted[i].key, entry});
            }
        }
    }

    // Without the units that have lost already.
    void append(Instant now, const log::Projector& projector) {
        std::set<std::int32_t> lost_units;
        for (const auto& [i, _] : lost_) lost_units.insert(batch_.proposals[i].unit);
        Batch rest;
        std::vector<std::size_t> places, moves;
        for (std::size_t i = 0; i < batch_.proposals.size(); ++i) {
            const auto lost = lost_.find(i);
            if (lost != lost_.end()) {
                answers_.outcomes[i] = lost->second;
            } else if (lost_units.contains(batch_.proposals[i].unit)) {
                answers_.outcomes[i].verdict = Verdict::UnitLost;
            } else {
                places.push_back(i);
                rest.proposals.push_back(batch_.proposals[i]);
            }
        }
        for (std::size_t i = 0; i < batch_.cursor_moves.size(); ++i) {
            if (lost_units.contains(batch_.cursor_moves[i].unit)) {
                answers_.cursor_outcomes[i].verdict = Verdict::UnitLost;
            } else {
                moves.push_back(i);
                rest.cursor_moves.push_back(batch_.cursor_moves[i]);
            }
        }
        if (places.empty() && moves.empty()) return;
        const auto done = log_.shard_->append(
            rest, now, [&](std::size_t i, std::int64_t first_offset, Instant recorded_at) {
                return projector(places[i], first_offset, recorded_at);
            });
        for (std::size_t i = 0; i < places.size(); ++i) {
            answers_.outcomes[places[i]] = done.outcomes[i];
        }
        for (std::size_t i = 0; i < moves.size(); ++i) {
            answers_.cursor_outcomes[moves[i]] = done.cursor_outcomes[i];
        }
    }

    void settle() {
        Grants confirmed, freed;
        for (const Taken& taken : taken_) {
            const Verdict verdict = answers_.outcomes[taken.proposal].verdict;
            if (verdict == Verdict::Committed || verdict == Verdict::Repeated) {
                confirmed.emplace_back(taken.key, taken.entry.grant);
            } else if (taken.entry.tries == 1) {
                // Announced once, by us, and lost: it is as it was. Of one that was announced again
                // another process may not have its verdict yet.
                (taken.entry.had_it ? confirmed : freed).emplace_back(taken.key, taken.entry.grant);
            }
        }
        for (std::size_t i = 0; i < batch_.proposals.size(); ++i) {
            if (answers_.outcomes[i].verdict != Verdict::Committed) continue;
            for (const ClaimChange& change : batch_.proposals[i].claims) {
                const auto grant = grants_.find(change.key);
                if (change.kind == ClaimChange::Kind::Free && grant != grants_.end()) {
                    freed.emplace_back(*grant);
                }
            }
        }
        static_cast<void>(tell_register(confirmed, freed));
    }

    // The commands are done, and that is the answer whatever becomes of this: who asks next finds
    // out by himself.
    bool tell_register(const Grants& confirmed, const Grants& freed) {
        try {
            log_.register_->settle(confirmed, freed);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    RegisteredLog& log_;
    const Batch& batch_;
    Appended answers_;
    std::map<std::string, std::int64_t> grants_;  // of what is freed
    std::vector<Taken> taken_;
    std::map<std::size_t, Outcome> lost_;
};

RegisteredLog::RegisteredLog(std::unique_ptr<Log> shard, std::unique_ptr<Register> claims,
                             std::unique_ptr<Log> whole, int patience_ms)
    : shard_(std::move(shard)),
      register_(std::move(claims)),
      whole_(std::move(whole)),
      patience_ms_(patience_ms) {}

Log::Appended RegisteredLog::append(const Batch& batch, Instant now,
                                    const log::Projector& projector) {
    if (!touches_claims(batch)) return shard_->append(batch, now, projector);
    const auto [late, any_late] = first_round(batch);
    if (!any_late) return Round(*this, batch).run(now, projector);
    Batch rounds[2];
    std::vector<std::size_t> places[2], moves[2];
    for (std::size_t i = 0; i < batch.proposals.size(); ++i) {
        const std::size_t round = late.contains(batch.proposals[i].unit) ? 1 : 0;
        rounds[round].proposals.push_back(batch.proposals[i]);
        places[round].push_back(i);
    }
    for (std::size_t i = 0; i < batch.cursor_moves.size(); ++i) {
        const std::size_t round = late.contains(batch.cursor_moves[i].unit) ? 1 : 0;
        rounds[round].cursor_moves.push_back(batch.cursor_moves[i]);
        moves[round].push_back(i);
    }
    Appended answers;
    answers.outcomes.resize(batch.proposals.size());
    answers.cursor_outcomes.resize(batch.cursor_moves.size());
    for (std::size_t round = 0; round < 2; ++round) {
        const auto done =
            append(rounds[round], now, [&](std::size_t i, std::int64_t first, Instant recorded_at) {
                return projector(places[round][i], first, recorded_at);
            });
        for (std::size_t i = 0; i < places[round].size(); ++i) {
            answers.outcomes[places[round][i]] = done.outcomes[i];
        }
        for (std::size_t i = 0; i < moves[round].size(); ++i) {
            answers.cursor_outcomes[moves[round][i]] = done.cursor_outcomes[i];
        }
    }
    return answers;
}

std::optional<Outcome> RegisteredLog::obtain(const Wanted& wanted, Entry& entry) {
    const auto patient_until =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms_);
    while (!entry.is_of(wanted)) {
        const bool under_way = !entry.confirmed && entry.age_ms < patience_ms_ &&
                               std::chrono::steady_clock::now() < patient_until;
        if (under_way) {
            std::this_thread::sleep_for(kBetweenLooks);
        } else {
            log::Settlement settled;
            try {
                settled = whole_->settle(
                    {entry.holder.federation, entry.command, wanted.key, entry.holder.stream});
            } catch (const log::FederationAway&) {
                return Outcome{.verdict = Verdict::FederationClosed};
            }
            if (settled.holds) {
                // Its own process may have died before it could say so.
                if (!entry.confirmed) register_->settle({{wanted.key, entry.grant}}, {});
                if (entry.holder != wanted.holder) {
                    return Outcome{.verdict = Verdict::ClaimTaken,
                                   .detail = wanted.key,
                                   .holder = entry.holder.stream};
                }
            } else {
                register_->take_over(wanted, entry.grant);
            }
        }
        entry = register_->announce(std::span(&wanted, 1)).at(wanted.key);
    }
    return std::nullopt;
}

}  // namespace haven::claims
