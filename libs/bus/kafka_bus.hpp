// KafkaBus: reads a source service's log from its topic (design §5).
//
// Kafka's own offsets are trusted for nothing: the offset in a message's header says which record
// it is. Repeats are dropped, a hole shows as one and is refilled from the source, and a topic that
// was deleted and made again costs time only. Where in its partition a federation's cursor lies is
// found by looking at headers there, so nothing is stored for it.
//
// Once a log has been restored (its head's incarnation is higher than a record's), the topic may
// hold records that the log has lost: those of earlier incarnations are read from the source.
//
// Failures: kafka::KafkaError, and what the source throws. Thread rule: that of Bus.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "libs/bus/bus.hpp"
#include "libs/bus/embedded_bus.hpp"
#include "libs/bus/kafka_message.hpp"

namespace haven::bus {

// The source's log where it is, for what the topic cannot tell. Throws environment failures.
class Source {
  public:
    virtual ~Source() = default;
    virtual std::vector<log::Record> read(FederationNo federation, std::int64_t after,
                                          int limit) = 0;
    virtual std::vector<log::Head> heads() = 0;
};

// A source whose database this process may read.
class LogSource final : public Source {
  public:
    explicit LogSource(std::unique_ptr<log::Log> log) : log_(std::move(log)) {}
    std::vector<log::Record> read(FederationNo federation, std::int64_t after, int limit) override {
        return log_->read(federation, after, limit);
    }
    std::vector<log::Head> heads() override { return log_->heads(); }

  private:
    std::unique_ptr<log::Log> log_;
};

struct KafkaBusOptions {
    kafka::Settings kafka;
    std::string service;  // the source
    std::string topic;
    // How often a silent partition is asked whether it still reaches to where we read.
    std::chrono::milliseconds check_every{5'000};
};

class KafkaBus final : public Bus {
  public:
    KafkaBus(KafkaBusOptions options, std::unique_ptr<Source> source,
             std::shared_ptr<Wakeup> wakeup);

    std::vector<log::Record> read(const std::string& source, FederationNo federation,
                                  std::int64_t after, int limit) override;
    std::vector<log::Record> refill(const std::string& source, FederationNo federation,
                                    std::int64_t after, int limit) override;
    std::vector<log::Head> heads(const std::string& source) override;
    std::vector<log::Head> source_heads(const std::string& source) override;
    void follow(const std::string& source, FederationNo federation, std::int64_t after) override;
    void leave(const std::string& source, FederationNo federation) override;
    std::optional<bool> says_critical(const log::Record& record) override;
    void wait(int timeout_ms) override { wakeup_->wait(seen_, timeout_ms); }
    void wake() override { wakeup_->ring(); }

    // Records fetched from the source since the start: what the topic did not give.
    [[nodiscard]] std::int64_t refilled() const { return refilled_; }

  private:
    using Clock = std::chrono::steady_clock;

    struct Held {
        log::Record record;
        std::optional<bool> critical = std::nullopt;  // as the message said
        bool is_from_source = false;
    };
    // A federation's partition.
    struct Partition {
        enum class State {
            Nowhere,  // its place has to be found
            Probing,  // waits for the message at `next`, to see where it is
            Reading,  // from `next` on
            Full,     // enough is held; goes on at `next`
        };
        State state = State::Nowhere;
        std::int64_t after = 0;  // the consumer's cursor
        std::int64_t next = 0;   // Kafka's offset
        std::int64_t low = 0;    // the place lies in [low, high], while probing
        std::int64_t high = 0;
        bool bisects = false;  // guesses did not find it
        std::deque<Held> held;
        Clock::time_point heard;  // when something came last, or was checked
    };

    void complete(FederationNo federation, Partition& partition);
    void pump();
    void take_in(const kafka::Message& message);
    void place(FederationNo federation, Partition& partition);
    void probe(FederationNo federation, Partition& partition, std::int64_t offset);
    void judge_probe(FederationNo federation, Partition& partition, const kafka::Message& message,
                     const std::optional<LogPlace>& found);
    void read_from(FederationNo federation, Partition& partition, std::int64_t offset);
    void hold(Partition& partition, const kafka::Message& message, const LogPlace& place);
    void note_head(const LogPlace& place);
    void check_silent(FederationNo federation, Partition& partition);

    const KafkaBusOptions options_;
    std::unique_ptr<Source> source_;
    std::shared_ptr<Wakeup> wakeup_;
    std::uint64_t seen_ = 0;
    kafka::Reader reader_;
    std::map<FederationNo, Partition> partitions_;
    std::map<FederationNo, log::Head> heads_;
    std::int64_t refilled_ = 0;
};

}  // namespace haven::bus
