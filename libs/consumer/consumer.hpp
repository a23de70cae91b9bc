// Consumer: reads the bus and hands the Writer, as one unit, the commands that foreign events
// become and the move of its cursor (protocols §4). One Consumer serves one (consumer service,
// source service) pair over all federations.
//
// Reaction: pure. A record becomes commands of our own deciders:
//
//     std::vector<ReactionCommand> on_registry(const log::Record& record);
//
// Thread rule: step() from one thread at a time, which may be the one that steps the writer. It
// never waits for another thread; one record alone it writes itself where the writer is idle.
#pragma once

#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/bus/bus.hpp"
#include "libs/writer/writer.hpp"

namespace haven::consumer {

// One command that a record becomes. Its command id is derived from consumer, source, federation,
// incarnation, offset and its position in the list.
struct ReactionCommand {
    const writer::Aggregate* aggregate = nullptr;
    FederationNo federation;
    Uuid stream;
    std::any command;
    // Refusal reasons that are no surprise here: the record counts as handled.
    std::vector<std::string> expected_refusals = {};
    // At most one: what is done in its place once it has been refused for one of them.
    std::vector<ReactionCommand> otherwise = {};
};

struct Subscription {
    std::string source;  // service whose log is read (may be our own)
    // Types this subscription handles; a known type that is not here is passed.
    std::vector<std::string> types;
    std::function<std::vector<ReactionCommand>(const log::Record&)> react;
    // All event types of the source that this build knows; an unknown one parks when critical.
    std::function<bool(std::string_view type)> is_known;
    std::function<bool(std::string_view type)> is_critical;
};

enum class Progress {
    Idle,   // nothing to read, or waiting for the writer or for a back-off to end
    Moved,  // a unit was handed over or its verdict taken in
};

// Which federations are this process's to consume: number → epoch of its lease. Asked again and
// again (libs/bus/lease.hpp).
using Share = std::function<std::map<int, std::int64_t>()>;

class Consumer {
  public:
    // `name` is the consuming service. Reads cursors through its own log object. Without `share` it
    // consumes every federation, and whoever starts last is the only one.
    Consumer(std::string name, Subscription subscription, std::unique_ptr<bus::Bus> bus,
             std::unique_ptr<log::Log> own_log, writer::Submitter& writer,
             std::function<Date()> business_date, std::function<Instant()> now,
             Share share = nullptr);
    ~Consumer();

    // Takes over (raises the epoch) and verifies the record each cursor stands on; a federation
    // whose log has been rewound is stopped with LOG_REWOUND (see stopped()) and applies nothing.
    // With a share, each federation is taken over when it comes.
    void start();
    // Hands over at most one unit per federation, and takes in the verdicts that have come since.
    // Environment failures are retried with back-off; after one, every cursor is verified again.
    Progress step();
    // Federation → reason, for those that apply nothing any more.
    [[nodiscard]] std::vector<std::pair<FederationNo, std::string>> stopped() const;
    // Records passed since the start whose type this build does not know and need not (protocols
    // §4).
    [[nodiscard]] std::int64_t unknown_passed() const;
    // Tries the parked records again, in their order; what its decider still refuses stays parked.
    // From the thread of step(); waits for the writer, which must run on another thread.
    void retry_parked();
    // True when every cursor stands at its source's head, also those that others
    // move (parked records count as handled).
    [[nodiscard]] bool caught_up();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::consumer
