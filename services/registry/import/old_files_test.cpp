#include "services/registry/import/old_files.hpp"

#include <gmock/gmock.h>

#include <algorithm>
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

std::vector<std::string> split_at(const std::string& text, char separator) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == separator) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}
std::vector<std::string> split_lines(const std::string& text) {
    return split_at(text, '\n');
}
std::vector<std::string> split_cells(const std::string& line) {
    return split_at(line, ',');
}
std::string joined(const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : between) + parts[i];
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

// What a spreadsheet or a hand does to a file, and would silently lose a cell or all rows behind
// it.
TEST(OldFiles, CellsThatAreTooManyTooLongOrTwiceAreNamed) {
    const std::string households = shipped("demo/old_households.csv");
    const std::string members = shipped("demo/old_members.csv");
    const auto cell_of_first_row = [&](std::string_view column, const std::string& value) {
        auto lines = split_lines(households);
        auto cells = split_cells(lines[1]);
        const auto header = split_cells(lines[0]);
        cells[static_cast<std::size_t>(std::ranges::find(header, column) - header.begin())] = value;
        lines[1] = joined(cells, ",");
        return check_text(joined(lines, "\n"), members).rejects;
    };
    const auto only = [](std::string_view column, const char* kind, const char* reason,
                         std::int64_t row = 2) {
        return std::vector<Reject>{{"old_households.csv", row, std::string(column), kind, reason}};
    };
    std::string street(201 * 3, 'x');
    for (std::size_t i = 0; i < street.size(); i += 3) street.replace(i, 3, "路");
    EXPECT_EQ(cell_of_first_row("家庭住址", street), only("家庭住址", "FORMAT", "INVALID_TEXT"));
    EXPECT_EQ(cell_of_first_row("家庭住址", street.substr(3)), std::vector<Reject>{});
    EXPECT_EQ(cell_of_first_row("工作单位", std::string("厂\x01", 4)),
              only("工作单位", "FORMAT", "INVALID_TEXT"));
    // It stands in plaintext, so no number of a person may.
    EXPECT_EQ(cell_of_first_row("基层工会", "610399198001010015"),
              only("基层工会", "FORMAT", "INVALID_TEXT"));
    EXPECT_EQ(cell_of_first_row("退档原因", "脱困,again"),
              only("退档原因", "FORMAT", "TOO_MANY_CELLS"));
    EXPECT_EQ(cell_of_first_row("退档原因", "脱困,, "), std::vector<Reject>{});

    std::string twice = households;
    twice.replace(twice.find("家庭住址"), std::string("家庭住址").size(), "工作单位");
    const auto told = check_text(twice, members).rejects;
    EXPECT_THAT(told, ::testing::Contains(only("工作单位", "DUPLICATE", "COLUMN_TWICE", 1)[0]));
}

TEST(Csv, SaysWhereAQuoteIsNotClosed) {
    const auto table = CsvTable::parse("a,b\n1,2\n3,\"4\n5,6\n");
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().reason, "QUOTE_NOT_CLOSED");
    EXPECT_EQ(table.error().fields[0].field, "row 3");
    EXPECT_TRUE(CsvTable::parse("a,b\n3,\"4\n5\"\n").has_value());
}

TEST(Csv, HasItsLimits) {
    EXPECT_EQ(CsvTable::parse("").error().reason, "EMPTY_FILE");
    EXPECT_EQ(CsvTable::parse("\r\n\n").error().reason, "EMPTY_FILE");
    EXPECT_EQ(CsvTable::parse(std::string(kMaxCsvBytes + 1, 'a')).error().reason, "FILE_TOO_LARGE");
    std::string rows = "a\n";
    for (std::size_t i = 0; i < kMaxCsvRows; ++i) rows += "1\n";
    EXPECT_TRUE(CsvTable::parse(rows).has_value());
    EXPECT_EQ(CsvTable::parse(rows + "1\n").error().reason, "TOO_MANY_ROWS");
}

TEST(Csv, RefusesBytesThatAreNoText) {
    const auto table = CsvTable::parse("a\n\xff\xff\xff");
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().reason, "INVALID_ENCODING");
}

}  // namespace
}  // namespace haven::registry::import
