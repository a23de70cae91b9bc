// replay(): folds every log of a service into a shadow schema and compares it with the live tables
// (`haven audit replay`).
//
//     HAVEN_TRY(auto report, audit::replay(connection, subject));
//     if (!report.equal()) …
//
// Each federation is folded and compared in one repeatable-read snapshot, so the service may go on
// writing. The connection is the database's owner or another role that may create schemas; it is
// used by nobody else meanwhile. Throws postgres::SqlError and ConnectionLost.
#pragma once

#include <string>
#include <vector>

#include "libs/audit/compare.hpp"
#include "libs/audit/subject.hpp"

namespace haven::audit {

struct ReplayReport {
    std::string service;
    std::int64_t events = 0;
    std::vector<TableReport> tables;

    [[nodiscard]] bool equal() const;
};

// The schema is dropped when all is equal, and left for inspection where it is not.
inline constexpr const char* kShadowSchema = "shadow";

// Errors (Refused): UNKNOWN_EVENT_TYPE, LOG_BROKEN, MIGRATION_CHANGED.
Result<ReplayReport> replay(postgres::Connection& connection, const Subject& subject,
                            const Progress& progress = {});

}  // namespace haven::audit
