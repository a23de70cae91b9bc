// What an event of the registry or of disbursement becomes: pure, so each arrow of the README is
// looked at by itself.
#include "services/employment/reactions/reactions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "services/employment/codec/codec.hpp"
#include "services/employment/domain/family_file.hpp"
#include "services/employment/testing/people.hpp"

namespace haven::employment::testing {
namespace {

namespace reg = haven::registry::v1;
using ::testing::Contains;
using ::testing::IsEmpty;

class EmploymentReactions : public ::testing::Test {
  protected:
    template <class Message>
    std::vector<consumer::ReactionCommand> react(const Message& message) {
        log::Record record;
        record.federation = FederationNo{4};
        record.stream_id = kHousehold.uuid;
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = registry_subscription(aggregates_);
        EXPECT_TRUE(subscription.is_known(record.type));
        return subscription.react(record);
    }
    template <class Command, class Message>
    Command becomes(const Message& message) {
        const auto commands = react(message);
        EXPECT_THAT(registry_subscription(aggregates_).types,
                    Contains(Message::descriptor()->name()));
        if (commands.size() != 1) {
            ADD_FAILURE() << commands.size() << " commands";
            return {};
        }
        EXPECT_EQ(commands[0].federation, FederationNo{4});
        EXPECT_EQ(commands[0].stream, kHousehold.uuid);
        return std::get<Command>(std::any_cast<const FamilyFile::Command&>(commands[0].command));
    }

    const Aggregates aggregates_;
};

TEST_F(EmploymentReactions, WhoIsOnAFileIsNotedWithItsRound) {
    reg::ApplicationSubmitted submitted;
    submitted.set_household_id(kHousehold.to_string());
    submitted.set_round(reg::FILE_ROUND_SINCE_2020);
    submitted.add_members()->set_person_id(kZhang.to_string());
    submitted.add_members()->set_person_id(id<PersonId>(4).to_string());
    const FamilyNoted expected{kHousehold, {kZhang, id<PersonId>(4)}, FileRound::Since2020};
    const auto note = becomes<NoteFamily>(submitted);
    EXPECT_EQ(note.family, expected);
    EXPECT_FALSE(note.open);
}

TEST_F(EmploymentReactions, AFileOpensAndClosesWithTheRegistrys) {
    reg::HouseholdEnrolled enrolled;
    enrolled.set_enrolled_on("2020-09-07");
    EXPECT_EQ(becomes<OpenFamilyFile>(enrolled).opened_on, day("2020-09-07"));
    reg::FileClosed closed;
    closed.set_closed_on("2023-09-18");
    EXPECT_EQ(becomes<CloseFamilyFile>(closed).closed_on, day("2023-09-18"));
    EXPECT_THAT(react(reg::AidResumed{}), IsEmpty());
}

TEST_F(EmploymentReactions, AnExitIsNotedWhereItsDecisionNamesTheWork) {
    reg::HardshipResolved resolved;
    resolved.set_resolved_on("2023-09-18");
    EXPECT_THAT(react(resolved), IsEmpty());  // for another reason
    resolved.mutable_job()->set_hire_id(id<HireId>(30).to_string());
    resolved.mutable_job()->set_person_id(kZhang.to_string());
    resolved.mutable_job()->set_monthly_wage_fen(yuan(4'000).in_fen());
    const FamilyLeftByWork expected{id<HireId>(30), kZhang, yuan(4'000), day("2023-09-18")};
    EXPECT_EQ(becomes<NoteLeavingByWork>(resolved).left, expected);
}

// The record is of the referral, in the federation that looked.
TEST_F(EmploymentReactions, R78_ACaseHearsWhatBecameOfWhomItSentToTheRegistry) {
    const auto said = [&](const auto& message) {
        const auto commands = react(message);
        if (commands.size() != 1) throw std::runtime_error("not one command");
        EXPECT_EQ(commands[0].aggregate, aggregates_.service_case.get());
        EXPECT_EQ(commands[0].federation, FederationNo{1});
        EXPECT_EQ(commands[0].stream, kCaseId.uuid);
        const auto& command = std::any_cast<const ServiceCase::Command&>(commands[0].command);
        EXPECT_EQ(std::get<NoteReferral>(command).referral.uuid, kHousehold.uuid);
        return std::get<NoteReferral>(command).result;
    };
    reg::ReferralApplied applied;
    reg::ReferralPutAside aside;
    EXPECT_THAT(react(applied), IsEmpty()) << "of before it was said whose";
    for (auto* origin : {applied.mutable_origin(), aside.mutable_origin()}) {
        origin->set_source(reg::REFERRAL_SOURCE_CASE);
        origin->set_from_federation(1);
        origin->set_source_id(kCaseId.to_string());
    }
    EXPECT_EQ(said(applied), ReferralResult::TakenUp);
    aside.set_reason("NOT_IN_HARDSHIP");
    EXPECT_EQ(said(aside), ReferralResult::TurnedDown);
    aside.set_reason("DECLINED");
    EXPECT_EQ(said(aside), ReferralResult::Declined);
    for (const auto source : {reg::REFERRAL_SOURCE_HOTLINE, reg::REFERRAL_SOURCE_CAMPAIGN}) {
        applied.mutable_origin()->set_source(source);
        aside.mutable_origin()->set_source(source);
        EXPECT_THAT(react(applied), IsEmpty());
        EXPECT_THAT(react(aside), IsEmpty());
    }
    const auto subscription = registry_subscription(aggregates_);
    for (const char* type : {"ReferralApplied", "ReferralPutAside"}) {
        EXPECT_THAT(subscription.types, Contains(type));
        EXPECT_TRUE(subscription.is_critical(type));
    }
}

// What an event of our own log becomes.
class EmploymentOwnReactions : public ::testing::Test {
  protected:
    std::vector<consumer::ReactionCommand> react(Uuid stream, const log::NewEvent& event) {
        log::Record record;
        record.federation = FederationNo{4};
        record.stream_id = stream;
        record.type = event.type;
        record.schema_version = event.schema_version;
        record.payload = event.payload;
        const auto subscription = own_subscription(aggregates_);
        EXPECT_THAT(subscription.types, Contains(event.type));
        return subscription.react(record);
    }

    const Aggregates aggregates_;
    const HireId hire_ = id<HireId>(30);
};

TEST_F(EmploymentOwnReactions, AHireLearnsWhichCaseWasClosedByIt) {
    const auto commands =
        react(kCaseId.uuid,
              ServiceCaseCodec::encode(CaseClosed{CaseOutcome::Hired, hire_.uuid, kClerk, {}}));
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].aggregate, aggregates_.hire.get());
    EXPECT_EQ(commands[0].stream, hire_.uuid);
    const auto& link = std::get<LinkCase>(std::any_cast<const Hire::Command&>(commands[0].command));
    EXPECT_EQ(link.service_case, kCaseId);
    EXPECT_THAT(react(kCaseId.uuid,
                      ServiceCaseCodec::encode(CaseClosed{CaseOutcome::Advised, {}, kClerk, {}})),
                IsEmpty());
}

TEST_F(EmploymentOwnReactions, TheCaseIsOpenedAgainWhenTheWorkEndsOrHadEnded) {
    EmploymentEnded ended{hire_, kZhang, kFile, kFirm, day("2023-03-19"), EndReason::Resigned, {}};
    EXPECT_THAT(react(hire_.uuid, HireCodec::encode(ended)), IsEmpty());  // of no case
    EXPECT_THAT(react(hire_.uuid, HireCodec::encode(HireLinked{kCaseId, false})), IsEmpty());
    ended.service_case = kCaseId;
    for (const log::NewEvent& event :
         {HireCodec::encode(ended), HireCodec::encode(HireLinked{kCaseId, true})}) {
        const auto commands = react(hire_.uuid, event);
        ASSERT_EQ(commands.size(), 1U) << event.type;
        EXPECT_EQ(commands[0].stream, kCaseId.uuid);
        EXPECT_THAT(commands[0].expected_refusals, ::testing::ElementsAre("ALREADY_HELD"));
        const auto& again =
            std::get<ReopenCase>(std::any_cast<const ServiceCase::Command&>(commands[0].command));
        EXPECT_EQ(again.ended, hire_);
    }
}

namespace dis = haven::disbursement::v1;
const EnrolmentId kEnrolmentId = id<EnrolmentId>(71);

template <class Message>
std::vector<consumer::ReactionCommand> from_disbursement(const Aggregates& aggregates,
                                                         const Message& message) {
    log::Record record;
    record.federation = FederationNo{4};
    record.type = Message::descriptor()->name();
    record.payload = message.SerializeAsString();
    const auto subscription = disbursement_subscription(aggregates);
    EXPECT_THAT(subscription.types, Contains(record.type));
    return subscription.react(record);
}
template <class Command, class Message>
Command to_enrolment(const Aggregates& aggregates, Message message) {
    EXPECT_THAT(from_disbursement(aggregates, message), IsEmpty()) << "it pays something else";
    message.set_enrolment_id(kEnrolmentId.to_string());
    const auto commands = from_disbursement(aggregates, message);
    if (commands.size() != 1) {
        ADD_FAILURE() << commands.size() << " commands";
        return {};
    }
    EXPECT_EQ(commands[0].aggregate, aggregates.enrolment.get());
    EXPECT_EQ(commands[0].federation, FederationNo{4});
    EXPECT_EQ(commands[0].stream, kEnrolmentId.uuid);
    return std::get<Command>(std::any_cast<const Enrolment::Command&>(commands[0].command));
}

TEST_F(EmploymentReactions, R80_WhatBecameOfASubsidyIsNotedAtItsEnrolmentAndNothingElseIs) {
    dis::ReliefPaid credit;
    credit.set_amount_fen(80'000);
    credit.set_bank_serial("L-7");
    credit.set_credited_on("2023-03-25");
    const auto paid = to_enrolment<RecordSubsidyPayment>(aggregates_, credit);
    EXPECT_EQ(paid.amount, yuan(800));
    EXPECT_EQ(paid.bank_serial, "L-7");
    EXPECT_EQ(paid.credited_on, day("2023-03-25"));
    dis::PaymentReturned back;
    back.set_return_serial("T-7");
    back.set_code("ACCOUNT_CLOSED");
    back.set_returned_on("2023-03-28");
    const auto returned = to_enrolment<RecordSubsidyReturn>(aggregates_, back);
    EXPECT_EQ(returned.return_serial, "T-7");
    EXPECT_EQ(returned.code, "ACCOUNT_CLOSED");
    EXPECT_EQ(returned.returned_on, day("2023-03-28"));
    dis::InstalmentHeld hold;
    hold.set_reason("NOT_FUNDED");
    hold.set_held_on("2023-03-20");
    const auto held = to_enrolment<NoteSubsidyHeld>(aggregates_, hold);
    EXPECT_EQ(held.reason, "NOT_FUNDED");
    EXPECT_EQ(held.held_on, day("2023-03-20"));
}

}  // namespace
}  // namespace haven::employment::testing
