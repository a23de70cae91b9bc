// `haven audit …`: what an auditor runs on the databases themselves. Needs their owner's conninfo,
// from the run files or --conninfo; a running suite may go on writing.
#pragma once

namespace CLI {
class App;
}

namespace haven {

// Adds audit replay, audit rebuild and audit check; the chosen one sets `status`: 0 all equal, 1
// not, 3 unreachable.
void add_audit_commands(CLI::App& app, int& status);

}  // namespace haven
