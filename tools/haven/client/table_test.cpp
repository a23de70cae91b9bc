#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "haven/registry/v1/directory_requests.pb.h"
#include "haven/registry/v1/file_requests.pb.h"
#include "tools/haven/client/dynamic.hpp"
#include "tools/haven/client/progress.hpp"
#include "tools/haven/client/request.hpp"
#include "tools/haven/client/session.hpp"
#include "tools/haven/client/table.hpp"
#include "tools/haven/client/words.hpp"

namespace haven::client {
namespace {

Table sample() {
    Table table({{"name", "姓名", "name"}, {"amount_fen", "金额", "amount", Align::Right}});
    table.add({"张*明", Cell::money(750'000)});
    table.add({"=cmd()", Cell::money(1)});
    return table;
}

std::string printed(Format format, Language language) {
    std::ostringstream out;
    sample().print(out, format, language, "2023-12-29");
    return out.str();
}

TEST(Table, AlignsWideCharactersUnderTheBusinessDate) {
    EXPECT_EQ(printed(Format::Text, Language::Chinese),
              "业务日期 2023-12-29,共 2 行\n"
              "姓名       金额\n"
              "张*明   7500.00\n"
              "=cmd()     0.01\n");
}

TEST(Table, ProgramsGetFen) {
    EXPECT_NE(printed(Format::Json, Language::English).find("\"amount_fen\": 750000"),
              std::string::npos);
}

TEST(Table, CellsThatWouldBeFormulasAreMadeHarmless) {
    EXPECT_NE(printed(Format::Csv, Language::Chinese).find("'=cmd(),0.01"), std::string::npos);
    for (const char* bad : {"=1", "+1", "-1", "@a", "\tx", "＝1", "＋1", "－1", "＠a"}) {
        EXPECT_EQ(csv_cell(bad)[0], '\'') << bad;
    }
    EXPECT_EQ(csv_cell("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
    EXPECT_EQ(csv_cell("1=2"), "1=2");
}

TEST(Table, AFileForExcelAndWpsSaysItsEncodingAndEndsLinesAsTheyDo) {
    const std::string csv = printed(Format::Csv, Language::Chinese);
    EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF姓名,金额\r\n张*明,7500.00\r\n")) << csv;
}

TEST(Table, DigitsThatASpreadsheetWouldMangleStayText) {
    EXPECT_EQ(csv_cell("0006"), "0006\t");
    EXPECT_EQ(csv_cell("610399198001010015"), "610399198001010015\t");
    EXPECT_EQ(csv_cell("502.10"), "502.10\t");
    EXPECT_EQ(csv_cell("502.01"), "502.01");
    EXPECT_EQ(csv_cell("2023"), "2023");
    EXPECT_EQ(csv_cell("0"), "0");
}

TEST(Table, PeopleReadTheGlossarysWordAndProgramsTheCode) {
    Table table({{"state", "状态", "state"}});
    table.add({Cell::word("HouseholdState", "ENROLLED")});
    const auto as = [&](Format format, Language language) {
        std::ostringstream out;
        table.print(out, format, language, "");
        return out.str();
    };
    EXPECT_NE(as(Format::Text, Language::Chinese).find("在档"), std::string::npos);
    EXPECT_NE(as(Format::Text, Language::English).find("ENROLLED"), std::string::npos);
    EXPECT_NE(as(Format::Json, Language::Chinese).find("\"ENROLLED\""), std::string::npos);
}

TEST(Words, ComeFromTheGlossary) {
    EXPECT_EQ(chinese_word("LineState", "SEALED"), "已封存");
    EXPECT_EQ(chinese_word("Role", "CASEWORKER APPROVER"), "经办 审批");
    EXPECT_EQ(chinese_word("HardshipClass", "MARGINAL"), "低保边缘户 (2015)");
    EXPECT_EQ(chinese_word("event", "MeansCheckReturned"), "核对结果");
    EXPECT_EQ(chinese_word("event", "NoSuchEvent"), "NoSuchEvent");
}

TEST(Errors, InChineseTheReasonComesFirstThenItsWordsTheFieldsAndTheServicesSentence) {
    const Error error{ErrorKind::Refused,
                      "TWO_PEOPLE_NEEDED",
                      "two different people are needed",
                      {},
                      {{"visitors", "staff ids or logins of registered members of staff"}}};
    EXPECT_EQ(error_text(error, Language::Chinese),
              "未办理:TWO_PEOPLE_NEEDED  须由两名不同人员办理\n"
              "  visitors 应为:已登记工作人员的编号或登录名\n"
              "  原文:two different people are needed\n");
    EXPECT_EQ(error_text(error, Language::English),
              "refused: TWO_PEOPLE_NEEDED  two different people are needed\n"
              "  visitors must be: staff ids or logins of registered members of staff\n");
    const Error newer{ErrorKind::Refused, "OF_A_NEWER_SERVICE", "it says no", {}, {}};
    EXPECT_EQ(error_text(newer, Language::Chinese),
              "未办理:OF_A_NEWER_SERVICE\n  原文:it says no\n");
}

TEST(Errors, SayInChineseWhatAFieldMustBe) {
    EXPECT_EQ(chinese_expected("YYYY-MM-DD"), "YYYY-MM-DD");
    EXPECT_EQ(chinese_expected("a UUID of 36 characters"), "36 个字符的 UUID");
    EXPECT_EQ(chinese_expected("at least one fen for each of 2 instalments"), "2 期各至少一分");
    EXPECT_EQ(chinese_expected("at most 65536 bytes"), "至多 65536 字节");
    EXPECT_EQ(chinese_expected("one of DEEP, RELATIVE"), "下列之一:DEEP, RELATIVE");
    EXPECT_EQ(chinese_expected("one of the values that the proto file names"),
              "proto 文件列出的取值之一");
    EXPECT_EQ(chinese_expected("annual_fen: a whole number"), "annual_fen: 整数");
    EXPECT_EQ(chinese_expected("what a newer service wants"), "what a newer service wants");
}

TEST(Progress, SaysRateAndTimeLeftAndIsSilentWithoutATerminal) {
    EXPECT_EQ(progress_line("SEALING", 500, 1000, 2.0),
              "SEALING  [##########..........]  500/1000  250/s  2 s");
    EXPECT_EQ(progress_line("rows", 500, 0, 2.0), "rows  500  250/s");
    testing::internal::CaptureStderr();
    {
        Progress(false).show("SEALING", 1, 2);
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    testing::internal::CaptureStderr();
    {
        Progress(true).show("SEALING", 1, 2);
    }
    EXPECT_NE(testing::internal::GetCapturedStderr().find("1/2"), std::string::npos);
}

TEST(PrivateFile, IsForItsOwnerOnlyAndReadsBack) {
    const auto file = std::filesystem::temp_directory_path() / "haven-private-file-test";
    ASSERT_TRUE(write_private_file(file, "张*明"));
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(*read_file(file), "张*明");
    // Whatever somebody else has laid where it is written first.
    std::ofstream(file.string() + ".tmp") << "open to everybody";
    std::filesystem::permissions(file.string() + ".tmp", std::filesystem::perms::all);
    ASSERT_TRUE(write_private_file(file, "李*"));
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::remove(file);
    EXPECT_EQ(read_file(file).error().reason, "FILE_UNREADABLE");
    EXPECT_EQ(write_private_file("/no/such/folder/a", "").error().reason, "FILE_NOT_WRITTEN");
    // What is no file is not replaced by one.
    const auto pipe = std::filesystem::temp_directory_path() / "haven-private-file-pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(write_private_file(pipe, "x").error().reason, "FILE_NOT_WRITTEN");
    EXPECT_TRUE(std::filesystem::is_fifo(pipe));
    std::filesystem::remove(pipe);
}

TEST(SetField, ReadsShortEnumNamesAndYuan) {
    registry::v1::ProposeExitRequest request;
    ASSERT_TRUE(set_field(request, "kind", "RESOLVED"));
    EXPECT_EQ(request.kind(), registry::v1::EXIT_KIND_RESOLVED);
    const auto wrong = set_field(request, "kind", "GONE");
    EXPECT_NE(wrong.error().fields[0].description.find("RESOLVED"), std::string::npos);
    registry::v1::AdoptHelpPlanRequest plan;
    ASSERT_TRUE(set_field(plan, "measures.annual_fen", "7500.00"));
    EXPECT_EQ(plan.measures(0).annual_fen(), 750'000);
}

TEST(SetField, ReadsAGroupOfFieldsAndSaysWhichOneIsWrong) {
    registry::v1::AdoptHelpPlanRequest plan;
    ASSERT_TRUE(set_field(plan, "measures", "item=LIVING,annual_fen=7500.00,fund_line=city-2023"));
    ASSERT_TRUE(set_field(plan, "measures", "item=MEDICAL,annual_fen=100"));
    ASSERT_EQ(plan.measures_size(), 2);
    EXPECT_EQ(plan.measures(0).item(), registry::v1::AID_ITEM_LIVING);
    EXPECT_EQ(plan.measures(0).annual_fen(), 750'000);
    EXPECT_EQ(plan.measures(0).fund_line(), "city-2023");
    EXPECT_EQ(plan.measures(1).annual_fen(), 100);
    const auto said = [&](const char* text) {
        return set_field(plan, "measures", text).error().fields[0].description;
    };
    EXPECT_EQ(said("annual_fen=much"), "annual_fen: a whole number");
    EXPECT_EQ(said("item=GOLD").substr(0, 13), "item: one of ");
    EXPECT_EQ(said("LIVING").substr(0, 5), "item=") << "the form that it takes";
    EXPECT_EQ(said("colour=red").substr(0, 5), "item=");

    registry::v1::CompleteApplicationRequest complete;
    ASSERT_TRUE(set_field(complete, "documents", "kind=INCOME_PROOF,name=收入证明,2019年,两页"));
    EXPECT_EQ(complete.documents(0).name(), "收入证明,2019年,两页") << "a value may hold commas";
}

TEST(SetField, ReadsBytesInHex) {
    registry::v1::RegisterStaffRequest request;
    ASSERT_TRUE(set_field(request, "member.public_key", "00ff"));
    EXPECT_EQ(request.member().public_key(), std::string("\0\xff", 2));
    EXPECT_EQ(set_field(request, "member.public_key", "0g").error().fields[0].description,
              "hexadecimal digits");
}

TEST(SetJson, ReadsARuleSetAsTheDataFilesWriteIt) {
    registry::v1::RuleSet rules;
    ASSERT_TRUE(set_json(rules, R"({"rule_set_id": "R", "tier": "NATIONAL", "due_days": ["06-30"],
        "tests": [{"hardship_class": "DEEP", "strict": true, "causes": ["ACCIDENT"]}]})"));
    EXPECT_EQ(rules.tests(0).hardship_class(), registry::v1::HARDSHIP_CLASS_DEEP);
    EXPECT_EQ(rules.tests(0).causes(0), registry::v1::HARDSHIP_CAUSE_ACCIDENT);
    EXPECT_TRUE(rules.tests(0).strict());
    EXPECT_EQ(rules.due_days(0), "06-30");
    EXPECT_EQ(set_json(rules, R"({"colour": "red"})").error().fields[0].field, "colour");
    EXPECT_EQ(set_json(rules, "[1]").error().fields[0].description, "a JSON object");
    EXPECT_EQ(set_json(rules, "{").error().fields[0].description, "JSON");
}

}  // namespace
}  // namespace haven::client
