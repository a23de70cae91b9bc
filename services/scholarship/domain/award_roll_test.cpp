#include "services/scholarship/domain/award_roll.hpp"

#include <gtest/gtest.h>

#include "services/scholarship/testing/rolls.hpp"

namespace haven::scholarship::testing {
namespace {

using spec::given;
using spec::id;

const ApplicationId kZhao = id<ApplicationId>(1);
const ApplicationId kQian = id<ApplicationId>(2);

ApproveRoll approve(const RollEvents& seen) {
    return {"M-2023-9", hash_after(seen)};
}

TEST(AwardRoll, SealsCountTotalAndHashOfItsRows) {
    const auto sealed = given<AwardRoll>().by(kMaker).when(seal_roll()).only<RollSealed>();
    EXPECT_EQ(sealed.row_count, 2);
    EXPECT_EQ(sealed.total, yuan(10'000));
    EXPECT_EQ(sealed.maker, kMaker);
    EXPECT_EQ(AwardRoll::effects({}, sealed).claims,
              (std::vector<ClaimChange>{{ClaimChange::Kind::Take, "roll/610304-2023-1"}}));
    given<AwardRoll>(sealed_roll()).by(kMaker).when(seal_roll()).refused("ROLL_SEALED");
    given<AwardRoll>().by({}).when(seal_roll()).refused("NOT_STAFF");
}

TEST(AwardRoll, RefusesRowsThatCannotBe) {
    struct Row {
        const char* reason;
        void (*spoil)(std::vector<RollRow>&);
    };
    using Rows = std::vector<RollRow>;
    const Row table[] = {
        {"INVALID_ROWS", [](Rows& r) { r.clear(); }},
        {"INVALID_ROWS", [](Rows& r) { r.assign(1'001, r[0]); }},
        {"INVALID_ROWS", [](Rows& r) { r[0].nominator = {}; }},
        {"INVALID_ROWS", [](Rows& r) { r[0].funding.fund_line = {}; }},
        {"PAYEE_UNKNOWN", [](Rows& r) { r[0].payee = {}; }},
        {"ROW_TWICE", [](Rows& r) { r[1].student = r[0].student; }},
        {"ROW_TWICE", [](Rows& r) { r[1].application = r[0].application; }},
        {"INVALID_AMOUNT", [](Rows& r) { r[0].amount = Money{}; }},  // I18
    };
    for (const Row& one : table) {
        std::vector<RollRow> rows{row(1), row(2)};
        one.spoil(rows);
        given<AwardRoll>().by(kMaker).when(seal_roll(rows)).refused(one.reason);
    }
}

TEST(AwardRoll, IsApprovedWhenEveryApplicationHasSaidYes) {
    const auto half = with(sealed_roll(), {RowConfirmed{kZhao}});
    given<AwardRoll>(half).by(kApprover).when(approve(half)).refused("ROLL_IN_FLIGHT");
    given<AwardRoll>(half).when(ConfirmRow{kQian}).then({RowConfirmed{kQian}});
    given<AwardRoll>(half).when(ConfirmRow{kZhao}).then_nothing();
    given<AwardRoll>(half).when(ConfirmRow{id<ApplicationId>(3)}).refused("ROLL_ROW_MISSING");
    const auto events =
        given<AwardRoll>(confirmed_roll()).by(kApprover).when(approve(confirmed_roll())).events();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(std::get<RollApproved>(events[0]).approver, kApprover);
    const auto& first = std::get<AwardApproved>(events[1]);
    EXPECT_EQ(first.award_no, "610304-2023-1/1");
    EXPECT_EQ(first.row, row(1));
    EXPECT_EQ(std::get<AwardApproved>(events[2]).award_no, "610304-2023-1/2");
    const auto approved = with(confirmed_roll(), events);
    given<AwardRoll>(approved).by(kApprover).when(approve(approved)).then_nothing();
    given<AwardRoll>(approved).by(id<StaffId>(22)).when(approve(approved)).refused("ROLL_APPROVED");
    given<AwardRoll>(approved).when(StrikeRow{kZhao, "TOO_LATE"}).refused("ROLL_APPROVED");
}

// Four eyes by staff ids (I3 and I17 for awards): whoever made, surveyed, checked or nominated.
TEST(AwardRoll, I17_IsApprovedByNobodyWhoHadAHandInIt) {
    struct Row {
        StaffId by;
        const char* reason;
    };
    for (const auto& [by, reason] :
         {Row{kMaker, "SAME_PERSON"}, Row{kNominator, "NOMINATOR_APPROVES"},
          Row{kSurveyor, "INVESTIGATOR_APPROVES"}, Row{kChecker, "INVESTIGATOR_APPROVES"},
          Row{{}, "NOT_STAFF"}}) {
        given<AwardRoll>(confirmed_roll()).by(by).when(approve(confirmed_roll())).refused(reason);
    }
}

TEST(AwardRoll, I16_WhatWasApprovedIsWhatWasSeen) {
    const auto struck = given<AwardRoll>(confirmed_roll()).when(StrikeRow{kQian, "WITHDRAWN"});
    const auto after = struck.only<RowStruck>();
    EXPECT_EQ(after.row_count, 1);
    EXPECT_EQ(after.total, yuan(5'000));
    EXPECT_NE(after.hash, hash_after(confirmed_roll()));
    const auto left = with(confirmed_roll(), {after});
    given<AwardRoll>(left).by(kApprover).when(approve(confirmed_roll())).refused("ROLL_CHANGED");
    EXPECT_EQ(given<AwardRoll>(left).by(kApprover).when(approve(left)).events().size(), 2U);
    given<AwardRoll>(left).when(StrikeRow{kQian, "WITHDRAWN"}).then_nothing();
    const auto none = with(left, given<AwardRoll>(left).when(StrikeRow{kZhao, "ERROR"}).events());
    given<AwardRoll>(none).by(kApprover).when(approve(none)).refused("ROLL_EMPTY");
    given<AwardRoll>(sealed_roll()).when(StrikeRow{kZhao, "他退学了"}).refused("INVALID_WORD");
}

TEST(AwardRoll, TheHashCoversAmountAccountAndWherefromTheMoneyComes) {
    const RollRow plain = row(1);
    const auto hash = [](const RollRow& one) { return hash_of("R-1", {&one}); };
    RollRow other = plain;
    other.amount = yuan(5'001);
    EXPECT_NE(hash(other), hash(plain));
    other = plain;
    other.payee.account.cipher = "another account";
    EXPECT_NE(hash(other), hash(plain));
    other = plain;
    other.funding.pledge = id<PledgeId>(7);
    EXPECT_NE(hash(other), hash(plain));
    EXPECT_NE(hash_of("R-2", {&plain}), hash(plain));
}

TEST(AwardRoll, ItsCeremonyComesAfterItsApproval) {
    const RecordCeremony ceremony{day("2023-08-30"), "610304-0001", 2};
    given<AwardRoll>(confirmed_roll()).on("2023-08-30").when(ceremony).refused("NOT_AWARDED");
    const auto approved = with(
        confirmed_roll(),
        given<AwardRoll>(confirmed_roll()).by(kApprover).when(approve(confirmed_roll())).events());
    const CeremonyHeld held{day("2023-08-30"), "610304-0001", 2};
    given<AwardRoll>(approved).on("2023-08-30").when(ceremony).then({held});
    given<AwardRoll>(approved).on("2023-08-29").when(ceremony).refused("INVALID_DATE");
    given<AwardRoll>(with(approved, {held})).on("2023-08-31").when(ceremony).then_nothing();
    given<AwardRoll>(approved)
        .on("2023-08-30")
        .when(RecordCeremony{day("2023-08-30"), "610304-0001", 3})
        .refused("INVALID_COUNT");
}

}  // namespace
}  // namespace haven::scholarship::testing
