// TableSql: the statements that write one projection table, built from its Table, and the two ways
// of its values into and out of PostgreSQL. Types: Int64 bigint, Text text, Bytes bytea, Uuid uuid,
// Date date, Bool boolean; `federation smallint` first and `last_offset bigint` last.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/log/row_store.hpp"
#include "libs/postgres/bulk.hpp"

namespace haven::log::sql {

class TableSql {
  public:
    explicit TableSql(const Table& table);

    TableSql(const TableSql&) = delete;
    TableSql& operator=(const TableSql&) = delete;

    // The calls that write these changes; nothing for an empty batch. They borrow names and text
    // from this object.
    void append_calls(const std::map<std::string, PendingRow>& rows,
                      std::vector<postgres::Connection::Call>& calls) const;

    // "COPY (SELECT … FROM <schema>.<table> …) TO STDOUT (FORMAT binary)": federation, columns,
    // last_offset, of one federation.
    [[nodiscard]] std::string copy_out(std::string_view schema, FederationNo federation) const;
    // "COPY <schema>.<table> (…) FROM STDIN (FORMAT binary)".
    [[nodiscard]] std::string copy_in(std::string_view schema) const;

  private:
    // Of the statements, what stands before and after the rows.
    [[nodiscard]] std::string into() const;
    [[nodiscard]] std::string on_conflict(bool add) const;
    [[nodiscard]] std::string from() const;
    [[nodiscard]] std::string matching() const;

    const Table& table_;
    const std::string columns_;  // quoted, with federation and last_offset
    const postgres::BulkStatement put_, add_, remove_;
};

postgres::Type type_of(ColumnType type);
std::string sql_type_of(ColumnType type);

// Binary COPY. Header and trailer are the caller's: copy_header(), copy_trailer().
std::string copy_header();
std::string copy_trailer();
void append_copy_row(std::string& out, const Row& row);

// Splits a binary COPY stream, however it is cut, into tuples of fields (nullopt = NULL).
class CopyParser {
  public:
    using Fields = std::vector<std::optional<std::string_view>>;
    // Calls `tuple` for each complete one; the views live until it returns.
    template <class Tuple>
    void feed(std::string_view piece, Tuple&& tuple) {
        buffer_.append(piece);
        std::size_t at = 0;
        while (next(at)) tuple(fields_);
        buffer_.erase(0, at);
    }

  private:
    bool next(std::size_t& at);

    std::string buffer_;
    Fields fields_;
    bool in_header_ = true;
};

// One field of a COPY stream as a value of its column's type.
Value value_of(ColumnType type, std::optional<std::string_view> field);
std::int64_t int_of(std::string_view field);  // 2, 4 or 8 bytes
Instant instant_of(std::string_view field);

// Events with after < log_offset ≤ up_to in order, as a binary COPY; columns as kRead has them.
std::string copy_events(FederationNo federation, std::int64_t after, std::int64_t up_to);

}  // namespace haven::log::sql
