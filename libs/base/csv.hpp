// CSV as Excel, WPS and the old system write it (RFC 4180): UTF-8 with or without BOM, or GB18030;
// LF or CRLF; columns found by name. Pure; any thread.
//
//     HAVEN_TRY(const CsvTable table, CsvTable::parse(bytes));
//     for (std::size_t row = 0; row < table.size(); ++row) … table.cell(row, *table.column("姓名"))
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"

namespace haven {

inline constexpr std::size_t kMaxCsvBytes = 20 << 20;
inline constexpr std::size_t kMaxCsvRows = 100'000;

// UTF-8 of what an office's program wrote: without the byte order mark, from GB18030 where it is
// not UTF-8. Error: INVALID_ENCODING on field "piece".
Result<std::string> office_text(std::string_view bytes);

// YYYY-MM-DD, YYYY/M/D or YYYYMMDD. Error: INVALID_DATE on field "date".
Result<Date> parse_office_date(std::string_view cell);

class CsvTable {
  public:
    // Errors: FILE_TOO_LARGE, TOO_MANY_ROWS, INVALID_ENCODING, EMPTY_FILE, QUOTE_NOT_CLOSED (with
    // the row in which the cell begins, which would swallow all that comes behind it).
    static Result<CsvTable> parse(std::string_view bytes);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    // Position of a column, or nullopt.
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
    // The cell, trimmed, without the ' or tab with which Excel keeps numbers apart; "" where the
    // row is too short.
    [[nodiscard]] std::string cell(std::size_t row, std::size_t column) const;
    // Something stands behind the last column: a comma that was meant as text has moved the cells.
    [[nodiscard]] bool is_overfull(std::size_t row) const;
    [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
    // The row as people count: the header is 1.
    [[nodiscard]] static std::int64_t number(std::size_t row) {
        return static_cast<std::int64_t>(row) + 2;
    }

  private:
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace haven
