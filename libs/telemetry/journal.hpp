// The process's log: one JSON object a line on stderr. Nothing personal ever goes in: ids, reasons
// and counts only (design §6). Thread-safe.
//
//     journal("warn", "worker failed", {{"worker", name}, {"error", "ConnectionLost"}});
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/time.hpp"

namespace haven::telemetry {

using Fields = std::vector<std::pair<std::string, std::string>>;

// `level` is "debug", "info", "warn" or "error".
void journal(std::string_view level, std::string_view what, const Fields& fields = {});

// The line itself, with its line feed: members "at", "level", "what", then the fields. A field of
// one of those three names gets "_" behind it; bytes that are not UTF-8 become U+FFFD; a value is
// cut after 2,000 bytes.
std::string journal_line(Instant at, std::string_view level, std::string_view what,
                         const Fields& fields);

}  // namespace haven::telemetry
