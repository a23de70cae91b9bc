// rebuild(): new projection tables from the log, beside the live ones, put in their place (`haven
// audit rebuild SERVICE`): for a projection that was wrong, or a table that was damaged.
//
// Folds everything while the service goes on, catches up, compares, and swaps under the heads'
// locks in less than a second: appends wait for that long, queries as long as it takes to rename
// the tables. The tables that were live are kept in the schema named in the report. Connection and
// failures as in replay().
#pragma once

#include <string>
#include <vector>

#include "libs/audit/compare.hpp"
#include "libs/audit/subject.hpp"

namespace haven::audit {

struct RebuildReport {
    std::string service;
    std::int64_t events = 0;
    // How the new tables differ from the ones that were live, as of just before the swap.
    std::vector<TableReport> tables;
    std::string kept_in;         // schema with the old tables, "replaced_1"
    std::int64_t locked_ms = 0;  // how long appends were held
};

inline constexpr const char* kRebuildSchema = "rebuild";

// Errors (Refused): UNKNOWN_EVENT_TYPE, LOG_BROKEN, MIGRATION_CHANGED, TABLES_BUSY when queries do
// not let go of the tables within kSwapAttempts attempts (nothing is changed then).
inline constexpr int kSwapAttempts = 20;
Result<RebuildReport> rebuild(postgres::Connection& connection, const Subject& subject,
                              const Progress& progress = {});

}  // namespace haven::audit
