// Ids that are made, not given: random UUIDv7 at the edge, derived ones everywhere else.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::crypto {

// From the operating system.
std::string random_bytes(std::size_t count);

// RFC 9562 version 7: 48 bits of milliseconds, the rest random.
Uuid new_uuid_v7(Instant now);
// RFC 9562 version 4.
Uuid new_uuid_v4();

// The id that `parent` and `label` always give: it keeps the leading 48 bits of its parent, so that
// indexes stay dense (protocols §2), the rest is SHA-256 of both. Version 8.
Uuid derive_uuid(const Uuid& parent, std::string_view label);
// The id that a stable code always gives, where there is no parent ("fund-line",
// "city-pilot-2018").
Uuid uuid_of_code(std::string_view kind, std::string_view code);
// What a request names by its id or by its code.
Uuid uuid_named(std::string_view kind, std::string_view id_or_code);

}  // namespace haven::crypto
