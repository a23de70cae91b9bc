// Metrics of a process on a Prometheus endpoint of loopback. Labels are names of services, methods,
// codes and reasons; never of people. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "libs/rpc/guard.hpp"

namespace haven::host {

class Metrics {
  public:
    // `address` empty: counted, but not exposed. Throws when it cannot be bound.
    explicit Metrics(const std::string& address);
    ~Metrics();

    void observe(const rpc::CallRecord& call);
    void set_ready(const std::string& service, bool ready);
    // "127.0.0.1:4711", or empty.
    [[nodiscard]] std::string address() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::host
