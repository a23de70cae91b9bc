// The deliveries of outreach and the cash of disbursement tell the same money (`haven audit
// check`): what needs the events of both. Pure; any thread.
#pragma once

#include "services/disbursement/oracles/cash_oracles.hpp"
#include "services/outreach/oracles/outreach_oracles.hpp"

namespace haven {

// DELIVERIES_BOOKED_ONCE: each delivery in cash is one CashReliefPaid of the same person, fund line
// and sum, taken back exactly where it was recalled; and no CashReliefPaid of a visit group is
// without its delivery. Holds when nothing is in flight.
audit::Oracle deliveries_booked_once(const std::map<Uuid, outreach::OutreachOracles::Cash>& given,
                                     const std::map<Uuid, disbursement::CashOracles::Booked>& paid);

}  // namespace haven
