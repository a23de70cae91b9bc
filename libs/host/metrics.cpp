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
      ready_(metrics_.gauge("haven_ready", "1 while a service is ready")),
      business_date_(metrics_.gauge("haven_business_date_seconds",
                                    "Beijing midnight that began the business date, Unix time")),
      events_(metrics_.gauge("haven_log_events", "Events in a service's log")),
      parked_(metrics_.gauge("haven_parked_records", "Records that wait for a person")),
      behind_(metrics_.gauge("haven_consumer_behind_events",
                             "Events of a source that a consumer has not handled")),
      stopped_(metrics_.gauge("haven_consumer_stopped_federations",
                              "Federations of which a consumer applies nothing any more")),
      relay_lag_(metrics_.gauge("haven_relay_lag_events",
                                "Events of a log that Kafka has not acknowledged yet")) {}

void Metrics::observe(const rpc::CallRecord& call) {
    const std::string method = call.service + "/" + call.method;
    calls_.add({{"method", method}, {"code", call.code}, {"reason", call.reason}});
    seconds_.observe({{"method", method}}, static_cast<double>(call.micros) / 1e6);
}

void Metrics::set_relay_lag(const std::string& service, FederationNo federation,
                            std::int64_t events) {
    relay_lag_.set({{"service", service}, {"federation", std::to_string(federation.value)}},
                   static_cast<double>(events));
}

void Metrics::set_ready(const std::string& service, bool ready) {
    ready_.set({{"service", service}}, ready ? 1 : 0);
}

void Metrics::set(const ServiceGauges& seen) {
    constexpr double kDaySeconds = 86'400;
    constexpr double kBeijingSeconds = 8 * 3'600;
    const telemetry::Labels labels{{"service", seen.service}};
    business_date_.set(labels, seen.business_date.days() * kDaySeconds - kBeijingSeconds);
    events_.set(labels, static_cast<double>(seen.events));
    parked_.set(labels, static_cast<double>(seen.parked));
    for (const auto& [source, consumer] : seen.consumers) {
        const telemetry::Labels both{{"service", seen.service}, {"source", source}};
        behind_.set(both, static_cast<double>(consumer.behind));
        stopped_.set(both, static_cast<double>(consumer.stopped));
    }
}

}  // namespace haven::host
