// Databases of a process: made at its first start.
#pragma once

#include <string>
#include <string_view>

#include "libs/postgres/connection.hpp"

namespace haven::host {

// Makes it when it is not there; two processes at once make one. Only `owner` and superusers may
// connect to it until others are granted to.
void make_database(postgres::Connection& admin, const std::string& name, const std::string& owner);

[[nodiscard]] bool has_database(postgres::Connection& admin, const std::string& name);

// Throws std::runtime_error with MIGRATIONS_MISSING unless has_database(), asked on `server`.
void require_database(const std::string& server, const std::string& name);

}  // namespace haven::host
