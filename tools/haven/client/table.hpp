// Table: what a client command prints. For people aligned columns (wide characters count two), for
// programs JSON (--json) and for spreadsheets CSV that Excel and WPS open as it is.
//
//     Table table({{"file_no", "档案号", "File"}, {"amount_fen", "金额", "Amount", Align::Right}});
//     table.add({"2020-0001", Cell::money(750000)});
//     table.print(std::cout, Format::Text, Language::Chinese, "2023-12-29");
//
// Not thread-safe; made, filled and printed by one command.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "libs/base/money.hpp"

namespace haven::client {

enum class Language { Chinese, English };
enum class Format { Text, Json, Csv };
enum class Align { Left, Right };

struct TableColumn {
    std::string key;      // the JSON member, snake_case with its unit: "amount_fen"
    std::string chinese;  // head for people
    std::string english;
    Align align = Align::Left;
};

// A code of one of Haven's vocabularies: "ENROLLED" of "HouseholdState", "event" for event types.
// People who read Chinese get the glossary's word for it, programs the code.
struct Word {
    std::string vocabulary;
    std::string code;
};

// Text, a count, an amount or a word: amounts are printed in yuan for people and in fen for
// programs.
struct Cell {
    std::variant<std::string, std::int64_t, Money, Word> value;

    Cell(std::string text) : value(std::move(text)) {}
    Cell(const char* text) : value(std::string(text)) {}
    static Cell count(std::int64_t number) { return Cell(number, 0); }
    static Cell money(std::int64_t fen) { return Cell(Money::fen(fen)); }
    static Cell word(std::string vocabulary, std::string code) {
        return Cell(Word{std::move(vocabulary), std::move(code)});
    }

  private:
    Cell(std::int64_t number, int) : value(number) {}
    explicit Cell(Money amount) : value(amount) {}
    explicit Cell(Word word) : value(std::move(word)) {}
};

// As people see it; a word in their language.
std::string shown(const Cell& cell, Language language);

class Table {
  public:
    explicit Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

    // As many cells as there are columns.
    void add(std::vector<Cell> row);
    // The rows of another table with the same columns.
    void append(Table other);
    [[nodiscard]] const std::vector<TableColumn>& columns() const { return columns_; }
    [[nodiscard]] const std::vector<std::vector<Cell>>& rows() const { return rows_; }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    // The business date stands in the head of every text table: figures are of a day.
    void print(std::ostream& out, Format format, Language language,
               const std::string& business_date) const;

  private:
    void print_text(std::ostream& out, Language language, const std::string& date) const;
    void print_json(std::ostream& out) const;
    void print_csv(std::ostream& out, Language language) const;

    std::vector<TableColumn> columns_;
    std::vector<std::vector<Cell>> rows_;
};

// A cell that a spreadsheet would run as a formula (= + - @ or their full-width forms, tab, CR, LF
// in front) gets an apostrophe; digits that it would mangle (a leading zero, more than eleven of
// them) get a tab behind, which makes them text; quotes are doubled, and the whole is quoted where
// needed (RFC 4180).
std::string csv_cell(const std::string& text);

}  // namespace haven::client
