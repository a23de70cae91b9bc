// Readers: where an Api's queries go: a pool of connections as haven_reader for each database of a
// service (docs/adr/0021).
//
//     Readers readers(conninfo, 16);                         // one database
//     Readers readers({conninfo, …}, 16, placement, kCity);  // one a shard
//
// Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/log/placement.hpp"
#include "libs/postgres/pool.hpp"

namespace haven::access {

class Readers {
  public:
    Readers(const std::string& conninfo, std::size_t limit) : Readers({conninfo}, limit, {}, {}) {}
    // `limit` connections to each of the placement's shards; `reference` is the federation whose
    // rows every caller may read.
    Readers(const std::vector<std::string>& conninfos, std::size_t limit,
            std::shared_ptr<log::Placement> placement, FederationNo reference)
        : placement_(std::move(placement)), reference_(reference) {
        for (const std::string& one : conninfos) {
            shards_.push_back(std::make_unique<postgres::Pool>(one, limit));
        }
    }

    // Closes idle connections, for example after a server has been away.
    void drop_idle() {
        for (const auto& shard : shards_) shard->drop_idle();
    }

    // Whoever borrows there outside of a ScopedRead sees reference data only.
    postgres::Pool& shard(std::size_t number) { return *shards_.at(number); }

  private:
    friend class ScopedRead;

    std::vector<std::unique_ptr<postgres::Pool>> shards_;
    std::shared_ptr<log::Placement> placement_;  // null: everything lies in the only one
    const FederationNo reference_;
};

}  // namespace haven::access
