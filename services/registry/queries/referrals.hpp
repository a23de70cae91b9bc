// Referrals that wait or have ended, within the caller's scope. Thread rule: that of the
// ScopedRead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/access/scoped_read.hpp"
#include "services/registry/domain/referral.hpp"

namespace haven::registry::queries {

struct ReferralRow {
    FederationNo federation = {};
    Uuid referral = {};
    ReferralSource source = ReferralSource::None;
    std::string source_no = {};
    PersonId person = {};
    Sealed name = {};
    Sealed phone = {};
    std::string union_node = {};
    std::string signs = {};  // "JOB_LOSS,NO_PAY"
    Date heard_on = {};
    ReferralState state = ReferralState::None;
    HouseholdId household = {};
    std::string reason = {};
};
std::optional<ReferralRow> referral(access::ScopedRead& read, const Uuid& id);
// In the order of day and id, after those given; `state` None: drafts and visits.
std::vector<ReferralRow> referrals(access::ScopedRead& read, ReferralState state, Date after_day,
                                   const Uuid& after, int limit);

}  // namespace haven::registry::queries
