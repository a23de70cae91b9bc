// Timers: what falls due on a business date becomes a command on that date, in (due date, stream,
// key) order, late ones too (protocols §6). The command's id is derived from stream, key and due
// date, so a crash repeats nothing. The decider's decision moves or cancels the timer; a timer
// whose command is refused is reported once and tried again on the next business date.
//
// Thread rule: step() and idle() from one thread at a time; step() never waits for the writer.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "libs/writer/writer.hpp"

namespace haven::timer {

struct RefusedTimer {
    log::DueTimer timer;
    Error error;
};

class Timers {
  public:
    // `report` hears of each refusal. `wake` is called when a verdict has come.
    Timers(std::span<const writer::Aggregate* const> aggregates, std::unique_ptr<log::Log> own_log,
           writer::Submitter& writer, std::function<Instant()> now,
           std::function<void(const RefusedTimer&)> report, std::function<void()> wake);
    ~Timers();

    // Hands over the next timers that are due on the service's business date (of one due date, one
    // of a stream, at most a page), or takes in their verdicts. True if there was anything to do.
    // Environment failures wait for the next step.
    bool step();
    // No timer that could still fire is due, and none is in flight.
    [[nodiscard]] bool idle();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::timer
