#include "libs/writer/decisions.hpp"

#include "libs/writer/verdict.hpp"

namespace haven::writer {
namespace {

using log::Verdict;

Placed decide_on(const Submission& submission, const CachedStream& stream) {
    Placed placed{.submission = &submission, .version = stream.version, .before = stream.state};
    if (submission.expected_version && *submission.expected_version != placed.version) {
        placed.refusal = error_of({.verdict = Verdict::VersionConflict});
        return placed;
    }
    const Context by{submission.meta.actor, submission.meta.at, submission.meta.business_date,
                     submission.federation};
    auto decided = submission.aggregate->decide(placed.before, submission.command, by);
    if (!decided) {
        placed.refusal = std::move(decided).error();
    } else if (auto too_large = over_a_limit(*decided, submission.meta)) {
        placed.refusal = std::move(too_large);
    } else {
        placed.decided = *std::move(decided);
    }
    return placed;
}

// Of those who lose, whose stream was where we thought.
bool finds_version(Verdict verdict) {
    return verdict == Verdict::Refused || verdict == Verdict::ClaimTaken ||
           verdict == Verdict::QuotaFull;
}

CachedStream evolved(const Submission& submission, CachedStream stream,
                     std::span<const log::Record> records) {
    for (const log::Record& record : records) {
        stream.state = submission.aggregate->evolve(std::move(stream.state), record);
        stream.version = record.version;
    }
    return stream;
}

}  // namespace

Placed Decisions::decide(const Submission& submission) {
    const auto cached = cache_.find(key_of(submission));
    return decide_on(submission, cached ? *cached : load(submission));
}

// Unlike a decision, which the version check judges, nothing would notice of a refusal that the
// cache is behind another writer.
Placed Decisions::decide_for_good(const Submission& submission) {
    const StreamKey key = key_of(submission);
    const auto cached = cache_.find(key);
    if (!cached) return decide(submission);
    const CachedStream& stream = *cached;
    Placed placed = decide_on(submission, stream);
    if (!placed.refusal) return placed;
    CachedStream current = read_on(submission, stream);
    if (current.version == stream.version) return placed;
    placed = decide_on(submission, current);
    cache_.put(key, std::move(current));
    return placed;
}

void Decisions::remember(std::span<Placed> placed, std::span<const log::Outcome> outcomes) {
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const StreamKey key = key_of(*placed[i].submission);
        const Verdict verdict = outcomes[i].verdict;
        if (verdict == Verdict::Committed) {
            if (placed[i].after) {
                cache_.put(key, {outcomes[i].reply.version, std::move(placed[i].after)});
            }
        } else if (!finds_version(verdict)) {
            cache_.drop(key);
        }
    }
}

void Decisions::prefetch(std::span<const Submission* const> batch) {
    std::vector<const Submission*> unknown;
    std::vector<log::StreamPosition> streams;
    for (const Submission* submission : batch) {
        if (cache_.find(key_of(*submission))) continue;
        unknown.push_back(submission);
        streams.push_back({submission->federation, submission->stream, 0});
    }
    if (unknown.empty()) return;
    const auto records = log_.read_streams(streams);
    for (std::size_t i = 0; i < unknown.size(); ++i) {
        cache_.put(key_of(*unknown[i]),
                   evolved(*unknown[i], {0, unknown[i]->aggregate->initial()}, records[i]));
    }
}

// What prefetch() has read may have left the cache again.
CachedStream Decisions::load(const Submission& submission) {
    CachedStream stream = read_on(submission, {0, submission.aggregate->initial()});
    cache_.put(key_of(submission), stream);
    return stream;
}

CachedStream Decisions::read_on(const Submission& submission, const CachedStream& stream) {
    return evolved(submission, stream,
                   log_.read_stream(submission.federation, submission.stream, stream.version));
}

}  // namespace haven::writer
