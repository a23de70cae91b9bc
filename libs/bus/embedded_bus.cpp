#include "libs/bus/embedded_bus.hpp"

#include <chrono>

namespace haven::bus {

void Wakeup::wait(std::uint64_t& seen, int timeout_ms) {
    std::unique_lock lock(mutex_);
    rang_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [&] { return rings_ != seen; });
    seen = rings_;
}

log::Log& EmbeddedBus::of(const std::string& source) {
    const auto found = sources_.find(source);
    HAVEN_CHECK(found != sources_.end());
    return *found->second;
}

std::vector<log::Record> EmbeddedBus::read(const std::string& source, FederationNo federation,
                                           std::int64_t after, int limit) {
    return of(source).read(federation, after, limit);
}

std::vector<log::Head> EmbeddedBus::heads(const std::string& source) {
    return of(source).heads();
}

}  // namespace haven::bus
