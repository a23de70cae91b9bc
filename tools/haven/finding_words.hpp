// What `haven audit` finds, in the reader's language. The libraries say it in English, in a few
// sentences with ids in them; codes (oracles, events, tables) stay as they are.
#pragma once

#include <string>

#include "tools/haven/client/table.hpp"

namespace haven {

// A fault of an oracle, a difference of a table, or why an oracle was left out. What it has no
// words for comes back as it is.
std::string finding_in(client::Language language, const std::string& english);

}  // namespace haven
