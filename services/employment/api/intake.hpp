// What comes in of a seeker in plaintext: checked, and sealed before anything else sees it. Only
// api files include this.
#pragma once

#include "libs/base/resident_id.hpp"
#include "libs/vault/vault.hpp"
#include "services/employment/api/support.hpp"

namespace haven::employment {

// A person as read, before anybody knows who it is.
struct PersonRead {
    std::string name;
    std::string phone;
    ResidentId number;
};
// Errors: those of libs/base/resident_id and text, on the fields name, phone, id_number.
Result<PersonRead> read_person(const ApiContext& context, const std::string& name,
                               const std::string& phone, const std::string& id_number);
vault::ResolveRequest who_is(const PersonRead& read, FederationNo federation);

// The seeker with name and phone sealed; file and day are left to the caller. The person is who the
// vault says the number is, the same in every service. Errors: those of libs/base/resident_id and
// text, INVALID_DIVISION and the like of the decider later, PERSON_ERASED.
Result<SeekerRegistered> take_in(const ApiContext& context, const Uuid& command_id,
                                 FederationNo federation, const pb::RegisterSeekerRequest& request);

inline Sealed sealed_of(const vault::Sealed& sealed) {
    return {sealed.person, sealed.cipher};
}

}  // namespace haven::employment
