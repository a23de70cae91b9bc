#include "libs/host/gauges.hpp"

#include <algorithm>

namespace haven::host {

Gauges::Gauges(Storages& storages, std::span<const std::unique_ptr<Runtime>> runtimes,
               Metrics& metrics)
    : storages_(storages), runtimes_(runtimes), metrics_(metrics) {}

log::Log& Gauges::log_of(const std::string& service) {
    auto& log = logs_[service];
    if (!log) log = storages_.of(service).open(true);
    return *log;
}

void Gauges::step() {
    for (const auto& runtime : runtimes_) {
        const std::string name = runtime->name();
        log::Log& own = log_of(name);
        ServiceGauges seen{.service = name, .business_date = runtime->business_date()};
        for (const log::Head& head : own.heads()) seen.events += head.last_offset;
        seen.parked = static_cast<std::int64_t>(own.parked(name).size());
        for (const auto& [source, stopped] : runtime->stopped_by_source()) {
            ConsumerGauges& consumer = seen.consumers[source];
            consumer.stopped = stopped;
            for (const log::Head& head : log_of(source).heads()) {
                const log::Cursor cursor = own.cursor(name, source, head.federation);
                consumer.behind += std::max<std::int64_t>(head.last_offset - cursor.offset, 0);
            }
        }
        metrics_.set(seen);
    }
}

}  // namespace haven::host
