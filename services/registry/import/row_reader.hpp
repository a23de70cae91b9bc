// RowReader: one row of the export, cell by cell, with the rejects that its cells earn.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/resident_id.hpp"
#include "services/registry/import/old_files.hpp"

namespace haven::registry::import {

// Column names → positions, found once a file.
class Columns {
  public:
    Columns(const CsvTable& table, std::string_view file, std::span<const std::string_view> names,
            std::vector<Reject>& rejects);
    [[nodiscard]] std::size_t at(std::string_view name) const { return positions_.at(name); }
    [[nodiscard]] bool complete() const { return complete_; }

  private:
    std::map<std::string_view, std::size_t> positions_;
    bool complete_ = true;
};

class RowReader {
  public:
    RowReader(const CsvTable& table, const Columns& columns, std::size_t row, std::string_view file,
              std::vector<Reject>& rejects)
        : table_(table), columns_(columns), row_(row), file_(file), rejects_(rejects) {}

    [[nodiscard]] std::int64_t number() const { return CsvTable::number(row_); }
    [[nodiscard]] bool good() const { return good_; }
    void reject(std::string_view column, std::string_view kind, std::string_view reason);

    [[nodiscard]] std::string text(std::string_view column) const {
        return table_.cell(row_, columns_.at(column));
    }
    // FORMAT / TOO_MANY_CELLS when something stands behind the last column.
    void check_width();
    // Free text that is sealed: FORMAT / INVALID_TEXT over 200 characters or with control
    // characters.
    std::string note(std::string_view column);
    // Name of an organisation, which stands in plaintext: so no number may hide in it (I35).
    std::string organisation(std::string_view column);
    // MISSING / REQUIRED when it is empty.
    std::string required(std::string_view column);
    std::string name(std::string_view column);
    std::string phone(std::string_view column);
    std::string account(std::string_view column);
    Money amount(std::string_view column);
    std::int32_t count(std::string_view column, std::int32_t least, std::int32_t most);
    // Unset where the cell is empty or no date.
    Date date(std::string_view column);
    std::optional<ResidentId> identity(std::string_view column, const Rulers& rulers);
    // What the ID number says must be what the columns say.
    void agree(const std::optional<ResidentId>& id, std::optional<Sex> sex, Date birth);

    // A word of a vocabulary; VOCABULARY / `reason` when it is none.
    template <class Find>
    auto word(std::string_view column, Find find, std::string_view reason) {
        const std::string cell = required(column);
        auto found = cell.empty() ? decltype(find(cell)){} : find(cell);
        if (!cell.empty() && !found) reject(column, "VOCABULARY", reason);
        return found;
    }

  private:
    const CsvTable& table_;
    const Columns& columns_;
    std::size_t row_;
    std::string_view file_;
    std::vector<Reject>& rejects_;
    bool good_ = true;
};

}  // namespace haven::registry::import
