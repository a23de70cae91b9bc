// What the teeth build can do, and that no other build contains any of it.
#include "libs/base/fault_point.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace haven::fault {
namespace {

constexpr int kUnharmed = 7;

std::string read(const std::filesystem::path& file) {
    // At once: a binary with sanitizers has hundreds of megabytes.
    std::string text(std::filesystem::file_size(file), '\0');
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in.read(text.data(), std::ssize(text))) << file;
    return text;
}

// In a child with this setting, since it is read once a process; answers how the child ended.
int in_child(const char* name, const std::string& value, const std::function<void()>& run) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv(name, value.c_str(), 1);
        run();
        std::_Exit(kUnharmed);
    }
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    return status;
}

void two_passages() {
    HAVEN_FAULT_POINT("log.before_commit");
    HAVEN_FAULT_POINT("log.after_commit");
    HAVEN_FAULT_POINT("log.before_commit");
}

// std::string::find takes seconds on a binary of this size.
bool contains(const std::string& binary, const std::string& text) {
    return ::memmem(binary.data(), binary.size(), text.data(), text.size()) != nullptr;
}

// What a binary would have to contain for any of it to work.
std::vector<std::string> traces() {
    std::vector<std::string> found{"HAVEN_CRASH_AT", "HAVEN_PASSAGES", "HAVEN_PLANTED_BUG"};
    found.insert(found.end(), std::begin(kPoints), std::end(kPoints));
    found.insert(found.end(), std::begin(kPlanted), std::end(kPlanted));
    return found;
}

TEST(FaultPoints, KillAtTheNthPassage) {
    const int second = in_child("HAVEN_CRASH_AT", "log.before_commit:2", two_passages);
    EXPECT_TRUE(WIFSIGNALED(second) && WTERMSIG(second) == SIGKILL);
    const int third = in_child("HAVEN_CRASH_AT", "log.before_commit:3", two_passages);
    EXPECT_TRUE(WIFEXITED(third) && WEXITSTATUS(third) == kUnharmed);
}

TEST(FaultPoints, AWishForAPointThatDoesNotExistEndsTheProgram) {
    for (const char* wish : {"log.nowhere:1", "log.after_commit", "log.after_commit:0"}) {
        const int status = in_child("HAVEN_CRASH_AT", wish, two_passages);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 2) << wish;
    }
}

TEST(FaultPoints, PassagesAreWrittenDown) {
    const auto file =
        std::filesystem::temp_directory_path() / ("haven-passages-" + std::to_string(::getpid()));
    in_child("HAVEN_PASSAGES", file.string(), two_passages);
    EXPECT_EQ(read(file), "log.before_commit\nlog.after_commit\nlog.before_commit\n");
    std::filesystem::remove(file);
}

TEST(FaultPoints, APlantedBugIsOnByName) {
    const auto exits_when_on = [] {
        if (HAVEN_PLANTED("async_commit")) std::_Exit(0);
    };
    EXPECT_EQ(in_child("HAVEN_PLANTED_BUG", "async_commit", exits_when_on), 0);
    const int other = in_child("HAVEN_PLANTED_BUG", "claim_not_checked", exits_when_on);
    EXPECT_TRUE(WIFEXITED(other) && WEXITSTATUS(other) == kUnharmed);
}

TEST(FaultPoints, AreInThisProgramAndNotInHaven) {
    const std::string teeth = read("/proc/self/exe");
    const std::string haven = read(HAVEN_PROGRAM);
    for (const std::string& trace : traces()) {
        EXPECT_TRUE(contains(teeth, trace)) << trace;
        EXPECT_FALSE(contains(haven, trace)) << trace;
    }
}

}  // namespace
}  // namespace haven::fault
