#include "libs/bus/notify.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "libs/writer/testing/purse_database.hpp"

namespace haven::bus {
namespace {

using namespace haven::spec;
using Clock = std::chrono::steady_clock;

// Longer than any test: who sleeps so long was not woken.
constexpr int kNeverMs = 60'000;
constexpr auto kSoon = std::chrono::seconds(5);

class Notify : public ::testing::Test {
  protected:
    std::unique_ptr<EmbeddedBus> bus_of(std::shared_ptr<Wakeup> wakeup) const {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("purses", database.open());
        return std::make_unique<EmbeddedBus>(std::move(sources), std::move(wakeup));
    }
    static void write(writer::Writer& writer, std::uint8_t number) {
        bool answered = false;
        writer.submit(command(number, number, OpenPurse{1, std::to_string(number)}),
                      [&](const Result<log::Reply>& reply) { answered = reply.has_value(); });
        while (writer.step()) {
        }
        ASSERT_TRUE(answered);
    }

    PurseDatabase database{"purses"};
    const std::string conninfo = database.database().conninfo();
};

// The two sides share nothing but the database, as two processes do.
TEST_F(Notify, ACommitWakesAReaderThatSharesNothingButTheDatabase) {
    std::atomic<std::int64_t> seen = 0;
    std::atomic<bool> listening = false;
    std::jthread reader([&](const std::stop_token& stop) {
        const auto wakeup = std::make_shared<Wakeup>();
        const auto bus = bus_of(wakeup);
        std::jthread ears([&](const std::stop_token& deaf) {
            Listener listener(conninfo, wakeup);
            while (!deaf.stop_requested()) listener.step(20);
        });
        bus->wait(kNeverMs);  // the ring of the new connection
        listening = true;
        while (!stop.stop_requested() && seen < 3) {
            bus->wait(kNeverMs);
            seen = bus->heads("purses").at(0).last_offset;
        }
    });
    Announcer announcer(conninfo);
    const auto writer = database.make_writer();
    writer->on_commit([&] { announcer.announce(); });
    while (!listening) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    for (std::uint8_t i = 1; i <= 3; ++i) {
        const auto begin = Clock::now();
        write(*writer, i);
        announcer.wait(kNeverMs);
        EXPECT_TRUE(announcer.step());
        while (seen < i && Clock::now() < begin + kSoon) std::this_thread::yield();
        EXPECT_EQ(seen, i);
    }
    EXPECT_FALSE(announcer.step()) << "nothing is owed";
}

TEST_F(Notify, AnAppendAloneNotifiesNobody) {
    const auto wakeup = std::make_shared<Wakeup>();
    Listener listener(conninfo, wakeup);
    EXPECT_TRUE(listener.step(0));
    write(*database.make_writer(), 1);
    EXPECT_FALSE(listener.step(200));
}

TEST_F(Notify, ManyCommitsShareANotification) {
    const auto wakeup = std::make_shared<Wakeup>();
    Listener listener(conninfo, wakeup);
    listener.step(0);
    Announcer announcer(conninfo);
    std::atomic<int> sent = 0;
    const auto begin = Clock::now();
    {
        std::jthread sending([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                announcer.wait(1);
                if (announcer.step()) ++sent;
            }
            if (announcer.step()) ++sent;
        });
        for (int i = 0; i < 200; ++i) {
            announcer.announce();
            std::this_thread::sleep_for(std::chrono::microseconds(300));
        }
    }
    const auto longest = (Clock::now() - begin) / kBetweenNotifications + 1;
    EXPECT_GE(sent, 1);
    EXPECT_LE(sent, longest);
    EXPECT_LT(sent, 100);
    EXPECT_TRUE(listener.step(1'000));
}

TEST_F(Notify, AfterALostSessionNothingOwedIsForgottenAndTheListenerRings) {
    const auto wakeup = std::make_shared<Wakeup>();
    Listener listener(conninfo, wakeup);
    Announcer announcer(conninfo);
    listener.step(0);
    announcer.announce();
    ASSERT_TRUE(announcer.step());
    ASSERT_TRUE(listener.step(1'000));
    database.database().kill_backends();
    // A session does not end the moment it is told to.
    const auto loses_its_session = [](const auto& step) {
        for (const auto until = Clock::now() + kSoon; Clock::now() < until;) {
            try {
                step();
            } catch (const std::runtime_error&) {
                return true;
            }
        }
        return false;
    };
    EXPECT_TRUE(loses_its_session([&] { announcer.announce(), announcer.step(); }));
    EXPECT_TRUE(loses_its_session([&] { listener.step(10); }));
    EXPECT_TRUE(listener.step(0)) << "it rings: who knows what was missed";
    EXPECT_TRUE(announcer.step()) << "what was owed is said";
    EXPECT_TRUE(listener.step(1'000));
}

}  // namespace
}  // namespace haven::bus
