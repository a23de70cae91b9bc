// check_log(): what must hold of every log, asked of the database itself: oracles of `haven audit
// check` that need no service's knowledge (docs/audit.md, protocols §1–5).
//
//     for (const Oracle& oracle : audit::check_log(connection)) …
//
// All oracles of a call see one snapshot; the service may go on writing. The connection's role must
// see all events. Throws postgres::SqlError and ConnectionLost.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "libs/audit/claims_fold.hpp"
#include "libs/audit/oracle.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::audit {

// Of events: OFFSETS_WITHOUT_GAP, HEAD_IS_LAST_OFFSET, VERSIONS_WITHOUT_GAP,
// RECORDED_AT_NEVER_GOES_BACK, INCARNATION_NEVER_GOES_BACK, EVERY_EVENT_HAS_ITS_COMMAND (whose
// reply is that of its last event), COMMANDS_ARE_WHOLE (one stream, one offset after the other).
// Of what stands beside them: PARKED_FOR_A_REASON, NO_TIMER_OVERDUE (due before the business date).
std::vector<Oracle> check_log(postgres::Connection& connection);

// CLAIMS_EQUAL_REPLAY and QUOTAS_EQUAL_REPLAY. Call it in the transaction in which the fold read.
std::vector<Oracle> check_claims(postgres::Connection& connection, const ClaimsFold& fold);

// Keys of the claims that the database's federations hold.
std::vector<std::string> held_claims(postgres::Connection& connection);

// All records of the log in the current transaction: one federation after the other, in order.
void read_log(postgres::Connection& connection, const std::string& service,
              const std::function<void(const log::Record&)>& each);

}  // namespace haven::audit
