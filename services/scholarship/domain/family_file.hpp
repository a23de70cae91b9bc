// FamilyFile: what scholarship knows of a household's file: whose it is, who is on it, and whether
// it is open. The registry's events come in here, so that an application is judged by facts of our
// own log. Lives in the file's own federation; its stream is the household's id.
#pragma once

#include <vector>

#include "libs/decider/decider.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

// The stored facts.
struct FamilyNoted {
    HouseholdId household = {};
    PersonId head = {};
    std::vector<PersonId> members = {};  // the head among them
    bool operator==(const FamilyNoted&) const = default;
};
struct FamilyFileOpened {
    bool operator==(const FamilyFileOpened&) const = default;
};
struct FamilyFileClosed {
    bool operator==(const FamilyFileClosed&) const = default;
};

// A file of the old system may be open from the start.
struct NoteFamily {
    FamilyNoted family = {};
    bool open = false;
};
struct OpenFamilyFile {};
struct CloseFamilyFile {};

struct FamilyFile {
    struct State {
        bool open = false;
        FamilyNoted family;
    };
    using Command = std::variant<NoteFamily, OpenFamilyFile, CloseFamilyFile>;
    using Event = std::variant<FamilyNoted, FamilyFileOpened, FamilyFileClosed>;

    // Refuses nothing: the registry has decided.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
};
static_assert(Decider<FamilyFile>);

}  // namespace haven::scholarship
