#include "libs/host/metrics.hpp"

namespace haven::host {
namespace {

const std::vector<double> kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                   0.1,   0.25,   0.5,   1.0,  2.5,   5.0};

}  // namespace

Metrics::Metrics(const std::string& address)
    : metrics_(address),
      calls_(
          metrics_.counter("haven_rpc_calls_total", "Finished calls by method, code and reason")),
      seconds_(metrics_.histogram("haven_rpc_seconds", "Time of a call by method", kSeconds)),
      ready_(metrics_.gauge("haven_ready", "1 while a service is ready")) {}

void Metrics::observe(const rpc::CallRecord& call) {
    const std::string method = call.service + "/" + call.method;
    calls_.add({{"method", method}, {"code", call.code}, {"reason", call.reason}});
    seconds_.observe({{"method", method}}, static_cast<double>(call.micros) / 1e6);
}

void Metrics::set_ready(const std::string& service, bool ready) {
    ready_.set({{"service", service}}, ready ? 1 : 0);
}

}  // namespace haven::host
