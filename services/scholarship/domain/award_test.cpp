#include "services/scholarship/domain/award.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/scholarship/testing/rolls.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::given;
using spec::id;

using Events = std::vector<Award::Event>;

const Funding kOwn{id<FundLineId>(5), {}};
const Funding kPledged{id<FundLineId>(6), id<PledgeId>(7)};
const ApplicationId kApplication = id<ApplicationId>(1);

AwardApproved approved(const Funding& funding = kOwn) {
    return {"610304-2023-1/1", union_scheme().scheme, SchemeKind::UnionHardship, 2023, true, true,
            row(1, funding)};
}
AwardPayable payable(int year = 2023, const Funding& funding = kOwn) {
    const RollRow of = row(1);
    return {year,     of.amount,         of.student,
            of.payee, funding.fund_line, SchemeKind::UnionHardship,
            true,     "610304-2023-1/1", 1};
}
AwardPaid paid(int year = 2023, const Funding& funding = kOwn, bool to_recover = false) {
    return {year,      yuan(5'000), funding.pledge, "B-" + std::to_string(year), day("2023-09-20"),
            to_recover};
}
AwardPaymentReturned returned(const Funding& funding = kOwn) {
    return {2023, yuan(5'000), funding.pledge, "R-1", day("2023-09-23")};
}
AwardFundsAsked asked(int year = 2023) {
    return {year, yuan(5'000), kPledged.pledge};
}
Events until_payable(const Funding& funding = kOwn) {
    Events events{AwardGranted{approved(funding)}};
    if (!funding.pledge.is_nil()) {
        events.emplace_back(asked());
        events.emplace_back(AwardFunded{2023, funding});
    }
    events.emplace_back(payable(2023, funding));
    return events;
}
Events until_paid(const Funding& funding = kOwn) {
    return with(until_payable(funding), {paid(2023, funding)});
}
const RecordAwardPayment kPay{2023, "B-2023", day("2023-09-20")};
const RevokeAward kRevoke{RevocationReason::DroppedOut, "D-7"};
AwardRevoked revoked(Money of = {}) {
    return {RevocationReason::DroppedOut, "D-7", of, kApprover};
}

TEST(Award, OfTheUnionsOwnMoneyAsksDisbursementAtOnce) {
    given<Award>().when(GrantAward{approved()}).then({AwardGranted{approved()}, payable()});
    given<Award>(until_payable()).when(GrantAward{approved()}).then_nothing();
    AwardApproved other = approved();
    other.row.amount = yuan(6'000);
    given<Award>(until_payable()).when(GrantAward{other}).refused("AWARD_EXISTS");
}

TEST(Award, I28_OfAPledgeIsPayableOnlyWhenThePledgeHasAllottedIt) {
    const AwardGranted granted{approved(kPledged)};
    given<Award>().when(GrantAward{approved(kPledged)}).then({granted, asked()});
    given<Award>({granted})
        .when(ConfirmFunding{2023})
        .then({AwardFunded{2023, kPledged}, payable(2023, kPledged)});
    given<Award>(until_payable(kPledged)).when(ConfirmFunding{2023}).then_nothing();
    given<Award>({granted})
        .when(RefuseFunding{2023, "PLEDGE_SHORT"})
        .then({AwardUnfunded{2023, "PLEDGE_SHORT"}});
    given<Award>({granted}).when(kPay).refused("PAYMENT_NOT_EXPECTED");
}

// Edge case: the sponsor pays less than was pledged. The award waits; other money only by a
// decision.
TEST(Award, OfASponsorWhoDefaultsWaitsAndMovesOnlyByADecision) {
    const Events unfunded{AwardGranted{approved(kPledged)}, AwardUnfunded{2023, "PLEDGE_SHORT"}};
    given<Award>(unfunded).when(ChangeFunding{2023, kOwn, ""}).refused("INVALID_WORD");
    given<Award>(unfunded)
        .when(ChangeFunding{2023, kOwn, "D-3"})
        .then({FundingChanged{2023, kOwn, "D-3"}, payable()});
    given<Award>(unfunded)  // the sponsor has paid after all: the same pledge is asked again
        .when(ChangeFunding{2023, kPledged, ""})
        .then({FundingChanged{2023, kPledged, ""}, asked()});
    given<Award>(until_payable()).when(ChangeFunding{2023, kOwn, "D-3"}).refused("NOT_UNFUNDED");
    given<Award>(unfunded).when(ChangeFunding{2023, {}, "D-3"}).refused("FUND_LINE_MISSING");
}

TEST(Award, I8_IsPaidOnceAYear) {
    given<Award>(until_payable()).when(kPay).then({paid()});
    given<Award>(until_paid()).when(kPay).then_nothing();
    given<Award>(until_paid())
        .when(RecordAwardPayment{2023, "B-2024", day("2023-09-21")})
        .refused("PAYMENT_NOT_EXPECTED");
    given<Award>(until_payable())
        .when(RecordAwardPayment{2024, "B-1", day("2023-09-21")})
        .refused("AWARD_YEAR_MISSING");
    given<Award>().when(kPay).refused("AWARD_MISSING");
}

TEST(Award, AReturnIsBookedOnceAndPaidAgainToTheCorrectedAccount) {
    const RecordAwardReturn back{2023, "R-1", day("2023-09-23")};
    given<Award>(until_paid()).when(back).then({returned()});
    const auto history = with(until_paid(), {returned()});
    given<Award>(history).when(back).then_nothing();
    EXPECT_EQ(given<Award>(history).state().paid(), Money{});
    const AwardPaid again{2023, yuan(5'000), {}, "B-9", day("2023-10-08"), false};
    given<Award>(history).when(RecordAwardPayment{2023, "B-9", day("2023-10-08")}).then({again});
    given<Award>(with(history, {again})).when(back).then_nothing();  // the old return, late
    given<Award>(until_payable()).when(back).refused("RETURN_NOT_EXPECTED");
}

// Edge case: dropped out. What nobody was asked to pay is free at once.
TEST(Award, RevokedBeforeItsMoneyIsAskedForFreesPledgeAndClaim) {
    const Events granted{AwardGranted{approved(kPledged)}};
    given<Award>(granted).by(kApprover).when(kRevoke).then(
        {revoked(), AwardYearReleased{2023, kPledged.pledge, kApplication}});
    const auto history =
        with(granted, {revoked(), AwardYearReleased{2023, kPledged.pledge, kApplication}});
    given<Award>(history).when(kRevoke).then_nothing();
    given<Award>(history).when(ConfirmFunding{2023}).then_nothing();  // the pledge's answer, late
    given<Award>(granted).by({}).when(kRevoke).refused("NOT_STAFF");
    given<Award>(granted)
        .when(RevokeAward{RevocationReason::DroppedOut, ""})
        .refused("INVALID_WORD");
}

TEST(Award, RevokedWhileItIsBeingPaidIsStoppedFirstAndAPaymentUnderWayWins) {
    const auto stopping = with(until_payable(), {revoked(), AwardStopAsked{2023, 1}});
    given<Award>(until_payable())
        .by(kApprover)
        .when(kRevoke)
        .then({revoked(), AwardStopAsked{2023, 1}});
    given<Award>(stopping)
        .when(ConfirmStopped{2023})
        .then({AwardYearReleased{2023, {}, kApplication}});
    given<Award>(stopping).when(kPay).then({paid(2023, kOwn, true)});
    const auto won = with(stopping, {paid(2023, kOwn, true)});
    given<Award>(won).when(ConfirmStopped{2023}).then_nothing();
    // It comes back after all: it is not paid a second time.
    given<Award>(won)
        .when(RecordAwardReturn{2023, "R-1", day("2023-09-23")})
        .then({returned(), AwardStopAsked{2023, 1}});
    given<Award>(until_payable()).when(ConfirmStopped{2023}).refused("STOP_NOT_ASKED");
}

TEST(Award, RevokedAfterItWasPaidSaysWhatIsToBeRecovered) {
    given<Award>(until_paid()).by(kApprover).when(kRevoke).then({revoked(yuan(5'000))});
    given<Award>(with(until_paid(), {revoked(yuan(5'000))}))
        .when(ProposeRenewal{2024, StudyStage::Undergraduate, kOwn, "P-1"})
        .refused("AWARD_REVOKED");
}

// Edge cases: letter forged, entry deferred, aided by somebody else, declined, died, dropped out.
TEST(Award, EdgeCasesEndItForAStatedReasonAndNameTheMoneyThatWasPaid) {
    struct Row {
        const char* edge_case;
        RevocationReason reason;
    };
    using enum RevocationReason;
    for (const Row& row :
         {Row{"letter forged", LetterForged}, Row{"deferred year", DeferredEntry},
          Row{"union grant and enterprise's", AidedElsewhere}, Row{"declined", Declined},
          Row{"died", Died}, Row{"dropped out", DroppedOut}}) {
        SCOPED_TRACE(row.edge_case);
        const AwardRevoked unpaid{row.reason, "D-7", {}, kApprover};
        const AwardRevoked paid_out{row.reason, "D-7", yuan(5'000), kApprover};
        given<Award>({AwardGranted{approved(kPledged)}})
            .by(kApprover)
            .when(RevokeAward{row.reason, "D-7"})
            .then({unpaid, AwardYearReleased{2023, kPledged.pledge, kApplication}});
        given<Award>(until_paid())
            .by(kApprover)
            .when(RevokeAward{row.reason, "D-7"})
            .then({paid_out});
    }
}

const ProposeRenewal kRenew{2024, StudyStage::Undergraduate, kOwn, "P-2024"};
const RenewalProposed kProposed{2024, StudyStage::Undergraduate, kOwn, "P-2024", kMaker};

TEST(Award, IsRenewedYearByYearByTwoPeopleUntilTheStudiesEnd) {
    given<Award>(until_paid()).by(kMaker).on("2024-09-02").when(kRenew).then({kProposed});
    const auto proposed = with(until_paid(), {kProposed});
    given<Award>(proposed).by(kMaker).when(ApproveRenewal{2024}).refused("SAME_PERSON");
    given<Award>(proposed)
        .by(kApprover)
        .when(ApproveRenewal{2024})
        .then({AwardRenewed{2024, kApprover}, payable(2024)});
    given<Award>(proposed)
        .by(kApprover)
        .when(RejectRenewal{2024})
        .then({AwardYearReleased{2024, {}, {}}});
    given<Award>(until_paid()).when(ApproveRenewal{2024}).refused("AWARD_YEAR_MISSING");
}

TEST(Award, RefusesARenewalThatCannotBe) {
    struct Row {
        const char* reason;
        Events history;
        const char* on;
        ProposeRenewal command;
    };
    AwardApproved once = approved();
    once.renewable = false;
    ProposeRenewal last = kRenew;
    last.year = 2026;
    ProposeRenewal beyond = kRenew;
    beyond.year = 2027;
    ProposeRenewal same = kRenew;
    same.year = 2023;
    ProposeRenewal graduate = kRenew;
    graduate.stage = StudyStage::Graduate;
    ProposeRenewal unproved = kRenew;
    unproved.proof_no = "";
    for (const Row& one :
         {Row{"NOT_RENEWABLE", {AwardGranted{once}, payable(), paid()}, "2024-09-02", kRenew},
          Row{"LAST_YEAR_OPEN", until_payable(), "2024-09-02", kRenew},
          Row{"RENEWAL_TOO_EARLY", until_paid(), "2023-12-31", kRenew},
          Row{"RENEWAL_YEAR_PAST", until_paid(), "2024-09-02", same},
          Row{"STUDIES_ENDED", until_paid(), "2027-09-02", beyond},
          Row{"STAGE_CHANGED", until_paid(), "2024-09-02", graduate},
          Row{"INVALID_WORD", until_paid(), "2024-09-02", unproved}}) {
        given<Award>(one.history).by(kMaker).on(one.on).when(one.command).refused(one.reason);
    }
    EXPECT_EQ(given<Award>(until_paid()).by(kMaker).on("2026-09-02").when(last).events().size(),
              1U);
}

// Edge case: a repeated year is not paid and puts off the end of the studies.
TEST(Award, ARepeatedYearIsNotPaidAndComesOnTop) {
    given<Award>(until_paid())
        .on("2024-09-02")
        .when(RecordRepeatedYear{2024})
        .then({YearRepeated{2024}});
    const auto repeated = with(until_paid(), {YearRepeated{2024}});
    given<Award>(repeated).on("2024-09-02").when(RecordRepeatedYear{2024}).then_nothing();
    ProposeRenewal last = kRenew;
    last.year = 2027;
    EXPECT_EQ(given<Award>(repeated).by(kMaker).on("2027-09-02").when(last).events().size(), 1U);
    last.year = 2028;
    given<Award>(repeated).on("2028-09-02").when(last).refused("STUDIES_ENDED");
}

// Edge case: deferred entry (保留入学资格).
TEST(Award, OfADeferredEntryIsFreedAndGivenInTheYearOfEntry) {
    const DeferAward defer{2023, 2024};
    const AwardDeferred deferred{2023, 2024};
    given<Award>(until_payable()).when(defer).then({deferred, AwardStopAsked{2023, 1}});
    const auto stopped = with(until_payable(), {deferred, AwardStopAsked{2023, 1},
                                                AwardYearReleased{2023, {}, kApplication}});
    ProposeRenewal too_early = kRenew;
    too_early.year = 2023;
    given<Award>(stopped).on("2023-12-01").when(too_early).refused("ENTRY_DEFERRED");
    given<Award>(stopped).by(kMaker).on("2024-09-02").when(kRenew).then({kProposed});
    ProposeRenewal fourth = kRenew;
    fourth.year = 2027;
    EXPECT_EQ(given<Award>(stopped).on("2027-09-02").when(fourth).events().size(), 1U);
    given<Award>(until_paid()).when(defer).refused("AWARD_PAID");
    given<Award>(until_payable()).when(DeferAward{2023, 2027}).refused("INVALID_YEAR");
    given<Award>(stopped).when(defer).then_nothing();
}

TEST(I27_OneHardshipAwardAStudentYearAndStage, ARenewalClaimsItsOwnYearAndGivesItBack) {
    const auto state = given<Award>(with(until_paid(), {kProposed})).state();
    const std::string key = hardship_claim(row(1).student, 2024, StudyStage::Undergraduate);
    using Kind = ClaimChange::Kind;
    EXPECT_EQ(Award::effects(state, kProposed).claims,
              (std::vector<ClaimChange>{{Kind::Take, key}}));
    EXPECT_EQ(Award::effects(state, AwardYearReleased{2024, {}, {}}).claims,
              (std::vector<ClaimChange>{{Kind::Free, key}}));
    // The first year's claim is the application's to free.
    EXPECT_TRUE(Award::effects(state, AwardYearReleased{2023, {}, kApplication}).claims.empty());
    AwardApproved reward = approved();
    reward.counts_as_hardship_aid = false;
    const auto other = given<Award>({AwardGranted{reward}, payable(), paid(), kProposed}).state();
    EXPECT_TRUE(Award::effects(other, kProposed).claims.empty());
}

// The bank has refused the account: the student's or the parent's other one is entered by one and
// confirmed by another, who reads it from the paper.
Payee other_account(const PersonId& person) {
    Payee payee = row(1).payee;
    payee.person = person;
    payee.account.cipher = "another account";
    payee.last4 = "0022";
    return payee;
}

TEST(Award, OfAWrongAccountIsCorrectedByTwoPeopleAndPaidThere) {
    AwardApproved of_parent = approved();
    of_parent.row.parent = kFather;
    const Events payable_now{AwardGranted{of_parent}, payable()};
    const ProposeAwardPayee other{other_account(kFather)};
    const AwardPayeeProposed proposed{other.payee, kMaker};
    given<Award>(payable_now).by(kMaker).when(other).then({proposed});
    given<Award>(payable_now)
        .when(ProposeAwardPayee{other_account(kMother)})
        .refused("PAYEE_NOT_STUDENT_OR_PARENT");
    auto already = payable_now;
    already.emplace_back(proposed);
    given<Award>(already).by(kMaker).when(other).then_nothing();
    given<Award>(payable_now).when(ProposeAwardPayee{}).refused("PAYEE_UNKNOWN");
    given<Award>(payable_now).when(ConfirmAwardPayee{"0022"}).refused("NO_PAYEE_PROPOSED");
    const auto waiting = [&] { return given<Award>(with(payable_now, {proposed})); };
    waiting().by(kMaker).when(ConfirmAwardPayee{"0022"}).refused("SAME_PERSON");
    waiting().by(kApprover).when(ConfirmAwardPayee{"0014"}).refused("ACCOUNT_DIFFERS");
    const AwardPayeeChanged changed{other.payee, kMaker, kApprover, {{2023, 1}}};
    waiting().by(kApprover).when(ConfirmAwardPayee{"0022"}).then({changed});
    // The year after is paid there too.
    const auto later = given<Award>(with(payable_now, {proposed, changed, paid(), kProposed}))
                           .by(kApprover)
                           .on("2024-09-03")
                           .when(ApproveRenewal{2024});
    EXPECT_EQ(std::get<AwardPayable>(later.events().back()).payee, other.payee);
}

TEST(Award, OfAYearGivenUpAndGrantedAnewIsAskedForAsAnother) {
    ProposeRenewal again = kRenew;
    RenewalProposed proposed = kProposed;
    const Events given_up =
        with(until_paid(), {proposed, AwardRenewed{2024, kApprover}, payable(2024),
                            AwardStopAsked{2024, 1}, AwardYearReleased{2024, {}, {}}});
    given<Award>(given_up).by(kMaker).on("2024-09-20").when(again).then({proposed});
    AwardPayable second = payable(2024);
    second.asked = 2;
    given<Award>(with(given_up, {proposed}))
        .by(kApprover)
        .on("2024-09-21")
        .when(ApproveRenewal{2024})
        .then({AwardRenewed{2024, kApprover}, second});
}

// Any commands in any order: a credit of the bank is never counted twice, nothing is paid that was
// not asked for, and what was accepted once changes nothing the second time.
RC_GTEST_PROP(Award, I8_InAnyOrderEveryCreditWasAskedForAndCountsOnce, ()) {
    Award::State state;
    const Context by{kApprover, {}, Date::of(2025, 9, 1), FederationNo{1}};
    const Funding funding = *rc::gen::element(kOwn, kPledged);
    std::map<int, int> to_pay;
    std::map<int, int> credited;
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 10), rc::gen::inRange(2023, 2026)));
    for (const auto& [kind, year] : steps) {
        const std::string serial = std::to_string(year);
        const Award::Command commands[] = {GrantAward{approved(funding)},
                                           ConfirmFunding{year},
                                           RefuseFunding{year, "PLEDGE_SHORT"},
                                           RecordAwardPayment{year, serial, by.business_date},
                                           RecordAwardReturn{year, serial, by.business_date},
                                           ProposeRenewal{year, StudyStage::TopUp, funding, "P-1"},
                                           ApproveRenewal{year},
                                           DeferAward{year, year + 1},
                                           RevokeAward{RevocationReason::Declined, "D-1"},
                                           ConfirmStopped{year}};
        spec::same_command_twice_changes_nothing<Award>(state, commands[kind], by);
        const auto events = Award::decide(state, commands[kind], by);
        if (!events) continue;
        for (const auto& event : *events) {
            state = Award::evolve(std::move(state), event);
            if (const auto* e = std::get_if<AwardPayable>(&event)) ++to_pay[e->year];
            if (const auto* e = std::get_if<AwardPaid>(&event)) ++credited[e->year];
            if (const auto* e = std::get_if<AwardPaymentReturned>(&event)) --credited[e->year];
        }
        for (const auto& [of, count] : credited) {
            RC_ASSERT(count == 0 || count == 1);
            RC_ASSERT(count == 0 || to_pay[of] > 0);
        }
        int standing = 0;
        for (const auto& [of, count] : credited) standing += count;
        RC_ASSERT(state.paid() == yuan(5'000) * standing);
    }
}

}  // namespace
}  // namespace haven::scholarship::testing
