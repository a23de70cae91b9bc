// RegisteredLog: one shard's log whose claims hold over all shards of the service (protocols §7,
// docs/adr/0022): the Log that a writer of a service with several databases appends to.
//
//     RegisteredLog log(shard_log, std::make_unique<Register>(conninfo), whole_log);
//
// An append without claims goes straight through. One that takes claims announces them first; what
// another stream has, in whatever database, is a loser like any taken claim. An announcement that
// is not confirmed yet is waited for, half a second at most; then its command is barred, and
// whoever sent it is told COMMAND_BARRED should it come after all.
//
// Failures: those of the logs and of the register; as with any log the outcome is then unknown.
// Thread rule: one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "libs/claims/register.hpp"
#include "libs/log/log.hpp"

namespace haven::claims {

class RegisteredLog final : public log::Log {
  public:
    // How long an announcement of somebody else may take.
    static constexpr int kPatienceMs = 500;

    // `whole` is the log over all shards, in which the announcements of others are looked up.
    RegisteredLog(std::unique_ptr<log::Log> shard, std::unique_ptr<Register> claims,
                  std::unique_ptr<log::Log> whole, int patience_ms = kPatienceMs);

    Appended append(const log::Batch& batch, Instant now, const log::Projector& projector) override;

    std::vector<std::optional<log::Reply>> resolve(
        std::span<const log::Proposal> proposals) override {
        return shard_->resolve(proposals);
    }
    std::vector<log::Record> read_stream(FederationNo federation, Uuid stream_id,
                                         std::int32_t after_version) override {
        return shard_->read_stream(federation, stream_id, after_version);
    }
    std::vector<std::vector<log::Record>> read_streams(
        std::span<const log::StreamPosition> streams) override {
        return shard_->read_streams(streams);
    }
    std::vector<log::Record> read(FederationNo federation, std::int64_t after, int limit) override {
        return shard_->read(federation, after, limit);
    }
    std::vector<log::Head> heads() override { return shard_->heads(); }
    log::Cursor cursor(const std::string& consumer, const std::string& source,
                       FederationNo federation) override {
        return shard_->cursor(consumer, source, federation);
    }
    std::int64_t take_over(const std::string& consumer, const std::string& source,
                           FederationNo federation) override {
        return shard_->take_over(consumer, source, federation);
    }
    std::vector<log::ParkedRecord> parked(const std::string& consumer) override {
        return shard_->parked(consumer);
    }
    void unpark(const log::ParkedRecord& record, const std::string& resolution) override {
        shard_->unpark(record, resolution);
    }
    log::Settlement settle(const log::Doubt& doubt) override { return shard_->settle(doubt); }
    std::vector<log::DueTimer> due_timers(Date date, int limit) override {
        return shard_->due_timers(date, limit);
    }
    std::optional<Date> next_timer() override { return shard_->next_timer(); }
    std::optional<Date> business_date() override { return shard_->business_date(); }
    void set_business_date(Date date) override { shard_->set_business_date(date); }

  private:
    class Round;

    // Whether the claim is ours to append now; else how the proposal loses.
    std::optional<log::Outcome> obtain(const Wanted& wanted, Entry& entry);

    std::unique_ptr<log::Log> shard_;
    std::unique_ptr<Register> register_;
    std::unique_ptr<log::Log> whole_;
    const int patience_ms_;
};

}  // namespace haven::claims
