// The application package of docs/formats.md 9, as `haven household apply` reads it. Pure.
#pragma once

#include <string>

#include "haven/registry/v1/file_requests.pb.h"
#include "libs/base/result.hpp"

namespace haven::client {

// The request, with a command id of its own. Error: NOT_A_PACKAGE or the reason of a field, which
// is named; a field that is unknown is refused, since what was meant by it would be missing.
Result<registry::v1::SubmitApplicationRequest> read_package(const std::string& text);

}  // namespace haven::client
