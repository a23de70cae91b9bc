// FamilyFile: what outreach knows of a household's file (libs/family): who is on it, and from when
// to when it is open, so that somebody who was visited stands on one step of the ladder only (R81).
#pragma once

#include <vector>

#include "libs/family/family_file.hpp"
#include "services/outreach/domain/types.hpp"

namespace haven::outreach {

// The stored fact, beside those of libs/family.
struct FamilyNoted {
    HouseholdId household = {};
    std::vector<PersonId> members = {};
    bool operator==(const FamilyNoted&) const = default;
};

using family::CloseFamilyFile;
using family::FamilyFileClosed;
using family::FamilyFileOpened;
using family::OpenFamilyFile;
using NoteFamily = family::NoteFamily<FamilyNoted>;
using FamilyFile = family::FamilyFile<FamilyNoted>;
static_assert(Decider<FamilyFile>);

}  // namespace haven::outreach
