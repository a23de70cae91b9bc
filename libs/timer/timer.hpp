// Timers: what falls due on a business date becomes a command on that date, in (due date, stream,
// key) order, late ones too (protocols §6). The command's id is derived from stream, key and due
// date, so a crash repeats nothing. Its decision must move or cancel the timer; one that does not
// is a bug and aborts; a refused one is logged, counted and tried again at the next date. Thread
// rule: step() from one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "libs/writer/writer.hpp"

namespace haven::timer {

class Timers {
  public:
    Timers(std::span<const writer::Aggregate* const> aggregates, std::unique_ptr<log::Log> own_log,
           writer::Writer& writer, std::function<Instant()> now);
    ~Timers();

    // Fires at most one page of due timers and waits for their verdicts. True if any fired.
    bool step();
    // No timer is due on the current business date that could still fire.
    [[nodiscard]] bool idle();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::timer
