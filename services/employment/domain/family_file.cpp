#include "services/employment/domain/family_file.hpp"

namespace haven::employment {

using Events = std::vector<FamilyFile::Event>;

Result<Events> FamilyFile::decide(const State& state, const Command& command, const Context&) {
    return match(
        command,
        [&](const NoteLeavingByWork& c) {
            return state.left == c.left ? Events{} : Events{c.left};
        },
        [&](const auto& c) { return family::decide<Event>(state, c); });
}

FamilyFile::State FamilyFile::evolve(State state, const Event& event) {
    if (const auto* opened = std::get_if<FamilyFileOpened>(&event)) {
        if (!state.enrolled) state.entered_on = opened->opened_on;
        state.left.reset();  // hardship is back
    }
    match(
        event, [&](const FamilyLeftByWork& e) { state.left = e; },
        [&](const auto& e) { family::evolve(state, e); });
    return state;
}

}  // namespace haven::employment
