// Bulk: one statement over rows of values. Few rows go in as VALUES, a parameter each, which a
// server executes in half the time of arrays; many as an array a column, which has the same text
// for any number of them.
//
//     static const BulkStatement kInsert("insert_note", "INSERT INTO note (id, text) ",
//                                        {Type::Uuid, Type::Text});
//     BulkRows rows(kInsert, notes.size());
//     for (const Note& note : notes) rows.uuid(note.id).text(note.text);  // row by row
//     connection.run_pipelined({{rows.call()}});
//
// Rows keep their order. Values are copied at once.
//
// Thread rule: a BulkStatement may be shared; BulkRows: one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "libs/postgres/connection.hpp"

namespace haven::postgres {

class BulkStatement {
  public:
    // "<before>VALUES (…), (…)<after>" or "<before>SELECT * FROM unnest(…)<after>", prepared under
    // `name` and the number of rows.
    BulkStatement(std::string_view name, std::string_view before, std::vector<Type> columns,
                  std::string_view after = "");
    BulkStatement(const BulkStatement&) = delete;
    BulkStatement& operator=(const BulkStatement&) = delete;

    // Rows as VALUES: as many as a lane writes for 64 callers. A tenth of the server's time is
    // worth the statements that a session keeps for each number of them (4 MB for five tables).
    static constexpr std::size_t kMostValues = 32;

    [[nodiscard]] const std::vector<Type>& columns() const { return columns_; }
    // Borrowed from this object.
    [[nodiscard]] Statement of(std::size_t rows) const;

  private:
    struct Text {
        std::string name;
        std::string sql;
    };
    const std::vector<Type> columns_;
    std::vector<Text> values_;  // by number of rows, from 1
    Text arrays_;
};

class BulkRows {
  public:
    // As many rows will follow.
    BulkRows(const BulkStatement& statement, std::size_t rows);

    BulkRows& null();
    BulkRows& boolean(bool value) { return add(Type::Bool, encode_bool(value)); }
    BulkRows& int16(std::int16_t value) { return add(Type::Int16, encode_int16(value)); }
    BulkRows& int32(std::int32_t value) { return add(Type::Int32, encode_int32(value)); }
    BulkRows& int64(std::int64_t value) { return add(Type::Int64, encode_int64(value)); }
    BulkRows& text(std::string_view value) { return add(Type::Text, value); }
    BulkRows& bytes(std::string_view value) { return add(Type::Bytes, value); }
    BulkRows& uuid(const Uuid& value) { return add(Type::Uuid, encode_uuid(value)); }
    BulkRows& date(Date value) { return add(Type::Date, encode_date(value)); }
    BulkRows& instant(Instant value) { return add(Type::Instant, encode_instant(value)); }

    // Once all rows are there; borrows the statement.
    [[nodiscard]] Connection::Call call();

  private:
    BulkRows& add(Type type, std::string_view bytes);
    std::size_t next_column();

    const BulkStatement& statement_;
    const std::size_t rows_;
    std::size_t added_ = 0;  // values
    Params values_;
    std::vector<ArrayBuilder> arrays_;
};

}  // namespace haven::postgres
