// What an event of the registry, of scholarship, of employment, of outreach or of our own log
// becomes: pure, so each arrow of the README is looked at by itself.
#include "services/disbursement/reactions/reactions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/employment/v1/employment_events.pb.h"
#include "haven/outreach/v1/outreach_events.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "haven/scholarship/v1/scholarship_events.pb.h"
#include "libs/decider/spec.hpp"
#include "services/disbursement/codec/codec.hpp"
#include "services/disbursement/codec/values.hpp"

namespace haven::disbursement {
namespace {

using consumer::ReactionCommand;
using spec::id;
using ::testing::Contains;

const FederationNo kCity{1};
const FederationNo kWeibin{2};
const EntitlementId kEntitlement = id<EntitlementId>(1);
const HouseholdId kHousehold = id<HouseholdId>(2);
const FundLineId kLine = id<FundLineId>(3);
const AwardId kAward = id<AwardId>(5);
const BatchId kBatch = id<BatchId>(4);
const VisitGroupId kGroup = id<VisitGroupId>(6);
const EnrolmentId kEnrolment = id<EnrolmentId>(7);

class Reactions : public ::testing::Test {
  protected:
    template <class Codec, class Event>
    std::vector<ReactionCommand> own(const Event& event, const Uuid& stream) {
        log::NewEvent stored = Codec::encode(event);
        log::Record record;
        record.federation = kCity;
        record.stream_id = stream;
        record.version = 9;
        record.type = std::move(stored.type);
        record.payload = std::move(stored.payload);
        const auto subscription = own_subscription(aggregates_);
        EXPECT_THAT(subscription.types, Contains(record.type)) << "it would never be seen";
        return subscription.react(record);
    }
    template <class Message>
    std::vector<ReactionCommand> registry(const Message& message) {
        log::Record record;
        record.federation = kWeibin;
        record.stream_id = kHousehold.uuid;
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = registry_subscription(aggregates_, calendar_);
        EXPECT_THAT(subscription.types, Contains(record.type));
        return subscription.react(record);
    }
    template <class Message>
    std::vector<ReactionCommand> scholarship(const Message& message) {
        log::Meta meta;
        meta.business_date = Date::of(2023, 9, 23);  // a Saturday
        log::Record record;
        record.federation = kCity;
        record.stream_id = kAward.uuid;
        record.meta = log::encode_meta(meta);
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = scholarship_subscription(aggregates_, calendar_);
        EXPECT_THAT(subscription.types, Contains(record.type));
        EXPECT_TRUE(subscription.is_critical(record.type));
        return subscription.react(record);
    }
    template <class Message>
    std::vector<ReactionCommand> employment(const Message& message) {
        log::Record record;
        record.federation = kCity;
        record.stream_id = kEnrolment.uuid;
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = employment_subscription(aggregates_, calendar_);
        EXPECT_THAT(subscription.types, Contains(record.type));
        EXPECT_TRUE(subscription.is_critical(record.type));
        return subscription.react(record);
    }
    template <class Message>
    std::vector<ReactionCommand> outreach(const Message& message) {
        log::Record record;
        record.federation = kCity;
        record.stream_id = kGroup.uuid;
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = outreach_subscription(aggregates_);
        EXPECT_THAT(subscription.types, Contains(record.type));
        EXPECT_TRUE(subscription.is_critical(record.type));
        return subscription.react(record);
    }
    // The one command, to the advance of the group on the line.
    template <class Command, class Message>
    Command to_advance(const Message& message) {
        const auto commands = outreach(message);
        if (commands.size() != 1) throw std::runtime_error("not one command");
        EXPECT_EQ(commands[0].aggregate, aggregates_.cash_advance.get());
        EXPECT_EQ(commands[0].federation, kCity);
        EXPECT_EQ(commands[0].stream, cash_advance_id(kGroup, kLine).uuid);
        return as<CashAdvance, Command>(commands[0]);
    }
    template <class D, class Command>
    static const Command& as(const ReactionCommand& reaction) {
        return std::get<Command>(std::any_cast<const typename D::Command&>(reaction.command));
    }

    const Aggregates aggregates_;
    const WorkingCalendar calendar_ = WorkingCalendar::parse("date,kind,name\n").value();
};

TEST_F(Reactions, APlanBecomesEntitlementsWhereTheMoneyIsAndANoteOnTheFile) {
    reg::HelpPlanAdopted plan;
    plan.set_household_id(kHousehold.to_string());
    plan.set_year(2018);
    plan.set_review_valid_until("2018-12-31");
    plan.set_file_round(reg::FILE_ROUND_SINCE_2020);
    auto& measure = *plan.add_measures();
    measure.set_measure_id("2018-1");
    measure.set_annual_fen(200'000);
    measure.set_fund_line_id(kLine.to_string());
    measure.set_fund_federation(kCity.value);
    auto& part = *measure.add_instalments();
    part.set_number(1);
    part.set_due_date("2018-06-30");  // a Saturday
    part.set_amount_fen(200'000);
    const auto commands = registry(plan);
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].federation, kCity);
    const auto& grant = as<Entitlement, GrantEntitlement>(commands[0]).grant;
    EXPECT_EQ(grant.file_federation, kWeibin);
    EXPECT_EQ(grant.file_round, FileRound::Since2020);
    EXPECT_EQ(grant.instalments.at(0).release_on, Date::of(2018, 6, 29));
    EXPECT_EQ(commands[1].federation, kWeibin);
    EXPECT_EQ((as<AidFile, NotePlan>(commands[1]).entitlements),
              (std::vector<EntitlementRef>{{grant.entitlement, kCity}}));
}

TEST_F(Reactions, AnAccountChangedOnTheFileIsNotedWithBothPeople) {
    reg::PayeeAccountChanged changed;
    changed.mutable_payee()->set_last4("0006");
    changed.set_entered_by(id<StaffId>(7).to_string());
    changed.set_confirmed_by(id<StaffId>(8).to_string());
    const auto commands = registry(changed);
    ASSERT_EQ(commands.size(), 1U);
    const auto& note = as<AidFile, NotePayee>(commands[0]);
    EXPECT_EQ(note.payee.last4, "0006");
    EXPECT_EQ(note.entered_by, id<StaffId>(7));
    EXPECT_EQ(note.confirmed_by, id<StaffId>(8));
}

TEST_F(Reactions, I12_ACapThatIsFullIsHeardByTheEntitlement) {
    EntitlementGranted granted;
    granted.entitlement = kEntitlement;
    granted.fund_line = kLine;
    granted.annual = Money::fen(100);
    granted.cap = Money::fen(99);
    const auto commands = own<EntitlementCodec>(Entitlement::Event{granted}, kEntitlement.uuid);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ((as<FundLine, ReserveFunds>(commands[0]).cap.limit), Money::fen(99));
    EXPECT_THAT(commands[0].expected_refusals, ::testing::ElementsAre("QUOTA_FULL"));
    ASSERT_EQ(commands[0].otherwise.size(), 1U);
    EXPECT_EQ(commands[0].otherwise[0].stream, kEntitlement.uuid);
    EXPECT_EQ((as<Entitlement, RefuseReservation>(commands[0].otherwise[0])).reason, "QUOTA_FULL");
}

TEST_F(Reactions, AStopGivesMoneyBackAndStrikesUnderItsOwnVersion) {
    const EntitlementStopped stopped{kEntitlement, "FILE_CLOSED", Money::fen(5), kLine, {kBatch}};
    const auto commands = own<EntitlementCodec>(Entitlement::Event{stopped}, kEntitlement.uuid);
    ASSERT_EQ(commands.size(), 2U);
    const auto& release = as<FundLine, ReleaseReservation>(commands[0]);
    EXPECT_EQ(release.amount, Money::fen(5));
    EXPECT_EQ(release.key, "9") << "a second stop is another release";
    EXPECT_EQ((as<PaymentBatch, StrikeInstalment>(commands[1])).instalment, 0);
    EXPECT_THAT(commands[1].expected_refusals, Contains("BATCH_ALREADY_SENT"));
}

TEST_F(Reactions, ASealedLineTellsWhomItPays) {
    LineSealed line;
    line.line_ref = "ref";
    line.entitlement = kEntitlement;
    line.instalment = 2;
    line.payee.account_cipher = "sealed";
    const auto commands = own<PaymentBatchCodec>(PaymentBatch::Event{line}, kBatch.uuid);
    ASSERT_EQ(commands.size(), 1U);
    const auto& take = as<Entitlement, TakeIntoBatch>(commands[0]);
    EXPECT_EQ(take.number, 2);
    EXPECT_EQ(take.batch, kBatch);
    EXPECT_EQ(take.payee_digest, payee_digest(line.payee));
}

TEST_F(Reactions, ALateReturnGoesToTheLineThatPaidAndToTheInstalment) {
    LineReturned back;
    back.return_serial = "R1";
    back.amount = Money::fen(7);
    back.entitlement = kEntitlement;
    back.instalment = 1;
    back.fund_line = kLine;
    const auto commands = own<PaymentBatchCodec>(PaymentBatch::Event{back}, kBatch.uuid);
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(commands[0].stream, kLine.uuid);
    EXPECT_EQ((as<FundLine, PostReturn>(commands[0])).amount, Money::fen(7));
    EXPECT_EQ((as<Entitlement, RecordReturn>(commands[1])).return_serial, "R1");
}

TEST_F(Reactions, AllocatedMoneyArrivesUnderTheSameVoucher) {
    const FundsReturned sent{FundMovement::AllocatedOut, Money::fen(7), "A-1", id<FundLineId>(9),
                             kWeibin};
    const auto commands = own<FundLineCodec>(FundLine::Event{sent}, kLine.uuid);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].federation, kWeibin);
    const auto& receive = as<FundLine, ReceiveFunds>(commands[0]);
    EXPECT_EQ(receive.movement, FundMovement::AllocatedIn);
    EXPECT_EQ(receive.voucher_no, "A-1");
    EXPECT_EQ(receive.from_line, kLine);
    const FundsReturned to_source{FundMovement::Returned, Money::fen(7), "R-1", {}, {}};
    EXPECT_TRUE(own<FundLineCodec>(FundLine::Event{to_source}, kLine.uuid).empty());
}

TEST_F(Reactions, AYearOfAnAwardBecomesAnEntitlementOfOneInstalmentWithoutFileOrReview) {
    haven::scholarship::v1::AwardPayable payable;
    payable.set_year(2023);
    payable.set_amount_fen(500'000);
    payable.set_student_id(id<PersonId>(6).to_string());
    payable.set_fund_line_id(kLine.to_string());
    payable.set_award_no("R-1/1");
    payable.set_asked(1);
    const auto commands = scholarship(payable);
    ASSERT_EQ(commands.size(), 1U);
    const auto& grant = as<Entitlement, GrantEntitlement>(commands[0]).grant;
    const AwardRef award{kAward, 2023};
    EXPECT_EQ(grant.award, award);
    EXPECT_EQ(commands[0].stream, entitlement_id(award, 1).uuid);
    EXPECT_EQ(commands[0].federation, kCity);
    EXPECT_EQ(grant.annual, Money::fen(500'000));
    ASSERT_EQ(grant.instalments.size(), 1U);
    EXPECT_EQ(grant.instalments[0].due_date, Date::of(2023, 9, 23));
    EXPECT_EQ(grant.instalments[0].release_on, Date::of(2023, 9, 22));
    EXPECT_TRUE(grant.household.is_nil());
    // Given up and granted anew: another entitlement, or it could never be paid.
    payable.set_asked(2);
    EXPECT_NE(scholarship(payable)[0].stream, commands[0].stream);
}

TEST_F(Reactions, AnAwardIsStoppedAndPaidElsewhereWhereItWasAskedFor) {
    haven::scholarship::v1::AwardStopAsked stop;
    stop.set_year(2023);
    stop.set_asked(1);
    const Uuid entitlement = entitlement_id(AwardRef{kAward, 2023}, 1).uuid;
    const auto stopped = scholarship(stop);
    ASSERT_EQ(stopped.size(), 1U);
    EXPECT_EQ(stopped[0].stream, entitlement);
    EXPECT_EQ((as<Entitlement, StopEntitlement>(stopped[0]).reason), "AWARD_STOPPED");
    haven::scholarship::v1::AwardPayeeChanged changed;
    changed.mutable_payee()->set_last4("0022");
    changed.add_open_years()->set_year(2023);
    changed.mutable_open_years(0)->set_asked(1);
    const auto corrected = scholarship(changed);
    ASSERT_EQ(corrected.size(), 1U);
    EXPECT_EQ(corrected[0].stream, entitlement);
    EXPECT_EQ((as<Entitlement, ChangeEntitlementPayee>(corrected[0]).payee.last4), "0022");
}

TEST_F(Reactions, R80_AnApprovedSubsidyBecomesTheOneEntitlementOfItsEnrolment) {
    haven::employment::v1::SubsidyApproved approved;
    approved.set_person_id(id<PersonId>(6).to_string());
    approved.set_code("DSYY-2023");
    approved.set_amount_fen(80'000);
    approved.set_fund_line_id(kLine.to_string());
    approved.set_approved_on("2023-09-23");  // a Saturday
    const auto commands = employment(approved);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].stream, entitlement_id(kEnrolment).uuid);
    EXPECT_EQ(commands[0].federation, kCity);
    const auto& grant = as<Entitlement, GrantEntitlement>(commands[0]).grant;
    EXPECT_EQ(grant.entitlement, entitlement_id(kEnrolment));
    EXPECT_EQ(grant.enrolment, kEnrolment);
    EXPECT_EQ(grant.person, id<PersonId>(6));
    EXPECT_EQ(grant.item, AidItem::Training);
    EXPECT_EQ(grant.fund_line, kLine);
    EXPECT_EQ(grant.annual, Money::fen(80'000));
    ASSERT_EQ(grant.instalments.size(), 1U);
    EXPECT_EQ(grant.instalments[0].due_date, Date::of(2023, 9, 23));
    EXPECT_EQ(grant.instalments[0].release_on, Date::of(2023, 9, 22));
    EXPECT_TRUE(grant.household.is_nil());
    // Heard again, it is the same entitlement with the same content, which its decider knows.
    EXPECT_EQ((as<Entitlement, GrantEntitlement>(employment(approved)[0]).grant), grant);
}

TEST_F(Reactions, R80_AMendedAccountIsTheEntitlements) {
    haven::employment::v1::SubsidyPayeeChanged changed;
    changed.mutable_payee()->set_last4("4242");
    const auto commands = employment(changed);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].stream, entitlement_id(kEnrolment).uuid);
    EXPECT_EQ((as<Entitlement, ChangeEntitlementPayee>(commands[0]).payee.last4), "4242");
}

TEST_F(Reactions, I31_AGroupsCashIsReservedPaidTakenBackAndCountedInOneAdvanceOfGroupAndLine) {
    namespace out = haven::outreach::v1;
    out::CashAsked asked;
    asked.set_campaign_id(id<CampaignId>(7).to_string());
    asked.set_fund_line_id(kLine.to_string());
    asked.set_amount_fen(500'000);
    asked.set_year(2023);
    asked.set_asker(id<StaffId>(8).to_string());
    asked.set_holder(id<StaffId>(9).to_string());
    const auto request = to_advance<RequestCashAdvance>(asked);
    EXPECT_EQ(request.advance, cash_advance_id(kGroup, kLine));
    EXPECT_EQ(request.amount, Money::fen(500'000));
    EXPECT_EQ(request.year, 2023);
    EXPECT_EQ(request.requester, id<StaffId>(8));
    EXPECT_EQ(request.holder, id<StaffId>(9));
    EXPECT_EQ(request.campaign, (CampaignRef{id<CampaignId>(7), kGroup}));

    out::ConsolationDelivered delivered;
    delivered.set_delivery_id(id<CashReliefId>(10).to_string());
    delivered.set_person_id(id<PersonId>(11).to_string());
    delivered.set_fund_line_id(kLine.to_string());
    delivered.set_cash_fen(100'000);
    delivered.set_receipt_no("S-1/1");
    delivered.set_witness(id<StaffId>(12).to_string());
    delivered.set_delivered_on("2023-01-10");
    delivered.set_cash_reason(out::CASH_REASON_ON_THE_SPOT);
    const auto paid = to_advance<PayCashRelief>(delivered);
    EXPECT_EQ(paid.relief, id<CashReliefId>(10));
    EXPECT_EQ(paid.amount, Money::fen(100'000));
    EXPECT_EQ(paid.reason, "ON_THE_SPOT");
    EXPECT_TRUE(paid.judged);

    out::DeliveryRecalled recalled;
    recalled.set_delivery_id(id<CashReliefId>(10).to_string());
    recalled.set_fund_line_id(kLine.to_string());
    recalled.set_cash_fen(100'000);
    recalled.set_reason("WRONG_PERSON");
    EXPECT_EQ(to_advance<TakeBackCashRelief>(recalled).relief, id<CashReliefId>(10));

    out::CashGivenBack back;
    back.set_fund_line_id(kLine.to_string());
    back.set_amount_fen(500'000);
    back.set_receiver(id<StaffId>(13).to_string());
    const auto count = to_advance<CountCash>(back);
    EXPECT_EQ(count.counted, Money::fen(500'000));
    EXPECT_EQ(count.counter, id<StaffId>(13));
}

TEST_F(Reactions, GoodsAreNoMoney) {
    EXPECT_TRUE(outreach(haven::outreach::v1::ConsolationDelivered{}).empty());
    EXPECT_TRUE(outreach(haven::outreach::v1::DeliveryRecalled{}).empty());
}

}  // namespace
}  // namespace haven::disbursement
