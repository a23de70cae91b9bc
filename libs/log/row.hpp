// Row changes: what a projection says should change in a table (design §4). Projections are pure;
// PostgreSQL, the in-memory log and replay each apply the same changes.
//
//     const Table kHouseholds{"household", {{"household_id", ColumnType::Uuid},
//                                           {"state", ColumnType::Text}}, 1};
//     sink.put(kHouseholds, {id, "ENROLLED"});
//
// Each table also has, added by the engine and never listed: `federation smallint` as the first key
// column and `last_offset bigint`, the offset that last wrote the row. So its SQL primary key is
// (federation, <the first key_columns columns>).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/money.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::log {

// Opaque bytes (ciphertext, encoded lists), a bytea column.
struct Bytes {
    std::string data;

    auto operator<=>(const Bytes&) const = default;
};

// One cell. monostate = NULL. Money is stored in fen, as Int64.
using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes, Uuid, Date, bool>;

enum class ColumnType { Int64, Text, Bytes, Uuid, Date, Bool };

struct Column {
    std::string_view name;
    ColumnType type;
};

// Lives as long as the program (a namespace-scope constant of the projection).
struct Table {
    std::string_view name;
    std::vector<Column> columns;  // key columns first
    std::size_t key_columns;
};

// Put: all columns; the row is replaced. Add: all columns; key columns find the row (made from
// zeros when absent), Int64 columns are added to it, other non-key columns must be monostate and
// stay NULL. Remove: the key columns only.
struct RowChange {
    enum class Kind { Put, Add, Remove };
    Kind kind;
    const Table* table;
    std::vector<Value> values;
};

// Collects the changes of one event.
class RowSink {
  public:
    void put(const Table& table, std::vector<Value> values);
    void add(const Table& table, std::vector<Value> values);
    void remove(const Table& table, std::vector<Value> key);
    [[nodiscard]] std::vector<RowChange> take() { return std::exchange(changes_, {}); }

  private:
    std::vector<RowChange> changes_;
};

// What a projection may know of an event besides its content.
struct EventContext {
    FederationNo federation;
    Uuid stream_id;
    std::int32_t version = 0;  // 1 … n within the stream
    std::int64_t offset = 0;   // 1 … n within the federation's log
    Instant recorded_at;
    StaffId actor;  // nil for a service
    Date business_date;
    Instant at;
};

}  // namespace haven::log
