#include "libs/writer/writer.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_set>

#include "libs/writer/stream_cache.hpp"

namespace haven::writer {
namespace {

using log::Outcome;
using log::Proposal;
using log::Verdict;

// No stream ever has this version: a proposal that expects it can only turn out to be a repeat or
// lose.
constexpr std::int32_t kProbe = -1;
// A job that fails alone so often while the database answers is given up.
constexpr int kEnvironmentTries = 5;
// Design §10. A service's name, which the record also holds, is shorter than this one.
constexpr std::size_t kMaxEventsACommand = 4'000;
constexpr std::string_view kLongServiceName = "a-service-name-longer-than-any";
constexpr auto kFirstBackOff = std::chrono::milliseconds(20);
constexpr auto kLongestBackOff = std::chrono::milliseconds(1'000);

Error error_of(const Outcome& outcome) {
    switch (outcome.verdict) {
        case Verdict::CommandIdReused:
            return {
                ErrorKind::Invalid,
                "COMMAND_ID_REUSED",
                "this command_id was used for another command",
                {},
                {{"command_id", "a new UUID for each command; the same one only to repeat it"}}};
        case Verdict::VersionConflict:
            return {ErrorKind::Conflict, "VERSION_CONFLICT", "somebody else changed it first"};
        case Verdict::ClaimTaken:
            return {ErrorKind::Duplicate,
                    "ALREADY_HELD",
                    outcome.detail + " is already held by " + outcome.holder.to_string(),
                    {{"claim", outcome.detail}, {"holder", outcome.holder.to_string()}}};
        case Verdict::QuotaFull:
            return {ErrorKind::Refused,
                    "QUOTA_FULL",
                    "the limit of " + outcome.detail + " is reached",
                    {{"quota", outcome.detail}}};
        case Verdict::FederationClosed:
            return {ErrorKind::Unavailable, "FEDERATION_MOVING",
                    "this federation is not open here; try again"};
        case Verdict::Committed:
        case Verdict::Repeated:
        case Verdict::CursorMoved:
        case Verdict::UnitLost:
            break;
    }
    HAVEN_CHECK(false);
    return {};
}

// A client's command, or a consumer's unit.
struct Job {
    std::vector<Submission> commands;
    std::optional<log::CursorMove> move;
    Completion done;           // of a client's command
    UnitCompletion unit_done;  // of a unit
    int tries = 0;             // lost races
    int failures = 0;          // of the environment while it was in a batch

    void answer(Result<Reply> reply) { std::exchange(done, nullptr)(std::move(reply)); }
    void answer_unit(UnitOutcome outcome) { std::exchange(unit_done, nullptr)(std::move(outcome)); }
    [[nodiscard]] bool is_unit() const { return move.has_value(); }
    void fail(Error error) {
        if (!is_unit()) return answer(std::unexpected(std::move(error)));
        answer_unit({UnitOutcome::Kind::Failed, 0, std::move(error)});
    }
};

// A command as it stands in the batch that is being written.
struct Placed {
    const Submission* submission = nullptr;
    std::int32_t version = 0;  // that it was decided on
    StatePtr before = nullptr;
    Decided decided = {};
    std::optional<Error> refusal = std::nullopt;  // the decider's, unless it is a repeat
    StatePtr after = nullptr;
};

// What a job takes of the queue's limit: a unit without commands takes a place too.
std::size_t places_of(const Job& job) {
    return std::max<std::size_t>(job.commands.size(), 1);
}

Error shutting_down() {
    return {ErrorKind::Unavailable, "SHUTTING_DOWN", "this process is stopping"};
}

StreamKey key_of(const Submission& submission) {
    return {submission.federation, submission.stream};
}

// The limits that keep a log readable everywhere; the log itself aborts on more.
std::optional<Error> over_a_limit(const Decided& decided, const log::Meta& meta) {
    if (decided.events.size() > kMaxEventsACommand) {
        return Error{ErrorKind::Invalid,
                     "TOO_MANY_EVENTS",
                     "one command makes at most " + std::to_string(kMaxEventsACommand) + " events",
                     {{"limit", std::to_string(kMaxEventsACommand)}}};
    }
    const std::string encoded_meta = log::encode_meta(meta);
    const bool too_large = std::ranges::any_of(decided.events, [&](const log::NewEvent& event) {
        return log::record_size(kLongServiceName, event.type, encoded_meta, event.payload) >
               log::kMaxRecordBytes;
    });
    if (!too_large) return std::nullopt;
    return Error{ErrorKind::Invalid,
                 "RECORD_TOO_LARGE",
                 "one event takes at most " + std::to_string(log::kMaxRecordBytes) + " bytes",
                 {{"limit", std::to_string(log::kMaxRecordBytes)}}};
}

}  // namespace

class Writer::Impl {
  public:
    Impl(std::unique_ptr<log::Log> log, std::function<Instant()> now, Options options)
        : log_(std::move(log)),
          now_(std::move(now)),
          options_(options),
          cache_(options.cached_streams) {}

    void enqueue(Job job) {
        std::unique_lock lock(mutex_);
        if (stopped_ || waiting_ >= options_.queue_limit) {
            const bool stopped = stopped_;
            lock.unlock();
            if (stopped) {
                job.fail(shutting_down());
            } else {
                job.fail({ErrorKind::Exhausted,
                          "QUEUE_FULL",
                          "more than " + std::to_string(options_.queue_limit) +
                              " commands are waiting; try again",
                          {{"limit", std::to_string(options_.queue_limit)}}});
            }
            return;
        }
        waiting_ += places_of(job);
        queue_.push_back(std::move(job));
        arrived_.notify_one();
    }

    void wait(int timeout_ms) {
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                          [this] { return stopped_ || !queue_.empty(); });
    }

    bool step() {
        if (broken_ && !recover()) return false;
        std::vector<Job> jobs = take_batch();
        if (jobs.empty()) return false;
        try {
            write(jobs);
        } catch (const std::exception&) {
            // The environment failed. What was sent may have committed: a job that is written again
            // under the same command id finds its reply then, a unit finds its cursor moved to its
            // own place.
            broken_ = true;
            cache_.clear();
            retry_at_ = std::chrono::steady_clock::now();
            for (Job& job : jobs) ++job.failures;
            give_back(std::move(jobs));
        }
        return true;
    }

    void on_commit(std::function<void()> wake) { wake_ = std::move(wake); }

    void stop() {
        std::deque<Job> left;
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
            left.swap(queue_);
            waiting_ = 0;
            arrived_.notify_all();
        }
        for (Job& job : left) {
            job.fail(shutting_down());
        }
    }

  private:
    // Jobs whose streams do not meet, in order of arrival; one that has to wait holds back the
    // later ones of its streams.
    std::vector<Job> take_batch() {
        const std::lock_guard lock(mutex_);
        std::vector<Job> jobs;
        std::deque<Job> left;
        std::unordered_set<StreamKey, StreamKeyHash> used;
        std::size_t commands = 0;
        // After a failure one at a time, so that a job which no database takes hurts itself only.
        const bool alone = !queue_.empty() && queue_.front().failures > 0;
        for (Job& job : queue_) {
            const auto meets = [&](const Submission& s) { return used.contains(key_of(s)); };
            const bool fits =
                commands == 0 || (!alone && commands + job.commands.size() <= options_.batch_limit);
            const bool free = std::ranges::none_of(job.commands, meets);
            for (const Submission& s : job.commands) used.insert(key_of(s));
            if (!fits || !free) {
                left.push_back(std::move(job));
                continue;
            }
            commands += places_of(job);
            jobs.push_back(std::move(job));
        }
        queue_.swap(left);
        waiting_ -= std::min(waiting_, commands);
        return jobs;
    }

    void give_back(std::vector<Job> jobs) {
        std::erase_if(jobs, [](const Job& job) { return !job.done && !job.unit_done; });
        {
            const std::lock_guard lock(mutex_);
            if (!stopped_) {
                for (const Job& job : jobs) waiting_ += places_of(job);
                queue_.insert(queue_.begin(), std::make_move_iterator(jobs.begin()),
                              std::make_move_iterator(jobs.end()));
                return;
            }
        }
        for (Job& job : jobs) job.fail(shutting_down());
    }

    // Reconnects, and by taking the heads' locks proves that the transaction whose answer was lost
    // has ended (protocols §3). False while the environment is still down.
    bool recover() {
        if (std::chrono::steady_clock::now() < retry_at_) return false;
        std::unordered_set<Uuid> present;
        try {
            if (uncertain_.empty()) static_cast<void>(log_->heads());  // does it answer at all?
            const auto replies = log_->resolve(uncertain_);
            for (std::size_t i = 0; i < replies.size(); ++i) {
                if (replies[i]) present.insert(uncertain_[i].command_id);
            }
        } catch (const std::exception&) {
            back_off_ = std::min(back_off_ * 2, kLongestBackOff);
            retry_at_ = std::chrono::steady_clock::now() + back_off_;
            return false;
        }
        uncertain_.clear();
        back_off_ = kFirstBackOff;
        broken_ = false;
        give_up_on_hopeless(present);
        return true;
    }

    // Jobs that have failed too often, except those whose commands turn out to be in the log: these
    // are written again and find their reply there.
    void give_up_on_hopeless(const std::unordered_set<Uuid>& present) {
        std::vector<Job> given_up;
        {
            const std::lock_guard lock(mutex_);
            std::deque<Job> left;
            for (Job& job : queue_) {
                const bool committed = std::ranges::any_of(
                    job.commands, [&](const auto& s) { return present.contains(s.command_id); });
                if (job.failures <= kEnvironmentTries || committed) {
                    left.push_back(std::move(job));
                    continue;
                }
                waiting_ -= std::min(waiting_, places_of(job));
                given_up.push_back(std::move(job));
            }
            queue_.swap(left);
        }
        for (Job& job : given_up) {
            job.fail({ErrorKind::Unavailable, "WRITE_FAILED", "the database refused this command"});
        }
    }

    void write(std::vector<Job>& jobs) {
        log::Batch batch;
        std::vector<Placed> placed;
        std::vector<std::pair<Job*, std::size_t>> written;  // job, its first proposal
        for (Job& job : jobs) {
            const std::size_t first = placed.size();
            if (place(job, placed)) {
                propose(job, first, placed, batch);
                written.emplace_back(&job, first);
            }
        }
        if (written.empty()) return;
        for (const Proposal& proposal : batch.proposals) {
            uncertain_.push_back({.federation = proposal.federation,
                                  .stream_id = proposal.stream_id,
                                  .command_id = proposal.command_id,
                                  .request_hash = proposal.request_hash});
        }
        const auto answers = log_->append(
            batch, now_(), [&](std::size_t i, std::int64_t offset, Instant recorded_at) {
                return project(placed[i], batch.proposals[i], offset, recorded_at);
            });
        uncertain_.clear();
        settle(written, placed, answers);
    }

    // Decides the job's commands. False when a unit is refused and answered already.
    bool place(Job& job, std::vector<Placed>& placed) {
        const std::size_t first = placed.size();
        for (const Submission& submission : job.commands) {
            Placed place = decide(submission);
            if (place.refusal && job.is_unit()) {
                const std::size_t index = placed.size() - first;
                job.answer_unit({UnitOutcome::Kind::Refused, index, std::move(place.refusal)});
                placed.resize(first);
                return false;
            }
            placed.push_back(std::move(place));
        }
        return true;
    }

    void propose(const Job& job, std::size_t first, const std::vector<Placed>& placed,
                 log::Batch& batch) {
        const auto unit = static_cast<std::int32_t>(first + batch.cursor_moves.size());
        for (std::size_t i = first; i < first + job.commands.size(); ++i) {
            const Submission& submission = *placed[i].submission;
            Proposal proposal{.unit = unit,
                              .federation = submission.federation,
                              .stream_id = submission.stream,
                              .expected_version = placed[i].refusal ? kProbe : placed[i].version,
                              .command_id = submission.command_id,
                              .request_hash = submission.request_hash,
                              .meta = log::encode_meta(submission.meta)};
            if (!placed[i].refusal) {
                proposal.events = placed[i].decided.events;
                proposal.claims = placed[i].decided.claims;
                proposal.quotas = placed[i].decided.quotas;
            }
            batch.proposals.push_back(std::move(proposal));
        }
        if (job.move) {
            batch.cursor_moves.push_back(*job.move);
            batch.cursor_moves.back().unit = unit;
        }
    }

    // A refusal is believed only after a look at the log: unlike a decision, which the version
    // check judges, nothing else would notice that the cache is behind another writer.
    Placed decide(const Submission& submission) {
        const bool cached = cache_.find(key_of(submission)) != nullptr;
        Placed placed = decide_on(submission, load(submission));
        if (placed.refusal && cached && catch_up(submission)) {
            placed = decide_on(submission, load(submission));
        }
        return placed;
    }

    static Placed decide_on(const Submission& submission, const CachedStream& stream) {
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

    // The cached stream, or what the log has of it.
    const CachedStream& load(const Submission& submission) {
        const StreamKey key = key_of(submission);
        if (const CachedStream* cached = cache_.find(key)) return *cached;
        cache_.put(key, read_on(submission, {0, submission.aggregate->initial()}));
        return *cache_.find(key);
    }

    // Adds to a cached stream what other writers have appended; false if that is nothing.
    bool catch_up(const Submission& submission) {
        const StreamKey key = key_of(submission);
        const CachedStream cached = *cache_.find(key);
        CachedStream current = read_on(submission, cached);
        const bool behind = current.version != cached.version;
        if (behind) cache_.put(key, std::move(current));
        return behind;
    }

    CachedStream read_on(const Submission& submission, CachedStream stream) {
        for (const log::Record& record :
             log_->read_stream(submission.federation, submission.stream, stream.version)) {
            stream.state = submission.aggregate->evolve(std::move(stream.state), record);
            stream.version = record.version;
        }
        return stream;
    }

    static RowsByOffset project(Placed& placed, const Proposal& proposal, std::int64_t first_offset,
                                Instant recorded_at) {
        const log::Meta& meta = placed.submission->meta;
        const log::EventContext context{proposal.federation,
                                        proposal.stream_id,
                                        proposal.expected_version + 1,
                                        first_offset,
                                        recorded_at,
                                        meta.actor,
                                        meta.business_date,
                                        meta.at};
        auto [after, rows] = placed.submission->aggregate->project(
            placed.before, placed.decided.domain_events, context);
        placed.after = std::move(after);
        return std::move(rows);
    }

    void settle(std::vector<std::pair<Job*, std::size_t>>& written, std::vector<Placed>& placed,
                const log::Log::Appended& answers) {
        // Before anybody is answered: who has the answer may look at once for what follows from it.
        bool events = false;
        for (std::size_t i = 0; i < placed.size(); ++i) {
            events = events || (answers.outcomes[i].verdict == Verdict::Committed &&
                                !placed[i].decided.events.empty());
        }
        if (events && wake_) wake_();
        std::size_t move = 0;
        std::vector<Job> again;
        for (auto& [job, first] : written) {
            const std::span outcomes(answers.outcomes.data() + first, job->commands.size());
            remember(std::span(placed).subspan(first, job->commands.size()), outcomes);
            const bool retry = job->is_unit()
                                   ? !settle_unit(*job, outcomes, answers.cursor_outcomes[move++])
                                   : !settle_command(*job, placed[first], outcomes[0]);
            if (retry) again.push_back(std::move(*job));
        }
        give_back(std::move(again));
    }

    void remember(std::span<Placed> placed, std::span<const Outcome> outcomes) {
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const StreamKey key = key_of(*placed[i].submission);
            if (outcomes[i].verdict == Verdict::Committed && placed[i].after) {
                cache_.put(key, {outcomes[i].reply.version, std::move(placed[i].after)});
            } else if (outcomes[i].verdict != Verdict::Committed && !placed[i].refusal) {
                cache_.drop(key);
            }
        }
    }

    // False when it is to be decided again.
    bool settle_command(Job& job, const Placed& placed, const Outcome& outcome) {
        switch (outcome.verdict) {
            case Verdict::Committed:
            case Verdict::Repeated:
                job.answer(outcome.reply);
                return true;
            case Verdict::VersionConflict:
                if (placed.refusal) break;
                if (placed.submission->expected_version) break;
                if (++job.tries <= options_.decide_again_limit) return false;
                break;
            default:
                break;
        }
        const bool own_refusal = placed.refusal && outcome.verdict == Verdict::VersionConflict;
        job.answer(std::unexpected(own_refusal ? *placed.refusal : error_of(outcome)));
        return true;
    }

    bool settle_unit(Job& job, std::span<const Outcome> outcomes, const Outcome& move) {
        if (move.verdict == Verdict::Committed) {
            job.answer_unit({});
            return true;
        }
        if (move.verdict == Verdict::CursorMoved) {
            job.answer_unit({UnitOutcome::Kind::CursorMoved});
            return true;
        }
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const Verdict verdict = outcomes[i].verdict;
            if (verdict == Verdict::VersionConflict) {
                if (++job.tries <= options_.decide_again_limit) return false;
                // A busy stream is no reason to park a record (protocols §4).
                job.answer_unit({UnitOutcome::Kind::Failed, i, error_of(outcomes[i])});
                return true;
            }
            if (verdict == Verdict::Committed || verdict == Verdict::Repeated ||
                verdict == Verdict::UnitLost) {
                continue;
            }
            job.answer_unit({UnitOutcome::Kind::Refused, i, error_of(outcomes[i])});
            return true;
        }
        HAVEN_CHECK(false);  // a unit that lost has a loser in it
        return true;
    }

    std::unique_ptr<log::Log> log_;
    std::function<Instant()> now_;
    const Options options_;
    std::function<void()> wake_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> queue_;
    std::size_t waiting_ = 0;
    bool stopped_ = false;

    // Of the stepping thread only:
    StreamCache cache_;
    bool broken_ = false;
    std::vector<Proposal> uncertain_;  // sent, and no answer had yet; keys and ids only
    std::chrono::milliseconds back_off_ = kFirstBackOff;
    std::chrono::steady_clock::time_point retry_at_;
};

Writer::Writer(std::unique_ptr<log::Log> log, std::function<Instant()> now, Options options)
    : impl_(std::make_unique<Impl>(std::move(log), std::move(now), options)) {}
Writer::~Writer() {
    impl_->stop();
}

void Writer::submit(Submission submission, Completion done) {
    HAVEN_CHECK(submission.aggregate != nullptr);
    Job job;
    job.commands.push_back(std::move(submission));
    job.done = std::move(done);
    impl_->enqueue(std::move(job));
}

void Writer::submit_unit(Unit unit, UnitCompletion done) {
    Job job;
    job.commands = std::move(unit.commands);
    job.move = std::move(unit.move);
    job.unit_done = std::move(done);
    impl_->enqueue(std::move(job));
}

bool Writer::step() {
    return impl_->step();
}
void Writer::wait(int timeout_ms) {
    impl_->wait(timeout_ms);
}
void Writer::on_commit(std::function<void()> wake) {
    impl_->on_commit(std::move(wake));
}
void Writer::stop() {
    impl_->stop();
}

Result<Reply> submit_and_wait(Writer& writer, Submission submission, int timeout_ms) {
    // Shared with the completion, which may come after the caller has given up.
    struct Slot {
        std::mutex mutex;
        std::condition_variable filled;
        std::optional<Result<Reply>> reply;
    };
    const auto slot = std::make_shared<Slot>();
    writer.submit(std::move(submission), [slot](Result<Reply> reply) {
        const std::lock_guard lock(slot->mutex);
        slot->reply = std::move(reply);
        slot->filled.notify_one();
    });
    std::unique_lock lock(slot->mutex);
    const bool answered = slot->filled.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                                                [&] { return slot->reply.has_value(); });
    if (answered) return *std::move(slot->reply);
    return failure(ErrorKind::Unavailable, "DEADLINE_EXCEEDED",
                   "no answer in time; the command may still be carried out, repeat it to know");
}

}  // namespace haven::writer
