// The benchmark's aggregate: a file on which visits are noted. One command makes one event of 300
// bytes and one row; every fifth takes a claim as well. Through the product's own decider, codec,
// projection and writer.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "libs/log/schema.hpp"
#include "libs/writer/aggregate.hpp"
#include "libs/writer/writer.hpp"

namespace haven::load {

struct Visits {
    struct Noted {
        std::string note;
        std::string claim;  // empty: none
        bool operator==(const Noted&) const = default;
    };
    struct NoteVisit {
        std::string note;
        std::string claim;
    };
    struct State {
        std::int64_t count = 0;
    };
    using Command = std::variant<NoteVisit>;
    using Event = std::variant<Noted>;

    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
    static Effects effects(const State& after, const Event& event);
};

inline constexpr int kFederations = 13;
// Files that commands take turns over: more than callers, so that few meet in a batch; those of two
// contestants fit into the cache of a writer.
inline constexpr int kStreams = 4'550;
inline constexpr std::size_t kNoteBytes = 300;

extern const log::Table kVisits;
const writer::Aggregate& visits();
// An id that this process has not used before, in the order of time as a UUIDv7 would be.
Uuid new_id();
std::span<const SqlFile> visits_migrations();
// A log's tables and ours, in the database of `conninfo` (as its superuser).
void create_visits(const std::string& conninfo);

// The commands of one run, each for another stream than those before it: `federations` logs take
// turns over `streams` streams. 1.5 % are made to lose: two thirds by a stale version, the rest by
// a claim that is taken.
class VisitCommands {
  public:
    VisitCommands(int federations, int streams) : federations_(federations), streams_(streams) {}
    // Also the number of the next command; `conflicts` of a hundred expect a stale version.
    writer::Submission next();
    void set_losers(double stale, double claimed) { stale_ = stale, claimed_ = claimed; }
    [[nodiscard]] static Uuid stream_of(std::int64_t number);

  private:
    [[nodiscard]] bool hits(double share) const;

    const int federations_;
    const int streams_;
    double stale_ = 0.01;
    double claimed_ = 0.005;
    std::int64_t count_ = 0;
};

}  // namespace haven::load
