// A federation goes from one database to another while it is written, and nothing is lost, done
// twice or left behind (protocols §7).
#include "libs/move/move.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "libs/crypto/ids.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/writer/sharded_writer.hpp"
#include "libs/writer/testing/purse_database.hpp"

namespace haven::spec {
namespace {

using move::Report;
using move::Step;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr FederationNo kHome{1};
constexpr FederationNo kMoved{2};

class Move : public ::testing::Test {
  protected:
    Move() {
        const std::vector<log::FederationRow> list{{kHome, "610300", "a", {}},
                                                   {kMoved, "610302", "b", kHome}};
        for (std::size_t shard = 0; shard < 2; ++shard) {
            postgres::Connection owner(databases_[shard].conninfo());
            EXPECT_TRUE(log::create_schema(
                owner, list, shard == 0 ? std::set<FederationNo>{} : std::set{kHome, kMoved}));
            EXPECT_TRUE(postgres::migrate(owner, "public", "purses", purse_migrations()));
        }
    }

    std::vector<std::string> conninfos() const {
        return {databases_[0].conninfo(), databases_[1].conninfo()};
    }
    std::shared_ptr<log::Placement> placement() const {
        return std::make_shared<log::Placement>(log::ask_databases(conninfos()));
    }
    // What a process has, with threads of its own.
    class Process {
      public:
        Process(const Move& test, std::shared_ptr<log::Placement> placement)
            : placement_(std::move(placement)) {
            std::vector<std::unique_ptr<writer::Writer>> writers;
            for (std::size_t shard = 0; shard < 2; ++shard) {
                writers.push_back(std::make_unique<writer::Writer>(
                    std::make_unique<log::PostgresLog>(
                        test.conninfos()[shard], "purses",
                        log::PostgresLogOptions{.placement = placement_, .shard = shard}),
                    [] { return Instant{1}; }));
            }
            writer_ = std::make_unique<writer::ShardedWriter>(std::move(writers), placement_);
            for (std::size_t shard = 0; shard < 2; ++shard) {
                threads_.emplace_back([this, shard](const std::stop_token& stop) {
                    while (!stop.stop_requested()) {
                        writer_->shard(shard).wait(5);
                        writer_->shard(shard).step();
                    }
                });
            }
        }
        ~Process() {
            writer_->stop();
            threads_.clear();
        }
        Result<log::Reply> write(writer::Submission submission) {
            return writer::submit_and_wait(*writer_, std::move(submission), 10'000);
        }

      private:
        std::shared_ptr<log::Placement> placement_;
        std::unique_ptr<writer::ShardedWriter> writer_;
        std::vector<std::jthread> threads_;
    };

    static writer::Submission order(std::uint8_t purse, Purse::Command what) {
        auto submission = spec::command(purse, 0, std::move(what));
        submission.federation = kMoved;
        submission.command_id = crypto::new_uuid_v4();
        return submission;
    }
    move::Request request(std::function<void(Step)> reached = nullptr, bool back = false) const {
        return {.federation = kMoved,
                .from = databases_[back ? 1 : 0].conninfo(),
                .to = databases_[back ? 0 : 1].conninfo(),
                .reached = std::move(reached)};
    }
    std::string ask(std::size_t shard, const std::string& sql) const {
        return postgres::Connection(databases_[shard].conninfo())
            .query("SELECT (" + sql + ")::text")[0]
            .text(0);
    }
    // Everything of the federation in a database, in one number.
    std::string digest(std::size_t shard) const {
        std::string all;
        for (const char* table :
             {"event", "command", "claim", "quota", "cursor", "timer", "purse"}) {
            all += ask(shard,
                       "SELECT coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) "
                       "FROM " +
                           std::string(table) + " t WHERE federation = 2") +
                   ' ';
        }
        return all;
    }
    std::string state(std::size_t shard) const {
        return ask(shard, "SELECT state || ' ' || shard_epoch FROM log_head WHERE federation = 2");
    }
    // The move as a process of its own, which is killed at a step; the exit status.
    int moved_by_a_process_that_dies_at(Step step, int times = 1) const {
        const pid_t pid = ::fork();
        if (pid == 0) {
            int left = times;
            static_cast<void>(move::move_federation(request([&](Step now) {
                if (now == step && --left == 0) std::raise(SIGKILL);
            })));
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(pid, &status, 0);
        return status;
    }
    void fill(Process& process, std::uint8_t purses) {
        for (std::uint8_t purse = 1; purse <= purses; ++purse) {
            ASSERT_TRUE(process.write(
                order(purse, OpenPurse{1'000'000, "claim-" + std::to_string(purse), ""})));
            ASSERT_TRUE(process.write(order(purse, SpendPurse{5})));
        }
    }

    TestDatabase databases_[2]{TestDatabase("move_from"), TestDatabase("move_to")};
};

TEST_F(Move, EverythingOfAFederationLiesInTheNewDatabaseAndIsWrittenThere) {
    Process process(*this, placement());
    fill(process, 20);
    const std::string before = digest(0);
    const auto report = move::move_federation(request());
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->events, 40);
    EXPECT_EQ(digest(1), before);
    EXPECT_EQ(state(0), "MOVED 1");
    EXPECT_EQ(state(1), "OPEN 2");
    const auto reply = process.write(order(1, SpendPurse{5}));
    ASSERT_TRUE(reply) << reply.error().reason;
    EXPECT_EQ(reply->offset, 41) << "goes on where the log stood";
    EXPECT_EQ(digest(0), before) << "what it has left is as it was";
    // The claims have come along.
    EXPECT_EQ(process.write(order(99, OpenPurse{1, "claim-3", ""})).error().reason, "ALREADY_HELD");
}

TEST_F(Move, AndBackAgain) {
    Process process(*this, placement());
    fill(process, 3);
    ASSERT_TRUE(move::move_federation(request()));
    ASSERT_TRUE(process.write(order(1, SpendPurse{5})));
    ASSERT_TRUE(move::move_federation(request(nullptr, true)));
    ASSERT_TRUE(process.write(order(1, SpendPurse{5})));
    EXPECT_EQ(state(0), "OPEN 3");
    EXPECT_EQ(state(1), "MOVED 2");
    EXPECT_EQ(ask(0, "SELECT count(*) FROM event WHERE federation = 2"), "8");
    EXPECT_EQ(ask(1, "SELECT count(*) FROM event WHERE federation = 2"), "7");
}

TEST_F(Move, ARepeatOfWhatWasDoneInTheOldDatabaseGetsItsFirstReplyFromTheNewOne) {
    Process process(*this, placement());
    fill(process, 2);
    const auto spent = order(1, SpendPurse{5});
    const auto first = process.write(spent);
    ASSERT_TRUE(first);
    ASSERT_TRUE(move::move_federation(request()));
    EXPECT_EQ(process.write(spent).value(), *first);
    EXPECT_EQ(ask(1, "SELECT count(*) FROM event WHERE federation = 2"), "5");
}

TEST_F(Move, UnderLoadNothingIsLostOrDoneTwiceAndCommandsAreRefusedForLessThanASecond) {
    const auto places = placement();
    Process process(*this, places);
    fill(process, 8);
    std::atomic<bool> stop = false;
    std::atomic<int> done = 0;
    std::atomic<std::int64_t> longest_ms = 0;
    std::vector<std::jthread> callers;
    for (std::uint8_t purse = 1; purse <= 8; ++purse) {
        callers.emplace_back([&, purse] {
            while (!stop) {
                const auto spent = order(purse, SpendPurse{1});
                const auto since = Clock::now();
                // As clients do: the same command again while the answer is UNAVAILABLE.
                Result<log::Reply> reply = process.write(spent);
                while (!reply && reply.error().kind == ErrorKind::Unavailable) {
                    std::this_thread::sleep_for(milliseconds(5));
                    reply = process.write(spent);
                }
                ASSERT_TRUE(reply) << reply.error().reason;
                const auto took =
                    std::chrono::duration_cast<milliseconds>(Clock::now() - since).count();
                for (auto seen = longest_ms.load(); took > seen;) {
                    if (longest_ms.compare_exchange_weak(seen, took)) break;
                }
                ++done;
            }
        });
    }
    for (const bool back : {false, true, false}) {
        std::this_thread::sleep_for(milliseconds(300));
        const auto report = move::move_federation(request(nullptr, back));
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_LT(report->refused, milliseconds(1'000));
    }
    std::this_thread::sleep_for(milliseconds(100));
    stop = true;
    callers.clear();
    EXPECT_LT(longest_ms, 1'500) << "the longest that anybody waited";
    EXPECT_EQ(ask(1, "SELECT count(*) FROM event WHERE federation = 2 AND type = 'PurseSpent'"),
              std::to_string(8 + done.load()));
    EXPECT_EQ(ask(1, "SELECT max(log_offset) = count(*) FROM event WHERE federation = 2"), "true");
    EXPECT_EQ(ask(1, "SELECT 8000000 - sum(\"left\") FROM purse WHERE federation = 2"),
              std::to_string(8 * 5 + done.load()));
}

TEST_F(Move, AProcessThatSleptThroughTheFlipAppendsNothingWhereTheFederationWas) {
    const auto places = placement();
    Process awake(*this, places);
    fill(awake, 3);
    // Its placement is of before the move, as is that of a process that was stopped.
    log::PostgresLog asleep(databases_[0].conninfo(), "purses",
                            {.placement = placement(), .shard = 0});
    const auto append = [&] {
        log::Proposal late;
        late.federation = kMoved;
        late.stream_id = crypto::new_uuid_v4();
        late.command_id = crypto::new_uuid_v4();
        late.events = {{"PurseSpent", 1, ""}};
        return asleep
            .append({.proposals = {late}}, Instant{1},
                    [](std::size_t, std::int64_t, Instant) {
                        return std::vector<std::pair<std::int64_t, log::RowChange>>{};
                    })
            .outcomes.at(0)
            .verdict;
    };
    ASSERT_TRUE(move::move_federation(request()));
    const std::string left = digest(0);
    EXPECT_EQ(append(), log::Verdict::FederationClosed);
    EXPECT_EQ(digest(0), left);
    // Not even when the federation has come back meanwhile: it is another epoch.
    ASSERT_TRUE(move::move_federation(request(nullptr, true)));
    EXPECT_EQ(append(), log::Verdict::FederationClosed);
    EXPECT_TRUE(awake.write(order(1, SpendPurse{5}))) << "whoever looks goes on";
}

TEST_F(Move, KilledAnywhereItIsBegunAgainAndEndsWell) {
    Process process(*this, placement());
    fill(process, 10);
    const std::string before = digest(0);
    for (const Step step : {Step::Copied, Step::Moving, Step::Prepared}) {
        EXPECT_TRUE(WIFSIGNALED(moved_by_a_process_that_dies_at(step)));
        EXPECT_NE(state(1).substr(0, 4), "OPEN") << "it is still where it was";
        // Until somebody asks again, commands wait.
        const auto reply = process.write(order(1, SpendPurse{1'000'000'000}));
        EXPECT_EQ(reply.error().reason, step == Step::Copied ? "PURSE_EMPTY" : "FEDERATION_MOVING");
    }
    EXPECT_TRUE(WIFSIGNALED(moved_by_a_process_that_dies_at(Step::Left)));
    EXPECT_EQ(state(0), "MOVED 1");
    EXPECT_EQ(state(1), "MOVED 2") << "nowhere, for a moment";
    EXPECT_EQ(process.write(order(1, SpendPurse{5})).error().reason, "FEDERATION_MOVING");
    ASSERT_TRUE(move::move_federation(request()));
    EXPECT_EQ(state(1), "OPEN 2");
    EXPECT_EQ(digest(1), before);
    EXPECT_TRUE(move::move_federation(request())->was_there);
    EXPECT_TRUE(process.write(order(1, SpendPurse{5})));
}

TEST_F(Move, RowsThatWereRemovedWhileItWasCopiedAreNotInTheNewDatabase) {
    Process process(*this, placement());
    fill(process, 4);
    bool removed = false;
    const auto remove = [&](Step step) {
        if (step != Step::Copied || std::exchange(removed, true)) return;
        postgres::Connection(databases_[0].conninfo())
            .exec("DELETE FROM purse WHERE ctid IN (SELECT ctid FROM purse LIMIT 1)");
    };
    ASSERT_TRUE(move::move_federation(request(remove)));
    EXPECT_EQ(digest(1), digest(0));
}

TEST_F(Move, WhatWasAlteredOnTheWayIsNoticedAndNothingIsMoved) {
    Process process(*this, placement());
    fill(process, 4);
    postgres::Connection(databases_[1].conninfo())
        .exec(
            "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN NEW.last_offset = NEW.last_offset + 1; RETURN NEW; END'; "
            "CREATE TRIGGER spoil BEFORE INSERT ON purse FOR EACH ROW EXECUTE FUNCTION spoil()");
    const auto report = move::move_federation(request());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().reason, "MOVE_DIFFERS");
    EXPECT_EQ(state(0), "OPEN 1");
    EXPECT_TRUE(process.write(order(1, SpendPurse{5})));
}

TEST_F(Move, TwoAtOnceAreRefused) {
    Process process(*this, placement());
    fill(process, 2);
    std::string reason;
    const auto second = [&](Step step) {
        if (step == Step::Moving) reason = move::move_federation(request()).error().reason;
    };
    ASSERT_TRUE(move::move_federation(request(second)));
    EXPECT_EQ(reason, "MOVE_UNDER_WAY");
}

}  // namespace
}  // namespace haven::spec
