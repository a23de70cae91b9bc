#include "libs/host/runtime.hpp"

#include <gmock/gmock.h>

#include "libs/host/testing/process.hpp"

namespace haven::spec {
namespace {

using host::Config;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Date kDay = Date::of(2018, 6, 28);

class RuntimeTest : public ::testing::Test {
  protected:
    std::unique_ptr<TestProcess> start(Config config, const std::string& name = "registry",
                                       const std::string& source = "") {
        std::vector<std::unique_ptr<PurseService>> services;
        services.push_back(std::make_unique<PurseService>(name, source, hooks));
        return std::make_unique<TestProcess>(databases, std::move(config), clock,
                                             std::move(services));
    }
    Date stored_date() {
        return databases.open("registry").query("SELECT day FROM business_date")[0].date(0);
    }

    SuiteDatabases databases;
    TestClock clock{beijing_midnight(kDay).micros};
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
};

TEST_F(RuntimeTest, InProductionBeijingMidnightMovesTheBusinessDateAndTimersFire) {
    const auto process = start({.production = true});
    ASSERT_EQ(process->runtime().business_date(), kDay);
    ASSERT_TRUE(process->service().command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(process->service().command(1, 2, SchedulePurse{kDay.plus_days(1)}));
    // One microsecond before midnight nothing has changed.
    clock.set(Instant{beijing_midnight(kDay.plus_days(1)).micros - 1});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    EXPECT_EQ(process->runtime().business_date(), kDay);
    EXPECT_EQ(databases.left("registry", 1), 5);
    clock.set(beijing_midnight(kDay.plus_days(1)));
    EXPECT_TRUE(soon([&] { return databases.left("registry", 1) == 4; }));
    EXPECT_EQ(process->runtime().business_date(), kDay.plus_days(1));
    EXPECT_EQ(stored_date(), kDay.plus_days(1));
    EXPECT_TRUE(soon([&] { return hooks->seen_day == kDay.plus_days(1).days(); }));
}

TEST_F(RuntimeTest, InProductionAClockThatGoesBackOrSleepsMovesTheDateForwardOnly) {
    const auto process = start({.production = true});
    clock.set(beijing_midnight(kDay.plus_days(-3)));
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    EXPECT_EQ(process->runtime().business_date(), kDay);
    clock.set(beijing_midnight(kDay.plus_days(4)));
    EXPECT_TRUE(soon([&] { return process->runtime().business_date() == kDay.plus_days(4); }));
    EXPECT_EQ(process->calendar().advance(kDay.plus_days(5), 100).error().reason,
              "CALENDAR_IN_PRODUCTION");
}

TEST_F(RuntimeTest, OutsideProductionMidnightMovesNothing) {
    const auto process = start({});
    clock.set(beijing_midnight(kDay.plus_days(1)));
    std::this_thread::sleep_for(std::chrono::milliseconds(800));
    EXPECT_EQ(process->runtime().business_date(), kDay);
    EXPECT_EQ(stored_date(), kDay);
}

TEST_F(RuntimeTest, ANewProcessTakesTheStoredDateUpAgain) {
    start({.calendar_start = kDay.plus_days(-9)});
    EXPECT_EQ(stored_date(), kDay.plus_days(-9));
    EXPECT_EQ(start({.calendar_start = kDay})->runtime().business_date(), kDay.plus_days(-9));
    // In production a date that lies behind is brought up to today.
    EXPECT_EQ(start({.production = true})->runtime().business_date(), kDay);
}

// Two processes share nothing but the server. Polling alone would take half a second each time.
TEST_F(RuntimeTest, ACommitInOneProcessWakesTheConsumerOfAnother) {
    const auto registry = start({});
    const auto disbursement = start({}, "disbursement", "registry");
    ASSERT_TRUE(registry->service().command(1, 1, OpenPurse{100, "a"}));
    ASSERT_TRUE(soon([&] { return databases.left("disbursement", 1) == 100; }));
    auto there = databases.open("disbursement");
    const auto begin = std::chrono::steady_clock::now();
    constexpr std::int64_t kTimes = 20;
    for (std::int64_t i = 1; i <= kTimes; ++i) {
        ASSERT_TRUE(
            registry->service().command(1, static_cast<std::uint8_t>(1 + i), SpendPurse{1}));
        ASSERT_TRUE(
            soon([&] { return there.query("SELECT \"left\" FROM purse")[0].int64(0) == 100 - i; }));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kTimes * std::chrono::milliseconds(300));
}

TEST_F(RuntimeTest, StatusTellsTimersPeersAndWhatIsParked) {
    const auto registry = start({});
    const auto disbursement = start({}, "disbursement", "registry");
    ASSERT_TRUE(registry->service().command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(registry->service().command(1, 2, SchedulePurse{kDay.plus_days(7)}));
    EXPECT_EQ(registry->runtime().status().next_timer, kDay.plus_days(7));
    EXPECT_TRUE(soon([&] { return registry->runtime().is_idle(); }));
    ASSERT_TRUE(registry->service().command(2, 3, OpenPurse{PurseService::kUnlucky, "b"}));
    const auto parked = [&] {
        return disbursement->runtime().with_log(
            [](log::Log& log) { return log.parked("disbursement"); });
    };
    ASSERT_TRUE(soon([&] { return !parked().empty(); }));
    EXPECT_EQ(parked()[0].reason, "PURSE_CLOSED");
    disbursement->runtime().retry_parked();
    EXPECT_EQ(parked().size(), 1U) << "it is refused again";
    // What the reaction wants closed is open now.
    ASSERT_TRUE(disbursement->service().command(2, 9, OpenPurse{1, "z"}));
    disbursement->runtime().retry_parked();
    EXPECT_THAT(parked(), IsEmpty());
    EXPECT_THAT(disbursement->runtime().stopped(), IsEmpty());
}

// Several processes of one service: as many as wanted, on any transport.
class SeveralProcesses : public RuntimeTest {
  protected:
    std::unique_ptr<TestProcess> disbursement(const std::string& run_dir) {
        hooks = std::make_shared<PurseHooks>();
        seen.push_back(hooks);
        return start(
            {.services = {"disbursement"}, .run_dir = "/run/" + databases.prefix() + run_dir},
            "disbursement", "registry");
    }
    bool steps(std::size_t process) {
        const int before = seen.at(process)->steps;
        return soon([&] { return seen.at(process)->steps > before + 2; });
    }
    // Ten of its polls.
    bool rests(std::size_t process) {
        const int before = seen.at(process)->steps;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return seen.at(process)->steps == before;
    }

    std::vector<std::shared_ptr<PurseHooks>> seen;
};

TEST_F(SeveralProcesses, OneSpeaksWithThePeersAndTheNextGoesOnWhenItEnds) {
    auto first = disbursement("1");
    ASSERT_TRUE(steps(0));
    const auto second = disbursement("2");
    EXPECT_TRUE(rests(1));
    EXPECT_TRUE(steps(0));
    first.reset();
    EXPECT_TRUE(steps(1));
    EXPECT_TRUE(rests(0));
}

TEST_F(SeveralProcesses, WhoDoesNotSpeakWithThePeersDoesNotMoveTheCalendarPastThem) {
    start({});  // what they read
    auto first = disbursement("1");
    ASSERT_TRUE(steps(0));
    const auto second = disbursement("2");
    const auto advanced = second->calendar().advance(kDay.plus_days(1), 300);
    ASSERT_TRUE(advanced);
    EXPECT_FALSE(advanced->done);
    // It follows the one who may.
    ASSERT_TRUE(first->calendar().advance(kDay.plus_days(1), 20'000)->done);
    EXPECT_TRUE(soon([&] { return second->runtime().business_date() == kDay.plus_days(1); }));
    first.reset();
    EXPECT_TRUE(second->calendar().advance(kDay.plus_days(2), 20'000)->done);
}

// Whoever started last used to be the only one that consumed, and took that with it.
TEST_F(SeveralProcesses, WhoeverIsLeftConsumes) {
    hooks = std::make_shared<PurseHooks>();
    const auto registry =
        start({.services = {"registry"}, .run_dir = "/run/" + databases.prefix()});
    auto first = disbursement("1");
    auto second = disbursement("2");
    ASSERT_TRUE(registry->service().command(1, 1, OpenPurse{100, "a"}));
    ASSERT_TRUE(soon([&] { return databases.left("disbursement", 1) == 100; }));
    second.reset();
    ASSERT_TRUE(registry->service().command(1, 2, SpendPurse{1}));
    EXPECT_TRUE(soon([&] { return databases.left("disbursement", 1) == 99; }));
    second = disbursement("2");
    first.reset();
    ASSERT_TRUE(registry->service().command(1, 3, SpendPurse{1}));
    EXPECT_TRUE(soon([&] { return databases.left("disbursement", 1) == 98; }));
    EXPECT_THAT(second->runtime().stopped(), IsEmpty());
}

}  // namespace
}  // namespace haven::spec
