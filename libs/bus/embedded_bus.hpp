// EmbeddedBus: reads the source services' logs where they are (design §5). No copy, no broker.
//
// Wakeup is what a commit rings in the same process. Between processes the poll of wait() is what
// correctness rests on. Thread rule: one thread per EmbeddedBus; Wakeup from any thread.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "libs/bus/bus.hpp"

namespace haven::bus {

// Rings everybody who waits; a ring between two waits is not lost.
class Wakeup {
  public:
    void ring() {
        const std::lock_guard lock(mutex_);
        ++rings_;
        rang_.notify_all();
    }
    // Returns when rung since `seen` (which is updated) or after timeout_ms.
    void wait(std::uint64_t& seen, int timeout_ms);

  private:
    std::mutex mutex_;
    std::condition_variable rang_;
    std::uint64_t rings_ = 0;
};

class EmbeddedBus final : public Bus {
  public:
    // One log object per source, of a role that may only read.
    EmbeddedBus(std::map<std::string, std::unique_ptr<log::Log>> sources,
                std::shared_ptr<Wakeup> wakeup)
        : sources_(std::move(sources)), wakeup_(std::move(wakeup)) {}

    std::vector<log::Record> read(const std::string& source, FederationNo federation,
                                  std::int64_t after, int limit) override;
    std::vector<log::Head> heads(const std::string& source) override;
    void wait(int timeout_ms) override { wakeup_->wait(seen_, timeout_ms); }
    void wake() override { wakeup_->ring(); }

  private:
    log::Log& of(const std::string& source);

    std::map<std::string, std::unique_ptr<log::Log>> sources_;
    std::shared_ptr<Wakeup> wakeup_;
    std::uint64_t seen_ = 0;
};

}  // namespace haven::bus
