#include "tests/load/sql_callers.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <stdexcept>

namespace haven::load {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kName = "call";

std::int64_t nanoseconds(Clock::duration duration) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
}

}  // namespace

struct SqlCallers::Session {
    Session(const std::string& conninfo, const std::string& sql)
        : pg(PQconnectdb(conninfo.c_str())) {
        if (PQstatus(pg) != CONNECTION_OK) fail();
        PGresult* prepared = PQprepare(pg, kName, sql.c_str(), 0, nullptr);
        const bool ok = PQresultStatus(prepared) == PGRES_COMMAND_OK;
        PQclear(prepared);
        if (!ok) fail();
    }
    ~Session() { PQfinish(pg); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[noreturn]] void fail() const { throw std::runtime_error(PQerrorMessage(pg)); }

    void send(const std::vector<std::string>& parameters) {
        std::vector<const char*> values;
        for (const std::string& value : parameters) values.push_back(value.c_str());
        sent = Clock::now();
        if (PQsendQueryPrepared(pg, kName, static_cast<int>(values.size()), values.data(), nullptr,
                                nullptr, 0) == 0) {
            fail();
        }
    }
    // True when the answer is complete.
    bool take() {
        if (PQconsumeInput(pg) == 0) fail();
        while (PQisBusy(pg) == 0) {
            PGresult* result = PQgetResult(pg);
            if (result == nullptr) return true;
            const ExecStatusType status = PQresultStatus(result);
            PQclear(result);
            if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail();
        }
        return false;
    }

    PGconn* pg;
    Clock::time_point sent;
};

SqlCallers::SqlCallers(const std::string& conninfo, const std::string& sql, std::size_t sessions) {
    for (std::size_t i = 0; i < sessions; ++i) {
        sessions_.push_back(std::make_unique<Session>(conninfo, sql));
    }
}
SqlCallers::~SqlCallers() = default;

Run SqlCallers::run(double seconds, const Parameters& parameters) {
    Run run;
    std::vector<pollfd> waiting;
    const auto start = Clock::now();
    const auto end =
        start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (const auto& session : sessions_) {
        session->send(parameters(number_++));
        waiting.push_back({PQsocket(session->pg), POLLIN, 0});
    }
    std::size_t in_flight = sessions_.size();
    while (in_flight > 0) {
        if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
        for (std::size_t i = 0; i < waiting.size(); ++i) {
            if (waiting[i].revents == 0 || !sessions_[i]->take()) continue;
            const auto now = Clock::now();
            run.latency.record(nanoseconds(now - sessions_[i]->sent));
            if (now < end) {
                sessions_[i]->send(parameters(number_++));
            } else {
                waiting[i].fd = -1;
                waiting[i].revents = 0;
                --in_flight;
            }
        }
    }
    const std::chrono::duration<double> took = Clock::now() - start;
    run.per_second = static_cast<double>(run.latency.count()) / took.count();
    return run;
}

}  // namespace haven::load
