// A log of visits as large as wished, written by SQL in seconds: the same bytes that the writer
// would have written, commands and rows included.
#pragma once

#include <cstdint>
#include <string>

#include "libs/audit/subject.hpp"

namespace haven::load {

// Grows the log of `conninfo` to `events` events over 13 federations. A federation's files take
// turns, `events_a_file` times: so the last of them are still being filled when it grows again.
void fill_visits(const std::string& conninfo, std::int64_t events, int events_a_file);
// The file with that number in a federation.
Uuid filled_file(int federation, std::int64_t number);
audit::Subject visits_subject();

}  // namespace haven::load
