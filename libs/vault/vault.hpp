// Vault: keys and identities of people; the only way from ciphertext to a name (design §6,
// protocols §9). LocalVault (local_vault.hpp) works on the vault's database, RemoteVault
// (remote_vault.hpp) asks the vault service.
//
//     HAVEN_TRY(auto person, vault.resolve_one({.identity = {IdType::ResidentId, number},
//                                               .name = name, .federation = own}));
//     HAVEN_TRY(auto sealed, vault.seal(command_id, {{person, "name", name}}));
//
// Texts are UTF-8. Thread rule: every method from any thread. Environment failures (database, vault
// service down) are exceptions; they never mean "no such person".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"

namespace haven::vault {

// ResidentId15 is a legacy number that was not upgraded with certainty: it never merges with the
// person of the 18-digit number it may stand for.
enum class IdType { ResidentId = 1, ResidentId15 = 2, Other = 9 };

struct Identity {
    IdType type = IdType::ResidentId;
    // Already parsed and normalised by libs/base (18 or 15 characters, X upper case); the vault
    // normalises again (spaces, hyphens, full width, x) so that spelling never splits a person.
    std::string number;
};

// The fields that may be sealed. The list is closed: another name is Invalid UNKNOWN_FIELD.
inline constexpr std::string_view kFields[] = {"name",      "id_number", "phone",       "address",
                                               "account",   "diagnosis", "notice_row",  "document",
                                               "bank_file", "school",    "admission_no"};

struct ResolveRequest {
    Identity identity;
    std::string name;         // for search by name; empty: no tokens are written
    FederationNo federation;  // in whose search the name is to be found
};

struct NewPerson {
    Uuid command_id;
    std::int32_t position = 0;  // of the person within the command
    std::string name;           // as in ResolveRequest
    FederationNo federation;
};

struct Plain {
    PersonId person;
    std::string field;  // one of kFields
    std::string text;   // at most kMaxPlainBytes
};

inline constexpr std::size_t kMaxPlainBytes = 900 * 1024;
inline constexpr std::size_t kMaxSearchHits = 500;

// What is stored in events and rows: format byte, nonce, XChaCha20-Poly1305 ciphertext. Additional
// data is person_id | field | format.
struct Sealed {
    PersonId person;
    std::string cipher;

    bool operator==(const Sealed&) const = default;
};

struct Cipher {
    PersonId person;
    std::string field;
    std::string cipher;
};

// Who opens, why, and for what: recorded before the answer leaves (I36).
struct Purpose {
    StaffId actor;        // nil: a service on its own account, then `service` names it
    std::string service;  // "disbursement"
    std::string code;     // "CASE_WORK", "BANK_FILE", "SEARCH", "AUDIT", "EXPORT"
    std::string subject;  // what is being looked at: an id, e.g. "household/0190…"; never a name
};

struct Found {
    std::optional<PersonId> person;    // the person with exactly this identity
    std::vector<PersonId> candidates;  // 15-digit numbers: who it may be; a person decides
};

class Vault {
  public:
    virtual ~Vault() = default;

    // The person of each identity, made when there is none; the same identity is the same person
    // in every service and federation. Also writes the name's search tokens for the federation.
    // In order of the requests. Errors: INVALID_IDENTITY, PERSON_ERASED.
    virtual Result<std::vector<PersonId>> resolve(std::span<const ResolveRequest> requests) = 0;

    // People without a number: derived from command id and position, so a repeat gives the same
    // ones (protocols §2). Error: PERSON_ERASED.
    virtual Result<std::vector<PersonId>> new_people(std::span<const NewPerson> people) = 0;

    // Seals in order. The same command id, field and text give the same bytes (protocols §2). Every
    // key is committed before anything sealed with it is answered. A person that resolve() or
    // new_person() did not give is NO_SUCH_PERSON. Errors: UNKNOWN_FIELD, TEXT_TOO_LONG,
    // PERSON_ERASED.
    virtual Result<std::vector<Sealed>> seal(Uuid command_id, std::span<const Plain> plains) = 0;

    // Opens in order; nullopt where the person's key has been destroyed. The opening is recorded,
    // committed, before the answer. Errors: UNKNOWN_FIELD, CIPHER_DAMAGED (wrong person, field or
    // bytes), PURPOSE_MISSING.
    virtual Result<std::vector<std::optional<std::string>>> open(
        const Purpose& purpose, std::span<const Cipher> ciphers) = 0;

    // Who has this identity; never makes one. Recorded like an opening.
    virtual Result<Found> lookup(const Purpose& purpose, const Identity& identity) = 0;

    // People whose name holds `part` (a whole name, two or more characters of it, or its pinyin
    // initials), among the federations given. Recorded. Errors: TOO_MANY_MATCHES (> 500),
    // NAME_PART_TOO_SHORT.
    virtual Result<std::vector<PersonId>> search(const Purpose& purpose, std::string_view part,
                                                 std::span<const FederationNo> federations) = 0;

    // Forgets the person for ever: key, identity and search tokens. Already destroyed is no error.
    // Errors: NO_SUCH_PERSON, PURPOSE_MISSING.
    virtual Result<void> destroy_key(const Purpose& purpose, PersonId person) = 0;

    // One of each, for handlers.
    Result<PersonId> resolve_one(ResolveRequest request);
    Result<PersonId> new_person(Uuid command_id, std::int32_t position, std::string_view name,
                                FederationNo federation);
    Result<Sealed> seal_one(Uuid command_id, Plain plain);
    Result<std::optional<std::string>> open_one(const Purpose& purpose, Cipher cipher);
    Result<std::vector<Sealed>> seal(Uuid command_id, std::initializer_list<Plain> plains) {
        return seal(command_id, std::span<const Plain>(plains.begin(), plains.size()));
    }
};

}  // namespace haven::vault
