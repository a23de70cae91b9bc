// The command line: every command of the table with its options, help and example.
#pragma once

#include <functional>
#include <vector>

#include "tools/haven/client/commands.hpp"

namespace CLI {
class App;
}

namespace haven::client {

// What is done with the command that was chosen; answers the exit status.
using Runner = std::function<int(const CommandSpec&, const Settings&, const Given&)>;
// Runs it on the running suite.
int run_on_suite(const CommandSpec& spec, const Settings& settings, const Given& given);

// --lang of a line that has not been parsed yet, else LANG: help speaks it too.
Language language_of(int argc, const char* const* argv);

// The table with `more` and `completion`, which knows them all.
std::vector<CommandSpec> whole_table(std::vector<CommandSpec> more);

// Adds the commands of `table`; the one that is chosen sets `status` when the line has been parsed
// and it has run. The help is in one language.
void add_commands(CLI::App& app, const std::vector<CommandSpec>& table, Language language,
                  int& status, const Runner& run = run_on_suite);

// Parses and runs; prints help, or what is wrong with the line. Answers the exit status, 2 for a
// line that cannot be understood.
int parse(CLI::App& app, int argc, const char* const* argv, Language language, const int& status);

}  // namespace haven::client
