#include "services/disbursement/queries/totals.hpp"

#include "libs/postgres/connection.hpp"

namespace haven::disbursement {
namespace {

constexpr postgres::Statement kStanding{
    "disbursement_total_standing",
    "SELECT coalesce(sum(amount_fen), 0)::bigint FROM credit WHERE returned_on IS NULL"};

}  // namespace

Money standing_relief(access::ScopedRead& read) {
    Money all;
    for (const postgres::Row row : read.query(kStanding)) all += Money::fen(row.int64(0));
    return all;
}

}  // namespace haven::disbursement
