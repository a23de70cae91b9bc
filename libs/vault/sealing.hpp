// The cryptography of the vault: keys, envelopes and keyed hashes (protocols §2, §9). Pure but for
// new_key().
//
// Thread rule: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/uuid.hpp"

namespace haven::vault {

// 32 bytes, wiped when it goes.
class Key {
  public:
    // Aborts on any other length.
    explicit Key(std::string_view bytes);
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();
    [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

  private:
    std::array<char, 32> bytes_;
};

Key new_key();
// A key of its own for each use, so that no two uses ever share one.
Key derive_key(const Key& from, std::string_view use);

// What fields of a person are sealed with, derived from the person's key once and not at each
// field.
struct FieldKeys {
    explicit FieldKeys(const Key& person_key)
        : nonce(derive_key(person_key, "nonce")), seal(derive_key(person_key, "seal")) {}
    Key nonce;
    Key seal;
};

// A key under the key-encryption key. `owner` is bound to it: a wrapped key moved to another row
// does not open. nullopt: another key-encryption key, or damage.
std::string wrap_key(const Key& kek, std::string_view owner, const Key& key);
std::optional<Key> unwrap_key(const Key& kek, std::string_view owner, std::string_view wrapped);

// Format byte, 24 bytes of nonce, ciphertext with tag. The nonce is the first 24 bytes of
// HMAC(nonce key of the person, command id | field | plaintext), so an honest repeat has the same
// bytes.
std::string seal_field(const FieldKeys& keys, PersonId person, std::string_view field,
                       Uuid command_id, std::string_view text);
// nullopt: not sealed for this person and field, or damaged.
std::optional<std::string> open_field(const FieldKeys& keys, PersonId person,
                                      std::string_view field, std::string_view cipher);

// Keyed hashes of what must be found again without being stored.
std::string number_hash(const Key& index_key, int id_type, std::string_view normalised_number);
// Of the word of a name in the search of one federation.
std::int64_t name_token(const Key& index_key, FederationNo federation, std::string_view word);
// The id of a person with a number says nothing; that of one without is derived.
PersonId random_person();
PersonId derived_person(const Key& index_key, Uuid command_id, std::int32_t position);

}  // namespace haven::vault
