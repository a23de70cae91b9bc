#include "libs/bus/notify.hpp"

#include <thread>
#include <utility>

#include "libs/bus/sql/statements.hpp"

namespace haven::bus {

void Announcer::announce() {
    const std::lock_guard lock(mutex_);
    owed_ = true;
    announced_.notify_one();
}

void Announcer::wait(int timeout_ms) {
    std::unique_lock lock(mutex_);
    announced_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return owed_; });
}

bool Announcer::step() {
    {
        const std::lock_guard lock(mutex_);
        if (!owed_) return false;
    }
    std::this_thread::sleep_until(last_ + kBetweenNotifications);
    {
        // Taken only now: what was announced during the sleep shares this one.
        const std::lock_guard lock(mutex_);
        owed_ = false;
    }
    try {
        if (!connection_) connection_ = std::make_unique<postgres::Connection>(conninfo_);
        connection_->exec(sql::kNotify);
    } catch (const std::exception&) {
        connection_.reset();
        announce();  // still owed
        throw;
    }
    last_ = std::chrono::steady_clock::now();
    return true;
}

bool Listener::step(int timeout_ms) {
    try {
        if (!connection_) {
            auto connection = std::make_unique<postgres::Connection>(conninfo_);
            connection->exec(sql::kListen);
            connection_ = std::move(connection);
            wakeup_->ring();
            return true;
        }
        if (!connection_->wait_notify(timeout_ms)) return false;
    } catch (const std::exception&) {
        connection_.reset();
        throw;
    }
    wakeup_->ring();
    return true;
}

}  // namespace haven::bus
