// Consumers and timers on real PostgreSQL: logs restored under them, rivals of the same name,
// sessions killed.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "libs/bus/embedded_bus.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/timer/timer.hpp"
#include "libs/writer/testing/purse_database.hpp"
#include "libs/writer/testing/purse_storm.hpp"

namespace haven::consumer {
namespace {

using namespace haven::spec;

const Date kDue = Date::of(2018, 6, 29);
constexpr int kMovesBetweenKills = 4;
constexpr auto kDeadline = std::chrono::seconds(200);
using Clock = std::chrono::steady_clock;

int scale() {
    const char* text = std::getenv("HAVEN_LONG");
    return text != nullptr && *text == '1' ? 5 : 1;
}

// Each event of "registry" becomes the same command here.
std::vector<ReactionCommand> mirror(const log::Record& record) {
    const auto event = PurseCodec::decode(record.type, 1, record.payload).value();
    Purse::Command what = SpendPurse{1};
    if (const auto* opened = std::get_if<PurseOpened>(&event)) {
        what = OpenPurse{opened->limit, opened->claim, opened->fund};
    } else if (const auto* spent = std::get_if<PurseSpent>(&event)) {
        what = SpendPurse{spent->amount};
    }
    return {{.aggregate = kPurse.get(),
             .federation = record.federation,
             .stream = record.stream_id,
             .command = what}};
}

// What one process has of a service that follows "registry": a writer, a consumer, timers, each on
// connections of its own; all on one thread.
class Site {
  public:
    Site(const PurseDatabase& source, const PurseDatabase& own)
        : source_(source),
          own_(own),
          writer_(own.make_writer()),
          timers_(
              purse_aggregates(), own.open(), *writer_, [] { return Instant{1}; },
              [](const timer::RefusedTimer& refused) {
                  ADD_FAILURE() << "timer refused: " << refused.error.reason;
              },
              [] {}) {
        make_consumer();
    }

    // One pass over all parts; true if one of them did something. What the environment throws at
    // the start of a consumer is tried again by the next pass.
    bool step() {
        bool moved = false;
        try {
            if (!started_) consumer_->start();
            started_ = true;
            moved = consumer_->step() == Progress::Moved;
        } catch (const std::runtime_error&) {
            started_ = false;
        }
        moved = timers_.step() || moved;
        return writer_->step() || moved;
    }
    // Steps until nothing moves any more.
    void settle() {
        const auto until = Clock::now() + kDeadline;
        int idle = 0;
        while (idle < 30 && Clock::now() < until) {
            idle = step() ? 0 : idle + 1;
            if (idle > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        EXPECT_LT(Clock::now(), until);
    }
    // All is done: the cursors stand at the source's heads and no timer is due.
    bool is_done() {
        try {
            return started_ && consumer_->stopped().empty() && consumer_->caught_up() &&
                   timers_.idle();
        } catch (const std::runtime_error&) {
            return false;
        }
    }
    // As a new process would.
    void make_consumer() {
        started_ = false;
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("registry", source_.open());
        consumer_ = std::make_unique<Consumer>(
            "pay",
            Subscription{
                .source = "registry",
                .types = {"PurseOpened", "PurseSpent"},
                .react = mirror,
                .is_known = [](std::string_view type) { return type.starts_with("Purse"); },
                .is_critical = [](std::string_view) { return false; }},
            std::make_unique<bus::EmbeddedBus>(std::move(sources), std::make_shared<bus::Wakeup>()),
            own_.open(), *writer_, [] { return kDue; }, [] { return Instant{1}; });
    }
    std::vector<std::pair<FederationNo, std::string>> stopped() { return consumer_->stopped(); }
    writer::Writer& writer() { return *writer_; }

  private:
    const PurseDatabase& source_;
    const PurseDatabase& own_;
    std::unique_ptr<writer::Writer> writer_;
    timer::Timers timers_;
    std::unique_ptr<Consumer> consumer_;
    bool started_ = false;
};

// Of the city, so that they share one log.
constexpr std::array<std::uint8_t, 10> kTen{3, 6, 9, 12, 15, 18, 21, 24, 27, 30};

class PostgresConsumer : public ::testing::Test {
  protected:
    ~PostgresConsumer() override { std::filesystem::remove(dump); }

    // Carries commands on different purses out and expects them to be accepted. What the database
    // would not take is sent again, as an honest client does.
    void write(writer::Writer& writer, std::span<const std::uint8_t> purses,
               const std::function<Purse::Command(std::uint8_t)>& what) {
        std::size_t accepted = 0;
        const std::function<void(Submission)> submit = [&](const Submission& submission) {
            writer.submit(submission, [&, submission](const Result<log::Reply>& reply) {
                const bool again = !reply && reply.error().kind == ErrorKind::Unavailable;
                if (again) return submit(submission);
                EXPECT_TRUE(reply) << reply.error().reason;
                ++accepted;
            });
        };
        for (const std::uint8_t purse : purses) {
            Submission submission = command(purse, 0, what(purse));
            submission.command_id = storm_uuid(3, 0, ++commands);
            submission.federation = FederationNo{static_cast<std::int16_t>(1 + purse % 3)};
            submit(submission);
        }
        while (accepted < purses.size()) {
            if (!writer.step()) writer.wait(20);
        }
    }
    // Ten events a round.
    void spend(int rounds, std::int64_t amount) {
        const auto writer = source.make_writer();
        for (int i = 0; i < rounds; ++i) {
            write(*writer, kTen, [&](std::uint8_t) { return SpendPurse{amount}; });
        }
    }
    // 100 events.
    void fill_source() {
        write(*source.make_writer(), kTen, [](std::uint8_t purse) {
            return OpenPurse{1'000, "claim " + std::to_string(purse)};
        });
        spend(9, 1);
    }
    // What is left in each of the ten, which is the same.
    static std::int64_t left(PurseDatabase& database) {
        for (const std::uint8_t purse : kTen) {
            EXPECT_EQ(database.left(purse), database.left(kTen[0])) << int{purse};
        }
        return database.left(kTen[0]);
    }
    static log::Cursor cursor_of(PurseDatabase& database) {
        return database.open()->cursor("pay", "registry", kCity);
    }
    static std::int64_t events_of(PurseDatabase& database) {
        return database.db().query("SELECT count(*) FROM event")[0].int64(0);
    }

    PurseDatabase source{"registry"};
    PurseDatabase own{"pay"};
    const std::filesystem::path dump =
        std::filesystem::temp_directory_path() / (source.database().name() + ".dump");
    unsigned commands = 0;
};

const std::vector<std::pair<FederationNo, std::string>> kRewound{{kCity, "LOG_REWOUND"}};

TEST_F(PostgresConsumer, DumpThen100MoreConsumedThenRestoreThen100OthersStopsWithLogRewound) {
    PurseDatabase slow_own("slow");
    Site site(source, own);
    Site slow(source, slow_own);  // stands before the dump's end
    fill_source();
    site.settle();
    source.database().dump_to(dump);
    spend(10, 1);
    site.settle();
    ASSERT_EQ(left(own), 981);
    ASSERT_EQ(cursor_of(own).offset, 200);
    while (slow.step(), cursor_of(slow_own).offset == 0) {
    }
    ASSERT_LT(cursor_of(slow_own).offset, 100);

    source.restore(dump);
    spend(10, 2);
    ASSERT_EQ(source.open()->heads()[0].last_offset, 200) << "the others have the same offsets";
    const log::Cursor before = cursor_of(own);
    site.settle();
    EXPECT_EQ(site.stopped(), kRewound);
    // A new process finds the same.
    site.make_consumer();
    site.settle();
    EXPECT_EQ(site.stopped(), kRewound);
    spend(1, 2);
    site.settle();
    EXPECT_EQ(left(own), 981) << "nothing of the other log is applied";
    EXPECT_EQ(cursor_of(own).offset, before.offset) << "and nothing of it is passed as seen";
    EXPECT_EQ(cursor_of(own).record_digest, before.record_digest);
    // Who had read nothing that is gone misses nothing.
    slow.settle();
    EXPECT_TRUE(slow.stopped().empty());
    EXPECT_EQ(left(slow_own), 991 - 2 * 11);
    own.expect_sound();
    slow_own.expect_sound();
}

TEST_F(PostgresConsumer, ARestoreWhileItSleepsIsSeenThoughItsSessionsGoOn) {
    Site site(source, own);
    fill_source();
    source.database().dump_to(dump);
    spend(10, 1);
    site.settle();
    ASSERT_EQ(left(own), 981);
    // When it looks again the log is as long as before: only the incarnation tells.
    source.restore_in_place(dump);
    spend(10, 2);
    site.settle();
    EXPECT_EQ(site.stopped(), kRewound);
    EXPECT_EQ(left(own), 981);
    EXPECT_EQ(cursor_of(own).offset, 200);
}

// Source and own commands that the sites work off meanwhile or afterwards.
class Storm : public PostgresConsumer {
  protected:
    static constexpr std::array<std::uint8_t, 6> kSpent{1, 2, 3, 4, 5, 6};  // mirrored
    static constexpr auto kTimed = [] {
        std::array<std::uint8_t, 40> purses{};
        for (std::size_t i = 0; i < purses.size(); ++i) {
            purses[i] = static_cast<std::uint8_t>(i + 11);
        }
        return purses;
    }();

    void SetUp() override {
        own.open()->set_business_date(kDue.plus_days(-1));
        const auto writer = own.make_writer();
        write(*writer, kTimed,
              [](std::uint8_t purse) { return OpenPurse{10, "timed " + std::to_string(purse)}; });
        write(*writer, kTimed,
              [](std::uint8_t purse) { return SchedulePurse{kDue.plus_days(-(purse % 3))}; });
    }
    void write_source(int rounds) {
        const auto writer = source.make_writer();
        write(*writer, kSpent,
              [](std::uint8_t purse) { return OpenPurse{100'000, std::to_string(purse)}; });
        for (int i = 0; i < rounds; ++i) {
            write(*writer, kSpent, [](std::uint8_t) { return SpendPurse{1}; });
            if (i == rounds / 3) reach_due_date();
        }
        written = true;
    }
    void reach_due_date() {
        while (true) {
            try {
                return own.open()->set_business_date(kDue);
            } catch (const postgres::ConnectionLost&) {
                continue;  // killed
            }
        }
    }
    // Until a site says that all is done. One whose cursors another has taken over takes them over
    // in its turn.
    void run(Site& site) {
        const auto until = Clock::now() + kDeadline;
        int rounds = 0;
        while (!done && Clock::now() < until) {
            if (site.step()) {
                ++moves;
                continue;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (++rounds % 20 != 0) continue;
            if (written && site.is_done()) done = true;
            if (!site.stopped().empty()) {
                for (const auto& [_, reason] : site.stopped()) EXPECT_EQ(reason, "EPOCH_OVER");
                ++take_overs;
                site.make_consumer();
            }
        }
    }
    void expect_each_effect_once(int rounds) {
        ASSERT_TRUE(done);
        for (const std::uint8_t purse : kSpent) {
            EXPECT_EQ(own.left(purse), 100'000 - rounds) << int{purse};
        }
        for (const std::uint8_t purse : kTimed) EXPECT_EQ(own.left(purse), 9) << int{purse};
        // Opened and spent from; opened, scheduled and spent from once.
        EXPECT_EQ(events_of(own), std::ssize(kSpent) * (1 + rounds) + std::ssize(kTimed) * 3);
        EXPECT_TRUE(own.open()->parked("pay").empty());
        own.expect_sound();
    }

    std::atomic<bool> written = false;
    std::atomic<bool> done = false;
    std::atomic<int> take_overs = 0;
    std::atomic<int> moves = 0;  // steps of sites that did something
};

TEST_F(Storm, TwoConsumersAndTwoTimersOfTheSameNameHaveEachEffectOnce) {
    const int rounds = 160 * scale();
    {
        std::vector<std::jthread> sites;
        for (int i = 0; i < 2; ++i) {
            sites.emplace_back([&] {
                Site site(source, own);
                run(site);
            });
        }
        write_source(rounds);
    }
    expect_each_effect_once(rounds);
    EXPECT_GT(take_overs, 0) << "they did not meet";
}

TEST_F(Storm, KilledSessionsOfConsumerAndTimersCostTimeAndNothingElse) {
    const int rounds = 60 * scale();
    int killed = 0;
    {
        std::jthread running([&] {
            Site site(source, own);
            run(site);
        });
        std::jthread killing([&](const std::stop_token& stop) {
            // As it gets on, so that a slow machine has its chance.
            for (int seen = 0; !stop.stop_requested();) {
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
                if (moves < seen + kMovesBetweenKills) continue;
                seen = moves;
                own.kill_a_backend();
                ++killed;
                if (killed % 3 == 0) source.kill_a_backend();
            }
        });
        write_source(rounds);
        running.join();
    }
    expect_each_effect_once(rounds);
    EXPECT_GT(killed, 10);
}

}  // namespace
}  // namespace haven::consumer
