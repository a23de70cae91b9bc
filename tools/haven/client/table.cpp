#include "tools/haven/client/table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "libs/base/text.hpp"
#include "tools/haven/client/words.hpp"

namespace haven::client {
namespace {

constexpr std::size_t kDigitsSpreadsheetsKeep = 11;

bool starts_a_formula(std::string_view text) {
    for (const std::string_view start :
         {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
        if (text.starts_with(start)) return true;
    }
    return false;
}

// Also a code with a point whose last digits are zeros (502.10): it would lose them.
bool would_be_mangled(std::string_view text) {
    if (text.find_first_not_of("0123456789.") != std::string_view::npos) return false;
    if (text.find('.') != std::string_view::npos) return text.ends_with('0');
    return text.size() > kDigitsSpreadsheetsKeep || (text.size() > 1 && text[0] == '0');
}

const std::string& head(const TableColumn& column, Language language) {
    return language == Language::Chinese ? column.chinese : column.english;
}

// The last column is not filled up: nothing comes behind it.
void pad(std::ostream& out, const std::string& text, std::size_t width, Align align, bool last) {
    const std::size_t used = text::display_width(text);
    const std::string space(width > used ? width - used : 0, ' ');
    if (align == Align::Right) {
        out << space << text;
    } else {
        out << text << (last ? "" : space);
    }
    out << (last ? "\n" : "  ");
}

}  // namespace

std::string shown(const Cell& cell, Language language) {
    if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&cell.value)) return std::to_string(*number);
    if (const auto* word = std::get_if<Word>(&cell.value)) {
        return language == Language::Chinese ? chinese_word(word->vocabulary, word->code)
                                             : word->code;
    }
    return std::get<Money>(cell.value).yuan();
}

std::string csv_cell(const std::string& text) {
    std::string safe = text;
    if (starts_a_formula(safe)) safe.insert(safe.begin(), '\'');
    if (would_be_mangled(safe)) safe.push_back('\t');
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"') quoted.push_back('"');
        quoted.push_back(c);
    }
    return quoted + '"';
}

void Table::add(std::vector<Cell> row) {
    HAVEN_CHECK(row.size() == columns_.size());
    rows_.push_back(std::move(row));
}

void Table::append(Table other) {
    for (auto& row : other.rows_) add(std::move(row));
}

void Table::print(std::ostream& out, Format format, Language language,
                  const std::string& business_date) const {
    switch (format) {
        case Format::Text:
            return print_text(out, language, business_date);
        case Format::Json:
            return print_json(out);
        case Format::Csv:
            return print_csv(out, language);
    }
}

void Table::print_text(std::ostream& out, Language language, const std::string& date) const {
    const bool chinese = language == Language::Chinese;
    if (!date.empty())
        out << (chinese ? "业务日期 " : "Business date ") << date << (chinese ? "," : ", ");
    out << (chinese ? "共 " : "rows: ") << rows_.size() << (chinese ? " 行" : "") << '\n';
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = text::display_width(head(columns_[i], language));
        for (const auto& row : rows_) {
            width = std::max(width, text::display_width(shown(row[i], language)));
        }
        widths.push_back(width);
    }
    const auto print_row = [&](const auto& text_of) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            pad(out, text_of(i), widths[i], columns_[i].align, i + 1 == columns_.size());
        }
    };
    print_row([&](std::size_t i) { return head(columns_[i], language); });
    for (const auto& row : rows_) {
        print_row([&](std::size_t i) { return shown(row[i], language); });
    }
}

void Table::print_json(std::ostream& out) const {
    auto rows = nlohmann::ordered_json::array();
    for (const auto& row : rows_) {
        nlohmann::ordered_json object;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto& key = columns_[i].key;
            if (const auto* text = std::get_if<std::string>(&row[i].value)) {
                object[key] = *text;
            } else if (const auto* number = std::get_if<std::int64_t>(&row[i].value)) {
                object[key] = *number;
            } else if (const auto* word = std::get_if<Word>(&row[i].value)) {
                object[key] = word->code;
            } else {
                object[key] = std::get<Money>(row[i].value).in_fen();
            }
        }
        rows.push_back(std::move(object));
    }
    out << rows.dump(2) << '\n';
}

void Table::print_csv(std::ostream& out, Language language) const {
    out << "\xEF\xBB\xBF";  // Excel and WPS read UTF-8 only behind a byte order mark
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        out << csv_cell(head(columns_[i], language)) << (i + 1 < columns_.size() ? "," : "\r\n");
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const bool text = std::holds_alternative<std::string>(row[i].value);
            const std::string cell = shown(row[i], language);
            out << (text ? csv_cell(cell) : cell) << (i + 1 < columns_.size() ? "," : "\r\n");
        }
    }
}

}  // namespace haven::client
