// The client commands of `haven`. Most are rows of a table: method, options, columns
// (commands.cpp); the few that do more stand in their own files.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/haven/client/dynamic.hpp"
#include "tools/haven/client/session.hpp"

namespace haven::client {

struct OptionSpec {
    std::string flag;   // "--name", or "household" for a positional
    std::string field;  // path in the request
    std::string chinese;
    std::string english;
    bool required = false;
    bool many = false;
};

struct CommandSpec {
    std::string path;  // "household find"
    std::string chinese;
    std::string english;
    std::string example;
    std::string method;
    std::vector<OptionSpec> options;
    std::string list;  // repeated field of the answer; empty = the answer itself
    std::vector<FieldColumn> columns;
    std::vector<std::pair<std::string, std::string>> fixed =
        {};  // fields that this command always sets
};

const std::vector<CommandSpec>& command_specs();

// Runs a row of the table with the texts given for its options, in the order of spec.options; all
// pages of a list are read. Answers the exit status.
int run_spec(Session& session, const CommandSpec& spec,
             const std::vector<std::vector<std::string>>& values);

int run_token_list(Session& session);
int run_calendar_advance(Session& session, const std::string& date);
int run_calendar_show(Session& session);
int run_figures(Session& session, const std::string& as_of, int year,
                const std::string& bank_ledger);
// `package` is a file as docs/formats.md 9 describes it.
int run_apply(Session& session, const std::string& package);
int run_import(Session& session, const std::vector<std::string>& files, bool dry_run);
int run_bank_reply(Session& session, const std::string& file);

}  // namespace haven::client
