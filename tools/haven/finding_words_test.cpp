#include "tools/haven/finding_words.hpp"

#include <gtest/gtest.h>

#include <regex>

#include "libs/audit/compare.hpp"

namespace haven {
namespace {

using client::Language;

std::string chinese(const std::string& english) {
    return finding_in(Language::Chinese, english);
}

TEST(FindingWords, TellADifferenceInChinese) {
    audit::Difference one{.federation = {2},
                          .key = "serial=S1",
                          .columns = {"amount_fen", "due_year"},
                          .offset = 17,
                          .event_type = "ReliefPaid"};
    EXPECT_EQ(chinese(audit::describe("credit", one)),
              "有改动 credit(工会 2):serial=S1;列 amount_fen, due_year;"
              "最后由序号 17 的事件 ReliefPaid 写入");
    one.columns.clear();
    one.kind = audit::Difference::Kind::Missing;
    EXPECT_EQ(chinese(audit::describe("credit", one)),
              "缺少 credit(工会 2):serial=S1;最后由序号 17 的事件 ReliefPaid 写入");
    one.kind = audit::Difference::Kind::Extra;
    one.event_type.clear();
    EXPECT_EQ(chinese(audit::describe("credit", one)),
              "多出 credit(工会 2):serial=S1;自称由序号 17 的事件 (查无此事件) 写入");
    EXPECT_EQ(finding_in(Language::English, audit::describe("credit", one)),
              audit::describe("credit", one));
}

// The sentences of libs/audit, of the services' oracles and of check.cpp.
TEST(FindingWords, HaveEverySentenceThatAnOracleSays) {
    const std::regex english_word("[a-z]{3,} [a-z]{2,}");
    // Ids are words without blanks, whatever they look like.
    for (const char* said :
         {"federation 2, offset 17", "instalment 1 of 0190b6f2-1234", "batch 0190b6f2-1234",
          "person 0190b6f2-1234 is in 2 open files", "line ref-1",
          "returns to fund line 0190b6f2-1234", "credit S1 of a line that is not ours",
          "claim open-file/0190b6f2 is held by a stream that did not take it",
          "claim open-file/0190b6f2 of stream 0190b6f2-1234 is missing",
          "quota aid/0190b6f2/1/2020 stands at -5 fen and not at 7",
          "quota aid/0190b6f2/1/2020 is missing",
          "BANK_CREDITED_ONCE and BANK_AGREES: no --bank-ledger",
          "CLAIMS_EQUAL_REPLAY, QUOTAS_EQUAL_REPLAY and TABLES_EQUAL_REPLAY of registry: its log "
          "does not hold"}) {
        EXPECT_NE(chinese(said), said);
        EXPECT_FALSE(std::regex_search(chinese(said), english_word)) << chinese(said);
    }
    EXPECT_EQ(chinese("what nobody has words for"), "what nobody has words for");
}

}  // namespace
}  // namespace haven
