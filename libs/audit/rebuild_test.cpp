#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "libs/audit/audit_world.hpp"
#include "libs/audit/rebuild.hpp"
#include "libs/audit/replay.hpp"

namespace haven::spec {
namespace {

class Rebuild : public ::testing::Test {
  protected:
    std::string owner_of(const std::string& schema) {
        return world_.db()
            .query("SELECT owner FROM " + schema +
                   ".account WHERE federation = 1 AND "
                   "account_id::text LIKE '%0b'")[0]
            .text(0);
    }

    AuditWorld world_;
};

TEST_F(Rebuild, DamagedTablesAreReplacedAndTheOldOnesKept) {
    const std::int64_t events = world_.write_some();
    world_.db().exec("UPDATE account SET owner = 'damaged'");
    world_.db().exec("DELETE FROM timer");
    const auto report = audit::rebuild(world_.db(), world_.subject());
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->events, events);
    EXPECT_EQ(report->tables[0].different, 12);
    EXPECT_EQ(report->tables[1].different, 0);
    EXPECT_EQ(report->tables[3].different, 12);
    EXPECT_EQ(report->kept_in, "replaced_1");
    EXPECT_LT(report->locked_ms, 1'000);
    EXPECT_EQ(owner_of("replaced_1"), "damaged");
    EXPECT_EQ(owner_of("public"), "name 11");
    EXPECT_TRUE(audit::replay(world_.db(), world_.subject())->equal());
    // The service goes on with its prepared statements, readers with their rights.
    world_.write(1, 11, {Account::Deposited{3}});
    EXPECT_TRUE(audit::replay(world_.db(), world_.subject())->equal());
    postgres::Connection reader(world_.database().conninfo_as("haven_reader"));
    reader.exec("BEGIN; SET LOCAL haven.federations = '1'");
    EXPECT_EQ(reader.query("SELECT * FROM account").size(), 4);
    EXPECT_EQ(reader.query("SELECT * FROM timer").size(), 4);
    reader.exec("COMMIT");
    EXPECT_EQ(audit::rebuild(world_.db(), world_.subject())->kept_in, "replaced_2");
}

TEST_F(Rebuild, CommandsThatCommitMeanwhileAreInTheNewTables) {
    world_.write_some();
    std::atomic<bool> stop = false;
    std::atomic<int> written = 0;
    std::jthread service([&] {
        while (!stop) {
            world_.write(2, 21 + static_cast<std::uint64_t>(written % 3), {Account::Deposited{1}});
            ++written;
        }
    });
    postgres::Connection own(world_.database().conninfo_as("haven_owner"));
    for (int i = 0; i < 3; ++i) {
        const auto report = audit::rebuild(own, world_.subject());
        ASSERT_TRUE(report.has_value());
        EXPECT_LT(report->locked_ms, 1'000);
        for (const auto& table : report->tables) EXPECT_EQ(table.different, 0) << table.table;
        const auto replayed = audit::replay(own, world_.subject());
        ASSERT_TRUE(replayed.has_value());
        EXPECT_TRUE(replayed->equal());
    }
    stop = true;
    service.join();
    EXPECT_GT(written, 10);
    EXPECT_TRUE(audit::replay(own, world_.subject())->equal());
}

TEST_F(Rebuild, QueryThatHoldsATableOnlyDelaysTheSwap) {
    world_.write_some();
    postgres::Connection reader(world_.database().conninfo());
    reader.exec("BEGIN; SELECT count(*) FROM balance");
    std::jthread release([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(900));
        reader.exec("COMMIT");
    });
    const auto report = audit::rebuild(world_.db(), world_.subject());
    ASSERT_TRUE(report.has_value());
    EXPECT_LT(report->locked_ms, 1'000);
    EXPECT_TRUE(audit::replay(world_.db(), world_.subject())->equal());
}

}  // namespace
}  // namespace haven::spec
