// employment: job fairs, employers, vacancies, seekers, intents and hires (README.md in this
// folder).
#pragma once

#include <memory>

#include "libs/host/service.hpp"

namespace haven::employment {

std::unique_ptr<host::Service> make_service();

// migrations/*.sql, in order.
std::span<const SqlFile> sql_files();

}  // namespace haven::employment
