// `haven audit check`: the oracles of every log, of the services' rules and of the bank's own
// ledger, on the databases as they stand. Run it while nothing is in flight: two logs are read one
// after the other, and what has left the one may not have come to the other.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/audit/oracle.hpp"
#include "libs/base/result.hpp"

namespace haven {

struct CheckRequest {
    // Of "registry", "disbursement", "scholarship", "outreach" and "employment", or some: shard →
    // conninfo of its owner. The name is empty where there is one only.
    std::map<std::string, std::map<std::string, std::string>> databases;
    std::optional<std::string> bank_ledger;  // JSON; without it the bank is not asked
};

struct CheckLine {
    std::string service;  // or "registry@east"; "suite" for what is between two services
    audit::Oracle oracle;
};

struct CheckReport {
    std::vector<CheckLine> lines;
    // Oracles that could not be asked, with the reason.
    std::vector<std::string> left_out;

    [[nodiscard]] bool holds() const;
};

// Error: NOT_A_LEDGER. Throws postgres::SqlError and ConnectionLost.
Result<CheckReport> check(const CheckRequest& request);

}  // namespace haven
