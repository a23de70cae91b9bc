#include "tools/haven/client/table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "libs/base/text.hpp"

namespace haven::client {
namespace {

std::string shown(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&cell.value)) return std::to_string(*number);
    return std::get<Money>(cell.value).yuan();
}

const std::string& head(const TableColumn& column, Language language) {
    return language == Language::Chinese ? column.chinese : column.english;
}

void pad(std::ostream& out, const std::string& text, std::size_t width, Align align) {
    const std::size_t used = text::display_width(text);
    const std::string space(width > used ? width - used : 0, ' ');
    if (align == Align::Right) {
        out << space << text;
    } else {
        out << text << space;
    }
}

}  // namespace

std::string csv_cell(const std::string& text) {
    std::string safe = text;
    if (!safe.empty() &&
        std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos) {
        safe.insert(safe.begin(), '\'');
    }
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
    out << (chinese ? "业务日期 " : "Business date ") << date << (chinese ? ",共 " : ", rows: ")
        << rows_.size() << (chinese ? " 行" : "") << '\n';
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = text::display_width(head(columns_[i], language));
        for (const auto& row : rows_) width = std::max(width, text::display_width(shown(row[i])));
        widths.push_back(width);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        pad(out, head(columns_[i], language), widths[i], columns_[i].align);
        out << (i + 1 < columns_.size() ? "  " : "\n");
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            pad(out, shown(row[i]), widths[i], columns_[i].align);
            out << (i + 1 < columns_.size() ? "  " : "\n");
        }
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
            const bool amount = std::holds_alternative<Money>(row[i].value);
            out << (amount ? shown(row[i]) : csv_cell(shown(row[i])))
                << (i + 1 < columns_.size() ? "," : "\r\n");
        }
    }
}

}  // namespace haven::client
