// The forms as data, and how one becomes a document.
#include <algorithm>

#include "libs/base/capital_amount.hpp"
#include "tools/haven/client/print.hpp"

namespace haven::client {
namespace {

const PrintedColumn kSignedHere{"", 2, "签字"};
// Who is paid in cash is a pseudonym to disbursement; the receipt says which paper is signed.
const PrintedColumn kNameByHand{"", 2, "姓名"};

std::size_t place_of(const Table& table, const std::string& key) {
    const auto found = std::ranges::find(table.columns(), key, &TableColumn::key);
    HAVEN_CHECK(found != table.columns().end());
    return static_cast<std::size_t>(found - table.columns().begin());
}

bool counts(const Section& section, const Table& table, const std::vector<Cell>& row) {
    if (section.void_when.empty()) return true;
    const Cell& cell = row[place_of(table, section.void_when)];
    if (section.void_words.empty()) return shown(cell, Language::Chinese).empty();
    return std::ranges::find(section.void_words, std::get<Word>(cell.value).code) ==
           section.void_words.end();
}

// The money of the rows that count.
Money sum_of(const Section& section, const Table& table) {
    Money sum;
    for (const auto& row : table.rows()) {
        if (!counts(section, table, row)) continue;
        sum += std::get<Money>(row[place_of(table, section.sum)].value);
    }
    return sum;
}

paper::Table rows_of(const Section& section, const Table& table) {
    paper::Table printed{{{"序号", 0.8, paper::Side::Right}}, {}};
    for (const PrintedColumn& column : section.columns) {
        if (column.key.empty()) {
            printed.columns.push_back({column.title, column.share});
            continue;
        }
        const TableColumn& of = table.columns()[place_of(table, column.key)];
        printed.columns.push_back(
            {column.title.empty() ? of.chinese : column.title, column.share,
             of.align == Align::Right ? paper::Side::Right : paper::Side::Left});
    }
    for (const auto& row : table.rows()) {
        std::vector<std::string> cells{std::to_string(printed.rows.size() + 1)};
        for (const PrintedColumn& column : section.columns) {
            cells.push_back(column.key.empty()
                                ? ""
                                : shown(row[place_of(table, column.key)], Language::Chinese));
        }
        printed.rows.push_back(std::move(cells));
    }
    return printed;
}

std::vector<paper::Field> boxes_of(const Section& section, const Table& table) {
    std::vector<paper::Field> fields;
    for (const PrintedColumn& column : section.columns) {
        const std::size_t at = place_of(table, column.key);
        for (const auto& row : table.rows()) {
            fields.push_back({table.columns()[at].chinese, shown(row[at], Language::Chinese)});
        }
    }
    return fields;
}

}  // namespace

const std::vector<Form>& printed_forms() {
    static const std::vector<Form> forms = {
        {"notice",
         "困难职工帮扶公示",
         "what hangs as a public notice, masked",
         "",
         {{"household notices",
           {{"masked_row", 5}, {"first_day", 2}, {"last_day", 2}, {"place", 2}}}}},
        {"award-notice",
         "金秋助学公示",
         "what hangs as a public notice of awards, masked",
         "",
         {{"scholarship notices",
           {{"masked_row", 5}, {"first_day", 2}, {"last_day", 2}, {"place", 2}}}}},
        {"booklet",
         "帮扶救助册",
         "the relief booklet of a file",
         "FILE",
         {{.command = "household show",
           .columns = {{"summary_head_name"},
                       {"summary_state"},
                       {"summary_hardship_class"},
                       {"summary_enrolled_on"},
                       {"summary_review_valid_until"},
                       {"programmes"},
                       {"aid_paid_fen"}},
           .heading = "一、家庭档案",
           .boxes = true},
          {.command = "household members",
           .columns = {{"relation"},
                       {"name"},
                       {"birth_date"},
                       {"work"},
                       {"health"},
                       {"yearly_income_fen"}},
           .heading = "二、家庭成员"},
          {.command = "household timeline",
           .columns = {{"on_date"}, {"type", 1.5}, {"amount_fen"}, {"detail", 3}},
           .heading = "三、走访、帮扶与复核"}},
         {"建档职工", "联系人"}},
        {"roll",
         "助学金发放名册",
         "an award roll, for its signatures",
         "R-2023-1 --purpose CASE_WORK",
         {{.command = "scholarship roll",
           .columns = {{"award_no", 2},
                       {"student_name", 2},
                       {"tier", 2},
                       {"amount_fen", 1.5},
                       {"state", 1.5},
                       kSignedHere},
           .sum = "amount_fen",
           .void_when = "state",
           .void_words = {"STRUCK"}}},
         {"制表", "审核", "批准"}},
        {"card-list",
         "银行卡发放表",
         "the lines of a payment batch",
         "F01-20180629-AB12CD",
         {{.command = "batch show",
           .columns = {{"masked_name", 2},
                       {"last4"},
                       {"amount_fen", 1.5},
                       {"state", 1.5},
                       {"reason", 2},
                       {"credited_on", 1.5}}}},
         {"制单", "复核", "审批"}},
        {"cash-sheet",
         "现金发放签收表",
         "who was paid of a cash advance",
         "ADVANCE",
         {{.command = "cash show",
           .columns = {{"receipt_no", 2},
                       kNameByHand,
                       {"amount_fen", 1.5},
                       {"paid_on", 1.6},
                       {"taken_back_on", 1.6},
                       kSignedHere},
           .sum = "amount_fen",
           .void_when = "taken_back_on"}},
         {"领用", "盘点", "确认"}},
        {"statement",
         "资金明细账",
         "every movement of a fund line",
         "city-pilot-2018",
         {{"fund statement",
           {{"date", 1.6},
            {"kind", 2},
            {"amount_fen", 1.8},
            {"balance_fen", 1.8},
            {"reference", 3}}}},
         {"制表", "审核"}},
        {"sponsor-statement",
         "助学捐赠对账单",
         "the statement to a sponsor, traced to award, bank line and return",
         "xuanyuan-2023",
         {{"scholarship statement",
           {{"booked_on", 1.8},
            {"kind", 2},
            {"amount_fen", 1.8},
            {"goods", 1.5},
            {"pieces"},
            {"award_no", 3},
            {"stage", 1.5},
            {"federation"},
            {"reference", 3},
            {"happened_on", 1.8},
            {"masked_name", 1.5}}}},
         {"制表", "审核", "捐赠单位"}},
        {"visit-list",
         "走访慰问签收表",
         "a visit group's list, for the signatures at the door",
         "warmth-2023-1 --purpose CASE_WORK",
         {{.command = "outreach recipients",
           .columns = {{"name", 2},
                       {"kind", 2},
                       {"enterprise", 3},
                       {"plan_fen", 1.5},
                       {"state", 1.5},
                       kSignedHere},
           .sum = "plan_fen",
           .void_when = "state",
           .void_words = {"STRUCK", "RECALLED", "LAPSED"}}},
         {"组长", "见证", "审批"}},
        {"fair-list",
         "招聘会参会单位签到表",
         "who attends a fair and where they stand",
         "CHUNFENG-2023 --state APPROVED",
         {{"employment attending",
           {{"stall", 1.5}, {"uscc", 4}, {"branch", 2}, {"state", 1.5}, kSignedHere}}},
         {"受理", "核验"}},
        {"case-record",
         "就业援助个案记录",
         "a one-stop case, entry by entry",
         "CASE",
         {{"employment case",
           {{"day", 1.8},
            {"kind", 1.8},
            {"policy", 2},
            {"target", 2},
            {"result", 1.8},
            {"channel", 1.5},
            {"finding", 2}}}},
         {"经办", "服务对象"}},
    };
    return forms;
}

paper::Document document_of(const Form& form, const std::vector<Table>& tables,
                            const std::string& by, const std::string& date) {
    paper::Document document(form.title);
    document.line("业务日期 " + date + "　打印 " + by);
    for (std::size_t i = 0; i < form.sections.size(); ++i) {
        const Section& section = form.sections[i];
        const Table& table = tables[i];
        if (!section.heading.empty()) document.heading(section.heading);
        if (section.boxes) {
            document.fields(boxes_of(section, table));
        } else {
            document.table(rows_of(section, table));
        }
        if (section.sum.empty()) continue;
        const Money sum = sum_of(section, table);
        document.paragraph("合计 " + sum.yuan() + " 元(" + capital_amount(sum) + ")");
    }
    if (!form.signatures.empty()) document.signatures(form.signatures);
    return document;
}

}  // namespace haven::client
