// Decisions: commands decided on the states of their streams, which are kept for the next one.
//
// Thread rule: one thread; several may share the cache.
#pragma once

#include <optional>
#include <span>

#include "libs/writer/stream_cache.hpp"
#include "libs/writer/writer.hpp"

namespace haven::writer {

// A command as it stands in the batch that is being written.
struct Placed {
    const Submission* submission = nullptr;
    std::int32_t version = 0;  // that it was decided on
    StatePtr before = nullptr;
    Decided decided = {};
    std::optional<Error> refusal = std::nullopt;  // if it stands, and is not a repeat's
    StatePtr after = nullptr;
};

class Decisions {
  public:
    // Both must outlive this.
    Decisions(log::Log& log, StreamCache& cache) : log_(log), cache_(cache) {}

    // Reads the streams of a batch that are not known yet, in one round trip. What the log throws
    // passes through.
    void prefetch(std::span<const Submission* const> batch);
    // Of a submission that outlives the answer. A refusal is to be proposed as well (Proposal::
    // refused): nothing but the log knows whether it stands. What the log throws passes through.
    Placed decide(const Submission& submission);
    // The same where a refusal is the last word.
    Placed decide_for_good(const Submission& submission);
    // Keeps the states that have become true, drops those that lost.
    void remember(std::span<Placed> placed, std::span<const log::Outcome> outcomes);

  private:
    CachedStream load(const Submission& submission);
    CachedStream read_on(const Submission& submission, const CachedStream& stream);

    log::Log& log_;
    StreamCache& cache_;
};

}  // namespace haven::writer
