// Reactions: events of the registry, of disbursement, and our own, → our own commands. Pure:
// everything they need stands in the record.
#pragma once

#include "libs/consumer/consumer.hpp"
#include "services/employment/aggregates.hpp"

namespace haven::employment {

// Who is on which file, whether it is open, and what became of whom a case has sent there.
// `aggregates` must outlive the subscription.
consumer::Subscription registry_subscription(const Aggregates& aggregates);
// What became of the subsidy of a course. The same of `aggregates`.
consumer::Subscription disbursement_subscription(const Aggregates& aggregates);
// A case that was closed by a hire is opened again when the work ends. The same of `aggregates`.
consumer::Subscription own_subscription(const Aggregates& aggregates);

}  // namespace haven::employment
