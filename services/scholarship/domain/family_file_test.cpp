#include "services/scholarship/domain/family_file.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::scholarship {
namespace {

using spec::given;
using spec::id;

const FamilyNoted kFamily{id<HouseholdId>(40), id<PersonId>(2), {id<PersonId>(2), id<PersonId>(1)}};

TEST(FamilyFileSpec, AFamilyIsNotedWhenItAppliesAndItsFileOpensWithTheEnrolment) {
    given<FamilyFile>({}).when(NoteFamily{kFamily}).then({kFamily});
    given<FamilyFile>({kFamily}).when(OpenFamilyFile{}).then({FamilyFileOpened{}});
    given<FamilyFile>({kFamily, FamilyFileOpened{}})
        .when(CloseFamilyFile{})
        .then({FamilyFileClosed{}});
}

TEST(FamilyFileSpec, AnOpenFileOfTheOldSystemIsNotedAndOpenAtOnce) {
    given<FamilyFile>({}).when(NoteFamily{kFamily, true}).then({kFamily, FamilyFileOpened{}});
}

TEST(FamilyFileSpec, WhatIsInEffectAlreadyIsNotSaidTwice) {
    given<FamilyFile>({kFamily}).when(NoteFamily{kFamily}).then({});
    given<FamilyFile>({kFamily}).when(CloseFamilyFile{}).then({});
    given<FamilyFile>({kFamily, FamilyFileOpened{}}).when(OpenFamilyFile{}).then({});
}

}  // namespace
}  // namespace haven::scholarship
