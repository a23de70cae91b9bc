// Whole services, each a process of its own, over a real broker; and the way there and back.
#include <gmock/gmock.h>

#include "libs/host/runtime.hpp"
#include "libs/host/testing/process.hpp"
#include "libs/kafka/testing.hpp"

namespace haven::spec {
namespace {

using host::Config;
using Transport = Config::Transport;
using ::testing::IsEmpty;

const Date kDay = Date::of(2018, 6, 28);

class KafkaRuntime : public ::testing::Test {
  protected:
    Config config(Transport transport, bool relays = true) const {
        Config config;
        config.transport = transport;
        if (relays) config.kafka = topics.settings().brokers;
        config.kafka_topic_prefix = topics.prefix();
        config.kafka_replication = 1;
        config.kafka_min_insync = 1;
        config.run_dir = "/run/" + databases.prefix();
        return config;
    }
    std::unique_ptr<TestProcess> start(Config config, const std::string& name,
                                       const std::string& source = "") {
        config.services = {name};
        std::vector<std::unique_ptr<PurseService>> services;
        services.push_back(std::make_unique<PurseService>(name, source, hooks));
        return std::make_unique<TestProcess>(databases, std::move(config), clock,
                                             std::move(services));
    }
    std::unique_ptr<TestProcess> disbursement(Transport transport, bool relays = true) {
        return start(config(transport, relays), "disbursement", "registry");
    }
    void spend(TestProcess& registry, int times) {
        for (int i = 0; i < times; ++i) {
            ASSERT_TRUE(registry.service().command(1, ++commands, SpendPurse{1}));
        }
    }
    bool arrives(std::int64_t left) {
        return soon([&] { return databases.left("disbursement", 1) == left; });
    }
    std::int64_t cursor() const {
        return databases.open("disbursement")
            .query(
                "SELECT log_offset FROM cursor WHERE consumer = 'disbursement' AND "
                "source = 'registry' AND federation = 1")[0]
            .int64(0);
    }

    TestTopics topics;
    SuiteDatabases databases;
    TestClock clock{beijing_midnight(kDay).micros};
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
    std::uint8_t commands = 0;
};

TEST_F(KafkaRuntime, WhatOneServiceCommitsReachesTheOther) {
    const auto registry = start(config(Transport::Kafka), "registry");
    const auto pay = disbursement(Transport::Kafka);
    ASSERT_TRUE(registry->service().command(1, ++commands, OpenPurse{100, "a"}));
    ASSERT_TRUE(arrives(100));
    spend(*registry, 20);
    EXPECT_TRUE(arrives(80));
    EXPECT_TRUE(soon([&] { return pay->runtime().is_idle(); }));
    EXPECT_THAT(pay->runtime().stopped(), IsEmpty());
}

// docs/operations.md: the relays first, then the consumers one process after the other; and back.
TEST_F(KafkaRuntime, FromEmbeddedToKafkaAndBackWhileRunningKeepsTheCursors) {
    auto registry = start(config(Transport::Embedded, false), "registry");
    auto pay = disbursement(Transport::Embedded, false);
    ASSERT_TRUE(registry->service().command(1, ++commands, OpenPurse{200, "a"}));
    spend(*registry, 10);
    ASSERT_TRUE(arrives(190));
    // The relay begins at offset 0 while the consumers still read the database.
    registry.reset();
    registry = start(config(Transport::Embedded), "registry");
    spend(*registry, 10);
    ASSERT_TRUE(arrives(180));
    EXPECT_EQ(cursor(), 21);
    // One process after the other reads from Kafka; what is written meanwhile waits.
    pay.reset();
    spend(*registry, 10);
    EXPECT_EQ(cursor(), 21);
    pay = disbursement(Transport::Kafka);
    ASSERT_TRUE(arrives(170));
    spend(*registry, 10);
    ASSERT_TRUE(arrives(160));
    EXPECT_EQ(cursor(), 41);
    // And back, in the other order.
    pay.reset();
    spend(*registry, 10);
    pay = disbursement(Transport::Embedded, false);
    ASSERT_TRUE(arrives(150));
    registry.reset();
    registry = start(config(Transport::Embedded, false), "registry");
    spend(*registry, 10);
    ASSERT_TRUE(arrives(140));
    EXPECT_EQ(cursor(), 61);
    EXPECT_EQ(databases.open("disbursement").query("SELECT count(*) FROM event")[0].int64(0), 61);
    EXPECT_THAT(pay->runtime().stopped(), IsEmpty());
}

TEST_F(KafkaRuntime, TheCalendarWaitsForWhatTheBrokerHasNotDeliveredYet) {
    const auto registry = start(config(Transport::Kafka), "registry");
    const auto pay = disbursement(Transport::Kafka);
    ASSERT_TRUE(registry->service().command(1, ++commands, OpenPurse{100, "a"}));
    for (std::int64_t i = 1; i <= 20; ++i) {
        spend(*registry, 1);
        const auto advanced = pay->calendar().advance(kDay, 20'000);
        ASSERT_TRUE(advanced && advanced->done);
        EXPECT_EQ(databases.left("disbursement", 1), 100 - i);
    }
}

TEST_F(KafkaRuntime, TheLagIsToldAndEndsAtNothing) {
    const auto registry = start(config(Transport::Kafka), "registry");
    ASSERT_TRUE(registry->service().command(1, ++commands, OpenPurse{100, "a"}));
    spend(*registry, 10);
    EXPECT_TRUE(soon([&] { return registry->relay_lag(FederationNo{1}) == 0; }));
    EXPECT_EQ(registry->relay_lag(FederationNo{99}), -1) << "of no federation of ours";
}

TEST_F(KafkaRuntime, AnUnsafeTopicKeepsAProductionProcessFromStarting) {
    kafka::Admin(topics.settings())
        .create(topics.of("registry"),
                {.partitions = 14, .replication = 1, .config = {{"retention.ms", "1000"}}});
    Config production = config(Transport::Kafka);
    production.production = true;
    try {
        start(production, "registry");
        FAIL() << "it started";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), ::testing::HasSubstr("retention.ms is 1000, not -1"));
    }
}

TEST_F(KafkaRuntime, WithoutABrokerCommandsAreTakenAndRelayedOnceItIsThere) {
    Config away = config(Transport::Embedded);
    away.kafka = "127.0.0.1:1";
    {
        const auto registry = start(away, "registry");
        ASSERT_TRUE(registry->service().command(1, ++commands, OpenPurse{100, "a"}));
        spend(*registry, 5);
    }
    const auto registry = start(config(Transport::Embedded), "registry");
    const auto pay = disbursement(Transport::Kafka);
    EXPECT_TRUE(arrives(95));
}

}  // namespace
}  // namespace haven::spec
