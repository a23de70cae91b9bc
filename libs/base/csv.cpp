#include "libs/base/csv.hpp"

#include <algorithm>

#include "libs/base/text.hpp"

namespace haven {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

// Splits into records and fields; quotes may hold commas, line ends and doubled quotes.
Result<std::vector<std::vector<std::string>>> split(std::string_view text) {
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string field;
    bool quoted = false;
    const auto end_record = [&] {
        record.push_back(std::move(field));
        field.clear();
        const bool blank = record.size() == 1 && record.front().empty();
        if (!blank) records.push_back(std::move(record));
        record.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"') {
                field += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                field += '"';
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && field.empty()) {
            quoted = true;
        } else if (c == ',') {
            record.push_back(std::move(field));
            field.clear();
        } else if (c == '\n') {
            if (!field.empty() && field.back() == '\r') field.pop_back();
            end_record();
        } else {
            field += c;
        }
    }
    if (quoted) {
        return invalid("QUOTE_NOT_CLOSED", "row " + std::to_string(records.size() + 1),
                       "a closing quote");
    }
    if (!field.empty() || !record.empty()) end_record();
    return records;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
    if (text.starts_with('\'')) text.remove_prefix(1);
    return std::string(text);
}

bool digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// YYYY-MM-DD, YYYY/M/D or YYYYMMDD as YYYY-MM-DD; "" for anything else.
std::string written_date(std::string_view cell) {
    if (cell.size() == 8 && digits(cell)) {
        return std::string(cell.substr(0, 4)) + "-" + std::string(cell.substr(4, 2)) + "-" +
               std::string(cell.substr(6, 2));
    }
    const char separator = cell.find('/') != std::string_view::npos ? '/' : '-';
    const auto first = cell.find(separator);
    const auto second = first == std::string_view::npos ? first : cell.find(separator, first + 1);
    if (second == std::string_view::npos) return {};
    const std::string_view parts[] = {
        cell.substr(0, first), cell.substr(first + 1, second - first - 1), cell.substr(second + 1)};
    if (parts[0].size() != 4 || !digits(parts[0])) return {};
    std::string written(parts[0]);
    for (std::string_view part : {parts[1], parts[2]}) {
        if (part.size() > 2 || !digits(part)) return {};
        written += part.size() == 1 ? "-0" : "-";
        written += part;
    }
    return written;
}

}  // namespace

Result<std::string> office_text(std::string_view bytes) {
    if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
    if (text::is_valid_utf8(bytes)) return std::string(bytes);
    auto utf8 = text::from_gb18030(bytes);
    if (!utf8) return invalid("INVALID_ENCODING", "piece", "UTF-8 or GB18030");
    return utf8;
}

Result<Date> parse_office_date(std::string_view cell) {
    return Date::parse(written_date(cell));
}

Result<CsvTable> CsvTable::parse(std::string_view bytes) {
    if (bytes.size() > kMaxCsvBytes) {
        return invalid("FILE_TOO_LARGE", "piece", "a file of at most 20 MiB");
    }
    HAVEN_TRY(const std::string text, office_text(bytes));
    HAVEN_TRY(auto records, split(text));
    if (records.empty()) return invalid("EMPTY_FILE", "piece", "a header row and rows");
    CsvTable table;
    table.header_ = std::move(records.front());
    for (std::string& name : table.header_) name = trimmed(name);
    records.erase(records.begin());
    if (records.size() > kMaxCsvRows) {
        return invalid("TOO_MANY_ROWS", "piece", "at most 100,000 rows");
    }
    table.rows_ = std::move(records);
    return table;
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::ranges::find(header_, name);
    if (found == header_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header_.begin());
}

bool CsvTable::is_overfull(std::size_t row) const {
    const auto& fields = rows_[row];
    return std::any_of(
        fields.begin() + static_cast<std::ptrdiff_t>(std::min(fields.size(), header_.size())),
        fields.end(), [](const std::string& cell) { return !trimmed(cell).empty(); });
}

std::string CsvTable::cell(std::size_t row, std::size_t column) const {
    const auto& fields = rows_[row];
    return column < fields.size() ? trimmed(fields[column]) : std::string();
}

}  // namespace haven
