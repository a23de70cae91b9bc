#include "libs/audit/check_log.hpp"

#include "libs/audit/sql/oracles.hpp"
#include "libs/audit/sql/statements.hpp"

namespace haven::audit {

std::vector<Oracle> check_log(postgres::Connection& connection) {
    postgres::Transaction snapshot(connection, sql::kBeginSnapshot);
    const std::int64_t events = connection.run(sql::kCountEvents)[0].int64(0);
    std::vector<Oracle> oracles;
    for (const sql::OracleQuery& query : sql::kOracles) {
        Oracle oracle{std::string(query.name), events};
        for (const postgres::Row row : connection.run(query.statement)) {
            ++oracle.faults;
            if (oracle.first.size() >= kMaxFaults) continue;
            oracle.first.push_back("federation " + std::to_string(row.int16(0)) + ", offset " +
                                   std::to_string(row.int64(1)));
        }
        oracles.push_back(std::move(oracle));
    }
    snapshot.commit();
    return oracles;
}

}  // namespace haven::audit
