#include "services/disbursement/domain/cash_advance.hpp"

#include <gtest/gtest.h>

#include "libs/decider/spec.hpp"
#include "services/disbursement/domain/fund_line.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;

const Date kDay = Date::of(2023, 1, 16);
const CashAdvanceId kAdvance = id<CashAdvanceId>(1);
const FundLineId kLine = id<FundLineId>(2);
const PersonId kZhao = id<PersonId>(3);
const CampaignRef kSpringFestival{id<CampaignId>(4), id<VisitGroupId>(5)};
const StaffId kMaker = id<StaffId>(11), kPayer = id<StaffId>(12), kLeader = id<StaffId>(13),
              kWitness = id<StaffId>(14);

const CashAdvanceRequested kRequested{
    kAdvance, kLine,   Money::fen(500'000), AidItem::Temporary, 2023,
    kMaker,   kLeader, "HOLIDAY_VISIT",     kSpringFestival,    kDay};
const CashAdvanceHandedOver kHandedOver{kAdvance, Money::fen(500'000), kLeader, kPayer,
                                        kDay,     kSpringFestival,     kLine};
const PayCashRelief kPay{id<CashReliefId>(21), kZhao, Money::fen(200'000), "R-1", kWitness, kDay,
                         "HOLIDAY_VISIT"};
const CashReliefPaid kPaid{kAdvance,
                           id<CashReliefId>(21),
                           kZhao,
                           Money::fen(200'000),
                           AidItem::Temporary,
                           2023,
                           kLine,
                           "R-1",
                           kWitness,
                           kDay,
                           "HOLIDAY_VISIT",
                           kSpringFestival};

std::vector<CashAdvance::Event> handed_over(std::vector<CashAdvance::Event> then = {}) {
    std::vector<CashAdvance::Event> events = {kRequested, CashAdvanceFunded{}, kHandedOver};
    events.insert(events.end(), then.begin(), then.end());
    return events;
}

PayCashRelief paying(std::uint8_t relief, std::int64_t fen, const std::string& receipt) {
    PayCashRelief pay = kPay;
    pay.relief = id<CashReliefId>(relief);
    pay.amount = Money::fen(fen);
    pay.receipt_no = receipt;
    return pay;
}

TEST(CashAdvance, IsAskedForOnce) {
    const RequestCashAdvance request{kAdvance, kLine,   Money::fen(500'000), AidItem::Temporary,
                                     2023,     kLeader, "HOLIDAY_VISIT",     kSpringFestival};
    given<CashAdvance>().by(kMaker).on("2023-01-16").when(request).then({kRequested});
    given<CashAdvance>({kRequested})
        .by(kMaker)
        .on("2023-01-16")
        .when(request)
        .refused("CASH_ADVANCE_EXISTS");
    RequestCashAdvance nothing = request;
    nothing.amount = Money{};
    given<CashAdvance>().by(kMaker).on("2023-01-16").when(nothing).refused("INVALID_AMOUNT");
}

TEST(CashAdvance, I10_NothingIsHandedOverBeforeItIsReserved) {
    given<CashAdvance>({kRequested})
        .by(kPayer)
        .on("2023-01-16")
        .when(HandOverCash{})
        .refused("NOT_FUNDED");
    given<CashAdvance>({kRequested, CashAdvanceUnfunded{"FUND_LINE_SHORT"}})
        .by(kPayer)
        .when(HandOverCash{})
        .refused("NOT_FUNDED");
    given<CashAdvance>({kRequested, CashAdvanceFunded{}})
        .by(kPayer)
        .on("2023-01-16")
        .when(HandOverCash{})
        .then({kHandedOver});
    given<CashAdvance>({kRequested, CashAdvanceFunded{}}).when(ConfirmCash{}).then_nothing();
}

TEST(CashAdvance, I17_WhoAskedOrTakesItAlongDoesNotHandItOver) {
    for (const StaffId& who : {kMaker, kLeader}) {
        given<CashAdvance>({kRequested, CashAdvanceFunded{}})
            .by(who)
            .when(HandOverCash{})
            .refused("SAME_PERSON");
    }
}

TEST(CashAdvance, PaysANamedPersonAgainstAReceiptBeforeAWitness) {
    given<CashAdvance>(handed_over()).on("2023-01-16").when(kPay).then({kPaid});
    PayCashRelief alone = kPay;
    alone.witness = kLeader;
    given<CashAdvance>(handed_over()).on("2023-01-16").when(alone).refused("SAME_PERSON");
    alone.witness = {};
    given<CashAdvance>(handed_over()).on("2023-01-16").when(alone).refused("NOT_STAFF");
    given<CashAdvance>({kRequested, CashAdvanceFunded{}})
        .on("2023-01-16")
        .when(kPay)
        .refused("NOT_HANDED_OVER");
}

TEST(CashAdvance, I8_APaymentCountsOnceAndSoDoesItsReceipt) {
    given<CashAdvance>(handed_over({kPaid})).on("2023-01-16").when(kPay).then_nothing();
    given<CashAdvance>(handed_over({kPaid}))
        .on("2023-01-16")
        .when(paying(21, 100'000, "R-1"))
        .refused("CASH_RELIEF_DIFFERS");
    given<CashAdvance>(handed_over({kPaid}))
        .on("2023-01-16")
        .when(paying(22, 100'000, "R-1"))
        .refused("RECEIPT_USED");
}

TEST(CashAdvance, I10_NobodyIsPaidMoreThanWasTakenAlong) {
    given<CashAdvance>(handed_over({kPaid}))
        .on("2023-01-16")
        .when(paying(22, 300'001, "R-2"))
        .refused("CASH_SHORT");
}

TEST(CashAdvance, NothingIsPaidBeforeItIsHandedOverOrAfterToday) {
    for (const Date& day : {Date::of(2023, 1, 15), Date::of(2023, 1, 17)}) {
        PayCashRelief pay = kPay;
        pay.paid_on = day;
        given<CashAdvance>(handed_over())
            .on("2023-01-16")
            .when(pay)
            .refused("DATE_OUTSIDE_ADVANCE");
    }
}

TEST(CashAdvance, WhatIsTakenBackIsInHandAgainAndItsReceiptStaysUsed) {
    const CashReliefTakenBack back{kAdvance, kPaid.relief, kPaid.amount,   kLine,
                                   kDay,     "REFUSED",    kSpringFestival};
    const TakeBackCashRelief take{kPaid.relief, "REFUSED"};
    given<CashAdvance>(handed_over({kPaid})).on("2023-01-16").when(take).then({back});
    given<CashAdvance>(handed_over({kPaid, back})).on("2023-01-16").when(take).then_nothing();
    given<CashAdvance>(handed_over({kPaid, back}))
        .on("2023-01-16")
        .when(paying(22, 500'000, "R-1"))
        .refused("RECEIPT_USED");
    CashReliefPaid all = kPaid;
    all.relief = id<CashReliefId>(22);
    all.amount = Money::fen(500'000);
    all.receipt_no = "R-2";
    given<CashAdvance>(handed_over({kPaid, back}))
        .on("2023-01-16")
        .when(paying(22, 500'000, "R-2"))
        .then({all});
    given<CashAdvance>(handed_over()).when(take).refused("CASH_RELIEF_MISSING");
}

TEST(CashAdvance, WhatIsLeftIsCountedByOneAndConfirmedByAnother) {
    const CashCounted counted{Money::fen(300'000), kMaker, kDay};
    given<CashAdvance>(handed_over({kPaid}))
        .by(kMaker)
        .on("2023-01-16")
        .when(CountCash{Money::fen(299'999)})
        .refused("CASH_COUNT_DIFFERS");
    given<CashAdvance>(handed_over({kPaid}))
        .by(kLeader)
        .on("2023-01-16")
        .when(CountCash{Money::fen(300'000)})
        .refused("SAME_PERSON");
    given<CashAdvance>(handed_over({kPaid}))
        .by(kMaker)
        .on("2023-01-16")
        .when(CountCash{Money::fen(300'000)})
        .then({counted});
    for (const StaffId& who : {kMaker, kLeader}) {
        given<CashAdvance>(handed_over({kPaid, counted}))
            .by(who)
            .on("2023-01-16")
            .when(SettleCashAdvance{})
            .refused("SAME_PERSON");
    }
    const CashAdvanceSettled settled{kAdvance, kLine, kPaid.amount, Money::fen(300'000),
                                     kPayer,   kDay};
    given<CashAdvance>(handed_over({kPaid, counted}))
        .by(kPayer)
        .on("2023-01-16")
        .when(SettleCashAdvance{})
        .then({settled});
    given<CashAdvance>(handed_over({kPaid, counted, settled}))
        .on("2023-01-16")
        .when(paying(22, 1, "R-2"))
        .refused("NOT_HANDED_OVER");
}

TEST(CashAdvance, APaymentAfterTheCountMakesItVoid) {
    const CashCounted counted{Money::fen(500'000), kMaker, kDay};
    given<CashAdvance>(handed_over({counted, kPaid}))
        .by(kPayer)
        .on("2023-01-16")
        .when(SettleCashAdvance{})
        .refused("NOT_COUNTED");
}

TEST(CashAdvance, WhatIsNotNeededIsGivenUpBeforeItIsHandedOver) {
    given<CashAdvance>({kRequested, CashAdvanceFunded{}})
        .by(kMaker)
        .when(GiveUpCashAdvance{"NO_VISIT"})
        .then({CashAdvanceGivenUp{kAdvance, kLine, Money::fen(500'000), "NO_VISIT",
                                  kSpringFestival}});
    given<CashAdvance>(handed_over())
        .by(kMaker)
        .when(GiveUpCashAdvance{"NO_VISIT"})
        .refused("NOT_FUNDED");
}

TEST(CashAdvance, AReceiptOfTheDeskIsClaimedForItsFundLineAndAGroupHasABookOfItsOwn) {
    const CashAdvance::State state;
    EXPECT_TRUE(CashAdvance::effects(state, kPaid).claims.empty());
    CashReliefPaid at_the_desk = kPaid;
    at_the_desk.campaign = {};
    const Effects effects = CashAdvance::effects(state, at_the_desk);
    ASSERT_EQ(effects.claims.size(), 1U);
    EXPECT_EQ(effects.claims.front().key, "cash-receipt/" + kLine.to_string() + "/R-1");
}

TEST(CashAdvance, OfADeliveryThatOutreachHasJudgedOnlyTheMoneyIsJudged) {
    PayCashRelief delivered = kPay;
    delivered.judged = true;
    delivered.witness = {};
    CashReliefPaid booked = kPaid;
    booked.witness = {};
    given<CashAdvance>(handed_over()).on("2023-01-16").when(delivered).then({booked});
    delivered.amount = Money::fen(500'001);
    given<CashAdvance>(handed_over()).on("2023-01-16").when(delivered).refused("CASH_SHORT");
}

// A reaction has no hands: who asked and who counted stands in what outreach tells.
TEST(CashAdvance, I17_WhoAskedAndWhoCountedInOutreachStandInTheAdvance) {
    RequestCashAdvance request{kAdvance, kLine,   Money::fen(500'000), AidItem::Temporary,
                               2023,     kLeader, "HOLIDAY_VISIT",     kSpringFestival};
    given<CashAdvance>().by({}).on("2023-01-16").when(request).refused("NOT_STAFF");
    request.requester = kMaker;
    given<CashAdvance>().by({}).on("2023-01-16").when(request).then({kRequested});
    given<CashAdvance>({kRequested})
        .when(RefuseCash{"FUND_LINE_SHORT"})
        .then({CashAdvanceUnfunded{"FUND_LINE_SHORT", kLine, kSpringFestival}});
    CountCash count{Money::fen(300'000)};
    given<CashAdvance>(handed_over({kPaid})).by({}).when(count).refused("NOT_STAFF");
    count.counter = kMaker;
    const CashCounted counted{Money::fen(300'000), kMaker, kDay};
    given<CashAdvance>(handed_over({kPaid})).by({}).on("2023-01-16").when(count).then({counted});
    given<CashAdvance>(handed_over({kPaid, counted}))
        .by(kMaker)
        .when(SettleCashAdvance{})
        .refused("SAME_PERSON");
}

TEST(CashAdvance, WhatWasNotFundedMayBeAskedForAgain) {
    CashAdvanceRequested less = kRequested;
    less.amount = Money::fen(1);
    given<CashAdvance>({kRequested, CashAdvanceUnfunded{"FUND_LINE_SHORT"}})
        .by(kMaker)
        .on("2023-01-16")
        .when(RequestCashAdvance{kAdvance, kLine, Money::fen(1), AidItem::Temporary, 2023, kLeader,
                                 "HOLIDAY_VISIT", kSpringFestival})
        .then({less});
}

// The fund line's half of it.

const FundLineOpened kOpened{
    "city-warmth-2023", "2023年送温暖资金", FundSource::OwnFunds, "CITY", 2023, {}, {}, "6103"};
const FundsReceived kReceived{FundMovement::Received, Money::fen(500'000), "V-1", {}};
const CashReserved kReserved{kAdvance, Money::fen(500'000)};

TEST(FundLineCash, I10_IsReservedAsAWholeOrRefused) {
    const ReserveCash reserve{kAdvance, Money::fen(500'000), AidItem::Temporary, 2023};
    given<FundLine>({kOpened, kReceived}).when(reserve).then({kReserved});
    given<FundLine>({kOpened, kReceived, kReserved}).when(reserve).then_nothing();
    given<FundLine>({kOpened, kReceived})
        .when(ReserveCash{kAdvance, Money::fen(500'001), AidItem::Temporary, 2023})
        .then({CashRefused{kAdvance, "FUND_LINE_SHORT", Money::fen(500'001)}});
}

TEST(FundLineCash, I11_FiscalMoneyIsNotGivenInCash) {
    FundLineOpened fiscal = kOpened;
    fiscal.source = FundSource::CentralFiscal;
    given<FundLine>({fiscal, kReceived})
        .when(ReserveCash{kAdvance, Money::fen(1), AidItem::Temporary, 2023})
        .then({CashRefused{kAdvance, "TIER_NOT_ALLOWED", Money::fen(1)}});
}

TEST(FundLineCash, I25_OfItsOwnYearOnly) {
    given<FundLine>({kOpened, kReceived})
        .when(ReserveCash{kAdvance, Money::fen(1), AidItem::Temporary, 2024})
        .then({CashRefused{kAdvance, "YEAR_DIFFERS", Money::fen(1)}});
}

TEST(FundLineCash, EachPaymentIsPostedOnceAndTheRestReleased) {
    const CashReliefId relief = kPaid.relief;
    const CashPosted posted{kAdvance, relief, Money::fen(200'000)};
    given<FundLine>({kOpened, kReceived, kReserved})
        .when(PostCash{kAdvance, relief, Money::fen(200'000)})
        .then({posted});
    given<FundLine>({kOpened, kReceived, kReserved, posted})
        .when(PostCash{kAdvance, relief, Money::fen(200'000)})
        .then_nothing();
    const CashPostingReversed reversed{kAdvance, relief, Money::fen(200'000)};
    given<FundLine>({kOpened, kReceived, kReserved, posted})
        .when(ReverseCashPosting{kAdvance, relief, Money::fen(200'000)})
        .then({reversed});
    const CashReleased released{kAdvance, Money::fen(300'000)};
    given<FundLine>({kOpened, kReceived, kReserved, posted})
        .when(ReleaseCash{kAdvance, Money::fen(300'000)})
        .then({released});
    given<FundLine>({kOpened, kReceived, kReserved, posted, released})
        .when(ReleaseCash{kAdvance, Money::fen(300'000)})
        .then_nothing();
}

}  // namespace
}  // namespace haven::disbursement
