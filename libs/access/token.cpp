#include "libs/access/token.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/secret.hpp"

#include "haven/access/v1/token.pb.h"

namespace haven::access {
namespace {

namespace proto = haven::access::v1;

constexpr std::string_view kBearer = "Bearer ";
// A signature under this label can never be taken for a token request, or the other way round.
constexpr std::string_view kLabel = "haven-token\n";
constexpr std::size_t kMaxTokenBytes = 4096;
// Tokens that are remembered; many more than staff who work at the same time.
constexpr std::size_t kRemembered = 4096;

std::unexpected<Error> unauthenticated(std::string reason, std::string message) {
    return failure(ErrorKind::Unauthenticated, std::move(reason), std::move(message));
}

std::string bytes_of(Uuid id) {
    return std::string(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

std::string signed_text(std::string_view payload) {
    return std::string(kLabel) + std::string(payload);
}

std::string sign(const proto::TokenPayload& payload, const std::string& seed) {
    const std::string bytes = payload.SerializeAsString();
    return crypto::base64url(bytes) + "." +
           crypto::base64url(crypto::sign(seed, signed_text(bytes)));
}

struct Parts {
    proto::TokenPayload payload;
    std::string bytes;
    std::string signature;
};

Result<Parts> split(std::string_view header) {
    const auto malformed = [] {
        return unauthenticated("TOKEN_MALFORMED", "the token cannot be read");
    };
    if (header.empty()) return unauthenticated("TOKEN_MISSING", "a bearer token is required");
    if (!header.starts_with(kBearer) || header.size() > kMaxTokenBytes) return malformed();
    const std::string_view text = header.substr(kBearer.size());
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return malformed();
    const auto bytes = crypto::from_base64url(text.substr(0, dot));
    const auto signature = crypto::from_base64url(text.substr(dot + 1));
    Parts parts;
    if (!bytes || !signature || !parts.payload.ParseFromString(*bytes)) return malformed();
    parts.bytes = *bytes;
    parts.signature = *signature;
    return parts;
}

// A service says that it is one and nothing else; a member of staff is never one.
bool says_more_than_it_may(const proto::TokenPayload& payload) {
    constexpr int kPeer = haven::options::v1::ROLE_PEER_SERVICE;
    if (payload.key_id() == kStaffKeyId && !payload.staff_id().empty()) {
        return std::ranges::find(payload.roles(), kPeer) != payload.roles().end();
    }
    return !payload.staff_id().empty() || payload.roles_size() != 1 || payload.roles(0) != kPeer;
}

Result<Caller> caller_of(const proto::TokenPayload& payload) {
    Caller caller;
    if (payload.staff_id().size() == caller.staff.uuid.bytes.size()) {
        std::ranges::copy(payload.staff_id(), caller.staff.uuid.bytes.begin());
    } else if (!payload.staff_id().empty()) {
        return unauthenticated("TOKEN_MALFORMED", "the token cannot be read");
    } else {
        caller.service = payload.key_id();
    }
    for (const int role : payload.roles()) caller.roles.push_back(static_cast<Role>(role));
    caller.home = {static_cast<std::int16_t>(payload.home_federation())};
    caller.union_node = payload.union_node();
    for (const int number : payload.scope()) {
        caller.scope.push_back({static_cast<std::int16_t>(number)});
    }
    return caller;
}

bool is_plain_name(const std::string& key_id) {
    return !key_id.empty() && key_id.size() <= 32 &&
           std::ranges::all_of(key_id, [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

void Keyring::add(std::string key_id, std::string key) {
    const std::lock_guard lock(mutex_);
    keys_.insert_or_assign(std::move(key_id), std::move(key));
}

std::optional<std::string> Keyring::find(const std::string& key_id) const {
    const std::lock_guard lock(mutex_);
    const auto known = keys_.find(key_id);
    if (known != keys_.end()) return known->second;
    // The id comes from a token that nobody has verified yet: it must not become a path.
    if (folder_.empty() || !is_plain_name(key_id)) return std::nullopt;
    std::ifstream file(folder_ / (key_id + ".pub"));
    std::string line;
    if (!std::getline(file, line)) return std::nullopt;
    const auto key = crypto::from_hex(line);
    if (!key || key->size() != crypto::kKeyBytes) return std::nullopt;
    keys_.emplace(key_id, *key);
    return *key;
}

TokenIssuer::TokenIssuer(std::string key_id, std::string seed, std::function<Instant()> now)
    : key_id_(std::move(key_id)), seed_(std::move(seed)), now_(std::move(now)) {}

Token TokenIssuer::issue(const StaffClaims& claims) const {
    HAVEN_CHECK(key_id_ == kStaffKeyId && !claims.staff.is_nil());
    const Instant now = now_();
    proto::TokenPayload payload;
    payload.set_key_id(key_id_);
    payload.set_staff_id(bytes_of(claims.staff.uuid));
    for (const Role role : claims.roles) {
        payload.add_roles(static_cast<haven::options::v1::Role>(role));
    }
    payload.set_home_federation(claims.home.value);
    payload.set_union_node(claims.union_node);
    for (const FederationNo number : claims.scope) payload.add_scope(number.value);
    payload.set_issued_micros(now.micros);
    payload.set_expires_micros(now.micros + kTokenLifeMicros);
    return {sign(payload, seed_), Instant{payload.expires_micros()}};
}

std::string TokenIssuer::peer_bearer(std::span<const FederationNo> scope) const {
    const Instant now = now_();
    const std::lock_guard lock(mutex_);
    if (peer_ && peer_->expires.micros - now.micros > kTokenLifeMicros / 2) return peer_->text;
    proto::TokenPayload payload;
    payload.set_key_id(key_id_);
    payload.add_roles(haven::options::v1::ROLE_PEER_SERVICE);
    for (const FederationNo number : scope) payload.add_scope(number.value);
    payload.set_issued_micros(now.micros);
    payload.set_expires_micros(now.micros + kTokenLifeMicros);
    peer_ = Token{sign(payload, seed_), Instant{payload.expires_micros()}};
    return peer_->text;
}

Result<Verifier::Believed> Verifier::read(std::string_view header) const {
    HAVEN_TRY(const Parts parts, split(header));
    const auto forged = [] {
        return unauthenticated("TOKEN_FORGED", "the token's signature is not one of ours");
    };
    const proto::TokenPayload& payload = parts.payload;
    const auto key = keys_.find(payload.key_id());
    if (!key || !crypto::verify(*key, signed_text(parts.bytes), parts.signature)) return forged();
    if (says_more_than_it_may(payload)) return forged();
    if (payload.expires_micros() - payload.issued_micros() > kTokenLifeMicros) return forged();
    HAVEN_TRY(Caller caller, caller_of(payload));
    return Believed{std::move(caller), Instant{payload.issued_micros()},
                    Instant{payload.expires_micros()}};
}

Result<Caller> Verifier::Believed::at(Instant now) const {
    if (now >= expires) {
        return unauthenticated("TOKEN_EXPIRED", "the token has expired: ask for a fresh one");
    }
    if (issued.micros > now.micros + kClockSkewMicros) {
        return unauthenticated("TOKEN_NOT_YET_VALID", "the token is from the future");
    }
    return caller;
}

void Verifier::remember(const crypto::Sha256& digest, const Believed& believed, Instant now) {
    const std::lock_guard lock(mutex_);
    if (believed_.size() >= kRemembered) {
        std::erase_if(believed_, [now](const auto& entry) { return now >= entry.second.expires; });
    }
    if (believed_.size() >= kRemembered) believed_.clear();
    believed_.insert_or_assign(digest, believed);
}

Result<Caller> Verifier::verify(std::string_view header, Instant now) {
    const crypto::Sha256 digest = crypto::sha256(header);
    {
        const std::lock_guard lock(mutex_);
        const auto known = believed_.find(digest);
        if (known != believed_.end()) return known->second.at(now);
    }
    HAVEN_TRY(const Believed believed, read(header));
    HAVEN_TRY(Caller caller, believed.at(now));
    remember(digest, believed, now);
    return caller;
}

}  // namespace haven::access
