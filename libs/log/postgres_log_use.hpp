// Internal to PostgresLog.
#pragma once

#include <exception>
#include <utility>

#include "libs/log/postgres_log.hpp"

namespace haven::log {

// The connection during one call. When the call ends by an exception, the connection is dropped: it
// may be in a transaction, or out of step with the server. So is one that owes an answer which
// nobody came for.
class PostgresLog::Use {
  public:
    explicit Use(PostgresLog& log) : log_(log), exceptions_(std::uncaught_exceptions()) {
        if (std::exchange(log.asked_, false)) log.connection_.reset();
        if (!log.connection_) log.connect();
    }
    ~Use() {
        if (std::uncaught_exceptions() > exceptions_) log_.connection_.reset();
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    postgres::Connection& operator*() { return *log_.connection_; }
    postgres::Connection* operator->() { return log_.connection_.get(); }

  private:
    PostgresLog& log_;
    const int exceptions_;
};

}  // namespace haven::log
