// RowStore: projection tables in memory, and PendingRows: the changes of one batch folded into one
// change per key. Both follow the rules of RowChange (row.hpp), so that PostgreSQL, MemoryLog and
// replay hold equal rows.
//
//     RowStore rows;
//     rows.apply(federation, offset, change);
//     const Row* row = rows.find(kHouseholds, federation, {household_id});
//
// A change that does not fit its table (count, type, NULL in a key, text in an Add) is a bug and
// aborts. Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "libs/log/row.hpp"

namespace haven::log {

struct Row {
    FederationNo federation;
    std::vector<Value> values;  // in the order of Table::columns
    std::int64_t last_offset = 0;

    bool operator==(const Row&) const = default;
};

// Bytes of (federation, key columns) that compare as the key itself does: by federation, then
// column by column.
std::string encode_key(const Table& table, FederationNo federation,
                       const std::vector<Value>& values);

class RowStore {
  public:
    void apply(FederationNo federation, std::int64_t offset, const RowChange& change);
    // nullptr: no such row. `key`: the key columns. Valid until the next apply().
    [[nodiscard]] const Row* find(const Table& table, FederationNo federation,
                                  const std::vector<Value>& key) const;
    // All rows of a table in key order. Valid until the next apply().
    [[nodiscard]] std::vector<const Row*> rows(const Table& table) const;
    [[nodiscard]] std::size_t count(const Table& table) const;

  private:
    std::map<const Table*, std::unordered_map<std::string, Row>> tables_;
};

// Put and Add after whatever came before in the batch; Remove carries the key columns only.
struct PendingRow {
    RowChange::Kind kind = RowChange::Kind::Put;
    FederationNo federation;
    std::vector<Value> values;
    std::int64_t last_offset = 0;
};

class PendingRows {
  public:
    void apply(FederationNo federation, std::int64_t offset, const RowChange& change);
    // Table → key (encode_key) → its one change.
    using Tables = std::map<const Table*, std::map<std::string, PendingRow>>;
    [[nodiscard]] const Tables& tables() const { return tables_; }
    void clear() { tables_.clear(); }

  private:
    Tables tables_;
};

}  // namespace haven::log
