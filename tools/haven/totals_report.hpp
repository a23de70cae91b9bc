// What `haven audit totals` prints.
#pragma once

#include <ostream>

#include "tools/haven/client/table.hpp"
#include "tools/haven/totals.hpp"

namespace haven {

void print(const TotalsReport& report, client::Language language, std::ostream& out);
void print_json(const TotalsReport& report, std::ostream& out);

}  // namespace haven
