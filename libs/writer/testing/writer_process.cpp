// One of several processes that write one database, started and killed by several_processes_test:
//
//     writer_process CONNINFO PROCESS COMMANDS ANSWERS
//
// Appends one line an answer to the file ANSWERS: "17 OK 3 42" (number of the command, version,
// offset) or "17 PURSE_EMPTY". A line that is there was answered, whatever becomes of the process.
// What the database would not take is sent again, as an honest client does.
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <thread>

#include "libs/log/postgres_log.hpp"
#include "libs/writer/testing/purse_storm.hpp"

namespace haven::spec {
namespace {

// Enough for both lanes of the writer (libs/writer/job_queue.hpp).
constexpr unsigned kOutstanding = 64;

int run(const std::string& conninfo, unsigned process, unsigned commands, const char* answers) {
    const int file = ::open(answers, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return 1;
    std::vector<std::unique_ptr<log::Log>> lanes;
    for (int i = 0; i < 2; ++i) {
        lanes.push_back(std::make_unique<log::PostgresLog>(conninfo, "purses"));
    }
    writer::Writer writer(std::move(lanes), [] { return Instant{1}; });
    std::mutex mutex;
    std::condition_variable fewer;
    unsigned answered = 0;
    bool written = true;
    // True when it is to be sent again.
    const auto note = [&](unsigned number, const Result<log::Reply>& reply) {
        const std::string line =
            std::to_string(number) + ' ' +
            (reply ? "OK " + std::to_string(reply->version) + ' ' + std::to_string(reply->offset)
                   : reply.error().reason) +
            '\n';
        const std::lock_guard lock(mutex);
        written = written && ::write(file, line.data(), line.size()) == std::ssize(line);
        if (!reply && reply.error().kind == ErrorKind::Unavailable) return true;
        ++answered;
        fewer.notify_one();
        return false;
    };
    const std::function<void(unsigned)> submit = [&](unsigned number) {
        writer.submit(storm_command(process, number), [&, number](Result<log::Reply> reply) {
            if (note(number, reply)) submit(number);
        });
    };
    std::vector<std::jthread> threads;
    for (std::size_t lane = 0; lane < writer.lanes(); ++lane) {
        threads.emplace_back([&writer, lane](const std::stop_token& stopping) {
            while (!stopping.stop_requested()) {
                if (!writer.step(lane)) writer.wait(20, lane);
            }
        });
    }
    const auto wait_for = [&](const auto& enough) {
        std::unique_lock lock(mutex);
        fewer.wait(lock, enough);
    };
    for (unsigned number = 0; number < commands; ++number) {
        wait_for([&] { return number - answered < kOutstanding; });
        submit(number);
    }
    wait_for([&] { return answered == commands; });
    threads.clear();
    ::close(file);
    return written ? 0 : 1;
}

}  // namespace
}  // namespace haven::spec

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fputs("writer_process CONNINFO PROCESS COMMANDS ANSWERS\n", stderr);
        return 2;
    }
    return haven::spec::run(argv[1], static_cast<unsigned>(std::atoi(argv[2])),
                            static_cast<unsigned>(std::atoi(argv[3])), argv[4]);
}
