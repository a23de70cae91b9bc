// Pool: a bounded set of connections for readers that come and go.
//
// `session` is run on each new connection: what it is set to.
//
//     auto lease = pool.borrow();          // waits at most the pool's deadline
//     lease->run(kStatement, params);
//
// A connection that broke, or that comes back in a transaction, is dropped; the next borrower gets
// a new one, also after the server was away in between. Thread-safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/postgres/connection.hpp"

namespace haven::postgres {

class Pool {
  public:
    Pool(std::string conninfo, std::size_t limit, int deadline_ms = 5'000, std::string session = {})
        : conninfo_(std::move(conninfo)),
          limit_(limit),
          deadline_ms_(deadline_ms),
          session_(std::move(session)) {}

    class Lease {
      public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection)
            : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        Connection* operator->() { return connection_.get(); }
        Connection& operator*() { return *connection_; }

      private:
        Pool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    // Throws ConnectionLost when none is free before the deadline or none can be made.
    Lease borrow();
    // Closes the idle ones, for example after the server has been away.
    void drop_idle();

  private:
    [[nodiscard]] std::unique_ptr<Connection> connect() const;
    void give_back(std::unique_ptr<Connection> connection);
    void release_slot();

    const std::string conninfo_;
    const std::size_t limit_;
    const int deadline_ms_;
    const std::string session_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t open_ = 0;  // borrowed and idle
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace haven::postgres
