// Announcer and Listener: a commit in one process wakes the consumers of another (design §5).
//
//     writer.on_commit([&] { announcer.announce(); });        // where the source is written
//     announcer.wait(500); announcer.step();                  // on a thread there
//     listener.step(100);                                     // on a thread of the other process
//
// NOTIFY is a transaction of its own and never part of an append: it holds a lock over all others
// that notify until it has committed. A notification can be lost (a session that ends, a process
// that sleeps), so it is a hint: polling is what correctness rests on.
//
// Failures: postgres::ConnectionLost and SqlError; the next step connects again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "libs/bus/embedded_bus.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::bus {

// Between two notifications of one database; what commits meanwhile shares the next.
inline constexpr auto kBetweenNotifications = std::chrono::milliseconds(2);

// Thread rule: announce() from any thread, the rest from one thread at a time.
class Announcer {
  public:
    // The database of the log that is written; any role that may connect.
    explicit Announcer(std::string conninfo) : conninfo_(std::move(conninfo)) {}

    // Something has committed. Never blocks.
    void announce();
    // Until something is to be announced, or `timeout_ms` has passed.
    void wait(int timeout_ms);
    // Notifies if there is something to announce; at most kBetweenNotifications of its time is
    // sleep. True if it did.
    bool step();

  private:
    const std::string conninfo_;
    std::unique_ptr<postgres::Connection> connection_;
    std::chrono::steady_clock::time_point last_;
    std::mutex mutex_;
    std::condition_variable announced_;
    bool owed_ = false;
};

// Thread rule: one thread at a time.
class Listener {
  public:
    // The database of the log that is read; `wakeup` is rung for each notification, and after each
    // new connection, since nobody knows what was missed before it.
    Listener(std::string conninfo, std::shared_ptr<Wakeup> wakeup)
        : conninfo_(std::move(conninfo)), wakeup_(std::move(wakeup)) {}

    // Waits at most `timeout_ms` for a notification. True if it rang.
    bool step(int timeout_ms);

  private:
    const std::string conninfo_;
    std::shared_ptr<Wakeup> wakeup_;
    std::unique_ptr<postgres::Connection> connection_;
};

}  // namespace haven::bus
