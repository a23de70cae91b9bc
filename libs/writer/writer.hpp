// Writer: gathers concurrent commands and commits them as one transaction; nobody else appends
// (design §4, protocols §3).
//
//     writer.submit({.aggregate = &household, .stream = id, …, .command = Household::Command{…}},
//                   [](Result<Reply> reply) { … });
//
// A writer has one or several lanes, each a log object of its own on the same database: under load
// they write disjoint federations side by side (job_queue.hpp).
//
// Several databases have a writer each: libs/writer/sharded_writer.hpp. Who has something to be
// written knows a Submitter only.
//
// Thread rule: submit() from any thread; it never blocks, except with Waits::Yes, which no
// completion may use. step() of each lane from one thread at a time. Completions run on the thread
// of that step(), or of the submit() that wrote the command itself.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/log/log.hpp"
#include "libs/writer/aggregate.hpp"

namespace haven::writer {

using log::Reply;

struct Submission {
    const Aggregate* aggregate = nullptr;
    FederationNo federation;
    Uuid stream;
    Uuid command_id;
    // Covers the sealed command without `at`, and the caller's staff id (protocols §2).
    log::Digest request_hash{};
    log::Meta meta;
    // With one, a lost race answers ABORTED VERSION_CONFLICT; without, it is decided again up to 5
    // times.
    std::optional<std::int32_t> expected_version = std::nullopt;
    std::any command;  // of the aggregate's Command type
};

// Refusals: the decider's own reasons; COMMAND_ID_REUSED (Invalid), VERSION_CONFLICT (Conflict),
// ALREADY_HELD (Duplicate; metadata "claim", "holder"), QUOTA_FULL (Refused; metadata "quota"),
// COMMAND_BARRED (Conflict: it came so late that it was given up),
// QUEUE_FULL (Exhausted; metadata "limit"), TOO_MANY_EVENTS and RECORD_TOO_LARGE (Invalid; metadata
// "limit"), FEDERATION_MOVING, SHUTTING_DOWN and WRITE_FAILED (Unavailable).
using Completion = std::move_only_function<void(Result<Reply>)>;

// The commands of n consecutive records and the move of their consumer's cursor (protocols §4). No
// two of the commands may name the same stream.
struct Unit {
    std::vector<Submission> commands;
    log::CursorMove move;
};

struct UnitOutcome {
    enum class Kind {
        Committed,
        CursorMoved,  // somebody else moved the cursor, or our epoch is over
        Refused,      // command `index` was refused with `error`, or the whole unit with an error
                      // of ErrorKind::Unavailable; nothing was written
        Failed,       // the environment (or a full queue): try again later; never a reason to park
    };
    Kind kind = Kind::Committed;
    std::size_t index = 0;
    std::optional<Error> error = std::nullopt;
};
using UnitCompletion = std::move_only_function<void(UnitOutcome)>;

struct Options {
    std::size_t queue_limit = 4096;  // waiting submissions; over it QUEUE_FULL
    std::size_t batch_limit = 256;   // commands of one transaction
    std::size_t cached_streams = 10'000;
    int decide_again_limit = 5;
};

// Whether the caller's thread would wait for the answer anyway. Where it would, and nothing is
// under way, it writes the command itself and no other thread has to be woken: submit() then blocks
// as long as the database takes for a transaction.
enum class Waits { No, Yes };

class Submitter {
  public:
    virtual ~Submitter() = default;
    virtual void submit(Submission submission, Completion done, Waits waits = Waits::No) = 0;
    virtual void submit_unit(Unit unit, UnitCompletion done, Waits waits = Waits::No) = 0;
};

class Writer final : public Submitter {
  public:
    // `now` is the machine's clock (protocols §6); the log must outlive the writer.
    Writer(std::unique_ptr<log::Log> log, std::function<Instant()> now, Options options = {});
    Writer(std::vector<std::unique_ptr<log::Log>> lanes, std::function<Instant()> now,
           Options options = {});
    ~Writer() override;

    void submit(Submission submission, Completion done, Waits waits = Waits::No) override;
    void submit_unit(Unit unit, UnitCompletion done, Waits waits = Waits::No) override;

    // Commits what waits, at most one batch. True if there was anything to do. Environment errors
    // are handled inside: reconnect, look up what the lost COMMIT did, answer or keep waiting.
    bool step(std::size_t lane = 0);
    // Blocks until there is something to do for the lane or `timeout_ms` has passed. From the
    // thread of its step().
    void wait(int timeout_ms, std::size_t lane = 0);
    [[nodiscard]] std::size_t lanes() const;
    // To be set before the first step(). Called (on a step()'s thread, so perhaps by two at once)
    // when a batch with events has committed, before its commands are answered: wakes consumers.
    void on_commit(std::function<void()> wake);
    // Answers everything waiting with FEDERATION_MOVING/SHUTTING_DOWN and refuses new work.
    void stop();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// submit() and wait for the answer, for handlers that may block. DEADLINE_EXCEEDED is
// ErrorKind::Unavailable with reason DEADLINE_EXCEEDED: the command may still commit. It comes late
// where the caller's own thread is held up by the database.
Result<Reply> submit_and_wait(Submitter& writer, Submission submission, int timeout_ms);

}  // namespace haven::writer
