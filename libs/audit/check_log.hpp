// check_log(): what must hold of every log, asked of the database itself: oracles of `haven audit
// check` that need no service's knowledge (reliability of the log, protocols §1–3).
//
//     for (const Oracle& oracle : audit::check_log(connection)) …
//
// All oracles see one snapshot; the service may go on writing. The connection's role must see all
// events. Throws postgres::SqlError and ConnectionLost.
#pragma once

#include <string>
#include <vector>

#include "libs/postgres/connection.hpp"

namespace haven::audit {

struct Oracle {
    std::string name;         // "OFFSETS_WITHOUT_GAP"; stable
    std::int64_t events = 0;  // looked at
    std::int64_t faults = 0;  // all of them
    // The first kMaxFaults: "federation 2, offset 17".
    std::vector<std::string> first = {};

    [[nodiscard]] bool holds() const { return faults == 0; }
};

inline constexpr std::size_t kMaxFaults = 20;

// OFFSETS_WITHOUT_GAP, HEAD_IS_LAST_OFFSET, VERSIONS_WITHOUT_GAP, RECORDED_AT_NEVER_GOES_BACK,
// INCARNATION_NEVER_GOES_BACK, EVERY_EVENT_HAS_ITS_COMMAND (whose reply is that of its last event).
std::vector<Oracle> check_log(postgres::Connection& connection);

}  // namespace haven::audit
