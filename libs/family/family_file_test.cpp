#include "libs/family/family_file.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::family {
namespace {

using spec::given;
using spec::id;

struct Noted {
    std::vector<PersonId> members = {};
    bool operator==(const Noted&) const = default;
};
using File = FamilyFile<Noted>;
static_assert(Decider<File>);

const Noted kFamily{{id<PersonId>(2), id<PersonId>(1)}};
const Date kFirst = Date::of(2020, 9, 7);
const Date kLast = Date::of(2022, 12, 30);

TEST(FamilyFileSpec, AFamilyIsNotedWhenItAppliesAndItsFileOpensWithTheEnrolment) {
    given<File>().when(NoteFamily<Noted>{kFamily}).then({kFamily});
    given<File>({kFamily}).when(OpenFamilyFile{kFirst}).then({FamilyFileOpened{kFirst}});
    given<File>({kFamily, FamilyFileOpened{kFirst}})
        .when(CloseFamilyFile{kLast})
        .then({FamilyFileClosed{kLast}});
}

TEST(FamilyFileSpec, AnOpenFileOfTheOldSystemIsNotedAndOpenAtOnce) {
    given<File>()
        .when(NoteFamily<Noted>{kFamily, true, kFirst})
        .then({kFamily, FamilyFileOpened{kFirst}});
}

TEST(FamilyFileSpec, WhatIsInEffectAlreadyIsNotSaidTwice) {
    given<File>({kFamily}).when(NoteFamily<Noted>{kFamily}).then_nothing();
    given<File>({kFamily}).when(CloseFamilyFile{kLast}).then_nothing();
    given<File>({kFamily, FamilyFileOpened{kFirst}}).when(OpenFamilyFile{kLast}).then_nothing();
    given<File>({kFamily, FamilyFileOpened{kFirst}})
        .when(NoteFamily<Noted>{kFamily, true, kLast})
        .then_nothing();
}

TEST(FamilyFileSpec, WhoHasLeftAFileIsRememberedAsOnceNamed) {
    File::State file;
    file = File::evolve(file, kFamily);
    file = File::evolve(file, FamilyFileOpened{kFirst});
    file = File::evolve(file, Noted{{id<PersonId>(1)}});
    file = File::evolve(file, FamilyFileClosed{kLast});
    EXPECT_EQ(file.named, (std::set{id<PersonId>(1), id<PersonId>(2)}));
    EXPECT_EQ(file.family.members, std::vector{id<PersonId>(1)});
    EXPECT_FALSE(file.open);
    EXPECT_TRUE(file.enrolled);
    EXPECT_EQ(file.opened_on, kFirst);
}

}  // namespace
}  // namespace haven::family
