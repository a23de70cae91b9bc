// Gauges: how a process's services stand, told to its metrics every few seconds: how long each log
// is, how far each consumer is behind its source, what has stopped, what waits for a person.
//
// Connections of its own, so that a slow answer holds nobody up. One thread.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "libs/host/metrics.hpp"
#include "libs/host/runtime.hpp"
#include "libs/log/log.hpp"

namespace haven::host {

class Gauges {
  public:
    // What is given outlives the object.
    Gauges(Storages& storages, std::span<const std::unique_ptr<Runtime>> runtimes,
           Metrics& metrics);

    // One look at everything. Throws what a log throws whose server does not answer.
    void step();

  private:
    log::Log& log_of(const std::string& service);

    Storages& storages_;
    std::span<const std::unique_ptr<Runtime>> runtimes_;
    Metrics& metrics_;
    std::map<std::string, std::unique_ptr<log::Log>> logs_;
};

}  // namespace haven::host
