// disbursement: fund lines, entitlements, payment batches and the bank (README.md in this folder).
#pragma once

#include <memory>

#include "libs/host/service.hpp"

namespace haven::disbursement {

std::unique_ptr<host::Service> make_service();

// migrations/*.sql, in order.
std::span<const SqlFile> sql_files();

}  // namespace haven::disbursement
