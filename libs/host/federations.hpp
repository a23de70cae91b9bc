// The suite's lists that a program carries in itself: federations and working days
// (deploy/data/*.csv).
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/host/service.hpp"

namespace haven::host {

// In order of their numbers: of a file that reads like deploy/data/federations.csv, or without one
// the list that is compiled in. Throws std::runtime_error, with INVALID_FEDERATIONS, when the file
// is none.
std::vector<Federation> federations(const std::filesystem::path& file = {});
// docs/formats.md 1.3.
std::string_view working_days_csv();
// Errors: INVALID_FEDERATIONS with the line at fault.
Result<std::vector<Federation>> parse_federations(std::string_view csv);

}  // namespace haven::host
