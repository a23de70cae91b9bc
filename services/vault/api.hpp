// The vault's rpcs. Lives as long as the server that serves it.
#pragma once

#include <memory>

namespace grpc {
class Service;
}
namespace haven::rpc {
class Guard;
}

namespace haven::vault {

class LocalVault;

class Api {
  public:
    virtual ~Api() = default;
    virtual grpc::Service* service() = 0;
};

std::unique_ptr<Api> make_api(LocalVault& vault, rpc::Guard& guard);

}  // namespace haven::vault
