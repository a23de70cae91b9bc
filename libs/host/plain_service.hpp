// PlainService: a service without a log of its own (the vault). The host gives it less and asks
// less of it than of a Service.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/time.hpp"

namespace grpc {
class Service;
}
namespace haven::vault {
class LocalVault;
}
namespace haven::rpc {
class Guard;
}
namespace haven::log {
class Log;
}

namespace haven::host {

// Everything in it outlives the service.
struct PlainContext {
    vault::LocalVault& vault;
    rpc::Guard& guard;
    std::function<Instant()> now;
    // The log of a service, to read only; null while that service has no database yet. Throws when
    // its server does not answer.
    std::function<std::unique_ptr<log::Log>(const std::string& service)> open_log;
};

class PlainService {
  public:
    virtual ~PlainService() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    // Before any other service starts, and before anybody can call.
    virtual void start(PlainContext& context) = 0;
    virtual std::vector<grpc::Service*> grpc_services() = 0;
    // What is to be done beside answering; called again and again on a thread of its own. Bounded.
    virtual void step() {}
    virtual void stop() {}
};

}  // namespace haven::host
