// The schema: who may do what, what is refused at start-up, and equality with the log in memory.
#include <random>

#include "libs/log/memory_log.hpp"
#include "libs/log/postgres_backend.hpp"
#include "libs/log/record_reader.hpp"

namespace haven::spec {
namespace {

using postgres::Connection;
using postgres::SqlError;

class PostgresSchema : public ::testing::Test {
  protected:
    void append(std::uint64_t id, FederationNo federation) {
        Proposal proposal;
        proposal.federation = federation;
        proposal.stream_id = uuid_of(id, 1);
        proposal.command_id = uuid_of(id, 2);
        proposal.events = {{"Happened", 1, "payload"}};
        const Projector projector =
            rows_of({{0,
                      {put(kAccounts, {std::string("a"), std::int64_t{1}, std::string("x")}),
                       put(kTimerTable, {uuid_of(id), std::string("k"), Date::from_days(9),
                                         std::string("household")})}}});
        const auto appended =
            backend_.open_directly()->append({.proposals = {proposal}}, kNow, projector);
        ASSERT_EQ(appended.outcomes[0].verdict, Verdict::Committed);
    }
    // SQLSTATE of a statement that must fail; "" when it does not.
    static std::string refusal(Connection& db, const std::string& sql) {
        try {
            db.exec(sql);
        } catch (const SqlError& error) {
            return error.sqlstate();
        }
        return "";
    }

    PostgresBackend backend_;
};

TEST_F(PostgresSchema, I38_WritingRoleCannotChangeAnEvent) {
    append(1, kCity);
    const auto before = backend_.open_directly()->read(kCity, 0, 10);
    ASSERT_EQ(before.size(), 1U);
    for (const char* role : {"haven_writer", "haven_reader"}) {
        Connection db(backend_.database().conninfo());
        db.exec("SET ROLE " + std::string(role));
        constexpr const char* kDenied = "42501";
        EXPECT_EQ(refusal(db, "UPDATE event SET payload = 'x'"), kDenied);
        EXPECT_EQ(refusal(db, "UPDATE event SET log_offset = 7 WHERE federation = 1"), kDenied);
        EXPECT_EQ(refusal(db, "DELETE FROM event"), kDenied);
        EXPECT_EQ(refusal(db, "TRUNCATE event"), kDenied);
        EXPECT_EQ(refusal(db, "DROP TABLE event"), kDenied);
        EXPECT_EQ(refusal(db, "ALTER TABLE event DISABLE ROW LEVEL SECURITY"), kDenied);
        EXPECT_EQ(refusal(db,
                          "INSERT INTO event SELECT * FROM event ON CONFLICT (federation, "
                          "log_offset) DO UPDATE SET payload = 'x'"),
                  kDenied);
        EXPECT_EQ(refusal(db, "UPDATE command SET reply_version = 9"), kDenied);
        EXPECT_EQ(refusal(db, "DELETE FROM command"), kDenied);
        EXPECT_EQ(refusal(db, "DELETE FROM log_head"), kDenied);
        EXPECT_EQ(refusal(db, "SET session_replication_role = replica"), kDenied);
    }
    EXPECT_EQ(backend_.open_directly()->read(kCity, 0, 10), before);
}

TEST_F(PostgresSchema, LogDropsTheRightsOfWhoeverLogsIn) {
    // The test server's user is a superuser; the log's session is not.
    append(1, kCity);
    backend_.db().exec("REVOKE INSERT ON event FROM haven_writer");
    Proposal proposal;
    proposal.federation = kCity;
    proposal.events = {{"Happened", 1, ""}};
    try {
        backend_.open_directly()->append({.proposals = {proposal}}, kNow, no_rows());
        FAIL() << "the append must be refused";
    } catch (const SqlError& error) {
        EXPECT_EQ(error.sqlstate(), "42501");
    }
}

TEST_F(PostgresSchema, ReaderSeesOnlyTheFederationsOfItsScope) {
    append(1, kCity);
    append(2, kCounty);
    Connection db(backend_.database().conninfo());
    db.exec("SET ROLE haven_reader");
    const auto count = [&](const char* table) {
        return db.query(std::string("SELECT count(*) FROM ") + table)[0].int64(0);
    };
    for (const char* table : {"account", "timer", "event"}) {
        EXPECT_EQ(count(table), 0) << table << " without a scope";
        db.exec("BEGIN; SET LOCAL haven.federations = '2'");
        EXPECT_EQ(count(table), 1) << table;
        db.exec("COMMIT");
        EXPECT_EQ(count(table), 0) << table << " after the scope";
        db.exec("BEGIN; SET LOCAL haven.federations = '1,2,3'");
        EXPECT_EQ(count(table), 2) << table;
        db.exec("COMMIT");
    }
    EXPECT_EQ(refusal(db, "SELECT * FROM claim"), "42501");
    EXPECT_EQ(refusal(db, "INSERT INTO account VALUES (2, 'b', 1, 'x', 1)"), "42501");
}

TEST_F(PostgresSchema, ReferenceTablesAreReadByEverybody) {
    backend_.db().exec(
        "CREATE TABLE rule (federation smallint, code text, last_offset bigint NOT NULL, "
        "PRIMARY KEY (federation, code)); SELECT haven_protect('rule', reference := true);"
        "INSERT INTO rule VALUES (1, 'r', 1)");
    Connection db(backend_.database().conninfo());
    db.exec("SET ROLE haven_reader");
    EXPECT_EQ(db.query("SELECT * FROM rule").size(), 1);
    EXPECT_EQ(refusal(db, "DELETE FROM rule"), "42501");
}

TEST_F(PostgresSchema, AnotherListOfFederationsIsRefusedAndTheSameIsNot) {
    std::vector<FederationRow> list{{FederationNo{1}, "610300", "city", {}},
                                    {FederationNo{4}, "610304", "c", FederationNo{1}},
                                    {FederationNo{2}, "610302", "a", FederationNo{1}},
                                    {FederationNo{3}, "610303", "b", FederationNo{1}}};
    EXPECT_TRUE(create_schema(backend_.db(), list).has_value());
    auto renamed = list;
    renamed[1].name = "another";
    EXPECT_EQ(create_schema(backend_.db(), renamed).error().reason, "FEDERATIONS_DIFFER");
    auto shorter = list;
    shorter.pop_back();
    EXPECT_EQ(create_schema(backend_.db(), shorter).error().reason, "FEDERATIONS_DIFFER");
    auto longer = list;
    longer.push_back({FederationNo{5}, "610305", "d", FederationNo{1}});
    EXPECT_EQ(create_schema(backend_.db(), longer).error().reason, "FEDERATIONS_DIFFER");
    ASSERT_TRUE(add_federation(backend_.db(), longer.back()).has_value());
    EXPECT_TRUE(add_federation(backend_.db(), longer.back()).has_value());
    EXPECT_TRUE(create_schema(backend_.db(), longer).has_value());
    EXPECT_EQ(add_federation(backend_.db(), {FederationNo{6}, "610305", "e", FederationNo{1}})
                  .error()
                  .reason,
              "FEDERATIONS_DIFFER");
    append(1, FederationNo{5});
}

TEST_F(PostgresSchema, TableThatDiffersFromItsDeclarationIsNamed) {
    const std::vector<const Table*> tables{&kTimerTable, &kAccounts, &kShapes};
    EXPECT_TRUE(check_tables(backend_.db(), tables).has_value());
    backend_.db().exec("ALTER TABLE account ALTER COLUMN balance_fen TYPE integer");
    const auto checked = check_tables(backend_.db(), tables);
    ASSERT_FALSE(checked.has_value());
    EXPECT_EQ(checked.error().reason, "TABLE_DIFFERS");
    EXPECT_EQ(checked.error().metadata[0].second, "account");
    EXPECT_EQ(checked.error().metadata[1].second, "balance_fen");
    backend_.db().exec("DROP TABLE account");
    EXPECT_FALSE(check_tables(backend_.db(), tables).has_value());
}

TEST_F(PostgresSchema, ProcessThatSleptThroughAMoveAppendsNothing) {
    const auto asleep = backend_.open_directly();
    ASSERT_EQ(asleep->heads().size(), 4U);
    backend_.db().exec("UPDATE log_head SET shard_epoch = shard_epoch + 1 WHERE federation = 2");
    Proposal proposal;
    proposal.federation = kCounty;
    proposal.stream_id = uuid_of(1, 1);
    proposal.command_id = uuid_of(1, 2);
    proposal.events = {{"Happened", 1, ""}};
    const auto append_by = [&](Log& log) {
        return log.append({.proposals = {proposal}}, kNow, no_rows()).outcomes[0].verdict;
    };
    EXPECT_EQ(append_by(*asleep), Verdict::FederationClosed);
    EXPECT_EQ(append_by(*backend_.open_directly()), Verdict::Committed);
}

TEST_F(PostgresSchema, RecordReaderStreamsWhatTheLogReads) {
    const auto log = backend_.open_directly();
    for (std::uint64_t i = 1; i <= 50; ++i) {
        Proposal proposal;
        proposal.federation = kCounty;
        proposal.stream_id = uuid_of(i, 1);
        proposal.command_id = uuid_of(i, 2);
        proposal.meta = std::string(i * 7, '\0');
        proposal.events.assign(i % 3, {"Happened", 2, std::string(i * 211, '\xff')});
        log->append({.proposals = {proposal}}, Instant{kNow.micros + 1}, no_rows());
    }
    const auto expected = log->read(kCounty, 0, 1'000);
    std::vector<Record> streamed;
    RecordReader reader(backend_.db(), "registry");
    const auto collect = [&](Record record) { streamed.push_back(std::move(record)); };
    EXPECT_EQ(reader.stream(kCounty, 0, INT64_MAX, collect), std::ssize(expected));
    EXPECT_EQ(streamed, expected);
    streamed.clear();
    EXPECT_EQ(reader.stream(kCounty, 10, 12, collect), 2);
    EXPECT_EQ(streamed, (std::vector<Record>{expected[10], expected[11]}));
    EXPECT_EQ(reader.stream(kCity, 0, INT64_MAX, collect), 0);
}

// Random batches on both logs: equal answers, events, rows, cursors and parked records.
class RandomBatches {
  public:
    explicit RandomBatches(unsigned seed) : random_(seed) {}

    Batch next(Log& log) {
        Batch batch;
        changes_.clear();
        plain_ = pick(2) == 0;
        std::set<int> streams;
        for (int i = pick(7); i > 0; --i) {
            const int stream = pick(9);
            if (!streams.insert(stream).second) continue;
            changes_[batch.proposals.size()] = row_changes();
            batch.proposals.push_back(proposal(log, stream));
        }
        for (int i = plain_ ? 0 : pick(3); i > 0; --i) {
            batch.cursor_moves.push_back(cursor_move(log));
        }
        return batch;
    }
    [[nodiscard]] Projector projector() const { return rows_of(changes_); }
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  private:
    Proposal proposal(Log& log, int stream) {
        Proposal made;
        made.unit = plain_ ? stream : pick(5);
        made.federation = FederationNo{static_cast<std::int16_t>(1 + stream % 3)};
        made.stream_id = uuid_of(static_cast<std::uint64_t>(stream), 1);
        const auto now = log.read_stream(made.federation, made.stream_id, 0).size();
        made.expected_version = static_cast<std::int32_t>(now) - (pick(8) == 0 ? 1 : 0);
        const auto id = pick(6) == 0 ? static_cast<std::uint64_t>(pick(15)) : ++ids_ + 1'000;
        made.command_id = uuid_of(id, 2);
        made.request_hash = hash_of(static_cast<std::uint64_t>(pick(2)));
        made.meta = std::to_string(pick(100));
        made.refused = pick(6) == 0;
        if (made.refused) return made;
        const int events = plain_ ? 1 + pick(3) : pick(4);
        made.events.assign(static_cast<std::size_t>(events), {"Happened", 1, made.meta});
        for (int i = pick(3); i > 0; --i) {
            const std::string key = "claim/" + std::to_string(pick(plain_ ? 40 : 5));
            made.claims.push_back(plain_ || pick(2) ? take(key) : free_claim(key));
        }
        for (int i = plain_ ? 0 : pick(3); i > 0; --i) {
            made.quotas.push_back({"quota/" + std::to_string(pick(3)), pick(9) - 3, 12});
        }
        return made;
    }
    CursorMove cursor_move(Log& log) {
        CursorMove move;
        move.unit = pick(7);
        move.consumer = pick(2) ? "disbursement" : "registry";
        move.source = "registry";
        move.federation = FederationNo{static_cast<std::int16_t>(1 + pick(2))};
        move.from = log.cursor(move.consumer, move.source, move.federation);
        if (pick(6) == 0) move.from.epoch += 1;
        move.to = move.from;
        move.to.offset += 1 + pick(3);
        move.to.record_digest = hash_of(static_cast<std::uint64_t>(pick(1'000)));
        if (pick(3) == 0) move.parked = {{move.to.offset, uuid_of(1), "REASON"}};
        return move;
    }
    std::vector<RowChange> row_changes() {
        std::vector<RowChange> changes;
        for (int i = pick(5); i > 0; --i) {
            const std::string code(1, static_cast<char>('a' + pick(3)));
            switch (pick(3)) {
                case 0:
                    changes.push_back(
                        put(kAccounts, {code, std::int64_t{pick(50)}, std::string("note")}));
                    break;
                case 1:
                    changes.push_back(
                        add(kAccounts, {code, std::int64_t{pick(50) - 25}, std::monostate{}}));
                    break;
                default:
                    changes.push_back(remove(kAccounts, {code}));
                    break;
            }
        }
        return changes;
    }

    std::mt19937_64 random_;
    bool plain_ = false;  // such as may be foreseen
    std::map<std::size_t, std::vector<RowChange>> changes_;
    std::uint64_t ids_ = 0;
};

TEST_F(PostgresSchema, AnswersAndRowsEqualThoseOfTheLogInMemoryForRandomBatches) {
    const auto database = std::make_shared<MemoryDatabase>(
        "registry",
        std::vector{FederationNo{1}, FederationNo{2}, FederationNo{3}, FederationNo{4}});
    MemoryLog memory(database);
    const auto stored = backend_.open_directly();
    const auto other = backend_.open_directly();
    RandomBatches batches(610'300);
    std::map<Verdict, int> verdicts;
    for (int round = 0; round < 400; ++round) {
        if (batches.pick(20) == 0) {
            const FederationNo federation{static_cast<std::int16_t>(1 + batches.pick(4))};
            ASSERT_EQ(memory.take_over("disbursement", "registry", federation),
                      stored->take_over("disbursement", "registry", federation));
        }
        const Batch batch = batches.next(memory);
        const Instant now{kNow.micros + batches.pick(1'000'000)};
        const auto expected = memory.append(batch, now, batches.projector());
        Log& writer = batches.pick(8) == 0 ? *other : *stored;
        const auto actual = writer.append(batch, now, batches.projector());
        ASSERT_EQ(expected.outcomes, actual.outcomes) << round;
        ASSERT_EQ(expected.cursor_outcomes, actual.cursor_outcomes) << round;
        for (const Outcome& outcome : actual.outcomes) ++verdicts[outcome.verdict];
        for (const Outcome& outcome : actual.cursor_outcomes) ++verdicts[outcome.verdict];
        ASSERT_EQ(database->rows(kAccounts), backend_.rows(kAccounts)) << round;
    }
    for (std::int16_t number = 1; number <= 3; ++number) {
        const FederationNo federation{number};
        EXPECT_EQ(memory.read(federation, 0, 100'000), stored->read(federation, 0, 100'000));
        for (const char* consumer : {"disbursement", "registry"}) {
            EXPECT_EQ(memory.cursor(consumer, "registry", federation),
                      stored->cursor(consumer, "registry", federation));
            EXPECT_EQ(memory.parked(consumer), stored->parked(consumer));
        }
    }
    // All kinds of answers were among them.
    for (const Verdict verdict : {Verdict::Committed, Verdict::Repeated, Verdict::CommandIdReused,
                                  Verdict::VersionConflict, Verdict::ClaimTaken, Verdict::QuotaFull,
                                  Verdict::CursorMoved, Verdict::UnitLost, Verdict::Refused}) {
        EXPECT_GT(verdicts[verdict], 5) << static_cast<int>(verdict);
    }
}

}  // namespace
}  // namespace haven::spec
