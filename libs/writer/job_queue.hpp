// JobQueue: what waits to be written, in order of arrival, for one or several lanes.
//
// While few jobs wait, lane 0 takes them all: one large batch costs less than two small ones. From
// kWorthSplitting on, each lane takes those of its own federations, so that one forms and sends a
// batch while another's commits. A federation that one lane is writing is left alone by the others:
// they would only wait for its head.
//
// Thread rule: enqueue…(), wake() and stop() from any thread; what names a lane from that lane's
// thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_set>
#include <vector>

#include "libs/writer/writer.hpp"

namespace haven::writer {

// A client's command, or a consumer's unit.
struct Job {
    std::vector<Submission> commands;
    std::optional<log::CursorMove> move;
    Completion done;           // of a client's command
    UnitCompletion unit_done;  // of a unit
    int tries = 0;             // lost races
    int failures = 0;          // of the environment while it was in a batch
    bool in_log = false;       // found there after one: written again, it gets its reply

    [[nodiscard]] bool is_unit() const { return move.has_value(); }
    // Whose head it locks first, and mostly alone.
    [[nodiscard]] FederationNo home() const {
        return commands.empty() ? move->federation : commands.front().federation;
    }
    [[nodiscard]] bool is_answered() const { return !done && !unit_done; }
    // What it takes of the queue's limit: a unit without commands takes a place too.
    [[nodiscard]] std::size_t places() const { return std::max<std::size_t>(commands.size(), 1); }

    void answer(Result<Reply> reply) { std::exchange(done, nullptr)(std::move(reply)); }
    void answer_unit(UnitOutcome outcome) { std::exchange(unit_done, nullptr)(std::move(outcome)); }
    void fail(Error error);
};

class JobQueue {
  public:
    using Clock = std::chrono::steady_clock;

    // `limit` in places, `batch_limit` in commands of one batch.
    JobQueue(std::size_t limit, std::size_t batch_limit, std::size_t lanes)
        : limit_(limit), batch_limit_(batch_limit), arrived_(lanes), hands_(lanes) {}

    // Answers it at once when there is no place, or after stop().
    void enqueue(Job job);
    // The same, but where nothing waits and nothing is being written no lane is woken, and it says
    // true: who enqueues is to take lane 0's batch itself, or to wake() it. Not where the last
    // batch had company: of many callers the first to come would write its one command while the
    // others wait, and a lane that has to be woken first finds several.
    [[nodiscard]] bool enqueue_as_only(Job job);
    void wake(std::size_t lane);
    // Blocks until there is a job for this lane, but at least until `not_before` and at most until
    // `deadline`.
    void wait(std::size_t lane, Clock::time_point not_before, Clock::time_point deadline);

    // Jobs whose streams do not meet; one that has to wait holds back the later ones of its
    // streams. After a failure one at a time, so that a job which no database takes hurts itself
    // only. The lane must finish() the batch before it takes another.
    std::vector<Job> take_batch(std::size_t lane);
    void finish(std::size_t lane);
    // To the front, without those that were answered.
    void give_back(std::vector<Job> jobs);
    // Marks the jobs with one of these commands as in the log.
    void note_in_log(const std::unordered_set<Uuid>& command_ids);
    // Jobs with more failures than this, except those that are in the log.
    std::vector<Job> take_failed(int failures);

    // Answers all with SHUTTING_DOWN.
    void stop();

    // From so many commands that wait or are being written on, the lanes part. What is being
    // written counts too: callers who wait for it come back, and a lane that looked only at those
    // that wait would find few and leave them to the other.
    static constexpr std::size_t kWorthSplitting = 32;

  private:
    enum class Lanes { AreWoken, AreLeftAsleepIfIdle };
    bool enqueue(Job job, Lanes lanes);
    [[nodiscard]] bool worth_splitting() const { return places_ + in_hand() >= kWorthSplitting; }
    [[nodiscard]] std::size_t in_hand() const;
    // Who takes it, as much as there is to do now.
    [[nodiscard]] std::size_t lane_of(const Job& job) const;
    [[nodiscard]] bool may_take(std::size_t lane, const Job& job) const;
    void wake_all();

    const std::size_t limit_;
    const std::size_t batch_limit_;
    std::mutex mutex_;
    std::deque<std::condition_variable> arrived_;  // by lane
    std::deque<Job> jobs_;
    std::size_t places_ = 0;
    // What a lane has taken and not finished.
    struct Hand {
        std::set<FederationNo> homes;
        std::size_t places = 0;
    };
    std::vector<Hand> hands_;     // by lane
    std::size_t last_batch_ = 0;  // its places
    bool stopped_ = false;
};

}  // namespace haven::writer
