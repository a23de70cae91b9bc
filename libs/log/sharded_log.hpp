// ShardedLog: the logs of one service that lie in several databases, as one Log (docs/adr/0021).
//
//     ShardedLog log(std::move(one_a_shard), placement);
//     for (const Head& head : log.heads()) …            // of all shards
//
// Goes where the federation is, by the placement; told FederationAway there, it looks again once.
// The business date and whatever has no federation lie in the first shard.
//
// An append has to concern one shard only: a writer has one database
// (libs/writer/sharded_writer.hpp). Failures: those of the shards. heads() and read() also throw
// FederationAway for one that is nowhere at this moment, so that nobody takes a log for read to its
// end. Thread rule: one thread.
#pragma once

#include <memory>
#include <vector>

#include "libs/log/log.hpp"
#include "libs/log/placement.hpp"

namespace haven::log {

class ShardedLog final : public Log {
  public:
    ShardedLog(std::vector<std::unique_ptr<Log>> shards, std::shared_ptr<Placement> placement);

    Appended append(const Batch& batch, Instant now, const Projector& projector) override;
    std::vector<std::optional<Reply>> resolve(std::span<const Proposal> proposals) override;
    std::vector<std::vector<Record>> read_streams(std::span<const StreamPosition> streams) override;
    std::vector<Record> read_stream(FederationNo federation, Uuid stream_id,
                                    std::int32_t after_version) override;
    std::vector<Record> read(FederationNo federation, std::int64_t after, int limit) override;
    std::vector<Head> heads() override;
    Answer ask(std::span<const Behind> places, int limit) override;
    Cursor cursor(const std::string& consumer, const std::string& source,
                  FederationNo federation) override;
    std::int64_t take_over(const std::string& consumer, const std::string& source,
                           FederationNo federation) override;
    std::vector<ParkedRecord> parked(const std::string& consumer) override;
    void unpark(const ParkedRecord& record, const std::string& resolution) override;
    Settlement settle(const Doubt& doubt) override;
    std::vector<DueTimer> due_timers(Date date, int limit) override;
    std::optional<Date> next_timer() override;
    std::optional<Date> business_date() override;
    void set_business_date(Date date) override;

  private:
    Log& of(FederationNo federation) { return *shards_.at(placement_->shard_of(federation)); }
    bool ends_at(FederationNo federation, std::int64_t after);
    // The federations that are missing are added to `away`.
    std::vector<Head> heads_of_places(std::vector<FederationNo>& away);
    News gather(const std::vector<Answer>& answers);
    template <class Call>
    auto at(FederationNo federation, Call call);

    std::vector<std::unique_ptr<Log>> shards_;
    std::shared_ptr<Placement> placement_;
};

}  // namespace haven::log
