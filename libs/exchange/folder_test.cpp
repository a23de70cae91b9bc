#include "libs/exchange/folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace haven::exchange {
namespace {

namespace fs = std::filesystem;

class PeerFolderTest : public ::testing::Test {
  protected:
    PeerFolderTest()
        : root(fs::temp_directory_path() / ("haven-exchange-" + std::to_string(::getpid()))) {
        fs::remove_all(root);
    }
    ~PeerFolderTest() override { fs::remove_all(root); }

    fs::path root;
    PeerFolder folder{root};
};

TEST_F(PeerFolderTest, HandsOverWholeFilesAndTakesThemOnce) {
    ASSERT_TRUE(folder.hand_over("in", "a.pay", "bytes"));
    ASSERT_TRUE(folder.hand_over("in", "a.pay", "bytes")) << "the same again changes nothing";
    const auto files = folder.marked("in");
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].bytes, "bytes");
    folder.taken("in", "a.pay");
    EXPECT_TRUE(folder.nothing_marked("in"));
    EXPECT_TRUE(folder.has("in", "a.pay"));
    ASSERT_TRUE(folder.hand_over("in", "a.pay", "bytes"));
    EXPECT_TRUE(folder.nothing_marked("in")) << "what was taken is not handed over again";
}

TEST_F(PeerFolderTest, RefusesOtherBytesUnderAKnownName) {
    ASSERT_TRUE(folder.hand_over("in", "a.pay", "bytes"));
    EXPECT_EQ(folder.hand_over("in", "a.pay", "other").error().reason, "FILE_DIFFERS");
    folder.taken("in", "a.pay");
    EXPECT_EQ(folder.hand_over("in", "a.pay", "other").error().reason, "FILE_DIFFERS");
}

TEST_F(PeerFolderTest, LeavesUnmarkedAndDamagedFilesAlone) {
    ASSERT_TRUE(folder.hand_over("out", "good", "x"));
    ASSERT_TRUE(folder.hand_over("out", "bad", "x"));
    std::ofstream(root / "out" / "bad") << "changed";
    std::ofstream(root / "out" / "unmarked") << "half";
    std::vector<std::string> damaged;
    const auto files = folder.marked("out", &damaged);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].name, "good");
    EXPECT_EQ(damaged, std::vector<std::string>{"bad"});
}

TEST_F(PeerFolderTest, HandsTheDateOver) {
    const Date day = Date::of(2018, 6, 29);
    folder.tell_day(day);
    EXPECT_TRUE(fs::exists(root / "calendar" / "2018-06-29.day"));
    EXPECT_FALSE(folder.day_done(day));
    std::ofstream(root / "calendar" / "2018-06-29.done") << "{}";
    EXPECT_TRUE(folder.day_done(day));
    EXPECT_FALSE(folder.next_due().has_value());
    std::ofstream(root / "calendar" / "next") << R"({"next_due": "2018-07-02"})";
    EXPECT_EQ(folder.next_due(), Date::of(2018, 7, 2));
}

}  // namespace
}  // namespace haven::exchange
