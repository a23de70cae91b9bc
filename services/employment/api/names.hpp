// Opening what is sealed, for an authorised reader. Internal to api.
#pragma once

#include <string>
#include <vector>

#include "libs/vault/vault.hpp"
#include "services/employment/api/support.hpp"

namespace haven::employment {

// In order; "***" where the person was erased, empty where there is nothing to open. The opening is
// recorded before the answer leaves.
Result<std::vector<std::string>> open_fields(const ApiContext& context, const Caller& caller,
                                             std::string_view purpose, std::string subject,
                                             const std::vector<vault::Cipher>& ciphers);

}  // namespace haven::employment
