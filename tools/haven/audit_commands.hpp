// `haven audit …`: what an auditor runs on the databases themselves. Needs their owner's conninfo,
// from the run files or --conninfo; a running suite may go on writing.
#pragma once

#include <vector>

#include "tools/haven/client/commands.hpp"

namespace haven {

// audit replay, audit rebuild, audit check and audit totals; they answer 0 all equal or sound, 1
// not, 2 bad input, 3 unreachable.
std::vector<client::CommandSpec> audit_commands();

}  // namespace haven
