// Placement: in which of a service's databases (shards) the log of each federation lies, and under
// which shard_epoch (protocols §7, docs/adr/0021).
//
// The heads themselves are the truth: of all databases one has the federation's head OPEN or
// MOVING. A placement is what this process knows of that since its last look(), shared by
// everything in it that reads or writes the service's logs. Knowing too little does no harm:
// whoever writes where the federation is no longer is refused under the head's lock, looks again
// and goes on.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "libs/base/uuid.hpp"

namespace haven::log {

struct Place {
    std::size_t shard = 0;
    std::int64_t epoch = 1;

    bool operator==(const Place&) const = default;
};

// A head as one database has it; `here`: OPEN or MOVING, and not left behind or still to come.
struct HeadState {
    bool here = false;
    std::int64_t epoch = 0;

    auto operator<=>(const HeadState&) const = default;
};
using HeadStates = std::map<FederationNo, HeadState>;

class Placement {
  public:
    // Asks each shard, in order; nullopt for one that does not answer. Called by one thread at a
    // time (libs/log/postgres_placement.hpp).
    using Ask = std::function<std::vector<std::optional<HeadStates>>()>;

    // Throws std::runtime_error unless every shard answers.
    explicit Placement(Ask ask);

    [[nodiscard]] std::optional<Place> find(FederationNo federation) const;
    [[nodiscard]] std::map<FederationNo, Place> all() const;
    // Of a federation that nobody has, the first one.
    [[nodiscard]] std::size_t shard_of(FederationNo federation) const;
    // Asks again, unless that was done within kLookAgain. Of a federation that no answer has here
    // (its shard is silent, or it is between two databases) what was known stays.
    void look();

    static constexpr auto kLookAgain = std::chrono::milliseconds(10);

  private:
    using Clock = std::chrono::steady_clock;

    void take(const std::vector<std::optional<HeadStates>>& answers);

    const Ask ask_;
    std::mutex asking_;
    Clock::time_point asked_at_;
    mutable std::mutex mutex_;
    std::map<FederationNo, Place> places_;
};

}  // namespace haven::log
