// `haven audit totals`: are the city's totals the sums of the counties' logs? The logs of all
// databases are counted federation by federation, and the sums held against what the city's own
// queries answer over all of them (design §4). Run it while nothing is in flight.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/uuid.hpp"

namespace haven {

struct CountyTotals {
    std::int64_t events = 0;      // of all services' logs
    std::int64_t open_files = 0;  // applications and files
    Money paid;                   // credited to people and not returned
};

struct TotalsReport {
    std::map<FederationNo, CountyTotals> counties;  // from their logs
    std::int64_t city_files = 0;                    // from the rows, as the city sees them
    Money city_paid;

    [[nodiscard]] CountyTotals sum() const;
    [[nodiscard]] bool equal() const;
};

// Service → shard → conninfo of its owner, of "registry" and "disbursement". Throws
// postgres::SqlError and ConnectionLost.
TotalsReport totals(const std::map<std::string, std::map<std::string, std::string>>& databases);

}  // namespace haven
