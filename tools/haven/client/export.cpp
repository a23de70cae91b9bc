// `haven export …`: any list of the table as a file that Excel and WPS open.
#include <fstream>
#include <iostream>
#include <sstream>

#include "tools/haven/client/commands.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/client/request.hpp"

namespace haven::client {
namespace {

struct Export {
    std::string name;     // "households"
    std::string command;  // whose rows it writes
    std::string options;  // of its example
};

const std::vector<Export> kExports = {
    {"households", "household find", "--state ENROLLED"},
    {"members", "household members", "FILE"},
    {"timeline", "household timeline", "FILE"},
    {"notices", "household notices", ""},
    {"instalments", "due", "--state RELEASED"},
    {"batches", "batch list", ""},
    {"lines", "batch show", "F01-20180629-AB12CD"},
    {"funds", "fund list", "--year 2023"},
    {"statement", "fund statement", "city-pilot-2018"},
    {"journal", "fund journal", "--from 2024-01-01 --to 2024-01-31"},
    {"trial-balance", "fund trial-balance", "--as-of 2024-01-31"},
    {"staff", "staff list", ""},
    {"enterprises", "enterprise list", ""},
};

int run_export(Session& session, const CommandSpec& list, const Given& given) {
    const Settings& settings = session.settings();
    const Language language = settings.spoken();
    Result<Table> table = [&] {
        Progress progress;
        return ask(session, list, given, [&](std::size_t rows) {
            progress.show(list.path, static_cast<std::int64_t>(rows), 0);
        });
    }();
    if (!table) return print_error(table.error(), language);
    const Format format = settings.json ? Format::Json : Format::Csv;
    const std::string file = given.text("--out");
    if (file.empty()) {
        table->print(std::cout, format, language, "");
        return 0;
    }
    std::ostringstream text;
    table->print(text, format, language, "");
    if (const auto written = write_private_file(file, text.str()); !written) {
        return print_error(written.error(), language);
    }
    std::cerr << file << ": " << table->size() << (language == Language::Chinese ? " 行" : " rows")
              << '\n';
    return 0;
}

}  // namespace

std::vector<CommandSpec> export_commands(const std::vector<CommandSpec>& lists) {
    std::vector<CommandSpec> commands;
    for (const Export& wanted : kExports) {
        for (const CommandSpec& list : lists) {
            if (list.path != wanted.command) continue;
            CommandSpec command = list;
            command.path = "export " + wanted.name;
            command.chinese = "导出:" + list.chinese;
            command.english = "as CSV: " + list.english;
            command.example = "haven --as city-auditor export " + wanted.name +
                              (wanted.options.empty() ? "" : " " + wanted.options) + " --out " +
                              wanted.name + ".csv";
            command.options.push_back({"--out", "", "写入文件(0600)",
                                       "file to write, mode 0600; else standard output", false,
                                       false, Takes::File});
            // The copy of the list that runs has the options of this command.
            CommandSpec rows = command;
            command.run = [rows](Session& session, const Given& given) {
                return run_export(session, rows, given);
            };
            commands.push_back(std::move(command));
        }
    }
    return commands;
}

}  // namespace haven::client
