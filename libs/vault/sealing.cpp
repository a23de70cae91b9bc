#include "libs/vault/sealing.hpp"

#include <string.h>

#include <algorithm>
#include <ranges>
#include <string>

#include "libs/base/result.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"

namespace haven::vault {
namespace {

constexpr char kSealFormat = 1;
constexpr std::size_t kWordBytes = 16;

std::string bytes_of(const Uuid& id) {
    return std::string(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

std::string keyed(const Key& key, std::string_view text) {
    return crypto::as_bytes(crypto::hmac_sha256(key.bytes(), text));
}

std::string additional_data(PersonId person, std::string_view field) {
    return person.to_string() + "|" + std::string(field) + "|" + std::to_string(kSealFormat);
}

}  // namespace

Key::Key(std::string_view bytes) : bytes_() {
    HAVEN_CHECK(bytes.size() == bytes_.size());
    std::ranges::copy(bytes, bytes_.begin());
}

Key::~Key() {
    explicit_bzero(bytes_.data(), bytes_.size());
}

Key new_key() {
    return Key(crypto::random_bytes(crypto::kKeyBytes));
}

Key derive_key(const Key& from, std::string_view use) {
    return Key(keyed(from, use));
}

std::string wrap_key(const Key& kek, std::string_view owner, const Key& key) {
    const std::string nonce = crypto::random_bytes(crypto::kNonceBytes);
    return nonce + crypto::seal(derive_key(kek, "wrap").bytes(), nonce, owner, key.bytes());
}

std::optional<Key> unwrap_key(const Key& kek, std::string_view owner, std::string_view wrapped) {
    if (wrapped.size() < crypto::kNonceBytes) return std::nullopt;
    const auto key =
        crypto::open(derive_key(kek, "wrap").bytes(), wrapped.substr(0, crypto::kNonceBytes), owner,
                     wrapped.substr(crypto::kNonceBytes));
    if (!key || key->size() != crypto::kKeyBytes) return std::nullopt;
    return Key(*key);
}

std::string seal_field(const FieldKeys& keys, PersonId person, std::string_view field,
                       Uuid command_id, std::string_view text) {
    std::string nonce = keyed(
        keys.nonce, bytes_of(command_id) + "|" + std::string(field) + "|" + std::string(text));
    nonce.resize(crypto::kNonceBytes);
    return std::string(1, kSealFormat) + nonce +
           crypto::seal(keys.seal.bytes(), nonce, additional_data(person, field), text);
}

std::optional<std::string> open_field(const FieldKeys& keys, PersonId person,
                                      std::string_view field, std::string_view cipher) {
    if (cipher.size() < 1 + crypto::kNonceBytes || cipher[0] != kSealFormat) return std::nullopt;
    return crypto::open(keys.seal.bytes(), cipher.substr(1, crypto::kNonceBytes),
                        additional_data(person, field), cipher.substr(1 + crypto::kNonceBytes));
}

std::string number_hash(const Key& index_key, int id_type, std::string_view normalised_number) {
    return keyed(index_key,
                 "number|" + std::to_string(id_type) + "|" + std::string(normalised_number));
}

// The word's keyed hash for all federations, as older vaults stored it, then the federation's own.
std::int64_t name_token(const Key& index_key, FederationNo federation, std::string_view word) {
    const auto number = static_cast<std::uint16_t>(federation.value);
    std::string bytes{static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
    bytes += keyed(index_key, "name|" + std::string(word)).substr(0, kWordBytes);
    std::uint64_t token = 0;
    for (const std::uint8_t byte : crypto::sha256(bytes) | std::views::take(8)) {
        token = token << 8 | byte;
    }
    return static_cast<std::int64_t>(token);
}

PersonId random_person() {
    return PersonId{crypto::new_uuid_v4()};
}

PersonId derived_person(const Key& index_key, Uuid command_id, std::int32_t position) {
    // Keyed, so that a command id, which is no secret, does not tell the person.
    const std::string label = keyed(index_key, "person|" + std::to_string(position));
    return PersonId{crypto::derive_uuid(command_id, label)};
}

}  // namespace haven::vault
