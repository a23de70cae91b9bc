// The process's log: one JSON object a line on stderr. Nothing personal ever goes in: ids, reasons
// and counts only (design §6). Thread-safe.
//
//     journal("warn", "worker failed", {{"worker", name}, {"error", "ConnectionLost"}});
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haven::host {

void journal(std::string_view level, std::string_view what,
             const std::vector<std::pair<std::string, std::string>>& fields = {});

}  // namespace haven::host
