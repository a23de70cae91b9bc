// ImportRun: one upload of the old system's files: checked as a whole, then sealed and appended
// part by part, the next part being sealed while the writer has the one before (protocols §14).
// Killed in between, the same upload goes on where it was.
//
// Thread rule: one thread.
#pragma once

#include <functional>
#include <future>
#include <span>
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
    // Files that are with the writer, and what it answers.
    struct Part {
        std::vector<const import::OldFile*> files;
        std::future<Desk::Answers> answers;
    };
    Result<void> append(std::vector<import::OldFile>& files);
    // The files of the part whose people and fields are sealed; who is being forgotten at this
    // moment costs only their own file the race.
    Result<std::vector<import::OldFile*>> seal(std::span<import::OldFile> part);
    [[nodiscard]] Part submit(const std::vector<import::OldFile*>& files) const;
    Result<void> settle(Part part);
    void lose(const import::OldFile& file, const std::string& reason);
    void reject(const import::OldFile& file, std::string column, std::string kind,
                std::string reason);

    const Desk& desk_;
    const Caller& caller_;
    Progress progress_;
    std::vector<import::Reject> rejects_;
    ImportCounts counts_;
};

}  // namespace haven::registry
