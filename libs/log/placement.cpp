#include "libs/log/placement.hpp"

#include <stdexcept>

namespace haven::log {

Placement::Placement(Ask ask) : ask_(std::move(ask)) {
    const auto answers = ask_();
    for (std::size_t shard = 0; shard < answers.size(); ++shard) {
        if (answers[shard]) continue;
        throw std::runtime_error("SHARD_AWAY: shard number " + std::to_string(shard + 1) +
                                 " does not answer");
    }
    take(answers);
}

std::optional<Place> Placement::find(FederationNo federation) const {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(federation);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

std::map<FederationNo, Place> Placement::all() const {
    const std::lock_guard lock(mutex_);
    return places_;
}

std::size_t Placement::shard_of(FederationNo federation) const {
    const auto place = find(federation);
    return place ? place->shard : 0;
}

void Placement::look() {
    const std::lock_guard asking(asking_);
    if (Clock::now() < asked_at_ + kLookAgain) return;
    const auto answers = ask_();
    asked_at_ = Clock::now();
    take(answers);
}

// Shards are asked one after the other, so two may claim to have a federation: the higher epoch is
// the later one.
void Placement::take(const std::vector<std::optional<HeadStates>>& answers) {
    std::map<FederationNo, std::pair<HeadState, std::size_t>> best;
    for (std::size_t shard = 0; shard < answers.size(); ++shard) {
        if (!answers[shard]) continue;
        for (const auto& [federation, state] : *answers[shard]) {
            const auto [known, fresh] = best.try_emplace(federation, state, shard);
            if (!fresh && known->second.first < state) known->second = {state, shard};
        }
    }
    const std::lock_guard lock(mutex_);
    for (const auto& [federation, found] : best) {
        const auto& [state, shard] = found;
        if (state.here || !places_.contains(federation)) places_[federation] = {shard, state.epoch};
    }
}

}  // namespace haven::log
