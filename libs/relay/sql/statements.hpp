// The statements of libs/relay.
#pragma once

#include "libs/postgres/connection.hpp"

namespace haven::relay::sql {

using postgres::Statement;

inline constexpr Statement kEnsureCursors{
    "relay_ensure_cursors",
    "INSERT INTO relay_cursor (federation) SELECT number FROM federation ORDER BY number "
    "ON CONFLICT DO NOTHING"};
// Under an epoch that is over nothing is answered.
inline constexpr Statement kTakeOver{"relay_take_over",
                                     "UPDATE relay_cursor SET epoch = $1 WHERE epoch <= $1 "
                                     "RETURNING federation, log_offset, kafka_offset"};
inline constexpr Statement kMove{
    "relay_move",
    "UPDATE relay_cursor c SET log_offset = u.log_offset, kafka_offset = u.kafka_offset "
    "FROM unnest($2, $3, $4) AS u(federation, log_offset, kafka_offset) "
    "WHERE c.federation = u.federation AND c.epoch = $1"};

}  // namespace haven::relay::sql
