// scholarship: schemes, sponsors and pledges, applications, notices and awards (README.md in this
// folder).
#pragma once

#include <memory>

#include "libs/host/service.hpp"

namespace haven::scholarship {

std::unique_ptr<host::Service> make_service();

// migrations/*.sql, in order.
std::span<const SqlFile> sql_files();

}  // namespace haven::scholarship
