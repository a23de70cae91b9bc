// What a caller is told: the log's outcomes and the writer's limits as errors (writer.hpp lists the
// reasons).
#pragma once

#include <optional>

#include "libs/writer/aggregate.hpp"

namespace haven::writer {

// Of an outcome that is neither a reply nor the loss of a whole unit.
Error error_of(const log::Outcome& outcome);
Error shutting_down();
Error queue_full(std::size_t limit);
Error write_failed();

// The limits that keep a log readable everywhere; the log itself aborts on more.
std::optional<Error> over_a_limit(const Decided& decided, const log::Meta& meta);

}  // namespace haven::writer
