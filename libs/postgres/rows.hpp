// Rows: the answer of a statement, read from PostgreSQL's binary format.
//
//     for (const Row row : rows) use(row.int64(0), row.text_or_null(1));
//
// Columns count from 0. Reading a column as another type than it has, or a NULL as a value, is a
// bug and aborts. Rows may be read from any thread; a Row must not outlive its Rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"
#include "libs/postgres/params.hpp"

namespace haven::postgres {

class Rows;

class Row {
  public:
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] bool boolean(int column) const;
    [[nodiscard]] std::int16_t int16(int column) const;
    [[nodiscard]] std::int32_t int32(int column) const;
    [[nodiscard]] std::int64_t int64(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::string bytes(int column) const;
    [[nodiscard]] Uuid uuid(int column) const;
    [[nodiscard]] Date date(int column) const;
    [[nodiscard]] Instant instant(int column) const;
    [[nodiscard]] std::optional<std::int64_t> int64_or_null(int column) const;
    [[nodiscard]] std::optional<std::string> text_or_null(int column) const;
    [[nodiscard]] std::optional<std::string> bytes_or_null(int column) const;
    [[nodiscard]] std::optional<Uuid> uuid_or_null(int column) const;
    [[nodiscard]] std::optional<Date> date_or_null(int column) const;

  private:
    friend class Rows;
    Row(const void* result, int row) : result_(result), row_(row) {}
    // The bytes of a value that is not NULL and has one of the two types.
    [[nodiscard]] std::string_view value(int column, Type type, std::uint32_t other = 0) const;

    const void* result_;  // PGresult
    int row_;
};

class Rows {
  public:
    Rows() = default;
    // Takes ownership of a PGresult.
    explicit Rows(void* result);

    [[nodiscard]] int size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] Row operator[](int row) const;
    // The rows of another answer to the same statement, from another database, behind these.
    void append(Rows other);
    // Rows that an INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t affected() const;

    class Iterator {
      public:
        Iterator(const Rows* rows, int row) : rows_(rows), row_(row) {}
        Row operator*() const { return (*rows_)[row_]; }
        Iterator& operator++() {
            ++row_;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const Rows* rows_;
        int row_;
    };
    [[nodiscard]] Iterator begin() const { return {this, 0}; }
    [[nodiscard]] Iterator end() const { return {this, size()}; }

  private:
    std::shared_ptr<void> result_;
    std::vector<std::shared_ptr<void>> more_ = {};  // of append()
};

}  // namespace haven::postgres
