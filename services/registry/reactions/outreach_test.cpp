// Whom outreach refers becomes a draft application or a visit, and never a file: pure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/outreach/v1/outreach_events.pb.h"
#include "services/registry/domain/household_testing.hpp"
#include "services/registry/domain/referral.hpp"
#include "services/registry/reactions/reactions.hpp"

namespace haven::registry::spec {
namespace {

namespace out = haven::outreach::v1;
using ::testing::Contains;
using ::testing::ElementsAre;

template <class Message>
Referral referred(const Message& message) {
    log::Record record;
    record.federation = FederationNo{1};
    record.stream_id = kHousehold.uuid;  // of the ticket or group
    record.type = Message::descriptor()->name();
    record.payload = message.SerializeAsString();
    const auto subscription = outreach_subscription();
    EXPECT_THAT(subscription.types, Contains(record.type));
    const auto commands = subscription.react(record);
    if (commands.size() != 1) throw std::runtime_error("not one command");
    EXPECT_EQ(commands[0].federation, FederationNo{4});
    const auto& command = std::any_cast<const ReferralRecord::Command&>(commands[0].command);
    const Referral referral = std::get<ReceiveReferral>(command).referral;
    EXPECT_EQ(commands[0].stream, referral.referral);
    EXPECT_EQ(referral.from, FederationNo{1});
    EXPECT_EQ(referral.source_id, kHousehold.uuid);
    EXPECT_EQ(referral.person, person(1));
    EXPECT_EQ(referral.name.cipher, "name");
    EXPECT_EQ(referral.union_node, "610303");
    EXPECT_EQ(referral.heard_on, day("2023-10-09"));
    return referral;
}
template <class Message>
Message sample() {
    Message m;
    m.set_referral_id(haven::spec::id<HouseholdId>(80).to_string());
    m.set_person_id(person(1).to_string());
    m.mutable_name()->set_person_id(person(1).to_string());
    m.mutable_name()->set_cipher("name");
    m.set_to_federation(4);
    m.set_union_node("610303");
    m.add_signs(out::HARDSHIP_SIGN_JOB_LOSS);
    m.add_signs(out::HARDSHIP_SIGN_NO_PAY);
    return m;
}

TEST(RegistryOutreach, ACallerIsReferredWithTicketAndTelephone) {
    auto m = sample<out::CallerReferred>();
    m.set_ticket_no("12351-1");
    m.mutable_phone()->set_person_id(person(1).to_string());
    m.mutable_phone()->set_cipher("phone");
    m.set_heard_on("2023-10-09");
    const Referral unknown = referred(m);
    EXPECT_EQ(unknown.source, ReferralSource::Hotline);
    EXPECT_EQ(unknown.source_no, "12351-1");
    EXPECT_EQ(unknown.phone.cipher, "phone");
    EXPECT_FALSE(unknown.identified);
    EXPECT_THAT(unknown.signs, ElementsAre("JOB_LOSS", "NO_PAY"));
    m.set_identified(true);
    EXPECT_TRUE(referred(m).identified);
}

TEST(RegistryOutreach, WhomAVisitGroupMetIsKnownByIdNumber) {
    auto m = sample<out::ReliefReferred>();
    m.set_seen_on("2023-10-09");
    const Referral met = referred(m);
    EXPECT_EQ(met.source, ReferralSource::Campaign);
    EXPECT_TRUE(met.identified);
    EXPECT_TRUE(met.phone.cipher.empty());
}

}  // namespace
}  // namespace haven::registry::spec
