// TestProcess: what a process of the suite has of runtimes, without the server: services, calendar,
// a clock that the test moves.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "libs/host/calendar.hpp"
#include "libs/host/federations.hpp"
#include "libs/host/runtime.hpp"
#include "libs/host/testing/purse_service.hpp"

namespace haven::spec {

// Waits for what takes milliseconds; false after a minute.
template <class Condition>
bool soon(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

// The first moment of a Beijing day.
inline Instant beijing_midnight(Date date) {
    constexpr std::int64_t kHourMicros = 3'600'000'000;
    return Instant{date.days() * 24 * kHourMicros - 8 * kHourMicros};
}

// Shared with the process that reads it. Any thread.
struct TestClock {
    std::atomic<std::int64_t> micros;
    void set(Instant instant) { micros = instant.micros; }
};

class TestProcess {
  public:
    TestProcess(const SuiteDatabases& databases, host::Config config, TestClock& clock,
                std::vector<std::unique_ptr<PurseService>> services)
        : config_(with(std::move(config), databases)),
          around_{config_, host::federations(), activity_,
                  [&clock] { return Instant{clock.micros.load()}; }} {
        around_.relay_lag = [this](const std::string&, FederationNo federation, std::int64_t lag) {
            const std::lock_guard lock(mutex_);
            relay_lag_[federation] = lag;
        };
        for (auto& service : services) {
            services_.push_back(service.get());
            runtimes_.push_back(std::make_unique<host::Runtime>(around_, std::move(service)));
            runtimes_.back()->prepare();
        }
        for (const auto& runtime : runtimes_) {
            runtime->start(nobody<vault::Vault>(), nobody<rpc::Guard>(), nullptr);
        }
        for (const auto& runtime : runtimes_) runtime->start_workers(runtimes_);
        calendar_.emplace(runtimes_, activity_, config_.production);
    }
    ~TestProcess() {
        for (const auto& runtime : runtimes_) runtime->stop();
    }
    TestProcess(const TestProcess&) = delete;
    TestProcess& operator=(const TestProcess&) = delete;

    host::Runtime& runtime(std::size_t i = 0) { return *runtimes_.at(i); }
    PurseService& service(std::size_t i = 0) { return *services_.at(i); }
    host::Calendar& calendar() { return *calendar_; }
    // Of the last service that told; -1 before.
    std::int64_t relay_lag(FederationNo federation) {
        const std::lock_guard lock(mutex_);
        const auto found = relay_lag_.find(federation);
        return found == relay_lag_.end() ? -1 : found->second;
    }

  private:
    // The vault and the guard of services that seal nothing and answer no rpc: neither is ever
    // asked, and real ones would link gRPC, which ThreadSanitizer cannot see into.
    template <class T>
    T& nobody() {
        return reinterpret_cast<T&>(nobody_);
    }
    static host::Config with(host::Config config, const SuiteDatabases& databases) {
        config.postgres = databases.server();
        config.database_prefix = databases.prefix();
        if (config.run_dir.empty()) config.run_dir = "/run/" + databases.prefix();
        return config;
    }

    const host::Config config_;
    host::Activity activity_;
    host::Surroundings around_;
    std::mutex mutex_;
    std::map<FederationNo, std::int64_t> relay_lag_;
    alignas(std::max_align_t) std::byte nobody_[1]{};
    std::vector<PurseService*> services_;
    std::vector<std::unique_ptr<host::Runtime>> runtimes_;
    std::optional<host::Calendar> calendar_;
};

}  // namespace haven::spec
