// SHA-256, HMAC and the texts of bytes. Pure; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"

namespace haven::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
// RFC 2104 with SHA-256; any key length.
Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

// The bytes of a digest as a string view's worth of text, for concatenation.
std::string as_bytes(const Sha256& digest);

std::string hex(std::string_view bytes);
std::string hex(const Sha256& digest);
// Error: INVALID_HEX on field "hex".
Result<std::string> from_hex(std::string_view text);
// RFC 4648 §5 without padding.
std::string base64url(std::string_view bytes);
// Error: INVALID_BASE64 on field "base64url"; refuses padding and non-canonical ends.
Result<std::string> from_base64url(std::string_view text);

// Compares secrets without telling by its time where they differ.
bool equal_secret(std::string_view a, std::string_view b);

}  // namespace haven::crypto
