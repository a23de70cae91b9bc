// What other services say becomes a command of ours: pure, so each arrow is looked at by itself.
#include "services/outreach/reactions/reactions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "services/outreach/domain/family_file.hpp"
#include "services/outreach/domain/hotline_ticket.hpp"
#include "services/outreach/testing/campaigns.hpp"

namespace haven::outreach::testing {
namespace {

namespace dis = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using ::testing::Contains;

class Reactions : public ::testing::Test {
  protected:
    template <class Message>
    std::vector<consumer::ReactionCommand> disbursement(const Message& message) {
        log::Record record;
        record.federation = FederationNo{1};
        record.stream_id = spec::id<CampaignId>(90).uuid;  // the advance
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        const auto subscription = disbursement_subscription(aggregates_);
        EXPECT_THAT(subscription.types, Contains(record.type));
        EXPECT_TRUE(subscription.is_critical(record.type));
        return subscription.react(record);
    }
    // The one command, to the group.
    template <class Command, class Message>
    Command to_group(Message message) {
        message.set_group_id(kGroup.to_string());
        message.set_fund_line_id(kLine.to_string());
        const auto commands = disbursement(message);
        if (commands.size() != 1) throw std::runtime_error("not one command");
        EXPECT_EQ(commands[0].aggregate, aggregates_.group.get());
        EXPECT_EQ(commands[0].stream, kGroup.uuid);
        return std::get<Command>(std::any_cast<const VisitGroup::Command&>(commands[0].command));
    }

    const Aggregates aggregates_;
};

TEST_F(Reactions, CashThatWasHandedOverIsInThePurseOfItsLine) {
    dis::CashAdvanceHandedOver handed_over;
    handed_over.set_approver(kFinance.to_string());
    const auto take = to_group<TakeCash>(handed_over);
    EXPECT_EQ(take.fund_line, kLine);
    EXPECT_EQ(take.payer, kFinance);
}

TEST_F(Reactions, CashThatIsNotThereOrIsGivenUpIsTheBudgetsAgain) {
    dis::CashAdvanceUnfunded unfunded;
    unfunded.set_reason("FUND_LINE_SHORT");
    const auto none = to_group<NoteCashNotGranted>(unfunded);
    EXPECT_EQ(none.fund_line, kLine);
    EXPECT_EQ(none.reason, "FUND_LINE_SHORT");
    EXPECT_FALSE(none.given_up);
    dis::CashAdvanceGivenUp given_up;
    given_up.set_reason("RAINED_OFF");
    EXPECT_TRUE(to_group<NoteCashNotGranted>(given_up).given_up);
}

// PM8: the ticket that referred a caller hears what became of it; a visit group asks for no answer.
TEST_F(Reactions, ATicketHearsWhatTheRegistryMadeOfItsReferral) {
    reg::ReferralReceived received;
    received.mutable_sheet()->set_referral_id(spec::id<ReferralId>(80).to_string());
    received.mutable_sheet()->set_from_federation(4);
    received.mutable_sheet()->set_source_id(spec::id<TicketId>(41).to_string());
    received.mutable_sheet()->set_source(reg::REFERRAL_SOURCE_HOTLINE);
    received.set_becomes(reg::REFERRAL_STATE_DRAFT);
    const auto subscription = registry_subscription(aggregates_);
    EXPECT_TRUE(subscription.is_critical("ReferralReceived"));
    const auto react = [&] {
        log::Record record;
        record.type = "ReferralReceived";
        record.payload = received.SerializeAsString();
        return subscription.react(record);
    };
    const auto commands = react();
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].federation, FederationNo{4});
    EXPECT_EQ(commands[0].stream, spec::id<TicketId>(41).uuid);
    const auto& command = std::any_cast<const HotlineTicket::Command&>(commands[0].command);
    EXPECT_EQ(std::get<NoteReferral>(command).outcome, ReferralOutcome::Draft);
    received.mutable_sheet()->set_source(reg::REFERRAL_SOURCE_CAMPAIGN);
    EXPECT_TRUE(react().empty());
}

// What else opens and closes a file is told in libs/family.
TEST_F(Reactions, WhoIsOnAFileIsNotedInTheFilesOwnFederation) {
    const auto household = spec::id<HouseholdId>(40);
    reg::ApplicationSubmitted submitted;
    submitted.set_household_id(household.to_string());
    submitted.add_members()->set_person_id(spec::id<PersonId>(1).to_string());
    log::Record record;
    record.federation = FederationNo{4};
    record.stream_id = household.uuid;
    record.type = "ApplicationSubmitted";
    record.payload = submitted.SerializeAsString();
    const auto subscription = registry_subscription(aggregates_);
    EXPECT_THAT(subscription.types, Contains(record.type));
    EXPECT_THAT(subscription.types, Contains("FileCancelled"));
    const auto commands = subscription.react(record);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].aggregate, aggregates_.family.get());
    EXPECT_EQ(commands[0].federation, FederationNo{4});
    EXPECT_EQ(commands[0].stream, household.uuid);
    const auto& command = std::any_cast<const FamilyFile::Command&>(commands[0].command);
    const FamilyNoted expected{household, {spec::id<PersonId>(1)}};
    EXPECT_EQ(std::get<NoteFamily>(command).family, expected);
}

TEST_F(Reactions, CashOfAnotherOccasionIsNoGroups) {
    EXPECT_TRUE(disbursement(dis::CashAdvanceHandedOver{}).empty());
    EXPECT_TRUE(disbursement(dis::CashAdvanceUnfunded{}).empty());
    EXPECT_TRUE(disbursement(dis::CashAdvanceGivenUp{}).empty());
}

}  // namespace
}  // namespace haven::outreach::testing
