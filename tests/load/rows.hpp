// The rows of ./dev bench, by what they measure. Each function adds its rows to the report.
#pragma once

#include <string>

#include "tests/load/report.hpp"

namespace haven::load {

struct Plan {
    bool quick = false;
    int rounds = 5;
    double seconds = 2;         // of one contestant in one round
    std::string only;           // rows of this file only: "writer", "rpc", "read", …
    std::string message_db;     // folder with its SQL; empty: could not be fetched
    std::string emmett_schema;  // file; empty: could not be fetched
};

// 64 callers of the writer alone, or 64 calls in flight: prints the rate and the processor time a
// command. Something to perf, and steadier than a rate where others use the machine.
int profile_writer(double seconds);
int profile_rpc(double seconds);

void writer_rows(const Plan& plan, Report& report);
void rpc_rows(const Plan& plan, Report& report);
void read_rows(const Plan& plan, Report& report);
void effect_rows(const Plan& plan, Report& report);
void growth_rows(const Plan& plan, Report& report);

}  // namespace haven::load
