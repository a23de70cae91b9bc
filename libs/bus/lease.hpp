// Leases: what only one process of a service may do at a time (relay its log, consume a
// federation), handed out by the service's own database (design §5).
//
//     Leases leases(conninfo, "consume/registry", owner, {1, 2, 3});
//     for (const auto& [federation, epoch] : leases.hold()) …
//
// Everybody who asks for leases of a kind gets an equal share of its keys; who has more gives the
// rest back, and who dies loses all after one life. A lease only says who should work: that one who
// overslept its end does no harm is up to the epoch, which rises with each owner.
//
// Failures: postgres::ConnectionLost and SqlError; the next hold() connects again. Thread rule: one
// thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/sql_file.hpp"

namespace haven::bus {

// The tables of leases and of the relay's cursors, for postgres::migrate().
std::span<const SqlFile> sql_files();

class Leases {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr auto kLife = std::chrono::milliseconds(5'000);

    // `owner` names the process: one that was killed and comes again under the same name goes on
    // at once. `conninfo` as haven_writer.
    Leases(std::string conninfo, std::string kind, std::string owner, std::vector<int> keys,
           std::chrono::milliseconds life = kLife);

    // What is ours now: key → epoch. Asks the database once in a third of a life.
    const std::map<int, std::int64_t>& hold();
    // By our own clock, which is the earlier one; asks nobody.
    [[nodiscard]] bool is_held(int key) const;
    // Gives everything back, at an orderly end.
    void release();

  private:
    void renew(postgres::Connection& connection);

    const std::string conninfo_;
    const std::string kind_;
    const std::string owner_;
    const std::vector<int> keys_;
    const std::chrono::milliseconds life_;
    std::unique_ptr<postgres::Connection> connection_;
    std::map<int, std::int64_t> held_;
    Clock::time_point ends_;
    Clock::time_point next_;
};

}  // namespace haven::bus
