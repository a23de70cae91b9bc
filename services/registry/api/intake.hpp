// Intake: plaintext of a request becomes sealed values of the domain; nothing personal goes further
// (design §6). Errors name the field and never repeat a value.
#pragma once

#include "haven/registry/v1/file_requests.pb.h"
#include "services/registry/api/desk.hpp"
#include "services/registry/domain/events.hpp"

namespace haven::registry {

// Checks the members, resolves each person, seals all personal fields. `federation` keeps the file.
Result<ApplicationSubmitted> take_in(const Desk& desk, const Uuid& command_id,
                                     FederationNo federation,
                                     const v1::SubmitApplicationRequest& request);

// Documents, sealed under the head's key.
Result<std::vector<Document>> take_in_documents(
    const Desk& desk, const Uuid& command_id, PersonId head,
    const google::protobuf::RepeatedPtrField<v1::DocumentInput>& documents);

// A payee's account, sealed; `name` is the member's sealed name.
Result<Payee> take_in_payee(const Desk& desk, const Uuid& command_id, const v1::PayeeInput& payee,
                            const std::vector<Member>& members);

}  // namespace haven::registry
