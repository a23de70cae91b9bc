// compare(): two copies of a projection table, row by row.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/log/row_store.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::audit {

// One row that is not what the log says. Never holds a value of a column that is not key.
struct Difference {
    enum class Kind {
        Changed,  // columns differ
        Missing,  // the log makes this row, the live table has it not
        Extra,    // the live table has a row that the log does not make
    };
    Kind kind = Kind::Changed;
    FederationNo federation;
    std::string key;                   // "household_id=0190b6f2-…, seq=1"
    std::vector<std::string> columns;  // that differ; empty unless Changed
    // The event that last wrote the row; of an extra row, the one that the row itself claims.
    std::int64_t offset = 0;
    std::string event_type = {};  // "" where the log has no such event

    bool operator==(const Difference&) const = default;
};

struct TableReport {
    std::string table;
    std::int64_t rows = 0;  // live
    // SHA-256 over the live rows in (federation, key) order, in hex.
    std::string digest = {};
    std::int64_t different = 0;                // rows, all of them
    std::vector<Difference> differences = {};  // the first kMaxDifferences
};

inline constexpr std::size_t kMaxDifferences = 100;

// "changed household (federation 2): household_id=…; columns state, tier; last written by offset 17
// HouseholdEnrolled", in English, without a line end.
std::string describe(const std::string& table, const Difference& difference);

// Adds one federation after the other, in order, to one table's report.
class Comparison {
  public:
    Comparison(postgres::Connection& connection, const log::Table& table, std::string expected,
               std::string live);
    ~Comparison();
    Comparison(Comparison&&) noexcept;

    // Compares this federation's rows of <expected>.<table> and <live>.<table> in the current
    // transaction.
    void add(FederationNo federation);
    [[nodiscard]] TableReport report();

  private:
    struct Hash;

    void note(Difference difference);

    postgres::Connection* connection_;
    const log::Table* table_;
    std::string expected_;
    std::string live_;
    TableReport report_;
    std::unique_ptr<Hash> hash_;
};

}  // namespace haven::audit
