// Work that a household has found (docs/rules.md R63): it calls a review and ends nothing by
// itself.
#include <algorithm>

#include "services/registry/domain/phases.hpp"

namespace haven::registry::phases {

Decision decide(const State& state, const NoteRetainedJob& command, const Context& by) {
    const bool member = std::ranges::find(state.members(), command.job.person, &Member::person) !=
                        state.members().end();
    const auto known = state.jobs.find(command.job.hire);
    const bool same = known != state.jobs.end() && known->second == command.job;
    if (!state.on_file() || !member || same) return std::vector<HouseholdEvent>{};
    return std::vector<HouseholdEvent>{
        IncomeChangeSignalled{state.household(), command.job, by.business_date}};
}

// An exit that rests on this work has lost its ground.
Decision decide(const State& state, const NoteJobEnded& command, const Context& by) {
    if (!state.jobs.contains(command.hire)) return std::vector<HouseholdEvent>{};
    std::vector<HouseholdEvent> events{
        RetainedJobEnded{state.household(), command.hire, command.ended_on}};
    const bool of_exit =
        state.exit && state.resolving_job && state.resolving_job->hire == command.hire;
    if (of_exit) events.emplace_back(ExitRejected{"JOB_ENDED", by.business_date});
    return events;
}

}  // namespace haven::registry::phases
