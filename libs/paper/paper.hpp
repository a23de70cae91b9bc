// Paper: what an office prints, as A4 PDF with embedded fonts (pango and cairo). A document is a
// list of blocks; where a page is full the next one begins, a table with its head again.
//
//     Document roll("助学金发放名册");
//     roll.line("2023-A-01").table({{{"序号"}, {"金额(元)", 1, Side::Right}}, {{"1", "5000.00"}}});
//     roll.signatures({"制表", "审核", "批准"});
//     write_private_file(path, to_pdf(roll, Date::of(2023, 9, 19)));
//
// The same document of the same day is the same bytes. Thread rule: any thread, each with its own
// document.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/time.hpp"

namespace haven::paper {

enum class Side { Left, Right };

struct Column {
    std::string title;
    double share = 1;  // of the page's width, beside the other columns'
    Side side = Side::Left;
};
// Each row has as many cells as there are columns; what does not fit a cell is wrapped.
struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
};
struct Field {
    std::string label;
    std::string value;
};

struct Line {
    std::string text;
};
struct Heading {
    std::string text;
};
struct Paragraph {
    std::string text;
};
struct Fields {
    std::vector<Field> fields;
};
struct Signatures {
    std::vector<std::string> roles;
};
using Block = std::variant<Line, Heading, Paragraph, Fields, Table, Signatures>;

class Document {
  public:
    explicit Document(std::string title) : title_(std::move(title)) {}

    // Small, to the right: number, unit, day.
    Document& line(std::string text) { return add(Line{std::move(text)}); }
    Document& heading(std::string text) { return add(Heading{std::move(text)}); }
    Document& paragraph(std::string text) { return add(Paragraph{std::move(text)}); }
    // A form's boxes, two pairs a row.
    Document& fields(std::vector<Field> fields) { return add(Fields{std::move(fields)}); }
    Document& table(Table table) { return add(std::move(table)); }
    // A place for a hand and a day under each of these, never alone on a page's edge.
    Document& signatures(std::vector<std::string> roles) {
        return add(Signatures{std::move(roles)});
    }

    [[nodiscard]] const std::string& title() const { return title_; }
    [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  private:
    template <class OfBlock>
    Document& add(OfBlock block) {
        blocks_.emplace_back(std::in_place_type<OfBlock>, std::move(block));
        return *this;
    }

    std::string title_;
    std::vector<Block> blocks_;
};

// The message begins with FONTS_MISSING and names the package, or says what the library says.
class CannotPrint : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// The bytes of a PDF. `made_on` stands in its foot and in its properties. Throws CannotPrint.
std::string to_pdf(const Document& document, Date made_on);

}  // namespace haven::paper
