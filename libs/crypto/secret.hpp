// Sealing, signing, and secrets that lie in files of mode 0600. Keys and nonces are raw bytes.
// Thread-safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven::crypto {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kSignatureBytes = 64;

// Makes libsodium ready; the functions below do it themselves.
void start_sodium();

// XChaCha20-Poly1305 (IETF construction). `key` of kKeyBytes, `nonce` of kNonceBytes.
std::string seal(std::string_view key, std::string_view nonce, std::string_view additional_data,
                 std::string_view plain);
// nullopt when the bytes, the additional data, the nonce or the key are not those of seal().
std::optional<std::string> open(std::string_view key, std::string_view nonce,
                                std::string_view additional_data, std::string_view sealed);

// Ed25519 (RFC 8032). The private key is its 32-byte seed.
struct KeyPair {
    std::string public_key;
    std::string seed;
};
KeyPair new_key_pair();
KeyPair key_pair_of(std::string_view seed);
std::string sign(std::string_view seed, std::string_view message);
bool verify(std::string_view public_key, std::string_view message, std::string_view signature);

// A secret in a file, as hex on one line. Errors: SECRET_MISSING, SECRET_TOO_OPEN (its mode lets
// others read it), SECRET_MALFORMED. The message names the file, never the secret.
Result<std::string> read_secret(const std::filesystem::path& file);
// Makes the file with mode 0600, atomically; an existing one is never replaced (SECRET_EXISTS).
Result<void> write_new_secret(const std::filesystem::path& file, std::string_view secret);
// Reads it, or makes one of `bytes` random bytes when it is not there; two at once agree.
Result<std::string> read_or_make_secret(const std::filesystem::path& file, std::size_t bytes);

}  // namespace haven::crypto
