#include "libs/audit/check_log.hpp"

#include <algorithm>

#include "libs/audit/sql/oracles.hpp"
#include "libs/audit/sql/statements.hpp"
#include "libs/log/record_reader.hpp"

namespace haven::audit {

std::vector<Oracle> check_log(postgres::Connection& connection) {
    postgres::Transaction snapshot(connection, sql::kBeginSnapshot);
    std::vector<Oracle> oracles;
    for (const sql::OracleQuery& query : sql::kOracles) {
        Oracle oracle{std::string(query.name), 0, std::string(query.unit)};
        oracle.counted =
            connection.query("SELECT count(*) FROM " + std::string(query.table))[0].int64(0);
        for (const postgres::Row row : connection.run(query.statement)) {
            oracle.fault("federation " + std::to_string(row.int16(0)) + ", offset " +
                         std::to_string(row.int64(1)));
        }
        oracles.push_back(std::move(oracle));
    }
    snapshot.commit();
    return oracles;
}

std::vector<Oracle> check_claims(postgres::Connection& connection, const ClaimsFold& fold) {
    Oracle claims{"CLAIMS_EQUAL_REPLAY", 0, "claims"};
    std::multimap<std::string, Uuid> rest = fold.held();
    for (const postgres::Row row : connection.run(sql::kClaims)) {
        const std::string key = row.text(0);
        const auto [begin, end] = rest.equal_range(key);
        const auto held =
            std::find_if(begin, end, [&](const auto& one) { return one.second == row.uuid(1); });
        claims.see(held != end, "claim " + key + " is held by a stream that did not take it");
        if (held != end) rest.erase(held);
    }
    for (const auto& [key, stream] : rest) {
        claims.see(false, "claim " + key + " of stream " + stream.to_string() + " is missing");
    }
    Oracle quotas{"QUOTAS_EQUAL_REPLAY", 0, "quotas"};
    std::map<std::string, std::int64_t> drawn = fold.drawn_fen();
    for (const postgres::Row row : connection.run(sql::kQuotas)) {
        const std::string key = row.text(0);
        const std::int64_t sum = row.int64(1);
        const std::int64_t expected = drawn[key];
        quotas.see(sum == expected, "quota " + key + " stands at " + std::to_string(sum) +
                                        " fen and not at " + std::to_string(expected));
        drawn.erase(key);
    }
    for (const auto& [key, sum] : drawn) quotas.see(sum == 0, "quota " + key + " is missing");
    return {claims, quotas};
}

std::vector<std::string> held_claims(postgres::Connection& connection) {
    std::vector<std::string> keys;
    for (const postgres::Row row : connection.run(sql::kClaims)) keys.push_back(row.text(0));
    return keys;
}

void read_log(postgres::Connection& connection, const std::string& service,
              const std::function<void(const log::Record&)>& each) {
    std::vector<FederationNo> federations;
    for (const postgres::Row row : connection.run(sql::kHeads)) {
        federations.push_back(FederationNo{row.int16(0)});
    }
    log::RecordReader reader(connection, service);
    for (const FederationNo federation : federations) {
        reader.stream(federation, 0, INT64_MAX, [&](const log::Record& record) { each(record); });
    }
}

}  // namespace haven::audit
