// FamilyFile: what employment knows of a household's file: who is on it, of which round it is,
// whether it is open, and whether it was closed because of work. The registry's events come in
// here, so that a seeker is judged by facts of our own log. Lives in the file's own federation; its
// stream is the household's id.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "libs/decider/decider.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

// The stored facts.
struct FamilyNoted {
    HouseholdId household = {};
    std::vector<PersonId> members = {};
    FileRound round = FileRound::Unset;
    bool operator==(const FamilyNoted&) const = default;
};
struct FamilyFileOpened {
    bool operator==(const FamilyFileOpened&) const = default;
};
struct FamilyFileClosed {
    bool operator==(const FamilyFileClosed&) const = default;
};
// The decision on its exit names this work, with the wage of the review.
struct FamilyLeftByWork {
    HireId hire = {};
    PersonId person = {};
    Money monthly_wage = {};
    Date resolved_on = {};
    bool operator==(const FamilyLeftByWork&) const = default;
};

// A file of the old system may be open from the start.
struct NoteFamily {
    FamilyNoted family = {};
    bool open = false;
};
struct OpenFamilyFile {};
struct CloseFamilyFile {};
struct NoteLeavingByWork {
    FamilyLeftByWork left = {};
};

struct FamilyFile {
    struct State {
        bool open = false;
        bool enrolled = false;  // open, or once was
        FamilyNoted family;
        std::set<PersonId> named;  // who is on the file, or once was
        std::optional<FamilyLeftByWork> left;
    };
    using Command = std::variant<NoteFamily, OpenFamilyFile, CloseFamilyFile, NoteLeavingByWork>;
    using Event = std::variant<FamilyNoted, FamilyFileOpened, FamilyFileClosed, FamilyLeftByWork>;

    // Refuses nothing: the registry has decided.
    static Result<std::vector<Event>> decide(const State& state, const Command& command,
                                             const Context& by);
    static State evolve(State state, const Event& event);
};
static_assert(Decider<FamilyFile>);

}  // namespace haven::employment
