#include "tools/haven/replay_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace haven {
namespace {

using client::Language;
using testing::HasSubstr;

ReplayedService replayed() {
    const audit::TableReport equal{
        .table = "aid_file", .rows = 2, .digest = std::string(64, 'a'), .different = 0};
    const audit::TableReport damaged{.table = "credit",
                                     .rows = 1,
                                     .digest = std::string(64, 'b'),
                                     .different = 1,
                                     .differences = {{.federation = {2},
                                                      .key = "serial=S1",
                                                      .columns = {"amount_fen"},
                                                      .offset = 17,
                                                      .event_type = "PaymentSettled"}}};
    return {"disbursement", 40, {equal, damaged}};
}

std::string printed(Language language) {
    std::ostringstream out;
    print(replayed(), language, out);
    return out.str();
}

TEST(ReplayedServiceTest, SaysInTwoLanguagesWhichTablesDiffer) {
    const std::string english = printed(Language::English);
    EXPECT_THAT(english, HasSubstr("= disbursement.aid_file  2 rows  aaaaaaaaaaaaaaaa\n"));
    EXPECT_THAT(english, HasSubstr("≠ disbursement.credit  1 rows  bbbbbbbbbbbbbbbb\n"));
    EXPECT_THAT(english, HasSubstr("serial=S1; columns amount_fen; last written by offset 17"));
    EXPECT_THAT(english, HasSubstr("40 events replayed, tables differ"));
    const std::string chinese = printed(Language::Chinese);
    EXPECT_THAT(chinese, HasSubstr("重放 40 个事件,有表不相等"));
    EXPECT_THAT(chinese, HasSubstr("有改动 credit(工会 2):serial=S1;列 amount_fen;"));
}

TEST(ReplayedServiceTest, IsJsonForPrograms) {
    std::ostringstream out;
    const ReplayedService all[] = {replayed()};
    print_json(all, out);
    const auto read = nlohmann::json::parse(out.str());
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0]["equal"], false);
    EXPECT_EQ(read[0]["events"], 40);
    EXPECT_EQ(read[0]["tables"][1]["different"], 1);
    EXPECT_EQ(read[0]["tables"][1]["digest"], std::string(64, 'b'));
    EXPECT_TRUE(read[0]["swap"].is_null());
}

}  // namespace
}  // namespace haven
