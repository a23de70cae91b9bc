#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/ops/v1/ops_service.pb.h"
#include "haven/registry/v1/directory_requests.pb.h"
#include "haven/registry/v1/file_requests.pb.h"
#include "haven/registry/v1/query_requests.pb.h"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "tools/haven/client/commands.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;
namespace ops = haven::ops::v1;

constexpr int kCalendarTimeoutMs = 30'000;

std::optional<std::string> read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

Error unreadable(const std::string& file) {
    return {
        ErrorKind::Invalid, "FILE_UNREADABLE", file + " cannot be read", {}, {{"file", "a file"}}};
}

// Counted in the bank's own ledger, which Haven never reads otherwise: `bank ledger --json`.
Result<std::int64_t> paid_twice(const std::string& ledger_file) {
    const auto text = read_file(ledger_file);
    if (!text) return std::unexpected(unreadable(ledger_file));
    const auto ledger = nlohmann::json::parse(*text, nullptr, false);
    if (!ledger.is_object() || !ledger.contains("credits")) {
        return invalid("NOT_A_LEDGER", "--bank-ledger", "what `bank ledger --json` printed");
    }
    std::map<std::string, int> standing;
    for (const auto& credit : ledger["credits"]) {
        const bool returned = credit.contains("returned_on") && !credit["returned_on"].is_null();
        if (!returned) ++standing[credit.value("ref", "")];
    }
    std::int64_t twice = 0;
    for (const auto& [_, count] : standing) twice += count > 1 ? 1 : 0;
    return twice;
}

template <class Figures>
void add_figures(const Figures& figures, std::set<std::string>& seen, Table& table) {
    for (const auto& figure : figures) {
        if (!seen.insert(figure.id()).second) continue;
        table.add({figure.id(), Cell::count(figure.value()), figure.unit(), figure.basis()});
    }
}

}  // namespace

int run_token_list(Session& session) {
    Table table({{"login", "登录名", "login"},
                 {"staff_id", "人员编号", "staff id"},
                 {"key_file", "密钥文件", "key file"}});
    for (const StaffKey& key : session.staff()) {
        table.add({key.login, key.staff.to_string(), key.key_file.string()});
    }
    table.print(std::cout, session.settings().format(), session.settings().spoken(), "");
    return 0;
}

int run_calendar_show(Session& session) {
    ops::GetStatusRequest request;
    ops::GetStatusResponse reply;
    if (auto done = session.call("haven.ops.v1.OpsService/GetStatus", request, reply); !done) {
        return print_error(done.error(), session.settings().spoken());
    }
    const Table table = table_of(reply, "services",
                                 {{"service", "服务", "service"},
                                  {"business_date", "业务日期", "business date"},
                                  {"next_timer_date", "下个到期日", "next timer"},
                                  {"next_peer_date", "对方下个日期", "next peer day"},
                                  {"consumers_caught_up", "已跟上", "caught up"},
                                  {"parked_count", "搁置", "parked"}});
    table.print(std::cout, session.settings().format(), session.settings().spoken(),
                reply.services_size() > 0 ? reply.services(0).business_date() : "");
    return 0;
}

int run_calendar_advance(Session& session, const std::string& date) {
    const Language language = session.settings().spoken();
    for (;;) {
        ops::AdvanceCalendarRequest request;
        request.set_date(date);
        ops::AdvanceCalendarResponse reply;
        if (auto done = session.call("haven.ops.v1.OpsService/AdvanceCalendar", request, reply,
                                     kCalendarTimeoutMs);
            !done) {
            return print_error(done.error(), language);
        }
        std::cout << (language == Language::Chinese ? "业务日期 " : "business date ")
                  << reply.business_date() << '\n';
        if (reply.done() || reply.business_date() >= date) return 0;
    }
}

int run_figures(Session& session, const std::string& as_of, int year,
                const std::string& bank_ledger) {
    const Language language = session.settings().spoken();
    registry::GetFiguresRequest files;
    files.set_as_of(as_of);
    registry::GetFiguresResponse file_figures;
    disbursement::GetPaymentFiguresRequest payments;
    payments.set_as_of(as_of);
    payments.set_year(year);
    disbursement::GetPaymentFiguresResponse payment_figures;
    auto done =
        session.call("haven.registry.v1.RegistryQueryService/GetFigures", files, file_figures);
    if (done) {
        done = session.call("haven.disbursement.v1.PaymentService/GetPaymentFigures", payments,
                            payment_figures);
    }
    if (!done) return print_error(done.error(), language);
    Table table({{"id", "指标", "figure"},
                 {"value", "数值", "value", Align::Right},
                 {"unit", "单位", "unit"},
                 {"basis", "依据", "basis"}});
    std::set<std::string> seen;
    add_figures(file_figures.figures(), seen, table);
    add_figures(payment_figures.figures(), seen, table);
    if (!bank_ledger.empty()) {
        const auto twice = paid_twice(bank_ledger);
        if (!twice) return print_error(twice.error(), language);
        table.add({"payments.paid_twice", Cell::count(*twice), "instalments", "EXACT"});
    }
    table.print(std::cout, session.settings().format(), language, file_figures.as_of());
    return 0;
}

int run_bank_reply(Session& session, const std::string& file) {
    const Language language = session.settings().spoken();
    const auto content = read_file(file);
    if (!content) return print_error(unreadable(file), language);
    disbursement::ImportBankReplyRequest request;
    request.set_command_id(crypto::new_uuid_v4().to_string());
    request.set_file_name(file.substr(file.find_last_of('/') + 1));
    request.set_content(*content);
    disbursement::ImportBankReplyResponse reply;
    if (auto done =
            session.call("haven.disbursement.v1.PaymentService/ImportBankReply", request, reply);
        !done) {
        return print_error(done.error(), language);
    }
    table_of(reply, "",
             {{"paid_count", "到账", "paid"},
              {"failed_count", "失败", "failed"},
              {"unknown_count", "未知", "unknown"},
              {"returned_count", "退票", "returned"}})
        .print(std::cout, session.settings().format(), language, session.business_date());
    return 0;
}

}  // namespace haven::client
