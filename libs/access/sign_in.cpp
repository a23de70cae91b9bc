#include "libs/access/sign_in.hpp"

#include <cstdlib>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"

namespace haven::access {
namespace {

constexpr std::string_view kLabel = "haven-sign-in\n";
constexpr std::int64_t kWindowMicros = 60LL * 1'000'000;
constexpr std::size_t kSignInNonceBytes = 16;
constexpr std::string_view kFirstAdministratorFile = "first-administrator.key";

std::string signed_text(const SignInRequest& request) {
    return std::string(kLabel) + request.staff.to_string() + "\n" +
           std::to_string(request.at.micros) + "\n" + request.nonce;
}

std::unexpected<Error> unauthenticated(std::string reason, std::string message) {
    return failure(ErrorKind::Unauthenticated, std::move(reason), std::move(message));
}

}  // namespace

SignInRequest make_sign_in(StaffId staff, std::string_view seed, Instant at) {
    SignInRequest request{staff, at, crypto::random_bytes(kSignInNonceBytes), {}};
    request.signature = crypto::sign(seed, signed_text(request));
    return request;
}

SignInBook::SignInBook(std::function<Instant()> now) : now_(std::move(now)), began_(now_()) {}

void SignInBook::forget_old(Instant now) {
    std::erase_if(seen_, [&](const auto& entry) {
        return entry.second.micros < now.micros - 2 * kWindowMicros;
    });
}

Result<void> SignInBook::check(const SignInRequest& request, std::string_view public_key) {
    const Instant now = now_();
    if (std::abs(now.micros - request.at.micros) > kWindowMicros || request.at < began_) {
        return unauthenticated("SIGN_IN_STALE", "the request is too old or too new: sign it again");
    }
    if (request.nonce.size() != kSignInNonceBytes ||
        !crypto::verify(public_key, signed_text(request), request.signature)) {
        return unauthenticated("SIGN_IN_FORGED", "the signature is not by the member's key");
    }
    const std::lock_guard lock(mutex_);
    forget_old(now);
    if (!seen_.emplace(request.nonce, request.at).second) {
        return unauthenticated("SIGN_IN_REPLAYED", "the request has been used already");
    }
    return {};
}

Result<FirstAdministrator> first_administrator(const std::filesystem::path& folder) {
    const auto file = folder / kFirstAdministratorFile;
    HAVEN_TRY(const std::string seed, crypto::read_or_make_secret(file, crypto::kKeyBytes));
    std::string public_key = crypto::key_pair_of(seed).public_key;
    const StaffId staff{crypto::uuid_of_code("staff", crypto::hex(public_key))};
    return FirstAdministrator{staff, std::move(public_key), file};
}

}  // namespace haven::access
