// ScopedRead: one read-only transaction as haven_reader that sees the rows of the caller's
// federations and no others (row-level security, protocols §7). Every query of an Api goes through
// one.
//
//     access::ScopedRead read(readers, caller.scope);
//     auto rows = read.query(kFindHousehold, postgres::Params().uuid(id));
//     auto line = read.reference(kDibaoLine, postgres::Params().text(id));
//
// Where the federations lie in several databases there is a transaction in each of them: a query
// asks all and answers their rows one after the other, so what has an order, a limit or a sum must
// be put together again (merge()). All queries of one ScopedRead see the same snapshot of each
// database. A database that a federation has left is never believed.
//
// Destroying it ends the transactions; the scope is SET LOCAL, so nothing of it stays on the pooled
// connections. Environment failures are exceptions of libs/postgres, ConnectionLost also for a
// federation that is between two databases longer than a moment. Thread rule: one thread.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "libs/access/readers.hpp"
#include "libs/base/uuid.hpp"

namespace haven::access {

class ScopedRead {
  public:
    // An empty scope sees only reference data. Waits for free connections of the pools. A
    // transaction begins with the first query, in the same round trip.
    ScopedRead(Readers& readers, std::span<const FederationNo> scope);
    ~ScopedRead();
    ScopedRead(const ScopedRead&) = delete;
    ScopedRead& operator=(const ScopedRead&) = delete;

    // Values only ever travel as parameters $1, $2, ….
    postgres::Rows query(const postgres::Statement& statement, const postgres::Params& params = {});
    // Of reference data only.
    postgres::Rows reference(const postgres::Statement& statement,
                             const postgres::Params& params = {});

    // Puts a list in order, of which a query has answered each database's part in this order, and
    // cuts it at `limit`, which was theirs too. Text compares by its bytes, as in the databases.
    template <class Value, class Key>
    void merge(std::vector<Value>& values, Key key, std::size_t limit = SIZE_MAX) const {
        if (parts_.size() > 1) std::ranges::sort(values, {}, key);
        if (values.size() > limit)
            values.erase(values.begin() + static_cast<std::ptrdiff_t>(limit), values.end());
    }

  private:
    // One database's transaction.
    struct Part {
        std::size_t shard = 0;
        std::vector<FederationNo> scope;  // what of ours lies there
        std::unique_ptr<postgres::Pool::Lease> lease = nullptr;
    };
    class Left;  // thrown: a federation is where it was no longer

    void divide();
    postgres::Rows run(Part& part, const postgres::Statement& statement,
                       const postgres::Params& params);
    template <class Query>
    postgres::Rows while_it_stays(Query query);
    void end(Part& part);
    void end_all();

    Readers& readers_;
    const std::vector<FederationNo> scope_;
    std::vector<Part> parts_;
    Part reference_;  // where none of the parts is that database
};

}  // namespace haven::access
