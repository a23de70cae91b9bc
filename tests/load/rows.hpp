// The rows of ./dev bench, by what they measure. Each function adds its rows to the report.
#pragma once

#include <cstdint>
#include <string>

#include "tests/load/report.hpp"

namespace haven::load {

struct Plan {
    bool quick = false;
    int rounds = 5;
    double seconds = 2;         // of one contestant in one round
    std::string only;           // one chapter: "writer", "rpc", "kafka-relay"; "kafka": all of it
    std::string message_db;     // folder with its SQL; empty: could not be fetched
    std::string emmett_schema;  // file; empty: could not be fetched
    std::string kafka;          // brokers
    std::string kafka_classes;  // class path of Kafka's own tools; empty: without their row
};

// Of one contestant in one round of --quick, where nothing else is said.
inline constexpr double kQuickSeconds = 0.4;

// So many callers of the writer alone, or calls in flight: prints the rate and the processor time a
// command. Something to perf, and steadier than a rate where others use the machine.
int profile_writer(double seconds, int callers);
int profile_rpc(double seconds, int in_flight);
// Uploads of 10,000 households one after another; a payday of so many instalments; a relay of so
// many events.
int profile_import(double seconds);
int profile_payday(std::int64_t instalments);
int profile_relay(const Plan& plan, std::int64_t events);

void writer_rows(const Plan& plan, Report& report);
void rpc_rows(const Plan& plan, Report& report);
void read_rows(const Plan& plan, Report& report);
void effect_rows(const Plan& plan, Report& report);
// The process that effect_rows() starts as `haven_bench --effect-target SOURCE TARGET`; never ends.
inline constexpr const char* kEffectTarget = "--effect-target";
int run_effect_target(const std::string& source, const std::string& target);
void relay_rows(const Plan& plan, Report& report);
void kafka_effect_rows(const Plan& plan, Report& report);
void catch_up_rows(const Plan& plan, Report& report);
void growth_rows(const Plan& plan, Report& report);
void import_rows(const Plan& plan, Report& report);
void payday_rows(const Plan& plan, Report& report);

void memory_rows(const Plan& plan, Report& report);
// The process that memory_rows() starts as `haven_bench --memory-child COMMANDS`.
inline constexpr const char* kMemoryChild = "--memory-child";
int run_memory_child(std::int64_t commands);

// Reading household files as the Api does, in a registry whose database is filled already.
void file_rows(const Plan& plan, const std::string& conninfo, std::int64_t files, Report& report);

}  // namespace haven::load
