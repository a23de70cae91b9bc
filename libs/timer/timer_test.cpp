#include "libs/timer/timer.hpp"

#include <gtest/gtest.h>

#include "libs/log/memory_log.hpp"
#include "libs/writer/test_purse.hpp"

namespace haven::timer {
namespace {

using namespace haven::spec;

class TimerTest : public ::testing::Test {
  protected:
    std::unique_ptr<log::Log> log() { return std::make_unique<log::MemoryLog>(database); }
    std::unique_ptr<Timers> make_timers() {
        return std::make_unique<Timers>(
            aggregates, log(), *writer, [] { return Instant{1}; },
            [this](const RefusedTimer& refused) { refusals.push_back(refused.error.reason); },
            [] {});
    }
    void settle(Timers& timers) {
        while (timers.step() || writer->step()) {
        }
    }
    void submit(Submission submission) {
        writer->submit(std::move(submission), [](Result<log::Reply> reply) { ASSERT_TRUE(reply); });
        while (writer->step()) {
        }
    }
    std::vector<std::string> types() {
        std::vector<std::string> found;
        for (const auto& record : log()->read(kCity, 0, 100)) found.push_back(record.type);
        return found;
    }

    std::shared_ptr<log::MemoryDatabase> database =
        std::make_shared<log::MemoryDatabase>("test", std::vector{kCity});
    std::unique_ptr<writer::Writer> writer =
        std::make_unique<writer::Writer>(log(), [] { return Instant{1}; });
    std::vector<const writer::Aggregate*> aggregates{kPurse.get()};
    std::vector<std::string> refusals;
};

const Date kDue = Date::of(2018, 6, 29);

TEST_F(TimerTest, FiresOnItsDateAndNotBefore) {
    submit(command(1, 1, OpenPurse{2, "a"}));
    submit(command(1, 2, SchedulePurse{kDue}));
    auto timers = make_timers();
    log()->set_business_date(kDue.plus_days(-1));
    settle(*timers);
    EXPECT_EQ(types().size(), 2U);
    EXPECT_TRUE(timers->idle());
    log()->set_business_date(kDue);
    EXPECT_FALSE(timers->idle());
    settle(*timers);
    EXPECT_EQ(types().back(), "PurseSpent");
    EXPECT_TRUE(timers->idle());
}

TEST_F(TimerTest, LateOnesFireTooInOrderOfTheirDates) {
    for (std::uint8_t purse = 1; purse <= 3; ++purse) {
        submit(command(purse, purse, OpenPurse{1, std::to_string(purse)}));
        const auto at = static_cast<std::uint8_t>(purse + 10);
        submit(command(purse, at, SchedulePurse{kDue.plus_days(-purse)}));
    }
    log()->set_business_date(kDue);
    auto timers = make_timers();
    settle(*timers);
    std::vector<Uuid> order;
    for (const auto& record : log()->read(kCity, 6, 100)) order.push_back(record.stream_id);
    EXPECT_EQ(order, (std::vector<Uuid>{id(3), id(2), id(1)}));
}

TEST_F(TimerTest, ACrashRepeatsNothing) {
    submit(command(1, 1, OpenPurse{5, "a"}));
    submit(command(1, 2, SchedulePurse{kDue}));
    log()->set_business_date(kDue);
    int crashes = 3;
    database->probe([&](log::MemoryDatabase::Point) {
        if (crashes-- > 0) throw std::runtime_error("crash");
    });
    for (int round = 0; round < 50; ++round) {
        auto timers = make_timers();  // a new process each time
        settle(*timers);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_EQ(types().size(), 3U);
}

TEST_F(TimerTest, ARefusedOneIsReportedOnceADay) {
    submit(command(1, 1, OpenPurse{0, "a"}));
    submit(command(1, 2, SchedulePurse{kDue}));
    log()->set_business_date(kDue);
    auto timers = make_timers();
    settle(*timers);
    settle(*timers);
    EXPECT_EQ(refusals, std::vector<std::string>{"PURSE_EMPTY"});
    EXPECT_TRUE(timers->idle());
    log()->set_business_date(kDue.plus_days(1));
    settle(*timers);
    EXPECT_EQ(refusals.size(), 2U);
}

}  // namespace
}  // namespace haven::timer
