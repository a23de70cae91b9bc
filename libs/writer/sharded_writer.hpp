// ShardedWriter: a writer for each database of a service (docs/adr/0021); what is submitted goes to
// where its federation lies. One database more is one more that commits side by side, and one that
// is away holds up nobody else's commands.
//
// A command that is told FEDERATION_MOVING goes once more to where the federation is by then, so a
// caller hears of a move only while it lasts.
//
// Of a unit the commands for federations of other shards are carried out first, each for itself
// under its derived id; only when all have their verdicts does the cursor move, together with the
// unit's other commands (protocols §4). A crash in between repeats them, and each gets its first
// reply.
//
// Thread rule: that of Writer. Completions run on a step() of any of the writers.
#pragma once

#include <memory>
#include <vector>

#include "libs/log/placement.hpp"
#include "libs/writer/writer.hpp"

namespace haven::writer {

class ShardedWriter final : public Submitter {
  public:
    // A writer for each shard of the placement, in its order; without one there is a single shard.
    ShardedWriter(std::vector<std::unique_ptr<Writer>> shards,
                  std::shared_ptr<log::Placement> placement);
    ~ShardedWriter() override;

    void submit(Submission submission, Completion done, Waits waits = Waits::No) override;
    void submit_unit(Unit unit, UnitCompletion done, Waits waits = Waits::No) override;

    // As of Writer, for each of them.
    void on_commit(const std::function<void()>& wake);
    void stop();
    [[nodiscard]] std::size_t shards() const { return shards_.size(); }
    [[nodiscard]] Writer& shard(std::size_t number) { return *shards_.at(number); }

  private:
    class Split;

    // A command that is refused where it is sent first is sent to one more place.
    void submit_to(std::size_t shard, std::shared_ptr<const Submission> submission, Completion done,
                   bool again, Waits waits);
    void submit_home(Unit unit, std::vector<std::size_t> indexes, UnitCompletion done, Waits waits);

    std::vector<std::unique_ptr<Writer>> shards_;
    std::shared_ptr<log::Placement> placement_;
};

}  // namespace haven::writer
