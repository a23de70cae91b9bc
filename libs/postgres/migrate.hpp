// migrate(): brings a schema up to date with the SQL files compiled into the program.
//
// Each file runs once, in the order given, and is remembered with its digest in
// <schema>.migration; all new ones commit together. search_path is the schema, then public, while a
// file runs, so files name no schema. Runs under an advisory lock: two processes that start at once
// do it once.
#pragma once

#include <span>
#include <string>

#include "libs/base/result.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::postgres {

// `set` names the series of files ("log", "registry") within the schema.
// Error: MIGRATION_CHANGED (Refused) when a file that was applied before reads otherwise now.
Result<void> migrate(Connection& connection, const std::string& schema, const std::string& set,
                     std::span<const SqlFile> files);

// Has migrate() nothing left to do? Any role of the database may ask.
// Errors: MIGRATIONS_MISSING (Refused) when it has, and MIGRATION_CHANGED.
Result<void> check_migrated(Connection& connection, const std::string& schema,
                            const std::string& set, std::span<const SqlFile> files);

}  // namespace haven::postgres
