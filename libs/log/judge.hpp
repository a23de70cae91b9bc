// judge(): who of a batch wins, as if its units came one after the other. Pure, and the only place
// where it is decided: MemoryLog and PostgresLog gather the facts under their locks, ask here, and
// write down what comes out. So they cannot differ.
//
// A unit stands or falls whole. A repeated command with the same hash counts as done: it writes
// nothing and does not bring its unit down. A free of a claim that its stream does not hold changes
// nothing. A quota is checked only where it grows.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "libs/log/log.hpp"

namespace haven::log {

struct HeadFact {
    bool open = false;
    std::int16_t incarnation = 1;
    std::int64_t last_offset = 0;
    Instant last_recorded_at = {};
};

struct CommandFact {
    Digest request_hash{};
    Reply reply;

    // As Log::settle() leaves it: no command has this version.
    static CommandFact barred() { return {.request_hash = {}, .reply = {.version = -1}}; }
    [[nodiscard]] bool is_barred() const { return reply.version < 0; }
};

struct CursorKey {
    std::string consumer;
    std::string source;
    FederationNo federation;

    auto operator<=>(const CursorKey&) const = default;
};

struct Holder {
    FederationNo federation;
    Uuid stream;

    bool operator==(const Holder&) const = default;
};

using StreamKey = std::pair<FederationNo, Uuid>;
using CommandKey = std::pair<FederationNo, Uuid>;

// What the log holds about everything that a batch names, read under its locks.
struct Facts {
    std::map<FederationNo, HeadFact> heads;      // absent: none of ours
    std::map<CommandKey, CommandFact> commands;  // absent: never seen
    std::map<StreamKey, std::int32_t> versions;  // absent: 0
    std::map<CursorKey, Cursor> cursors;         // absent: Cursor{}
    std::map<std::string, Holder> claims;        // absent: free
    std::map<std::string, std::int64_t> quotas;  // absent: 0 fen
};

// What is to be written.
struct Judgement {
    Log::Appended answers;
    std::vector<std::size_t> winners;                     // proposals to write, in batch order
    std::vector<std::size_t> moves;                       // cursor moves to write, in batch order
    std::map<FederationNo, HeadFact> heads;               // after it; only those with new events
    std::map<CursorKey, Cursor> cursors;                  // after it
    std::map<std::string, std::optional<Holder>> claims;  // after it; nullopt = free
    std::map<std::string, std::int64_t> quotas;           // after it
};

// Aborts when two proposals name the same stream: a batch holds at most one command of a stream
// (protocols §3).
Judgement judge(const Batch& batch, const Facts& facts, Instant now);

}  // namespace haven::log
