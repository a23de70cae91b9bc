// An event comes back from its stored message as it went in, every field of it. The samples of each
// aggregate are a history in the order of their lists, so that they can be folded; their stored
// form is golden.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "libs/log/codec_check.hpp"
#include "libs/log/golden.hpp"
#include "services/disbursement/codec/codec.hpp"

namespace haven::disbursement {
namespace {

using haven::spec::expect_whole;
using haven::spec::golden_faults;
using haven::spec::id;
using ::testing::IsEmpty;

Payee payee() {
    return {.person = id<PersonId>(1),
            .kind = PayeeKind::Card,
            .account_owner = id<PersonId>(2),
            .account_cipher = std::string("\x01\x00sealed", 8),
            .last4 = "0014",
            .name_owner = id<PersonId>(3),
            .name_cipher = std::string("\x01\xff", 2),
            .bank = "西府农村商业银行"};
}

BatchHash hash(std::uint8_t fill) {
    BatchHash value{};
    value.fill(fill);
    return value;
}

const Date kDay = Date::of(2018, 6, 29);
const EntitlementId kEntitlement = id<EntitlementId>(10);
const HouseholdId kHousehold = id<HouseholdId>(11);
const FundLineId kLine = id<FundLineId>(12);
const AwardRef kAward{id<AwardId>(9), 2018};
const BatchId kBatch = id<BatchId>(13);
const CashAdvanceId kAdvance = id<CashAdvanceId>(14);
const CashReliefId kRelief = id<CashReliefId>(15);
const FederationNo kWeibin{2};

std::vector<FundLine::Event> fund_line_history() {
    return {FundLineOpened{"city-pilot-2018",
                           "2018年常态化帮扶试点资金",
                           FundSource::OwnFunds,
                           "CITY",
                           2018,
                           {AidItem::Living, AidItem::Medical},
                           {FileTier::National, FileTier::City},
                           "6103010000000001"},
            FundsReceived{FundMovement::CarriedIn, Money::fen(900'000), "V-1", id<FundLineId>(7)},
            FundsReturned{FundMovement::AllocatedOut, Money::fen(100), "V-2", id<FundLineId>(8),
                          kWeibin},
            FundsReserved{kEntitlement, Money::fen(400'000), {"aid/p/1/2018", Money::fen(500'000)}},
            ReservationRefused{id<EntitlementId>(9), "FUND_LINE_SHORT", Money::fen(1)},
            PaymentsPosted{kBatch, "F01", Money::fen(200'000)},
            ReturnPosted{"R-1", Money::fen(200'000)},
            ReservationReleased{kEntitlement, Money::fen(400'000), "7"},
            CashReserved{kAdvance, Money::fen(200'000)},
            CashRefused{id<CashAdvanceId>(9), "YEAR_DIFFERS", Money::fen(1)},
            CashPosted{kAdvance, kRelief, Money::fen(150'000)},
            CashPostingReversed{kAdvance, kRelief, Money::fen(150'000)},
            CashReleased{kAdvance, Money::fen(200'000)}};
}

std::vector<CashAdvance::Event> cash_advance_history() {
    const CampaignRef campaign{id<CampaignId>(16), id<VisitGroupId>(17)};
    return {
        CashAdvanceRequested{kAdvance, kLine, Money::fen(200'000), AidItem::Temporary, 2018,
                             id<StaffId>(1), id<StaffId>(2), "HOLIDAY_VISIT", campaign, kDay},
        CashAdvanceUnfunded{"FUND_LINE_SHORT", kLine, campaign},
        CashAdvanceFunded{},
        CashAdvanceHandedOver{kAdvance, Money::fen(200'000), id<StaffId>(2), id<StaffId>(3), kDay,
                              campaign, kLine},
        CashReliefPaid{kAdvance, kRelief, id<PersonId>(1), Money::fen(150'000), AidItem::Temporary,
                       2018, kLine, "2018/001", id<StaffId>(4), kDay, "HOLIDAY_VISIT", campaign},
        CashReliefTakenBack{kAdvance, kRelief, Money::fen(150'000), kLine, kDay, "REFUSED",
                            campaign},
        CashCounted{Money::fen(200'000), id<StaffId>(3), kDay},
        CashAdvanceSettled{kAdvance, kLine, Money::fen(1), Money::fen(199'999), id<StaffId>(5),
                           kDay},
        CashAdvanceGivenUp{kAdvance, kLine, Money::fen(200'000), "NO_VISIT", campaign}};
}

std::vector<AidFile::Event> aid_file_history() {
    const std::vector<EntitlementRef> refs = {{kEntitlement, FederationNo{1}}};
    return {PlanNoted{kHousehold, 2018, refs, payee(), Date::of(2018, 12, 31)},
            ReviewNoted{Date::of(2019, 12, 31), refs},
            SuspensionNoted{refs},
            ResumptionNoted{refs},
            PayeeChanged{payee(), id<StaffId>(1), id<StaffId>(2), refs},
            ClosingNoted{"FILE_CLOSED", refs},
            ReopeningNoted{Date::of(2020, 12, 31)}};
}

std::vector<Entitlement::Event> entitlement_history() {
    const EntitlementGranted granted{
        .entitlement = kEntitlement,
        .household = kHousehold,
        .file_federation = kWeibin,
        .measure_id = "2018-1",
        .year = 2018,
        .item = AidItem::Living,
        .programme = "PILOT-2018",
        .person = id<PersonId>(1),
        .fund_line = kLine,
        .annual = Money::fen(400'000),
        .instalments = {{1, Date::of(2018, 6, 30), kDay, Money::fen(200'000)},
                        {2, Date::of(2018, 12, 10), Date::of(2018, 12, 10), Money::fen(200'000)}},
        .payee = payee(),
        .review_valid_until = Date::of(2018, 12, 31),
        .file_tier = FileTier::National,
        .hardship_class = 3,
        .cap = Money::fen(750'000),
        .file_round = FileRound::Since2020,
        .award = kAward};
    return {granted,
            EntitlementUnfunded{"FUND_LINE_SHORT"},
            InstalmentHeld{2, "NOT_FUNDED", kDay, {}, kHousehold, kWeibin, kEntitlement, kAward},
            EntitlementFunded{kLine},
            InstalmentReleased{1, 1, kDay},
            InstalmentBatched{1, kBatch,
                              std::string("\x01\x0d"
                                          "igest\0",
                                          8)},
            InstalmentUnbatched{1, kBatch, "CLOSED"},
            EntitlementPayeeChanged{payee()},
            ReliefPaid{kEntitlement, kHousehold, kWeibin, id<PersonId>(1), 1, AidItem::Living,
                       "PILOT-2018", Money::fen(200'000), 2018, kDay, "S1", kLine, kBatch, "2018-1",
                       kAward},
            PaymentReturned{kEntitlement, kHousehold, kWeibin, 1, Money::fen(200'000),
                            Date::of(2018, 7, 6), "S1", "R1", "CLOSED", kLine, "PILOT-2018", 2018,
                            kDay, kAward},
            ReviewExtended{Date::of(2019, 12, 31)},
            EntitlementSuspended{},
            EntitlementResumed{},
            EntitlementStopped{
                kEntitlement, "FILE_CLOSED", Money::fen(400'000), kLine, {kBatch}, kAward}};
}

std::vector<PaymentBatch::Event> payment_batch_history() {
    const auto line = [](const char* ref, std::uint8_t entitlement) {
        return LineSealed{ref,
                          id<EntitlementId>(entitlement),
                          1,
                          kHousehold,
                          Money::fen(200'000),
                          payee(),
                          AidItem::Medical};
    };
    return {BatchSealed{"F01-20180629-AB12CD", kLine, "6103010000000001", 4, Money::fen(800'000),
                        hash(1), id<StaffId>(1), kDay},
            line("ref-1", 21),
            line("ref-2", 22),
            line("ref-3", 23),
            line("ref-4", 24),
            LineStruck{"ref-4", "FILE_CLOSED", 3, Money::fen(600'000), hash(2),
                       id<EntitlementId>(24), 1},
            BatchChecked{id<StaffId>(2), hash(2)},
            BatchApproved{id<StaffId>(3), hash(2)},
            BatchSent{"reference-1", hash(3), kDay, 3, Money::fen(600'000)},
            LinePaid{"ref-1", "S1", kDay, Money::fen(200'000), id<EntitlementId>(21), 1},
            LineFailed{"ref-2", "CLOSED", kDay, id<EntitlementId>(22), 1},
            LineUnknown{"ref-3", kDay},
            BankReplyImported{"F01-20180629-AB12CD", Money::fen(200'000), 1, kLine},
            LineReturned{"ref-1", "S1", "R1", kDay, "CLOSED", Money::fen(200'000),
                         id<EntitlementId>(21), 1, kLine},
            BatchRefused{"EMPTY_BATCH", kDay},
            BatchFileExpired{Date::of(2018, 8, 1)}};
}

std::vector<SubjectRuling::Event> subject_history() {
    return {SubjectsSet{{"KM-2018",
                         kDay,
                         {{BookAccount::Bank, "102", "银行存款"},
                          {BookAccount::ReceivedDonation, "408.05", "其他收入-捐赠"},
                          {BookAccount::Aid, "502.01", "维权支出-困难职工帮扶"}},
                         "BZGH-2018-3"}}};
}

TEST(Codec, FundLine) {
    expect_whole<FundLine, FundLineCodec>(fund_line_history());
}
TEST(Codec, AidFile) {
    expect_whole<AidFile, AidFileCodec>(aid_file_history());
}
TEST(Codec, Entitlement) {
    expect_whole<Entitlement, EntitlementCodec>(entitlement_history());
}
TEST(Codec, AnEntitlementNamesTheEnrolmentWhoseSubsidyItPays) {
    for (Entitlement::Event event : entitlement_history()) {
        const bool names = std::visit(
            [](auto& e) {
                if constexpr (requires { e.enrolment; }) {
                    e.enrolment = id<EnrolmentId>(71);
                    return true;
                }
                return false;
            },
            event);
        if (!names) continue;
        const log::NewEvent stored = EntitlementCodec::encode(event);
        EXPECT_EQ(EntitlementCodec::decode(stored.type, stored.schema_version, stored.payload),
                  event)
            << stored.type;
    }
}
TEST(Codec, PaymentBatch) {
    expect_whole<PaymentBatch, PaymentBatchCodec>(payment_batch_history());
}
TEST(Codec, CashAdvance) {
    expect_whole<CashAdvance, CashAdvanceCodec>(cash_advance_history());
}

TEST(Codec, SubjectRuling) {
    expect_whole<SubjectRuling, SubjectRulingCodec>(subject_history());
}

TEST(DisbursementGolden, EveryStoredEventIsStillReadAsItWas) {
    EXPECT_THAT((golden_faults<FundLine, FundLineCodec>("disbursement", fund_line_history())),
                IsEmpty());
    EXPECT_THAT((golden_faults<AidFile, AidFileCodec>("disbursement", aid_file_history())),
                IsEmpty());
    EXPECT_THAT(
        (golden_faults<Entitlement, EntitlementCodec>("disbursement", entitlement_history())),
        IsEmpty());
    EXPECT_THAT(
        (golden_faults<PaymentBatch, PaymentBatchCodec>("disbursement", payment_batch_history())),
        IsEmpty());
    EXPECT_THAT(
        (golden_faults<CashAdvance, CashAdvanceCodec>("disbursement", cash_advance_history())),
        IsEmpty());
    EXPECT_THAT(
        (golden_faults<SubjectRuling, SubjectRulingCodec>("disbursement", subject_history())),
        IsEmpty());
}

}  // namespace
}  // namespace haven::disbursement
