// What is on the paper is asked of poppler's tools, as a reader would see it.
#include "libs/paper/paper.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace haven::paper {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Date kDay = Date::of(2023, 9, 19);

// What `tool` prints of a PDF.
std::string asked(const std::string& tool, const std::string& pdf,
                  const std::string& options = "") {
    const auto path = std::filesystem::temp_directory_path() /
                      fmt::format("haven-paper-{}.pdf",
                                  ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::ofstream(path, std::ios::binary) << pdf;
    const std::string command =
        tool + " " + options + " " + path.string() + (tool == "pdftotext" ? " -" : "");
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return "";
    std::string told;
    std::array<char, 4096> buffer{};
    while (const auto got = fread(buffer.data(), 1, buffer.size(), pipe)) {
        told.append(buffer.data(), got);
    }
    EXPECT_EQ(pclose(pipe), 0) << command;
    std::filesystem::remove(path);
    return told;
}
std::string text_of(const std::string& pdf) {
    return asked("pdftotext", pdf, "-layout");
}

Table rows(int count) {
    Table table{{{"序号", 1, Side::Right}, {"单位", 3}, {"金额(元)", 2, Side::Right}}, {}};
    for (int i = 1; i <= count; ++i) {
        table.rows.push_back({std::to_string(i), fmt::format("渭滨区第{}工会", i), "2000.00"});
    }
    return table;
}

TEST(Paper, SaysWhatTheDocumentSaysWithItsOwnFonts) {
    Document roll("助学金发放名册");
    roll.line("2023-A-01").heading("一、名单").table(rows(2)).paragraph("合计人民币肆仟元整。");
    roll.fields({{"经办单位", "宝鸡市总工会"}, {"日期", "2023-09-19"}, {"备注", "无"}});
    roll.signatures({"制表", "审核", "批准"});
    const std::string pdf = to_pdf(roll, kDay);
    const std::string text = text_of(pdf);
    for (const char* said :
         {"助学金发放名册", "2023-A-01", "一、名单", "渭滨区第2工会", "2000.00",
          "合计人民币肆仟元整。", "宝鸡市总工会", "审核(签字)", "第 1 页 共 1 页"}) {
        EXPECT_THAT(text, HasSubstr(said));
    }
    const std::string fonts = asked("pdffonts", pdf);
    EXPECT_THAT(fonts, HasSubstr("NotoSansCJK"));
    EXPECT_THAT(fonts, Not(HasSubstr(" no  no"))) << "embedded, as a subset: " << fonts;
    EXPECT_THAT(asked("pdfinfo", pdf), HasSubstr("A4"));
}

TEST(Paper, IsTheSameBytesTwice) {
    Document roll("名册");
    roll.table(rows(60));
    EXPECT_EQ(to_pdf(roll, kDay), to_pdf(roll, kDay));
}

TEST(Paper, ATableGoesOnWithItsHeadOnTheNextPage) {
    Document roll("名册");
    roll.table(rows(120));
    const std::string pdf = to_pdf(roll, kDay);
    const std::string last = asked("pdftotext", pdf, "-layout -f 2 -l 2");
    EXPECT_THAT(last, HasSubstr("序号"));
    EXPECT_THAT(last, HasSubstr("第 2 页 共"));
    const std::string text = text_of(pdf);
    for (int i = 1; i <= 120; ++i) {
        EXPECT_THAT(text, HasSubstr(fmt::format("渭滨区第{}工会", i)));
    }
}

TEST(Paper, ACellLongerThanAPageLosesNothing) {
    std::string longest;
    for (int i = 0; i < 3'000; ++i) longest += fmt::format("第{}字", i);
    Document report("报告");
    report.table({{{"序号", 1}, {"内容", 5}}, {{"1", longest}, {"2", "完"}}});
    const std::string pdf = to_pdf(report, kDay);
    std::string joined;
    for (const char c : asked("pdftotext", pdf, "-raw")) {
        if (c != '\n' && c != '\f' && c != ' ') joined += c;
    }
    // Foot and head of the next page stand between.
    for (int i = 0; i < 3'000; i += 10) {
        EXPECT_THAT(joined, HasSubstr(fmt::format("字第{}", i).substr(i == 0 ? 3 : 0))) << i;
    }
    EXPECT_THAT(joined, HasSubstr("完"));
}

TEST(Paper, ALongParagraphEndsOnAnotherPage) {
    std::string longest;
    for (int i = 0; i < 4'000; ++i) longest += "困难职工帮扶";
    Document report("报告");
    report.paragraph(longest + "。完");
    const std::string text = text_of(to_pdf(report, kDay));
    EXPECT_THAT(text, HasSubstr("第 3 页 共"));
    EXPECT_THAT(text, HasSubstr("。完"));
}

TEST(Paper, SignaturesStandUnderWhatTheySign) {
    Document roll("名册");
    roll.table(rows(36)).signatures({"制表", "审核"});
    const std::string pdf = to_pdf(roll, kDay);
    EXPECT_THAT(asked("pdfinfo", pdf), HasSubstr("Pages:")) << pdf.size();
    EXPECT_THAT(text_of(pdf), HasSubstr("审核(签字)"));
}

}  // namespace
}  // namespace haven::paper
