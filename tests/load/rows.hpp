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

// Runs the writer alone and prints its rate and its own processor time a command.
int profile_writer(double seconds);

void writer_rows(const Plan& plan, Report& report);
void rpc_rows(const Plan& plan, Report& report);
void read_rows(const Plan& plan, Report& report);
void effect_rows(const Plan& plan, Report& report);
void growth_rows(const Plan& plan, Report& report);

}  // namespace haven::load
