// The client part of the command line: every client command with its options, help and example.
#pragma once

namespace CLI {
class App;
}

namespace haven::client {

// Adds the commands; the one that is chosen sets `status` when the line has been parsed and it has
// run.
void add_commands(CLI::App& app, int& status);

}  // namespace haven::client
