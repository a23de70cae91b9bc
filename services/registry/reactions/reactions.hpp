// Reactions: what the other services did becomes an entry on the household's file, or a referral.
// Pure.
#pragma once

#include "libs/consumer/consumer.hpp"

namespace haven::registry {

// ReliefPaid, PaymentReturned, InstalmentHeld of disbursement's log.
consumer::Subscription disbursement_subscription();
// Who of a household has kept work, with proof of the income, and that it is over; and whom a
// one-stop case has referred: a draft application or a visit.
consumer::Subscription employment_subscription();
// Whom the hotline or a visit group has referred: a draft application or a visit.
consumer::Subscription outreach_subscription();

}  // namespace haven::registry
