// FamilyFile: what employment knows of a household's file (libs/family): who is on it, of which
// round it is, whether it is open, and whether it was closed because of work, so that a seeker is
// judged by facts of our own log.
#pragma once

#include <optional>
#include <vector>

#include "libs/family/family_file.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

// The stored facts, beside those of libs/family.
struct FamilyNoted {
    HouseholdId household = {};
    std::vector<PersonId> members = {};
    FileRound round = FileRound::Unset;
    bool operator==(const FamilyNoted&) const = default;
};
// The decision on its exit names this work, with the wage of the review.
struct FamilyLeftByWork {
    HireId hire = {};
    PersonId person = {};
    Money monthly_wage = {};
    Date resolved_on = {};
    bool operator==(const FamilyLeftByWork&) const = default;
};

using family::CloseFamilyFile;
using family::FamilyFileClosed;
using family::FamilyFileOpened;
using family::OpenFamilyFile;
using NoteFamily = family::NoteFamily<FamilyNoted>;
struct NoteLeavingByWork {
    FamilyLeftByWork left = {};
};

struct FamilyFile {
    struct State : family::FileState<FamilyNoted> {
        Date entered_on;  // opened for the first time; unset: never, or before days were noted
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
