// One timeline row an event. Part of the projections.
#pragma once

#include "libs/log/row.hpp"
#include "services/registry/domain/events.hpp"

namespace haven::registry {

void put_timeline(const HouseholdEvent& event, const log::EventContext& context,
                  log::RowSink& rows);

}  // namespace haven::registry
