#include "services/registry/domain/erasure.hpp"

#include "libs/decider/spec.hpp"
#include "services/registry/domain/household.hpp"

namespace haven::registry::spec {
namespace {

using haven::spec::given;
using haven::spec::id;

const PersonId kPerson = id<PersonId>(7);

ErasePerson erase(std::vector<PersonsFile> files) {
    return {kPerson, ErasureGround::ConsentWithdrawn, std::move(files)};
}
PersonErased erased_on(Date day) {
    return {kPerson, ErasureGround::ConsentWithdrawn, day};
}
PersonsFile closed(Date day) {
    return {.closed_on = day};
}

TEST(Erasure, OfSomebodyWhoseApplicationsNeverBecameAFile) {
    given<PersonRecord>()
        .on("2021-11-02")
        .when(erase({PersonsFile{}, PersonsFile{}}))
        .then({erased_on(Date::of(2021, 11, 2))});
}

TEST(Erasure, IsRefusedWhileAnyFileOrApplicationIsOpen) {
    given<PersonRecord>()
        .on("2040-01-02")
        .when(erase({closed(Date::of(2018, 5, 2)), {.open = true}}))
        .refused("PERSON_ON_OPEN_FILE");
}

TEST(Erasure, WaitsForTenYearsAfterTheLastFileEnded) {
    const auto files = erase({closed(Date::of(2018, 5, 2)), closed(Date::of(2016, 1, 4))});
    given<PersonRecord>().on("2028-05-02").when(files).refused("KEEPING_TERM_RUNS");
    given<PersonRecord>().on("2028-05-03").when(files).then({erased_on(Date::of(2028, 5, 3))});
}

TEST(Erasure, WaitsForThirtyYearsWhereVouchersNameThePerson) {
    const auto paid = erase({{.closed_on = Date::of(2018, 5, 2), .paid = true}});
    given<PersonRecord>().on("2048-12-31").when(paid).refused("KEEPING_TERM_RUNS");
    given<PersonRecord>().on("2049-01-01").when(paid).then({erased_on(Date::of(2049, 1, 1))});
}

TEST(Erasure, OfTheTwentyNinthOfFebruaryEndsInItsMonth) {
    EXPECT_EQ(kept_until(closed(Date::of(2016, 2, 29))), Date::of(2026, 2, 28));
}

TEST(Erasure, HappensOnceWhateverTheGround) {
    given<PersonRecord>({erased_on(Date::of(2021, 11, 2))})
        .when(ErasePerson{kPerson, ErasureGround::Unlawful, {{.open = true}}})
        .then_nothing();
}

TEST(Erasure, NeedsAGround) {
    given<PersonRecord>().when(ErasePerson{kPerson}).refused("GROUND_MISSING");
}

TEST(Erasure, KeepsThePersonOffEveryFileForEver) {
    const auto effects = PersonRecord::effects({true}, erased_on(Date::of(2021, 11, 2)));
    ASSERT_EQ(effects.claims.size(), 1U);
    EXPECT_EQ(effects.claims[0].kind, ClaimChange::Kind::Take);
    EXPECT_EQ(effects.claims[0].key, open_file_claim(kPerson));
}

}  // namespace
}  // namespace haven::registry::spec
