// outreach: campaigns, visit groups, goods and what is handed over (README.md in this folder).
#pragma once

#include <memory>

#include "libs/host/service.hpp"

namespace haven::outreach {

std::unique_ptr<host::Service> make_service();

// migrations/*.sql, in order.
std::span<const SqlFile> sql_files();

}  // namespace haven::outreach
