// Rows of the table that load a whole file: what an office has before its first day.

#include <map>

#include "haven/registry/v1/directory_requests.pb.h"
#include "libs/crypto/secret.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/sheets.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;

const std::string kDirectory = "haven.registry.v1.DirectoryService/";

// The keys that members of staff have, by login.
Result<std::map<std::string, std::string>> registered_keys(Session& session) {
    std::map<std::string, std::string> keys;
    registry::ListStaffRequest request;
    request.set_page_size(500);
    for (;;) {
        registry::ListStaffResponse page;
        HAVEN_CHECKED(session.call(kDirectory + "ListStaff", request, page));
        for (const auto& member : page.staff()) keys[member.login()] = member.public_key();
        if (page.next_page_token().empty()) return keys;
        request.set_page_token(page.next_page_token());
    }
}

// Where the file names no public key: who is registered keeps theirs, who is new gets a pair whose
// private half lies in <run_dir>/staff, mode 0600, until it is handed over.
Result<void> give_keys(Session& session, std::vector<SheetRow>& rows) {
    HAVEN_TRY(const auto keys, registered_keys(session));
    const auto folder = session.settings().run_dir / "staff";
    for (SheetRow& row : rows) {
        auto& member = *static_cast<registry::RegisterStaffRequest&>(*row.request).mutable_member();
        if (!member.public_key().empty()) continue;
        if (const auto registered = keys.find(member.login()); registered != keys.end()) {
            member.set_public_key(registered->second);
            continue;
        }
        std::error_code none;
        std::filesystem::create_directories(folder, none);
        HAVEN_TRY(
            const std::string seed,
            crypto::read_or_make_secret(folder / (member.login() + ".key"), crypto::kKeyBytes));
        member.set_public_key(crypto::key_pair_of(seed).public_key);
    }
    return {};
}

const Sheet kNodes{kDirectory + "RegisterUnionNode",
                   {{"code", "node.code", true},
                    {"name", "node.name", true},
                    {"parent_code", "node.parent_code"},
                    {"federation", "node.federation", true},
                    {"kind", "node.kind", true}}};
const Sheet kStaff{kDirectory + "RegisterStaff",
                   {{"login", "member.login", true},
                    {"name", "member.display_name", true},
                    {"federation", "member.federation", true},
                    {"union_node", "member.union_node", true},
                    {"roles", "member.roles", true, true},
                    {"public_key", "member.public_key"}},
                   {},
                   give_keys};
const Sheet kEnterprises{kDirectory + "RegisterEnterprise",
                         {{"uscc", "enterprise.uscc", true},
                          {"name", "enterprise.name", true},
                          {"federation", "enterprise.federation", true},
                          {"union_node", "enterprise.union_node", true},
                          {"division", "enterprise.division", true},
                          {"city_owned", "enterprise.city_owned"},
                          {"distressed_from", "enterprise.distressed_from"},
                          {"programmes", "enterprise.programmes", false, true}}};
const Sheet kLines{kDirectory + "SetDibaoLine",
                   {{"division", "line.division", true},
                    {"kind", "line.residence", true},
                    {"monthly_fen", "line.monthly_fen", true},
                    {"effective_from", "line.effective_from", true},
                    {"source", "line.source", true},
                    {"placeholder", "line.placeholder"}}};
const Sheet kRules{kDirectory + "AddRuleSet", {}, "rule_set"};
const Sheet kFunds{"haven.disbursement.v1.FundService/OpenFundLine",
                   {{"code", "code", true},
                    {"federation", "federation", true},
                    {"name", "name", true},
                    {"source", "source", true},
                    {"level", "level", true},
                    {"year", "year", true},
                    {"items", "items", false, true},
                    {"tiers", "tiers", false, true},
                    {"payer_account", "payer_account", true}}};

// What of a refusal belongs into the report.
SheetReject reject_of(const SheetRow& row, const Error& error) {
    return {row.number, error.fields.empty() ? "" : error.fields.front().field, error.reason,
            error.fields.empty() ? error.message : error.fields.front().description};
}

void show_rejects(Session& session, const std::vector<SheetReject>& rejects) {
    Table table({{"row", "行", "row", Align::Right},
                 {"column", "列", "column"},
                 {"reason", "原因", "reason"},
                 {"expected", "应为", "expected"}});
    for (const SheetReject& reject : rejects) {
        table.add({Cell::count(reject.row), reject.column, reject.reason, reject.expected});
    }
    show(session, table);
}

void show_sum(Session& session, std::size_t rows, std::size_t taken, bool dry_run) {
    Table table({{"row_count", "行数", "rows", Align::Right},
                 {"taken_count", "已写入", "taken", Align::Right},
                 {"dry_run", "只检查", "dry run"}});
    table.add({Cell::count(static_cast<std::int64_t>(rows)),
               Cell::count(static_cast<std::int64_t>(taken)), dry_run ? "true" : "false"});
    show(session, table);
}

// A row that a service refuses does not keep the others out: each is a whole of its own. The
// exit status says that some are missing.
int load(Session& session, const Sheet& sheet, const Given& given) {
    const Language language = session.settings().spoken();
    const auto bytes = read_file(given.text("file"));
    if (!bytes) return print_error(bytes.error(), language);
    auto read = read_sheet(sheet, *bytes);
    if (!read) return print_error(read.error(), language);
    if (!read->rejects.empty()) {
        show_rejects(session, read->rejects);
        return 1;
    }
    const bool dry_run = given.is_on("--dry-run");
    if (dry_run) {
        show_sum(session, read->rows.size(), 0, true);
        return 0;
    }
    if (sheet.complete) {
        const auto completed = sheet.complete(session, read->rows);
        if (!completed) return print_error(completed.error(), language);
    }
    std::vector<SheetReject> refused;
    std::int64_t done = 0;
    Progress progress;
    for (const SheetRow& row : read->rows) {
        const auto reply = exchange_of(sheet.method).reply;
        const auto called = session.call(sheet.method, *row.request, *reply);
        if (!called && called.error().kind == ErrorKind::Unavailable) {
            return print_error(called.error(), language);
        }
        if (!called) refused.push_back(reject_of(row, called.error()));
        progress.show("LOADING", ++done, static_cast<std::int64_t>(read->rows.size()));
    }
    if (!refused.empty()) show_rejects(session, refused);
    show_sum(session, read->rows.size(), read->rows.size() - refused.size(), false);
    return refused.empty() ? 0 : 1;
}

CommandSpec load_row(std::string path, std::string chinese, std::string english,
                     std::string example, const Sheet& sheet) {
    return {.path = std::move(path),
            .chinese = std::move(chinese),
            .english = std::move(english),
            .example = std::move(example),
            .options = {{"file", "", "文件", "file as docs/formats.md 8 describes it", true, false,
                         Takes::File},
                        {"--dry-run", "", "只检查,不写入", "read and check the file, write nothing",
                         false, false, Takes::Nothing}},
            .run = [&sheet](Session& session, const Given& given) {
                return load(session, sheet, given);
            }};
}

}  // namespace

std::vector<CommandSpec> sheet_commands() {
    return {
        load_row("union load", "批量登记工会组织", "register the union tree from a file",
                 "haven --as first-administrator union load union_nodes.csv", kNodes),
        load_row("staff load", "批量登记人员", "register staff from a file, with a key for each",
                 "haven --as first-administrator staff load staff.csv", kStaff),
        load_row("enterprise load", "批量登记企业", "register enterprises from a file",
                 "haven --as city-admin enterprise load enterprises.csv", kEnterprises),
        load_row("dibao load", "批量登记低保标准", "dibao lines from a file",
                 "haven --as city-admin dibao load dibao_lines.csv", kLines),
        load_row("rules load", "批量登记认定规则", "rule sets from a file",
                 "haven --as city-admin rules load rule_sets.json", kRules),
        load_row("fund load", "批量开立额度", "open fund lines from a file",
                 "haven --as city-maker fund load fund_lines.csv", kFunds),
    };
}

}  // namespace haven::client
