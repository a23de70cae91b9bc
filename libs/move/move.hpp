// move_federation(): takes everything that a service keeps of a federation from one of its
// databases to another, while the suite runs (protocols §7, docs/adr/0023): `haven federation
// move`.
//
//     HAVEN_TRY(auto report, move::move_federation({.federation = {5}, .from = a, .to = b}));
//
// Log, commands, claims, quotas, cursors, parked records, timers and projections are copied ahead,
// pass by pass, while writing goes on. Then the head is set MOVING, the last pass follows, counts
// and digests of both sides are compared, the old head is MOVED for ever and the new one opens
// under the next shard_epoch. Commands of the federation are refused only between MOVING and that:
// a fraction of a second. What lies in the old database stays there and is never read again.
//
// Killed at any point it is begun again by the same call: before the old head is MOVED from the
// start (the federation goes on where it was), after it with the last step.
//
// Failures: postgres::ConnectionLost and SqlError; the federation is then open where it was, unless
// the old head was MOVED already. Thread rule: one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"

namespace haven::move {

// Where a move stands, for whoever watches it (or kills it).
enum class Step {
    Copied,    // a pass has ended
    Moving,    // commands are refused
    Prepared,  // all is copied and compared, the federation still in the old database
    Left,      // it has left the old database, and is not yet open in the new one
};

struct Request {
    FederationNo federation;
    std::string from;  // conninfos of the service's two databases, as haven_owner
    std::string to;
    std::function<void(Step)> reached = nullptr;
};

struct Report {
    bool was_there = false;  // a move before had done it all
    std::int64_t events = 0;
    std::map<std::string, std::int64_t> rows;  // table → what lies in the new database
    int passes = 0;
    std::chrono::milliseconds refused{};  // how long commands were
};

// Errors (Refused): MOVE_UNDER_WAY (another call moves it), FEDERATION_ELSEWHERE (it is not in
// `from`), TABLES_DIFFER (the databases are not of one version), MOVE_DIFFERS (what was copied is
// not what is there; nothing is changed then).
Result<Report> move_federation(const Request& request);

}  // namespace haven::move
