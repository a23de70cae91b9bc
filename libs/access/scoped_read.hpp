// ScopedRead: one read-only transaction as haven_reader that sees the rows of the caller's
// federations and no others (row-level security, protocols §7). Every query of an Api goes through
// one.
//
//     access::ScopedRead read(readers, caller.scope);
//     auto rows = read.query(kFindHousehold, postgres::Params{}.add(id));
//
// All queries of one ScopedRead see the same snapshot. Destroying it ends the transaction; the
// scope is SET LOCAL, so nothing of it stays on the pooled connection. Environment failures are
// exceptions of libs/postgres. Thread rule: one thread.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "libs/base/uuid.hpp"

namespace haven::postgres {
class Params;
class Pool;
class Rows;
}  // namespace haven::postgres

namespace haven::access {

class ScopedRead {
  public:
    // An empty scope sees only reference data. Waits for a free connection of the pool.
    ScopedRead(postgres::Pool& pool, std::span<const FederationNo> scope);
    ~ScopedRead();
    ScopedRead(const ScopedRead&) = delete;
    ScopedRead& operator=(const ScopedRead&) = delete;

    // `statement` has $1, $2, …; values only ever travel as parameters.
    postgres::Rows query(std::string_view statement, const postgres::Params& params);
    postgres::Rows query(std::string_view statement);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::access
