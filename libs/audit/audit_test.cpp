#include <gmock/gmock.h>

#include "libs/audit/audit_world.hpp"
#include "libs/audit/rebuild.hpp"
#include "libs/audit/replay.hpp"

namespace haven::spec {
namespace {

using audit::Difference;
using audit::ReplayReport;
using audit::TableReport;
using ::testing::ElementsAre;

class Replay : public ::testing::Test {
  protected:
    Replay() : events_(world_.write_some()) {}

    ReplayReport replay() {
        auto report = audit::replay(world_.db(), world_.subject());
        EXPECT_TRUE(report.has_value());
        return report.value();
    }
    TableReport table(const std::string& name) {
        for (TableReport& report : replay().tables) {
            if (report.table == name) return report;
        }
        ADD_FAILURE() << "no report on " << name;
        return {};
    }
    void damage(const std::string& sql) {
        const auto changed = world_.db().query(sql).affected();
        ASSERT_EQ(changed, 1) << sql;
    }
    bool shadow_is_left() {
        return !world_.db().query("SELECT 1 FROM pg_namespace WHERE nspname = 'shadow'").empty();
    }

    AuditWorld world_;
    std::int64_t events_;
};

TEST_F(Replay, I39_EveryTableComesOutEqualWithRowsAndDigest) {
    const ReplayReport report = replay();
    EXPECT_TRUE(report.equal());
    EXPECT_EQ(report.events, events_);
    ASSERT_EQ(report.tables.size(), 4U);
    std::set<std::string> digests;
    for (const TableReport& each : report.tables) {
        EXPECT_GT(each.rows, 0) << each.table;
        EXPECT_EQ(each.digest.size(), 64U);
        digests.insert(each.digest);
    }
    EXPECT_EQ(digests.size(), 4U);
    EXPECT_EQ(report.tables[0].rows, 12);
    EXPECT_EQ(report.tables[3].table, "timer");
    EXPECT_EQ(report.tables[3].rows, 12);
    EXPECT_FALSE(shadow_is_left());
}

TEST_F(Replay, DigestIsTheSameTwiceAndChangesWithTheRows) {
    const std::string digest = table("balance").digest;
    EXPECT_EQ(table("balance").digest, digest);
    world_.write(1, 11, {Account::Deposited{1}});
    EXPECT_NE(table("balance").digest, digest);
}

TEST_F(Replay, I39_DamagedRowIsFoundAndNamedWithItsColumnsAndEvent) {
    damage(
        "UPDATE balance SET balance_fen = balance_fen + 1 WHERE federation = 2 AND owner = "
        "'owner 0'");
    const TableReport report = table("balance");
    EXPECT_EQ(report.different, 1);
    ASSERT_EQ(report.differences.size(), 1U);
    const Difference& found = report.differences[0];
    EXPECT_EQ(found.kind, Difference::Kind::Changed);
    EXPECT_EQ(found.federation, FederationNo{2});
    EXPECT_EQ(found.key, "owner=owner 0");
    EXPECT_THAT(found.columns, ElementsAre("balance_fen"));
    const auto live = world_.db().query(
        "SELECT last_offset FROM balance WHERE federation = 2 AND owner = 'owner 0'");
    EXPECT_EQ(found.offset, live[0].int64(0));
    EXPECT_EQ(found.event_type, "Deposited");
    EXPECT_THAT(
        describe("balance", found),
        ::testing::MatchesRegex("changed balance \\(federation 2\\): owner=owner 0; columns "
                                "balance_fen; last written by offset [0-9]+ Deposited"));
    EXPECT_TRUE(shadow_is_left());
    EXPECT_FALSE(replay().equal());
}

TEST_F(Replay, I39_DamageInEachTableIsFoundWhateverItIs) {
    struct Damage {
        std::string table;
        std::string sql;
        Difference::Kind kind;
        std::vector<std::string> columns;
    };
    using Kind = Difference::Kind;
    const std::vector<Damage> damages{
        {"account",
         "UPDATE account SET owner = 'x' WHERE federation = 1 AND owner = 'name 11'",
         Kind::Changed,
         {"owner"}},
        {"account",
         "UPDATE account SET open = NULL WHERE federation = 1 AND owner = 'name 12'",
         Kind::Changed,
         {"open"}},
        {"account", "DELETE FROM account WHERE owner = 'name 13'", Kind::Missing, {}},
        {"movement",
         "UPDATE movement SET on_day = on_day + 1, cipher = 'x' WHERE federation = 3 "
         "AND seq = 2 AND account_id::text LIKE '%1f'",
         Kind::Changed,
         {"on_day", "cipher"}},
        {"movement",
         "UPDATE movement SET last_offset = last_offset - 1 WHERE federation = 2 "
         "AND seq = 3 AND account_id::text LIKE '%15'",
         Kind::Changed,
         {"last_offset"}},
        {"movement",
         "INSERT INTO movement SELECT federation, account_id, 99, fen, on_day, cipher, "
         "last_offset FROM movement WHERE federation = 1 AND seq = 2 AND "
         "account_id::text LIKE '%0b'",
         Kind::Extra,
         {}},
        {"timer",
         "UPDATE timer SET due = due - 1 WHERE federation = 1 AND stream_id::text LIKE "
         "'%0b'",
         Kind::Changed,
         {"due"}},
        {"timer", "DELETE FROM timer WHERE stream_id::text LIKE '%0c'", Kind::Missing, {}},
        {"balance",
         "DELETE FROM balance WHERE federation = 3 AND owner = 'owner 1'",
         Kind::Missing,
         {}}};
    std::map<std::string, std::int64_t> expected;
    for (const Damage& each : damages) {
        damage(each.sql);
        ++expected[each.table];
        const TableReport report = table(each.table);
        EXPECT_EQ(report.different, expected[each.table]) << each.sql;
        const bool named = std::ranges::any_of(report.differences, [&](const Difference& found) {
            return found.kind == each.kind && found.columns == each.columns &&
                   !found.event_type.empty();
        });
        EXPECT_TRUE(named) << each.sql;
    }
}

// Another value of a column's type than the one that is there.
std::string other_value(const log::Column& column) {
    const std::string name = postgres::quote_identifier(std::string(column.name));
    switch (column.type) {
        case log::ColumnType::Bool:
            return "NOT " + name;
        case log::ColumnType::Bytes:
            return "convert_to('x', 'UTF8') || " + name;
        case log::ColumnType::Text:
            return "'x' || " + name;
        case log::ColumnType::Uuid:
            return "'00000000-0000-0000-0000-000000000001'";
        default:
            return name + " + 1";
    }
}

// Changes the column in the row of federation 2 that was written last; answers its last_offset.
std::string damage_last_row(const std::string& table, const log::Column& column) {
    std::string sql = "UPDATE " + table + " SET ";
    sql.append(postgres::quote_identifier(std::string(column.name))).append(" = ");
    sql.append(other_value(column)).append(" WHERE ctid = (SELECT ctid FROM ").append(table);
    return sql + " WHERE federation = 2 ORDER BY last_offset DESC LIMIT 1) RETURNING last_offset";
}

TEST_F(Replay, I39_OneDamagedColumnOfOneRowIsNamedInEachTableAndColumn) {
    int columns = 0;
    const audit::Subject subject = world_.subject();
    for (const log::Table* table : audit::all_tables(subject)) {
        const std::string name(table->name);
        for (std::size_t i = table->key_columns; i < table->columns.size(); ++i) {
            SCOPED_TRACE(name + "." + std::string(table->columns[i].name));
            world_.db().exec("CREATE TEMP TABLE kept AS SELECT * FROM " + name);
            const auto damaged = world_.db().query(damage_last_row(name, table->columns[i]));
            ASSERT_EQ(damaged.size(), 1);
            const auto event =
                world_.db().query("SELECT type FROM event WHERE federation = 2 AND log_offset = $1",
                                  postgres::Params().int64(damaged[0].int64(0)));
            for (const TableReport& report : replay().tables) {
                EXPECT_EQ(report.different, report.table == name ? 1 : 0) << report.table;
                if (report.table != name || report.differences.size() != 1) continue;
                const Difference& found = report.differences[0];
                EXPECT_EQ(found.kind, Difference::Kind::Changed);
                EXPECT_EQ(found.federation, FederationNo{2});
                EXPECT_THAT(found.columns, ElementsAre(std::string(table->columns[i].name)));
                EXPECT_EQ(found.offset, damaged[0].int64(0));
                EXPECT_EQ(found.event_type, event[0].text(0));
            }
            world_.db().exec("DELETE FROM " + name);
            world_.db().exec("INSERT INTO " + name + " SELECT * FROM kept");
            world_.db().exec("DROP TABLE kept");
            ++columns;
        }
    }
    EXPECT_EQ(columns, 2 + 1 + 3 + 2);
}

// The rights that `haven audit` has in production: those of the tables' owner, no more.
TEST_F(Replay, RunsAsTheOwnerWhomRowLevelSecurityBinds) {
    const auto role = world_.db().query(
        "SELECT current_user::text, rolsuper OR rolbypassrls FROM pg_roles "
        "WHERE rolname = current_user");
    ASSERT_EQ(role[0].text(0), "haven_owner");
    ASSERT_FALSE(role[0].boolean(1));
    const auto bound = world_.db().query(
        "SELECT count(*) FROM pg_class WHERE relname IN ('account', 'balance', 'movement', "
        "'timer') AND relforcerowsecurity AND relowner = 'haven_owner'::regrole");
    ASSERT_EQ(bound[0].int64(0), 4);
    EXPECT_TRUE(replay().equal());
    damage("UPDATE balance SET balance_fen = 0 WHERE federation = 1 AND owner = 'owner 0'");
    EXPECT_EQ(table("balance").different, 1);
    EXPECT_TRUE(audit::rebuild(world_.db(), world_.subject()).has_value());
    EXPECT_TRUE(replay().equal());
}

TEST_F(Replay, RowThatClaimsAnEventThatNeverWasSaysSo) {
    damage("INSERT INTO balance VALUES (2, 'nobody', 5, 4711)");
    const TableReport report = table("balance");
    ASSERT_EQ(report.differences.size(), 1U);
    EXPECT_EQ(report.differences[0].kind, Difference::Kind::Extra);
    EXPECT_EQ(report.differences[0].offset, 4711);
    EXPECT_EQ(report.differences[0].event_type, "");
}

TEST_F(Replay, CountsAllDifferencesAndListsTheFirst) {
    for (int i = 0; i < 60; ++i) {
        world_.write(1, 11, {Account::Deposited{1}, Account::Deposited{1}});
    }
    world_.db().exec("UPDATE movement SET fen = fen + 1");
    const TableReport report = table("movement");
    EXPECT_EQ(report.different, 150);
    EXPECT_EQ(report.differences.size(), audit::kMaxDifferences);
}

TEST_F(Replay, GapInTheLogIsNamed) {
    damage("DELETE FROM event WHERE federation = 2 AND log_offset = 4");
    const auto report = audit::replay(world_.db(), world_.subject());
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().reason, "LOG_BROKEN");
    EXPECT_THAT(report.error().metadata,
                ElementsAre(std::pair("federation", "2"), std::pair("offset", "5")));
    // The connection is as it was before.
    EXPECT_EQ(world_.db().query("SHOW search_path")[0].text(0), "\"$user\", public");
}

TEST_F(Replay, EventOfNoAggregateIsNamed) {
    damage("UPDATE event SET type = 'Burnt' WHERE federation = 1 AND log_offset = 1");
    const auto report = audit::replay(world_.db(), world_.subject());
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().reason, "UNKNOWN_EVENT_TYPE");
}

TEST_F(Replay, TellsHowFarItIs) {
    std::vector<std::pair<std::int64_t, std::int64_t>> told;
    const auto progress = [&](std::int64_t done, std::int64_t total) {
        told.emplace_back(done, total);
    };
    ASSERT_TRUE(audit::replay(world_.db(), world_.subject(), progress).has_value());
    EXPECT_EQ(told.front(), std::pair(std::int64_t{0}, events_));
    EXPECT_EQ(told.back(), std::pair(events_, events_));
}

}  // namespace
}  // namespace haven::spec
