#include "tools/haven/client/cli.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "tools/haven/client/completion.hpp"

namespace haven::client {
namespace {

constexpr int kWrongLine = 2;

std::string environment(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

const std::string& in(Language language, const std::string& chinese, const std::string& english) {
    return language == Language::Chinese ? chinese : english;
}

// What words mean that stand in front of several commands.
const std::map<std::string, std::pair<std::string, std::string>> kGroups = {
    {"household", {"家庭档案", "household files"}},
    {"fund", {"资金额度", "fund lines"}},
    {"scholarship", {"金秋助学", "scholarships"}},
    {"outreach", {"送温暖", "outreach"}},
    {"employment", {"就业服务", "work for those who seek it"}},
    {"referral", {"转介登记", "people whom others have referred"}},
    {"person", {"个人信息", "what is kept of a person"}},
    {"payee", {"收款账户", "accounts of payees"}},
    {"batch", {"付款批次", "payment batches"}},
    {"cash", {"现金备用金", "cash that is taken along"}},
    {"union", {"工会组织", "the union tree"}},
    {"staff", {"人员", "staff"}},
    {"enterprise", {"企业", "enterprises"}},
    {"dibao", {"低保标准", "dibao lines"}},
    {"rules", {"认定规则", "rule sets"}},
    {"parked", {"搁置的事件", "events that wait for a person"}},
    {"calendar", {"业务日期", "the business date"}},
    {"export", {"导出 CSV", "lists as CSV"}},
    {"print", {"打印 A4 表册", "forms as A4 PDF"}},
    {"federation", {"工会的数据分片", "counties and the databases they lie in"}},
    {"audit", {"审计:重放与核对", "replay and checks on the logs"}},
};

// The app of "household find" below `app`, made with its group where there is none yet.
CLI::App* command_at(CLI::App& app, const std::string& path, Language language) {
    CLI::App* at = &app;
    std::istringstream words(path);
    for (std::string word; words >> word;) {
        const auto below =
            at->get_subcommands([&](CLI::App* sub) { return sub->get_name() == word; });
        at = below.empty() ? at->add_subcommand(word) : below.front();
        at->fallthrough();
        at->group(in(language, "命令", "Subcommands"));
        at->get_help_ptr()->group(in(language, "选项", "Options"));
        if (const auto group = kGroups.find(word); group != kGroups.end() && below.empty()) {
            at->description(in(language, group->second.first, group->second.second));
        }
    }
    return at;
}

std::string described(const CommandSpec& spec, const OptionSpec& option, Language language) {
    std::string text = in(language, option.chinese, option.english);
    const auto words = choices(spec, option);
    for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? ": " : " ") + words[i];
    if (const std::string form = group_form(spec, option); !form.empty()) text += ": " + form;
    return text;
}

using Values = std::vector<std::vector<std::string>>;

void add_option(CLI::App& command, const CommandSpec& spec, const OptionSpec& option,
                Language language, std::vector<std::string>& values) {
    const std::string text = described(spec, option, language);
    if (option.takes == Takes::Nothing) {
        command.add_flag_callback(option.flag, [&values] { values = {"true"}; }, text);
        return;
    }
    auto* added = command.add_option(option.flag, values, text);
    added->type_name(option.takes == Takes::File ? "FILE" : "TEXT");
    if (option.required) added->required();
    if (!option.many) added->expected(1);
    // One value a flag: what follows may be a positional.
    if (!option.many || option.flag.starts_with("--")) added->allow_extra_args(false);
}

void add_command(CLI::App& app, const CommandSpec& spec, Language language,
                 const std::shared_ptr<Settings>& settings, int& status, const Runner& run) {
    CLI::App* command = command_at(app, spec.path, language);
    command->description(spec.summary(language));
    command->footer(in(language, "例:", "example: ") + spec.example);
    const auto values = std::make_shared<Values>(spec.options.size());
    for (std::size_t i = 0; i < spec.options.size(); ++i) {
        add_option(*command, spec, spec.options[i], language, (*values)[i]);
    }
    command->callback([&spec, command, settings, values, &status, run] {
        // "token list" has run already when it is the turn of "token".
        if (!command->get_subcommands().empty()) return;
        status = run(spec, *settings, Given(spec.options, *values));
    });
}

void label(CLI::App& app, Language language) {
    if (language == Language::English) return;
    const auto formatter = std::make_shared<CLI::Formatter>();
    formatter->column_width(34);
    formatter->label("Usage", "用法");
    formatter->label("OPTIONS", "选项");
    formatter->label("Positionals", "参数");
    formatter->label("Subcommands", "命令");
    formatter->label("SUBCOMMAND", "命令");
    formatter->label("SUBCOMMANDS", "命令");
    formatter->label("REQUIRED", "必填");
    formatter->label("TEXT", "文本");
    formatter->label("FILE", "文件");
    app.formatter(formatter);
    app.option_defaults()->group("选项");
    app.set_help_flag("-h,--help", "显示帮助")->group("选项");
}

// A word that only groups commands wants one of them behind it.
void require_commands(CLI::App& app, const std::vector<CommandSpec>& table) {
    for (CLI::App* group : app.get_subcommands([](CLI::App*) { return true; })) {
        const bool has_more = !group->get_subcommands([](CLI::App*) { return true; }).empty();
        const bool runs =
            std::ranges::find(table, group->get_name(), &CommandSpec::path) != table.end();
        if (has_more && !runs) group->require_subcommand(1);
    }
}

}  // namespace

int run_on_suite(const CommandSpec& spec, const Settings& settings, const Given& given) {
    Session session(settings);
    return run_command(session, spec, given);
}

Language language_of(int argc, const char* const* argv) {
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--lang" && i + 1 < argc) settings.language = argv[i + 1];
        if (word.starts_with("--lang=")) settings.language = word.substr(7);
    }
    return settings.spoken();
}

std::vector<CommandSpec> whole_table(std::vector<CommandSpec> more) {
    auto table = command_specs();
    for (auto& spec : more) table.push_back(std::move(spec));
    CommandSpec completion{.path = "completion",
                           .chinese = "输出命令补全脚本:bash 或 zsh",
                           .english = "print the completion script of a shell: bash or zsh",
                           .example = "haven completion bash",
                           .options = {{"shell", "", "bash 或 zsh", "bash or zsh", true}}};
    table.push_back(completion);
    table.back().run = [known = table](Session& session, const Given& given) {
        const auto script = completion_script(known, given.text("shell"));
        if (!script) return print_error(script.error(), session.settings().spoken());
        std::cout << *script;
        return 0;
    };
    return table;
}

void add_commands(CLI::App& app, const std::vector<CommandSpec>& table, Language language,
                  int& status, const Runner& run) {
    const auto settings = std::make_shared<Settings>();
    settings->run_dir = environment("HAVEN_RUN", ".haven/run");
    settings->as = environment("HAVEN_AS", "");
    label(app, language);
    app.add_option("--run-dir", settings->run_dir,
                   in(language, "运行目录 (HAVEN_RUN)", "folder of the run files (HAVEN_RUN)"));
    app.add_option("--as", settings->as,
                   in(language, "以谁的密钥登录 (HAVEN_AS),见 token list",
                      "whose key signs in (HAVEN_AS); see token list"));
    app.add_option("--lang", settings->language,
                   in(language, "zh 或 en,默认看 LANG", "zh or en; else LANG"));
    app.add_flag("--json", settings->json, in(language, "供程序读取", "for programs"));
    app.add_flag("--csv", settings->csv, in(language, "供 Excel、WPS 打开", "for Excel and WPS"));
    for (const CommandSpec& spec : table) add_command(app, spec, language, settings, status, run);
    require_commands(app, table);
}

int parse(CLI::App& app, int argc, const char* const* argv, Language language, const int& status) {
    try {
        app.parse(argc, argv);
        return status;
    } catch (const CLI::Success& asked_for_help) {
        return app.exit(asked_for_help);
    } catch (const CLI::ParseError& error) {
        std::cerr << in(language, "命令有误:", "wrong line: ") << error.what() << '\n'
                  << in(language, "查看用法:", "see: ") << "haven … --help\n";
        return kWrongLine;
    }
}

}  // namespace haven::client
