// The table of commands as a whole: what `haven` offers, in both languages, and its completion.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tools/haven/audit_commands.hpp"
#include "tools/haven/client/cli.hpp"
#include "tools/haven/client/completion.hpp"

namespace haven::client {
namespace {

const std::vector<CommandSpec>& table() {
    static const auto all = whole_table(audit_commands());
    return all;
}

// What a line would run: path and values, without running it.
struct Chosen {
    std::string path;
    Settings settings;
    std::map<std::string, std::vector<std::string>, std::less<>> values;
};

std::optional<Chosen> parsed(const std::string& line, int* status = nullptr) {
    std::istringstream text(line);
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    CLI::App app{"", "haven"};
    app.require_subcommand(1);
    std::optional<Chosen> chosen;
    int answer = 0;
    add_commands(app, table(), Language::English, answer,
                 [&](const CommandSpec& spec, const Settings& settings, const Given& given) {
                     chosen = Chosen{spec.path, settings, {}};
                     for (const auto& option : spec.options) {
                         chosen->values[option.flag] = given.all(option.flag);
                     }
                     return 0;
                 });
    const int ended =
        parse(app, static_cast<int>(argv.size()), argv.data(), Language::English, answer);
    if (status) *status = ended;
    return ended == 0 ? chosen : std::nullopt;
}

bool has_chinese(const std::string& text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

TEST(Commands, EachHasAnExampleThatParsesToItself) {
    for (const CommandSpec& spec : table()) {
        auto chosen = parsed(spec.example);
        ASSERT_TRUE(chosen) << spec.example;
        EXPECT_EQ(chosen->path, spec.path) << spec.example;
        for (const OptionSpec& option : spec.options) {
            if (!option.required) continue;
            EXPECT_FALSE(chosen->values[option.flag].empty()) << spec.path << " " << option.flag;
        }
    }
}

TEST(Commands, EachSpeaksBothLanguages) {
    std::set<std::string> paths;
    for (const CommandSpec& spec : table()) {
        EXPECT_TRUE(paths.insert(spec.path).second) << spec.path << " stands twice";
        EXPECT_TRUE(has_chinese(spec.chinese)) << spec.path;
        EXPECT_FALSE(spec.english.empty() || has_chinese(spec.english)) << spec.path;
        for (const OptionSpec& option : spec.options) {
            EXPECT_TRUE(has_chinese(option.chinese)) << spec.path << " " << option.flag;
            EXPECT_FALSE(option.english.empty() || has_chinese(option.english))
                << spec.path << " " << option.flag;
        }
        for (const FieldColumn& column : spec.columns) {
            EXPECT_TRUE(has_chinese(column.chinese)) << spec.path << " " << column.path;
        }
    }
}

TEST(Commands, EveryRowNamesFieldsThatExist) {
    for (const CommandSpec& spec : table()) {
        ASSERT_TRUE(spec.run || !spec.method.empty()) << spec.path;
        if (spec.method.empty()) continue;
        const Exchange exchange = exchange_of(spec.method);
        for (const OptionSpec& option : spec.options) {
            if (option.field.empty()) continue;
            choices(spec, option);  // aborts on a path that is not there
            const auto set = set_field(*exchange.request, option.field, "1");
            const bool wrong_value =
                !set && set.error().fields[0].description.find("field of") == std::string::npos;
            EXPECT_TRUE(set || wrong_value) << spec.path << " " << option.flag;
        }
        table_of(*exchange.reply, spec.list, spec.columns);  // aborts likewise
    }
}

TEST(Commands, HelpIsInOneLanguageWithItsExample) {
    const auto help = [](Language language) {
        CLI::App app{"", "haven"};
        int status = 0;
        add_commands(app, table(), language, status,
                     [](const auto&, const auto&, const auto&) { return 0; });
        return app.get_subcommand("household")->get_subcommand("visit")->help();
    };
    const std::string chinese = help(Language::Chinese);
    EXPECT_NE(chinese.find("登记入户调查"), std::string::npos);
    EXPECT_NE(chinese.find("例:haven --as weibin-case1 household visit"), std::string::npos);
    EXPECT_EQ(chinese.find("record a visit"), std::string::npos);
    const std::string english = help(Language::English);
    EXPECT_NE(english.find("INVESTIGATE ROUTINE FOLLOWUP"), std::string::npos);
    EXPECT_FALSE(has_chinese(english)) << english;
}

TEST(Commands, EveryGroupSaysWhatItHolds) {
    CLI::App app{"", "haven"};
    int status = 0;
    add_commands(app, table(), Language::Chinese, status,
                 [](const auto&, const auto&, const auto&) { return 0; });
    for (const CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
        EXPECT_TRUE(has_chinese(command->get_description())) << command->get_name();
    }
}

TEST(Commands, TheLanguageIsThatOfTheLineElseOfLang) {
    const char* line[] = {"haven", "due", "--lang", "en"};
    EXPECT_EQ(language_of(4, line), Language::English);
    const char* joined[] = {"haven", "--lang=zh", "due"};
    EXPECT_EQ(language_of(3, joined), Language::Chinese);
    const char* none[] = {"haven", "due"};
    ::setenv("LANG", "en_GB.UTF-8", 1);
    EXPECT_EQ(language_of(2, none), Language::English);
    ::setenv("LANG", "zh_CN.UTF-8", 1);
    EXPECT_EQ(language_of(2, none), Language::Chinese);
}

TEST(Commands, AWrongLineIsRefusedBeforeAnythingRuns) {
    for (const char* line : {"haven", "haven household", "haven household visit FILE",
                             "haven due --no-such-option", "haven no-such-command"}) {
        int status = 0;
        EXPECT_FALSE(parsed(line, &status)) << line;
        EXPECT_EQ(status, 2) << line;
    }
}

TEST(Commands, AFlagThatIsGivenTwiceTakesOneWordEachTime) {
    auto chosen = parsed(
        "haven household visit --kind ROUTINE --on 2023-01-03 --finding BETTER"
        " --visitor a --visitor b FILE --as me");
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->values["--visitor"], (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(chosen->values["household"], (std::vector<std::string>{"FILE"}));
    EXPECT_EQ(chosen->settings.as, "me");
}

// What bash offers behind `line`, whose last word is being typed.
std::string completed(const std::vector<std::string>& line) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("haven-completion-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "staff");
    std::ofstream(folder / "staff" / "city-maker.key") << "";
    std::ofstream script(folder / "script");
    script << *completion_script(table(), "bash") << "COMP_WORDS=(";
    for (const std::string& word : line) script << '"' << word << "\" ";
    script << ")\nCOMP_CWORD=" << line.size() - 1 << "\n_haven\necho \"${COMPREPLY[*]}\"\n";
    script.close();
    const std::string command = "HAVEN_RUN='" + folder.string() + "' bash --norc '" +
                                (folder / "script").string() + "' 2>&1";
    FILE* out = ::popen(command.c_str(), "r");
    std::string text;
    char buffer[4096];
    while (std::fgets(buffer, sizeof buffer, out)) text += buffer;
    EXPECT_EQ(::pclose(out), 0) << text;
    std::filesystem::remove_all(folder);
    return text;
}

TEST(Completion, OffersCommandsOptionsWordsLoginsAndFiles) {
    EXPECT_NE(completed({"haven", ""}).find("household"), std::string::npos);
    EXPECT_EQ(completed({"haven", "batch", "che"}), "check\n");
    EXPECT_EQ(completed({"haven", "--as", "someone", "batch", "appr"}), "approve\n");
    EXPECT_EQ(completed({"haven", "household", "visit", "--vis"}), "--visitor\n");
    EXPECT_EQ(completed({"haven", "household", "visit", "--js"}), "--json\n");
    EXPECT_EQ(completed({"haven", "household", "visit", "--kind", "RO"}), "ROUTINE\n");
    EXPECT_EQ(completed({"haven", "--as", "city-m"}), "city-maker\n");
    EXPECT_EQ(completed({"haven", "completion", "z"}), "zsh\n");
    EXPECT_NE(completed({"haven", "import", "/et"}).find("/etc"), std::string::npos);
}

TEST(Completion, KnowsEveryCommandAndOptionInBothShells) {
    for (const char* shell : {"bash", "zsh"}) {
        const auto script = completion_script(table(), shell);
        ASSERT_TRUE(script);
        for (const CommandSpec& spec : table()) {
            const std::string last = spec.path.substr(spec.path.rfind(' ') + 1);
            EXPECT_NE(script->find(last), std::string::npos) << spec.path;
            for (const OptionSpec& option : spec.options) {
                if (!option.flag.starts_with("--")) continue;
                EXPECT_NE(script->find(option.flag), std::string::npos) << option.flag;
            }
        }
    }
    EXPECT_EQ(completion_script(table(), "fish").error().reason, "UNKNOWN_SHELL");
}

}  // namespace
}  // namespace haven::client
