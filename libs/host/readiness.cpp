#include "libs/host/readiness.hpp"

#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>

#include "libs/postgres/connection.hpp"

namespace haven::host {
namespace {

constexpr auto kInterval = std::chrono::milliseconds(250);
constexpr int kProbeDeadlineMs = 1'000;

}  // namespace

class Readiness::Probe {
  public:
    explicit Probe(std::string conninfo) : conninfo_(std::move(conninfo)) {}

    bool answers() {
        try {
            if (!connection_) {
                connection_ = std::make_unique<postgres::Connection>(conninfo_, kProbeDeadlineMs);
            }
            connection_->exec("SELECT 1");
            return true;
        } catch (const std::exception&) {
            // Down, starting, or out of connections: not ready whatever the reason.
            connection_.reset();
            return false;
        }
    }

  private:
    std::string conninfo_;
    std::unique_ptr<postgres::Connection> connection_;
};

void Readiness::look(std::vector<Probe>& probes) {
    bool ready = true;
    for (Probe& probe : probes) ready = probe.answers() && ready;
    if (ready_.exchange(ready) != ready) changed_(ready);
}

Readiness::Readiness(std::vector<std::string> conninfos, std::function<void(bool)> changed)
    : changed_(std::move(changed)) {
    std::promise<void> first;
    auto looked = first.get_future();
    thread_ = std::jthread([this, conninfos = std::move(conninfos),
                            first = std::move(first)](const std::stop_token& stopping) mutable {
        std::vector<Probe> probes(conninfos.begin(), conninfos.end());
        look(probes);
        first.set_value();
        std::mutex mutex;
        std::condition_variable_any wait;
        std::unique_lock lock(mutex);
        while (
            !wait.wait_for(lock, stopping, kInterval, [&] { return stopping.stop_requested(); })) {
            look(probes);
        }
    });
    looked.wait();
}

Readiness::~Readiness() {
    thread_.request_stop();
    thread_.join();
    if (ready_.exchange(false)) changed_(false);
}

}  // namespace haven::host
