#include "libs/host/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace haven::host {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                       0.1,   0.25,   0.5,   1.0,  2.5,   5.0};

}  // namespace

class Metrics::Impl {
  public:
    explicit Impl(const std::string& address)
        : registry_(std::make_shared<prometheus::Registry>()),
          calls_(prometheus::BuildCounter()
                     .Name("haven_rpc_calls_total")
                     .Help("Finished calls by method, code and reason")
                     .Register(*registry_)),
          seconds_(prometheus::BuildHistogram()
                       .Name("haven_rpc_seconds")
                       .Help("Time of a call by method")
                       .Register(*registry_)),
          ready_(prometheus::BuildGauge()
                     .Name("haven_ready")
                     .Help("1 while a service is ready")
                     .Register(*registry_)) {
        if (address.empty()) return;
        exposer_ = std::make_unique<prometheus::Exposer>(address, 1);
        exposer_->RegisterCollectable(registry_);
        const auto ports = exposer_->GetListeningPorts();
        address_ = address.substr(0, address.rfind(':')) + ":" + std::to_string(ports.front());
    }

    void observe(const rpc::CallRecord& call) {
        const std::string method = call.service + "/" + call.method;
        calls_.Add({{"method", method}, {"code", call.code}, {"reason", call.reason}}).Increment();
        seconds_.Add({{"method", method}}, kSeconds)
            .Observe(static_cast<double>(call.micros) / 1e6);
    }

    void set_ready(const std::string& service, bool ready) {
        ready_.Add({{"service", service}}).Set(ready ? 1 : 0);
    }

    std::string address() const { return address_; }

  private:
    std::shared_ptr<prometheus::Registry> registry_;
    prometheus::Family<prometheus::Counter>& calls_;
    prometheus::Family<prometheus::Histogram>& seconds_;
    prometheus::Family<prometheus::Gauge>& ready_;
    std::unique_ptr<prometheus::Exposer> exposer_;
    std::string address_;
};

Metrics::Metrics(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
Metrics::~Metrics() = default;
void Metrics::observe(const rpc::CallRecord& call) {
    impl_->observe(call);
}
void Metrics::set_ready(const std::string& service, bool ready) {
    impl_->set_ready(service, ready);
}
std::string Metrics::address() const {
    return impl_->address();
}

}  // namespace haven::host
