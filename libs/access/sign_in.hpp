// How a member of staff gets a token: the client signs a request with the member's own 0600 key,
// the registry checks it against the public key in the member's record (design §6). Nothing secret
// travels, and a request that was overheard is of no use to anybody.
//
//     SignInRequest request = make_sign_in(staff, seed, now());         // client
//     HAVEN_CHECKED(book.check(request, staff_record.public_key));      // registry, then issue()
//
// Thread rule: SignInBook may be used from any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::access {

struct SignInRequest {
    StaffId staff;
    Instant at;             // the client's clock
    std::string nonce;      // 16 random bytes
    std::string signature;  // Ed25519, 64 bytes
};

// `seed` is the member's private key, as in the 0600 file.
SignInRequest make_sign_in(StaffId staff, std::string_view seed, Instant at);

// Remembers the nonces of the last two minutes. After a restart it refuses what was signed before
// it began, so a restart opens no window for a replay.
class SignInBook {
  public:
    explicit SignInBook(std::function<Instant()> now);

    // Errors, all Unauthenticated: SIGN_IN_STALE (more than a minute off, or signed before this
    // process began: sign again), SIGN_IN_FORGED, SIGN_IN_REPLAYED.
    Result<void> check(const SignInRequest& request, std::string_view public_key);

  private:
    void forget_old(Instant now);

    std::function<Instant()> now_;
    Instant began_;
    std::mutex mutex_;
    std::map<std::string, Instant> seen_;  // nonce → when it was signed
};

// The key of the first administrator, made at the first start into
// `<folder>/first-administrator.key` (0600). Later starts find it and answer the same. The staff id
// is derived from the public key, so that nothing else has to be remembered.
struct FirstAdministrator {
    StaffId staff;
    std::string public_key;  // 32 raw bytes
    std::filesystem::path key_file;
};
// Errors: those of crypto::read_secret.
Result<FirstAdministrator> first_administrator(const std::filesystem::path& folder);

}  // namespace haven::access
