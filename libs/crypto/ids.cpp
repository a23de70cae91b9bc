#include "libs/crypto/ids.hpp"

#include <sodium.h>

#include <algorithm>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/secret.hpp"

namespace haven::crypto {
namespace {

void stamp(Uuid& id, std::uint8_t version) {
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | version << 4);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
}

}  // namespace

std::string random_bytes(std::size_t count) {
    start_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

Uuid new_uuid_v4() {
    Uuid id;
    std::ranges::copy(random_bytes(16), id.bytes.begin());
    stamp(id, 4);
    return id;
}

Uuid new_uuid_v7(Instant now) {
    Uuid id = new_uuid_v4();
    auto milliseconds = static_cast<std::uint64_t>(now.micros / 1'000);
    for (std::size_t i = 6; i-- > 0;) {
        id.bytes[i] = static_cast<std::uint8_t>(milliseconds & 0xff);
        milliseconds >>= 8;
    }
    stamp(id, 7);
    return id;
}

Uuid derive_uuid(const Uuid& parent, std::string_view label) {
    std::string text(reinterpret_cast<const char*>(parent.bytes.data()), parent.bytes.size());
    text += label;
    const Sha256 digest = sha256(text);
    Uuid id = parent;
    std::copy(digest.begin(), digest.begin() + 10, id.bytes.begin() + 6);
    stamp(id, 8);
    return id;
}

Uuid uuid_of_code(std::string_view kind, std::string_view code) {
    std::string text(kind);
    text.push_back('\0');
    text += code;
    const Sha256 digest = sha256(text);
    Uuid id;
    std::copy(digest.begin(), digest.begin() + 16, id.bytes.begin());
    stamp(id, 8);
    return id;
}

Uuid uuid_named(std::string_view kind, std::string_view id_or_code) {
    const auto id = Uuid::parse(id_or_code);
    return id ? *id : uuid_of_code(kind, id_or_code);
}

}  // namespace haven::crypto
