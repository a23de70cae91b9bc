// Aggregate: a Decider together with its codec and projection, with the types erased so that one
// Writer, one replay and one timer loop serve all of them.
//
//     const auto kHousehold = make_aggregate<Household, HouseholdCodec>("household", project);
//
// Codec: `static log::NewEvent encode(const D::Event&)`,
//        `static std::optional<D::Event> decode(std::string_view type, int schema, std::string_view
//        payload)` (nullopt = not an event of this aggregate), `static std::span<const
//        std::string_view> types()`: every event type it can write.
// Projection: `void project(const D::Event&, const D::State& after, const log::EventContext&,
// log::RowSink&)`.
//
// Thread rule: immutable after construction; states are shared and never changed in place.
#pragma once

#include <algorithm>
#include <any>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/decider/decider.hpp"
#include "libs/log/log.hpp"

namespace haven::writer {

// A state of some decider; only the aggregate that made it knows its type.
using StatePtr = std::shared_ptr<const void>;

// A decision: what a command becomes, and what that changes beside the log.
struct Decided {
    std::vector<log::NewEvent> events;    // encoded
    std::vector<std::any> domain_events;  // the same, for project()
    std::vector<ClaimChange> claims;
    std::vector<QuotaChange> quotas;
};

// Row changes, each with the offset of the event that writes it.
using RowsByOffset = std::vector<std::pair<std::int64_t, log::RowChange>>;

class Aggregate {
  public:
    virtual ~Aggregate() = default;

    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::span<const std::string_view> event_types() const = 0;
    [[nodiscard]] virtual StatePtr initial() const = 0;
    // Aborts on an event of its own log that it cannot read.
    [[nodiscard]] virtual StatePtr evolve(StatePtr state, const log::Record& record) const = 0;
    // `command` is D::Command, or a TimerFired: then the decider says which command it becomes. Its
    // decision must move or cancel that timer. Errors besides the decider's own: TIMER_UNKNOWN,
    // TIMER_NOT_MOVED (both mean a mistake in the decider).
    [[nodiscard]] virtual Result<Decided> decide(const StatePtr& state, const std::any& command,
                                                 const Context& by) const = 0;
    // Folds a decision: the state after it and its row changes, timers included. `first` is the
    // context of its first event.
    [[nodiscard]] virtual std::pair<StatePtr, RowsByOffset> project(
        StatePtr before, std::span<const std::any> domain_events,
        log::EventContext first) const = 0;
    // The same from a stored record, for replay.
    [[nodiscard]] virtual std::pair<StatePtr, std::vector<log::RowChange>> replay(
        StatePtr before, const log::Record& record) const = 0;
    // What a stored record changed beside the log, for audit.
    [[nodiscard]] virtual std::pair<StatePtr, Effects> effects(StatePtr before,
                                                               const log::Record& record) const = 0;
};

}  // namespace haven::writer

#include "libs/writer/aggregate_impl.hpp"
