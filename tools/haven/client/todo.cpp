// `haven todo`: what waits for the caller, from the files and from the money. A role that may see
// only one of the two gets that one.
#include <algorithm>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/registry/v1/query_requests.pb.h"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;

constexpr int kPageRows = 500;

struct Work {
    std::string day;
    std::string task;
    std::int64_t federation = 0;
    std::string about;
    std::string id;
    std::int64_t count = 0;
    std::int64_t amount_fen = 0;
};

Result<void> read_file_work(Session& session, const Given& given, std::vector<Work>& work) {
    registry::ListWorkRequest request;
    request.set_page_size(kPageRows);
    request.set_task(given.text("--task"));
    request.set_due_by(given.text("--due-by"));
    do {
        registry::ListWorkResponse page;
        HAVEN_CHECKED(
            session.call("haven.registry.v1.RegistryQueryService/ListWork", request, page));
        for (const auto& item : page.items()) {
            work.push_back({item.due_on(), item.task(), item.federation(), item.head_name(),
                            item.household_id(), 0, 0});
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return {};
}

Result<void> read_payment_work(Session& session, const Given& given, std::vector<Work>& work) {
    const std::string task = given.text("--task");
    const std::string due_by = given.text("--due-by");
    disbursement::ListPaymentWorkRequest request;
    request.set_page_size(kPageRows);
    do {
        disbursement::ListPaymentWorkResponse page;
        HAVEN_CHECKED(
            session.call("haven.disbursement.v1.PaymentService/ListPaymentWork", request, page));
        for (const auto& item : page.items()) {
            if (!task.empty() && item.task() != task) continue;
            if (!due_by.empty() && item.since() > due_by) continue;
            std::string id = item.subject_id();
            if (item.number() > 0) id += '/' + std::to_string(item.number());
            work.push_back({item.since(), item.task(), item.federation(), item.reason(),
                            std::move(id), item.line_count(), item.amount_fen()});
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return {};
}

}  // namespace

int run_todo(Session& session, const Given& given) {
    std::vector<Work> work;
    const auto files = read_file_work(session, given, work);
    const auto money = read_payment_work(session, given, work);
    for (const auto* part : {&files, &money}) {
        const bool other_answered = part == &files ? money.has_value() : files.has_value();
        if (*part || (part->error().kind == ErrorKind::Denied && other_answered)) continue;
        return print_error(part->error(), session.settings().spoken());
    }
    // What has no day comes last: it waits for somebody else.
    std::ranges::stable_sort(
        work, {}, [](const Work& item) { return std::pair(item.day.empty(), item.day); });
    Table table({{"on_date", "日期", "date"},
                 {"task", "事项", "task"},
                 {"federation", "工会", "federation", Align::Right},
                 {"about", "对象", "about"},
                 {"line_count", "笔数", "lines", Align::Right},
                 {"amount_fen", "金额", "amount", Align::Right},
                 {"subject_id", "编号", "id"}});
    for (Work& item : work) {
        const bool money_item = item.amount_fen > 0;
        table.add({std::move(item.day), Cell::word("task", std::move(item.task)),
                   Cell::count(item.federation), std::move(item.about),
                   money_item ? Cell::count(item.count) : Cell(""),
                   money_item ? Cell::money(item.amount_fen) : Cell(""), std::move(item.id)});
    }
    show(session, table);
    return 0;
}

}  // namespace haven::client
