// Callers who write their own command, because they found the writer idle.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "libs/log/memory_log.hpp"
#include "libs/writer/testing/crashing_log.hpp"
#include "libs/writer/testing/purse.hpp"
#include "libs/writer/writer.hpp"

namespace haven::writer {
namespace {

using namespace haven::spec;

constexpr int kPatienceMs = 60'000;

class WaitingCaller : public ::testing::Test {
  protected:
    std::unique_ptr<log::Log> lane() { return std::make_unique<log::MemoryLog>(database); }
    std::size_t events() { return lane()->read(kCity, 0, 10'000).size(); }

    std::shared_ptr<log::MemoryDatabase> database =
        std::make_shared<log::MemoryDatabase>("test", std::vector{kCity});
};

// A writer's lanes on threads of their own, as in a host.
class Lanes {
  public:
    explicit Lanes(Writer& writer) {
        for (std::size_t lane = 0; lane < writer.lanes(); ++lane) {
            threads_.emplace_back([&writer, lane](const std::stop_token& stopping) {
                while (!stopping.stop_requested()) {
                    if (!writer.step(lane)) writer.wait(5, lane);
                }
            });
        }
    }

  private:
    std::vector<std::jthread> threads_;
};

TEST_F(WaitingCaller, WhoFindsTheWriterIdleWritesItsCommandItself) {
    Writer writer(lane(), [] { return Instant{1}; });
    // Nobody steps it.
    const auto reply =
        submit_and_wait(writer, command(1, 1, OpenPurse{10, "a"}), kPatienceMs).value();
    EXPECT_EQ(reply.version, 1);
    EXPECT_EQ(events(), 1U);
    EXPECT_FALSE(writer.step()) << "nothing is left to be done";
}

TEST_F(WaitingCaller, WhoFindsACommandWaitingLeavesTheWorkToTheLane) {
    Writer writer(lane(), [] { return Instant{1}; });
    int answered = 0;
    const auto count = [&](const Result<Reply>&) { ++answered; };
    writer.submit(command(1, 1, OpenPurse{10, "a"}), count);
    writer.submit(command(2, 2, OpenPurse{10, "b"}), count, Waits::Yes);
    EXPECT_EQ(answered, 0);
    EXPECT_TRUE(writer.step());
    EXPECT_EQ(answered, 2);
}

TEST_F(WaitingCaller, WhoComesAfterACrowdLeavesTheWorkToTheLane) {
    Writer writer(lane(), [] { return Instant{1}; });
    int answered = 0;
    const auto count = [&](const Result<Reply>&) { ++answered; };
    writer.submit(command(1, 1, OpenPurse{10, "a"}), count);
    writer.submit(command(2, 2, OpenPurse{10, "b"}), count);
    writer.step();
    writer.submit(command(3, 3, OpenPurse{10, "c"}), count, Waits::Yes);
    EXPECT_EQ(answered, 2) << "others may be about to come";
    writer.step();
    writer.submit(command(4, 4, OpenPurse{10, "d"}), count, Waits::Yes);
    EXPECT_EQ(answered, 4) << "none came";
}

TEST_F(WaitingCaller, AWriteThatFailsUnderTheCallerIsFinishedByTheLane) {
    // Committed, and the answer never came.
    Crashes crashes{.at = 2, .point = CallPoint::AfterEffect};  // the append, after the read
    Writer writer(std::make_unique<CrashingLog>(lane(), crashes), [] { return Instant{1}; });
    std::optional<Result<Reply>> reply;
    writer.submit(
        command(1, 1, OpenPurse{10, "a"}), [&](Result<Reply> r) { reply = std::move(r); },
        Waits::Yes);
    EXPECT_FALSE(reply.has_value());
    while (!reply) {
        if (!writer.step()) writer.wait(5);
    }
    EXPECT_EQ(reply->value().version, 1);
    EXPECT_EQ(events(), 1U);
}

// A database that hangs for as long as the caller's time-out, and then fails.
class HangingWriter final : public Submitter {
  public:
    explicit HangingWriter(std::chrono::milliseconds time) : time_(time) {}
    void submit(Submission, Completion, Waits) override { std::this_thread::sleep_for(time_); }
    void submit_unit(Unit, UnitCompletion, Waits) override {}

  private:
    std::chrono::milliseconds time_;
};

TEST_F(WaitingCaller, WhoHasSpentItsTimeWritingIsToldSoAtOnce) {
    constexpr auto kTimeout = std::chrono::milliseconds(2'000);
    HangingWriter writer(kTimeout);
    const auto start = std::chrono::steady_clock::now();
    const auto reply = submit_and_wait(writer, command(1, 1, OpenPurse{10, "a"}),
                                       static_cast<int>(kTimeout.count()));
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(reply.error().reason, "DEADLINE_EXCEEDED");
    EXPECT_LT(std::chrono::steady_clock::now() - start, kTimeout * 7 / 4) << "not once more";
}

TEST_F(WaitingCaller, ManyCallersAndBothLanesAnswerEachCommandOnce) {
    constexpr std::uint8_t kCallers = 6;
    constexpr std::uint8_t kCommands = 40;
    std::vector<std::unique_ptr<log::Log>> two;
    two.push_back(lane());
    two.push_back(lane());
    Writer writer(std::move(two), [] { return Instant{1}; });
    std::atomic<int> answered = 0;
    {
        const Lanes lanes(writer);
        std::vector<std::jthread> callers;
        for (std::uint8_t caller = 0; caller < kCallers; ++caller) {
            callers.emplace_back([&, caller] {
                for (std::uint8_t i = 0; i < kCommands; ++i) {
                    const auto number = static_cast<std::uint8_t>(caller * kCommands + i);
                    const auto reply = submit_and_wait(
                        writer, command(number, number, OpenPurse{1, std::to_string(number)}),
                        kPatienceMs);
                    if (reply) ++answered;
                }
            });
        }
    }
    EXPECT_EQ(answered, kCallers * kCommands);
    EXPECT_EQ(events(), std::size_t{kCallers} * kCommands);
}

}  // namespace
}  // namespace haven::writer
