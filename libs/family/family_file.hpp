// FamilyFile: what a service knows of a household's file in the registry, so that it judges by
// facts of its own log: who is on it, and from when to when it is open. The registry's events come
// in by libs/family/told.hpp. Lives in the file's own federation; its stream is the household's id.
//
//     // What a service keeps of the family; the members are a must.
//     struct FamilyNoted { HouseholdId household; std::vector<PersonId> members; … };
//     using FamilyFile = family::FamilyFile<FamilyNoted>;
//
// A service that notes more than this composes its decider of the functions below. Pure; any
// thread.
#pragma once

#include <set>
#include <variant>
#include <vector>

#include "libs/decider/decider.hpp"

namespace haven::family {

// The stored facts, beside `Noted`. Days are the registry's; not set in records of before they were
// noted.
struct FamilyFileOpened {
    Date opened_on = {};
    bool operator==(const FamilyFileOpened&) const = default;
};
struct FamilyFileClosed {
    Date closed_on = {};  // the first day on which it is not open
    bool operator==(const FamilyFileClosed&) const = default;
};

// A file of the old system may be open from the start, since `opened_on`.
template <class Noted>
struct NoteFamily {
    Noted family = {};
    bool open = false;
    Date opened_on = {};
};
struct OpenFamilyFile {
    Date opened_on = {};
};
struct CloseFamilyFile {
    Date closed_on = {};
};

template <class Noted>
struct FileState {
    bool open = false;
    bool enrolled = false;  // open, or once was
    Date opened_on;         // for the last time
    Noted family;
    std::set<PersonId> named;  // who is on the file, or once was
};

// What is in effect already is not said twice.
template <class Event, class Noted>
std::vector<Event> decide(const FileState<Noted>& file, const NoteFamily<Noted>& command) {
    std::vector<Event> events;
    if (file.family != command.family) events.emplace_back(command.family);
    if (command.open && !file.open) events.emplace_back(FamilyFileOpened{command.opened_on});
    return events;
}
template <class Event, class Noted>
std::vector<Event> decide(const FileState<Noted>& file, const OpenFamilyFile& command) {
    if (file.open) return {};
    return {FamilyFileOpened{command.opened_on}};
}
template <class Event, class Noted>
std::vector<Event> decide(const FileState<Noted>& file, const CloseFamilyFile& command) {
    if (!file.open) return {};
    return {FamilyFileClosed{command.closed_on}};
}

template <class Noted>
void evolve(FileState<Noted>& file, const Noted& family) {
    file.family = family;
    file.named.insert(family.members.begin(), family.members.end());
}
template <class Noted>
void evolve(FileState<Noted>& file, const FamilyFileOpened& opened) {
    file.open = true;
    file.enrolled = true;
    file.opened_on = opened.opened_on;
}
template <class Noted>
void evolve(FileState<Noted>& file, const FamilyFileClosed&) {
    file.open = false;
}

template <class Noted>
struct FamilyFile {
    using State = FileState<Noted>;
    using Command = std::variant<NoteFamily<Noted>, OpenFamilyFile, CloseFamilyFile>;
    using Event = std::variant<Noted, FamilyFileOpened, FamilyFileClosed>;

    // Refuses nothing: the registry has decided.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context&) {
        return match(command, [&](const auto& c) { return family::decide<Event>(state, c); });
    }
    static State evolve(State state, const Event& event) {
        match(event, [&](const auto& e) { family::evolve(state, e); });
        return state;
    }
};

}  // namespace haven::family
