// Intake: plaintext of an application becomes sealed values of the domain; nothing personal goes
// further (design §6). Errors name the field and never repeat a value.
#pragma once

#include "services/scholarship/api/support.hpp"

namespace haven::scholarship {

// Checks student, parents and payee, resolves the people, seals what is personal. The file, the
// intake and what the scheme decides are not filled in. `federation` keeps the application.
// Errors: those of libs/base/resident_id, text and bank_account, INVALID_TEXT, PERSON_ERASED.
Result<SubmitScholarshipApplication> take_in(
    const ApiContext& context, const Uuid& command_id, FederationNo federation,
    const pb::SubmitScholarshipApplicationRequest& request);

// Another account for one of the two who applied, sealed. Errors: those of libs/base/bank_account,
// INVALID_TEXT, PERSON_ERASED.
Result<Payee> take_in_payee(const ApiContext& context, const Uuid& command_id,
                            const pb::ProposeAwardPayeeRequest& request,
                            const ScholarshipApplied& applied);

}  // namespace haven::scholarship
