// Everything that a run leaves behind where nobody may be named: tables, dumps, logs, metrics,
// error texts, files.
#pragma once

#include <filesystem>
#include <string>

#include "tests/privacy/scanner.hpp"
#include "tests/suite/suite.hpp"

namespace haven::spec {

// What the process writes to stderr while this lives (telemetry's journal goes there).
class Journal {
  public:
    Journal();
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    [[nodiscard]] std::string text() const;

  private:
    std::filesystem::path file_;
    int saved_ = -1;
};

// Every table of every database by COPY, both as text and binary; answers how many tables.
int scan_tables(Scanner& scanner, const Suite& suite);
// pg_dump without compression, of every database.
void scan_dumps(Scanner& scanner, const Suite& suite);
// The page of the metrics endpoint.
std::string metrics_page(const std::string& address);
// Names of all files below the folder, and the content of those that `reads` says yes to.
void scan_files(Scanner& scanner, const std::filesystem::path& folder,
                const std::function<bool(const std::filesystem::path&)>& reads);

}  // namespace haven::spec
