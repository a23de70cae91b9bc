// Reactions: events of the registry, of disbursement and of our own log → our own commands. Pure:
// everything they need stands in the record.
#pragma once

#include "libs/consumer/consumer.hpp"
#include "services/scholarship/aggregates.hpp"

namespace haven::scholarship {

// `aggregates` must outlive the subscription.
consumer::Subscription own_subscription(const Aggregates& aggregates);

// What came of what disbursement was asked to pay.
consumer::Subscription disbursement_subscription(const Aggregates& aggregates);
// Who is on which file, and whether it is open.
consumer::Subscription registry_subscription(const Aggregates& aggregates);

}  // namespace haven::scholarship
