#include "services/registry/queries/totals.hpp"

#include "libs/postgres/connection.hpp"

namespace haven::registry::queries {
namespace {

// States 1 … 10 are open applications and files.
constexpr postgres::Statement kOpen{"registry_total_open",
                                    "SELECT count(*) FROM household WHERE state BETWEEN 1 AND 10"};

}  // namespace

std::int64_t open_files(access::ScopedRead& read) {
    std::int64_t all = 0;
    for (const postgres::Row row : read.query(kOpen)) all += row.int64(0);
    return all;
}

}  // namespace haven::registry::queries
