// `haven calendar …`. The business date of each service is moved by its own process; where there
// are several, this client takes them from one stop to the next, so that none runs ahead of what
// the others still owe it.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>

#include "haven/ops/v1/ops_service.pb.h"
#include "libs/base/time.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/client/specials.hpp"

namespace haven::client {
namespace {

namespace ops = haven::ops::v1;

constexpr int kStepTimeoutMs = 10'000;
constexpr int kMostRounds = 2'000;
const std::string kAdvance = "haven.ops.v1.OpsService/AdvanceCalendar";

Result<ops::GetStatusResponse> status_of(Session& session, const std::string& address) {
    ops::GetStatusRequest request;
    ops::GetStatusResponse reply;
    HAVEN_CHECKED(session.call_at(address, "haven.ops.v1.OpsService/GetStatus", request, reply));
    return reply;
}

// A process with the services of it that have a business date.
struct Process {
    std::string address;
    std::vector<ops::ServiceStatus> services;
};

Result<std::vector<Process>> processes_of(Session& session) {
    std::vector<Process> found;
    for (const std::string& address : session.ops_addresses()) {
        HAVEN_TRY(const auto status, status_of(session, address));
        if (status.services_size() == 0) continue;
        found.push_back({address, {status.services().begin(), status.services().end()}});
    }
    if (found.empty()) {
        return failure(ErrorKind::Unavailable, "NOT_RUNNING",
                       "no running process has a business date");
    }
    return found;
}

std::string earliest_of(const std::vector<Process>& processes) {
    std::string first = processes.front().services.front().business_date();
    for (const Process& process : processes) {
        for (const auto& service : process.services) {
            first = std::min(first, service.business_date());
        }
    }
    return first;
}

std::int64_t activity_of(const std::vector<Process>& processes) {
    std::int64_t sum = 0;
    for (const Process& process : processes) sum += process.services.front().activity();
    return sum;
}

// Says for whom the calendar waits, once a list: a peer that does not run would keep it for ever.
class Waiting {
  public:
    explicit Waiting(Language language) : language_(language) {}

    void tell(const ops::AdvanceCalendarResponse& reply) {
        std::string names;
        for (const std::string& name : reply.waiting_for()) names += ' ' + name;
        if (reply.done() || names.empty() || names == told_) return;
        told_ = names;
        std::cerr << reply.business_date()
                  << (language_ == Language::Chinese ? " 在等:" : " waits for:") << names << '\n';
    }

  private:
    const Language language_;
    std::string told_;
};

// Moves one process; answers when it is idle there.
Result<void> take_to(Session& session, const Process& process, const std::string& date) {
    ops::AdvanceCalendarRequest request;
    request.set_date(date);
    Waiting waiting(session.settings().spoken());
    for (int round = 0; round < kMostRounds; ++round) {
        ops::AdvanceCalendarResponse reply;
        HAVEN_CHECKED(session.call_at(process.address, kAdvance, request, reply, kStepTimeoutMs));
        waiting.tell(reply);
        if (reply.done()) return {};
    }
    return failure(ErrorKind::Unavailable, "NOT_IDLE", "a service does not come to rest");
}

// Until nothing has happened anywhere while everybody looked at everybody's log: each call to
// AdvanceCalendar waits for a look that began after it.
Result<std::vector<Process>> settled(Session& session) {
    std::int64_t last = -1;
    for (int round = 0; round < kMostRounds; ++round) {
        HAVEN_TRY(auto processes, processes_of(session));
        for (const Process& process : processes) {
            HAVEN_CHECKED(take_to(session, process, process.services.front().business_date()));
        }
        HAVEN_TRY(processes, processes_of(session));
        const std::int64_t activity = activity_of(processes);
        if (activity == last) return processes;
        last = activity;
    }
    return failure(ErrorKind::Unavailable, "NOT_IDLE", "the services do not come to rest");
}

// The first day behind today on which anything is due, at most `target`; a process that a kill left
// behind is first taken to where the others stand.
std::string next_stop(const std::vector<Process>& processes, const std::string& target) {
    const std::string today = earliest_of(processes);
    const std::string tomorrow = Date::parse(today)->plus_days(1).to_string();
    std::string next = target;
    for (const Process& process : processes) {
        for (const auto& service : process.services) {
            if (service.business_date() > today) next = std::min(next, service.business_date());
            for (const std::string& due : {service.next_timer_date(), service.next_peer_date()}) {
                if (!due.empty()) next = std::min(next, std::max(due, tomorrow));
            }
        }
    }
    return next;
}

Result<void> advance_all(Session& session, const std::string& target,
                         const std::function<void(const std::string&)>& told) {
    for (;;) {
        HAVEN_TRY(const auto processes, settled(session));
        const std::string today = earliest_of(processes);
        told(today);
        if (today >= target) return {};
        const std::string next = next_stop(processes, target);
        for (const Process& process : processes) {
            if (process.services.front().business_date() < next) {
                HAVEN_CHECKED(take_to(session, process, next));
            }
        }
    }
}

// One process knows its own stops.
Result<void> advance_one(Session& session, const std::string& address, const std::string& target,
                         const std::function<void(const std::string&)>& told) {
    ops::AdvanceCalendarRequest request;
    request.set_date(target);
    Waiting waiting(session.settings().spoken());
    for (;;) {
        ops::AdvanceCalendarResponse reply;
        HAVEN_CHECKED(session.call_at(address, kAdvance, request, reply, kStepTimeoutMs));
        told(reply.business_date());
        waiting.tell(reply);
        if (reply.done()) return {};
    }
}

Table dates_of(const std::vector<Process>& processes) {
    ops::GetStatusResponse all;
    for (const Process& process : processes) {
        for (const auto& service : process.services) *all.add_services() = service;
    }
    return table_of(all, "services",
                    {{"service", "服务", "service"},
                     {"business_date", "业务日期", "business date"},
                     {"next_timer_date", "下个到期日", "next timer"},
                     {"next_peer_date", "对方下个日期", "next peer day"},
                     {"consumers_caught_up", "已跟上", "caught up"},
                     {"parked_count", "搁置", "parked"}});
}

}  // namespace

int run_calendar_show(Session& session, const Given&) {
    const Settings& settings = session.settings();
    const auto processes = processes_of(session);
    if (!processes) return print_error(processes.error(), settings.spoken());
    dates_of(*processes)
        .print(std::cout, settings.format(), settings.spoken(), earliest_of(*processes));
    return 0;
}

int run_calendar_advance(Session& session, const Given& given) {
    const Settings& settings = session.settings();
    const auto done = [&]() -> Result<std::vector<Process>> {
        HAVEN_TRY(const Date target, Date::parse(given.text("date")));
        HAVEN_TRY(const auto processes, processes_of(session));
        const std::int64_t from = Date::parse(earliest_of(processes))->days();
        Progress progress;
        const auto told = [&](const std::string& today) {
            progress.show(today, Date::parse(today)->days() - from, target.days() - from);
        };
        if (processes.size() == 1) {
            HAVEN_CHECKED(
                advance_one(session, processes.front().address, target.to_string(), told));
        } else {
            HAVEN_CHECKED(advance_all(session, target.to_string(), told));
        }
        return processes_of(session);
    }();
    if (!done) return print_error(done.error(), settings.spoken());
    dates_of(*done).print(std::cout, settings.format(), settings.spoken(), earliest_of(*done));
    return 0;
}

}  // namespace haven::client
