// FamilyFile: what scholarship knows of a household's file (libs/family): whose it is, who is on
// it, and whether it is open, so that an application is judged by facts of our own log.
#pragma once

#include <vector>

#include "libs/family/family_file.hpp"
#include "services/scholarship/domain/types.hpp"

namespace haven::scholarship {

// The stored fact, beside those of libs/family.
struct FamilyNoted {
    HouseholdId household = {};
    PersonId head = {};
    std::vector<PersonId> members = {};  // the head among them
    bool operator==(const FamilyNoted&) const = default;
};

using family::CloseFamilyFile;
using family::FamilyFileClosed;
using family::FamilyFileOpened;
using family::OpenFamilyFile;
using NoteFamily = family::NoteFamily<FamilyNoted>;
using FamilyFile = family::FamilyFile<FamilyNoted>;
static_assert(Decider<FamilyFile>);

}  // namespace haven::scholarship
