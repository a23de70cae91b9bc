#include "libs/timer/timer.hpp"

#include <gtest/gtest.h>

#include "libs/log/memory_log.hpp"
#include "libs/writer/testing/purse.hpp"

namespace haven::timer {
namespace {

using namespace haven::spec;

// A bell with any number of timers.
struct BellSet {
    std::string key;
    Date due;
    bool operator==(const BellSet&) const = default;
};
struct BellRung {
    std::string key;
    bool operator==(const BellRung&) const = default;
};
struct SetBells {
    std::vector<BellSet> bells;
};
struct RingBell {
    std::string key;
    Date due;
};
struct Bell {
    struct State {};
    using Command = std::variant<SetBells, RingBell>;
    using Event = std::variant<BellSet, BellRung>;

    static Result<std::vector<Event>> decide(const State&, const Command& command, const Context&) {
        return match(
            command,
            [](const SetBells& set) -> Result<std::vector<Event>> {
                return std::vector<Event>(set.bells.begin(), set.bells.end());
            },
            [](const RingBell& ring) -> Result<std::vector<Event>> {
                std::vector<Event> events{BellRung{ring.key}};
                if (ring.key == "again") events.push_back(BellSet{"late", ring.due.plus_days(1)});
                return events;
            });
    }
    static State evolve(State state, const Event&) { return state; }
    static Effects effects(const State&, const Event& event) {
        return match(
            event, [](const BellSet& set) { return Effects{.timers = {{set.key, set.due}}}; },
            [](const BellRung& rung) { return Effects{.timers = {{rung.key, std::nullopt}}}; });
    }
    static std::optional<Command> on_timer(const State&, const TimerFired& fired) {
        return RingBell{fired.key, fired.due};
    }
};
struct BellCodec {
    static constexpr std::string_view kTypes[] = {"BellSet", "BellRung"};
    static std::span<const std::string_view> types() { return kTypes; }
    static log::NewEvent encode(const Bell::Event& event) {
        return match(
            event,
            [](const BellSet& e) {
                return log::NewEvent{"BellSet", 1, e.due.to_string() + " " + e.key};
            },
            [](const BellRung& e) { return log::NewEvent{"BellRung", 1, e.key}; });
    }
    static std::optional<Bell::Event> decode(std::string_view type, int, std::string_view payload) {
        if (type == "BellRung") return BellRung{std::string(payload)};
        return BellSet{std::string(payload.substr(11)), Date::parse(payload.substr(0, 10)).value()};
    }
};
const std::unique_ptr<const Aggregate> kBell = writer::make_aggregate<Bell, BellCodec>(
    "bell", [](const Bell::Event&, const Bell::State&, const log::EventContext&, log::RowSink&) {});

Submission bell_command(std::uint8_t bell, std::uint8_t command_id, Bell::Command what) {
    Submission submission = command(bell, command_id, OpenPurse{});
    submission.aggregate = kBell.get();
    submission.command = std::move(what);
    return submission;
}

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

TEST_F(TimerTest, EveryOneHasItsPlaceInTheOrderOfDateStreamAndKey) {
    aggregates.push_back(kBell.get());
    const Date first = kDue.plus_days(-4);
    submit(bell_command(1, 1, SetBells{{{"a", first}, {"b", first}, {"z", kDue}}}));
    submit(bell_command(2, 2, SetBells{{{"a", first}, {"again", first}, {"c", kDue}}}));
    log()->set_business_date(kDue);
    auto timers = make_timers();
    settle(*timers);
    std::vector<std::string> order;
    for (const auto& record : log()->read(kCity, 6, 100)) {
        if (record.type != "BellRung") continue;
        order.push_back(std::to_string(record.stream_id.bytes[15]) + record.payload);
    }
    // "again" sets "late" one day later when it rings: before what falls due after that.
    EXPECT_EQ(order, (std::vector<std::string>{"1a", "1b", "2a", "2again", "2late", "1z", "2c"}));
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

// Refused ones stay where they are: what lies behind a whole page of them fires all the same.
TEST_F(TimerTest, MoreRefusedOnesThanAPageHoldNobodyBack) {
    constexpr int kRefused = 300;
    for (int i = 0; i <= kRefused; ++i) {
        const int money = i == kRefused ? 1 : 0;
        auto open = command(1, 1, OpenPurse{money, std::to_string(i)});
        auto schedule = command(1, 2, SchedulePurse{kDue.plus_days(i == kRefused ? 0 : -1)});
        for (Submission* one : {&open, &schedule}) {
            one->stream.bytes[0] = static_cast<std::uint8_t>(i / 100);
            one->stream.bytes[1] = static_cast<std::uint8_t>(i % 100);
            one->command_id.bytes[0] = one->stream.bytes[0];
            one->command_id.bytes[1] = one->stream.bytes[1];
        }
        submit(std::move(open));
        submit(std::move(schedule));
    }
    log()->set_business_date(kDue);
    auto timers = make_timers();
    settle(*timers);
    EXPECT_EQ(std::ssize(refusals), kRefused);
    EXPECT_TRUE(timers->idle());
    const auto last = log()->read(kCity, std::int64_t{2} * (kRefused + 1), 10);
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].type, "PurseSpent");
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
