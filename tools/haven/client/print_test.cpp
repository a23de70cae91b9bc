#include "tools/haven/client/print.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace haven::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Form& form(const std::string& name) {
    for (const Form& one : printed_forms()) {
        if (one.name == name) return one;
    }
    throw std::logic_error("no form " + name);
}

template <class Block>
const Block& only(const paper::Document& document) {
    for (const auto& block : document.blocks()) {
        if (const auto* found = std::get_if<Block>(&block)) return *found;
    }
    throw std::logic_error("no such block");
}

Table cash() {
    Table table({{"receipt_no", "收据号", "receipt"},
                 {"person_id", "领款人", "person"},
                 {"amount_fen", "金额", "amount", Align::Right},
                 {"paid_on", "日期", "paid"},
                 {"witness", "见证人", "witness"},
                 {"taken_back_on", "收回日", "taken back"}});
    table.add({"R-1", "p-1", Cell::money(140'950), "2023-01-16", "w", ""});
    table.add({"R-2", "p-2", Cell::money(200'000), "2023-01-16", "w", "2023-01-17"});
    return table;
}

TEST(Print, AFormShowsItsColumnsASumInCapitalsAndWhoSigns) {
    const auto document = document_of(form("cash-sheet"), {cash()}, "city-auditor", "2023-01-18");
    EXPECT_EQ(document.title(), "现金发放签收表");
    const auto& table = only<paper::Table>(document);
    EXPECT_THAT(table.rows[0], ElementsAre("1", "R-1", "", "1409.50", "2023-01-16", "", ""));
    EXPECT_EQ(table.columns[2].title, "姓名") << "written by hand, and no pseudonym";
    EXPECT_EQ(table.columns.back().title, "签字");
    EXPECT_EQ(table.columns[3].side, paper::Side::Right);
    EXPECT_THAT(only<paper::Signatures>(document).roles, ElementsAre("领用", "盘点", "确认"));
    EXPECT_THAT(only<paper::Line>(document).text, HasSubstr("2023-01-18"));
}

TEST(Print, WhatWasTakenBackIsShownAndDoesNotCount) {
    const auto document = document_of(form("cash-sheet"), {cash()}, "city-auditor", "2023-01-18");
    EXPECT_EQ(only<paper::Paragraph>(document).text, "合计 1409.50 元(人民币壹仟肆佰零玖元伍角)");
    EXPECT_EQ(only<paper::Table>(document).rows[1][5], "2023-01-17");
}

// Who was struck off, or has given it back, is on the paper and not in its sum.
TEST(Print, AVisitGroupsListAddsUpWhatIsStillToBeHandedOver) {
    Table list({{"person_id", "人员", "person"},
                {"name", "姓名", "name"},
                {"kind", "类别", "kind"},
                {"enterprise", "企业", "enterprise"},
                {"plan_fen", "慰问金", "plan", Align::Right},
                {"state", "状态", "state"}});
    for (const char* state : {"APPROVED", "STRUCK", "DELIVERED", "RECALLED", "LAPSED"}) {
        list.add({"p", "林国强", Cell::word("kind", "HARDSHIP_WORKER"), "", Cell::money(100'000),
                  Cell::word("state", state)});
    }
    const auto document = document_of(form("visit-list"), {list}, "city-auditor", "2023-01-18");
    EXPECT_EQ(only<paper::Table>(document).rows.size(), 5U);
    EXPECT_THAT(only<paper::Paragraph>(document).text, HasSubstr("合计 2000.00 元"));
}

TEST(Print, ARollNamesItsStudentsByNumberAndAddsUpWhoWasNotStruck) {
    Table roll({{"award_no", "编号", "award"},
                {"student_name", "学生", "student"},
                {"application_id", "申请", "application"},
                {"tier", "档次", "tier"},
                {"amount_fen", "金额", "amount", Align::Right},
                {"state", "状态", "state"}});
    roll.add({"R-1/1", "林晓明", "0189", "HIGHER", Cell::money(500'000),
              Cell::word("RollRowState", "CONFIRMED")});
    roll.add({"R-1/2", "王晓", "018a", "HIGHER", Cell::money(500'000),
              Cell::word("RollRowState", "STRUCK")});
    const auto document = document_of(form("roll"), {roll}, "city-auditor", "2023-01-18");
    const auto& rows = only<paper::Table>(document).rows;
    EXPECT_THAT(rows[0], ElementsAre("1", "R-1/1", "林晓明", "HIGHER", "5000.00", "已确认", ""));
    EXPECT_THAT(only<paper::Paragraph>(document).text, HasSubstr("合计 5000.00 元"));
}

// Against the columns of the real commands: a column that is renamed there is missed here.
TEST(Print, EveryFormFitsTheCommandsThatItShows) {
    std::set<std::string> printed;
    for (const Form& one : printed_forms()) {
        std::vector<Table> tables;
        for (const Section& section : one.sections) {
            for (const CommandSpec& command : command_specs()) {
                if (command.path != section.command) continue;
                const auto reply = exchange_of(command.method).reply;
                tables.emplace_back(table_of(*reply, command.list, command.columns).columns());
            }
        }
        ASSERT_EQ(tables.size(), one.sections.size()) << one.name;
        const auto document = document_of(one, tables, "city-auditor", "2023-01-18");
        EXPECT_FALSE(paper::to_pdf(document, Date::of(2023, 1, 18)).empty());
        printed.insert("print " + one.name);
    }
    std::set<std::string> commands;
    for (const CommandSpec& command : command_specs()) {
        if (command.path.starts_with("print ")) commands.insert(command.path);
    }
    EXPECT_EQ(commands, printed);
}

}  // namespace
}  // namespace haven::client
