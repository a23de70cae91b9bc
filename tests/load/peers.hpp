// The peers: what people would otherwise append with, on the same server, through the same client
// code, with the same 300 bytes and the same streams.
#pragma once

#include <memory>
#include <string>

#include "tests/load/sql_callers.hpp"

namespace haven::load {

// An INSERT of one row with its answer, prepared: what a table without any rule costs.
SqlCallers bare_insert(const std::string& conninfo, std::size_t sessions);
Run run_bare(SqlCallers& callers, double seconds);

// message-db's write_message, one stream a call, in `categories` categories. Its SQL comes from
// npm (tests/load/peers); `directory` is where ./dev bench installed it.
void create_message_db(const std::string& conninfo, const std::string& directory);
SqlCallers message_db(const std::string& conninfo, std::size_t sessions);
Run run_message_db(SqlCallers& callers, double seconds, int categories, int streams);

// Emmett's append, as its own client calls it. `schema_file` holds the SQL that its package prints.
void create_emmett(const std::string& conninfo, const std::string& schema_file);
SqlCallers emmett(const std::string& conninfo, std::size_t sessions);
Run run_emmett(SqlCallers& callers, double seconds, int streams);

}  // namespace haven::load
