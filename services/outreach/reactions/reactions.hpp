// Reactions: events of disbursement, of the registry and our own → our own commands. Pure:
// everything they need stands in the record.
#pragma once

#include "libs/consumer/consumer.hpp"
#include "services/outreach/aggregates.hpp"

namespace haven::outreach {

// `aggregates` must outlive the subscriptions.
// What became of the cash that a group asked for.
consumer::Subscription disbursement_subscription(const Aggregates& aggregates);
// Who is on a household's file, whether it is open, and what became of a referral of the hotline.
consumer::Subscription registry_subscription(const Aggregates& aggregates);
// Goods between store and group, tickets between federations.
consumer::Subscription own_subscription(const Aggregates& aggregates);

}  // namespace haven::outreach
