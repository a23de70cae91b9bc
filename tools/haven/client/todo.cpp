// `haven todo`: what waits for the caller, from the files, from the money, of those who were
// referred and at the hotline. A role that may see only some of it gets that.
#include <algorithm>
#include <array>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/outreach/v1/outreach_service.pb.h"
#include "haven/registry/v1/query_requests.pb.h"
#include "haven/registry/v1/referral.pb.h"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;
namespace outreach = haven::outreach::v1;

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

// Is it asked for?
bool is_asked(const Given& given, const std::string& task, const std::string& day) {
    const std::string only = given.text("--task");
    const std::string due_by = given.text("--due-by");
    return (only.empty() || task == only) && (due_by.empty() || day <= due_by);
}

Result<void> read_payment_work(Session& session, const Given& given, std::vector<Work>& work) {
    disbursement::ListPaymentWorkRequest request;
    request.set_page_size(kPageRows);
    do {
        disbursement::ListPaymentWorkResponse page;
        HAVEN_CHECKED(
            session.call("haven.disbursement.v1.PaymentService/ListPaymentWork", request, page));
        for (const auto& item : page.items()) {
            if (!is_asked(given, item.task(), item.since())) continue;
            std::string id = item.subject_id();
            if (item.number() > 0) id += '/' + std::to_string(item.number());
            work.push_back({item.since(), item.task(), item.federation(), item.reason(),
                            std::move(id), item.line_count(), item.amount_fen()});
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return {};
}

Result<void> read_referrals(Session& session, const Given& given, std::vector<Work>& work) {
    registry::ListReferralsRequest request;
    request.set_page_size(kPageRows);
    do {
        registry::ListReferralsResponse page;
        HAVEN_CHECKED(
            session.call("haven.registry.v1.ReferralService/ListReferrals", request, page));
        for (const auto& one : page.referrals()) {
            const bool known = one.state() == registry::REFERRAL_STATE_DRAFT;
            const std::string task = known ? "TAKE_UP_REFERRAL" : "VISIT_REFERRED";
            if (!is_asked(given, task, one.heard_on())) continue;
            work.push_back(
                {one.heard_on(), task, one.federation(), one.name(), one.referral_id(), 0, 0});
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return {};
}

Result<void> read_tickets(Session& session, const Given& given, outreach::TicketState state,
                          const std::string& task, std::vector<Work>& work) {
    outreach::ListTicketsRequest request;
    request.set_page_size(kPageRows);
    request.set_state(state);
    do {
        outreach::ListTicketsResponse page;
        HAVEN_CHECKED(session.call("haven.outreach.v1.HotlineService/ListTickets", request, page));
        for (const auto& one : page.tickets()) {
            if (!is_asked(given, task, one.due_on())) continue;
            work.push_back(
                {one.due_on(), task, one.federation(), one.ticket_no(), one.ticket_id(), 0, 0});
        }
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return {};
}

}  // namespace

int run_todo(Session& session, const Given& given) {
    std::vector<Work> work;
    const std::array parts = {
        read_file_work(session, given, work), read_payment_work(session, given, work),
        read_referrals(session, given, work),
        read_tickets(session, given, outreach::TICKET_STATE_OPEN, "REPLY_TICKET", work),
        read_tickets(session, given, outreach::TICKET_STATE_REPLIED, "CALL_BACK", work)};
    const bool any_answered = std::ranges::any_of(parts, &Result<void>::has_value);
    for (const Result<void>& part : parts) {
        if (part || (part.error().kind == ErrorKind::Denied && any_answered)) continue;
        return print_error(part.error(), session.settings().spoken());
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
