#include "services/employment/domain/family_file.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;

const FamilyNoted kFamily{kHousehold, {kZhang, id<PersonId>(4)}, FileRound::Since2020};

// The rest of a family's file is told in libs/family.
TEST(FamilyFileSpec, TheWorkByWhichAFamilyLeftIsForgottenWhenHardshipIsBack) {
    const FamilyLeftByWork left{id<HireId>(30), kZhang, yuan(4'000), day("2023-09-18")};
    given<FamilyFile>({kFamily, FamilyFileOpened{}}).when(NoteLeavingByWork{left}).then({left});
    given<FamilyFile>({kFamily, FamilyFileOpened{}, left})
        .when(NoteLeavingByWork{left})
        .then_nothing();
    given<FamilyFile>({kFamily, FamilyFileOpened{}, left, FamilyFileClosed{}, FamilyFileOpened{}})
        .when(NoteLeavingByWork{left})
        .then({left});
}

TEST(FamilyFileSpec, SinceWhenAFamilyIsInHardshipIsTheDayOnWhichItsFileWasFirstOpened) {
    const FamilyFileOpened first{day("2020-09-07")};
    const FamilyFileClosed closed{day("2021-06-30")};
    const FamilyFileOpened again{day("2022-03-01")};
    EXPECT_FALSE(given<FamilyFile>({kFamily}).state().entered_on.is_set());
    EXPECT_EQ(given<FamilyFile>({kFamily, first, closed, again}).state().entered_on,
              first.opened_on);
    // Of a file that was opened before days were noted, no later day is the first.
    const auto old = given<FamilyFile>({kFamily, FamilyFileOpened{}, closed, again}).state();
    EXPECT_FALSE(old.entered_on.is_set());
    EXPECT_EQ(old.opened_on, again.opened_on);
}

}  // namespace
}  // namespace haven::employment::testing
