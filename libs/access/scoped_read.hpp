// ScopedRead: one read-only transaction as haven_reader that sees the rows of the caller's
// federations and no others (row-level security, protocols §7). Every query of an Api goes through
// one.
//
//     access::ScopedRead read(readers, caller.scope);
//     auto rows = read.query(kFindHousehold, postgres::Params().uuid(id));
//
// All queries of one ScopedRead see the same snapshot. Destroying it ends the transaction; the
// scope is SET LOCAL, so nothing of it stays on the pooled connection. Environment failures are
// exceptions of libs/postgres. Thread rule: one thread.
#pragma once

#include <span>
#include <string>

#include "libs/base/uuid.hpp"
#include "libs/postgres/pool.hpp"

namespace haven::access {

class ScopedRead {
  public:
    // An empty scope sees only reference data. Waits for a free connection of the pool. The
    // transaction begins with the first query, in the same round trip.
    ScopedRead(postgres::Pool& pool, std::span<const FederationNo> scope);
    ~ScopedRead();
    ScopedRead(const ScopedRead&) = delete;
    ScopedRead& operator=(const ScopedRead&) = delete;

    // Values only ever travel as parameters $1, $2, ….
    postgres::Rows query(const postgres::Statement& statement, const postgres::Params& params = {});

  private:
    postgres::Pool::Lease lease_;
    const std::string scope_;
    bool begun_ = false;
};

}  // namespace haven::access
