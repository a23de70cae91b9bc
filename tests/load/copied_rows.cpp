#include "tests/load/copied_rows.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "libs/postgres/connection.hpp"

namespace haven::load {
namespace {

using postgres::quote_identifier;

constexpr int kPatienceMs = 600'000;

// The rows of a database in memory, and empty tables for them.
class Copied {
  public:
    explicit Copied(const std::string& conninfo) : connection_(conninfo, kPatienceMs) {
        connection_.exec("CREATE SCHEMA copied");
        const auto names = connection_.query(
            "SELECT relname::text FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = 'public'::regnamespace ORDER BY relname");
        for (const auto row : names) {
            const std::string table = quote_identifier(row.text(0));
            std::string bytes;
            connection_.copy_out("COPY public." + table + " TO STDOUT (FORMAT binary)",
                                 [&](std::string_view piece) { bytes += piece; });
            connection_.exec("CREATE TABLE copied." + table + " (LIKE public." + table +
                             " INCLUDING ALL EXCLUDING IDENTITY)");
            tables_.emplace_back(table, std::move(bytes));
        }
    }

    void copy_in() {
        connection_.exec("BEGIN");
        for (const auto& [table, bytes] : tables_) {
            bool sent = false;
            connection_.copy_in("COPY copied." + table + " FROM STDIN (FORMAT binary)",
                                [&](std::string& buffer) {
                                    if (std::exchange(sent, true)) return false;
                                    buffer = bytes;
                                    return true;
                                });
        }
        connection_.exec("COMMIT");
    }

  private:
    postgres::Connection connection_;
    std::vector<std::pair<std::string, std::string>> tables_;
};

}  // namespace

double copy_again(const std::vector<std::string>& conninfos) {
    std::vector<Copied> databases;
    for (const std::string& conninfo : conninfos) databases.emplace_back(conninfo);
    const auto start = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> threads;
        for (Copied& database : databases) {
            threads.emplace_back([&] { database.copy_in(); });
        }
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace haven::load
