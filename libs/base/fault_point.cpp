#include "libs/base/fault_point.hpp"

#ifdef HAVEN_TEETH

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace haven::fault {
namespace {

std::string setting(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? "" : text;
}

// A wish that cannot be fulfilled must not look like a run that went well.
[[noreturn]] void give_up(const char* setting) {
    std::fprintf(stderr, "haven: %s names nothing that exists\n", setting);
    std::_Exit(2);
}

struct Wishes {
    Wishes() {
        const std::string crash = setting("HAVEN_CRASH_AT");
        if (!crash.empty()) {
            const std::size_t colon = crash.rfind(':');
            point = crash.substr(0, colon);
            if (colon != std::string::npos) at = std::atoi(crash.c_str() + colon + 1);
            if (at < 1 || std::ranges::find(kPoints, point) == std::end(kPoints)) {
                give_up("HAVEN_CRASH_AT");
            }
        }
        bug = setting("HAVEN_PLANTED_BUG");
        if (!bug.empty() && std::ranges::find(kPlanted, bug) == std::end(kPlanted)) {
            give_up("HAVEN_PLANTED_BUG");
        }
        const std::string file = setting("HAVEN_PASSAGES");
        if (!file.empty()) {
            passages = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            if (passages < 0) give_up("HAVEN_PASSAGES");
        }
    }

    std::string point;
    int at = 0;
    std::string bug;
    int passages = -1;
    std::atomic<int> passed = 0;
};

Wishes& wishes() {
    static Wishes wishes;
    return wishes;
}

}  // namespace

void pass(std::string_view point) {
    Wishes& wished = wishes();
    if (wished.passages >= 0) {
        const std::string line = std::string(point) + '\n';
        if (::write(wished.passages, line.data(), line.size()) < 0) give_up("HAVEN_PASSAGES");
    }
    if (point != wished.point || ++wished.passed != wished.at) return;
    ::kill(::getpid(), SIGKILL);
    ::pause();  // the signal may reach another thread first; this one goes no further
}

bool planted(std::string_view bug) {
    return wishes().bug == bug;
}

void list() {
    const auto line = [](const char* kind, std::string_view name) {
        std::printf("%s %.*s\n", kind, static_cast<int>(name.size()), name.data());
    };
    for (const std::string_view point : kPoints) line("point", point);
    for (const std::string_view bug : kPlanted) line("planted", bug);
}

}  // namespace haven::fault

#endif
