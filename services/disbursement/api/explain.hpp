// Why this amount: the entitlement's own events, told in order. Nothing is recomputed that is not
// stored.
#pragma once

#include "services/disbursement/api/support.hpp"

namespace haven::disbursement {

// Error: ENTITLEMENT_MISSING when none of that id lies in the caller's scope.
Result<void> explain_amount(ApiContext& context, const Caller& caller,
                            const EntitlementId& entitlement, pb::ExplainAmountResponse& response);

// What was granted, with the federation that pays. Error: ENTITLEMENT_MISSING.
Result<std::pair<FederationNo, EntitlementGranted>> find_grant(ApiContext& context,
                                                               const Caller& caller,
                                                               const EntitlementId& entitlement);

}  // namespace haven::disbursement
