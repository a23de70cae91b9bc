// A fuzz target as a plain test: its committed corpus once, in the normal build.
// UPDATE_FUZZ_CORPUS=1 adds the stories that the corpus lacks.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/fuzz/target.hpp"

namespace haven::fuzz {
namespace {

// One input a line, in hex.
std::vector<std::string> corpus() {
    std::ifstream file(HAVEN_FUZZ_CORPUS);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

std::string to_hex(const std::string& bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        text += kDigits[static_cast<unsigned char>(c) >> 4];
        text += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::vector<std::uint8_t> from_hex(const std::string& text) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(text.substr(i, 2), nullptr, 16)));
    }
    return bytes;
}

#define HAVEN_FUZZ_TEST_(name, test) TEST(name, test)
#define HAVEN_FUZZ_TEST(name, test) HAVEN_FUZZ_TEST_(name, test)

HAVEN_FUZZ_TEST(HAVEN_FUZZ_NAME, TakesItsWholeCorpus) {
    const auto lines = corpus();
    ASSERT_FALSE(lines.empty()) << HAVEN_FUZZ_CORPUS;
    for (const std::string& line : lines) {
        SCOPED_TRACE(line);
        const auto bytes = from_hex(line);
        EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
    }
}

// A command that got a field reads an old story as other commands: then it is to be written anew.
HAVEN_FUZZ_TEST(HAVEN_FUZZ_NAME, HoldsItsStories) {
    auto lines = corpus();
    for (const std::string& story : stories()) {
        const std::string line = to_hex(story);
        if (std::ranges::find(lines, line) != lines.end()) continue;
        if (std::getenv("UPDATE_FUZZ_CORPUS") == nullptr) {
            ADD_FAILURE() << "the corpus lacks " << line;
            continue;
        }
        std::ofstream(HAVEN_FUZZ_CORPUS, std::ios::app) << line << '\n';
    }
}

}  // namespace
}  // namespace haven::fuzz
