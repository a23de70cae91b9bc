// The client commands of `haven`, as one table: words, options, example, and either the rpc whose
// answer is shown or a function of its own. Help, parsing, completion, `export` and `print` come
// from the table, so a new command is one more row.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/haven/client/dynamic.hpp"
#include "tools/haven/client/session.hpp"

namespace haven::client {

enum class Takes { Text, Nothing, File };

struct OptionSpec {
    std::string flag;   // "--name", or "household" for a positional
    std::string field;  // path in the request; empty where a function reads the option
    std::string chinese;
    std::string english;
    bool required = false;
    bool many = false;          // may be given several times
    Takes takes = Takes::Text;  // a file holds a message as JSON, or an array of them
    std::string preset = {};    // what the flag itself says of its group: "struck=true"
};

// What was given for the options of a command.
class Given {
  public:
    Given(const std::vector<OptionSpec>& options, std::vector<std::vector<std::string>> values)
        : options_(&options), values_(std::move(values)) {}

    [[nodiscard]] const std::vector<std::string>& all(std::string_view flag) const;
    // The one text, or an empty one.
    [[nodiscard]] std::string text(std::string_view flag) const;
    [[nodiscard]] bool is_on(std::string_view flag) const { return !all(flag).empty(); }
    // By place in the table.
    [[nodiscard]] const std::vector<std::string>& at(std::size_t i) const { return values_[i]; }

  private:
    const std::vector<OptionSpec>* options_;
    std::vector<std::vector<std::string>> values_;
};

struct CommandSpec {
    std::string path;  // "household find"
    std::string chinese;
    std::string english;
    std::string example;
    std::string method = {};
    std::vector<OptionSpec> options = {};
    std::string list = {};  // repeated field of the answer; empty = the answer itself
    std::vector<FieldColumn> columns = {};
    // Set where the command does more than show the answer of `method`.
    std::function<int(Session&, const Given&)> run = {};

    [[nodiscard]] const std::string& summary(Language language) const {
        return language == Language::Chinese ? chinese : english;
    }
};

// The parts of the table, and the whole.
std::vector<CommandSpec> household_commands();
std::vector<CommandSpec> money_commands();
std::vector<CommandSpec> scholarship_commands();
std::vector<CommandSpec> outreach_commands();
std::vector<CommandSpec> publicity_commands();
std::vector<CommandSpec> hotline_commands();
std::vector<CommandSpec> employment_commands();
std::vector<CommandSpec> assistance_commands();
std::vector<CommandSpec> office_commands();
std::vector<CommandSpec> sheet_commands();
std::vector<CommandSpec> special_commands();
std::vector<CommandSpec> export_commands(const std::vector<CommandSpec>& lists);
std::vector<CommandSpec> print_commands(const std::vector<CommandSpec>& lists);
const std::vector<CommandSpec>& command_specs();

// What an option of an enum field may be; empty for every other option.
std::vector<std::string> choices(const CommandSpec& spec, const OptionSpec& option);

// "item=,annual_fen=": how an option of a group of fields is written; empty for every other option.
std::string group_form(const CommandSpec& spec, const OptionSpec& option);

// Asks for everything that a row of the table lists, page by page. `seen` is told the rows so far.
Result<Table> ask(Session& session, const CommandSpec& spec, const Given& given,
                  const std::function<void(std::size_t)>& seen = {});
// Runs a row of the table; answers the exit status: 0, 1 refused, 2 wrong option, 3 not reachable.
int run_command(Session& session, const CommandSpec& spec, const Given& given);

}  // namespace haven::client
