// WriterLoad: N commands outstanding at a writer on a database of its own; each answer sends the
// next one. Straight into the writer: no gRPC, no threads but its lanes.
//
// Thread rule: one thread.
#pragma once

#include <memory>
#include <string>

#include "libs/postgres/testing.hpp"
#include "tests/load/sql_callers.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {

class WriterLoad {
  public:
    explicit WriterLoad(const std::string& conninfo);
    ~WriterLoad();
    WriterLoad(const WriterLoad&) = delete;
    WriterLoad& operator=(const WriterLoad&) = delete;

    // A closed loop: `callers` commands are always on their way.
    Run closed(double seconds, std::size_t callers, VisitCommands& commands);
    // An open loop: commands leave at their intended times whatever the answers do, and latency
    // counts from there. `waiting`, when given, gets the number unanswered at the end.
    Run open(double seconds, double per_second, VisitCommands& commands,
             std::int64_t* unanswered = nullptr);
    // The writer under the load, for those who submit to it themselves.
    [[nodiscard]] writer::Writer& writer();
    // Commands refused since the beginning, by the losers' design.
    [[nodiscard]] std::int64_t lost() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::load
