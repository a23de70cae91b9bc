// Kafka as a transport: the conformance suite, and what only a topic can do to a consumer.
#include "tests/transport/transport_conformance.hpp"

namespace haven::spec {

INSTANTIATE_TYPED_TEST_SUITE_P(Kafka, TransportConformance, KafkaWorld);

namespace {

class KafkaTransport : public ::testing::Test {
  protected:
    // Fills the topic by hand, federation 1 only, with the records `offsets` in that order.
    void publish(const std::vector<std::int64_t>& offsets) {
        world.relay->check_topic();
        kafka::Producer producer(world.topics.settings(), world.topics.of("registry"));
        const auto log = pair.source.open();
        for (const std::int64_t& offset : offsets) {
            const auto record = log->read(FederationNo{1}, offset - 1, 1).at(0);
            const bus::KafkaMessage message(record, false);
            if (&offset == &offsets.front()) {
                deliver_first(producer, message.outgoing());
            } else {
                ASSERT_TRUE(producer.send(message.outgoing()));
            }
        }
        expect_delivered(producer);
    }
    // A topic that was made a moment ago has no partitions yet for a broker that has not heard of
    // it: what is sent then is refused, and all behind it may be taken.
    static void deliver_first(kafka::Producer& producer, const kafka::Outgoing& message) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
        while (std::chrono::steady_clock::now() < until) {
            ASSERT_TRUE(producer.send(message));
            std::vector<kafka::Delivery> verdict;
            while (verdict.empty()) verdict = producer.take(20);
            if (verdict.front().error.empty()) return;
        }
        FAIL() << "the topic takes nothing";
    }
    static void expect_delivered(kafka::Producer& producer) {
        while (producer.in_flight() > 0) {
            for (const auto& verdict : producer.take(20)) ASSERT_EQ(verdict.error, "");
        }
    }
    // A site that reads the topic as it is, without a relay.
    void expect_mirrored_as_published() {
        auto bus = world.make_kafka_bus();
        kafka_bus = bus.get();
        Site site(pair, std::move(bus));
        ASSERT_TRUE(settle(nobody, site));
        pair.expect_mirrored();
        refilled = kafka_bus->refilled();
    }
    static std::vector<std::int64_t> range(std::int64_t first, std::int64_t last) {
        std::vector<std::int64_t> offsets;
        for (; first <= last; ++first) offsets.push_back(first);
        return offsets;
    }
    static std::vector<std::int64_t> joined(const std::vector<std::vector<std::int64_t>>& parts) {
        std::vector<std::int64_t> all;
        for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
        return all;
    }

    struct Nobody {
        static bool step() { return false; }
    } nobody;
    Pair pair;
    KafkaWorld world{pair};
    bus::KafkaBus* kafka_bus = nullptr;
    std::int64_t refilled = 0;
};

TEST_F(KafkaTransport, WithoutHolesNothingIsAskedOfTheSourceButWhereTheCursorStands) {
    pair.open_purses(1, 5);
    pair.spend(1, 20);
    publish(range(1, 105));
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 0);
    pair.spend(1, 1);
    publish(range(106, 110));
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 1) << "the record that its cursor stands on";
}

TEST_F(KafkaTransport, RepeatsOfARelayThatBeganAgainAreDropped) {
    pair.open_purses(1, 5);
    pair.spend(1, 7);
    publish(joined({range(1, 20), range(15, 30), range(1, 5), range(31, 40)}));
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 0);
}

TEST_F(KafkaTransport, HolesAreRefilledFromTheSource) {
    pair.open_purses(1, 5);
    pair.spend(1, 23);
    publish(joined({range(3, 4), range(8, 8), range(95, 120)}));
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 2 + 3 + 86);
}

TEST_F(KafkaTransport, ACursorIsFoundAmongRepeatsAndBehindThem) {
    pair.open_purses(1, 100);
    pair.spend(1, 11);  // 1,200 records
    std::vector<std::vector<std::int64_t>> parts;
    for (int i = 0; i < 6; ++i) parts.push_back(range(1 + i, 600));
    parts.push_back(range(601, 1'200));
    publish(joined(parts));
    // The consumer stands at 1,100, and the record behind lies 3,000 places further than that.
    {
        Site site(pair, world.make_bus());
        ASSERT_TRUE(run_until([&] { return pair.offset(1) >= 1'100; }, nobody, site));
    }
    ASSERT_LT(pair.offset(1), 1'200);
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 1) << "only the record that the cursor stands on";
}

TEST_F(KafkaTransport, AStrangersMessagesArePassed) {
    pair.open_purses(1, 5);
    pair.spend(1, 1);
    publish(range(1, 4));
    {
        kafka::Producer stranger(world.topics.settings(), world.topics.of("registry"));
        const std::string value = "no record";
        const std::vector<kafka::Header> ours{
            {"service", "registry"}, {"federation", "1"}, {"incarnation", "1"}, {"offset", "5"}};
        const std::vector<kafka::Header> others{{"service", "other"}, ours[1]};
        ASSERT_TRUE(stranger.send({.partition = 1, .value = value}));
        ASSERT_TRUE(stranger.send({.partition = 1, .value = value, .headers = ours}));
        ASSERT_TRUE(stranger.send({.partition = 1, .value = value, .headers = others}));
        expect_delivered(stranger);
    }
    publish(range(5, 10));
    expect_mirrored_as_published();
    EXPECT_EQ(refilled, 0);
}

// librdkafka reads such a topic on silently from the old place once it is long enough.
TEST_F(KafkaTransport, ATopicDeletedAndMadeAgainUnderARunningConsumerLosesAndRepeatsNothing) {
    pair.open_purses(1, 5);
    pair.spend(1, 7);
    Site site(pair, world.make_bus());
    ASSERT_TRUE(settle(world, site));
    kafka::Admin(world.topics.settings()).remove(world.topics.of("registry"));
    // The relay finds out, makes it and fills it from the first record on.
    pair.spend(1, 4);
    pair.open_purses(2, 1);
    ASSERT_TRUE(settle(world, site)) << world.last_error;
    pair.expect_mirrored();
    kafka::Reader reader(world.topics.settings(), world.topics.of("registry"));
    EXPECT_EQ(reader.range(1).high, 60);
    // And once more while nothing is written: shorter than where the consumer reads.
    kafka::Admin(world.topics.settings()).remove(world.topics.of("registry"));
    ASSERT_TRUE(run_until(
        [&] {
            try {
                return reader.range(1).high == 60 && world.relay->lag()[FederationNo{1}] == 0;
            } catch (const kafka::KafkaError&) {
                return false;
            }
        },
        world, site))
        << world.last_error;
    pair.spend(1, 1);
    ASSERT_TRUE(settle(world, site)) << world.last_error;
    pair.expect_mirrored();
}

// Its place is gone: librdkafka tells once that it is out of range, and then nothing.
TEST_F(KafkaTransport, WhatTheTopicLosesWhileAConsumerIsAwayComesAllTheSame) {
    pair.open_purses(1, 5);
    {
        Site site(pair, world.make_bus());
        ASSERT_TRUE(settle(world, site));
    }
    pair.spend(1, 7);
    world.relay_all();
    kafka::Admin(world.topics.settings()).forget(world.topics.of("registry"), 1, 40);
    Site site(pair, world.make_bus());
    ASSERT_TRUE(settle(world, site)) << world.last_error;
    pair.expect_mirrored();
    // And under a consumer that reads.
    pair.spend(1, 2);
    world.relay_all();
    kafka::Reader reader(world.topics.settings(), world.topics.of("registry"));
    kafka::Admin(world.topics.settings())
        .forget(world.topics.of("registry"), 1, reader.range(1).high);
    pair.spend(1, 2);
    ASSERT_TRUE(settle(world, site)) << world.last_error;
    pair.expect_mirrored();
}

TEST_F(KafkaTransport, ATopicMadeAgainWithOtherPlacesIsReadByItsHeaders) {
    pair.open_purses(1, 5);
    pair.spend(1, 7);
    publish(range(1, 40));
    auto bus = world.make_kafka_bus();
    Site site(pair, std::move(bus));
    ASSERT_TRUE(settle(nobody, site));
    kafka::Admin(world.topics.settings()).remove(world.topics.of("registry"));
    pair.spend(1, 10);
    // Longer than the old one at once: what the consumer reads on from is another record.
    publish(joined({range(1, 30), range(1, 90)}));
    ASSERT_TRUE(settle(nobody, site));
    pair.expect_mirrored();
}

TEST_F(KafkaTransport, OneWhoseConsumerHasStoppedHoldsBackNoOther) {
    pair.open_purses(1, 1);
    Site site(pair, world.make_bus());
    ASSERT_TRUE(settle(world, site));
    pair.own.db().exec(
        "UPDATE cursor SET record_digest = '\\x00' || substring(record_digest, 2) "
        "WHERE federation = 1");
    Site stopped(pair, world.make_bus());
    ASSERT_TRUE(run_until([&] { return !stopped.stopped().empty(); }, world, stopped));
    pair.spend(1, 20);
    pair.open_purses(2, 3);
    ASSERT_TRUE(run_until([&] { return pair.offset(2) == 3; }, world, stopped));
    EXPECT_EQ(pair.offset(1), 1);
}

}  // namespace
}  // namespace haven::spec
