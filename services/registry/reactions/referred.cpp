#include "services/registry/reactions/referred.hpp"

#include "services/registry/aggregates.hpp"

namespace haven::registry {

std::string word_of(outreach::v1::HardshipSign sign) {
    constexpr std::string_view kPrefix = "HARDSHIP_SIGN_";
    const std::string name = outreach::v1::HardshipSign_Name(sign);
    return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : "OTHER";
}

std::vector<consumer::ReactionCommand> to_registry(std::int32_t federation, Referral referral) {
    const Uuid stream = referral.referral;
    return {{.aggregate = &referral_aggregate(),
             .federation = codec::federation_of(federation),
             .stream = stream,
             .command = ReferralRecord::Command(ReceiveReferral{std::move(referral)})}};
}

}  // namespace haven::registry
