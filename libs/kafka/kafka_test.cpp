// The wrapper on a real broker; librdkafka's mock cluster only for errors that a broker does not
// give on demand.
#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "libs/kafka/client.hpp"
#include "libs/kafka/testing.hpp"

namespace haven::kafka {
namespace {

using spec::TestTopics;
using ::testing::ElementsAre;
using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(20);

std::vector<Delivery> send_all(Producer& producer, int count, int partition = 0) {
    for (int i = 0; i < count; ++i) {
        const std::vector<Header> headers{{"offset", std::to_string(i)}};
        EXPECT_TRUE(producer.send({.partition = partition,
                                   .key = "k",
                                   .value = std::to_string(i),
                                   .headers = headers,
                                   .tag = static_cast<std::uint64_t>(i)}));
    }
    std::vector<Delivery> all;
    for (const auto until = Clock::now() + kPatience;
         std::ssize(all) < count && Clock::now() < until;) {
        for (Delivery& one : producer.take(20)) all.push_back(std::move(one));
    }
    EXPECT_EQ(std::ssize(all), count);
    return all;
}

std::vector<Message> take_all(Reader& reader, std::size_t count) {
    std::vector<Message> all;
    for (const auto until = Clock::now() + kPatience; all.size() < count && Clock::now() < until;) {
        if (auto message = reader.take(20)) all.push_back(*std::move(message));
    }
    EXPECT_EQ(all.size(), count);
    return all;
}

class Kafka : public ::testing::Test {
  protected:
    void make(int partitions = 2) {
        admin.create(topic, {.partitions = partitions, .replication = 1, .config = {}});
    }

    TestTopics topics;
    const std::string topic = topics.of("registry");
    Admin admin{topics.settings()};
};

TEST_F(Kafka, AMessageComesBackWithKeyValueAndHeaders) {
    make();
    Producer producer(topics.settings(), topic);
    const std::string value("a\0b", 3);
    const std::vector<Header> headers{{"service", "registry"}, {"empty", ""}};
    ASSERT_TRUE(producer.send(
        {.partition = 1, .key = "stream", .value = value, .headers = headers, .tag = 7}));
    EXPECT_EQ(producer.in_flight(), 1U);
    std::vector<Delivery> verdicts;
    while (verdicts.empty()) verdicts = producer.take(100);
    EXPECT_EQ(verdicts[0].partition, 1);
    EXPECT_EQ(verdicts[0].tag, 7U);
    EXPECT_EQ(verdicts[0].offset, 0);
    EXPECT_EQ(verdicts[0].error, "");
    EXPECT_EQ(producer.in_flight(), 0U);
    Reader reader(topics.settings(), topic);
    reader.read_from(1, 0);
    const auto messages = take_all(reader, 1);
    EXPECT_EQ(messages[0].key, "stream");
    EXPECT_EQ(messages[0].value, value);
    EXPECT_EQ(messages[0].header("service"), "registry");
    EXPECT_EQ(messages[0].header("empty"), "");
    EXPECT_EQ(messages[0].header("none"), "");
}

TEST_F(Kafka, AReaderGoesBackLeavesAndComesAgain) {
    make();
    Producer producer(topics.settings(), topic);
    send_all(producer, 10, 0);
    send_all(producer, 3, 1);
    Reader reader(topics.settings(), topic);
    reader.read_from(0, 8);
    EXPECT_EQ(take_all(reader, 2)[0].offset, 8);
    reader.read_from(0, 5);
    reader.read_from(1, 2);
    std::map<int, std::vector<std::int64_t>> seen;
    for (const Message& message : take_all(reader, 6)) {
        seen[message.partition].push_back(message.offset);
    }
    EXPECT_THAT(seen[0], ElementsAre(5, 6, 7, 8, 9));
    EXPECT_THAT(seen[1], ElementsAre(2));
    reader.leave(0);
    send_all(producer, 1, 0);
    send_all(producer, 1, 1);
    EXPECT_EQ(take_all(reader, 1)[0].partition, 1);
    EXPECT_FALSE(reader.take(100));
    reader.read_from(0, 10);
    EXPECT_EQ(take_all(reader, 1)[0].offset, 10);
}

// librdkafka stops fetching for a second whenever its queue is as long as it may be: with a short
// one, reading a long topic was 20,000 messages a second.
TEST_F(Kafka, ALongTopicIsReadWithoutPauses) {
    constexpr int kMessages = 40'000;
    make();
    Producer producer(topics.settings(), topic);
    const std::string value(600, 'x');
    for (int sent = 0; sent < kMessages;) {
        sent += producer.send({.partition = 0, .key = "k", .value = value}) ? 1 : 0;
        producer.take();
    }
    while (producer.in_flight() > 0) producer.take(20);
    // The machine may pause too; it does not do so each time.
    auto longest = Clock::duration::max();
    for (int attempt = 0; attempt < 3; ++attempt) {
        Reader reader(topics.settings(), topic);
        reader.read_from(0, 0);
        ASSERT_TRUE(reader.take(10'000));
        Clock::duration pause{};
        for (int taken = 1; taken < kMessages; ++taken) {
            const auto before = Clock::now();
            ASSERT_TRUE(reader.take(10'000));
            pause = std::max(pause, Clock::now() - before);
        }
        longest = std::min(longest, pause);
    }
    EXPECT_LT(longest, std::chrono::milliseconds(800));
}

TEST_F(Kafka, APlaceThatDoesNotExistIsTold) {
    make();
    Producer producer(topics.settings(), topic);
    send_all(producer, 3);
    const Range range = producer.range(0);
    EXPECT_EQ(range.low, 0);
    EXPECT_EQ(range.high, 3);
    Reader reader(topics.settings(), topic);
    EXPECT_EQ(reader.range(0).high, 3);
    reader.read_from(0, 50);
    std::vector<int> told;
    for (const auto until = Clock::now() + kPatience; told.empty() && Clock::now() < until;) {
        EXPECT_FALSE(reader.take(20));
        told = reader.take_out_of_range();
    }
    EXPECT_THAT(told, ElementsAre(0));
    reader.read_from(0, 1);
    EXPECT_EQ(take_all(reader, 2)[0].offset, 1);
}

TEST_F(Kafka, AnArrivalRings) {
    make();
    std::atomic<int> rings = 0;
    Reader reader(topics.settings(), topic, [&] { ++rings; });
    reader.read_from(0, 0);
    while (reader.take(200)) {
    }
    const int before = rings;
    Producer producer(topics.settings(), topic);
    send_all(producer, 1);
    for (const auto until = Clock::now() + kPatience; rings == before && Clock::now() < until;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_GT(rings, before);
    EXPECT_TRUE(reader.take(0));
}

TEST_F(Kafka, TopicsAreMadeDescribedGrownAndRemoved) {
    EXPECT_FALSE(admin.describe(topic));
    admin.create(topic, {.partitions = 2, .replication = 1, .config = {{"retention.ms", "-1"}}});
    admin.create(topic, {.partitions = 9, .replication = 1, .config = {}});
    auto shape = admin.describe(topic);
    ASSERT_TRUE(shape);
    EXPECT_EQ(shape->partitions, 2) << "what exists is left as it is";
    EXPECT_EQ(shape->replication, 1);
    EXPECT_EQ(shape->config.at("retention.ms"), "-1");
    EXPECT_EQ(shape->config.at("cleanup.policy"), "delete");
    admin.grow(topic, 4);
    EXPECT_EQ(admin.describe(topic)->partitions, 4);
    admin.remove(topic);
    EXPECT_FALSE(admin.describe(topic));
    admin.remove(topic);  // nothing to do
}

TEST_F(Kafka, AnErrorNamesItselfAndWhatWasDone) {
    Settings nowhere{.brokers = "127.0.0.1:1"};
    Admin lost(nowhere, 300);
    try {
        lost.describe(topic);
        FAIL() << "there is no broker";
    } catch (const KafkaError& error) {
        EXPECT_THAT(error.name(), ::testing::AnyOf("_TRANSPORT", "_TIMED_OUT"));
        EXPECT_THAT(error.what(), ::testing::HasSubstr("asking for a topic"));
    }
    Settings wrong = topics.settings();
    wrong.more["sasl.password.of.nobody"] = "a-password";
    try {
        Producer producer(wrong, topic);
        FAIL() << "there is no such setting";
    } catch (const KafkaError& error) {
        EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("a-password")));
    }
}

TEST_F(Kafka, AFatalProducerSendsNothingMoreAndSaysWhy) {
    make();
    Producer producer(topics.settings(), topic);
    send_all(producer, 1);
    EXPECT_FALSE(producer.fatal());
    producer.make_fatal();
    EXPECT_EQ(producer.fatal(), "OUT_OF_ORDER_SEQUENCE_NUMBER");
    EXPECT_THROW(producer.send({.partition = 0, .value = "x"}), KafkaError);
}

// Errors of the protocol, which a real broker gives only when it breaks.
class MockCluster {
  public:
    MockCluster() {
        client_ = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), nullptr, 0);
        cluster_ = rd_kafka_mock_cluster_new(client_, 1);
        rd_kafka_mock_topic_create(cluster_, kTopic, 2, 1);
        settings_.brokers = rd_kafka_mock_cluster_bootstraps(cluster_);
    }
    ~MockCluster() {
        rd_kafka_mock_cluster_destroy(cluster_);
        rd_kafka_destroy(client_);
    }
    MockCluster(const MockCluster&) = delete;
    MockCluster& operator=(const MockCluster&) = delete;

    static constexpr const char* kTopic = "haven.registry.events.v1";
    [[nodiscard]] const Settings& settings() const { return settings_; }
    // What the next requests of a kind are answered with.
    void answer_with(std::int16_t request, const std::vector<rd_kafka_resp_err_t>& errors) {
        rd_kafka_mock_push_request_errors_array(cluster_, request, errors.size(), errors.data());
    }
    void set_down(bool down) {
        if (down) {
            rd_kafka_mock_broker_set_down(cluster_, 1);
        } else {
            rd_kafka_mock_broker_set_up(cluster_, 1);
        }
    }

  private:
    rd_kafka_t* client_ = nullptr;
    rd_kafka_mock_cluster_t* cluster_ = nullptr;
    Settings settings_;
};

constexpr std::int16_t kProduce = 0;
constexpr std::int16_t kFetch = 1;

TEST(KafkaErrors, WhatPassesIsSentAgainInItsOrder) {
    MockCluster cluster;
    Producer producer(cluster.settings(), MockCluster::kTopic);
    send_all(producer, 1);
    cluster.answer_with(kProduce, {RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
                                   RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                   RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT});
    const auto verdicts = send_all(producer, 50);
    std::int64_t last = -1;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        EXPECT_EQ(verdicts[i].error, "");
        EXPECT_EQ(verdicts[i].tag, i);
        // Of what a broker had already when it was sent again it does not say where it stands.
        if (verdicts[i].offset == RD_KAFKA_OFFSET_INVALID) continue;
        EXPECT_GT(verdicts[i].offset, last);
        last = verdicts[i].offset;
    }
}

TEST(KafkaErrors, ABrokerThatIsAwayIsWaitedForAndTheQueueIsBounded) {
    MockCluster cluster;
    Settings small = cluster.settings();
    small.more["queue.buffering.max.messages"] = "100";
    Producer producer(small, MockCluster::kTopic);
    send_all(producer, 1);
    cluster.set_down(true);
    int sent = 0;
    while (sent < 1'000 && producer.send({.partition = 0, .value = "x"})) ++sent;
    EXPECT_LE(sent, 100);
    EXPECT_GE(sent, 90);
    EXPECT_TRUE(producer.take(100).empty()) << "nobody gives up";
    cluster.set_down(false);
    for (const auto until = Clock::now() + kPatience;
         producer.in_flight() > 0 && Clock::now() < until;) {
        for (const Delivery& one : producer.take(20)) EXPECT_EQ(one.error, "");
    }
    EXPECT_EQ(producer.in_flight(), 0U);
}

TEST(KafkaErrors, WhatCannotBeMendedIsToldInTheVerdict) {
    MockCluster cluster;
    Producer producer(cluster.settings(), MockCluster::kTopic);
    send_all(producer, 1);
    cluster.answer_with(kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
    EXPECT_EQ(send_all(producer, 1)[0].error, "TOPIC_AUTHORIZATION_FAILED");
}

TEST(KafkaErrors, AReaderReadsOnThroughThem) {
    MockCluster cluster;
    Producer producer(cluster.settings(), MockCluster::kTopic);
    send_all(producer, 5);
    Reader reader(cluster.settings(), MockCluster::kTopic);
    cluster.answer_with(kFetch, {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                 RD_KAFKA_RESP_ERR_UNKNOWN, RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR});
    reader.read_from(0, 0);
    const auto messages = take_all(reader, 5);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        EXPECT_EQ(messages[i].offset, static_cast<std::int64_t>(i));
    }
}

}  // namespace
}  // namespace haven::kafka
