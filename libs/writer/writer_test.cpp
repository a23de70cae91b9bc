#include "libs/writer/writer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "libs/log/memory_log.hpp"
#include "libs/writer/testing/crashing_log.hpp"
#include "libs/writer/testing/purse.hpp"

namespace haven::writer {
namespace {

using namespace haven::spec;

class WriterTest : public ::testing::Test {
  protected:
    std::unique_ptr<Writer> make_writer(Options options = {}) {
        return std::make_unique<Writer>(
            std::make_unique<log::MemoryLog>(database), [] { return Instant{1}; }, options);
    }
    // Submits, steps until answered, and gives the answer.
    Result<Reply> answer(Writer& writer, Submission submission) {
        std::optional<Result<Reply>> reply;
        writer.submit(std::move(submission), [&](Result<Reply> r) { reply = std::move(r); });
        for (int i = 0; i < 100 && !reply; ++i) {
            if (!writer.step()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (!reply) return failure(ErrorKind::Unavailable, "NEVER_ANSWERED", "");
        return *std::move(reply);
    }
    std::int64_t left(std::uint8_t purse) {
        for (const auto& row : database->rows(kPurses)) {
            if (std::get<Uuid>(row.values[0]) == id(purse))
                return std::get<std::int64_t>(row.values[1]);
        }
        return -1;
    }

    std::shared_ptr<log::MemoryDatabase> database =
        std::make_shared<log::MemoryDatabase>("test", std::vector{kCity});
};

TEST_F(WriterTest, EachCommandOfABatchGetsItsOwnVerdict) {
    auto writer = make_writer();
    std::vector<std::string> answers(4);
    const auto note = [&](std::size_t i) {
        return [&, i](Result<Reply> reply) { answers[i] = reply ? "OK" : reply.error().reason; };
    };
    writer->submit(command(1, 11, OpenPurse{100, "a"}), note(0));
    writer->submit(command(2, 12, OpenPurse{100, "a"}), note(1));  // the same claim
    writer->submit(command(3, 13, SpendPurse{1}), note(2));        // never opened
    writer->submit(command(4, 14, OpenPurse{100, "d"}), note(3));
    EXPECT_TRUE(writer->step());
    EXPECT_FALSE(writer->step());
    EXPECT_EQ(answers, (std::vector<std::string>{"OK", "ALREADY_HELD", "PURSE_EMPTY", "OK"}));
    EXPECT_EQ(left(1), 100);
    EXPECT_EQ(left(2), -1);
}

TEST_F(WriterTest, CommandsOfOneStreamWaitForEachOther) {
    auto writer = make_writer();
    std::vector<std::int32_t> versions;
    writer->submit(command(1, 1, OpenPurse{10, "a"}),
                   [&](Result<Reply> reply) { versions.push_back(reply->version); });
    for (std::uint8_t i = 2; i < 12; ++i) {
        writer->submit(command(1, i, SpendPurse{1}),
                       [&](Result<Reply> reply) { versions.push_back(reply->version); });
    }
    while (writer->step()) {
    }
    EXPECT_EQ(versions, (std::vector<std::int32_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    EXPECT_EQ(left(1), 0);
}

TEST_F(WriterTest, ARepeatGetsTheFirstReplyEvenWhereTheDeciderWouldNowRefuse) {
    auto writer = make_writer();
    const Reply first = answer(*writer, command(1, 1, OpenPurse{10, "a"})).value();
    EXPECT_EQ(answer(*writer, command(1, 2, SpendPurse{10})).value().version, 2);
    EXPECT_EQ(answer(*writer, command(1, 1, OpenPurse{10, "a"})).value(), first);
    EXPECT_EQ(answer(*writer, command(1, 2, SpendPurse{10})).value().version, 2);
    EXPECT_EQ(left(1), 0);
}

TEST_F(WriterTest, TheSameIdWithAnotherBodyIsRefused) {
    auto writer = make_writer();
    ASSERT_TRUE(answer(*writer, command(1, 1, OpenPurse{10, "a"})));
    Submission other = command(1, 1, SpendPurse{1});
    other.request_hash[0] = 99;
    EXPECT_EQ(answer(*writer, std::move(other)).error().reason, "COMMAND_ID_REUSED");
    EXPECT_EQ(left(1), 10);
}

TEST_F(WriterTest, ARefusedCommandMayBeTriedAgainUnderItsId) {
    auto writer = make_writer();
    EXPECT_EQ(answer(*writer, command(1, 2, SpendPurse{1})).error().reason, "PURSE_EMPTY");
    ASSERT_TRUE(answer(*writer, command(1, 1, OpenPurse{10, "a"})));
    EXPECT_TRUE(answer(*writer, command(1, 2, SpendPurse{1})));
}

TEST_F(WriterTest, AnExpectedVersionThatIsOverIsAConflict) {
    auto writer = make_writer();
    ASSERT_TRUE(answer(*writer, command(1, 1, OpenPurse{10, "a"})));
    Submission stale = command(1, 2, SpendPurse{1});
    stale.expected_version = 0;
    const auto reply = answer(*writer, std::move(stale));
    EXPECT_EQ(reply.error().reason, "VERSION_CONFLICT");
    EXPECT_EQ(reply.error().kind, ErrorKind::Conflict);
    Submission current = command(1, 3, SpendPurse{1});
    current.expected_version = 1;
    EXPECT_TRUE(answer(*writer, current));
    EXPECT_TRUE(answer(*writer, current)) << "a repeat is a repeat whatever the version is now";
    EXPECT_EQ(left(1), 9);
}

TEST_F(WriterTest, AStaleCacheIsDecidedAgain) {
    auto one = make_writer();
    auto two = make_writer();
    ASSERT_TRUE(answer(*one, command(1, 1, OpenPurse{10, "a"})));
    ASSERT_TRUE(answer(*two, command(1, 2, SpendPurse{4})));
    ASSERT_TRUE(answer(*one, command(1, 3, SpendPurse{4})));  // its cache is from before
    EXPECT_EQ(answer(*two, command(1, 4, SpendPurse{4})).error().reason, "PURSE_EMPTY");
    EXPECT_EQ(left(1), 2);
}

TEST_F(WriterTest, ARefusalIsNotBelievedFromAStaleCache) {
    auto one = make_writer();
    auto two = make_writer();
    ASSERT_EQ(answer(*one, command(1, 1, SpendPurse{4})).error().reason, "PURSE_EMPTY");
    ASSERT_TRUE(answer(*two, command(1, 2, OpenPurse{10, "a"})));
    EXPECT_TRUE(answer(*one, command(1, 1, SpendPurse{4}))) << "its cache has no such purse";
    Submission known = command(1, 3, SpendPurse{4});
    known.expected_version = 2;
    EXPECT_TRUE(answer(*two, std::move(known))) << "its cache stands at version 1";
    EXPECT_EQ(left(1), 2);
}

// A rival who is always faster: it writes the same stream between each decision and its append.
class BusyStream : public WriterTest {
  protected:
    std::unique_ptr<Writer> make_slow_writer(int races) {
        const auto race = [this, races]() mutable {
            if (races-- > 0) {
                rival->submit(command(1, ++rival_command, SpendPurse{1}),
                              [](Result<Reply> reply) { ASSERT_TRUE(reply); });
                while (rival->step()) {
                }
            }
            return Instant{1};
        };
        return std::make_unique<Writer>(std::make_unique<log::MemoryLog>(database), race);
    }
    void SetUp() override { ASSERT_TRUE(answer(*rival, command(1, 1, OpenPurse{100, "a"}))); }

    std::unique_ptr<Writer> rival = make_writer();
    std::uint8_t rival_command = 100;
};

TEST_F(BusyStream, ACommandIsDecidedAgainFiveTimesAndNoMore) {
    auto patient = make_slow_writer(5);
    EXPECT_TRUE(answer(*patient, command(1, 2, SpendPurse{50})));
    EXPECT_EQ(left(1), 45);
    auto unlucky = make_slow_writer(6);
    const auto reply = answer(*unlucky, command(1, 3, SpendPurse{1}));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().reason, "VERSION_CONFLICT");
    EXPECT_EQ(left(1), 39);
}

TEST_F(BusyStream, AUnitThatLosesEveryRaceIsTriedLaterAndNotParked) {
    auto unlucky = make_slow_writer(6);
    log::CursorMove move{.consumer = "pay", .source = "registry", .federation = kCity};
    move.to.offset = 1;
    std::optional<UnitOutcome> outcome;
    unlucky->submit_unit({{command(1, 2, SpendPurse{1})}, move},
                         [&](UnitOutcome o) { outcome = std::move(o); });
    while (unlucky->step()) {
    }
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->kind, UnitOutcome::Kind::Failed);
    EXPECT_EQ(left(1), 94) << "only the rival has spent";
}

TEST_F(WriterTest, ARecordOverTheLimitIsRefusedWithTheLimit) {
    auto writer = make_writer();
    const auto reply = answer(*writer, command(1, 1, OpenPurse{1, std::string(60'000, 'x')}));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().reason, "RECORD_TOO_LARGE");
    EXPECT_EQ(reply.error().kind, ErrorKind::Invalid);
    EXPECT_EQ(left(1), -1);
}

TEST_F(WriterTest, AFullQueueRefusesWithItsLimit) {
    auto writer = make_writer({.queue_limit = 2});
    std::optional<Error> refusal;
    int answered = 0;
    for (std::uint8_t i = 1; i <= 3; ++i) {
        writer->submit(command(i, i, OpenPurse{1, std::to_string(i)}), [&](Result<Reply> reply) {
            ++answered;
            if (!reply) refusal = reply.error();
        });
    }
    EXPECT_EQ(answered, 1);
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->reason, "QUEUE_FULL");
    EXPECT_EQ(refusal->kind, ErrorKind::Exhausted);
    while (writer->step()) {
    }
    EXPECT_EQ(answered, 3);
}

TEST_F(WriterTest, ALostAnswerIsResolvedAndNothingIsDoneTwice) {
    for (const auto point :
         {log::MemoryDatabase::Point::BeforeEffect, log::MemoryDatabase::Point::AfterEffect}) {
        database = std::make_shared<log::MemoryDatabase>("test", std::vector{kCity});
        auto writer = make_writer();
        ASSERT_TRUE(answer(*writer, command(1, 1, OpenPurse{10, "a"})));
        int crashes = 2;
        database->probe([&](log::MemoryDatabase::Point at) {
            if (at == point && crashes-- > 0) throw std::runtime_error("connection lost");
        });
        EXPECT_EQ(answer(*writer, command(1, 2, SpendPurse{10})).value().version, 2);
        EXPECT_EQ(left(1), 0);
    }
}

TEST_F(WriterTest, ACommandNoDatabaseTakesHurtsItselfOnly) {
    auto writer = make_writer();
    bool poisoned = true;
    database->probe([&](log::MemoryDatabase::Point at) {
        if (at == log::MemoryDatabase::Point::BeforeEffect && poisoned) {
            throw std::runtime_error("value out of range");
        }
    });
    EXPECT_EQ(answer(*writer, command(1, 1, OpenPurse{10, "a"})).error().reason, "WRITE_FAILED");
    poisoned = false;
    EXPECT_TRUE(answer(*writer, command(2, 2, OpenPurse{10, "b"})));
}

// A log that can be away, or be there and unable to read.
struct Weather {
    bool away = false;
    bool unreadable = false;
};
class WeatheredLog final : public CrashingLog {
  public:
    WeatheredLog(std::unique_ptr<log::Log> log, Crashes& crashes, const Weather& weather)
        : CrashingLog(std::move(log), crashes), weather_(weather) {}
    Appended append(const log::Batch& batch, Instant now, const log::Projector& project) override {
        if (weather_.away) throw std::runtime_error("away");
        return CrashingLog::append(batch, now, project);
    }
    std::vector<log::Record> read_stream(FederationNo federation, Uuid stream_id,
                                         std::int32_t after_version) override {
        if (weather_.away || weather_.unreadable) throw std::runtime_error("unreadable");
        return CrashingLog::read_stream(federation, stream_id, after_version);
    }
    std::vector<std::vector<log::Record>> read_streams(
        std::span<const log::StreamPosition> streams) override {
        if (weather_.away || weather_.unreadable) throw std::runtime_error("unreadable");
        return CrashingLog::read_streams(streams);
    }
    std::vector<std::optional<log::Reply>> resolve(
        std::span<const log::Proposal> proposals) override {
        if (weather_.away) throw std::runtime_error("away");
        return CrashingLog::resolve(proposals);
    }
    std::vector<log::Head> heads() override {
        if (weather_.away) throw std::runtime_error("away");
        return CrashingLog::heads();
    }

  private:
    const Weather& weather_;
};

TEST_F(WriterTest, ACommandThatTurnedOutToBeInTheLogIsNeverGivenUp) {
    Crashes crashes{.at = 2, .point = CallPoint::AfterEffect};  // the append, after the read
    Weather weather;
    Writer writer(std::make_unique<WeatheredLog>(std::make_unique<log::MemoryLog>(database),
                                                 crashes, weather),
                  [] { return Instant{1}; });
    std::optional<Result<Reply>> reply;
    writer.submit(command(1, 1, OpenPurse{5, "a"}), [&](Result<Reply> r) { reply = std::move(r); });
    writer.step();
    ASSERT_EQ(left(1), 5) << "it has committed, and its answer was lost";
    weather.unreadable = true;
    for (int i = 0; i < 20; ++i) writer.step();
    EXPECT_FALSE(reply) << reply->error().reason;
    weather.unreadable = false;
    writer.step();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->value().version, 1);
}

TEST_F(WriterTest, ItSleepsWhileTheDatabaseIsAwayThoughCommandsWait) {
    Crashes crashes;
    Weather weather{.away = true};
    Writer writer(std::make_unique<WeatheredLog>(std::make_unique<log::MemoryLog>(database),
                                                 crashes, weather),
                  [] { return Instant{1}; });
    bool answered = false;
    writer.submit(command(1, 1, OpenPurse{5, "a"}),
                  [&](Result<Reply> r) { answered = r.has_value(); });
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
    int steps = 0;
    while (std::chrono::steady_clock::now() < until) {
        if (!writer.step()) writer.wait(50);
        ++steps;
    }
    EXPECT_LT(steps, 50);
    weather.away = false;
    for (int i = 0; i < 100 && !answered; ++i) {
        if (!writer.step()) writer.wait(50);
    }
    EXPECT_TRUE(answered);
}

TEST_F(WriterTest, AUnitCommitsItsCommandsAndItsCursorOrNeither) {
    auto writer = make_writer();
    const auto submit = [&](std::vector<Submission> commands, std::int64_t from, std::int64_t to) {
        log::CursorMove move{.consumer = "pay", .source = "registry", .federation = kCity};
        move.from.offset = from;
        move.to.offset = to;
        std::optional<UnitOutcome> outcome;
        writer->submit_unit({std::move(commands), std::move(move)},
                            [&](UnitOutcome o) { outcome = std::move(o); });
        while (writer->step()) {
        }
        return *outcome;
    };
    EXPECT_EQ(
        submit({command(1, 1, OpenPurse{5, "a"}), command(2, 2, OpenPurse{5, "b"})}, 0, 2).kind,
        UnitOutcome::Kind::Committed);
    const auto refused = submit({command(1, 3, SpendPurse{5}), command(2, 4, SpendPurse{6})}, 2, 3);
    EXPECT_EQ(refused.kind, UnitOutcome::Kind::Refused);
    EXPECT_EQ(refused.index, 1U);
    EXPECT_EQ(refused.error->reason, "PURSE_EMPTY");
    EXPECT_EQ(left(1), 5) << "the other command of the unit is not carried out";
    EXPECT_EQ(submit({command(1, 5, SpendPurse{5})}, 1, 3).kind, UnitOutcome::Kind::CursorMoved);
    EXPECT_EQ(left(1), 5);
    EXPECT_EQ(submit({}, 2, 3).kind, UnitOutcome::Kind::Committed);
}

TEST_F(WriterTest, StoppingAnswersWhatWaits) {
    auto writer = make_writer();
    std::string reason;
    writer->submit(command(1, 1, OpenPurse{5, "a"}),
                   [&](Result<Reply> reply) { reason = reply.error().reason; });
    writer->stop();
    EXPECT_EQ(reason, "SHUTTING_DOWN");
}

TEST_F(WriterTest, WhatIsBeingWrittenWhenItStopsIsAnsweredToo) {
    auto writer = make_writer();
    database->probe([&](log::MemoryDatabase::Point) {
        writer->stop();
        throw std::runtime_error("connection lost");
    });
    EXPECT_EQ(answer(*writer, command(1, 1, OpenPurse{5, "a"})).error().reason, "SHUTTING_DOWN");
}

}  // namespace
}  // namespace haven::writer
