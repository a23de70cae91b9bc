#include "libs/host/calendar.hpp"

#include <gmock/gmock.h>

#include "libs/host/testing/process.hpp"
#include "libs/log/schema.hpp"

namespace haven::spec {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Date kDay = Date::of(2018, 6, 28);
constexpr int kPatientMs = 20'000;

// "registry", and "disbursement" that mirrors it, in one process.
class CalendarTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::vector<std::unique_ptr<PurseService>> services;
        services.push_back(std::make_unique<PurseService>("registry", "", hooks));
        services.push_back(std::make_unique<PurseService>("disbursement", "registry", other_hooks));
        process = std::make_unique<TestProcess>(databases, host::Config{.calendar_start = kDay},
                                                clock, std::move(services));
    }
    host::Calendar& calendar() { return process->calendar(); }

    SuiteDatabases databases;
    TestClock clock{beijing_midnight(kDay).micros};
    std::shared_ptr<PurseHooks> hooks = std::make_shared<PurseHooks>();
    std::shared_ptr<PurseHooks> other_hooks = std::make_shared<PurseHooks>();
    std::unique_ptr<TestProcess> process;
};

TEST_F(CalendarTest, StopsWhereATimerOrAPeerIsDueAndGoesOnWhenAllIsDone) {
    PurseService& registry = process->service(0);
    ASSERT_TRUE(registry.command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(registry.command(1, 2, SchedulePurse{kDay.plus_days(3)}));
    other_hooks->next_peer_day = kDay.plus_days(5).days();
    const auto advanced = calendar().advance(kDay.plus_days(30), kPatientMs);
    ASSERT_TRUE(advanced) << advanced.error().reason;
    EXPECT_TRUE(advanced->done);
    EXPECT_EQ(advanced->date, kDay.plus_days(30));
    // The timer's day and the peer's; a peer that stays due makes every day after it one.
    EXPECT_GE(advanced->stops, 3);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(process->runtime(i).business_date(), kDay.plus_days(30));
    }
    EXPECT_EQ(databases.left("registry", 1), 4);
    EXPECT_EQ(databases.left("disbursement", 1), 4) << "mirrored before the calendar went on";
    const auto fired =
        databases.open("registry").query("SELECT count(*) FROM event WHERE type = 'PurseSpent'");
    EXPECT_EQ(fired[0].int64(0), 1);
}

TEST_F(CalendarTest, JumpsOverDaysOnWhichNothingIsDue) {
    const auto advanced = calendar().advance(kDay.plus_days(400), kPatientMs);
    ASSERT_TRUE(advanced);
    EXPECT_TRUE(advanced->done);
    EXPECT_EQ(advanced->stops, 1);
}

TEST_F(CalendarTest, WaitsForAPeerThatOwesSomethingAndNamesIt) {
    hooks->peers_idle = false;
    // Something has happened, so that the port looks again.
    ASSERT_TRUE(process->service(0).command(1, 1, OpenPurse{5, "a"}));
    const auto waiting = calendar().advance(kDay.plus_days(1), 300);
    ASSERT_TRUE(waiting);
    EXPECT_FALSE(waiting->done);
    EXPECT_EQ(waiting->date, kDay);
    EXPECT_THAT(waiting->waiting_for, Contains(HasSubstr("registry/port")));
    EXPECT_FALSE(calendar().is_idle());
    hooks->peers_idle = true;
    EXPECT_TRUE(calendar().advance(kDay.plus_days(1), kPatientMs)->done);
}

TEST_F(CalendarTest, NeverGoesBack) {
    EXPECT_EQ(calendar().advance(kDay.plus_days(-1), 100).error().reason, "CALENDAR_BACKWARDS");
    EXPECT_EQ(process->runtime(0).business_date(), kDay);
    EXPECT_EQ(process->runtime(1).business_date(), kDay);
}

TEST_F(CalendarTest, AStoppedConsumerStopsTheCalendarToo) {
    ASSERT_TRUE(process->service(0).command(1, 1, OpenPurse{5, "a"}));
    ASSERT_TRUE(soon([&] { return databases.left("disbursement", 1) == 5; }));
    // Another event than the one that was read, as after a restore.
    auto db = databases.open("registry");
    db.exec("UPDATE event SET payload = '6 a '");
    log::raise_incarnation(db);
    std::string reason;
    ASSERT_TRUE(soon([&] {
        const auto advanced = calendar().advance(kDay.plus_days(1), 1'000);
        if (!advanced) reason = advanced.error().reason;
        return !advanced;
    }));
    EXPECT_EQ(reason, "CONSUMER_STOPPED");
    EXPECT_THAT(process->runtime(1).stopped(), ElementsAre("registry/1: LOG_REWOUND"));
}

}  // namespace
}  // namespace haven::spec
