#include "libs/audit/claims_fold.hpp"

#include <algorithm>

namespace haven::audit {

ClaimsFold::ClaimsFold(std::span<const writer::Aggregate* const> aggregates) {
    for (const writer::Aggregate* aggregate : aggregates) {
        for (const std::string_view type : aggregate->event_types()) {
            by_type_.emplace(type, aggregate);
        }
    }
}

void ClaimsFold::apply(const log::Record& record) {
    const auto aggregate = by_type_.find(record.type);
    if (aggregate == by_type_.end()) return;
    writer::StatePtr& state = states_[{record.federation, record.stream_id}];
    if (!state) state = aggregate->second->initial();
    auto [after, effects] = aggregate->second->effects(std::move(state), record);
    state = std::move(after);
    note(record.stream_id, effects);
}

void ClaimsFold::note(const Uuid& stream, const Effects& effects) {
    for (const ClaimChange& claim : effects.claims) {
        const auto [begin, end] = held_.equal_range(claim.key);
        const auto own =
            std::find_if(begin, end, [&](const auto& one) { return one.second == stream; });
        if (claim.kind == ClaimChange::Kind::Take) {
            if (own == end) held_.emplace(claim.key, stream);
        } else if (own != end) {
            held_.erase(own);
        }
    }
    for (const QuotaChange& quota : effects.quotas) drawn_[quota.key] += quota.delta_fen;
}

}  // namespace haven::audit
