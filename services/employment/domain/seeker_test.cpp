#include "services/employment/domain/seeker.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;

RegisterSeeker enter(const SeekerRegistered& seeker = registered()) {
    return {seeker, true, true};
}

TEST(SeekerSpec, APersonSeeksOnceInTheWholeSuite) {
    given<Seeker>().on("2023-02-01").when(enter()).then({registered()});
    given<Seeker>({registered()}).when(enter()).refused("SEEKER_EXISTS");
    const auto state = given<Seeker>({registered()}).state();
    EXPECT_EQ(Seeker::effects(state, registered()).claims.at(0),
              (ClaimChange{ClaimChange::Kind::Take, "seeker/" + kZhang.to_string()}));
    const SeekerLeft left{"MOVED", day("2023-03-01")};
    given<Seeker>({registered()}).on("2023-03-01").when(LeaveRegister{"MOVED"}).then({left});
    EXPECT_EQ(Seeker::effects(given<Seeker>({registered(), left}).state(), left).claims.at(0).kind,
              ClaimChange::Kind::Free);
    given<Seeker>({registered(), left}).when(UpdateSeeker{profile()}).refused("SEEKER_LEFT");
}

TEST(SeekerSpec, NobodyUnderSixteenAndNobodyWithoutConsent) {
    SeekerRegistered young = registered();
    young.birth = day("2007-02-02");
    given<Seeker>().on("2023-02-01").when(enter(young)).refused("UNDER_16");
    young.birth = day("2007-02-01");
    young.registered_on = day("2023-02-01");
    given<Seeker>().on("2023-02-01").when(enter(young)).then({young});
    SeekerRegistered silent = registered();
    silent.consent.clear();
    given<Seeker>().on("2023-02-01").when(enter(silent)).refused("CONSENT_MISSING");
}

TEST(SeekerSpec, AGroupOfFamiliesOnFileNeedsTheFile) {
    SeekerRegistered graduate = registered();
    graduate.profile.group = SeekerGroup::HardshipGraduate;
    given<Seeker>().on("2023-02-01").when(enter(graduate)).then({graduate});
    given<Seeker>()
        .on("2023-02-01")
        .when(RegisterSeeker{graduate, false, true})
        .refused("FILE_NOT_ENROLLED");
    given<Seeker>()
        .on("2023-02-01")
        .when(RegisterSeeker{graduate, true, false})
        .refused("NOT_ON_FILE");
    graduate.file = {};
    given<Seeker>().on("2023-02-01").when(enter(graduate)).refused("FILE_NOT_ENROLLED");
    // A migrant needs none, and does not become one of a family on file by a change of the profile.
    SeekerRegistered migrant = registered();
    migrant.profile.group = SeekerGroup::Migrant;
    migrant.file = {};
    given<Seeker>().on("2023-02-01").when(RegisterSeeker{migrant, false, false}).then({migrant});
    given<Seeker>({migrant}).when(UpdateSeeker{graduate.profile}).refused("FILE_NOT_ENROLLED");
}

TEST(SeekerSpec, BadInputIsRefused) {
    struct Case {
        const char* reason;
        void (*spoil)(SeekerProfile&);
    };
    const Case cases[] = {
        {"GROUP_MISSING", [](SeekerProfile& p) { p.group = SeekerGroup::Unset; }},
        {"SCHOOLING_MISSING", [](SeekerProfile& p) { p.schooling = SchoolingLevel::Unset; }},
        {"INVALID_WORD", [](SeekerProfile& p) { p.skills = {"张师傅的手艺"}; }},
        {"TOO_MANY_ITEMS", [](SeekerProfile& p) { p.skills.assign(21, "WELDING"); }},
        {"INVALID_WAGE", [](SeekerProfile& p) { p.wage_wish = Money::fen(3'500); }},
        {"INVALID_DIVISION", [](SeekerProfile& p) { p.division = "宝鸡"; }},
    };
    for (const Case& one : cases) {
        SeekerRegistered seeker = registered();
        one.spoil(seeker.profile);
        given<Seeker>().on("2023-02-01").when(enter(seeker)).refused(one.reason);
        given<Seeker>({registered()}).when(UpdateSeeker{seeker.profile}).refused(one.reason);
    }
    SeekerProfile skilled = profile();
    skilled.skills.emplace_back("FORKLIFT");
    given<Seeker>({registered()}).when(UpdateSeeker{skilled}).then({SeekerUpdated{skilled}});
    given<Seeker>({registered()}).when(UpdateSeeker{profile()}).then_nothing();
}

}  // namespace
}  // namespace haven::employment::testing
