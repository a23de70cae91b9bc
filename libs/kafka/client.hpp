// What Haven needs of Kafka, over librdkafka's C API, which nobody else includes.
//
//     kafka::Producer producer(settings, "haven.registry.events.v1");
//     producer.send({.partition = 3, .key = stream, .value = record, .headers = headers, .tag =
//     17}); for (const kafka::Delivery& one : producer.take()) …
//
// Failures: KafkaError, with librdkafka's own name of the error and no content of messages.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haven::kafka {

struct Settings {
    std::string brokers;  // "host:port,host:port"
    // librdkafka's own settings (security, timeouts); they win over ours.
    std::map<std::string, std::string> more = {};
};

class KafkaError : public std::runtime_error {
  public:
    // `name` is librdkafka's: "_UNKNOWN_TOPIC", "_TRANSPORT".
    KafkaError(std::string name, const std::string& doing)
        : std::runtime_error(name + " while " + doing), name_(std::move(name)) {}
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    std::string name_;
};

using Header = std::pair<std::string, std::string>;

// Points at what its maker keeps until it is sent.
struct Outgoing {
    int partition = 0;
    std::string_view key = {};
    std::string_view value = {};
    std::span<const Header> headers = {};
    std::uint64_t tag = 0;  // comes back with its Delivery
};

struct Delivery {
    int partition = 0;
    std::uint64_t tag = 0;
    std::int64_t offset = -1;  // Kafka's
    std::string error = {};    // librdkafka's name of it; empty: all in-sync replicas have it
};

struct Range {
    std::int64_t low = 0;   // the first offset
    std::int64_t high = 0;  // that of the next message
};

// Idempotent, acks=all: what is acknowledged is stored once and in the order of sending within its
// partition, as long as this object lives. Thread rule: one thread at a time.
class Producer {
  public:
    // `arrived` is called from a thread of librdkafka's when take() has something to give.
    Producer(const Settings& settings, std::string topic, std::function<void()> arrived = {});
    ~Producer();
    Producer(const Producer&) = delete;
    Producer& operator=(const Producer&) = delete;

    // False when its queue is full: take() first, and try again.
    bool send(const Outgoing& message);
    // The verdicts that have come; waits for the first at most `timeout_ms`.
    std::vector<Delivery> take(int timeout_ms = 0);
    // Sent and without a verdict.
    [[nodiscard]] std::size_t in_flight() const;
    // The name of the error after which nothing can be sent any more.
    [[nodiscard]] std::optional<std::string> fatal() const;
    // Of a partition of the topic. Throws KafkaError.
    Range range(int partition);
    // For tests: what a broker that lost its memory of us causes.
    void make_fatal();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

struct Message {
    int partition = 0;
    std::int64_t offset = 0;  // Kafka's
    std::string key;
    std::string value;
    std::vector<Header> headers;

    // Empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

// Reads partitions of one topic from where it is told; no group, no stored offsets. Thread rule:
// one thread at a time.
class Reader {
  public:
    // `arrived` is called from a thread of librdkafka's when take() has something to give.
    Reader(const Settings& settings, std::string topic, std::function<void()> arrived = {});
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // Reads on from `offset`, whether it read the partition before or not.
    void read_from(int partition, std::int64_t offset);
    void leave(int partition);
    // The next message that has come; waits for it at most `timeout_ms`.
    std::optional<Message> take(int timeout_ms = 0);
    // Partitions whose place does not exist (any more) since the last call: they give nothing
    // until read_from().
    std::vector<int> take_out_of_range();
    // Throws KafkaError.
    Range range(int partition);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

struct TopicShape {
    int partitions = 0;
    int replication = 0;
    std::map<std::string, std::string> config = {};
};

// Thread rule: one thread at a time.
class Admin {
  public:
    explicit Admin(const Settings& settings, int timeout_ms = 5'000);
    ~Admin();
    Admin(const Admin&) = delete;
    Admin& operator=(const Admin&) = delete;

    // With its whole configuration; nothing when there is no such topic.
    std::optional<TopicShape> describe(const std::string& topic);
    // One that exists already is left as it is.
    void create(const std::string& topic, const TopicShape& shape);
    void grow(const std::string& topic, int partitions);
    void remove(const std::string& topic);
    // For tests: a partition loses its messages before `offset`.
    void forget(const std::string& topic, int partition, std::int64_t offset);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::kafka
