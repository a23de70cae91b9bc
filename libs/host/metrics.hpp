// The metrics of a host: calls and readiness, on a Prometheus endpoint of loopback. Thread-safe.
#pragma once

#include <string>

#include "libs/rpc/guard.hpp"
#include "libs/telemetry/metrics.hpp"

namespace haven::host {

class Metrics {
  public:
    // `address` empty: counted, but not exposed. Throws when it cannot be bound.
    explicit Metrics(const std::string& address);

    void observe(const rpc::CallRecord& call);
    void set_ready(const std::string& service, bool ready);
    // "127.0.0.1:4711", or empty.
    [[nodiscard]] std::string address() const { return metrics_.address(); }

  private:
    telemetry::Metrics metrics_;
    telemetry::Counter calls_;
    telemetry::Histogram seconds_;
    telemetry::Gauge ready_;
};

}  // namespace haven::host
