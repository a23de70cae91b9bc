// Intake: plaintext of lists and visits becomes sealed values of the domain; nothing personal goes
// further (design §6). Errors name row and field and never repeat a value.
#pragma once

#include <optional>

#include "libs/vault/vault.hpp"
#include "services/outreach/api/support.hpp"

namespace haven::outreach {

// What came in, and the same with ciphertext for every plaintext, to know a repeat by (protocols
// §2).
template <class Row>
struct TakenIn {
    std::vector<Row> rows;
    std::string sealed;
};

// Resolves and seals everybody of a list, in order. `federation` keeps the group.
// Errors: those of libs/base/resident_id, text and credit_code, INVALID_COUNT, PERSON_ERASED.
Result<TakenIn<Recipient>> take_in(const ApiContext& context, const Uuid& command_id,
                                   FederationNo federation, const pb::RecipientSheet& sheet);

// The visits of a sheet. Who stands on the group's list is named by his pseudonym; who does not, by
// name and ID number. Errors: the same, and INVALID_UUID, INVALID_DATE.
Result<TakenIn<Visit>> take_in(const ApiContext& context, const Uuid& command_id,
                               const GroupRow& group, const pb::VisitSheet& sheet);

// A visit as it was noted, and who is meant where he is named by number and not by pseudonym.
struct NotedVisit {
    Visit visit;
    std::optional<vault::ResolveRequest> by_number = {};
};
// Row `i` of a sheet of visits; asks nobody. Errors: those of the form, told of "visits[i].field".
Result<NotedVisit> read_note(const ApiContext& context, const pb::VisitInput& row, int i,
                             const GroupRow& group);
// The same as of a sheet, of visits that were read; `cleared` is what was noted, without names and
// numbers. Error: PERSON_ERASED.
Result<TakenIn<Visit>> take_in(const ApiContext& context, const Uuid& command_id,
                               const GroupRow& group, const pb::VisitSheet& cleared,
                               std::vector<NotedVisit> noted);

// The people of a roster. Errors: the same.
Result<TakenIn<Sealed>> take_in(const ApiContext& context, const Uuid& command_id,
                                FederationNo federation, const pb::TraineeSheet& sheet);

}  // namespace haven::outreach
