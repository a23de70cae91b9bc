// The sums that stand behind the city's totals (`haven audit totals`).
#pragma once

#include "libs/access/scoped_read.hpp"

namespace haven::registry::queries {

// Open applications and files of the scope.
std::int64_t open_files(access::ScopedRead& read);

}  // namespace haven::registry::queries
