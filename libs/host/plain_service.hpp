// PlainService: a service without a log of its own (the vault). The host gives it less and asks
// less of it than of a Service.
#pragma once

#include <filesystem>
#include <functional>
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

namespace haven::host {

// Everything in it outlives the service.
struct PlainContext {
    vault::LocalVault& vault;
    rpc::Guard& guard;
    std::function<Instant()> now;
};

class PlainService {
  public:
    virtual ~PlainService() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    virtual void start(PlainContext& context) = 0;
    virtual std::vector<grpc::Service*> grpc_services() = 0;
    virtual void stop() {}
};

}  // namespace haven::host
