#include "libs/writer/writer.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <unordered_set>

#include "libs/base/fault_point.hpp"
#include "libs/writer/decisions.hpp"
#include "libs/writer/job_queue.hpp"
#include "libs/writer/verdict.hpp"

namespace haven::writer {
namespace {

using log::Outcome;
using log::Proposal;
using log::Verdict;
using Clock = JobQueue::Clock;

// A job that fails alone so often while the database answers is given up.
constexpr int kEnvironmentTries = 5;
constexpr auto kFirstBackOff = std::chrono::milliseconds(20);
constexpr auto kLongestBackOff = std::chrono::milliseconds(1'000);

// What the lanes of a writer share.
struct Shared {
    Shared(std::function<Instant()> clock, const Options& options, std::size_t lanes)
        : now(std::move(clock)),
          decide_again_limit(options.decide_again_limit),
          queue(options.queue_limit, options.batch_limit, lanes),
          cache(options.cached_streams) {}

    const std::function<Instant()> now;
    const int decide_again_limit;
    std::function<void()> wake;
    JobQueue queue;
    StreamCache cache;
};

// One connection of the writer, stepped by one thread at a time: its own, or that of a caller who
// found the writer idle.
class Lane {
  public:
    Lane(std::size_t number, std::unique_ptr<log::Log> log, Shared& shared)
        : number_(number), log_(std::move(log)), shared_(shared), decisions_(*log_, shared.cache) {}

    void wait(int timeout_ms) {
        const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
        shared_.queue.wait(number_, not_before(), deadline);
    }

    bool step() {
        const std::lock_guard work(at_work_);
        return write_batch();
    }

    // One step on a caller's thread, unless another has the lane or the environment is down.
    bool step_for_caller() {
        const std::unique_lock work(at_work_, std::try_to_lock);
        return work.owns_lock() && !broken_ && write_batch();
    }

  private:
    // While the environment is down there is nothing to do before the next try.
    Clock::time_point not_before() {
        const std::lock_guard work(at_work_);
        return broken_ ? retry_at_ : Clock::time_point::min();
    }

    bool write_batch() {
        if (broken_ && !recover()) return false;
        std::vector<Job> jobs = shared_.queue.take_batch(number_);
        if (jobs.empty()) return false;
        try {
            write(jobs);
        } catch (const std::exception&) {
            // The environment failed. What was sent may have committed: a job that is written again
            // under the same command id finds its reply then, a unit finds its cursor moved to its
            // own place. What is cached may be from before the failure (protocols §3).
            broken_ = true;
            shared_.cache.clear();
            retry_at_ = Clock::now();
            for (Job& job : jobs) ++job.failures;
            shared_.queue.give_back(std::move(jobs));
        }
        shared_.queue.finish(number_);
        HAVEN_FAULT_POINT("writer.between_batches");
        return true;
    }

    // Reconnects, and by taking the heads' locks proves that the transaction whose answer was lost
    // has ended (protocols §3). False while the environment is still down.
    bool recover() {
        if (Clock::now() < retry_at_) return false;
        std::unordered_set<Uuid> present;
        try {
            if (uncertain_.empty()) static_cast<void>(log_->heads());  // does it answer at all?
            const auto replies = log_->resolve(uncertain_);
            for (std::size_t i = 0; i < replies.size(); ++i) {
                if (replies[i]) present.insert(uncertain_[i].command_id);
            }
        } catch (const std::exception&) {
            back_off_ = std::min(back_off_ * 2, kLongestBackOff);
            retry_at_ = Clock::now() + back_off_;
            return false;
        }
        uncertain_.clear();
        back_off_ = kFirstBackOff;
        broken_ = false;
        shared_.queue.note_in_log(present);
        for (Job& job : shared_.queue.take_failed(kEnvironmentTries)) job.fail(write_failed());
        return true;
    }

    void write(std::vector<Job>& jobs) {
        std::vector<const Submission*> submissions;
        for (const Job& job : jobs) {
            for (const Submission& submission : job.commands) submissions.push_back(&submission);
        }
        decisions_.prefetch(submissions);
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
        const auto answers =
            append(batch, [&](std::size_t i, std::int64_t offset, Instant recorded_at) {
                if (HAVEN_PLANTED("reply_before_commit")) answer_early(written, i, batch, offset);
                return project(placed[i], batch.proposals[i], offset, recorded_at);
            });
        uncertain_.clear();
        settle(written, placed, answers);
    }

    log::Log::Appended append(log::Batch& batch, const log::Projector& projector) {
        if (HAVEN_PLANTED("cursor_outside_transaction") && !batch.cursor_moves.empty()) {
            const log::Batch moves{{}, std::exchange(batch.cursor_moves, {})};
            auto moved = log_->append(moves, shared_.now(), projector).cursor_outcomes;
            return {log_->append(batch, shared_.now(), projector).outcomes, std::move(moved)};
        }
        return log_->append(batch, shared_.now(), projector);
    }

    // Only for the planted bug: tells the caller what the log is about to say.
    static void answer_early(std::span<const std::pair<Job*, std::size_t>> written, std::size_t i,
                             const log::Batch& batch, std::int64_t first_offset) {
        const auto count = static_cast<std::int32_t>(batch.proposals[i].events.size());
        for (const auto& [job, first] : written) {
            if (first != i || job->is_unit()) continue;
            job->answer(
                Reply{batch.proposals[i].expected_version + count, first_offset + count - 1});
            job->done = [](const Result<Reply>&) {};
        }
    }

    // Decides the job's commands. False when a unit is refused and answered already.
    bool place(Job& job, std::vector<Placed>& placed) {
        const std::size_t first = placed.size();
        for (const Submission& submission : job.commands) {
            Placed place = job.is_unit() ? decisions_.decide_for_good(submission)
                                         : decisions_.decide(submission);
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
                              .expected_version = placed[i].version,
                              .command_id = submission.command_id,
                              .request_hash = submission.request_hash,
                              .meta = log::encode_meta(submission.meta)};
            proposal.refused = placed[i].refusal.has_value();
            if (!proposal.refused) {
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
        if (events && shared_.wake) shared_.wake();
        std::size_t move = 0;
        std::vector<Job> again;
        for (auto& [job, first] : written) {
            const std::span outcomes(answers.outcomes.data() + first, job->commands.size());
            decisions_.remember(std::span(placed).subspan(first, job->commands.size()), outcomes);
            const bool retry = job->is_unit()
                                   ? !settle_unit(*job, outcomes, answers.cursor_outcomes[move++])
                                   : !settle_command(*job, placed[first], outcomes[0]);
            if (retry) again.push_back(std::move(*job));
        }
        shared_.queue.give_back(std::move(again));
    }

    // False when it is to be decided again.
    bool settle_command(Job& job, const Placed& placed, const Outcome& outcome) {
        switch (outcome.verdict) {
            case Verdict::Committed:
            case Verdict::Repeated:
                job.answer(outcome.reply);
                return true;
            case Verdict::Refused:
                job.answer(std::unexpected(*placed.refusal));
                return true;
            case Verdict::VersionConflict:
                // What was refused on a version that is over may be right on the next.
                if (placed.submission->expected_version && !placed.refusal) break;
                if (HAVEN_PLANTED("loser_not_redone")) {
                    job.answer(outcome.reply);
                    return true;
                }
                if (++job.tries <= shared_.decide_again_limit) return false;
                break;
            default:
                break;
        }
        job.answer(std::unexpected(error_of(outcome)));
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
        if (move.verdict == Verdict::FederationClosed) {
            job.answer_unit({UnitOutcome::Kind::Refused, 0, error_of(move)});
            return true;
        }
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const Verdict verdict = outcomes[i].verdict;
            if (verdict == Verdict::VersionConflict) {
                if (++job.tries <= shared_.decide_again_limit) return false;
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

    const std::size_t number_;
    std::unique_ptr<log::Log> log_;
    Shared& shared_;
    Decisions decisions_;
    std::mutex at_work_;  // all below and the log
    bool broken_ = false;
    std::vector<Proposal> uncertain_;  // sent, and no answer had yet; keys and ids only
    std::chrono::milliseconds back_off_ = kFirstBackOff;
    Clock::time_point retry_at_;
};

}  // namespace

class Writer::Impl {
  public:
    Impl(std::vector<std::unique_ptr<log::Log>> logs, std::function<Instant()> now,
         const Options& options)
        : shared(std::move(now), options, logs.size()) {
        for (auto& log : logs) {
            lanes.push_back(std::make_unique<Lane>(lanes.size(), std::move(log), shared));
        }
    }

    void take(Job job, Waits waits) {
        if (waits == Waits::No) return shared.queue.enqueue(std::move(job));
        if (!shared.queue.enqueue_as_only(std::move(job))) return;
        if (!lanes.front()->step_for_caller()) shared.queue.wake(0);
    }

    Shared shared;
    std::vector<std::unique_ptr<Lane>> lanes;
};

Writer::Writer(std::unique_ptr<log::Log> log, std::function<Instant()> now, Options options)
    : Writer(
          [&] {
              std::vector<std::unique_ptr<log::Log>> one;
              one.push_back(std::move(log));
              return one;
          }(),
          std::move(now), options) {}
Writer::Writer(std::vector<std::unique_ptr<log::Log>> lanes, std::function<Instant()> now,
               Options options)
    : impl_(std::make_unique<Impl>(std::move(lanes), std::move(now), options)) {}
Writer::~Writer() {
    impl_->shared.queue.stop();
}

void Writer::submit(Submission submission, Completion done, Waits waits) {
    HAVEN_CHECK(submission.aggregate != nullptr);
    Job job;
    job.commands.push_back(std::move(submission));
    job.done = std::move(done);
    impl_->take(std::move(job), waits);
}

void Writer::submit_unit(Unit unit, UnitCompletion done, Waits waits) {
    Job job;
    job.commands = std::move(unit.commands);
    job.move = std::move(unit.move);
    job.unit_done = std::move(done);
    impl_->take(std::move(job), waits);
}

std::size_t Writer::lanes() const {
    return impl_->lanes.size();
}
bool Writer::step(std::size_t lane) {
    return impl_->lanes.at(lane)->step();
}
void Writer::wait(int timeout_ms, std::size_t lane) {
    impl_->lanes.at(lane)->wait(timeout_ms);
}
void Writer::on_commit(std::function<void()> wake) {
    impl_->shared.wake = std::move(wake);
}
void Writer::stop() {
    impl_->shared.queue.stop();
}

Result<Reply> submit_and_wait(Submitter& writer, Submission submission, int timeout_ms) {
    // Shared with the completion, which may come after the caller has given up.
    struct Slot {
        std::mutex mutex;
        std::condition_variable filled;
        std::optional<Result<Reply>> reply;
    };
    const auto slot = std::make_shared<Slot>();
    // From here: who writes itself may have spent all of it when submit() returns (ADR 27).
    const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
    writer.submit(
        std::move(submission),
        [slot](Result<Reply> reply) {
            {
                const std::lock_guard lock(slot->mutex);
                slot->reply = std::move(reply);
            }
            slot->filled.notify_one();  // after the lock: who is woken needs it at once
        },
        Waits::Yes);
    std::unique_lock lock(slot->mutex);
    const bool answered =
        slot->filled.wait_until(lock, deadline, [&] { return slot->reply.has_value(); });
    if (answered) return *std::move(slot->reply);
    return failure(ErrorKind::Unavailable, "DEADLINE_EXCEEDED",
                   "no answer in time; the command may still be carried out, repeat it to know");
}

}  // namespace haven::writer
