// `haven print …`: a form as a PDF file for its owner alone.
#include "tools/haven/client/print.hpp"

#include <algorithm>
#include <iostream>

#include "tools/haven/client/request.hpp"

namespace haven::client {
namespace {

const CommandSpec& command_of(const std::vector<CommandSpec>& lists, const std::string& path) {
    const auto found = std::ranges::find(lists, path, &CommandSpec::path);
    HAVEN_CHECK(found != lists.end());
    return *found;
}

// What was given for the form, as the section's command wants it.
Given given_for(const CommandSpec& command, const CommandSpec& form, const Given& given) {
    std::vector<std::vector<std::string>> values;
    for (const OptionSpec& option : command.options) {
        const bool asked =
            std::ranges::find(form.options, option.flag, &OptionSpec::flag) != form.options.end();
        values.push_back(asked ? given.all(option.flag) : std::vector<std::string>{});
    }
    return {command.options, std::move(values)};
}

Result<std::vector<Table>> ask_all(Session& session, const Form& form, const CommandSpec& own,
                                   const std::vector<CommandSpec>& commands, const Given& given) {
    std::vector<Table> tables;
    for (std::size_t i = 0; i < form.sections.size(); ++i) {
        HAVEN_TRY(Table table, ask(session, commands[i], given_for(commands[i], own, given)));
        tables.push_back(std::move(table));
    }
    return tables;
}

int run_print(Session& session, const Form& form, const CommandSpec& own,
              const std::vector<CommandSpec>& commands, const Given& given) {
    const Language language = session.settings().spoken();
    const std::string date = session.business_date();
    auto tables = ask_all(session, form, own, commands, given);
    if (!tables) return print_error(tables.error(), language);
    const auto day = Date::parse(date);
    if (!day) return print_error(day.error(), language);
    std::string pdf;
    try {
        pdf = paper::to_pdf(document_of(form, *tables, session.settings().as, date), *day);
    } catch (const paper::CannotPrint& trouble) {
        std::cerr << trouble.what() << '\n';
        return 1;
    }
    const std::string file = given.text("--out");
    if (const auto written = write_private_file(file, pdf); !written) {
        return print_error(written.error(), language);
    }
    std::cerr << file << '\n';
    return 0;
}

}  // namespace

std::vector<CommandSpec> print_commands(const std::vector<CommandSpec>& lists) {
    std::vector<CommandSpec> all;
    for (const Form& form : printed_forms()) {
        std::vector<CommandSpec> commands;
        for (const Section& section : form.sections) {
            commands.push_back(command_of(lists, section.command));
        }
        CommandSpec command = commands.front();
        command.path = "print " + form.name;
        command.chinese = "打印:" + form.title;
        command.english = "as PDF: " + form.english;
        command.example = "haven --as city-auditor print " + form.name +
                          (form.options.empty() ? "" : " " + form.options) + " --out " + form.name +
                          ".pdf";
        command.options.push_back(
            {"--out", "", "写入文件(0600)", "file to write, mode 0600", true, false, Takes::File});
        CommandSpec own = command;
        command.run = [form, own, commands](Session& session, const Given& given) {
            return run_print(session, form, own, commands, given);
        };
        all.push_back(std::move(command));
    }
    return all;
}

}  // namespace haven::client
