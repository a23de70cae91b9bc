// How `haven audit check` shows what it found: a line an oracle for people, JSON for programs.
#pragma once

#include <ostream>

#include "tools/haven/check.hpp"
#include "tools/haven/client/table.hpp"

namespace haven {

// "✓ registry OFFSETS_WITHOUT_GAP  31510 events"; under one that breaks, its first faults.
void print(const CheckReport& report, client::Language language, std::ostream& out);
// {"oracles": [{service, oracle, holds, counted, unit, faults, first}], "left_out": []}
void print_json(const CheckReport& report, std::ostream& out);

}  // namespace haven
