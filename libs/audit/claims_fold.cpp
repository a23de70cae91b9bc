#include "libs/audit/claims_fold.hpp"

#include <algorithm>

namespace haven::audit {

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
