// Readiness: asks every database again and again whether it answers, and says so when that changes.
// Liveness is another thing: the process lives while PostgreSQL is away.
//
// `changed` is called on the probing thread; the first time before the constructor returns.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace haven::host {

class Readiness {
  public:
    Readiness(std::vector<std::string> conninfos, std::function<void(bool ready)> changed);
    // Says "not ready" for the last time.
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    [[nodiscard]] bool is_ready() const { return ready_.load(); }

  private:
    class Probe;

    void look(std::vector<Probe>& probes);

    std::function<void(bool)> changed_;
    std::atomic<bool> ready_{false};
    std::jthread thread_;  // last
};

}  // namespace haven::host
