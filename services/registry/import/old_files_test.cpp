#include "services/registry/import/old_files.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>

#include "libs/base/text.hpp"

namespace haven::registry::import {
namespace {

// The files that are shipped; the folder is given by the build.
std::string shipped(const std::string& name) {
    std::ifstream file(std::string(HAVEN_SOURCE_DIR) + "/deploy/" + name, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_FALSE(text.empty()) << name;
    return text;
}

const WorkingCalendar& calendar() {
    static const WorkingCalendar calendar =
        WorkingCalendar::parse(shipped("data/working_days.csv")).value();
    return calendar;
}

Rulers rulers() {
    std::map<std::string, FederationNo> divisions;
    std::int16_t number = 1;
    for (const char* code : {"610300", "610302", "610303", "610304", "610305", "610323", "610324",
                             "610326", "610327", "610328", "610329", "610330", "610331"}) {
        divisions.emplace(code, FederationNo{number++});
    }
    return {Date::of(2021, 1, 4), true, calendar(), std::move(divisions)};
}

Checked check_text(const std::string& households, const std::string& members) {
    const auto household_table = CsvTable::parse(households);
    const auto member_table = CsvTable::parse(members);
    EXPECT_TRUE(household_table && member_table);
    return check(*household_table, *member_table, rulers());
}

std::string report(const std::vector<Reject>& rejects) {
    std::string text =
        "\xEF\xBB\xBF"
        "file,row,column,kind,reason\n";
    for (const Reject& r : rejects) {
        text += r.file + "," + std::to_string(r.row) + "," + r.column + "," + r.kind + "," +
                r.reason + "\n";
    }
    return text;
}

TEST(OldFiles, TheShippedFileOfBadRowsIsRefusedRowByRow) {
    const Checked checked =
        check_text(shipped("demo/bad_rows.csv"), shipped("demo/bad_rows_members.csv"));
    EXPECT_EQ(report(checked.rejects), shipped("demo/bad_rows_expected.csv"));
}

TEST(OldFiles, TheSampleIsGoodInBothEncodings) {
    const Checked utf8 =
        check_text(shipped("demo/old_households.csv"), shipped("demo/old_members.csv"));
    const Checked gb = check_text(shipped("demo/gb18030/old_households.csv"),
                                  shipped("demo/gb18030/old_members.csv"));
    EXPECT_EQ(report(utf8.rejects), report({}));
    EXPECT_EQ(report(gb.rejects), report({}));
    ASSERT_EQ(utf8.files.size(), 12U);
    ASSERT_EQ(gb.files.size(), 12U);
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_TRUE(utf8.files[i].file == gb.files[i].file) << i;
        EXPECT_EQ(utf8.files[i].members.front().name, gb.files[i].members.front().name);
    }
}

TEST(OldFiles, AMemberOfNoFileAndAMissingColumnAreNamed) {
    std::string households = shipped("demo/old_households.csv");
    std::string members = shipped("demo/old_members.csv");
    const auto first_row = members.find('\n') + 1;
    const Checked orphan = check_text(
        households,
        members + "999999-2016-00001" +
            members.substr(members.find(',', first_row),
                           members.find('\n', first_row) - members.find(',', first_row)) +
            "\n");
    ASSERT_EQ(orphan.rejects.size(), 1U);
    EXPECT_EQ(orphan.rejects[0].reason, "HOUSEHOLD_MISSING");
    const std::string column = "刚性支出";
    households.replace(households.find(column), column.size(), "别的");
    const Checked missing = check_text(households, members);
    ASSERT_EQ(missing.rejects.size(), 1U);
    EXPECT_EQ(missing.rejects[0],
              (Reject{"old_households.csv", 1, column, "MISSING", "COLUMN_MISSING"}));
}

TEST(Csv, ReadsQuotesLineEndsAndExcelsApostrophe) {
    const auto table = CsvTable::parse("a,b\r\n\"x,\"\"y\"\"\n z\",'0012\r\n\r\n");
    ASSERT_TRUE(table.has_value());
    ASSERT_EQ(table->size(), 1U);
    EXPECT_EQ(table->cell(0, 0), "x,\"y\"\n z");
    EXPECT_EQ(table->cell(0, 1), "0012");
    EXPECT_EQ(table->cell(0, 7), "");
    EXPECT_EQ(table->column("b"), std::optional<std::size_t>(1));
}

TEST(Csv, RefusesBytesThatAreNoText) {
    const auto table = CsvTable::parse("a\n\xff\xff\xff");
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().reason, "INVALID_ENCODING");
}

}  // namespace
}  // namespace haven::registry::import
