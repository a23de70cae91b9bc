// The suite's lists that are compiled into the program: federations and working days
// (deploy/data/*.csv).
#pragma once

#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/host/service.hpp"

namespace haven::host {

// In order of their numbers.
std::vector<Federation> federations();
// docs/formats.md 1.3.
std::string_view working_days_csv();
// Errors: INVALID_FEDERATIONS with the line at fault.
Result<std::vector<Federation>> parse_federations(std::string_view csv);

}  // namespace haven::host
