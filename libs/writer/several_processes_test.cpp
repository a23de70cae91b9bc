// Several processes write one database at the same time; some of them and some of their sessions
// are killed while they do.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "libs/writer/testing/purse_database.hpp"
#include "libs/writer/testing/purse_storm.hpp"

namespace haven::spec {
namespace {

constexpr unsigned kProcesses = 4;
constexpr unsigned kKilled = 2;  // of them, once each
constexpr std::size_t kAnswersBetweenKills = 20;
constexpr auto kDeadline = std::chrono::seconds(240);

// `./dev test --long` asks for more.
unsigned commands_each() {
    const char* text = std::getenv("HAVEN_LONG");
    return text != nullptr && *text == '1' ? 2'000 : 300;
}

struct Answer {
    bool ok = false;
    log::Reply reply = {};
    std::string reason = {};
};

// One writer_process, started again after it was killed.
class Process {
  public:
    Process(unsigned number, std::string conninfo, const std::filesystem::path& folder)
        : number_(number),
          conninfo_(std::move(conninfo)),
          answers_(folder / std::to_string(number)) {}
    ~Process() {
        if (pid_ > 0) kill();
    }
    Process(Process&& other) noexcept
        : number_(other.number_),
          conninfo_(std::move(other.conninfo_)),
          answers_(std::move(other.answers_)),
          pid_(std::exchange(other.pid_, 0)),
          ended_well_(other.ended_well_) {}

    void start() {
        std::string number = std::to_string(number_);
        std::string commands = std::to_string(commands_each());
        std::string file = answers_.string();
        std::string program = HAVEN_WRITER_PROCESS;
        char* const arguments[] = {program.data(),  conninfo_.data(), number.data(),
                                   commands.data(), file.data(),      nullptr};
        if (::posix_spawn(&pid_, program.c_str(), nullptr, nullptr, arguments, environ) != 0) {
            throw std::runtime_error("cannot start " + program);
        }
    }
    void kill() {
        ::kill(pid_, SIGKILL);
        ::waitpid(std::exchange(pid_, 0), nullptr, 0);
    }
    // Ended by itself.
    bool has_ended() {
        int status = 0;
        if (pid_ > 0 && ::waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = 0;
            ended_well_ = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        }
        return pid_ == 0;
    }
    [[nodiscard]] bool ended_well() const { return ended_well_; }
    [[nodiscard]] unsigned number() const { return number_; }

    // What was answered so far: the number of the command and the answer, in order.
    [[nodiscard]] std::vector<std::pair<unsigned, Answer>> answers() const {
        std::vector<std::pair<unsigned, Answer>> found;
        std::ifstream file(answers_);
        std::string line;
        while (std::getline(file, line)) {
            std::istringstream words(line);
            unsigned number = 0;
            Answer answer;
            words >> number >> answer.reason;
            answer.ok = answer.reason == "OK";
            if (answer.ok) words >> answer.reply.version >> answer.reply.offset;
            found.emplace_back(number, answer);
        }
        return found;
    }

  private:
    unsigned number_;
    std::string conninfo_;
    std::filesystem::path answers_;
    pid_t pid_ = 0;
    bool ended_well_ = false;
};

class SeveralWriters : public ::testing::Test {
  protected:
    SeveralWriters()
        : folder_(std::filesystem::temp_directory_path() / database_.database().name()) {
        std::filesystem::create_directory(folder_);
        for (unsigned number = 1; number <= kProcesses; ++number) {
            processes_.emplace_back(number, database_.database().conninfo(), folder_);
        }
    }
    ~SeveralWriters() override {
        processes_.clear();
        std::filesystem::remove_all(folder_);
    }

    // Until all have ended: ends sessions again and again, and kills some processes once.
    void run_with_kills() {
        for (Process& process : processes_) process.start();
        std::set<unsigned> killed;
        const auto until = std::chrono::steady_clock::now() + kDeadline;
        bool running = true;
        std::size_t answered = 0;
        while (running && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            // As they get on, so that a slow machine has its chance.
            const std::size_t answers = count_answers();
            if (answers >= answered + kAnswersBetweenKills) {
                database_.kill_a_backend();
                answered = answers;
                ++sessions_killed_;
            }
            running = false;
            for (Process& process : processes_) {
                const bool due = process.number() <= kKilled &&
                                 !killed.contains(process.number()) &&
                                 process.answers().size() > commands_each() / 4;
                if (due && !process.has_ended()) {
                    process.kill();
                    killed.insert(process.number());
                    process.start();
                }
                running = !process.has_ended() || running;
            }
        }
        EXPECT_EQ(killed.size(), kKilled) << "nobody was killed in the middle of the load";
        for (const Process& process : processes_) EXPECT_TRUE(process.ended_well());
    }

    std::size_t count_answers() {
        std::size_t count = 0;
        for (const Process& process : processes_) count += process.answers().size();
        return count;
    }

    // The last answer to each command. The same command again must have got the same reply.
    std::map<unsigned, Answer> settled(const Process& process) {
        std::map<unsigned, Answer> last;
        for (const auto& [number, answer] : process.answers()) {
            const auto before = last.find(number);
            if (before != last.end() && before->second.ok) {
                ++repeats_;
                EXPECT_TRUE(answer.ok) << answer.reason;
                EXPECT_EQ(answer.reply, before->second.reply);
            }
            last[number] = answer;
        }
        return last;
    }

    // Events by the command that made them.
    std::map<Uuid, std::vector<log::Record>> events_by_command() {
        std::map<Uuid, std::vector<log::Record>> found;
        const auto log = database_.open();
        for (const log::Head& head : log->heads()) {
            for (log::Record& record : log->read(head.federation, 0, 1'000'000)) {
                found[record.command_id].push_back(std::move(record));
            }
        }
        return found;
    }

    PurseDatabase database_{"purses"};
    std::filesystem::path folder_;
    std::vector<Process> processes_;
    int repeats_ = 0;
    int sessions_killed_ = 0;
};

TEST_F(SeveralWriters, SeveralWriterProcessesOnOneDatabaseStayCorrect) {
    run_with_kills();
    const auto events = events_by_command();
    std::map<std::string, int> reasons;
    std::size_t committed = 0;
    for (const Process& process : processes_) {
        const auto answers = settled(process);
        EXPECT_EQ(answers.size(), commands_each());
        for (const auto& [number, answer] : answers) {
            ++reasons[answer.reason];
            const auto found = events.find(storm_uuid(2, process.number(), number));
            if (!answer.ok) {
                EXPECT_EQ(found, events.end()) << answer.reason << " and yet in the log";
                continue;
            }
            ++committed;
            ASSERT_NE(found, events.end()) << "acknowledged and not in the log";
            ASSERT_EQ(found->second.size(), 1U) << "acknowledged once and done twice";
            EXPECT_EQ(found->second[0].version, answer.reply.version);
            EXPECT_EQ(found->second[0].offset, answer.reply.offset);
            EXPECT_EQ(found->second[0].stream_id, storm_command(process.number(), number).stream);
        }
    }
    EXPECT_EQ(events.size(), committed) << "something is in the log that nobody was told of";
    database_.expect_sound();
    // It was a storm and not a calm.
    EXPECT_GT(committed, commands_each() / 2);
    EXPECT_GT(repeats_, 10);
    EXPECT_GT(sessions_killed_, 10);
    for (const char* reason : {"ALREADY_HELD", "QUOTA_FULL", "PURSE_EMPTY", "PURSE_OPEN"}) {
        EXPECT_GT(reasons[reason], 10) << reason;
    }
}

}  // namespace
}  // namespace haven::spec
