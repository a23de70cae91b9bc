// `haven federation …`: what an operator does with a county as a whole. Needs the owner's conninfo
// of the databases, from the run files; the suite goes on running.
#pragma once

#include <vector>

#include "tools/haven/client/commands.hpp"

namespace haven {

// federation move; it answers 0 moved (or there already), 1 refused, 2 bad input, 3 unreachable.
std::vector<client::CommandSpec> federation_commands();

}  // namespace haven
