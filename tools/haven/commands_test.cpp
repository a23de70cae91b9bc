// The table of commands as a whole: what `haven` offers, in both languages, and its completion.
#include <gtest/gtest.h>

#include <google/protobuf/descriptor.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
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

const char* const kServices[] = {
    "haven.registry.v1.RegistryService",       "haven.registry.v1.RegistryQueryService",
    "haven.registry.v1.DirectoryService",      "haven.registry.v1.ReferralService",
    "haven.disbursement.v1.FundService",       "haven.disbursement.v1.PaymentService",
    "haven.disbursement.v1.CashService",       "haven.outreach.v1.CampaignService",
    "haven.outreach.v1.VisitService",          "haven.outreach.v1.PublicityService",
    "haven.outreach.v1.HotlineService",        "haven.scholarship.v1.SchemeService",
    "haven.scholarship.v1.ScholarshipService", "haven.employment.v1.FairService",
    "haven.employment.v1.EmploymentService",   "haven.employment.v1.AssistanceService"};

// Rpcs behind a command whose work is a function of its own, and which command that is.
const std::map<std::string, std::string> kBehindAFunction = {
    {"haven.registry.v1.RegistryService/SubmitApplication", "household apply"},
    {"haven.registry.v1.RegistryService/ImportOldFiles", "import"},
    {"haven.registry.v1.RegistryQueryService/ListWork", "todo"},
    {"haven.registry.v1.RegistryQueryService/GetFigures", "figures"},
    {"haven.registry.v1.DirectoryService/RequestToken", "token"},
    {"haven.disbursement.v1.PaymentService/GetBankFile", "batch file"},
    {"haven.disbursement.v1.PaymentService/ImportBankReply", "batch reply"},
    {"haven.disbursement.v1.PaymentService/ListPaymentWork", "todo"},
    {"haven.disbursement.v1.PaymentService/GetPaymentFigures", "figures"},
    {"haven.scholarship.v1.ScholarshipService/GetScholarshipFigures", "figures"},
    {"haven.outreach.v1.CampaignService/GetOutreachFigures", "figures"},
    {"haven.outreach.v1.VisitService/MergeVisits", "outreach merge"},
    {"haven.employment.v1.EmploymentService/GetEmploymentFigures", "figures"},
};

TEST(Commands, EveryRpcThatStaffNeedHasOne) {
    std::set<std::string> used;
    std::set<std::string> paths;
    for (const CommandSpec& spec : table()) {
        used.insert(spec.method);
        paths.insert(spec.path);
    }
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    int seen = 0;
    for (const char* name : kServices) {
        const auto* service = pool->FindServiceByName(name);
        ASSERT_TRUE(service) << name;
        for (int i = 0; i < service->method_count(); ++i, ++seen) {
            const std::string method = std::string(name) + "/" + service->method(i)->name();
            const auto behind = kBehindAFunction.find(method);
            if (behind == kBehindAFunction.end()) {
                EXPECT_TRUE(used.contains(method)) << method << " has no command";
            } else {
                EXPECT_FALSE(used.contains(method)) << method << " stands in the table too";
                EXPECT_TRUE(paths.contains(behind->second)) << behind->second;
            }
        }
    }
    EXPECT_GT(seen, 55);
}

// Fields of a request that no option fills, and why.
const std::map<std::string, std::string> kNoOption = {
    {"command_id", "made by the client"},
    {"expected_version", "the client shows nothing that it could be stale against"},
    {"page_size", "the client reads every page"},
    {"page_token", "the client reads every page"},
    {"StaffMember.staff_id", "derived from the login"},
    {"StaffMember.left", "by `staff left`"},
    {"ParkedRecord.stream_id", "the offset names the record"},
    {"ParkedRecord.reason", "said by the list"},
    {"DibaoLine.line_id", "derived from division, residence and day"},
    {"FairTerms.fair_id", "derived from the code"},
    {"RequestCashAdvanceRequest.campaign_id", "refused: a visit group draws in outreach"},
    {"RequestCashAdvanceRequest.group_id", "the same"},
    {"PostAllotment.allotment_id", "derived from the code"},
    {"CourseTerms.course_id", "derived from the code"},
    {"CourseTerms.fund_line_id", "said by the request's fund_line"},
};

// Appends the fields of `type` below `path` that none of the options fills.
void missing_fields(const google::protobuf::Descriptor& type, const std::string& path,
                    const std::set<std::string>& filled, std::vector<std::string>& missing) {
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        const std::string at = path + field.name();
        if (filled.contains(at) || kNoOption.contains(field.name()) ||
            kNoOption.contains(type.name() + "." + field.name())) {
            continue;
        }
        const bool inside =
            field.message_type() && std::ranges::any_of(filled, [&](const std::string& one) {
                return one.starts_with(at + ".");
            });
        if (inside) {
            missing_fields(*field.message_type(), at + ".", filled, missing);
        } else {
            missing.push_back(at);
        }
    }
}

TEST(Commands, EveryFieldOfARequestCanBeGiven) {
    for (const CommandSpec& spec : table()) {
        if (spec.method.empty() || spec.run) continue;
        std::set<std::string> filled;
        for (const OptionSpec& option : spec.options) filled.insert(option.field);
        std::vector<std::string> missing;
        missing_fields(*exchange_of(spec.method).request->GetDescriptor(), "", filled, missing);
        for (const std::string& field : missing) ADD_FAILURE() << spec.path << " lacks " << field;
    }
}

TEST(Commands, AListOfAMeetingHoldsSeveralFilesAndStruckOnes) {
    auto chosen = parsed(
        "haven approve A B --minutes 7 --on 2023-01-03 --present a --present b --present c"
        " --strike household_id=C,reason=INCOME_UNCLEAR");
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->values["household"], (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(chosen->values["--strike"],
              (std::vector<std::string>{"household_id=C,reason=INCOME_UNCLEAR"}));
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

// A run folder with one key in it, and a script beside it; gone with the test.
struct ShellFolder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("haven-completion-" + std::to_string(::getpid()));

    ShellFolder() {
        std::filesystem::create_directories(path / "staff");
        std::ofstream(path / "staff" / "city-maker.key") << "";
    }
    ~ShellFolder() { std::filesystem::remove_all(path); }
    ShellFolder(const ShellFolder&) = delete;
    ShellFolder& operator=(const ShellFolder&) = delete;

    // What `command` prints that has this folder as HAVEN_RUN.
    [[nodiscard]] std::string run(const std::string& command) const {
        FILE* out =
            ::popen(("HAVEN_RUN='" + path.string() + "' " + command + " 2>&1").c_str(), "r");
        std::string text;
        char buffer[4096];
        while (std::fgets(buffer, sizeof buffer, out)) text += buffer;
        EXPECT_EQ(::pclose(out), 0) << text;
        return text;
    }
};

// What bash offers behind `line`, whose last word is being typed.
std::string completed(const std::vector<std::string>& line) {
    const ShellFolder folder;
    std::ofstream script(folder.path / "script");
    script << *completion_script(table(), "bash") << "COMP_WORDS=(";
    for (const std::string& word : line) script << '"' << word << "\" ";
    script << ")\nCOMP_CWORD=" << line.size() - 1 << "\n_haven\necho \"${COMPREPLY[*]}\"\n";
    script.close();
    return folder.run("bash --norc '" + (folder.path / "script").string() + "'");
}

// What zsh's own completion offers when TAB is pressed behind `line`, on a terminal of its own.
std::string zsh_completed(const std::string& line) {
    constexpr const char* kTerminal = R"zsh(zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; autoload -U compinit; compinit -D -u; source '$1'"
zpty -w shell 'setopt rcquotes; bindkey "^I" complete-word
mark() { print -n "\0" }
compprefuncs=(mark); comppostfuncs=(mark exit)
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
    local -a hits; builtin compadd -A hits "$@"; print -r -- ${hits}
    builtin compadd "$@"
}
print -n "\0READY\0"'
zpty -r shell out $'*\0READY\0'
zpty -n -w shell "$2"$'\t'
zpty -r shell out $'*\0*\0'
out=${${out#*$'\0'}%$'\0'*}
print -r -- ${out//$'\r'}
)zsh";
    const ShellFolder folder;
    std::ofstream(folder.path / "script") << *completion_script(table(), "zsh");
    std::ofstream(folder.path / "terminal") << kTerminal;
    std::string text = folder.run("timeout 30 zsh -f '" + (folder.path / "terminal").string() +
                                  "' '" + (folder.path / "script").string() + "' '" + line + "'");
    text.erase(text.find_last_not_of('\n') + 1);
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

TEST(Completion, OffersTheSameInARealZsh) {
    EXPECT_EQ(zsh_completed("haven --as someone batch appr"), "approve");
    EXPECT_EQ(zsh_completed("haven household visit --kind RO"), "ROUTINE");
    EXPECT_EQ(zsh_completed("haven --as city-m"), "city-maker");
    EXPECT_EQ(zsh_completed("haven import /et"), "etc");
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
