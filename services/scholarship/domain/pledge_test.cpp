#include "services/scholarship/domain/pledge.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/scholarship/testing/schemes.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::given;
using spec::id;

const PledgeMade kMade{"xuanyuan-2023", kSponsor,          id<SchemeId>(23),
                       yuan(700'000),   id<FundLineId>(5), "X-2023-1"};
const PledgeReceived kReceived{yuan(10'000), "V-1", day("2023-08-01"), id<FundLineId>(5)};
const AwardYearRef kZhao{id<AwardId>(1), 2023};
const AwardYearRef kQian{id<AwardId>(2), 2023};
const AwardAllotted kZhaos{kZhao, yuan(5'000)};

TEST(Pledge, IsMadeOnceUnderACodeOfTheWholeSuite) {
    given<Pledge>().when(MakePledge{kMade}).then({kMade});
    given<Pledge>({kMade}).when(MakePledge{kMade}).then_nothing();
    PledgeMade other = kMade;
    other.promised = yuan(1);
    given<Pledge>({kMade}).when(MakePledge{other}).refused("PLEDGE_EXISTS");
    other.promised = Money{};
    given<Pledge>().when(MakePledge{other}).refused("INVALID_AMOUNT");
    other = kMade;
    other.sponsor.clear();
    given<Pledge>().when(MakePledge{other}).refused("SPONSOR_MISSING");
    EXPECT_EQ(Pledge::effects({}, kMade).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "pledge/xuanyuan-2023"}}));
}

TEST(Pledge, AReceiptIsBookedOnceAndOnlyUpToThePromise) {
    given<Pledge>({kMade})
        .on("2023-08-01")
        .when(ReceivePledge{yuan(10'000), "V-1"})
        .then({kReceived});
    given<Pledge>({kMade, kReceived}).when(ReceivePledge{yuan(1), "V-1"}).refused("VOUCHER_USED");
    given<Pledge>({kMade, kReceived})
        .when(ReceivePledge{yuan(690'000) + Money::fen(1), "V-2"})
        .refused("ABOVE_PLEDGE");
    given<Pledge>().when(ReceivePledge{yuan(1), "V-1"}).refused("PLEDGE_MISSING");
    given<Pledge>({kMade}).by({}).when(ReceivePledge{yuan(1), "V-1"}).refused("NOT_STAFF");
}

TEST(Pledge, I28_NothingIsAwardedAboveWhatWasReceivedWhateverWasPromised) {
    given<Pledge>({kMade})  // promised 700,000, received nothing
        .when(AllotAward{kZhao, Money::fen(1)})
        .then({AllotmentRefused{kZhao, Money::fen(1), "PLEDGE_SHORT"}});
    given<Pledge>({kMade, kReceived, kZhaos})
        .when(AllotAward{kQian, yuan(5'000)})
        .then({AwardAllotted{kQian, yuan(5'000)}});
    given<Pledge>({kMade, kReceived, kZhaos})
        .when(AllotAward{kQian, yuan(5'000) + Money::fen(1)})
        .then({AllotmentRefused{kQian, yuan(5'000) + Money::fen(1), "PLEDGE_SHORT"}});
}

TEST(Pledge, I28_MoneyThatIsPromisedToAnAwardIsNotGivenBackToTheSponsor) {
    given<Pledge>({kMade, kReceived, kZhaos})
        .when(GivePledgeBack{yuan(5'000) + Money::fen(1), "B-1"})
        .refused("PLEDGE_SHORT");
    const PledgeGivenBack back{yuan(5'000), "B-1"};
    given<Pledge>({kMade, kReceived, kZhaos}).when(GivePledgeBack{yuan(5'000), "B-1"}).then({back});
    given<Pledge>({kMade, kReceived, kZhaos, back})
        .when(GivePledgeBack{yuan(5'000), "B-1"})
        .refused("VOUCHER_USED");
}

TEST(Pledge, AnAwardIsAllottedOnceAYear) {
    given<Pledge>({kMade, kReceived, kZhaos}).when(AllotAward{kZhao, yuan(5'000)}).then_nothing();
    const AwardYearRef next{kZhao.award, 2024};
    given<Pledge>({kMade, kReceived, kZhaos})
        .when(AllotAward{next, yuan(5'000)})
        .then({AwardAllotted{next, yuan(5'000)}});
}

// Edge case: the sponsor pays less than was pledged.
TEST(Pledge, ASponsorWhoDefaultsLeavesWhatCame) {
    const PledgeDefaulted defaulted{yuan(690'000), "SPONSOR_DISSOLVED"};
    given<Pledge>({kMade, kReceived}).when(DefaultPledge{"SPONSOR_DISSOLVED"}).then({defaulted});
    given<Pledge>({kMade, kReceived, defaulted})
        .when(DefaultPledge{"SPONSOR_DISSOLVED"})
        .then_nothing();
    given<Pledge>({kMade, kReceived, defaulted})
        .when(ReceivePledge{yuan(1), "V-2"})
        .refused("PLEDGE_ENDED");
    given<Pledge>({kMade, kReceived, defaulted})
        .when(AllotAward{kZhao, yuan(10'000)})
        .then({AwardAllotted{kZhao, yuan(10'000)}});
    given<Pledge>({kMade, kReceived}).when(DefaultPledge{"ran out"}).refused("INVALID_WORD");
}

TEST(Pledge, I22_EveryCreditAndEveryReturnOfTheBankIsPostedOnce) {
    const std::vector<Pledge::Event> allotted{kMade, kReceived, kZhaos};
    const AllotmentPaid paid{kZhao, yuan(5'000), "B-7", day("2023-09-20")};
    const PostAllotmentPaid post{kZhao, "B-7", day("2023-09-20")};
    given<Pledge>(allotted).when(post).then({paid});
    given<Pledge>(with<Pledge::Event>(allotted, {paid})).when(post).then_nothing();
    given<Pledge>(with<Pledge::Event>(allotted, {paid}))
        .when(PostAllotmentPaid{kZhao, "B-8", day("2023-09-21")})
        .refused("PAYMENT_NOT_EXPECTED");
    const AllotmentReturned back{kZhao, yuan(5'000), "R-7", day("2023-09-23")};
    const PostAllotmentReturned post_back{kZhao, "R-7", day("2023-09-23")};
    given<Pledge>(allotted).when(post_back).refused("RETURN_NOT_EXPECTED");
    given<Pledge>(with<Pledge::Event>(allotted, {paid})).when(post_back).then({back});
    const auto returned = with<Pledge::Event>(allotted, {paid, back});
    given<Pledge>(returned).when(post_back).then_nothing();
    EXPECT_EQ(given<Pledge>(returned).state().paid, Money{});
    EXPECT_EQ(given<Pledge>(returned).state().allotted, yuan(5'000));
    // Paid again to the corrected account, under a serial of its own.
    given<Pledge>(returned)
        .when(PostAllotmentPaid{kZhao, "B-9", day("2023-10-08")})
        .then({AllotmentPaid{kZhao, yuan(5'000), "B-9", day("2023-10-08")}});
}

TEST(Pledge, WhatARevokedAwardLeavesMayGoToAnother) {
    const AllotmentReleased released{kZhao, yuan(5'000)};
    given<Pledge>({kMade, kReceived, kZhaos}).when(ReleaseAllotment{kZhao}).then({released});
    given<Pledge>({kMade, kReceived, kZhaos, released})
        .when(ReleaseAllotment{kZhao})
        .then_nothing();
    given<Pledge>({kMade, kReceived, kZhaos, released})
        .when(AllotAward{kQian, yuan(10'000)})
        .then({AwardAllotted{kQian, yuan(10'000)}});
    given<Pledge>(
        {kMade, kReceived, kZhaos, AllotmentPaid{kZhao, yuan(5'000), "B-7", day("2023-09-20")}})
        .when(ReleaseAllotment{kZhao})
        .refused("ALREADY_PAID");
    given<Pledge>({kMade}).when(ReleaseAllotment{kZhao}).then_nothing();  // never funded
}

// Edge case: a gift in kind. Goods are counted, never shown as money (I31 for scholarships).
TEST(Pledge, GoodsAreHandedOutFromStockOnceToAStudent) {
    const GiftInKindReceived two{"SUITCASE", 2, "G-1"};
    given<Pledge>({kMade}).when(ReceiveGift{"SUITCASE", 2, "G-1"}).then({two});
    given<Pledge>({kMade, two}).when(ReceiveGift{"SUITCASE", 2, "G-1"}).refused("VOUCHER_USED");
    given<Pledge>({kMade}).when(ReceiveGift{"SUITCASE", 0, "G-1"}).refused("INVALID_COUNT");
    const auto give = [](std::uint8_t award) {
        return HandOutGift{"SUITCASE", id<AwardId>(award), kMade.scheme};
    };
    const auto gone = [](std::uint8_t award) {
        return GiftHandedOut{"SUITCASE", id<AwardId>(award), day("2023-08-30")};
    };
    given<Pledge>({kMade, two}).on("2023-08-30").when(give(1)).then({gone(1)});
    given<Pledge>({kMade, two, gone(1)}).when(give(1)).refused("GIFT_HANDED_OUT");
    given<Pledge>({kMade, two, gone(1), gone(2)}).when(give(3)).refused("GOODS_SHORT");
    EXPECT_EQ(given<Pledge>({kMade, two, gone(1)}).state().balance(), Money{});
    given<Pledge>({kMade, two})
        .when(HandOutGift{"SUITCASE", id<AwardId>(1), id<SchemeId>(99)})
        .refused("SCHEME_DIFFERS");
    given<Pledge>({kMade, two})
        .when(HandOutGift{"SUITCASE", id<AwardId>(1), kMade.scheme, true})
        .refused("AWARD_REVOKED");
}

// Any commands in any order: the equation holds, nothing is ever below zero, and what was accepted
// once changes nothing the second time.
RC_GTEST_PROP(Pledge, I28_ReceivedEqualsPaidAllottedBalanceGivenBackAtEveryEvent, ()) {
    Pledge::State state = Pledge::evolve({}, kMade);
    const Context by{spec::staff(1), {}, Date::of(2023, 9, 1), FederationNo{1}};
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(0, 2'000), rc::gen::inRange(1, 6)));
    for (const auto& [kind, fen, which] : steps) {
        const Money amount = Money::fen(fen);
        const AwardYearRef award{id<AwardId>(static_cast<std::uint8_t>(which)), 2023};
        const std::string key = std::to_string(which);
        const Pledge::Command commands[] = {ReceivePledge{amount, key},
                                            GivePledgeBack{amount, key},
                                            AllotAward{award, amount},
                                            ReleaseAllotment{award},
                                            PostAllotmentPaid{award, key, by.business_date},
                                            PostAllotmentReturned{award, key, by.business_date}};
        const Pledge::Command& command = commands[kind];
        // A refused allotment is an answer, not a change: it may be given again.
        if (kind != 2) spec::same_command_twice_changes_nothing<Pledge>(state, command, by);
        const auto events = Pledge::decide(state, command, by);
        if (!events) continue;
        for (const auto& event : *events) {
            state = Pledge::evolve(std::move(state), event);
            RC_ASSERT(state.balance() >= Money{});
            RC_ASSERT(state.paid >= Money{});
            RC_ASSERT(state.allotted >= Money{});
            RC_ASSERT(state.received ==
                      state.paid + state.allotted + state.balance() + state.given_back);
        }
    }
}

}  // namespace
}  // namespace haven::scholarship::testing
