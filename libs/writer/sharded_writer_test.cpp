#include "libs/writer/sharded_writer.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "libs/log/memory_log.hpp"
#include "libs/writer/testing/purse.hpp"

namespace haven::writer {
namespace {

using namespace haven::spec;
using Kind = UnitOutcome::Kind;

constexpr FederationNo kWest{1};
constexpr FederationNo kEast{2};

// The west's purses lie in the first database, the east's in the second.
class ShardedWriterTest : public ::testing::Test {
  protected:
    ShardedWriterTest() {
        open(kWest, 0, 1);
        open(kEast, 1, 1);
        placement = std::make_shared<log::Placement>(
            [this] { return std::vector<std::optional<log::HeadStates>>{heads[0], heads[1]}; });
        std::vector<std::unique_ptr<Writer>> writers;
        for (const auto& database : databases) {
            writers.push_back(std::make_unique<Writer>(std::make_unique<log::MemoryLog>(database),
                                                       [] { return Instant{1}; }));
        }
        writer = std::make_unique<ShardedWriter>(std::move(writers), placement);
    }

    void open(FederationNo federation, std::size_t shard, std::int64_t epoch) {
        for (std::size_t i = 0; i < 2; ++i) {
            databases[i]->set_open(federation, i == shard);
            heads[i][federation] = {i == shard, i == shard ? epoch : 0};
        }
    }
    static Submission order(FederationNo federation, std::uint8_t purse, std::uint8_t command_id,
                            Purse::Command what) {
        Submission submission = command(purse, command_id, std::move(what));
        submission.federation = federation;
        return submission;
    }
    void run() {
        for (int idle = 0; idle < 3; ++idle) {
            for (std::size_t shard = 0; shard < 2; ++shard) {
                while (writer->shard(shard).step()) idle = 0;
            }
        }
    }
    std::string answer(Submission submission) {
        std::string said = "nothing";
        writer->submit(std::move(submission),
                       [&](Result<Reply> reply) { said = reply ? "OK" : reply.error().reason; });
        run();
        return said;
    }
    // Of the west's cursor, with these commands.
    std::optional<UnitOutcome> hand_over(std::vector<Submission> commands, std::int64_t from,
                                         std::int64_t to) {
        std::optional<UnitOutcome> said;
        Unit unit{.commands = std::move(commands),
                  .move = {.consumer = "pay",
                           .source = "registry",
                           .federation = kWest,
                           .from = {.offset = from},
                           .to = {.offset = to}}};
        writer->submit_unit(std::move(unit), [&](UnitOutcome outcome) { said = outcome; });
        run();
        return said;
    }
    std::int64_t cursor() {
        return log::MemoryLog(databases[0]).cursor("pay", "registry", kWest).offset;
    }
    std::size_t events(std::size_t shard, FederationNo federation) {
        return log::MemoryLog(databases[shard]).read(federation, 0, 100).size();
    }

    std::array<std::shared_ptr<log::MemoryDatabase>, 2> databases{
        std::make_shared<log::MemoryDatabase>("test", std::vector{kWest, kEast}),
        std::make_shared<log::MemoryDatabase>("test", std::vector{kWest, kEast})};
    std::array<log::HeadStates, 2> heads;
    std::shared_ptr<log::Placement> placement;
    std::unique_ptr<ShardedWriter> writer;
};

TEST_F(ShardedWriterTest, ACommandIsWrittenWhereItsFederationLies) {
    EXPECT_EQ(answer(order(kWest, 1, 1, OpenPurse{10, "a"})), "OK");
    EXPECT_EQ(answer(order(kEast, 2, 2, OpenPurse{10, "b"})), "OK");
    EXPECT_EQ(events(0, kWest), 1U);
    EXPECT_EQ(events(0, kEast), 0U);
    EXPECT_EQ(events(1, kEast), 1U);
}

TEST_F(ShardedWriterTest, OfAMoveItsCallersHearOnlyWhileItLasts) {
    databases[1]->set_open(kEast, false);  // MOVING
    EXPECT_EQ(answer(order(kEast, 1, 1, OpenPurse{10, "a"})), "FEDERATION_MOVING");
    std::this_thread::sleep_for(log::Placement::kLookAgain);
    open(kEast, 0, 2);
    EXPECT_EQ(answer(order(kEast, 1, 1, OpenPurse{10, "a"})), "OK") << "sent on to where it is";
    EXPECT_EQ(events(0, kEast), 1U);
    EXPECT_EQ(events(1, kEast), 0U);
}

TEST_F(ShardedWriterTest, AUnitsCommandsAreDoneInBothDatabasesBeforeItsCursorMoves) {
    const auto done = hand_over(
        {order(kWest, 1, 1, OpenPurse{10, "a"}), order(kEast, 2, 2, OpenPurse{10, "b"})}, 0, 2);
    EXPECT_EQ(done->kind, Kind::Committed);
    EXPECT_EQ(cursor(), 2);
    EXPECT_EQ(events(0, kWest), 1U);
    EXPECT_EQ(events(1, kEast), 1U);
}

TEST_F(ShardedWriterTest, WhatWasDoneElsewhereBeforeACrashIsNotDoneAgain) {
    // The process died after the east's command and before the cursor moved.
    ASSERT_EQ(answer(order(kEast, 2, 2, OpenPurse{10, "b"})), "OK");
    const auto done = hand_over(
        {order(kWest, 1, 1, OpenPurse{10, "a"}), order(kEast, 2, 2, OpenPurse{10, "b"})}, 0, 2);
    EXPECT_EQ(done->kind, Kind::Committed);
    EXPECT_EQ(events(1, kEast), 1U);
}

TEST_F(ShardedWriterTest, ARefusalElsewhereIsToldByItsPlaceInTheUnitAndMovesNothing) {
    const auto refused =
        hand_over({order(kWest, 1, 1, OpenPurse{10, "a"}), order(kEast, 2, 2, SpendPurse{5}),
                   order(kEast, 3, 3, SpendPurse{5})},
                  0, 3);
    EXPECT_EQ(refused->kind, Kind::Refused);
    EXPECT_EQ(refused->index, 1U);
    EXPECT_EQ(refused->error->reason, "PURSE_EMPTY");
    EXPECT_EQ(cursor(), 0);
    EXPECT_EQ(events(0, kWest), 0U);
    // And one at home, behind one that was done elsewhere.
    const auto home = hand_over(
        {order(kEast, 2, 4, OpenPurse{10, "b"}), order(kWest, 1, 5, SpendPurse{5})}, 0, 2);
    EXPECT_EQ(home->kind, Kind::Refused);
    EXPECT_EQ(home->index, 1U);
    EXPECT_EQ(cursor(), 0);
}

TEST_F(ShardedWriterTest, AUnitOfAFederationThatMovesIsToBeSentAgain) {
    databases[0]->set_open(kWest, false);
    const auto waits = hand_over({}, 0, 1);
    EXPECT_EQ(waits->kind, Kind::Refused);
    EXPECT_EQ(waits->error->kind, ErrorKind::Unavailable);
    const auto elsewhere = hand_over({order(kEast, 2, 2, OpenPurse{10, "b"})}, 0, 1);
    EXPECT_EQ(elsewhere->error->reason, "FEDERATION_MOVING");
}

}  // namespace
}  // namespace haven::writer
