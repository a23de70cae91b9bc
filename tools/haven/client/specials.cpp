#include "tools/haven/client/specials.hpp"

#include <iostream>
#include <map>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/outreach/v1/outreach_service.pb.h"
#include "haven/registry/v1/directory_requests.pb.h"
#include "tools/haven/client/request.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;
namespace outreach = haven::outreach::v1;

constexpr int kMergeTimeoutMs = 30'000;

// Staff as the registry knows them, asked as the first of these keys that may sign in; nobody where
// the suite does not run. The names of invented keys must not keep the list from being shown.
std::map<std::string, registry::StaffMember> known_staff(const Session& session) {
    std::map<std::string, registry::StaffMember> known;
    for (const StaffKey& key : session.staff()) {
        Settings settings = session.settings();
        if (settings.as.empty()) settings.as = key.login;
        Session asking(settings);
        registry::ListStaffRequest request;
        request.set_page_size(500);
        for (;;) {
            registry::ListStaffResponse page;
            const auto done =
                asking.call("haven.registry.v1.DirectoryService/ListStaff", request, page);
            if (!done && done.error().kind == ErrorKind::Unavailable) return known;
            if (!done) break;
            for (const auto& member : page.staff()) known[member.staff_id()] = member;
            request.set_page_token(page.next_page_token());
            if (request.page_token().empty()) return known;
        }
        if (!session.settings().as.empty()) return known;
    }
    return known;
}

// "CASEWORKER APPROVER", or the glossary's words.
Cell roles_of(const registry::StaffMember& member) {
    const Table one = table_of(member, "", {{"roles", "角色", "roles"}});
    return one.rows().front().front();
}

}  // namespace

int run_token(Session& session, const Given&) {
    const auto token = session.token();
    if (!token) return print_error(token.error(), session.settings().spoken());
    if (session.settings().json) {
        Table table({{"token", "令牌", "token"}, {"metadata", "元数据", "metadata"}});
        table.add({*token, "authorization: Bearer " + *token});
        table.print(std::cout, Format::Json, session.settings().spoken(), "");
    } else {
        std::cout << *token << '\n';
    }
    return 0;
}

int run_token_list(Session& session, const Given&) {
    Table table({{"login", "登录名", "login"},
                 {"roles", "角色", "roles"},
                 {"federation", "工会", "federation"},
                 {"name", "姓名", "name"},
                 {"staff_id", "人员编号", "staff id"},
                 {"key_file", "密钥文件", "key file"}});
    const auto known = known_staff(session);
    for (const StaffKey& key : session.staff()) {
        const auto member = known.find(key.staff.to_string());
        const bool found = member != known.end();
        table.add({key.login, found ? roles_of(member->second) : Cell(""),
                   found ? Cell::count(member->second.federation()) : Cell(""),
                   found ? member->second.display_name() : "", key.staff.to_string(),
                   key.key_file.string()});
    }
    show(session, table);
    return 0;
}

int run_health(Session& session, const Given& given) {
    const std::string asked = given.is_on("--liveness") ? "liveness" : "";
    Table table({{"address", "地址", "address"}, {"health", "状态", "health"}});
    int status = session.ops_addresses().empty() ? 3 : 0;
    for (const std::string& address : session.ops_addresses()) {
        const bool serving = session.health(address, asked);
        table.add({address, serving ? "ready" : "not ready"});
        if (!serving) status = 1;
    }
    show(session, table);
    return status;
}

int run_merge_visits(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    auto content = read_file(given.text("file"));
    if (!content) return print_error(content.error(), language);
    outreach::MergeVisitsRequest request;
    request.set_command_id(new_command_id());
    request.set_content(*std::move(content));
    outreach::MergeVisitsResponse reply;
    // Whom the file names by number is looked up one by one.
    if (auto done = session.call("haven.outreach.v1.VisitService/MergeVisits", request, reply,
                                 kMergeTimeoutMs);
        !done) {
        return print_error(done.error(), language);
    }
    if (reply.faults_size() > 0) {
        show(session, table_of(reply, "faults",
                               {{"row", "行", "row"},
                                {"field", "列", "column"},
                                {"kind", "类型", "kind"},
                                {"reason", "原因", "reason"},
                                {"expected", "应为", "expected"}}));
    }
    show(session, table_of(reply, "",
                           {{"row_count", "记录数", "visits"},
                            {"merged_count", "已并入", "merged"},
                            {"unchanged_count", "无变化", "unchanged"},
                            {"conflict_count", "冲突", "in conflict"}}));
    return reply.faults_size() > 0 ? 1 : 0;
}

int run_bank_reply(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    const std::filesystem::path file = given.text("file");
    auto content = read_file(file);
    if (!content) return print_error(content.error(), language);
    disbursement::ImportBankReplyRequest request;
    request.set_command_id(new_command_id());
    request.set_file_name(file.filename().string());
    request.set_content(*std::move(content));
    disbursement::ImportBankReplyResponse reply;
    if (auto done =
            session.call("haven.disbursement.v1.PaymentService/ImportBankReply", request, reply);
        !done) {
        return print_error(done.error(), language);
    }
    show(session, table_of(reply, "",
                           {{"paid_count", "到账", "paid"},
                            {"failed_count", "失败", "failed"},
                            {"unknown_count", "未知", "unknown"},
                            {"returned_count", "退票", "returned"}}));
    return 0;
}

int run_bank_file(Session& session, const Given& given) {
    const Language language = session.settings().spoken();
    disbursement::GetBankFileRequest request;
    request.set_batch_id(given.text("batch"));
    disbursement::GetBankFileResponse reply;
    if (auto done =
            session.call("haven.disbursement.v1.PaymentService/GetBankFile", request, reply);
        !done) {
        return print_error(done.error(), language);
    }
    const std::string file = given.text("--out").empty() ? reply.file_name() : given.text("--out");
    if (const auto written = write_private_file(file, reply.content()); !written) {
        return print_error(written.error(), language);
    }
    Table table({{"file", "文件", "file"},
                 {"size_bytes", "字节", "bytes", Align::Right},
                 {"sha256", "校验值", "SHA-256"}});
    table.add(
        {file, Cell::count(static_cast<std::int64_t>(reply.content().size())), reply.sha256()});
    show(session, table);
    return 0;
}

}  // namespace haven::client
