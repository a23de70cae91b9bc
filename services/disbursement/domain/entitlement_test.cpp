#include "services/disbursement/domain/entitlement.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"
#include "services/disbursement/domain/fund_line.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;

const BatchId kBatch = id<BatchId>(5);
const BatchId kOtherBatch = id<BatchId>(6);
const FundLineId kLine = id<FundLineId>(4);

Payee payee(const std::string& last4) {
    Payee payee;
    payee.person = id<PersonId>(3);
    payee.kind = PayeeKind::Card;
    payee.account_owner = payee.person;
    payee.account_cipher = "sealed card " + last4;
    payee.last4 = last4;
    payee.name_owner = payee.person;
    payee.name_cipher = "sealed name";
    return payee;
}

EntitlementGranted granted() {
    EntitlementGranted grant;
    grant.entitlement = id<EntitlementId>(1);
    grant.household = id<HouseholdId>(2);
    grant.file_federation = FederationNo{2};
    grant.measure_id = "2018-1";
    grant.year = 2018;
    grant.item = AidItem::Living;
    grant.programme = "PILOT-2018";
    grant.person = id<PersonId>(3);
    grant.fund_line = kLine;
    grant.annual = Money::fen(400'000);
    grant.instalments = {{1, Date::of(2018, 6, 30), Date::of(2018, 6, 29), Money::fen(200'000)},
                         {2, Date::of(2018, 12, 10), Date::of(2018, 12, 10), Money::fen(200'000)}};
    grant.payee = payee("0014");
    grant.review_valid_until = Date::of(2018, 11, 30);
    grant.file_tier = FileTier::National;
    return grant;
}

InstalmentHeld held(int number, const std::string& reason, Date on, BatchId batch = {}) {
    return {number, reason, on, batch, id<HouseholdId>(2), FederationNo{2}, id<EntitlementId>(1)};
}

ReliefPaid paid(int number, BatchId batch, const std::string& serial, Date on) {
    return {id<EntitlementId>(1),
            id<HouseholdId>(2),
            FederationNo{2},
            id<PersonId>(3),
            number,
            AidItem::Living,
            "PILOT-2018",
            Money::fen(200'000),
            2018,
            on,
            serial,
            kLine,
            batch,
            "2018-1"};
}

const EntitlementFunded kFunded{kLine};
const InstalmentReleased kReleased{1, 1, Date::of(2018, 6, 29)};
const InstalmentBatched kBatched{1, kBatch};
const ReliefPaid kPaid = paid(1, kBatch, "B-1", Date::of(2018, 7, 2));

PaymentReturned returned() {
    return {id<EntitlementId>(1),
            id<HouseholdId>(2),
            FederationNo{2},
            1,
            Money::fen(200'000),
            Date::of(2018, 7, 9),
            "B-1",
            "R-1",
            "CLOSED",
            kLine,
            "PILOT-2018",
            2018,
            Date::of(2018, 7, 2)};
}

TEST(Entitlement, I19_TheInstalmentsSumToTheYear) {
    EntitlementGranted grant = granted();
    given<Entitlement>().when(GrantEntitlement{grant}).then({grant});
    grant.instalments[1].amount = Money::fen(199'999);
    given<Entitlement>().when(GrantEntitlement{grant}).refused("INSTALMENTS_DIFFER");
}

TEST(Entitlement, IsGrantedOnceAndHasTheInstalmentsOfItsGrant) {
    given<Entitlement>({granted()}).when(GrantEntitlement{granted()}).then_nothing();
    EntitlementGranted more = granted();
    more.fund_line = id<FundLineId>(9);
    given<Entitlement>({granted()}).when(GrantEntitlement{more}).refused("ENTITLEMENT_EXISTS");
    given<Entitlement>({granted(), kFunded})
        .on("2018-06-29")
        .when(ReleaseInstalment{3})
        .refused("INSTALMENT_MISSING");
    given<Entitlement>().on("2018-06-29").when(ReleaseInstalment{1}).refused("ENTITLEMENT_MISSING");
}

TEST(Entitlement, IsReleasedByTimerOnTheWorkingDayBefore) {
    const auto state = given<Entitlement>({granted(), kFunded}).state();
    const Effects effects = Entitlement::effects(state, kFunded);
    EXPECT_EQ(effects.timers, (std::vector<TimerChange>{{"release/1", Date::of(2018, 6, 29)},
                                                        {"release/2", Date::of(2018, 12, 10)}}));
    const auto command = Entitlement::on_timer(state, {"release/1", Date::of(2018, 6, 29)});
    given<Entitlement>({granted(), kFunded}).on("2018-06-29").when(*command).then({kReleased});
}

TEST(Entitlement, NothingIsReleasedBeforeItsMoneyIsReserved) {
    given<Entitlement>({granted()})
        .on("2018-06-29")
        .when(ReleaseInstalment{1, false})
        .refused("NOT_FUNDED");
}

TEST(Entitlement, NobodyReleasesAnInstalmentBeforeItsDay) {
    given<Entitlement>({granted(), kFunded})
        .on("2018-06-28")
        .when(ReleaseInstalment{1, false})
        .refused("NOT_DUE");
}

TEST(Entitlement, WhatWasHeldForWantOfMoneyIsDueAgainWhenThereIsSome) {
    const std::vector<Entitlement::Event> unfunded = {
        granted(), EntitlementUnfunded{"FUND_LINE_SHORT"},
        held(1, "NOT_FUNDED", Date::of(2018, 1, 8)), held(2, "NOT_FUNDED", Date::of(2018, 1, 8))};
    given<Entitlement>({granted()})
        .on("2018-01-08")
        .when(RefuseReservation{"FUND_LINE_SHORT"})
        .then({unfunded[1], unfunded[2], unfunded[3]});
    auto funded = unfunded;
    funded.emplace_back(kFunded);
    const auto state = given<Entitlement>(funded).state();
    EXPECT_EQ(state.part(1)->state, InstalmentState::Scheduled);
    EXPECT_EQ(Entitlement::effects(state, kFunded).timers.size(), 2U);
}

TEST(Entitlement, I12_AsksItsFundLineUnderTheCapOfPersonItemAndYear) {
    EntitlementGranted grant = granted();
    EXPECT_TRUE(reservation_of(grant).cap.key.empty());
    grant.cap = Money::fen(750'000);
    const AidCap cap{"aid/" + id<PersonId>(3).to_string() + "/1/2018", Money::fen(750'000)};
    EXPECT_EQ(reservation_of(grant).cap, cap);
    EXPECT_EQ(reservation_of(grant).amount, Money::fen(400'000));
}

TEST(Entitlement, I9_ReviewMustBeValidOnThePayDate) {
    given<Entitlement>({granted(), kFunded})
        .on("2018-12-10")
        .when(ReleaseInstalment{2, true})
        .then({held(2, "REVIEW_OVERDUE", Date::of(2018, 12, 10))});
    given<Entitlement>({granted(), kFunded, ReviewExtended{Date::of(2019, 11, 30)}})
        .on("2018-12-10")
        .when(ReleaseInstalment{2, true})
        .then({InstalmentReleased{2, 1, Date::of(2018, 12, 10)}});
}

TEST(Entitlement, I9_NothingIsReleasedForASuspendedOrClosedFile) {
    given<Entitlement>({granted(), kFunded, EntitlementSuspended{}})
        .on("2018-06-29")
        .when(ReleaseInstalment{1, false})
        .refused("AID_SUSPENDED");
    const EntitlementStopped stopped{
        id<EntitlementId>(1), "FILE_CLOSED", Money::fen(400'000), kLine, {}};
    given<Entitlement>({granted(), kFunded}).when(StopEntitlement{"FILE_CLOSED"}).then({stopped});
    given<Entitlement>({granted(), kFunded, stopped})
        .on("2018-06-29")
        .when(ReleaseInstalment{1, false})
        .refused("FILE_NOT_OPEN");
}

// A file is cancelled when the worker has died: neither what is due nor what is corrected later
// is paid.
TEST(Entitlement, I23_NothingIsReleasedOnceTheWorkerHasDied) {
    const auto stop = given<Entitlement>({granted(), kFunded, kReleased, kBatched})
                          .when(StopEntitlement{"FILE_CANCELLED"})
                          .only<EntitlementStopped>();
    const InstalmentUnbatched struck{1, kBatch, "FILE_CANCELLED"};
    for (const int instalment : {1, 2}) {
        given<Entitlement>({granted(), kFunded, kReleased, kBatched, stop, struck})
            .on("2018-12-10")
            .when(ReleaseInstalment{instalment, false})
            .refused("FILE_NOT_OPEN");
    }
    EXPECT_EQ(Entitlement::gate(
                  given<Entitlement>({granted(), kFunded, kReleased, kBatched, stop}).state(),
                  Date::of(2018, 6, 29)),
              "FILE_NOT_OPEN");
}

TEST(Entitlement, ASuspensionStrikesWhatIsInABatch) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .on("2018-06-29")
        .when(SuspendEntitlement{})
        .then({EntitlementSuspended{}, held(1, "AID_SUSPENDED", Date::of(2018, 6, 29), kBatch)});
}

TEST(Entitlement, AStopNamesTheBatchesAndKeepsTheirMoneyReserved) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .when(StopEntitlement{"FILE_CANCELLED"})
        .then({EntitlementStopped{
            id<EntitlementId>(1), "FILE_CANCELLED", Money::fen(200'000), kLine, {kBatch}}});
}

TEST(Entitlement, I8_SameInstalmentNeverPaidTwice) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid})
        .when(RecordPayment{1, kOtherBatch, "B-2", Date::of(2018, 7, 3)})
        .refused("PAYMENT_NOT_EXPECTED");
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid})
        .when(ReleaseInstalment{1, false})
        .refused("ALREADY_PAID");
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .on("2018-06-29")
        .when(TakeIntoBatch{1, kOtherBatch})
        .then({held(1, "NOT_RELEASED", Date::of(2018, 6, 29), kOtherBatch)});
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .when(ReleaseInstalment{1, false})
        .refused("IN_BATCH");
    const auto state =
        given<Entitlement>({granted(), kFunded, kReleased, kBatched,
                            held(1, "NOT_RELEASED", Date::of(2018, 6, 29), kOtherBatch)})
            .state();
    EXPECT_EQ(state.part(1)->batch, kBatch) << "the other line is struck, this one goes on";
    EXPECT_EQ(state.part(1)->state, InstalmentState::Batched);
}

TEST(Entitlement, I22_TheSameCreditAndReturnCountOnce) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid})
        .when(RecordPayment{1, kBatch, "B-1", Date::of(2018, 7, 2)})
        .then_nothing();
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid, returned()})
        .when(RecordReturn{1, "B-1", "R-1", Date::of(2018, 7, 9), "CLOSED"})
        .then_nothing();
}

TEST(Entitlement, ALateReturnIsHeldCorrectedAndPaidAgain) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid})
        .on("2018-07-10")
        .when(RecordReturn{1, "B-1", "R-1", Date::of(2018, 7, 9), "CLOSED"})
        .then({returned(), held(1, "CLOSED", Date::of(2018, 7, 10))});
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid, returned()})
        .on("2018-07-11")
        .when(ChangeEntitlementPayee{payee("0006")})
        .then({EntitlementPayeeChanged{payee("0006")},
               InstalmentReleased{1, 2, Date::of(2018, 7, 11)}});
}

TEST(Entitlement, ACorrectedAccountReleasesOnlyWhatItMends) {
    given<Entitlement>({granted(), kFunded, held(1, "AID_SUSPENDED", Date::of(2018, 6, 29))})
        .on("2018-07-11")
        .when(ChangeEntitlementPayee{payee("0006")})
        .then({EntitlementPayeeChanged{payee("0006")}});
}

TEST(Entitlement, AFailedLineIsHeldWithTheBanksReason) {
    const InstalmentUnbatched failed{1, kBatch, "NAME_MISMATCH"};
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .on("2018-07-02")
        .when(LeaveBatch{1, kBatch, "NAME_MISMATCH"})
        .then({failed, held(1, "NAME_MISMATCH", Date::of(2018, 7, 2))});
    // Of the whole file's refusal the file's federation hears nothing: it can do nothing about it.
    given<Entitlement>({granted(), kFunded, kReleased, kBatched})
        .when(LeaveBatch{1, kBatch, "BAD_DIGEST"})
        .then({InstalmentUnbatched{1, kBatch, "BAD_DIGEST"}});
    const auto state =
        given<Entitlement>({granted(), kFunded, kReleased, kBatched, failed}).state();
    EXPECT_EQ(state.part(1)->state, InstalmentState::Held);
    EXPECT_EQ(state.part(1)->reason, "NAME_MISMATCH");
    EXPECT_TRUE(state.part(1)->batch.is_nil());
}

TEST(Entitlement, WhatLeavesItsBatchAfterAStopGivesItsMoneyBack) {
    const EntitlementStopped stopped{
        id<EntitlementId>(1), "FILE_CLOSED", Money::fen(200'000), kLine, {kBatch}};
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, stopped})
        .when(LeaveBatch{1, kBatch, "FILE_CLOSED"})
        .then({InstalmentUnbatched{1, kBatch, "FILE_CLOSED"},
               EntitlementStopped{
                   id<EntitlementId>(1), "FILE_CLOSED", Money::fen(200'000), kLine, {}}});
}

TEST(Entitlement, ALineThatWasSentBeforeTheStopMayStillBePaid) {
    const EntitlementStopped stopped{
        id<EntitlementId>(1), "FILE_CLOSED", Money::fen(200'000), kLine, {kBatch}};
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, stopped})
        .when(RecordPayment{1, kBatch, "B-1", Date::of(2018, 7, 2)})
        .then({kPaid});
}

TEST(Entitlement, WhatTheBankSentBackIsNotReleasedBeforeItsPayeeIsCorrected) {
    const std::vector<Entitlement::Event> back = {granted(), kFunded, kReleased,
                                                  kBatched,  kPaid,   returned()};
    given<Entitlement>(back)
        .on("2018-07-11")
        .when(ReleaseInstalment{1, false})
        .refused("PAYEE_NOT_CORRECTED");
    for (const char* code : {"NAME_MISMATCH", "CLOSED", "NO_ACCOUNT", "FROZEN", "LIMIT"}) {
        given<Entitlement>(
            {granted(), kFunded, kReleased, kBatched, InstalmentUnbatched{1, kBatch, code}})
            .on("2018-07-11")
            .when(ReleaseInstalment{1, false})
            .refused("PAYEE_NOT_CORRECTED");
    }
    PaymentReturned unheard_of = returned();
    unheard_of.code = "BECAUSE";
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, kPaid, unheard_of})
        .on("2018-07-11")
        .when(ReleaseInstalment{1, false})
        .refused("PAYEE_NOT_CORRECTED");
    // A refusal of the whole file says nothing of the account.
    given<Entitlement>(
        {granted(), kFunded, kReleased, kBatched, InstalmentUnbatched{1, kBatch, "BAD_DIGEST"}})
        .on("2018-07-11")
        .when(ReleaseInstalment{1, false})
        .then({InstalmentReleased{1, 2, Date::of(2018, 7, 11)}});
}

TEST(Entitlement, WhatWasCorrectedWhileSuspendedIsReleasedByAPersonLater) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched,
                        InstalmentUnbatched{1, kBatch, "CLOSED"}, EntitlementSuspended{},
                        EntitlementPayeeChanged{payee("0006")}, EntitlementResumed{}})
        .on("2018-07-11")
        .when(ReleaseInstalment{1, false})
        .then({InstalmentReleased{1, 2, Date::of(2018, 7, 11)}});
}

TEST(Entitlement, I21_AnAccountChangedAfterSealIsNotTheOneThatTheBankRefused) {
    InstalmentBatched to_the_old = kBatched;
    to_the_old.payee_digest = payee_digest(payee("0014"));
    const InstalmentUnbatched refused{1, kBatch, "CLOSED"};
    const InstalmentReleased again{1, 2, Date::of(2018, 7, 11)};
    const EntitlementPayeeChanged changed{payee("0006")};
    const LeaveBatch leave{1, kBatch, "CLOSED"};
    // Before or after the entitlement heard of the seal: the line held the old account.
    given<Entitlement>({granted(), kFunded, kReleased, changed, to_the_old})
        .on("2018-07-11")
        .when(leave)
        .then({refused, again});
    given<Entitlement>({granted(), kFunded, kReleased, to_the_old, changed})
        .on("2018-07-11")
        .when(leave)
        .then({refused, again});
    // It was the new one.
    InstalmentBatched to_the_new = kBatched;
    to_the_new.payee_digest = payee_digest(payee("0006"));
    given<Entitlement>({granted(), kFunded, kReleased, changed, to_the_new})
        .on("2018-07-11")
        .when(leave)
        .then({refused, held(1, "CLOSED", Date::of(2018, 7, 11))});
}

TEST(Entitlement, MoneyThatComesAfterTheEndGoesBack) {
    const EntitlementStopped stopped{id<EntitlementId>(1), "FILE_CLOSED", Money{}, kLine, {}};
    given<Entitlement>({granted()}).when(StopEntitlement{"FILE_CLOSED"}).then({stopped});
    given<Entitlement>({granted(), stopped})
        .when(ConfirmReservation{kLine})
        .then({kFunded, EntitlementStopped{
                            id<EntitlementId>(1), "FILE_CLOSED", Money::fen(400'000), kLine, {}}});
    given<Entitlement>({granted(), stopped})
        .when(RefuseReservation{"FUND_LINE_SHORT"})
        .then_nothing();
}

// An award of scholarship has no file and no review: its roll has judged it.
TEST(Entitlement, OfAnAwardIsReleasedWithoutAReviewAndNamesItsAward) {
    const AwardRef award{id<AwardId>(9), 2018};
    EntitlementGranted grant = granted();
    grant.award = award;
    grant.review_valid_until = {};
    given<Entitlement>({grant, kFunded})
        .on("2018-06-29")
        .when(ReleaseInstalment{1, true})
        .then({kReleased});
    ReliefPaid paid = kPaid;
    paid.award = award;
    given<Entitlement>({grant, kFunded, kReleased, kBatched})
        .when(RecordPayment{1, kBatch, "B-1", Date::of(2018, 7, 2)})
        .then({paid});
    given<Entitlement>({grant, kFunded})
        .when(StopEntitlement{"AWARD_STOPPED"})
        .then({EntitlementStopped{
            id<EntitlementId>(1), "AWARD_STOPPED", Money::fen(400'000), kLine, {}, award}});
}

// The subsidy of a course has neither: another person than who asked for it has judged it.
TEST(Entitlement, R80_OfASubsidyIsReleasedWithoutAReviewAndNamesItsEnrolment) {
    const EnrolmentId enrolment = id<EnrolmentId>(9);
    EntitlementGranted grant = granted();
    grant.enrolment = enrolment;
    grant.review_valid_until = {};
    given<Entitlement>({grant, kFunded})
        .on("2018-06-29")
        .when(ReleaseInstalment{1, true})
        .then({kReleased});
    // Heard twice, it is the same one; with another amount it is none.
    given<Entitlement>({grant, kFunded}).when(GrantEntitlement{grant}).then_nothing();
    EntitlementGranted more = grant;
    more.person = id<PersonId>(7);
    given<Entitlement>({grant}).when(GrantEntitlement{more}).refused("ENTITLEMENT_EXISTS");
    ReliefPaid paid = kPaid;
    paid.enrolment = enrolment;
    given<Entitlement>({grant, kFunded, kReleased, kBatched})
        .when(RecordPayment{1, kBatch, "B-1", Date::of(2018, 7, 2)})
        .then({paid});
    const auto back = given<Entitlement>({grant, kFunded, kReleased, kBatched, paid})
                          .on("2018-07-06")
                          .when(RecordReturn{1, "B-1", "R-1", Date::of(2018, 7, 6), "CLOSED"});
    EXPECT_EQ(back.only<PaymentReturned>().enrolment, enrolment);
    EXPECT_EQ(back.only<InstalmentHeld>().enrolment, enrolment);
}

TEST(Entitlement, ASuspensionThatReachesASentLineLeavesItsCreditExpected) {
    given<Entitlement>({granted(), kFunded, kReleased, kBatched, EntitlementSuspended{},
                        held(1, "AID_SUSPENDED", Date::of(2018, 6, 29), kBatch)})
        .when(RecordPayment{1, kBatch, "B-1", Date::of(2018, 7, 2)})
        .then({kPaid});
}

TEST(Entitlement, I12_RemembersWhyItsMoneyWasNotReserved) {
    const auto state = given<Entitlement>({granted(), EntitlementUnfunded{"QUOTA_FULL"}}).state();
    EXPECT_EQ(state.unfunded, "QUOTA_FULL");
    EXPECT_EQ(given<Entitlement>({granted(), EntitlementUnfunded{"QUOTA_FULL"}, kFunded})
                  .state()
                  .unfunded,
              "");
}

}  // namespace
}  // namespace haven::disbursement
