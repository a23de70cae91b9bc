// What `haven audit replay` and `rebuild` say of a service, for people in their language and for
// programs as JSON.
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "libs/audit/rebuild.hpp"
#include "libs/audit/replay.hpp"
#include "tools/haven/client/table.hpp"

namespace haven {

struct ReplayedService {
    std::string service;
    std::int64_t events = 0;
    std::vector<audit::TableReport> tables;
    struct Swap {
        std::int64_t locked_ms = 0;
        std::string kept_in;  // schema with the old tables
    };
    std::optional<Swap> swap = std::nullopt;  // of a rebuild

    [[nodiscard]] bool equal() const;
};

// One line a table, each difference under it, and what it came to.
void print(const ReplayedService& service, client::Language language, std::ostream& out);
// [{"service", "events", "equal", "tables": [{"table", "rows", "digest", "different",
// "differences"}], "swap": null or {"locked_ms", "kept_in"}}]
void print_json(std::span<const ReplayedService> services, std::ostream& out);

}  // namespace haven
