// Fuzzing a codec: any event as plain value → bytes → value. What is read back must be written as
// the same bytes, since a record is never re-encoded and must mean the same for ever.
#pragma once

#include "libs/log/log.hpp"
#include "tests/fuzz/tape.hpp"

namespace haven::fuzz {

// `is_sound`: what a decider lets through; the codec aborts on anything else in its own log.
template <class Event, class Codec>
void check_codec(Tape& tape, bool (*is_sound)(const Event&) = nullptr) {
    Event event;
    carry(tape, event);
    if (is_sound && !is_sound(event)) return;
    const log::NewEvent stored = Codec::encode(event);
    const auto read = Codec::decode(stored.type, stored.schema_version, stored.payload);
    HAVEN_CHECK(read.has_value());
    HAVEN_CHECK(read->index() == event.index());
    HAVEN_CHECK(Codec::encode(*read) == stored);
    HAVEN_CHECK(!Codec::decode("NoSuchEvent", 1, stored.payload));
}

}  // namespace haven::fuzz
