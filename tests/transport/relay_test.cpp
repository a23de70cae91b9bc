// The relay on a real broker: what it sends, where it goes on, and who relays.
#include "tests/transport/worlds.hpp"

namespace haven::spec {
namespace {

using ::testing::HasSubstr;

class RelayTest : public ::testing::Test {
  protected:
    // Everything that lies in a federation's partition.
    std::vector<kafka::Message> partition(std::int16_t federation) {
        kafka::Reader reader(world.topics.settings(), world.topics.of("registry"));
        const auto high = reader.range(federation).high;
        reader.read_from(federation, 0);
        std::vector<kafka::Message> all;
        const auto until = Clock::now() + kPatience;
        while (std::ssize(all) < high && Clock::now() < until) {
            if (auto message = reader.take(20)) all.push_back(*std::move(message));
        }
        EXPECT_EQ(std::ssize(all), high);
        return all;
    }
    std::vector<std::int64_t> offsets(std::int16_t federation) {
        std::vector<std::int64_t> all;
        for (const auto& message : partition(federation)) {
            all.push_back(std::stoll(std::string(message.header("offset"))));
        }
        return all;
    }
    static std::vector<std::int64_t> up_to(std::int64_t last) {
        std::vector<std::int64_t> all;
        for (std::int64_t i = 1; i <= last; ++i) all.push_back(i);
        return all;
    }
    // Each record of the log lies in its partition, the first copies of all in order.
    void expect_all_relayed(std::int16_t federation) {
        const auto records = pair.source.open()->read(FederationNo{federation}, 0, 1'000'000);
        std::int64_t last = 0;
        for (const auto& message : partition(federation)) {
            const std::int64_t offset = std::stoll(std::string(message.header("offset")));
            ASSERT_LE(offset, last + 1);
            last = std::max(last, offset);
            EXPECT_EQ(message.value,
                      log::encode_record(records.at(static_cast<std::size_t>(offset - 1))));
        }
        EXPECT_EQ(last, std::ssize(records));
    }
    std::pair<std::int64_t, std::int64_t> cursor(std::int16_t federation) {
        const auto rows = pair.source.db().query(
            "SELECT log_offset, kafka_offset FROM relay_cursor WHERE federation = $1",
            postgres::Params().int16(federation));
        return {rows[0].int64(0), rows[0].int64(1)};
    }

    Pair pair;
    KafkaWorld world{pair};
};

TEST_F(RelayTest, SendsEachRecordOnceInTheOrderOfOffsetsWithKeyAndHeaders) {
    pair.open_purses(1, 3);
    pair.write(1, 1, SchedulePurse{Date::of(2030, 1, 1)});
    pair.open_purses(2, 2);
    pair.spend(1, 30);
    world.relay_all();
    const auto records = pair.source.open()->read(FederationNo{1}, 0, 1'000);
    const auto messages = partition(1);
    ASSERT_EQ(messages.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        const log::Record& record = records[i];
        EXPECT_EQ(messages[i].key, record.stream_id.to_string());
        EXPECT_EQ(messages[i].value, log::encode_record(record));
        EXPECT_EQ(messages[i].header("service"), "registry");
        EXPECT_EQ(messages[i].header("federation"), "1");
        EXPECT_EQ(messages[i].header("incarnation"), "1");
        EXPECT_EQ(messages[i].header("offset"), std::to_string(i + 1));
        EXPECT_EQ(messages[i].header("type"), record.type);
        EXPECT_EQ(messages[i].header("schema_version"), "1");
        EXPECT_EQ(messages[i].header("critical"), record.type == kUnknownType ? "1" : "0");
    }
    EXPECT_EQ(offsets(2), up_to(2));
    EXPECT_EQ(offsets(3), up_to(0));
    EXPECT_EQ(cursor(1), std::pair(std::int64_t{94}, std::int64_t{93}));
    EXPECT_EQ(world.relay->lag().size(), 8U);
}

TEST(KafkaMessage, CarriesTheTraceOfTheCommand) {
    log::Meta meta;
    meta.traceparent = "00-0123456789abcdef0123456789abcdef-01";
    log::Record record;
    record.meta = log::encode_meta(meta);
    const bus::KafkaMessage message(record, true);
    const auto outgoing = message.outgoing();
    EXPECT_THAT(outgoing.headers, ::testing::Contains(kafka::Header{
                                      "traceparent", "00-0123456789abcdef0123456789abcdef-01"}));
}

TEST_F(RelayTest, GoesOnFromItsCursorAfterARestart) {
    pair.open_purses(1, 3);
    world.relay_all();
    pair.spend(1, 5);
    world.make_relay();
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(18));
    // Killed before its cursor was stored it repeats, and leaves nothing out.
    pair.source.db().exec(
        "UPDATE relay_cursor SET log_offset = 10, kafka_offset = 9 "
        "WHERE federation = 1");
    pair.spend(1, 1);
    world.make_relay();
    world.relay_all();
    EXPECT_EQ(offsets(1).size(), 21U + 8U);
    expect_all_relayed(1);
}

TEST_F(RelayTest, ACursorThatTheTopicContradictsIsNotBelieved) {
    pair.open_purses(1, 3);
    world.relay_all();
    for (const char* wrong :
         {"log_offset = 3, kafka_offset = 1", "log_offset = 3, kafka_offset = 7",
          "log_offset = 2, kafka_offset = -1"}) {
        pair.source.db().exec("UPDATE relay_cursor SET " + std::string(wrong) +
                              " WHERE federation = 1");
        world.make_relay();
        world.relay_all();
        expect_all_relayed(1);
    }
    EXPECT_EQ(offsets(1).size(), 12U);
}

TEST_F(RelayTest, OfTwoOneRelaysAndTheOtherTakesOverWhenItsLeaseEnds) {
    pair.open_purses(1, 3);
    world.relay_all();
    const auto second = world.another_relay(world.options("relay-2"));
    EXPECT_FALSE(second->step());
    EXPECT_TRUE(second->lag().empty()) << "it waits";
    pair.spend(1, 1);
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(6));
    // The first is killed: nothing is given back.
    world.relay.reset();
    pair.spend(1, 1);
    EXPECT_FALSE(second->step()) << "its lease lasts";
    world.relay = world.another_relay(world.options("relay-2"));
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(9));
    // An orderly end lets the next begin at once.
    world.relay->stop();
    const auto third = world.another_relay(world.options("relay-3"));
    const auto before = Clock::now();
    while (third->lag().empty() && Clock::now() < before + kPatience) third->step();
    EXPECT_LT(Clock::now() - before, std::chrono::milliseconds(900));
}

// As SIGSTOP and SIGCONT do: it does not know how long it slept.
TEST_F(RelayTest, OneThatOversleptItsLeaseMovesNoCursorAndRelaysNothing) {
    pair.open_purses(1, 3);
    world.relay_all();
    const auto zombie = std::move(world.relay);
    world.relay = world.another_relay(world.options("relay-2"));
    world.relay_all();
    pair.spend(1, 5);
    EXPECT_FALSE(zombie->step());
    EXPECT_TRUE(zombie->lag().empty());
    world.relay_all();
    for (int i = 0; i < 5; ++i) zombie->step();
    EXPECT_EQ(offsets(1), up_to(18));
    EXPECT_EQ(cursor(1).first, 18);
}

// It slept while it held a page that it had read and not sent, and the database held the next.
TEST_F(RelayTest, OneThatOversleptItsLeaseSendsNothingOfWhatItHadReadAhead) {
    pair.open_purses(1, 5);
    auto options = world.options();
    options.page = 5;
    world.relay = world.another_relay(options);
    world.relay_all();
    pair.spend(1, 6);
    ASSERT_TRUE(world.step());
    const auto zombie = std::move(world.relay);
    world.relay = world.another_relay(world.options("relay-2"));
    world.relay_all();
    const auto told = offsets(1).size();
    for (int i = 0; i < 5; ++i) zombie->step();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(offsets(1).size(), told);
    expect_all_relayed(1);
}

TEST_F(RelayTest, ReadsAheadThroughManyPagesAndKeepsTheOrder) {
    auto options = world.options();
    options.page = 7;
    world.relay = world.another_relay(options);
    pair.open_purses(1, 10);
    pair.open_purses(2, 3);
    pair.open_purses(3, 1);
    pair.spend(1, 10);
    pair.spend(2, 10);
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(110));
    EXPECT_EQ(offsets(2), up_to(33));
    EXPECT_EQ(offsets(3), up_to(1));
}

TEST_F(RelayTest, WhatWasAcknowledgedIsStoredInTimeAndAtAnOrderlyEnd) {
    auto options = world.options();
    options.store_every = std::chrono::hours(1);
    world.relay = world.another_relay(options);
    pair.open_purses(1, 3);
    world.relay_all();
    EXPECT_EQ(cursor(1).first, 0) << "not each time";
    world.relay->stop();
    EXPECT_EQ(cursor(1).first, 3);
    options.store_every = std::chrono::milliseconds(200);
    world.relay = world.another_relay(options);
    pair.spend(1, 1);
    world.relay_all();
    EXPECT_TRUE(run_until([&] { return cursor(1).first == 6; }, world));
    EXPECT_EQ(offsets(1), up_to(6));
}

TEST_F(RelayTest, AFatalErrorMakesANewProducerAndNothingIsLeftOut) {
    pair.open_purses(1, 3);
    world.relay_all();
    for (int round = 0; round < 3; ++round) {
        pair.spend(1, 20);
        world.step();
        world.relay->break_producer();
        world.relay_all();
        EXPECT_THAT(world.last_error, HasSubstr("OUT_OF_ORDER_SEQUENCE_NUMBER"));
    }
    expect_all_relayed(1);
}

TEST_F(RelayTest, AFullQueueIsWaitedForAndTheOrderStays) {
    pair.open_purses(1, 10);
    pair.open_purses(2, 10);
    pair.spend(1, 30);
    pair.spend(2, 30);
    auto options = world.options();
    options.kafka.more = {{"queue.buffering.max.messages", "20"}, {"linger.ms", "5"}};
    world.relay = world.another_relay(options);
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(310));
    EXPECT_EQ(offsets(2), up_to(310));
}

TEST_F(RelayTest, ATopicThatIsGoneIsMadeAndFilledAgain) {
    pair.open_purses(1, 3);
    pair.open_purses(2, 1);
    world.relay_all();
    kafka::Admin(world.topics.settings()).remove(world.topics.of("registry"));
    ASSERT_TRUE(run_until(
        [&] {
            try {
                kafka::Reader reader(world.topics.settings(), world.topics.of("registry"));
                return reader.range(1).high == 3 && reader.range(2).high == 1;
            } catch (const kafka::KafkaError&) {
                return false;
            }
        },
        world))
        << world.last_error;
    EXPECT_EQ(offsets(1), up_to(3));
}

// As kafka-delete-records does.
TEST_F(RelayTest, ATopicThatWasEmptiedIsFilledAgain) {
    pair.open_purses(1, 3);
    world.relay_all();
    kafka::Admin(world.topics.settings()).forget(world.topics.of("registry"), 1, 3);
    kafka::Reader reader(world.topics.settings(), world.topics.of("registry"));
    ASSERT_EQ(reader.range(1).low, 3);
    ASSERT_TRUE(run_until([&] { return reader.range(1).high == 6; }, world)) << world.last_error;
    EXPECT_THAT(world.last_error, HasSubstr("TOPIC_REPLACED"));
    world.relay_all();
    EXPECT_EQ(cursor(1), std::pair(std::int64_t{3}, std::int64_t{5}));
}

TEST_F(RelayTest, AFederationThatIsAddedGetsItsPartition) {
    pair.open_purses(1, 1);
    world.relay_all();
    ASSERT_TRUE(log::add_federation(pair.source.db(),
                                    {FederationNo{11}, "610311", "new", FederationNo{1}}));
    pair.renew_writer();
    pair.open_purses(11, 2);
    world.relay_all();
    EXPECT_EQ(offsets(11), up_to(2));
    EXPECT_EQ(
        kafka::Admin(world.topics.settings()).describe(world.topics.of("registry"))->partitions,
        12);
}

TEST_F(RelayTest, AFederationThatHasMovedIsNoLongerRelayed) {
    pair.open_purses(1, 1);
    pair.open_purses(2, 1);
    world.relay_all();
    pair.spend(1, 1);
    pair.spend(2, 1);
    pair.source.db().exec("UPDATE log_head SET state = 'MOVED' WHERE federation = 1");
    world.relay_all();
    EXPECT_EQ(offsets(1), up_to(1));
    EXPECT_EQ(offsets(2), up_to(2));
}

TEST_F(RelayTest, MakesATopicThatKeepsEverythingForEver) {
    world.relay->check_topic();
    const auto topic = kafka::Admin(world.topics.settings()).describe(world.topics.of("registry"));
    ASSERT_TRUE(topic);
    EXPECT_EQ(topic->partitions, Pair::kFederations + 1);
    EXPECT_EQ(topic->config.at("cleanup.policy"), "delete");
    EXPECT_EQ(topic->config.at("retention.ms"), "-1");
    EXPECT_EQ(topic->config.at("retention.bytes"), "-1");
    EXPECT_EQ(topic->config.at("min.insync.replicas"), "1");
}

TEST_F(RelayTest, AnUnsafeTopicIsRefusedOrReported) {
    kafka::Admin(world.topics.settings())
        .create(world.topics.of("registry"),
                {.partitions = 9,
                 .replication = 1,
                 .config = {{"cleanup.policy", "compact"}, {"retention.ms", "604800000"}}});
    auto options = world.options();
    options.policy = {.replication = 3, .min_insync = 2, .strict = true};
    try {
        world.another_relay(options)->check_topic();
        FAIL() << "it was taken";
    } catch (const relay::UnsafeTopic& error) {
        EXPECT_THAT(error.what(), HasSubstr("cleanup.policy is compact, not delete"));
        EXPECT_THAT(error.what(), HasSubstr("retention.ms is 604800000, not -1"));
        EXPECT_THAT(error.what(), HasSubstr("replication is 1, less than 3"));
        EXPECT_THAT(error.what(), HasSubstr("min.insync.replicas is 1, less than 2"));
    }
    pair.open_purses(1, 1);
    EXPECT_THROW(world.another_relay(options)->step(), relay::UnsafeTopic);
    options.policy.strict = false;
    std::string told;
    options.warn = [&](const std::string& what) { told = what; };
    world.relay = world.another_relay(options);
    world.relay_all();
    EXPECT_THAT(told, HasSubstr("UNSAFE_TOPIC"));
    EXPECT_EQ(offsets(1), up_to(1));
}

TEST_F(RelayTest, ATopicThatHoldsAnotherLogIsNotFilled) {
    pair.open_purses(1, 2);
    world.relay_all();
    pair.source.db().exec(
        "TRUNCATE event; UPDATE log_head SET next_offset = 1; "
        "UPDATE relay_cursor SET log_offset = 0, kafka_offset = -1");
    pair.spend(2, 1);
    pair.write(1, 9, OpenPurse{1, "of another life"});
    world.make_relay();
    ASSERT_TRUE(run_until([&] { return !world.last_error.empty(); }, world));
    EXPECT_THAT(world.last_error, HasSubstr("FOREIGN_TOPIC"));
    EXPECT_EQ(offsets(1), up_to(2));
}

}  // namespace
}  // namespace haven::spec
