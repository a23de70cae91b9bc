// The sums that stand behind the city's totals (`haven audit totals`).
#pragma once

#include "libs/access/scoped_read.hpp"
#include "libs/base/money.hpp"

namespace haven::disbursement {

// What was credited to people and did not come back, by lines of the scope.
Money standing_relief(access::ScopedRead& read);

}  // namespace haven::disbursement
