// Session: the libpq handle behind a Connection and its waits. Internal to libs/postgres.
#pragma once

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <memory>
#include <string>
#include <unordered_set>

#include "libs/postgres/connection.hpp"

namespace haven::postgres {

using SteadyClock = std::chrono::steady_clock;

class Connection::Session {
  public:
    Session(const std::string& conninfo, int deadline_ms);

    PGconn* handle() { return handle_.get(); }
    std::unordered_set<std::string>& prepared() { return prepared_; }

    // Starts the clock of one call, and reads first what is owed to one before.
    void begin(int deadline_ms);
    void owe_answer() { owes_answer_ = true; }
    [[nodiscard]] bool owes_answer() const { return owes_answer_; }
    void flush();
    // The next answer of the running call, nullptr at its end.
    PGresult* next();
    // Takes all answers of a call, throws the first error, gives the last answer.
    Rows finish();
    // Sends a COPY and takes its first answer; an error is thrown after the call's end was read.
    void start_copy();
    [[noreturn]] void lost(const std::string& what);
    // Closes the socket; libpq itself notices at the next use only.
    void cut();
    [[nodiscard]] bool is_lost() const { return lost_; }
    // Waits for `events` of poll(2) until the deadline; throws ConnectionLost when it passes.
    void wait_for(short events);
    bool wait_readable(int timeout_ms);

  private:
    void connect(int deadline_ms);
    void wait_for(pollfd& poll_on);
    bool look_for(pollfd& poll_on);

    std::unique_ptr<PGconn, decltype(&PQfinish)> handle_;
    SteadyClock::time_point deadline_;
    SteadyClock::duration usual_wait_{};
    bool lost_ = false;
    bool owes_answer_ = false;
    std::unordered_set<std::string> prepared_;
};

// Throws SqlError when the answer is one; the answer is cleared then.
void throw_if_failed(PGresult* result);

}  // namespace haven::postgres
