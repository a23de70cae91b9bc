// A process that is stopped before a county's move flips and goes on after it: it appends nothing
// where the county was and relays nothing (protocols §7). The processes are real, and so are
// SIGSTOP and SIGCONT.
#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "tests/shards/purse_shards.hpp"

namespace haven::spec {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::SizeIs;

constexpr std::int16_t kMoved = 1;
constexpr std::uint8_t kCallers = 4;

// What a process is told and tells, in memory that it shares with the test.
struct Slate {
    std::atomic<bool> serves = false;
    std::atomic<int> wanted = 0;  // commands to be carried out so far
    std::atomic<int> begun = 0;
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
};

class Asleep : public PurseShards {
  protected:
    // A process of registry: it spends of its own purses, as many times as it is told.
    class Process {
      public:
        // Before the test has threads: it is a fork of it.
        Process(Asleep& test, const std::string& name, std::uint8_t first_purse) {
            void* shared = ::mmap(nullptr, sizeof(Slate), PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
            if (shared == MAP_FAILED) throw std::runtime_error("no shared memory");
            slate_ = new (shared) Slate;
            pid_ = ::fork();
            if (pid_ == 0) serve(test, name, first_purse);
            if (!soon([&] { return slate_->serves.load(); })) throw std::runtime_error("no start");
        }
        ~Process() {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
            ::munmap(slate_, sizeof(Slate));
        }
        Process(const Process&) = delete;
        Process& operator=(const Process&) = delete;

        // Starts to carry out `count` commands more.
        void begin(int count) { slate_->wanted += count; }
        bool comes_to(int done) {
            return soon([&] { return slate_->done >= done || slate_->refused > 0; }) &&
                   slate_->refused == 0;
        }
        bool carries_out(int count) {
            begin(count);
            return comes_to(slate_->wanted);
        }
        [[nodiscard]] int done() const { return slate_->done; }
        [[nodiscard]] int wanted() const { return slate_->wanted; }

        void stop() const {
            ::kill(pid_, SIGSTOP);
            int status = 0;
            ASSERT_EQ(::waitpid(pid_, &status, WUNTRACED), pid_);
            ASSERT_TRUE(WIFSTOPPED(status));
        }
        void go_on() const { ::kill(pid_, SIGCONT); }

      private:
        [[noreturn]] void serve(Asleep& test, const std::string& name, std::uint8_t first_purse) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            {
                const auto process = test.start("registry", "", name);
                std::vector<std::jthread> callers;
                for (std::uint8_t i = 0; i < kCallers; ++i) {
                    const auto purse = static_cast<std::uint8_t>(first_purse + i);
                    open_purse(*process, kMoved, purse);
                    callers.emplace_back([this, &process, purse] { spend(*process, purse); });
                }
                slate_->serves = true;
            }  // they never end
            ::_exit(0);
        }
        void spend(TestProcess& process, std::uint8_t purse) {
            for (;;) {
                int begun = slate_->begun;
                if (begun >= slate_->wanted ||
                    !slate_->begun.compare_exchange_strong(begun, begun + 1)) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                    continue;
                }
                const auto reply = carried_out(process, kMoved, purse, SpendPurse{1});
                ++(reply ? slate_->done : slate_->refused);
            }
        }

        Slate* slate_ = nullptr;
        pid_t pid_ = 0;
    };

    // At whatever it does just then; but a session that holds the head's lock keeps the county
    // where it is until the database ends it, so that is no moment for a move.
    void stop_in_the_middle(const Process& process, char shard) const {
        const auto is_free = [&] {
            try {
                ask("registry", shard,
                    "SELECT count(*) FROM (SELECT FROM log_head WHERE federation = 1 "
                    "FOR UPDATE NOWAIT) AS locked");
                return true;
            } catch (const postgres::SqlError&) {
                return false;
            }
        };
        for (;;) {
            process.stop();
            // What has been sent to the database ends there without us.
            for (int i = 0; i < 100; ++i) {
                if (is_free()) return;
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
            process.go_on();
        }
    }
    std::string who_relays() const {
        return ask("registry", 'a',
                   "SELECT coalesce((SELECT owner FROM lease WHERE kind = 'relay' AND "
                   "held_until > clock_timestamp()), '')");
    }
};

TEST_F(Asleep, WhoeverWasStoppedUnderLoadAppendsNothingWhereTheCountyWas) {
    Process sleeper(*this, "sleeper", 1);
    Process awake(*this, "awake", 1 + kCallers);
    const auto pay = start("disbursement", "registry");
    char lies_in = 'a';
    for (int turn = 0; turn < 3; ++turn) {
        sleeper.begin(200);
        ASSERT_TRUE(sleeper.comes_to(sleeper.done() + 50));
        stop_in_the_middle(sleeper, lies_in);
        const auto report = move("registry", kMoved, other(lies_in));
        EXPECT_LT(report.refused, std::chrono::seconds(1));
        const std::string left = digest("registry", kMoved, lies_in);
        ASSERT_TRUE(awake.carries_out(10)) << "whoever is awake goes on";
        sleeper.go_on();
        ASSERT_TRUE(sleeper.comes_to(sleeper.done() + 50)) << "and so does who was not";
        EXPECT_EQ(digest("registry", kMoved, lies_in), left);
        lies_in = other(lies_in);
    }
    // Nothing was lost or done twice by anybody.
    ASSERT_TRUE(sleeper.comes_to(sleeper.wanted()));
    EXPECT_EQ(head("registry", kMoved, lies_in), 2 * kCallers + sleeper.done() + awake.done());
    expect_mirrored(kMoved, lies_in, 'a');
    ASSERT_TRUE(is_relayed(kMoved, lies_in));
    EXPECT_THAT(times_told(kMoved, lies_in), SizeIs(head("registry", kMoved, lies_in)));
}

TEST_F(Asleep, ARelayThatWasStoppedTellsNothingAfterwards) {
    Process sleeper(*this, "sleeper", 1);
    Process awake(*this, "awake", 1 + kCallers);
    ASSERT_TRUE(sleeper.carries_out(20));
    ASSERT_TRUE(is_relayed(kMoved, 'a'));
    const std::string first = who_relays();
    EXPECT_THAT(first, ::testing::HasSubstr("sleeper"));
    sleeper.stop();
    move("registry", kMoved, 'b');
    ASSERT_TRUE(awake.carries_out(30));
    // Its lease ends, and the other one relays.
    ASSERT_TRUE(is_relayed(kMoved, 'b'));
    EXPECT_THAT(who_relays(), ::testing::HasSubstr("awake"));
    const std::string left = digest("registry", kMoved, 'a');
    sleeper.go_on();
    ASSERT_TRUE(sleeper.carries_out(20)) << "written where the county is";
    ASSERT_TRUE(is_relayed(kMoved, 'b'));
    EXPECT_EQ(digest("registry", kMoved, 'a'), left);
    EXPECT_THAT(times_told(kMoved, 'b'), AllOf(SizeIs(2 * kCallers + 20 + 30 + 20), Each(1)));
}

}  // namespace
}  // namespace haven::spec
