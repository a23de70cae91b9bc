#include "services/employment/domain/participation.hpp"

#include <gtest/gtest.h>

#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

using spec::given;
using enum ParticipationRefusal;

const EmployerRegistered kRegistered{kFirm, EmployerKind::Manufacturing, papers(), false};

ParticipationApplied applied(std::string branch = "", std::string letter = "") {
    return {kFair, kFirm, std::move(branch), std::move(letter), day("2023-02-01")};
}
ScreenParticipation screen(const EmployerPapers& shown, int stall = 7) {
    return {stall, {kFirm, shown, {}}, known_fair()};
}

TEST(EmployerSpec, AnEmployerIsKnownOnceByItsCreditCodeInTheWholeSuite) {
    given<Employer>().when(RegisterEmployer{kRegistered}).then({kRegistered});
    given<Employer>({kRegistered}).when(RegisterEmployer{kRegistered}).then_nothing();
    EmployerRegistered other = kRegistered;
    other.kind = EmployerKind::Small;
    given<Employer>({kRegistered}).when(RegisterEmployer{other}).refused("EMPLOYER_EXISTS");
    EXPECT_EQ(Employer::effects({}, kRegistered).claims.at(0).key, "employer/91610300MA00000078");
}

TEST(EmployerSpec, PapersSayWhichAndUntilWhen) {
    EmployerRegistered employer = kRegistered;
    employer.papers = {.licence_until = day("2030-12-31")};
    given<Employer>().when(RegisterEmployer{employer}).refused("INVALID_PAPERS");
    employer.papers = {.permit_no = "P-1"};
    given<Employer>().when(RegisterEmployer{employer}).refused("INVALID_PAPERS");
    employer.papers = {};  // without a licence it is known, and may not attend
    given<Employer>().when(RegisterEmployer{employer}).then({employer});
    given<Employer>({kRegistered}).when(RenewPapers{papers()}).then_nothing();
    given<Employer>().when(RenewPapers{papers()}).refused("EMPLOYER_MISSING");
}

TEST(EmployerSpec, WhoIsBarredIsBarredUntilTheLastDayOrUntilCleared) {
    const EmployerBarred barred{day("2024-02-01"), "WITHHELD_WAGES", kClerk};
    given<Employer>({kRegistered})
        .on("2023-02-01")
        .when(BarEmployer{day("2024-02-01"), "WITHHELD_WAGES"})
        .then({barred});
    given<Employer>({kRegistered})
        .on("2023-02-01")
        .when(BarEmployer{day("2023-01-31"), "WITHHELD_WAGES"})
        .refused("INVALID_DATE");
    const auto known = given<Employer>({kRegistered, barred}).state().known;
    EXPECT_EQ(known.fault(day("2024-02-01")), Blacklist);
    EXPECT_EQ(known.fault(day("2024-02-02")), Unset);
    given<Employer>({kRegistered, barred})
        .when(ClearEmployer{"PAID_WAGES"})
        .then({EmployerCleared{"PAID_WAGES", kClerk}});
    given<Employer>({kRegistered}).when(ClearEmployer{"PAID_WAGES"}).refused("NOT_BARRED");
}

TEST(ParticipationSpec, PapersAreCheckedForTheDaysOfTheFair) {
    struct Case {
        ParticipationRefusal refusal;
        EmployerPapers papers;
        std::string branch;
        std::string letter;
    };
    const Case cases[] = {
        {Unset, papers(), "", ""},
        {Unset, {.licence_no = "L-1"}, "", ""},  // without end
        {Unset, {.licence_no = "L-1", .licence_until = day("2023-02-11")}, "", ""},
        {NoLicence, {}, "", ""},
        {NoLicence, {.licence_no = "L-1", .licence_until = day("2023-02-10")}, "", ""},
        // An agency posing as an employer has a licence, and no permit to place workers.
        {AgencyPermit, {.licence_no = "L-1", .is_agency = true}, "", ""},
        {AgencyPermit,
         {.licence_no = "L-1",
          .is_agency = true,
          .permit_no = "P-1",
          .permit_until = day("2023-02-10")},
         "",
         ""},
        {Unset, {.licence_no = "L-1", .is_agency = true, .permit_no = "P-1"}, "", ""},
        {BranchLetter, papers(), "XIFU-2", ""},
        {Unset, papers(), "XIFU-2", "SQ-1"},
    };
    for (const Case& one : cases) {
        const auto outcome = given<Participation>({applied(one.branch, one.letter)})
                                 .by(kOfficer)
                                 .on("2023-02-03")
                                 .when(screen(one.papers));
        if (one.refusal == Unset) {
            outcome.then({ParticipationApproved{7, "L-1", kOfficer}});
        } else {
            outcome.then({ParticipationRefused{one.refusal, kOfficer}});
        }
    }
    ScreenParticipation barred = screen(papers());
    barred.employer.barred_until = day("2023-02-11");
    given<Participation>({applied()})
        .on("2023-02-03")
        .when(barred)
        .then({ParticipationRefused{Blacklist, kClerk}});
}

TEST(ParticipationSpec, OneLegalPersonHasOnePlaceWhateverBranchComesAndAStallIsGivenOnce) {
    const auto first = Participation::effects({}, applied("XIFU-1", "SQ-1"));
    const auto second = Participation::effects({}, applied("XIFU-2", "SQ-2"));
    EXPECT_EQ(first.claims, second.claims);
    const auto approved = given<Participation>({applied()}).on("2023-02-03").when(screen(papers()));
    const auto effects = Participation::effects(approved.state(), ParticipationApproved{7, "", {}});
    EXPECT_EQ(effects.claims.at(0).key, "stall/" + kFair.to_string() + "/7");
    for (const int stall : {0, 101}) {
        given<Participation>({applied()})
            .on("2023-02-03")
            .when(screen(papers(), stall))
            .refused("INVALID_STALL");
    }
}

TEST(ParticipationSpec, WhoDoesNotComeFreesPlaceAndStall) {
    const std::vector<Participation::Event> history{applied(), ParticipationApproved{7, "", {}},
                                                    ParticipationWithdrawn{day("2023-02-10")}};
    const auto state = given<Participation>(history).state();
    const auto effects = Participation::effects(state, history.back());
    ASSERT_EQ(effects.claims.size(), 2U);
    EXPECT_EQ(effects.claims[0].kind, ClaimChange::Kind::Free);
    EXPECT_EQ(effects.claims[1].kind, ClaimChange::Kind::Free);
    given<Participation>(history).when(WithdrawParticipation{known_fair()}).then_nothing();
    given<Participation>(history).when(screen(papers())).refused("NO_SCREENING_DUE");
    given<Participation>()
        .when(WithdrawParticipation{known_fair()})
        .refused("PARTICIPATION_MISSING");
}

TEST(ParticipationSpec, WhoWasThereOnTheFirstDayWithdrawsNoMore) {
    const std::vector<Participation::Event> approved{applied(), ParticipationApproved{7, "", {}}};
    const WithdrawParticipation withdraw{known_fair()};
    given<Participation>(approved)
        .on("2023-02-11")
        .when(withdraw)
        .then({ParticipationWithdrawn{day("2023-02-11")}});
    given<Participation>(approved).on("2023-02-12").when(withdraw).refused("FAIR_HELD");
    WithdrawParticipation put_off = withdraw;
    put_off.fair.terms.first_day = day("2023-04-08");
    given<Participation>(approved)
        .on("2023-02-12")
        .when(put_off)
        .then({ParticipationWithdrawn{day("2023-02-12")}});
}

TEST(ParticipationSpec, AStallStandsUntilTheDayOnWhichItIsGivenUp) {
    std::vector<Participation::Event> history{applied()};
    EXPECT_FALSE(given<Participation>(history).state().stands_on(day("2023-02-11")));
    history.emplace_back(ParticipationApproved{7, "", {}});
    EXPECT_TRUE(given<Participation>(history).state().stands_on(day("2023-02-11")));
    history.emplace_back(ParticipationWithdrawn{day("2023-02-10")});
    EXPECT_TRUE(given<Participation>(history).state().stands_on(day("2023-02-10")));
    EXPECT_FALSE(given<Participation>(history).state().stands_on(day("2023-02-11")));
    history.erase(history.begin() + 1);
    EXPECT_FALSE(given<Participation>(history).state().stands_on(day("2023-02-10")))
        << "it never had one";
}

TEST(ParticipationSpec, NobodyAttendsAFairThatWasCalledOffOrIsOver) {
    KnownFair off = known_fair();
    off.cancelled = true;
    given<Participation>()
        .on("2023-02-01")
        .when(ApplyToAttend{applied(), off})
        .refused("FAIR_CANCELLED");
    given<Participation>()
        .on("2023-02-12")
        .when(ApplyToAttend{applied(), known_fair()})
        .refused("FAIR_OVER");
    given<Participation>()
        .on("2023-02-01")
        .when(ApplyToAttend{applied(), known_fair()})
        .then({applied()});
    given<Participation>({applied()})
        .on("2023-02-02")
        .when(ApplyToAttend{applied(), known_fair()})
        .refused("PARTICIPATION_EXISTS");
}

}  // namespace
}  // namespace haven::employment::testing
