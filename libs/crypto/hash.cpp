#include "libs/crypto/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>

namespace haven::crypto {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// A fetched digest and a context kept per thread: three times as fast as fetching each time.
struct Hasher {
    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> digest{EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                           EVP_MD_free};
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                    EVP_MD_CTX_free};
};

// The same for HMAC: half of what HMAC() takes.
struct Authenticator {
    Authenticator() {
        std::string name = "SHA256";
        const OSSL_PARAM digest[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), name.size()),
            OSSL_PARAM_construct_end()};
        HAVEN_CHECK(EVP_MAC_CTX_set_params(context.get(), digest) == 1);
    }
    std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                          EVP_MAC_free};
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context{EVP_MAC_CTX_new(mac.get()),
                                                                      EVP_MAC_CTX_free};
};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
    thread_local const Hasher hasher;
    Sha256 result{};
    unsigned length = 0;
    HAVEN_CHECK(EVP_DigestInit_ex2(hasher.context.get(), hasher.digest.get(), nullptr) == 1);
    HAVEN_CHECK(EVP_DigestUpdate(hasher.context.get(), bytes.data(), bytes.size()) == 1);
    HAVEN_CHECK(EVP_DigestFinal_ex(hasher.context.get(), result.data(), &length) == 1);
    return result;
}

Sha256 hmac_sha256(std::string_view key, std::string_view bytes) {
    thread_local const Authenticator authenticator;
    EVP_MAC_CTX* context = authenticator.context.get();
    Sha256 result{};
    std::size_t length = 0;
    // A null key would mean "the key of last time" to OpenSSL.
    const char* key_bytes = key.empty() ? "" : key.data();
    HAVEN_CHECK(EVP_MAC_init(context, reinterpret_cast<const unsigned char*>(key_bytes), key.size(),
                             nullptr) == 1);
    HAVEN_CHECK(EVP_MAC_update(context, reinterpret_cast<const unsigned char*>(bytes.data()),
                               bytes.size()) == 1);
    HAVEN_CHECK(EVP_MAC_final(context, result.data(), &length, result.size()) == 1);
    return result;
}

std::string as_bytes(const Sha256& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<std::uint8_t>(c);
        text.push_back(kDigits[byte >> 4]);
        text.push_back(kDigits[byte & 15]);
    }
    return text;
}

std::string hex(const Sha256& digest) {
    return hex(as_bytes(digest));
}

Result<std::string> from_hex(std::string_view text) {
    const auto bad = [] { return invalid("INVALID_HEX", "hex", "an even number of hex digits"); };
    if (text.size() % 2 != 0) return bad();
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return bad();
        bytes.push_back(static_cast<char>(high << 4 | low));
    }
    return bytes;
}

std::string base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : bytes) {
        buffer = buffer << 8 | static_cast<std::uint8_t>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text.push_back(kBase64[buffer >> bits & 63]);
        }
    }
    if (bits > 0) text.push_back(kBase64[buffer << (6 - bits) & 63]);
    return text;
}

Result<std::string> from_base64url(std::string_view text) {
    std::string bytes;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char c : text) {
        const std::size_t value = kBase64.find(c);
        if (value == std::string_view::npos) {
            return invalid("INVALID_BASE64", "base64url", "unpadded base64url");
        }
        buffer = buffer << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(buffer >> bits & 0xff));
        }
    }
    const bool stray = bits >= 6 || (buffer & ((1U << bits) - 1)) != 0;
    if (stray) return invalid("INVALID_BASE64", "base64url", "unpadded base64url");
    return bytes;
}

bool equal_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace haven::crypto
