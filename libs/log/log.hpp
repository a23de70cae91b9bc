// Log: a service's append-only events, one total order per federation (design §4, protocols §3,
// §5).
//
// Two implementations pass the same conformance suite: PostgresLog and MemoryLog. Only the Writer
// appends. Losers (stale version, taken claim, full quota, repeated command) come back as outcomes
// and do not disturb the rest of their batch. Environment failures are exceptions
// (haven::postgres).
//
// Thread rule: one thread per Log object; several objects (and processes) on one database are
// correct.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "libs/decider/decider.hpp"
#include "libs/log/record.hpp"
#include "libs/log/row.hpp"

namespace haven::log {

using Digest = std::array<std::uint8_t, 32>;

struct NewEvent {
    std::string type;
    std::int16_t schema_version = 1;
    std::string payload;

    bool operator==(const NewEvent&) const = default;
};

// What a command is answered with, the first time and on each repeat.
struct Reply {
    std::int32_t version = 0;  // of the stream after the command
    std::int64_t offset = 0;   // of its last event; the federation's head when it had no events

    bool operator==(const Reply&) const = default;
};

// One decided command. `expected_version` is the version it was decided on (0 = no such stream).
// Proposals with the same `unit` stand or fall together; a client's command is a unit of its own.
struct Proposal {
    std::int32_t unit = 0;
    FederationNo federation;
    Uuid stream_id;
    std::int32_t expected_version = 0;
    Uuid command_id = {};
    Digest request_hash{};
    std::string meta = {};
    std::vector<NewEvent> events = {};
    std::vector<ClaimChange> claims = {};
    std::vector<QuotaChange> quotas = {};
    // Decided against on that version: it has no changes, and asks whether it is a repeat and
    // whether the refusal stands.
    bool refused = false;
};

// Where a consumer stands in one federation's log of a source service (protocols §4, §5). offset 0
// = nothing read yet; record_digest is that of the record at `offset`.
struct Cursor {
    std::int16_t incarnation = 1;
    std::int64_t offset = 0;
    Digest record_digest{};
    std::int64_t epoch = 0;

    bool operator==(const Cursor&) const = default;
};

// Moves a cursor from exactly `from` to `to` in the transaction of its unit. With `parked` set, the
// record at `to.offset` is parked with that reason instead of being handled.
struct CursorMove {
    std::int32_t unit = 0;
    std::string consumer;
    std::string source;
    FederationNo federation;
    Cursor from = {};
    Cursor to = {};
    struct Parked {
        std::int64_t offset;
        Uuid stream_id;
        std::string reason;
    };
    std::vector<Parked> parked = {};
};

struct Batch {
    std::vector<Proposal> proposals = {};
    std::vector<CursorMove> cursor_moves = {};
};

enum class Verdict {
    Committed,
    Repeated,          // same command id and hash: `reply` is the first reply
    CommandIdReused,   // same command id, another hash
    VersionConflict,   // the stream is not at expected_version
    ClaimTaken,        // `detail` = the key, `holder` = the stream that has it
    QuotaFull,         // `detail` = the key
    CursorMoved,       // the unit's cursor is not at `from`, or has another epoch
    FederationClosed,  // the head is missing, MOVING or MOVED
    Barred,            // Log::settle() has said that this command is never carried out
    UnitLost,          // another member of its unit lost
    Refused,           // Proposal::refused, no repeat, and the stream is at expected_version
};

struct Outcome {
    Verdict verdict = Verdict::Committed;
    Reply reply = {};
    std::int64_t first_offset = 0;  // of its events, when Committed
    std::string detail = {};
    Uuid holder = {};

    bool operator==(const Outcome&) const = default;
};

// Called inside the append, in offset order per federation, for each proposal that is about to be
// written: the row changes of its events, the first of which has `first_offset`. Pure: it may be
// asked again, with another offset, and of a proposal that loses in the end.
using Projector = std::function<std::vector<std::pair<std::int64_t, RowChange>>(
    std::size_t proposal, std::int64_t first_offset,
    Instant recorded_at)>;  // offset that writes, change

// What settle() is asked about: a command that somebody announced, and perhaps never sent.
struct Doubt {
    FederationNo federation;
    Uuid command = {};     // nil: none is under way
    std::string key = {};  // a claim
    Uuid stream = {};
};
struct Settlement {
    bool carried_out = false;  // the command; never is if not now
    bool holds = false;        // the stream has the claim

    bool operator==(const Settlement&) const = default;
};

// Thrown where a federation has to be open and is not, since it is being moved to another database
// or has been (protocols §7).
class FederationAway : public std::runtime_error {
  public:
    explicit FederationAway(FederationNo federation)
        : std::runtime_error("FEDERATION_MOVING: federation " + std::to_string(federation.value)) {}
};

struct Head {
    FederationNo federation;
    std::int64_t last_offset = 0;  // 0 = empty
    std::int16_t incarnation = 1;
};

struct DueTimer {
    FederationNo federation;
    Uuid stream_id;
    std::string key;
    std::string aggregate;  // Aggregate::name
    Date due;
};

// The `timer` table, written like any projection: (stream_id, key) → due, aggregate.
extern const Table kTimerTable;

struct ParkedRecord {
    std::string consumer;
    std::string source;
    FederationNo federation;
    std::int64_t offset = 0;
    Uuid stream_id;
    std::string reason;

    bool operator==(const ParkedRecord&) const = default;
};

// Where somebody stands in a stream.
struct StreamPosition {
    FederationNo federation;
    Uuid stream_id;
    std::int32_t after_version = 0;
};

// Where somebody stands in a federation's log; and what came behind such places, with the heads as
// they stood just before.
struct Behind {
    FederationNo federation;
    std::int64_t after = 0;
};
struct News {
    std::vector<Head> heads;
    std::vector<Record> records;  // federation by federation, each in order
};

// What Log::ask() gives. `take` waits for the answer and is called once, as the next use of its
// log; `take_in`, any number of times before, takes what has come so far off the database's hands
// and waits for nothing. Whoever calls neither loses what was asked for and nothing else.
struct Answer {
    std::function<News()> take;
    std::function<void()> take_in = [] {};
};

class Log {
  public:
    virtual ~Log() = default;

    // One transaction. `recorded_at` of the events is at least `now` and never goes back within a
    // federation. Outcomes are in the order of the proposals; a unit that has only a cursor move is
    // reported in `cursor_outcomes` order of batch.cursor_moves.
    struct Appended {
        std::vector<Outcome> outcomes;
        std::vector<Outcome> cursor_outcomes;
    };
    virtual Appended append(const Batch& batch, Instant now, const Projector& projector) = 0;

    // Drops what is cached and reconnects after a lost COMMIT answer; true and the reply for each
    // command that the log holds. Takes the heads' locks first, so absence is final (protocols §3).
    virtual std::vector<std::optional<Reply>> resolve(std::span<const Proposal> proposals) = 0;

    // Events of a stream with version > after_version, in order.
    virtual std::vector<Record> read_stream(FederationNo federation, Uuid stream_id,
                                            std::int32_t after_version) = 0;
    // The same of many streams, in their order: one round trip instead of one each.
    virtual std::vector<std::vector<Record>> read_streams(
        std::span<const StreamPosition> streams) = 0;
    // Events with offset > after, in order, at most `limit`.
    virtual std::vector<Record> read(FederationNo federation, std::int64_t after, int limit) = 0;
    // Of the federations that lie here.
    virtual std::vector<Head> heads() = 0;
    // Asks for the heads, and of each place whose federation lies here for at most `limit` records
    // behind it; a database is at work from then on.
    virtual Answer ask(std::span<const Behind> places, int limit);
    virtual Cursor cursor(const std::string& consumer, const std::string& source,
                          FederationNo federation) = 0;
    // Takes over as the only mover of this cursor: raises its epoch and answers it. Throws
    // FederationAway.
    virtual std::int64_t take_over(const std::string& consumer, const std::string& source,
                                   FederationNo federation) = 0;
    virtual std::vector<ParkedRecord> parked(const std::string& consumer) = 0;
    // Ends a parking: retried with success, or resolved by a person with a reason. Throws
    // FederationAway.
    virtual void unpark(const ParkedRecord& record, const std::string& resolution) = 0;

    // Answers under the federation's lock, which proves that whatever was on its way has ended. A
    // command that the log does not hold then is barred: should it come after all, it is answered
    // Barred (protocols §7). Throws FederationAway.
    virtual Settlement settle(const Doubt& doubt) = 0;

    // Timers with due ≤ date in (due, stream, key) order, at most `limit`; and the first due date
    // of all.
    virtual std::vector<DueTimer> due_timers(Date date, int limit) = 0;
    virtual std::optional<Date> next_timer() = 0;

    // The service's business date (protocols §6): set once, then only forward (else
    // std::logic_error).
    virtual std::optional<Date> business_date() = 0;
    virtual void set_business_date(Date date) = 0;
};

}  // namespace haven::log
