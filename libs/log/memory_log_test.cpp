#include "libs/log/memory_log.hpp"

#include "libs/log/log_conformance.hpp"
#include "libs/log/sharded_log.hpp"

namespace haven::spec {
namespace {

class MemoryBackend {
  public:
    std::unique_ptr<Log> open() { return std::make_unique<MemoryLog>(database_); }
    std::vector<Row> rows(const Table& table) { return database_->rows(table); }
    void set_open(FederationNo federation, bool open) { database_->set_open(federation, open); }
    void raise_incarnation() { database_->raise_incarnation(); }
    void lose_next_commit(Log& /*log*/, bool applied) {
        using Point = MemoryDatabase::Point;
        database_->probe([this, applied](Point point) {
            if (point != (applied ? Point::AfterEffect : Point::BeforeEffect) || lost_) return;
            lost_ = true;
            throw std::runtime_error("connection lost");
        });
        lost_ = false;
    }
    void disturb() {}

  private:
    std::shared_ptr<MemoryDatabase> database_ = std::make_shared<MemoryDatabase>(
        "registry",
        std::vector{FederationNo{1}, FederationNo{2}, FederationNo{3}, FederationNo{4}});
    bool lost_ = false;
};

INSTANTIATE_TYPED_TEST_SUITE_P(MemoryLog, LogConformance, MemoryBackend);

// All federations lie in the second of two databases.
class ShardedBackend : public MemoryBackend {
  public:
    std::unique_ptr<Log> open() {
        std::vector<std::unique_ptr<Log>> shards;
        shards.push_back(std::make_unique<MemoryLog>(first_));
        shards.push_back(MemoryBackend::open());
        return std::make_unique<ShardedLog>(std::move(shards), placement_);
    }

  private:
    static HeadStates heads(bool here, std::int64_t epoch) {
        HeadStates states;
        for (std::int16_t n = 1; n <= 4; ++n) states[FederationNo{n}] = {here, epoch};
        return states;
    }

    std::shared_ptr<MemoryDatabase> first_ =
        std::make_shared<MemoryDatabase>("registry", std::vector<FederationNo>{});
    std::shared_ptr<Placement> placement_ = std::make_shared<Placement>(
        [] { return std::vector<std::optional<HeadStates>>{heads(false, 0), heads(true, 1)}; });
};

INSTANTIATE_TYPED_TEST_SUITE_P(ShardedLog, LogConformance, ShardedBackend);

TEST(MemoryLog, RestoredDumpIsWhatWasDumped) {
    const auto database =
        std::make_shared<MemoryDatabase>("registry", std::vector{FederationNo{1}});
    MemoryLog log(database);
    const auto proposal = [](std::uint64_t number) {
        Proposal made;
        made.federation = kCity;
        made.stream_id = made.command_id = uuid_of(number);
        made.events = {{"Happened", 1, ""}};
        return made;
    };
    log.append({.proposals = {proposal(1)}}, kNow, no_rows());
    const auto dump = database->dump();
    log.append({.proposals = {proposal(2)}}, kNow, no_rows());
    EXPECT_EQ(log.heads().at(0).last_offset, 2);
    database->restore(dump);
    database->raise_incarnation();
    EXPECT_EQ(log.heads().at(0).last_offset, 1);
    log.append({.proposals = {proposal(3)}}, kNow, no_rows());
    EXPECT_EQ(log.read(kCity, 1, 9).at(0).incarnation, 2);
}

}  // namespace
}  // namespace haven::spec
