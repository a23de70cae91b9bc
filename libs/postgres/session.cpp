#include "libs/postgres/session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace haven::postgres {
namespace {

constexpr auto kFastAnswer = std::chrono::microseconds(200);

SteadyClock::time_point after(int milliseconds) {
    return SteadyClock::now() + std::chrono::milliseconds(milliseconds);
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

void throw_if_failed(PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_FATAL_ERROR && status != PGRES_BAD_RESPONSE) return;
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    // The primary message only: DETAIL quotes values.
    const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    SqlError error(state ? state : "", text ? text : PQresultErrorMessage(result));
    PQclear(result);
    throw error;
}

Connection::Session::Session(const std::string& conninfo, int deadline_ms)
    : handle_(PQconnectStart(conninfo.c_str()), &PQfinish) {
    connect(deadline_ms);
    PQsetnonblocking(handle(), 1);
    PQsetNoticeReceiver(handle(), ignore_notice, nullptr);
}

void Connection::Session::connect(int deadline_ms) {
    begin(deadline_ms);
    if (handle_ == nullptr || PQstatus(handle()) == CONNECTION_BAD) lost("cannot connect");
    for (auto step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
         step = PQconnectPoll(handle())) {
        if (step == PGRES_POLLING_FAILED) lost("cannot connect");
        wait_for(step == PGRES_POLLING_READING ? POLLIN : POLLOUT);
    }
}

void Connection::Session::begin(int deadline_ms) {
    deadline_ = after(deadline_ms);
    if (std::exchange(owes_answer_, false)) finish();
}

void Connection::Session::lost(const std::string& what) {
    const std::string reason = handle() ? PQerrorMessage(handle()) : "";
    cut();
    throw ConnectionLost("PostgreSQL: " + what + (reason.empty() ? "" : ": " + reason));
}

void Connection::Session::cut() {
    lost_ = true;
    // Shut down, not freed: the handle's owner still holds it.
    if (handle() && PQsocket(handle()) >= 0) ::shutdown(PQsocket(handle()), SHUT_RDWR);
}

// To be woken takes a machine about as long as a small answer takes to come: where answers have
// come fast, it looks for the next one without going to sleep, and lets others have the processor.
bool Connection::Session::look_for(pollfd& poll_on) {
    const auto start = SteadyClock::now();
    const bool fast = usual_wait_ < kFastAnswer;
    bool ready = false;
    while (fast && !ready && SteadyClock::now() - start < kFastAnswer) {
        ready = ::poll(&poll_on, 1, 0) > 0;
        if (!ready) ::sched_yield();
    }
    return ready;
}

void Connection::Session::wait_for(short events) {
    pollfd poll_on{PQsocket(handle()), events, 0};
    const auto start = SteadyClock::now();
    wait_for(poll_on);
    usual_wait_ += (SteadyClock::now() - start - usual_wait_) / 8;
}

void Connection::Session::wait_for(pollfd& poll_on) {
    if (look_for(poll_on)) return;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - SteadyClock::now());
        if (left.count() <= 0) lost("no answer before the deadline");
        const int ready = ::poll(&poll_on, 1, static_cast<int>(left.count()) + 1);
        if (ready > 0) return;
    }
}

bool Connection::Session::wait_readable(int timeout_ms) {
    pollfd poll_on{PQsocket(handle()), POLLIN, 0};
    return ::poll(&poll_on, 1, std::max(timeout_ms, 0)) > 0;
}

void Connection::Session::flush() {
    for (;;) {
        const int left = PQflush(handle());
        if (left < 0) lost("connection lost while sending");
        if (left == 0) return;
        // Reading as well: a server that cannot send its answers stops reading our requests.
        wait_for(POLLIN | POLLOUT);
        if (PQconsumeInput(handle()) == 0) lost("connection lost");
    }
}

PGresult* Connection::Session::next() {
    while (PQisBusy(handle()) != 0) {
        wait_for(POLLIN);
        if (PQconsumeInput(handle()) == 0) lost("connection lost");
    }
    return PQgetResult(handle());
}

void Connection::Session::start_copy() {
    flush();
    PGresult* started = next();
    try {
        throw_if_failed(started);
    } catch (const SqlError&) {
        while (PGresult* rest = next()) PQclear(rest);
        throw;
    }
    PQclear(started);
}

Rows Connection::Session::finish() {
    flush();
    Rows last;
    std::exception_ptr failure;
    while (PGresult* result = next()) {
        try {
            if (!failure) throw_if_failed(result);
        } catch (const SqlError&) {
            failure = std::current_exception();
            continue;
        }
        if (failure) {
            PQclear(result);
        } else {
            last = Rows(result);
        }
    }
    if (PQstatus(handle()) == CONNECTION_BAD) lost("connection lost");
    if (failure) std::rethrow_exception(failure);
    return last;
}

}  // namespace haven::postgres
