// The metrics of a host: calls, readiness and how its services stand, on a Prometheus endpoint.
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/rpc/guard.hpp"
#include "libs/telemetry/metrics.hpp"

namespace haven::host {

// One consumer of a service, by the source that it reads.
struct ConsumerGauges {
    std::int64_t behind = 0;   // events of the source that it has not handled
    std::int64_t stopped = 0;  // federations of which it applies nothing any more
};

struct ServiceGauges {
    std::string service;
    Date business_date;
    std::int64_t events = 0;  // in its log, of all federations
    std::int64_t parked = 0;  // records that wait for a person
    std::map<std::string, ConsumerGauges> consumers = {};
};

class Metrics {
  public:
    // `address` empty: counted, but not exposed. Throws when it cannot be bound.
    explicit Metrics(const std::string& address);

    void observe(const rpc::CallRecord& call);
    void set_ready(const std::string& service, bool ready);
    void set(const ServiceGauges& seen);
    // 0 while another process relays.
    void set_relay_lag(const std::string& service, FederationNo federation, std::int64_t events);
    // "127.0.0.1:4711", or empty.
    [[nodiscard]] std::string address() const { return metrics_.address(); }

  private:
    telemetry::Metrics metrics_;
    telemetry::Counter calls_;
    telemetry::Histogram seconds_;
    telemetry::Gauge ready_;
    telemetry::Gauge business_date_;
    telemetry::Gauge events_;
    telemetry::Gauge parked_;
    telemetry::Gauge behind_;
    telemetry::Gauge stopped_;
    telemetry::Gauge relay_lag_;
};

}  // namespace haven::host
