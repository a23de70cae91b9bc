// Shell completion, made from the command table: commands, their options, the words of enum
// options, logins behind --as, and files where a command takes one.
#pragma once

#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "tools/haven/client/commands.hpp"

namespace haven::client {

// A script to be sourced: `source <(haven completion bash)`. Error: UNKNOWN_SHELL.
Result<std::string> completion_script(const std::vector<CommandSpec>& table,
                                      const std::string& shell);

}  // namespace haven::client
