// Subject: what of a service the audit needs to replay its log. Its database is the connection's.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/log/row.hpp"
#include "libs/postgres/sql_file.hpp"
#include "libs/writer/aggregate.hpp"

namespace haven::audit {

struct Subject {
    std::string service;
    std::span<const SqlFile> migrations;  // of its projection tables
    std::span<const writer::Aggregate* const> aggregates;
    std::span<const log::Table* const> tables;
};

// The subject's tables and the engine's own, which is written like one of them: log::kTimerTable.
std::vector<const log::Table*> all_tables(const Subject& subject);

// Called now and then with the events folded so far and those that there were at the start.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

}  // namespace haven::audit
