#include "services/outreach/api/visit_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "libs/base/text.hpp"

namespace haven::outreach {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string shipped(const std::string& name) {
    std::ifstream file(std::string(HAVEN_SOURCE_DIR) + "/deploy/demo/visits/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string report(const VisitFile& file) {
    std::string text = "row,field,kind,reason\n";
    for (const auto& fault : file.faults) {
        text += std::to_string(fault.row()) + ',' + fault.field() + ',' + fault.kind() + ',' +
                fault.reason() + '\n';
    }
    return text;
}

std::string reason_of(const std::string& bytes) {
    const auto file = read_visit_file(bytes);
    return file ? "OK" : file.error().reason;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

TEST(VisitFile, CsvAndJsonSayTheSame) {
    const auto csv = read_visit_file(shipped("visits.csv"));
    const auto json = read_visit_file(shipped("visits.json"));
    ASSERT_TRUE(csv.has_value() && json.has_value());
    EXPECT_THAT(csv->faults, IsEmpty());
    ASSERT_EQ(csv->notes.visits_size(), 5);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(csv->notes.visits(i).DebugString(), json->notes.visits(i).DebugString());
    }
    EXPECT_EQ(csv->rows.front(), 2) << "the header is 1";
    EXPECT_EQ(json->rows.front(), 1);
}

TEST(VisitFile, ExcelsAndWpssEncodingsAndLineEndsAreTheSameFile) {
    const std::string plain = shipped("visits.csv");
    std::string crlf;
    for (const char c : plain) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto expected = read_visit_file(plain)->notes.SerializeAsString();
    for (const std::string& bytes :
         {"\xEF\xBB\xBF" + plain, "\xEF\xBB\xBF" + crlf, text::to_gb18030(plain).value(),
          text::to_gb18030(crlf).value()}) {
        const auto file = read_visit_file(bytes);
        ASSERT_TRUE(file.has_value());
        EXPECT_EQ(file->notes.SerializeAsString(), expected);
    }
    EXPECT_EQ(read_visit_file("\xEF\xBB\xBF" + shipped("visits.json"))->notes.SerializeAsString(),
              expected);
}

// What spreadsheets and hands do to numbers, days and words, a row each.
TEST(VisitFile, TheShippedFileOfBadRowsIsRefusedRowByRowAndNoValueIsRepeated) {
    const auto file = read_visit_file(shipped("bad_visits.csv"));
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(report(*file), shipped("bad_visits_expected.csv"));
    for (const auto& fault : file->faults) {
        for (const char* value : {"45300", "1E+03", "送到了", "给的现金", "RICE 1", "生病"}) {
            EXPECT_THAT(fault.DebugString(), Not(HasSubstr(value)));
            EXPECT_THAT(fault.expected(), Not(HasSubstr(value)));
        }
        EXPECT_THAT(fault.expected(), Not(IsEmpty())) << fault.reason();
    }
}

TEST(VisitFile, ADamagedFileIsRefusedAsAWhole) {
    const std::string plain = shipped("visits.csv");
    std::string rows = plain.substr(0, plain.find('\n') + 1);
    const std::string row =
        plain.substr(rows.size(), plain.find('\n', rows.size()) + 1 - rows.size());
    for (std::size_t i = 0; i < kMaxVisitFileRows; ++i) rows += row;
    EXPECT_EQ(reason_of(rows), "OK");
    EXPECT_EQ(reason_of(rows + row), "TOO_MANY_ROWS");
    EXPECT_EQ(reason_of(std::string(kMaxVisitFileBytes + 1, 'a')), "FILE_TOO_LARGE");
    for (const char* empty : {"", "\xEF\xBB\xBF", " \r\n", "{}", "{\"visits\":[]}"}) {
        EXPECT_EQ(reason_of(empty), "EMPTY_FILE") << empty;
    }
    EXPECT_EQ(reason_of(plain.substr(0, plain.find('\n') + 1)), "EMPTY_FILE") << "a head only";
    EXPECT_EQ(reason_of("\xFF\xFE" + plain), "INVALID_ENCODING") << "Unicode text of Excel";
    EXPECT_EQ(reason_of(replaced(plain, "\"1,000\"", "\"1,000")), "QUOTE_NOT_CLOSED");
    for (const char* broken : {"{", "[1]", "{\"visits\":[{\"group\":\"g\",\"vist\":{}}]}",
                               "{\"visits\":[{\"group\":\"g\",\"visit\":{\"cash_fen\":1.5}}]}",
                               "{\"visits\":[{\"group\":\"g\",\"visit\":{\"kind\":\"X\"}}]}"}) {
        EXPECT_EQ(reason_of(broken), "NOT_JSON") << broken;
    }
}

TEST(VisitFile, WrongColumnsAreNamedBeforeAnyRowIsRead) {
    const std::string plain = shipped("visits.csv");
    EXPECT_EQ(report(*read_visit_file(replaced(plain, "慰问金", "慰问金额"))),
              "row,field,kind,reason\n1,column 8,FORMAT,UNKNOWN_COLUMN\n");
    EXPECT_EQ(report(*read_visit_file(replaced(plain, "签收单号", "日期"))),
              "row,field,kind,reason\n1,签收单号,MISSING,COLUMN_MISSING\n"
              "1,日期,DUPLICATE,COLUMN_TWICE\n");
    // Without its head a file would name people in the answer.
    const auto headless = read_visit_file(plain.substr(plain.find('\n') + 1));
    for (const auto& fault : headless->faults) {
        EXPECT_THAT(fault.DebugString(), Not(HasSubstr("warmth-2023-1")));
    }
    // Columns in another order, and those that nobody needs left out.
    const auto few =
        read_visit_file("日期,结果,小组编号,人员编号,签收单号\n2023-01-10,婉拒,g-1,p-1,\n");
    ASSERT_TRUE(few.has_value());
    EXPECT_THAT(few->faults, IsEmpty());
    EXPECT_EQ(few->notes.visits(0).visit().failure(), pb::VISIT_FAILURE_DECLINED);
}

}  // namespace
}  // namespace haven::outreach
