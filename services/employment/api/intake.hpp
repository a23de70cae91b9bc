// What comes in of a seeker in plaintext: checked, and sealed before anything else sees it. Only
// api files include this.
#pragma once

#include "services/employment/api/support.hpp"

namespace haven::employment {

// The seeker with name and phone sealed; file and day are left to the caller. The person is who the
// vault says the number is, the same in every service. Errors: those of libs/base/resident_id and
// text, INVALID_DIVISION and the like of the decider later, PERSON_ERASED.
Result<SeekerRegistered> take_in(const ApiContext& context, const Uuid& command_id,
                                 FederationNo federation, const pb::RegisterSeekerRequest& request);

}  // namespace haven::employment
