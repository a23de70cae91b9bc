// The vault service: libs/vault's LocalVault behind gRPC, for services in other processes.
#pragma once

#include <memory>

#include "libs/host/plain_service.hpp"

namespace haven::vault {

std::unique_ptr<host::PlainService> make_service();

}  // namespace haven::vault
