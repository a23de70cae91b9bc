// ImportRun: one upload of the old system's files: checked as a whole, sealed in bulk, appended by
// chunks (protocols §14). Killed in between, the same upload goes on where it was.
//
// Thread rule: one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/registry/api/desk.hpp"
#include "services/registry/domain/events.hpp"
#include "services/registry/import/old_files.hpp"

namespace haven::registry {

struct ImportCounts {
    std::int64_t files = 0;
    std::int64_t imported = 0;
    std::int64_t unchanged = 0;
    std::int64_t lost = 0;
};

class ImportRun {
  public:
    // (stage, done, total)
    using Progress = std::function<void(std::string_view, std::int64_t, std::int64_t)>;

    ImportRun(const Desk& desk, const Caller& caller, Progress progress)
        : desk_(desk), caller_(caller), progress_(std::move(progress)) {}

    // Errors are of the upload as a whole (FILE_TOO_LARGE …); faulty rows are in rejects(), and
    // so are those that were found good and lost a race afterwards: these alone are counted in
    // lost.
    Result<void> run(const std::string& households, const std::string& members, bool dry_run);

    [[nodiscard]] const std::vector<import::Reject>& rejects() const { return rejects_; }
    [[nodiscard]] const ImportCounts& counts() const { return counts_; }

  private:
    [[nodiscard]] import::Rulers rulers() const;
    Result<void> check_against_files(std::vector<import::OldFile>& files);
    Result<void> check_open_files(const std::vector<import::OldFile>& files);
    // Finds or makes the people, and seals their fields.
    Result<void> seal_all(std::vector<import::OldFile>& files, std::string_view stage);
    Result<void> append(std::vector<import::OldFile>& files);
    void reject(const import::OldFile& file, std::string column, std::string kind,
                std::string reason);

    const Desk& desk_;
    const Caller& caller_;
    Progress progress_;
    std::vector<import::Reject> rejects_;
    ImportCounts counts_;
};

}  // namespace haven::registry
