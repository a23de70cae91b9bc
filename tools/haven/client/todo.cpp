// `haven todo`: what waits for the caller, from every service. A role that may see only some of it
// gets that.
#include <algorithm>
#include <array>

#include "haven/disbursement/v1/disbursement_service.pb.h"
#include "haven/employment/v1/employment_service.pb.h"
#include "haven/outreach/v1/outreach_service.pb.h"
#include "haven/registry/v1/query_requests.pb.h"
#include "haven/registry/v1/referral.pb.h"
#include "haven/scholarship/v1/scholarship_service.pb.h"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace registry = haven::registry::v1;
namespace disbursement = haven::disbursement::v1;
namespace scholarship = haven::scholarship::v1;
namespace outreach = haven::outreach::v1;
namespace employment = haven::employment::v1;

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

// What was asked for, and what of it was found.
class Desk {
  public:
    Desk(Session& session, const Given& given) : session_(session), given_(given) {}

    // All pages of a list, each given to `each`.
    template <class Response, class Request, class Each>
    Result<void> read(const std::string& method, Request request, Each each) {
        request.set_page_size(kPageRows);
        do {
            Response page;
            HAVEN_CHECKED(session_.call(method, request, page));
            each(page);
            request.set_page_token(page.next_page_token());
        } while (!request.page_token().empty());
        return {};
    }

    // Keeps it if it is asked for.
    void add(Work item) {
        const std::string only = given_.text("--task");
        const std::string due_by = given_.text("--due-by");
        if (!only.empty() && item.task != only) return;
        if (!due_by.empty() && item.day > due_by) return;
        work_.push_back(std::move(item));
    }

    const Given& given() const { return given_; }
    std::vector<Work>& work() { return work_; }

  private:
    Session& session_;
    const Given& given_;
    std::vector<Work> work_;
};

Result<void> read_file_work(Desk& desk) {
    registry::ListWorkRequest request;
    request.set_task(desk.given().text("--task"));
    request.set_due_by(desk.given().text("--due-by"));
    return desk.read<registry::ListWorkResponse>(
        "haven.registry.v1.RegistryQueryService/ListWork", request, [&](const auto& page) {
            for (const auto& item : page.items()) {
                desk.add({item.due_on(), item.task(), item.federation(), item.head_name(),
                          item.household_id()});
            }
        });
}

Result<void> read_payment_work(Desk& desk) {
    return desk.read<disbursement::ListPaymentWorkResponse>(
        "haven.disbursement.v1.PaymentService/ListPaymentWork",
        disbursement::ListPaymentWorkRequest{}, [&](const auto& page) {
            for (const auto& item : page.items()) {
                std::string id = item.subject_id();
                if (item.number() > 0) id += '/' + std::to_string(item.number());
                desk.add({item.since(), item.task(), item.federation(), item.reason(),
                          std::move(id), item.line_count(), item.amount_fen()});
            }
        });
}

Result<void> read_referrals(Desk& desk) {
    return desk.read<registry::ListReferralsResponse>(
        "haven.registry.v1.ReferralService/ListReferrals", registry::ListReferralsRequest{},
        [&](const auto& page) {
            for (const auto& one : page.referrals()) {
                const bool known = one.state() == registry::REFERRAL_STATE_DRAFT;
                desk.add({one.heard_on(), known ? "TAKE_UP_REFERRAL" : "VISIT_REFERRED",
                          one.federation(), one.name(), one.referral_id()});
            }
        });
}

Result<void> read_objections(Desk& desk) {
    scholarship::ListScholarshipApplicationsRequest request;
    request.set_state(scholarship::APPLICATION_STATE_NOTICED);
    return desk.read<scholarship::ListScholarshipApplicationsResponse>(
        "haven.scholarship.v1.ScholarshipService/ListScholarshipApplications", request,
        [&](const auto& page) {
            for (const auto& one : page.applications()) {
                if (one.open_objections() == 0) continue;
                desk.add({one.notice_last_day(), "AWARD_OBJECTION", one.federation(),
                          one.union_node(), one.application_id()});
            }
        });
}

Result<void> read_awards(Desk& desk, scholarship::AwardYearState state, const std::string& task) {
    scholarship::ListAwardsRequest request;
    request.set_state(state);
    return desk.read<scholarship::ListAwardsResponse>(
        "haven.scholarship.v1.ScholarshipService/ListAwards", request, [&](const auto& page) {
            for (const auto& one : page.awards()) {
                for (const auto& year : one.years()) {
                    if (year.state() != state) continue;
                    desk.add({"", task, one.federation(), one.award_no(),
                              one.award_id() + '/' + std::to_string(year.year()), 1,
                              year.amount_fen()});
                }
            }
        });
}

Result<void> read_tickets(Desk& desk, outreach::TicketState state, const std::string& task) {
    outreach::ListTicketsRequest request;
    request.set_state(state);
    return desk.read<outreach::ListTicketsResponse>(
        "haven.outreach.v1.HotlineService/ListTickets", request, [&](const auto& page) {
            for (const auto& one : page.tickets()) {
                desk.add({one.due_on(), task, one.federation(), one.ticket_no(), one.ticket_id()});
            }
        });
}

Result<void> read_retention(Desk& desk) {
    employment::ListHiresRequest request;
    request.set_due(true);
    return desk.read<employment::ListHiresResponse>(
        "haven.employment.v1.EmploymentService/ListHires", request, [&](const auto& page) {
            for (const auto& one : page.hires()) {
                for (const auto& month : one.due()) {
                    desk.add({month.due_on(), "ASK_RETENTION", one.federation(), one.uscc(),
                              one.hire_id() + '/' + std::to_string(month.month())});
                }
            }
        });
}

Result<void> read_cases(Desk& desk) {
    employment::ListServiceCasesRequest request;
    request.set_due(true);
    return desk.read<employment::ListServiceCasesResponse>(
        "haven.employment.v1.AssistanceService/ListServiceCases", request, [&](const auto& page) {
            for (const auto& one : page.cases()) {
                desk.add({one.follow_up_on(), "FOLLOW_UP_CASE", one.federation(), one.counter(),
                          one.case_id()});
            }
        });
}

Result<void> read_subsidies(Desk& desk) {
    employment::ListEnrolmentsRequest request;
    request.set_subsidy(employment::SUBSIDY_STATE_REQUESTED);
    return desk.read<employment::ListEnrolmentsResponse>(
        "haven.employment.v1.AssistanceService/ListEnrolments", request, [&](const auto& page) {
            for (const auto& one : page.enrolments()) {
                desk.add({one.certified_on(), "DECIDE_SUBSIDY", one.federation(), one.code(),
                          one.enrolment_id(), 1, one.subsidy_fen()});
            }
        });
}

}  // namespace

int run_todo(Session& session, const Given& given) {
    Desk desk(session, given);
    const std::array parts = {
        read_file_work(desk),
        read_payment_work(desk),
        read_referrals(desk),
        read_objections(desk),
        read_awards(desk, scholarship::AWARD_YEAR_STATE_PROPOSED, "APPROVE_RENEWAL"),
        read_awards(desk, scholarship::AWARD_YEAR_STATE_UNFUNDED, "FUND_AWARD"),
        read_tickets(desk, outreach::TICKET_STATE_OPEN, "REPLY_TICKET"),
        read_tickets(desk, outreach::TICKET_STATE_REPLIED, "CALL_BACK"),
        read_retention(desk),
        read_cases(desk),
        read_subsidies(desk)};
    const bool any_answered = std::ranges::any_of(parts, &Result<void>::has_value);
    for (const Result<void>& part : parts) {
        if (part || (part.error().kind == ErrorKind::Denied && any_answered)) continue;
        return print_error(part.error(), session.settings().spoken());
    }
    // What has no day comes last: it waits for somebody else.
    std::vector<Work>& work = desk.work();
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
