// The oracles of check_log(): each answers (federation, offset) of what must not be.
#pragma once

#include <array>
#include <string_view>

#include "libs/postgres/connection.hpp"

namespace haven::audit::sql {

struct OracleQuery {
    std::string_view name;
    postgres::Statement statement;
    std::string_view table = "event";  // whose rows it looks at
    std::string_view unit = "events";
};

inline constexpr std::array<OracleQuery, 9> kOracles{{
    {"OFFSETS_WITHOUT_GAP",
     {"audit_offsets",
      "SELECT federation, log_offset FROM (SELECT federation, log_offset, lag(log_offset, 1, "
      "0::bigint) OVER (PARTITION BY federation ORDER BY log_offset) AS before FROM event) e "
      "WHERE log_offset <> before + 1 ORDER BY 1, 2"}},
    {"HEAD_IS_LAST_OFFSET",
     {"audit_heads_last",
      "SELECT h.federation, h.next_offset - 1 FROM log_head h LEFT JOIN (SELECT federation, "
      "max(log_offset) AS last FROM event GROUP BY federation) e USING (federation) "
      "WHERE h.next_offset - 1 <> COALESCE(e.last, 0) ORDER BY 1"}},
    {"VERSIONS_WITHOUT_GAP",
     {"audit_versions",
      "SELECT federation, log_offset FROM (SELECT federation, log_offset, version, "
      "row_number() OVER (PARTITION BY federation, stream_id ORDER BY log_offset) AS expected "
      "FROM event) e WHERE version <> expected ORDER BY 1, 2"}},
    {"RECORDED_AT_NEVER_GOES_BACK",
     {"audit_recorded_at",
      "SELECT federation, log_offset FROM (SELECT federation, log_offset, recorded_at, "
      "lag(recorded_at) OVER (PARTITION BY federation ORDER BY log_offset) AS before FROM event) "
      "e WHERE recorded_at < before ORDER BY 1, 2"}},
    {"INCARNATION_NEVER_GOES_BACK",
     {"audit_incarnation",
      "SELECT federation, log_offset FROM (SELECT federation, log_offset, incarnation, "
      "lag(incarnation) OVER (PARTITION BY federation ORDER BY log_offset) AS before FROM event) "
      "e WHERE incarnation < before ORDER BY 1, 2"}},
    {"EVERY_EVENT_HAS_ITS_COMMAND",
     {"audit_commands",
      "SELECT e.federation, max(e.log_offset) FROM event e LEFT JOIN command c "
      "USING (federation, command_id) GROUP BY e.federation, e.command_id "
      "HAVING bool_or(c.command_id IS NULL) OR max(e.log_offset) <> max(c.reply_offset) "
      "OR max(e.version) <> max(c.reply_version) ORDER BY 1, 2"}},
    {"COMMANDS_ARE_WHOLE",
     {"audit_whole",
      "SELECT federation, max(log_offset) FROM event GROUP BY federation, command_id "
      "HAVING count(DISTINCT stream_id) > 1 "
      "OR max(log_offset) - min(log_offset) + 1 <> count(*) ORDER BY 1, 2"}},
    {"PARKED_FOR_A_REASON",
     {"audit_parked", "SELECT federation, log_offset FROM parked WHERE reason = '' ORDER BY 1, 2"},
     "parked",
     "parked records"},
    {"NO_TIMER_OVERDUE",
     {"audit_timers",
      "SELECT federation, last_offset FROM timer JOIN log_head USING (federation), business_date "
      "WHERE due < day AND state <> 'MOVED' ORDER BY 1, 2"},
     "timer",
     "timers"},
}};

}  // namespace haven::audit::sql
