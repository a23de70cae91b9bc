#include "services/outreach/api/visit_file.hpp"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "libs/base/csv.hpp"
#include "libs/base/money.hpp"

namespace haven::outreach {
namespace {

struct Column {
    std::string_view name;
    std::string_view field;  // of VisitInput, or "group"
    bool required = false;   // the column; whether a cell may be empty the rules say
};
constexpr std::array kColumns = {
    Column{"小组编号", "group", true},  Column{"签收单号", "receipt_no", true},
    Column{"日期", "visited_on", true}, Column{"结果", "failure", true},
    Column{"人员编号", "person_id"},    Column{"姓名", "name"},
    Column{"身份证号", "id_number"},    Column{"慰问金", "cash_fen"},
    Column{"资金额度", "fund_line"},    Column{"现金原因", "cash_reason"},
    Column{"见证人", "witness"},        Column{"物资", "goods"},
    Column{"人数", "people"},           Column{"类别", "kind"},
    Column{"企业", "enterprise"},       Column{"名单外原因", "off_list_reason"},
    Column{"困难迹象", "signs"},        Column{"转介工会", "refer_to_federation"},
    Column{"转介单位", "refer_node"},
};

// The glossary's words.
using Word = std::pair<std::string_view, int>;
constexpr std::array kOutcomes = {
    Word{"已送达", pb::VISIT_FAILURE_UNSPECIFIED}, Word{"婉拒", pb::VISIT_FAILURE_DECLINED},
    Word{"无人在家", pb::VISIT_FAILURE_ABSENT}, Word{"已搬走", pb::VISIT_FAILURE_MOVED},
    Word{"已故", pb::VISIT_FAILURE_DIED}};
constexpr std::array kKinds = {Word{"困难职工", pb::RECIPIENT_KIND_HARDSHIP_WORKER},
                               Word{"困难企业职工", pb::RECIPIENT_KIND_DISTRESSED_FIRM_WORKER},
                               Word{"一线职工", pb::RECIPIENT_KIND_FRONT_LINE_WORKER},
                               Word{"新就业形态劳动者", pb::RECIPIENT_KIND_NEW_FORM_WORKER},
                               Word{"医务人员", pb::RECIPIENT_KIND_MEDICAL_WORKER},
                               Word{"工伤职工", pb::RECIPIENT_KIND_INJURED_WORKER},
                               Word{"节日坚守岗位职工", pb::RECIPIENT_KIND_ON_DUTY_WORKER},
                               Word{"劳模", pb::RECIPIENT_KIND_MODEL_WORKER}};
constexpr std::array kCashReasons = {Word{"现场实名发放", pb::CASH_REASON_ON_THE_SPOT},
                                     Word{"无银行账户", pb::CASH_REASON_NO_ACCOUNT},
                                     Word{"紧急", pb::CASH_REASON_URGENT}};
constexpr std::array kSigns = {
    Word{"患病", pb::HARDSHIP_SIGN_ILLNESS},         Word{"意外", pb::HARDSHIP_SIGN_ACCIDENT},
    Word{"失业", pb::HARDSHIP_SIGN_JOB_LOSS},        Word{"欠薪", pb::HARDSHIP_SIGN_NO_PAY},
    Word{"就学负担", pb::HARDSHIP_SIGN_SCHOOL_COST}, Word{"残疾", pb::HARDSHIP_SIGN_DISABILITY}};

std::optional<int> number_of(std::span<const Word> words, std::string_view word) {
    const auto found = std::ranges::find(words, word, &Word::first);
    if (found == words.end()) return std::nullopt;
    return found->second;
}

std::string all_of(std::span<const Word> words) {
    std::string all;
    for (const auto& [word, _] : words) all += (all.empty() ? "" : "、") + std::string(word);
    return all;
}

std::vector<std::string_view> split(std::string_view list, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (!list.empty()) {
        const auto end = list.find(separator);
        parts.push_back(list.substr(0, end));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + separator.size());
    }
    return parts;
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// One row of the CSV. A cell that cannot be read is a fault and left out of the note.
class RowReader {
  public:
    RowReader(const CsvTable& table, std::size_t row, VisitFile& file)
        : table_(table), row_(row), file_(file) {}

    void read(pb::VisitNote& note) {
        pb::VisitInput& visit = *note.mutable_visit();
        if (table_.is_overfull(row_)) {
            file_.fault(row_, kColumns.front().field, "FORMAT", "TOO_MANY_CELLS",
                        "no cell behind the last column");
        }
        note.set_group(cell("group"));
        if (note.group().empty()) missing("group", "number of the visit group");
        visit.set_receipt_no(cell("receipt_no"));
        visit.set_visited_on(date());
        visit.set_failure(static_cast<pb::VisitFailure>(word("failure", kOutcomes, true)));
        visit.set_person_id(cell("person_id"));
        visit.set_name(cell("name"));
        visit.set_id_number(cell("id_number"));
        visit.set_cash_fen(amount());
        visit.set_fund_line(cell("fund_line"));
        visit.set_cash_reason(
            static_cast<pb::CashReason>(word("cash_reason", kCashReasons, false)));
        visit.set_witness(cell("witness"));
        visit.set_people(count("people"));
        visit.set_kind(static_cast<pb::RecipientKind>(word("kind", kKinds, false)));
        visit.set_enterprise(cell("enterprise"));
        visit.set_off_list_reason(cell("off_list_reason"));
        visit.set_refer_to_federation(count("refer_to_federation"));
        visit.set_refer_node(cell("refer_node"));
        read_goods(visit);
        read_signs(visit);
    }

  private:
    // "" where the file has no such column.
    [[nodiscard]] std::string cell(std::string_view field) const {
        const auto column = table_.column(file_.shown(field));
        return column ? table_.cell(row_, *column) : std::string();
    }
    void missing(std::string_view field, const std::string& expected) {
        file_.fault(row_, field, "MISSING", "REQUIRED", expected);
    }
    std::string date() {
        const std::string text = cell("visited_on");
        if (text.empty()) missing("visited_on", "YYYY-MM-DD");
        const auto parsed = parse_office_date(text);
        if (!text.empty() && !parsed) {
            file_.fault(row_, "visited_on", "DATE", "IMPOSSIBLE_DATE",
                        "YYYY-MM-DD, YYYY/M/D or YYYYMMDD");
        }
        return parsed ? parsed->to_string() : std::string();
    }
    std::int64_t amount() {
        const std::string text = cell("cash_fen");
        if (text.empty()) return 0;
        const auto parsed = Money::parse_yuan(text);
        if (parsed && *parsed <= kMaxAmount) return parsed->in_fen();
        file_.fault(row_, "cash_fen", "AMOUNT", "INVALID_AMOUNT",
                    "yuan with at most two decimals, no exponent");
        return 0;
    }
    int count(std::string_view field) {
        const std::string text = cell(field);
        const auto number = whole_number(text);
        if (text.empty()) return 0;
        if (number && *number >= 0) return *number;
        file_.fault(row_, field, "FORMAT", "INVALID_COUNT", "a whole number");
        return 0;
    }
    int word(std::string_view field, std::span<const Word> words, bool required) {
        const std::string text = cell(field);
        if (text.empty()) {
            if (required) missing(field, all_of(words));
            return 0;
        }
        const auto number = number_of(words, text);
        if (!number) file_.fault(row_, field, "VOCABULARY", "UNKNOWN_WORD", all_of(words));
        return number.value_or(0);
    }
    // RICE_10KG*1;OIL_5L*2
    void read_goods(pb::VisitInput& visit) {
        const std::string text = cell("goods");
        for (const std::string_view one : split(text, ";")) {
            const auto star = one.find('*');
            const auto pieces =
                star == std::string_view::npos ? std::nullopt : whole_number(one.substr(star + 1));
            if (!pieces) {
                file_.fault(row_, "goods", "FORMAT", "INVALID_GOODS", "RICE_10KG*1;OIL_5L*2");
                return;
            }
            pb::Goods& goods = *visit.add_goods();
            goods.set_code(std::string(one.substr(0, star)));
            goods.set_pieces(*pieces);
        }
    }
    void read_signs(pb::VisitInput& visit) {
        const std::string text = cell("signs");
        for (const std::string_view one : split(text, "、")) {
            const auto sign = number_of(kSigns, one);
            if (!sign) {
                file_.fault(row_, "signs", "VOCABULARY", "UNKNOWN_WORD", all_of(kSigns));
                return;
            }
            visit.add_signs(static_cast<pb::HardshipSign>(*sign));
        }
    }

    const CsvTable& table_;
    const std::size_t row_;
    VisitFile& file_;
};

void head_fault(VisitFile& file, std::string_view column, std::string_view kind,
                const std::string& reason, const std::string& expected) {
    pb::VisitFileFault& fault = file.faults.emplace_back();
    fault.set_row(1);
    fault.set_field(std::string(column));
    fault.set_kind(std::string(kind));
    fault.set_reason(reason);
    fault.set_expected(expected);
}

// A column that nobody knows is a slip of the pen: what stands in it would be lost. It is told by
// its place, since it may be a row of people where the head should be.
void check_head(const CsvTable& table, VisitFile& file) {
    std::string names;
    for (const Column& column : kColumns) {
        names += (names.empty() ? "" : "、") + std::string(column.name);
        const auto times = std::ranges::count(table.header(), column.name);
        if (times > 1) head_fault(file, column.name, "DUPLICATE", "COLUMN_TWICE", "once");
        if (times == 0 && column.required) {
            head_fault(file, column.name, "MISSING", "COLUMN_MISSING", "a column of this name");
        }
    }
    const auto& header = table.header();
    for (std::size_t i = 0; i < header.size(); ++i) {
        const bool known = std::ranges::any_of(
            kColumns, [&](const Column& column) { return column.name == header[i]; });
        if (known || header[i].empty()) continue;
        head_fault(file, "column " + std::to_string(i + 1), "FORMAT", "UNKNOWN_COLUMN", names);
    }
}

Result<VisitFile> read_csv(const std::string& text) {
    const auto parsed = CsvTable::parse(text);
    if (!parsed) {
        Error error = parsed.error();
        for (FieldViolation& at : error.fields) {
            if (at.field == "piece") at.field = "content";
        }
        return std::unexpected(std::move(error));
    }
    const CsvTable& table = *parsed;
    VisitFile file;
    file.csv = true;
    check_head(table, file);
    if (!file.faults.empty()) return file;
    if (table.size() == 0) return invalid("EMPTY_FILE", "content", "a header row and rows");
    if (table.size() > kMaxVisitFileRows) {
        return invalid("TOO_MANY_ROWS", "content", "at most 1,000 visits");
    }
    for (std::size_t row = 0; row < table.size(); ++row) {
        file.rows.push_back(static_cast<int>(CsvTable::number(row)));
        RowReader(table, row, file).read(*file.notes.add_visits());
    }
    return file;
}

Result<VisitFile> read_json(const std::string& text) {
    VisitFile file;
    // The parser's own words would repeat what stands in the file.
    if (!google::protobuf::util::JsonStringToMessage(text, &file.notes).ok()) {
        return invalid("NOT_JSON", "content", "JSON as docs/formats.md 15 describes it");
    }
    const int size = file.notes.visits_size();
    if (size == 0) return invalid("EMPTY_FILE", "content", "at least one visit");
    if (size > static_cast<int>(kMaxVisitFileRows)) {
        return invalid("TOO_MANY_ROWS", "content", "at most 1,000 visits");
    }
    for (int i = 0; i < size; ++i) {
        file.rows.push_back(i + 1);
        if (file.notes.visits(i).group().empty()) {
            file.fault(static_cast<std::size_t>(i), "group", "MISSING", "REQUIRED",
                       "number of the visit group");
        }
    }
    return file;
}

}  // namespace

std::string VisitFile::shown(std::string_view field) const {
    const auto found = std::ranges::find(kColumns, field, &Column::field);
    return std::string(csv && found != kColumns.end() ? found->name : field);
}

void VisitFile::fault(std::size_t note, std::string_view field, std::string_view kind,
                      const std::string& reason, const std::string& expected) {
    pb::VisitFileFault& one = faults.emplace_back();
    one.set_row(rows.at(note));
    one.set_field(shown(field));
    one.set_kind(std::string(kind));
    one.set_reason(reason);
    one.set_expected(expected);
}

Result<VisitFile> read_visit_file(std::string_view bytes) {
    if (bytes.size() > kMaxVisitFileBytes) {
        return invalid("FILE_TOO_LARGE", "content", "at most 900 KiB");
    }
    auto text = office_text(bytes);
    if (!text) return invalid("INVALID_ENCODING", "content", "UTF-8 or GB18030");
    const auto first = text->find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return invalid("EMPTY_FILE", "content", "visits");
    return (*text)[first] == '{' || (*text)[first] == '[' ? read_json(*text) : read_csv(*text);
}

}  // namespace haven::outreach
