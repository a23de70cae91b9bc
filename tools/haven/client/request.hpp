// What several commands need: ids for requests, private files, tables under the business date.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"
#include "tools/haven/client/session.hpp"
#include "tools/haven/client/table.hpp"

namespace haven::client {

// A command id that sorts by time.
std::string new_command_id();
// Error: FILE_UNREADABLE.
Result<std::string> read_file(const std::filesystem::path& file);
// Written whole or not at all, mode 0600: what it holds may be personal. Error: FILE_NOT_WRITTEN.
Result<void> write_private_file(const std::filesystem::path& file, std::string_view bytes);
// Prints a table in the format and language of the session, for people under the business date.
void show(Session& session, const Table& table);

}  // namespace haven::client
