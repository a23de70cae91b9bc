#include "services/employment/domain/family_file.hpp"

namespace haven::employment {
namespace {

using Events = std::vector<FamilyFile::Event>;

Events note(const FamilyFile::State& state, const NoteFamily& command) {
    Events events;
    if (state.family != command.family) events.emplace_back(command.family);
    if (command.open && !state.open) events.emplace_back(FamilyFileOpened{});
    return events;
}

}  // namespace

Result<Events> FamilyFile::decide(const State& state, const Command& command, const Context&) {
    return match(
        command, [&](const NoteFamily& c) -> Result<Events> { return note(state, c); },
        [&](const OpenFamilyFile&) -> Result<Events> {
            if (state.open) return Events{};
            return Events{FamilyFileOpened{}};
        },
        [&](const CloseFamilyFile&) -> Result<Events> {
            if (!state.open) return Events{};
            return Events{FamilyFileClosed{}};
        },
        [&](const NoteLeavingByWork& c) -> Result<Events> {
            if (state.left == c.left) return Events{};
            return Events{c.left};
        });
}

FamilyFile::State FamilyFile::evolve(State state, const Event& event) {
    match(
        event,
        [&](const FamilyNoted& e) {
            state.family = e;
            state.named.insert(e.members.begin(), e.members.end());
        },
        [&](const FamilyFileOpened&) {
            state.open = true;
            state.enrolled = true;
            state.left.reset();  // hardship is back
        },
        [&](const FamilyFileClosed&) { state.open = false; },
        [&](const FamilyLeftByWork& e) { state.left = e; });
    return state;
}

}  // namespace haven::employment
