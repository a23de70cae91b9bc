// One of several processes that write one database, started and killed by several_processes_test:
//
//     writer_process CONNINFO PROCESS COMMANDS ANSWERS
//
// Appends one line an answer to the file ANSWERS: "17 OK 3 42" (number of the command, version,
// offset) or "17 PURSE_EMPTY". A line that is there was answered, whatever becomes of the process.
// What the database would not take is sent again, as an honest client does.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <functional>

#include "libs/log/postgres_log.hpp"
#include "libs/writer/testing/purse_storm.hpp"

namespace haven::spec {
namespace {

constexpr unsigned kOutstanding = 24;

int run(const std::string& conninfo, unsigned process, unsigned commands, const char* answers) {
    const int file = ::open(answers, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) return 1;
    writer::Writer writer(std::make_unique<log::PostgresLog>(conninfo, "purses"),
                          [] { return Instant{1}; });
    unsigned submitted = 0;
    unsigned answered = 0;
    bool written = true;
    const std::function<void(unsigned)> submit = [&](unsigned number) {
        writer.submit(storm_command(process, number), [&, number](Result<log::Reply> reply) {
            const std::string line = std::to_string(number) + ' ' +
                                     (reply ? "OK " + std::to_string(reply->version) + ' ' +
                                                  std::to_string(reply->offset)
                                            : reply.error().reason) +
                                     '\n';
            written = written && ::write(file, line.data(), line.size()) == std::ssize(line);
            if (!reply && reply.error().kind == ErrorKind::Unavailable) return submit(number);
            ++answered;
        });
    };
    while (written && answered < commands) {
        while (submitted < commands && submitted - answered < kOutstanding) {
            submit(submitted++);
        }
        if (!writer.step()) writer.wait(20);
    }
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
