#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "libs/postgres/bulk.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/pool.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::postgres {
namespace {

class Postgres : public ::testing::Test {
  protected:
    spec::TestDatabase database{"postgres"};
    Connection db{database.conninfo()};
};

TEST_F(Postgres, ValuesComeBackAsTheyWent) {
    const Uuid id = Uuid::parse("0190b6f2-0000-7000-8000-0000000000ff").value();
    const std::string raw("\0\x01'\xff", 4);
    const Rows rows = db.query("SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10",
                               Params()
                                   .boolean(true)
                                   .int16(-2)
                                   .int32(70'000)
                                   .int64(-9'007'199'254'740'993)
                                   .text("赵·女士")
                                   .bytes(raw)
                                   .uuid(id)
                                   .date(Date::of(2020, 2, 29))
                                   .instant(Instant{-1})
                                   .null(Type::Text));
    ASSERT_EQ(rows.size(), 1);
    const Row row = rows[0];
    EXPECT_TRUE(row.boolean(0));
    EXPECT_EQ(row.int16(1), -2);
    EXPECT_EQ(row.int32(2), 70'000);
    EXPECT_EQ(row.int64(3), -9'007'199'254'740'993);
    EXPECT_EQ(row.text(4), "赵·女士");
    EXPECT_EQ(row.bytes(5), raw);
    EXPECT_EQ(row.uuid(6), id);
    EXPECT_EQ(row.date(7), Date::of(2020, 2, 29));
    EXPECT_EQ(row.instant(8), Instant{-1});
    EXPECT_FALSE(row.text_or_null(9).has_value());
}

TEST_F(Postgres, ArraysKeepOrderNullsAndEmptiness) {
    const Rows rows = db.query("SELECT t FROM unnest($1) WITH ORDINALITY AS u(t, n) ORDER BY n",
                               Params().array(ArrayBuilder(Type::Text).text("a").null().text("")));
    ASSERT_EQ(rows.size(), 3);
    EXPECT_EQ(rows[0].text(0), "a");
    EXPECT_FALSE(rows[1].text_or_null(0).has_value());
    EXPECT_EQ(rows[2].text(0), "");
    EXPECT_TRUE(
        db.query("SELECT * FROM unnest($1)", Params().array(ArrayBuilder(Type::Int64))).empty());
}

// As values and as arrays.
TEST_F(Postgres, RowsInBulkKeepOrderAndNulls) {
    const BulkStatement kSelect("bulk", "SELECT u.a, u.b FROM (", {Type::Int32, Type::Text},
                                ") AS u (a, b)");
    for (const std::size_t count :
         {std::size_t{1}, BulkStatement::kMostValues, BulkStatement::kMostValues + 1}) {
        BulkRows bulk(kSelect, count);
        for (std::size_t i = 0; i < count; ++i) {
            bulk.int32(static_cast<std::int32_t>(i));
            i % 2 == 0 ? bulk.text("赵" + std::to_string(i)) : bulk.null();
        }
        const std::vector<Connection::Call> calls{bulk.call()};
        const Rows rows = db.run_pipelined(calls).at(0);
        ASSERT_EQ(rows.size(), static_cast<int>(count));
        for (int i = 0; i < rows.size(); ++i) {
            EXPECT_EQ(rows[i].int32(0), i);
            EXPECT_EQ(rows[i].text_or_null(1),
                      i % 2 == 0 ? std::optional("赵" + std::to_string(i)) : std::nullopt);
        }
    }
}

TEST_F(Postgres, AnErrorNamesItsStateAndNeverAValue) {
    db.exec("CREATE TABLE t (k text PRIMARY KEY)");
    const Params secret = Params().text("610399198001010015");
    db.query("INSERT INTO t VALUES ($1)", secret);
    try {
        db.query("INSERT INTO t VALUES ($1)", secret);
        FAIL() << "the second insert must fail";
    } catch (const SqlError& error) {
        EXPECT_EQ(error.sqlstate(), "23505");
        EXPECT_EQ(std::string(error.what()).find("610399"), std::string::npos);
    }
    EXPECT_TRUE(db.ok());
    EXPECT_EQ(db.query("SELECT 1").size(), 1);
}

TEST_F(Postgres, APipelineAnswersEachCallInOneTrip) {
    constexpr Statement kAdd{"add", "SELECT $1 + $2"};
    const std::vector<Connection::Call> calls{{kAdd, Params().int64(1).int64(2)},
                                              {kAdd, Params().int64(3).int64(4)}};
    for (int round = 0; round < 2; ++round) {
        const auto answers = db.run_pipelined(calls);
        ASSERT_EQ(answers.size(), 2U);
        EXPECT_EQ(answers[0][0].int64(0), 3);
        EXPECT_EQ(answers[1][0].int64(0), 7);
    }
}

TEST_F(Postgres, AFailedPipelineThrowsAndTheConnectionGoesOn) {
    constexpr Statement kDivide{"divide", "SELECT 10 / $1"};
    const std::vector<Connection::Call> calls{{kDivide, Params().int64(0)},
                                              {kDivide, Params().int64(5)}};
    EXPECT_THROW(db.run_pipelined(calls), SqlError);
    EXPECT_EQ(db.run(kDivide, Params().int64(5))[0].int64(0), 2);
}

TEST_F(Postgres, AFailedPipelineKnowsWhatItHasPrepared) {
    constexpr Statement kBefore{"before", "SELECT $1 + 1"};
    constexpr Statement kFails{"fails", "SELECT 10 / $1"};
    constexpr Statement kAfter{"after", "SELECT $1 + 2"};
    const Params zero = Params().int64(0);
    EXPECT_THROW(db.run_pipelined(std::vector<Connection::Call>{
                     {kBefore, zero}, {kFails, zero}, {kAfter, zero}}),
                 SqlError);
    EXPECT_EQ(db.run(kBefore, zero)[0].int64(0), 1);
    EXPECT_EQ(db.run(kAfter, zero)[0].int64(0), 2);
    EXPECT_EQ(db.run(kFails, Params().int64(5))[0].int64(0), 2);
}

TEST_F(Postgres, AStoppedBackendIsLeftAtTheDeadline) {
    Connection victim(database.conninfo(), 300);
    ASSERT_EQ(::kill(victim.backend_pid(), SIGSTOP), 0);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THROW(victim.query("SELECT 1"), ConnectionLost);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
    ::kill(victim.backend_pid(), SIGCONT);
    EXPECT_FALSE(victim.ok());
    EXPECT_THROW(victim.query("SELECT 1"), ConnectionLost);
}

TEST_F(Postgres, AKilledBackendIsAConnectionLost) {
    Connection victim(database.conninfo());
    database.kill_backends();
    EXPECT_THROW(victim.query("SELECT 1"), std::runtime_error);
    EXPECT_FALSE(victim.ok());
}

TEST_F(Postgres, CopyOutGivesWhatCopyInTook) {
    db.exec("CREATE TABLE t (n int)");
    int left = 1'000;
    const auto copied = db.copy_in("COPY t FROM STDIN", [&](std::string& buffer) {
        buffer = std::to_string(left) + "\n";
        return left-- > 0;
    });
    EXPECT_EQ(copied, 1'000);
    std::size_t rows = 0;
    db.copy_out("COPY t TO STDOUT", [&](std::string_view) { ++rows; });
    EXPECT_EQ(rows, 1'000U);
    EXPECT_EQ(db.query("SELECT 1").size(), 1);
}

TEST_F(Postgres, ACopyThatIsRefusedLeavesTheConnectionUsable) {
    EXPECT_THROW(db.copy_out("COPY nowhere TO STDOUT", [](std::string_view) {}), SqlError);
    EXPECT_THROW(db.copy_in("COPY nowhere FROM STDIN", [](std::string&) { return false; }),
                 SqlError);
    EXPECT_EQ(db.query("SELECT 1").size(), 1);
}

TEST_F(Postgres, NotifyWakesTheListener) {
    db.exec("LISTEN haven");
    EXPECT_FALSE(db.wait_notify(10));
    Connection(database.conninfo()).exec("NOTIFY haven");
    EXPECT_TRUE(db.wait_notify(2'000));
}

TEST_F(Postgres, MigrationsRunOnceAndRefuseToBeRewritten) {
    const SqlFile first{"0001_a.sql", "CREATE TABLE a (n int); INSERT INTO a VALUES (1)"};
    const SqlFile second{"0002_b.sql", "ALTER TABLE a ADD m int"};
    ASSERT_TRUE(migrate(db, "public", "x", {{first}}).has_value());
    const SqlFile both[] = {first, second};
    EXPECT_TRUE(check_migrated(db, "public", "x", {{first}}).has_value());
    EXPECT_EQ(check_migrated(db, "public", "x", both).error().reason, "MIGRATIONS_MISSING");
    EXPECT_EQ(check_migrated(db, "shadow", "x", both).error().reason, "MIGRATIONS_MISSING");
    ASSERT_TRUE(migrate(db, "public", "x", both).has_value());
    ASSERT_TRUE(migrate(db, "shadow", "x", both).has_value());
    EXPECT_EQ(db.query("SELECT n, m FROM public.a").size(), 1);
    EXPECT_EQ(db.query("SELECT n, m FROM shadow.a").size(), 1);
    const SqlFile rewritten{"0001_a.sql", "CREATE TABLE a (n bigint)"};
    const auto again = migrate(db, "public", "x", {{rewritten}});
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().reason, "MIGRATION_CHANGED");
    EXPECT_TRUE(check_migrated(db, "public", "x", both).has_value());
    EXPECT_EQ(check_migrated(db, "public", "x", {{rewritten}}).error().reason, "MIGRATION_CHANGED");
}

TEST_F(Postgres, ThePoolReplacesWhatBroke) {
    Pool pool(database.conninfo(), 1, 500);
    {
        auto lease = pool.borrow();
        EXPECT_THROW(pool.borrow(), ConnectionLost);
        lease->abandon();
        EXPECT_THROW(lease->query("SELECT 1"), ConnectionLost);
    }
    EXPECT_EQ(pool.borrow()->query("SELECT 1").size(), 1);
}

TEST_F(Postgres, ThePoolReplacesWhatTheServerClosedMeanwhile) {
    Pool pool(database.conninfo(), 1, 2'000);
    const int before = pool.borrow()->backend_pid();
    EXPECT_EQ(pool.borrow()->backend_pid(), before);
    database.kill_backends();
    // The backend's farewell may still be on its way.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_EQ(pool.borrow()->query("SELECT 1").size(), 1);
}

TEST_F(Postgres, WhoLeavesWithoutWaitingOwesTheNextAnAnswer) {
    Pool pool(database.conninfo(), 1, 2'000);
    int before = 0;
    {
        auto lease = pool.borrow();
        before = lease->backend_pid();
        lease->exec("BEGIN; CREATE TABLE half_done ()");
        lease->exec_last("ROLLBACK");
    }
    auto lease = pool.borrow();
    EXPECT_EQ(lease->backend_pid(), before);
    EXPECT_TRUE(lease->query("SELECT 1 WHERE to_regclass('half_done') IS NOT NULL").empty());
    // Also without a pool in between, and where what was left behind fails.
    lease->exec_last("SELECT 1/0");
    EXPECT_THROW(lease->exec("SELECT 1"), SqlError);
    EXPECT_EQ(lease->query("SELECT 1").size(), 1);
}

TEST_F(Postgres, WhoLeavesAServerThatDiesIsNotGivenToTheNext) {
    Pool pool(database.conninfo(), 1, 2'000);
    {
        auto lease = pool.borrow();
        lease->exec("BEGIN");
        database.kill_backends();
        try {
            lease->exec_last("ROLLBACK");
        } catch (const ConnectionLost&) {
            // Noticed already.
        }
    }
    EXPECT_EQ(pool.borrow()->query("SELECT 1").size(), 1);
}

TEST_F(Postgres, ThePoolDropsWhatComesBackInATransaction) {
    Pool pool(database.conninfo(), 1, 2'000);
    pool.borrow()->exec("BEGIN; CREATE TABLE half_done ()");
    EXPECT_TRUE(
        pool.borrow()->query("SELECT 1 WHERE to_regclass('half_done') IS NOT NULL").empty());
}

TEST(Conninfo, ASettingMayHoldQuotesAndBlanks) {
    EXPECT_EQ(with_setting("host=/tmp", "dbname", R"(a b'c\d)"), R"(host=/tmp dbname='a b\'c\\d')");
}

TEST(IsSecure, ASocketOfThisMachineOrAServerWhoseNameIsVerified) {
    for (const char* secure :
         {"", "host=/run/pg user=haven", "host=@abstract", "host=/a,/b",
          "host=db sslmode=verify-full", "postgresql://db/haven?sslmode=verify-full",
          "hostaddr=10.0.0.1 host=db sslmode=verify-full",
          "host=db sslmode=require sslmode=verify-full"}) {
        EXPECT_TRUE(is_secure(secure)) << secure;
    }
    for (const char* open : {"host=db", "host=127.0.0.1", "host=/a,db", "hostaddr=127.0.0.1",
                             "host=/a hostaddr=10.0.0.1", "host=db sslmode=require",
                             "host=db sslmode=verify-ca", "postgresql://db/haven", "service=city",
                             "host=db sslmode=verify-full sslmode=disable", "nonsense"}) {
        EXPECT_FALSE(is_secure(open)) << open;
    }
    // What libpq would take from the environment counts too.
    ::setenv("PGHOST", "db", 1);
    EXPECT_FALSE(is_secure("user=haven"));
    ::setenv("PGSSLMODE", "verify-full", 1);
    EXPECT_TRUE(is_secure("user=haven"));
    ::unsetenv("PGHOST");
    ::unsetenv("PGSSLMODE");
}

}  // namespace
}  // namespace haven::postgres
