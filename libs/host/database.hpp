// Databases of a process: made at its first start, and where each service's lies.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "libs/host/config.hpp"
#include "libs/log/log.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::host {

// Makes it when it is not there; two processes at once make one. Only `owner` and superusers may
// connect to it until others are granted to.
void make_database(postgres::Connection& admin, const std::string& name, const std::string& owner);

[[nodiscard]] bool has_database(postgres::Connection& admin, const std::string& name);

// Throws std::runtime_error with MIGRATIONS_MISSING unless has_database(), asked on `server`.
void require_database(const std::string& server, const std::string& name);

// Conninfo of a service's database, as `user`. Not of the vault's, which may lie on its own server.
std::string service_conninfo(const Config& config, std::string_view user, std::string_view service);

// The log of a service, of this process or another. Connects at its first call.
std::unique_ptr<log::Log> open_log(const Config& config, const std::string& service,
                                   bool read_only);

}  // namespace haven::host
