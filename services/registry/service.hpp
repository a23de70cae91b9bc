// The registry service: household files and reference data (README.md).
#pragma once

#include <memory>
#include <span>

#include "libs/host/service.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::registry {

// Migrations of the projections.
std::span<const SqlFile> sql_files();

std::unique_ptr<host::Service> make_service();

}  // namespace haven::registry
