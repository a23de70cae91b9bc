// Reactions: events of our own log → our own commands. Pure: everything they need stands in the
// record.
#pragma once

#include "libs/consumer/consumer.hpp"
#include "services/outreach/aggregates.hpp"

namespace haven::outreach {

// Goods between store and group. `aggregates` must outlive the subscription.
consumer::Subscription own_subscription(const Aggregates& aggregates);

}  // namespace haven::outreach
