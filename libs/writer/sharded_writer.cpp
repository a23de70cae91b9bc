#include "libs/writer/sharded_writer.hpp"

#include <algorithm>
#include <mutex>

namespace haven::writer {
namespace {

bool is_moving(const Error& error) {
    return error.reason == "FEDERATION_MOVING";
}

// What a unit is told of a command that was refused elsewhere.
UnitOutcome outcome_of(std::size_t index, Error error) {
    // A busy stream is no reason to park a record (protocols §4).
    const auto kind =
        error.reason == "VERSION_CONFLICT" ? UnitOutcome::Kind::Failed : UnitOutcome::Kind::Refused;
    return {kind, index, std::move(error)};
}

}  // namespace

// A unit whose commands for other shards are under way; shared by their completions.
class ShardedWriter::Split {
  public:
    Split(Unit home, std::vector<std::size_t> indexes, UnitCompletion done, std::size_t awaited)
        : home_(std::move(home)),
          indexes_(std::move(indexes)),
          done_(std::move(done)),
          awaited_(awaited) {}

    // Of the command at `index` of the unit; the last verdict lets the rest go on.
    void take(ShardedWriter& writer, std::size_t index, Result<Reply> reply) {
        {
            const std::lock_guard lock(mutex_);
            // The first of them in the unit's order, so that a repeat says the same.
            if (!reply && (!refused_ || index < refused_->index)) {
                refused_ = outcome_of(index, std::move(reply).error());
            }
            if (--awaited_ > 0) return;
        }
        if (refused_) return done_(*std::move(refused_));
        writer.submit_home(std::move(home_), std::move(indexes_), std::move(done_), Waits::No);
    }

  private:
    Unit home_;
    std::vector<std::size_t> indexes_;
    UnitCompletion done_;
    std::mutex mutex_;
    std::size_t awaited_;
    std::optional<UnitOutcome> refused_;
};

ShardedWriter::ShardedWriter(std::vector<std::unique_ptr<Writer>> shards,
                             std::shared_ptr<log::Placement> placement)
    : shards_(std::move(shards)), placement_(std::move(placement)) {
    HAVEN_CHECK(!shards_.empty() && (placement_ || shards_.size() == 1));
}

// One that stops may hand its last answers to completions that submit to another.
ShardedWriter::~ShardedWriter() {
    stop();
}

void ShardedWriter::stop() {
    for (const auto& shard : shards_) shard->stop();
}

void ShardedWriter::on_commit(const std::function<void()>& wake) {
    for (const auto& shard : shards_) shard->on_commit(wake);
}

void ShardedWriter::submit(Submission submission, Completion done, Waits waits) {
    if (!placement_) return shards_.front()->submit(std::move(submission), std::move(done), waits);
    const std::size_t shard = placement_->shard_of(submission.federation);
    submit_to(shard, std::make_shared<const Submission>(std::move(submission)), std::move(done),
              true, waits);
}

void ShardedWriter::submit_to(std::size_t shard, std::shared_ptr<const Submission> submission,
                              Completion done, bool again, Waits waits) {
    const auto before = placement_->find(submission->federation);
    Submission copy = *submission;
    shards_[shard]->submit(
        std::move(copy),
        [this, submission = std::move(submission), done = std::move(done), before,
         again](Result<Reply> reply) mutable {
            if (reply || !again || !is_moving(reply.error())) return done(std::move(reply));
            placement_->look();
            if (placement_->find(submission->federation) == before) return done(std::move(reply));
            const std::size_t now = placement_->shard_of(submission->federation);
            submit_to(now, std::move(submission), std::move(done), false, Waits::No);
        },
        waits);
}

void ShardedWriter::submit_unit(Unit unit, UnitCompletion done, Waits waits) {
    if (!placement_) return shards_.front()->submit_unit(std::move(unit), std::move(done), waits);
    const std::size_t home = placement_->shard_of(unit.move.federation);
    std::vector<std::size_t> indexes;
    std::vector<std::size_t> elsewhere;
    for (std::size_t i = 0; i < unit.commands.size(); ++i) {
        const bool here = placement_->shard_of(unit.commands[i].federation) == home;
        (here ? indexes : elsewhere).push_back(i);
    }
    Unit rest{.commands = {}, .move = std::move(unit.move)};
    for (const std::size_t i : indexes) rest.commands.push_back(std::move(unit.commands[i]));
    if (elsewhere.empty()) {
        return submit_home(std::move(rest), std::move(indexes), std::move(done), waits);
    }
    const auto split = std::make_shared<Split>(std::move(rest), std::move(indexes), std::move(done),
                                               elsewhere.size());
    for (const std::size_t i : elsewhere) {
        submit(std::move(unit.commands[i]),
               [this, split, i](Result<Reply> reply) { split->take(*this, i, std::move(reply)); });
    }
}

// `indexes`: of its commands in the unit that was submitted.
void ShardedWriter::submit_home(Unit unit, std::vector<std::size_t> indexes, UnitCompletion done,
                                Waits waits) {
    const std::size_t home = placement_->shard_of(unit.move.federation);
    shards_[home]->submit_unit(
        std::move(unit),
        [this, indexes = std::move(indexes), done = std::move(done)](UnitOutcome outcome) mutable {
            if (outcome.error && is_moving(*outcome.error)) placement_->look();
            if (outcome.index < indexes.size()) outcome.index = indexes[outcome.index];
            done(std::move(outcome));
        },
        waits);
}

}  // namespace haven::writer
