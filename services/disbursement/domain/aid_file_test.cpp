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

TEST(AidFile, AnAccountCorrectedOnTheRegistrysFileCountsForEveryEntitlement) {
    const PayeeChanged changed{payee("0006"), kMaker, kChecker, {kThisYear}};
    const NotePayee note{payee("0006"), kMaker, kChecker};
    given<AidFile>({kNoted}).when(note).then({changed});
    given<AidFile>({kNoted, changed}).when(note).then_nothing();
    // Back to the first account: a correction like any other.
    given<AidFile>({kNoted, changed})
        .when(NotePayee{payee("0014"), kChecker, kMaker})
        .then({PayeeChanged{payee("0014"), kChecker, kMaker, {kThisYear}}});
}

TEST(AidFile, BeforeTheFirstPlanThereIsNobodyToPay) {
    given<AidFile>().when(NotePayee{payee("0006"), kMaker, kChecker}).then_nothing();
}

TEST(AidFile, ThePlanOfANewYearNamesThePayeeAsCorrected) {
    const PayeeChanged changed{payee("0006"), kMaker, kChecker, {kThisYear}};
    given<AidFile>({kNoted, changed})
        .when(plan(2019, kNextYear, payee("0006")))
        .then({noted(2019, kNextYear, payee("0006"))});
}

}  // namespace
}  // namespace haven::disbursement
