// Databases that a process makes for itself at its first start.
#pragma once

#include <string>

#include "libs/postgres/connection.hpp"

namespace haven::host {

// Makes it when it is not there; two processes at once make one. Only `owner` and superusers may
// connect to it until others are granted to.
void make_database(postgres::Connection& admin, const std::string& name, const std::string& owner);

}  // namespace haven::host
