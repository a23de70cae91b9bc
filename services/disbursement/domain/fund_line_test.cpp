#include "services/disbursement/domain/fund_line.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "libs/decider/spec.hpp"

namespace haven::disbursement {
namespace {

using spec::given;
using spec::id;
using spec::staff;

const FundLineOpened kOpened{
    "city-aid-2023", "市级帮扶资金", FundSource::OwnFunds, "CITY", 2023, {}, {}, "123456789012"};
const FundsReceived kReceived{FundMovement::Received, Money::fen(1'000), "V-1", {}};
const EntitlementId kZhao = id<EntitlementId>(1);
const EntitlementId kQian = id<EntitlementId>(2);

FundLineOpened line_of(FundSource source, std::vector<AidItem> items, std::vector<FileTier> tiers) {
    FundLineOpened line = kOpened;
    line.source = source;
    line.items = std::move(items);
    line.tiers = std::move(tiers);
    return line;
}

TEST(FundLine, OpensOnce) {
    given<FundLine>().when(OpenFundLine{kOpened}).then({kOpened});
    given<FundLine>({kOpened}).when(OpenFundLine{kOpened}).then_nothing();
    FundLineOpened other = kOpened;
    other.year = 2022;
    given<FundLine>({kOpened}).when(OpenFundLine{other}).refused("FUND_LINE_EXISTS");
}

TEST(FundLine, AVoucherCountsOnce) {
    given<FundLine>({kOpened, kReceived})
        .when(ReceiveFunds{FundMovement::Received, Money::fen(1), "V-1"})
        .refused("VOUCHER_USED");
}

TEST(FundLine, I18_AmountsAreWholePositiveFen) {
    for (const Money amount : {Money::fen(0), Money::fen(-1), kMaxAmount + Money::fen(1)}) {
        given<FundLine>({kOpened})
            .when(ReceiveFunds{FundMovement::Received, amount, "V-2"})
            .refused("INVALID_AMOUNT");
    }
}

TEST(FundLine, I10_NothingIsReservedBeyondTheBalance) {
    given<FundLine>({kOpened, kReceived})
        .when(ReserveFunds{kZhao, Money::fen(1'001), AidItem::Living, FileTier::National, 2023})
        .then({ReservationRefused{kZhao, "FUND_LINE_SHORT", Money::fen(1'001)}});
    given<FundLine>({kOpened, kReceived, FundsReserved{kZhao, Money::fen(600)}})
        .when(ReserveFunds{kQian, Money::fen(401), AidItem::Living, FileTier::National, 2023})
        .then({ReservationRefused{kQian, "FUND_LINE_SHORT", Money::fen(401)}});
    given<FundLine>({kOpened, kReceived, FundsReserved{kZhao, Money::fen(600)}})
        .when(ReturnFunds{FundMovement::Returned, Money::fen(401), "R-1"})
        .refused("FUND_LINE_SHORT");
}

TEST(FundLine, OneReservationAnEntitlement) {
    given<FundLine>({kOpened, kReceived, FundsReserved{kZhao, Money::fen(600)}})
        .when(ReserveFunds{kZhao, Money::fen(100), AidItem::Living, FileTier::National, 2023})
        .then_nothing();
}

TEST(FundLine, I11_CentralFiscalMoneyGoesToNationalFilesOnly) {
    const auto central = line_of(FundSource::CentralFiscal, {}, {});
    given<FundLine>({central, kReceived})
        .when(ReserveFunds{kZhao, Money::fen(1), AidItem::Living, FileTier::County, 2023})
        .then({ReservationRefused{kZhao, "TIER_NOT_ALLOWED", Money::fen(1)}});
    given<FundLine>({central, kReceived})
        .when(ReserveFunds{kZhao, Money::fen(1), AidItem::Living, FileTier::National, 2023})
        .then({FundsReserved{kZhao, Money::fen(1)}});
}

TEST(FundLine, I11_OnlyAllowedItemsArePaid) {
    given<FundLine>({line_of(FundSource::OwnFunds, {AidItem::Living}, {}), kReceived})
        .when(ReserveFunds{kZhao, Money::fen(1), AidItem::Medical, FileTier::National, 2023})
        .then({ReservationRefused{kZhao, "ITEM_NOT_ALLOWED", Money::fen(1)}});
}

TEST(FundLine, I25_MoneyOfOneYearPaysNoOtherYearsAid) {
    given<FundLine>({kOpened, kReceived})
        .when(ReserveFunds{kZhao, Money::fen(1), AidItem::Living, FileTier::National, 2024})
        .then({ReservationRefused{kZhao, "YEAR_DIFFERS", Money::fen(1)}});
    // A late return of 2023 is reserved again on the line that paid, whenever it comes (I25 reads
    // so).
    const BatchId batch = id<BatchId>(9);
    given<FundLine>({kOpened, kReceived, FundsReserved{kZhao, Money::fen(600)},
                     PaymentsPosted{batch, "F01-1", Money::fen(600)}})
        .on("2024-01-05")
        .when(PostReturn{"R-1", Money::fen(600)})
        .then({ReturnPosted{"R-1", Money::fen(600)}});
}

TEST(FundLine, I12_AReservationDrawsOnTheCapOfPersonItemAndYear) {
    const AidCap cap{"aid/p/1/2023", Money::fen(900)};
    given<FundLine>({kOpened, kReceived})
        .when(ReserveFunds{kZhao, Money::fen(600), AidItem::Living, FileTier::National, 2023, cap})
        .then({FundsReserved{kZhao, Money::fen(600), cap}});
    const FundsReserved reserved{kZhao, Money::fen(600), cap};
    const auto state = given<FundLine>({kOpened, kReceived, reserved}).state();
    EXPECT_EQ(FundLine::effects(state, reserved).quotas,
              (std::vector<QuotaChange>{{"aid/p/1/2023", 600, 900}}));
    EXPECT_EQ(FundLine::effects(state, ReservationReleased{kZhao, Money::fen(400), "7"}).quotas,
              (std::vector<QuotaChange>{{"aid/p/1/2023", -400, 900}}));
}

TEST(FundLine, ACodeNamesOneLineOfTheSuite) {
    EXPECT_EQ(FundLine::effects({}, kOpened).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "fund-line/city-aid-2023"}}));
}

// A line of county 2, below the city.
ReceivingLine county_line(const std::string& code, std::uint8_t number) {
    return {.id = id<FundLineId>(number),
            .code = code,
            .federation = FederationNo{2},
            .superior = FederationNo{1},
            .source = FundSource::OwnFunds,
            .level = "COUNTY",
            .year = 2023};
}

void refuses(FundMovement movement, const ReceivingLine& to, const char* reason) {
    given<FundLine>({kOpened, kReceived})
        .in(FederationNo{1})
        .when(ReturnFunds{movement, Money::fen(100), "A-1", to})
        .refused(reason);
}

TEST(FundLine, I11_MoneyIsAllocatedDownwardsWithinSourceAndYear) {
    const ReceivingLine good = county_line("county-aid-2023", 7);
    given<FundLine>({kOpened, kReceived})
        .in(FederationNo{1})
        .when(ReturnFunds{FundMovement::AllocatedOut, Money::fen(100), "A-1", good})
        .then({FundsReturned{FundMovement::AllocatedOut, Money::fen(100), "A-1", good.id,
                             FederationNo{2}}});
    ReceivingLine to = good;
    to.source = FundSource::CentralFiscal;
    refuses(FundMovement::AllocatedOut, to, "SOURCE_DIFFERS");
    to = good;
    to.year = 2024;
    refuses(FundMovement::AllocatedOut, to, "YEAR_DIFFERS");
    to = good;
    to.superior = FederationNo{3};  // sideways, or upwards
    refuses(FundMovement::AllocatedOut, to, "NOT_ITS_SUPERIOR");
    to = good;
    to.code = kOpened.code;
    refuses(FundMovement::AllocatedOut, to, "SAME_LINE");
}

TEST(FundLine, I25_WhatIsLeftGoesOnToTheNextYearsLineOfTheSameKind) {
    ReceivingLine good{.id = id<FundLineId>(7),
                       .code = "city-aid-2024",
                       .federation = FederationNo{1},
                       .superior = {},
                       .source = FundSource::OwnFunds,
                       .level = "CITY",
                       .year = 2024};
    given<FundLine>({kOpened, kReceived})
        .in(FederationNo{1})
        .when(ReturnFunds{FundMovement::CarriedOut, Money::fen(100), "C-1", good})
        .then({FundsReturned{FundMovement::CarriedOut, Money::fen(100), "C-1", good.id,
                             FederationNo{1}}});
    ReceivingLine to = good;
    to.year = 2025;
    refuses(FundMovement::CarriedOut, to, "YEAR_DIFFERS");
    to.year = 2023;
    refuses(FundMovement::CarriedOut, to, "YEAR_DIFFERS");
    to = good;
    to.federation = FederationNo{2};
    refuses(FundMovement::CarriedOut, to, "FEDERATION_DIFFERS");
    to = good;
    to.source = FundSource::Donation;
    refuses(FundMovement::CarriedOut, to, "SOURCE_DIFFERS");
    to = good;
    to.level = "PROVINCE";
    refuses(FundMovement::CarriedOut, to, "LEVEL_DIFFERS");
}

TEST(FundLine, OneVoucherSharesAnAmountOutOverSeveralLines) {
    const auto give = [](std::uint8_t to) {
        return ReturnFunds{FundMovement::AllocatedOut, Money::fen(100), "A-1",
                           county_line("county-" + std::to_string(to), to)};
    };
    const auto first = given<FundLine>({kOpened, kReceived}).when(give(7)).only<FundsReturned>();
    EXPECT_EQ(given<FundLine>({kOpened, kReceived, first}).when(give(8)).events().size(), 1U);
    given<FundLine>({kOpened, kReceived, first}).when(give(7)).refused("VOUCHER_USED");
}

TEST(FundLine, I22_AReplyAndAReturnArePostedOnce) {
    const BatchId batch = id<BatchId>(9);
    const PaymentsPosted posted{batch, "F01-1", Money::fen(600)};
    const FundsReserved reserved{kZhao, Money::fen(600)};
    given<FundLine>({kOpened, kReceived, reserved})
        .when(PostPayments{batch, "F01-1", Money::fen(600)})
        .then({posted});
    given<FundLine>({kOpened, kReceived, reserved, posted})
        .when(PostPayments{batch, "F01-1", Money::fen(600)})
        .then_nothing();
    const ReturnPosted back{"R-1", Money::fen(600)};
    given<FundLine>({kOpened, kReceived, reserved, posted, back})
        .when(PostReturn{"R-1", Money::fen(600)})
        .then_nothing();
}

TEST(FundLine, AReturnIsReservedAgainForTheSameInstalment) {
    const BatchId batch = id<BatchId>(9);
    const auto state = given<FundLine>({kOpened, kReceived, FundsReserved{kZhao, Money::fen(600)},
                                        PaymentsPosted{batch, "F01-1", Money::fen(600)},
                                        ReturnPosted{"R-1", Money::fen(600)}})
                           .state();
    EXPECT_EQ(state.paid, Money::fen(0));
    EXPECT_EQ(state.reserved, Money::fen(600));
    EXPECT_EQ(state.balance(), Money::fen(400));
}

TEST(FundLine, AStopGivesItsReservationBackOnce) {
    const FundsReserved reserved{kZhao, Money::fen(600)};
    const ReservationReleased released{kZhao, Money::fen(400), "7"};
    given<FundLine>({kOpened, kReceived, reserved})
        .when(ReleaseReservation{kZhao, Money::fen(400), "7"})
        .then({released});
    given<FundLine>({kOpened, kReceived, reserved, released})
        .when(ReleaseReservation{kZhao, Money::fen(400), "7"})
        .then_nothing();
    given<FundLine>({kOpened, kReceived, reserved, released})
        .when(ReleaseReservation{kZhao, Money::fen(201), "8"})
        .refused("FUND_LINE_SHORT");
}

// Any commands in any order: the equation holds and nothing is ever below zero; a command sent
// twice changes nothing the second time.
RC_GTEST_PROP(FundLine, I10_ReceivedEqualsPaidReservedBalanceReturnedAtEveryEvent, ()) {
    FundLine::State state = FundLine::evolve({}, kOpened);
    const Context by{staff(1), {}, Date::of(2023, 6, 30), FederationNo{1}};
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(0, 2'000), rc::gen::inRange(1, 6)));
    for (const auto& [kind, fen, which] : steps) {
        const Money amount = Money::fen(fen);
        const auto entitlement = id<EntitlementId>(static_cast<std::uint8_t>(which));
        const std::string key = std::to_string(which);
        const FundLine::Command commands[] = {
            ReceiveFunds{FundMovement::Received, amount, key},
            ReturnFunds{FundMovement::Returned, amount, key},
            ReserveFunds{entitlement, amount, AidItem::Living, FileTier::National, 2023},
            ReleaseReservation{entitlement, amount, key},
            PostPayments{id<BatchId>(static_cast<std::uint8_t>(which)), key, amount},
            PostReturn{key, amount}};
        const FundLine::Command& command = commands[kind];
        // A refused reservation is an answer, not a change: it may be given again.
        if (kind != 2) spec::same_command_twice_changes_nothing<FundLine>(state, command, by);
        const auto events = FundLine::decide(state, command, by);
        if (!events) continue;
        for (const auto& event : *events) {
            state = FundLine::evolve(std::move(state), event);
            RC_ASSERT(state.balance() >= Money{});
            RC_ASSERT(state.paid >= Money{});
            RC_ASSERT(state.reserved >= Money{});
            RC_ASSERT(state.received ==
                      state.paid + state.reserved + state.balance() + state.returned);
        }
    }
}

}  // namespace
}  // namespace haven::disbursement
