#include "tools/haven/client/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <sstream>

#include "tools/haven/client/commands.hpp"

namespace haven::client {
namespace {

std::string environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

// What outlives the parsing: settings, and the texts of the chosen command's options.
struct Line {
    Settings settings{.run_dir = environment("HAVEN_RUN", ".haven/run"),
                      .as = environment("HAVEN_AS", ""),
                      .language = {}};
    std::vector<std::vector<std::string>> values;
    std::string text;
    std::string other;
    std::vector<std::string> files;
    int year = 0;
    bool flag = false;
};

// The app of "household find" below `app`, made with its group where there is none yet.
CLI::App* command_at(CLI::App& app, const std::string& path) {
    CLI::App* at = &app;
    std::istringstream words(path);
    for (std::string word; words >> word;) {
        const auto below =
            at->get_subcommands([&](CLI::App* sub) { return sub->get_name() == word; });
        at = below.empty() ? at->add_subcommand(word) : below.front();
    }
    return at;
}

void describe(CLI::App& command, const std::string& chinese, const std::string& english,
              const std::string& example) {
    command.description(chinese + " / " + english);
    command.footer("例 / example: " + example);
    command.fallthrough();
}

template <class Run>
void on_chosen(CLI::App& command, const std::shared_ptr<Line>& line, int& status, Run run) {
    command.callback([line, &status, run] {
        Session session(line->settings);
        status = run(session, *line);
    });
}

void add_spec(CLI::App& app, const CommandSpec& spec, const std::shared_ptr<Line>& common,
              int& status) {
    CLI::App* command = command_at(app, spec.path);
    describe(*command, spec.chinese, spec.english, spec.example);
    auto values = std::make_shared<std::vector<std::vector<std::string>>>(spec.options.size());
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        const OptionSpec& option = spec.options[i];
        auto* added =
            command->add_option(option.flag, (*values)[i], option.chinese + " / " + option.english);
        if (option.required) added->required();
        if (!option.many) added->expected(1);
    }
    on_chosen(*command, common, status, [&spec, values](Session& session, Line&) {
        return run_spec(session, spec, *values);
    });
}

void add_special_commands(CLI::App& app, const std::shared_ptr<Line>& line, int& status) {
    CLI::App* token = command_at(app, "token list");
    describe(*token, "本机可用的人员密钥", "whose keys lie here", "haven token list");
    on_chosen(*token, line, status, [](Session& s, Line&) { return run_token_list(s); });

    CLI::App* show = command_at(app, "calendar show");
    describe(*show, "业务日期", "the business date of each service",
             "haven --as city-admin calendar show");
    on_chosen(*show, line, status, [](Session& s, Line&) { return run_calendar_show(s); });

    CLI::App* advance = command_at(app, "calendar advance");
    describe(*advance, "推进业务日期", "move the business date on",
             "haven --as city-admin calendar advance 2018-06-29");
    advance->add_option("date", line->text, "YYYY-MM-DD")->required();
    on_chosen(*advance, line, status,
              [](Session& s, Line& l) { return run_calendar_advance(s, l.text); });

    CLI::App* figures = command_at(app, "figures");
    describe(*figures, "历年数据", "the years' figures", "haven --as city-auditor figures --json");
    figures->add_option("--as-of", line->text, "YYYY-MM-DD");
    figures->add_option("--year", line->year, "year of the instalments in current.*");
    figures->add_option("--bank-ledger", line->other, "what `bank ledger --json` printed")
        ->envname("HAVEN_BANK_LEDGER");
    on_chosen(*figures, line, status,
              [](Session& s, Line& l) { return run_figures(s, l.text, l.year, l.other); });

    CLI::App* apply = command_at(app, "household apply");
    describe(*apply, "提交申请", "hand an application in",
             "haven --as weibin-case1 household apply application.json");
    apply->add_option("file", line->text, "docs/formats.md 9")
        ->required()
        ->check(CLI::ExistingFile);
    on_chosen(*apply, line, status, [](Session& s, Line& l) { return run_apply(s, l.text); });

    CLI::App* import = command_at(app, "import");
    describe(*import, "导入旧系统档案", "import the old system's files",
             "haven --as city-admin import --dry-run old_households.csv old_members.csv");
    import->add_flag("--dry-run", line->flag, "check everything, write nothing");
    import->add_option("files", line->files, "docs/formats.md 7")
        ->required()
        ->check(CLI::ExistingFile);
    on_chosen(*import, line, status,
              [](Session& s, Line& l) { return run_import(s, l.files, l.flag); });

    CLI::App* reply = command_at(app, "batch reply");
    describe(*reply, "导入银行回盘", "take in a file of the bank",
             "haven --as city-maker batch reply F01-20180629-AB12CD.reply");
    reply->add_option("file", line->text, "docs/formats.md 3-5")
        ->required()
        ->check(CLI::ExistingFile);
    on_chosen(*reply, line, status, [](Session& s, Line& l) { return run_bank_reply(s, l.text); });
}

}  // namespace

void add_commands(CLI::App& app, int& status) {
    const auto line = std::make_shared<Line>();
    app.add_option("--run-dir", line->settings.run_dir, "folder of the run files (HAVEN_RUN)");
    app.add_option("--as", line->settings.as, "whose key signs in (HAVEN_AS); see token list");
    app.add_option("--lang", line->settings.language, "zh or en; else LANG");
    app.add_flag("--json", line->settings.json, "for programs");
    app.add_flag("--csv", line->settings.csv, "for Excel and WPS");
    for (const CommandSpec& spec : command_specs()) add_spec(app, spec, line, status);
    add_special_commands(app, line, status);
    // A word that only groups commands wants one of them behind it.
    for (CLI::App* group : app.get_subcommands([](CLI::App*) { return true; })) {
        group->fallthrough();
        const bool only_groups = !group->get_subcommands([](CLI::App*) { return true; }).empty();
        if (only_groups) group->require_subcommand(1);
    }
}

}  // namespace haven::client
