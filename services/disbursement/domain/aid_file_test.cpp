#include "services/disbursement/domain/aid_file.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;
using spec::staff;

const StaffId kMaker = staff(1);
const StaffId kChecker = staff(2);
const HouseholdId kHousehold = id<HouseholdId>(2);
const EntitlementRef kThisYear{id<EntitlementId>(1), FederationNo{1}};
const EntitlementRef kNextYear{id<EntitlementId>(3), FederationNo{1}};
const Date kYearEnd = Date::of(2018, 12, 31);

Payee payee(const std::string& last4) {
    Payee payee;
    payee.last4 = last4;
    payee.account_cipher = "sealed card " + last4;
    payee.name_cipher = "sealed name";
    return payee;
}

PlanNoted noted(int year, const EntitlementRef& ref, const Payee& paid) {
    return {kHousehold, year, {ref}, paid, kYearEnd};
}
NotePlan plan(int year, const EntitlementRef& ref, const Payee& paid) {
    return {kHousehold, year, {ref}, paid, kYearEnd};
}

const PlanNoted kNoted = noted(2018, kThisYear, payee("0014"));

TEST(AidFile, APlanThatComesAgainChangesNothing) {
    given<AidFile>().when(plan(2018, kThisYear, payee("0014"))).then({kNoted});
    given<AidFile>({kNoted}).when(plan(2018, kThisYear, payee("0014"))).then_nothing();
}

// What the event says must be what its bytes say: they hold a planned payee only if one is named.
TEST(AidFile, APlanWithoutAPayeesAccountKeepsTheOneThereIsAndNamesNoOther) {
    Payee nobody;
    nobody.person = id<PersonId>(9);
    given<AidFile>({kNoted})
        .when(plan(2019, kNextYear, nobody))
        .then({noted(2019, kNextYear, payee("0014"))});
}

TEST(AidFile, AReviewExtendsAndNeverShortens) {
    const ReviewNoted longer{Date::of(2019, 12, 31), {kThisYear}};
    given<AidFile>({kNoted}).when(NoteReview{Date::of(2019, 12, 31)}).then({longer});
    given<AidFile>({kNoted, longer}).when(NoteReview{kYearEnd}).then_nothing();
    given<AidFile>({kNoted, ClosingNoted{"FILE_CLOSED", {kThisYear}}})
        .when(NoteReview{Date::of(2019, 12, 31)})
        .then_nothing();
}

TEST(AidFile, ClosesOnceAndStopsEveryEntitlement) {
    const ClosingNoted closed{"FILE_CANCELLED", {kThisYear}};
    given<AidFile>({kNoted}).when(NoteClosing{"FILE_CANCELLED"}).then({closed});
    given<AidFile>({kNoted, closed}).when(NoteClosing{"FILE_CLOSED"}).then_nothing();
    given<AidFile>().when(NoteClosing{"FILE_CLOSED"}).then_nothing();
}

TEST(AidFile, WhatWasStoppedStaysStoppedWhenTheFileOpensAgain) {
    const std::vector<AidFile::Event> reopened = {kNoted, ClosingNoted{"FILE_CLOSED", {kThisYear}},
                                                  ReopeningNoted{Date::of(2019, 12, 31)}};
    given<AidFile>(reopened).when(NoteSuspension{}).then({SuspensionNoted{{}}});
    given<AidFile>({kNoted}).when(NoteReopening{kYearEnd}).then_nothing();
}

TEST(AidFile, WhatIsGrantedToASuspendedFileIsSuspendedWithIt) {
    const NotePlan plan{kHousehold, 2018, {kThisYear}, {}, kYearEnd};
    const PlanNoted noted{kHousehold, 2018, {kThisYear}, {}, kYearEnd};
    given<AidFile>({SuspensionNoted{{}}}).when(plan).then({noted, SuspensionNoted{{kThisYear}}});
    given<AidFile>({SuspensionNoted{{}}, ClosingNoted{"FILE_CLOSED", {}}, ReopeningNoted{kYearEnd}})
        .when(plan)
        .then({noted});
}

TEST(AidFile, ASuspensionGoesOnOnlyIfThereIsOne) {
    given<AidFile>({kNoted}).when(NoteResumption{}).then_nothing();
    given<AidFile>({kNoted, SuspensionNoted{{kThisYear}}})
        .when(NoteResumption{})
        .then({ResumptionNoted{{kThisYear}}});
}

TEST(AidFile, I21_AnAccountIsCorrectedByTwoPeople) {
    const Payee right = payee("0006");
    const PayeeProposed proposed{right, kMaker};
    given<AidFile>({kNoted}).by(kMaker).when(ProposePayee{right}).then({proposed});
    given<AidFile>({kNoted, proposed}).by(kMaker).when(ProposePayee{right}).then_nothing();
    given<AidFile>({kNoted, proposed}).by(kMaker).when(ConfirmPayee{"0006"}).refused("SAME_PERSON");
    given<AidFile>({kNoted, proposed})
        .by(kChecker)
        .when(ConfirmPayee{"0014"})
        .refused("LAST4_DIFFERS");
    given<AidFile>({kNoted, proposed})
        .by(kChecker)
        .when(ConfirmPayee{"0006"})
        .then({PayeeChanged{right, kMaker, kChecker, {kThisYear}}});
    given<AidFile>({kNoted}).by(kChecker).when(ConfirmPayee{"0006"}).refused("NOTHING_PROPOSED");
    given<AidFile>({kNoted}).by(StaffId{}).when(ProposePayee{right}).refused("NOT_STAFF");
    given<AidFile>().by(kMaker).when(ProposePayee{right}).refused("AID_FILE_MISSING");
}

TEST(AidFile, AnAccountChangedOnTheRegistrysFileCountsHereToo) {
    const PayeeChanged changed{payee("0006"), kMaker, kChecker, {kThisYear}, true};
    const NotePayee note{payee("0006"), kMaker, kChecker};
    given<AidFile>({kNoted}).when(note).then({changed});
    given<AidFile>({kNoted, changed}).when(note).then_nothing();
    given<AidFile>().when(note).then_nothing();
    // The change was on its way when somebody entered an account here: that one still waits.
    given<AidFile>({kNoted, PayeeProposed{payee("0022"), kMaker}, changed})
        .by(kChecker)
        .when(ConfirmPayee{"0022"})
        .then({PayeeChanged{payee("0022"), kMaker, kChecker, {kThisYear}}});
}

TEST(AidFile, ACorrectionMadeHereOutlivesTheAccountThatTheRegistryStillHas) {
    const PayeeChanged here{payee("0006"), kMaker, kChecker, {kThisYear}};
    PlanNoted kept = noted(2019, kNextYear, payee("0006"));
    kept.planned_payee = payee("0014");
    given<AidFile>({kNoted, here}).when(plan(2019, kNextYear, payee("0014"))).then({kept});
}

TEST(AidFile, APlanWithANewerPayeeChangesEveryEntitlement) {
    const PayeeChanged here{payee("0006"), kMaker, kChecker, {kThisYear}};
    given<AidFile>({kNoted, here})
        .when(plan(2019, kNextYear, payee("0022")))
        .then({noted(2019, kNextYear, payee("0022")),
               PayeeChanged{payee("0022"), {}, {}, {kThisYear}, true}});
}

}  // namespace
}  // namespace haven::disbursement
