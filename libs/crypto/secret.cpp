#include "libs/crypto/secret.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::crypto {
namespace {

const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

// libsodium's secret key is the seed followed by the public key.
std::string secret_key_of(std::string_view seed, std::string& public_key) {
    HAVEN_CHECK(seed.size() == kKeyBytes);
    start_sodium();
    std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
    public_key.assign(crypto_sign_PUBLICKEYBYTES, '\0');
    crypto_sign_seed_keypair(raw(public_key), raw(secret), raw(seed));
    return secret;
}

std::unexpected<Error> secret_error(const char* reason, const std::filesystem::path& file,
                                    const std::string& what) {
    return failure(ErrorKind::Refused, reason, file.string() + ": " + what,
                   {{"file", file.string()}});
}

}  // namespace

void start_sodium() {
    static const int ready = sodium_init();
    HAVEN_CHECK(ready >= 0);
}

std::string seal(std::string_view key, std::string_view nonce, std::string_view additional_data,
                 std::string_view plain) {
    HAVEN_CHECK(key.size() == kKeyBytes && nonce.size() == kNonceBytes);
    start_sodium();
    std::string sealed(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed), &length, raw(plain), plain.size(),
                                               raw(additional_data), additional_data.size(),
                                               nullptr, raw(nonce), raw(key));
    return sealed;
}

std::optional<std::string> open(std::string_view key, std::string_view nonce,
                                std::string_view additional_data, std::string_view sealed) {
    HAVEN_CHECK(key.size() == kKeyBytes);
    if (nonce.size() != kNonceBytes) return std::nullopt;
    if (sealed.size() < crypto_aead_xchacha20poly1305_ietf_ABYTES) return std::nullopt;
    start_sodium();
    std::string plain(sealed.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
    unsigned long long length = 0;
    const int status = crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw(plain), &length, nullptr, raw(sealed), sealed.size(), raw(additional_data),
        additional_data.size(), raw(nonce), raw(key));
    if (status != 0) return std::nullopt;
    return plain;
}

KeyPair new_key_pair() {
    return key_pair_of(random_bytes(kKeyBytes));
}

KeyPair key_pair_of(std::string_view seed) {
    KeyPair pair;
    secret_key_of(seed, pair.public_key);
    pair.seed = seed;
    return pair;
}

std::string sign(std::string_view seed, std::string_view message) {
    std::string public_key;
    const std::string secret = secret_key_of(seed, public_key);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(raw(signature), nullptr, raw(message), message.size(), raw(secret));
    return signature;
}

bool verify(std::string_view public_key, std::string_view message, std::string_view signature) {
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES) return false;
    if (signature.size() != kSignatureBytes) return false;
    start_sodium();
    return crypto_sign_verify_detached(raw(signature), raw(message), message.size(),
                                       raw(public_key)) == 0;
}

Result<std::string> read_secret(const std::filesystem::path& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        return secret_error("SECRET_MISSING", file, "there is no such file");
    }
    if ((status.st_mode & 077) != 0) {
        return secret_error("SECRET_TOO_OPEN", file, "its mode must be 0600: chmod 600 it");
    }
    std::ifstream in(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    auto secret = from_hex(text);
    if (!secret || secret->empty()) {
        return secret_error("SECRET_MALFORMED", file, "it must hold hex digits on one line");
    }
    return secret;
}

Result<void> write_new_secret(const std::filesystem::path& file, std::string_view secret) {
    // Written beside and linked into place: a crash leaves no half secret under the name.
    const std::filesystem::path beside = file.string() + "." + hex(random_bytes(6));
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), file.string());
    const std::string text = hex(secret) + "\n";
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    const int linked = written ? ::link(beside.c_str(), file.c_str()) : -1;
    const int why = errno;
    ::unlink(beside.c_str());
    if (linked == 0) return {};
    if (why == EEXIST) return secret_error("SECRET_EXISTS", file, "it is there already");
    throw std::system_error(why, std::generic_category(), file.string());
}

Result<std::string> read_or_make_secret(const std::filesystem::path& file, std::size_t bytes) {
    auto existing = read_secret(file);
    if (existing || existing.error().reason != "SECRET_MISSING") return existing;
    auto made = write_new_secret(file, random_bytes(bytes));
    if (!made && made.error().reason != "SECRET_EXISTS") return std::unexpected(made.error());
    return read_secret(file);
}

}  // namespace haven::crypto
