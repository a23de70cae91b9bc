// SqlCallers: the peers' client. N sessions over libpq, each with one prepared statement on its way
// at a time, driven by one thread with poll(): the cheapest closed loop there is, so that a peer is
// not slowed by its client.
//
//     SqlCallers callers(conninfo, {"SELECT write_message($1, …)", 6}, 64);
//     Run run = callers.run(2.0, [](std::int64_t i) { return std::vector<std::string>{…}; });
//
// Throws std::runtime_error on any failure of the server. Thread rule: one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/load/contest.hpp"

namespace haven::load {

class SqlCallers {
  public:
    // Text parameters of the i-th call.
    using Parameters = std::function<std::vector<std::string>(std::int64_t number)>;

    SqlCallers(const std::string& conninfo, const std::string& sql, std::size_t sessions);
    ~SqlCallers();
    SqlCallers(const SqlCallers&) = delete;
    SqlCallers& operator=(const SqlCallers&) = delete;

    Run run(double seconds, const Parameters& parameters);

  private:
    struct Session;
    std::vector<std::unique_ptr<Session>> sessions_;
    std::int64_t number_ = 0;
};

}  // namespace haven::load
