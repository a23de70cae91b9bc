// Opening what is sealed, for an authorised reader. Api files only; any thread.
#pragma once

#include <string>
#include <vector>

#include "libs/api/command.hpp"
#include "libs/vault/vault.hpp"

namespace haven::api {

// In order; "***" where the person was erased, empty where there is nothing to open. The opening is
// recorded before the answer leaves, with the service's name. Errors: those of the vault.
Result<std::vector<std::string>> open_fields(const Context& context, const rpc::Caller& caller,
                                             std::string_view purpose, std::string subject,
                                             const std::vector<vault::Cipher>& ciphers);

}  // namespace haven::api
