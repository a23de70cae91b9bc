#include "libs/postgres/pool.hpp"

#include <chrono>

namespace haven::postgres {

Pool::Lease Pool::borrow() {
    std::unique_lock lock(mutex_);
    const bool free = freed_.wait_for(lock, std::chrono::milliseconds(deadline_ms_),
                                      [this] { return !idle_.empty() || open_ < limit_; });
    if (!free) throw ConnectionLost("PostgreSQL: all " + std::to_string(limit_) + " readers busy");
    while (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        lock.unlock();  // what it still owes may be long in coming
        if (connection->reusable()) return {*this, std::move(connection)};
        connection.reset();
        lock.lock();
        --open_;
        freed_.notify_one();
    }
    ++open_;
    lock.unlock();
    try {
        return {*this, connect()};
    } catch (const std::exception&) {
        release_slot();
        throw;
    }
}

std::unique_ptr<Connection> Pool::connect() const {
    auto connection = std::make_unique<Connection>(conninfo_, deadline_ms_);
    if (!session_.empty()) connection->exec(session_);
    return connection;
}

void Pool::release_slot() {
    const std::lock_guard lock(mutex_);
    --open_;
    freed_.notify_one();
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
    if (!connection->owes_answer() && !connection->reusable()) {
        connection.reset();
        release_slot();
        return;
    }
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
    freed_.notify_one();
}

void Pool::drop_idle() {
    const std::lock_guard lock(mutex_);
    open_ -= idle_.size();
    idle_.clear();
    freed_.notify_all();
}

}  // namespace haven::postgres
