// A running suite on two databases a service, and one that moves its federation under it.
#include <gtest/gtest.h>

#include "libs/host/testing/process.hpp"
#include "libs/move/move.hpp"

namespace haven::spec {
namespace {

const Date kDay = Date::of(2020, 3, 2);

class ShardsRuntime : public ::testing::Test {
  protected:
    // Federation 1 begins in the first, all others in the second.
    host::Config config() const {
        host::Config config;
        config.calendar_start = kDay;
        config.shards.shards = {{"a", databases.server(), databases.prefix()},
                                {"b", databases.server(), databases.prefix() + "b_"}};
        for (std::int16_t n = 2; n <= 13; ++n) config.shards.begins_in[FederationNo{n}] = 1;
        return config;
    }
    std::unique_ptr<TestProcess> start(host::Config with) {
        std::vector<std::unique_ptr<PurseService>> services;
        services.push_back(std::make_unique<PurseService>("registry", "", hooks));
        services.push_back(std::make_unique<PurseService>("disbursement", "registry", hooks));
        return std::make_unique<TestProcess>(databases, std::move(with), clock,
                                             std::move(services));
    }
    move::Request move(const std::string& service, bool back = false) const {
        const std::string a = conninfo(databases.prefix() + service);
        const std::string b = conninfo(databases.prefix() + "b_" + service);
        return {.federation = FederationNo{1}, .from = back ? b : a, .to = back ? a : b};
    }
    std::string conninfo(const std::string& database) const {
        return postgres::with_setting(databases.server(), "dbname", database);
    }
    std::int64_t count(const std::string& database, const std::string& what) const {
        return postgres::Connection(conninfo(databases.prefix() + database))
            .query("SELECT count(*) FROM " + what)[0]
            .int64(0);
    }

    SuiteDatabases databases;
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
    TestClock clock{beijing_midnight(kDay).micros};
};

TEST_F(ShardsRuntime, AFederationBeginsWhereTheMapSaysAndStaysWhereItIs) {
    start(config());
    EXPECT_EQ(count("registry", "log_head WHERE state = 'OPEN'"), 1);
    EXPECT_EQ(count("b_registry", "log_head WHERE state = 'OPEN'"), 12);
    auto other = config();
    other.shards.begins_in.clear();
    start(std::move(other));
    EXPECT_EQ(count("b_registry", "log_head WHERE state = 'OPEN'"), 12) << "it was no move";
    auto without = config();
    without.shards = {};
    try {
        start(std::move(without));
        ADD_FAILURE() << "it would have begun twelve logs anew";
    } catch (const std::runtime_error& error) {
        EXPECT_TRUE(std::string(error.what()).starts_with("SHARDS_MISSING")) << error.what();
    }
}

TEST_F(ShardsRuntime, ASecondDatabaseKnowsTheClaimsOfTheFirst) {
    auto one = config();
    one.shards = {};
    {
        auto process = start(std::move(one));
        ASSERT_TRUE(process->service().command(1, 1, OpenPurse{100, "claim"}));
    }
    auto process = start(config());
    EXPECT_EQ(count("registry", "registered_claim"), 1);
    EXPECT_EQ(process->service().command(2, 2, OpenPurse{100, "claim"}).error().reason,
              "ALREADY_HELD");
}

// Under a consumer that reads it and under one whose cursors it has.
TEST_F(ShardsRuntime, WhatIsReadAndWrittenGoesOnWhileItsFederationMoves) {
    auto process = start(config());
    ASSERT_TRUE(process->service().command(1, 1, OpenPurse{1'000, "claim"}));
    std::uint8_t id = 1;
    const auto spend = [&](int times) {
        for (int i = 0; i < times; ++i) {
            ++id;
            Result<log::Reply> reply = process->service().command(1, id, SpendPurse{1});
            while (!reply && reply.error().kind == ErrorKind::Unavailable) {
                reply = process->service().command(1, id, SpendPurse{1});
            }
            ASSERT_TRUE(reply) << reply.error().reason;
        }
    };
    const auto mirrored = [&](const std::string& database, std::int64_t left) {
        return soon(
            [&] { return count(database, "purse WHERE \"left\" = " + std::to_string(left)) == 1; });
    };
    spend(10);
    ASSERT_TRUE(mirrored("disbursement", 990));
    for (const bool back : {false, true}) {
        for (const char* service : {"registry", "disbursement"}) {
            std::jthread moving([&] {
                const auto report = move::move_federation(move(service, back));
                EXPECT_TRUE(report) << report.error().message;
            });
            spend(20);
        }
    }
    spend(10);
    ASSERT_TRUE(mirrored("disbursement", 900));
    EXPECT_EQ(count("registry", "event"), 101);
    EXPECT_EQ(count("disbursement", "event"), 101) << "each effect once";
    EXPECT_EQ(count("disbursement", "parked"), 0);
    EXPECT_TRUE(process->runtime(1).stopped().empty());
}

TEST_F(ShardsRuntime, ATimerFiresWhereItsFederationIs) {
    auto process = start(config());
    ASSERT_TRUE(process->service().command(1, 1, OpenPurse{5, "claim"}));
    ASSERT_TRUE(process->service().command(1, 2, SchedulePurse{Date::of(2020, 3, 4)}));
    ASSERT_TRUE(move::move_federation(move("registry")));
    const auto advanced = process->calendar().advance(Date::of(2020, 3, 5), 10'000);
    ASSERT_TRUE(advanced) << advanced.error().reason;
    EXPECT_TRUE(advanced->done);
    EXPECT_EQ(advanced->stops, 2) << "the timer's day and the last";
    EXPECT_EQ(count("b_registry", "purse WHERE \"left\" = 4"), 1);
    EXPECT_EQ(count("registry", "purse WHERE \"left\" = 5"), 1) << "as it was left";
}

}  // namespace
}  // namespace haven::spec
