// MergeRun: one visitor's file, merged into its groups (docs/formats.md 15, docs/adr/0038). A file
// of a wrong form is not merged at all; a visit that does not agree with what stands is shown, and
// nothing of it is kept, not even in the vault.
//
// Thread rule: one thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/outreach/api/intake.hpp"
#include "services/outreach/api/visit_file.hpp"
#include "services/outreach/domain/visit_merge.hpp"

namespace haven::outreach {

class MergeRun {
  public:
    MergeRun(const ApiContext& context, const Caller& caller, const Uuid& command_id,
             VisitFile file)
        : context_(context), caller_(caller), command_id_(command_id), file_(std::move(file)) {}

    // Errors: those of access and of the vault. Broken off in between, the same file goes on.
    Result<void> run();
    void answer(pb::MergeVisitsResponse& response);

  private:
    // The visits of one group, in the file's order.
    struct Batch {
        GroupRow group;
        std::vector<std::size_t> notes;
        std::vector<NotedVisit> visits;
    };

    Result<void> read();
    void read_note_of(std::size_t note);
    Result<void> identify(Batch& batch);
    Result<void> merge_group(Batch& batch);
    // Together, and one by one where together is refused: somebody else was faster, or has the
    // person's place or sum.
    Result<void> submit(const Batch& batch, const std::vector<std::size_t>& good);
    Result<void> submit_some(const Batch& batch, const std::vector<std::size_t>& some);
    void show(const Batch& batch, const VisitConflict& conflict);
    VisitConflict held_elsewhere(const Error& error, const Visit& visit, std::size_t place);

    const ApiContext& context_;
    const Caller& caller_;
    const Uuid command_id_;
    VisitFile file_;
    std::map<std::string, Batch> batches_;       // by group number
    std::map<std::string, PersonId> by_number_;  // the vault's, or one that stands for nobody
    std::set<std::size_t> in_conflict_;          // notes
    int merged_ = 0;
    int unchanged_ = 0;
};

}  // namespace haven::outreach
