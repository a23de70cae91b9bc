// ask_databases(): where the heads of a service are, asked of its databases.
//
//     auto placement = std::make_shared<Placement>(ask_databases({conninfo, …}));
#pragma once

#include <string>
#include <vector>

#include "libs/log/placement.hpp"

namespace haven::log {

// `conninfos` of the shards, in order, as haven_writer or haven_reader. Keeps a connection to each
// of them, and makes a new one when it was lost.
Placement::Ask ask_databases(std::vector<std::string> conninfos);

}  // namespace haven::log
