// Between the vault's values and its protos, for RemoteVault and the vault service alike.
// Included by .cpp files only (it pulls in protobuf).
#pragma once

#include <algorithm>
#include <string>

#include "libs/vault/vault.hpp"

#include "haven/vault/v1/vault_service.pb.h"

namespace haven::vault::wire {

inline constexpr std::size_t kMaxItems = 1'000;

inline std::string bytes_of(const Uuid& id) {
    return std::string(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}

// Error: INVALID_UUID on `field`.
inline Result<Uuid> read_uuid(std::string_view bytes, const std::string& field) {
    Uuid id;
    if (bytes.size() != id.bytes.size()) return invalid("INVALID_UUID", field, "16 bytes");
    std::ranges::copy(bytes, id.bytes.begin());
    return id;
}

inline void write(const Identity& identity, haven::vault::v1::Identity& to) {
    to.set_type(static_cast<haven::vault::v1::IdType>(identity.type));
    to.set_number(identity.number);
}

// Error: INVALID_IDENTITY.
inline Result<Identity> read(const haven::vault::v1::Identity& from) {
    switch (from.type()) {
        case haven::vault::v1::ID_TYPE_RESIDENT_ID:
        case haven::vault::v1::ID_TYPE_RESIDENT_ID_15:
        case haven::vault::v1::ID_TYPE_OTHER:
            return Identity{static_cast<IdType>(from.type()), from.number()};
        default:
            return invalid("INVALID_IDENTITY", "identity.type", "a known type of paper");
    }
}

inline void write(const Purpose& purpose, haven::vault::v1::Purpose& to) {
    if (!purpose.actor.is_nil()) to.set_actor(bytes_of(purpose.actor.uuid));
    to.set_service(purpose.service);
    to.set_code(purpose.code);
    to.set_subject(purpose.subject);
}

inline Result<Purpose> read(const haven::vault::v1::Purpose& from) {
    Purpose purpose{{}, from.service(), from.code(), from.subject()};
    if (!from.actor().empty()) {
        HAVEN_TRY(const Uuid actor, read_uuid(from.actor(), "purpose.actor"));
        purpose.actor = StaffId{actor};
    }
    return purpose;
}

}  // namespace haven::vault::wire
