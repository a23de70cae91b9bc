// One pass of a move: what of a federation changed since the last one goes to the other database.
// Internal to libs/move.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::move {

// A table with a column `federation`, of the log or of a projection.
struct MovedTable {
    std::string name;
    // The column whose value rises with the log, by which a later pass knows what is new; empty:
    // every pass copies all.
    std::string grows_by;
    std::vector<std::string> columns;  // name and type, to be equal on both sides
    std::vector<std::string> key;      // names

    bool operator==(const MovedTable&) const = default;
    [[nodiscard]] bool is_projection() const { return grows_by == "last_offset"; }
};

// In order of their names; not what stays with the database: the list of federations, the heads,
// the relay's cursors, the register of claims.
std::vector<MovedTable> moved_tables(postgres::Connection& connection);

class Copy {
  public:
    Copy(postgres::Connection& from, postgres::Connection& to, FederationNo federation,
         std::vector<MovedTable> tables)
        : from_(from), to_(to), federation_(federation), tables_(std::move(tables)) {}

    // Takes away what lies there of an earlier move.
    void clear();
    // Everything with an offset after `after`, of one snapshot of the source; the target's head
    // says then how far it is. Answers that offset. Error: MOVE_DIFFERS.
    Result<std::int64_t> pass(std::int64_t after);
    [[nodiscard]] std::map<std::string, std::int64_t> count();

  private:
    void copy_events(std::int64_t after, std::int64_t last);
    void copy_table(const MovedTable& table, std::int64_t after);
    void copy_all(const MovedTable& table);
    void stage(const MovedTable& table, const std::string& condition);
    std::int64_t count_of(postgres::Connection& side, const MovedTable& table);
    Result<void> compare(const MovedTable& table, std::int64_t after);
    [[nodiscard]] std::string changed(const MovedTable& table, std::int64_t after) const;
    [[nodiscard]] std::string ours() const;

    postgres::Connection& from_;
    postgres::Connection& to_;
    const FederationNo federation_;
    const std::vector<MovedTable> tables_;
};

}  // namespace haven::move
