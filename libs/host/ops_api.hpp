// The ops rpcs of a process (proto/haven/ops/v1). Lives as long as the server that serves it.
#pragma once

#include <memory>
#include <span>

#include "libs/host/calendar.hpp"
#include "libs/host/runtime.hpp"

namespace haven::host {

class OpsApi {
  public:
    virtual ~OpsApi() = default;
    virtual grpc::Service* service() = 0;
};

std::unique_ptr<OpsApi> make_ops_api(std::span<const std::unique_ptr<Runtime>> runtimes,
                                     Calendar& calendar, Activity& activity, rpc::Guard& guard,
                                     bool production);

}  // namespace haven::host
