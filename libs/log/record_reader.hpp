// RecordReader: all events of one federation as a stream, for replay and copies. By binary COPY: as
// fast as PostgreSQL reads.
//
//     RecordReader(connection, "registry").stream(federation, 0, INT64_MAX, [&](Record record) { …
//     });
//
// The connection's role must see the events (haven_writer, haven_owner, or haven_reader under a
// scope). What the callback throws reaches the caller, and the connection is then out of step: drop
// it. Thread rule: that of the connection.
#pragma once

#include <functional>
#include <string>

#include "libs/log/record.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::log {

class RecordReader {
  public:
    RecordReader(postgres::Connection& connection, std::string service)
        : connection_(connection), service_(std::move(service)) {}

    // Events with after < offset ≤ up_to, in order. Answers how many there were.
    std::int64_t stream(FederationNo federation, std::int64_t after, std::int64_t up_to,
                        const std::function<void(Record)>& each);

  private:
    postgres::Connection& connection_;
    const std::string service_;
};

}  // namespace haven::log
