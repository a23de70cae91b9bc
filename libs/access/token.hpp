// Tokens: short-lived, signed with Ed25519 (design §6, protocols §11). The registry's key signs
// those of staff; each service's own key signs those by which it calls the others, and can say
// nothing but ROLE_PEER_SERVICE.
//
//     TokenIssuer issuer("registry", key, now);
//     std::string token = issuer.issue({.staff = id, .roles = {Role::Approver}, …});
//     Result<Caller> caller = Verifier(keyring).verify("Bearer " + token, now());
//
// Thread rule: every object here may be used from any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/access/caller.hpp"
#include "libs/base/time.hpp"
#include "libs/crypto/hash.hpp"

namespace haven::access {

inline constexpr std::int64_t kTokenLifeMicros = 10LL * 60 * 1'000'000;
// How far two machines' clocks may differ.
inline constexpr std::int64_t kClockSkewMicros = 30LL * 1'000'000;
// The key whose signature makes a member of staff.
inline constexpr std::string_view kStaffKeyId = "registry";

// Public keys (32 raw bytes) by key id. Those of a folder (<key id>.pub, hex on one line) are read
// when first asked for, so services may start in any order.
class Keyring {
  public:
    Keyring() = default;
    explicit Keyring(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(std::string key_id, std::string key);
    [[nodiscard]] std::optional<std::string> find(const std::string& key_id) const;

  private:
    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::string> keys_;
};

struct StaffClaims {
    StaffId staff;
    std::vector<Role> roles;
    FederationNo home;
    std::string union_node;
    std::vector<FederationNo> scope;
};

struct Token {
    std::string text;
    Instant expires;
};

class TokenIssuer {
  public:
    // `seed` is the private key of libs/crypto.
    TokenIssuer(std::string key_id, std::string seed, std::function<Instant()> now);

    // A token of ten minutes for a member of staff. Only the registry's key is believed for these.
    [[nodiscard]] Token issue(const StaffClaims& claims) const;
    // What a service shows another; renewed when less than half of its life is left.
    [[nodiscard]] std::string peer_bearer(std::span<const FederationNo> scope) const;
    [[nodiscard]] const std::string& key_id() const { return key_id_; }

  private:
    std::string key_id_;
    std::string seed_;
    std::function<Instant()> now_;
    mutable std::mutex mutex_;
    mutable std::optional<Token> peer_;
};

// Checks the values of `authorization` headers. Whom it has believed once it remembers until the
// token expires, by the header's digest: a signature costs more than the rest of a call.
class Verifier {
  public:
    // `keys` must outlive it.
    explicit Verifier(const Keyring& keys) : keys_(keys) {}

    // Errors, all Unauthenticated: TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_FORGED (unknown key, wrong
    // signature, a peer's key that says more than it may, or staff who say that they are a
    // service), TOKEN_EXPIRED, TOKEN_NOT_YET_VALID.
    Result<Caller> verify(std::string_view header, Instant now);

  private:
    struct Believed {
        Caller caller;
        Instant issued;
        Instant expires;

        // TOKEN_EXPIRED or TOKEN_NOT_YET_VALID, or the caller.
        [[nodiscard]] Result<Caller> at(Instant now) const;
    };
    [[nodiscard]] Result<Believed> read(std::string_view header) const;
    void remember(const crypto::Sha256& digest, const Believed& believed, Instant now);

    const Keyring& keys_;
    std::mutex mutex_;
    std::map<crypto::Sha256, Believed> believed_;
};

}  // namespace haven::access
