// What an event of the registry, of disbursement or of our own log becomes: pure, so each arrow of
// the README is looked at by itself; and that its decider answers nothing when it is heard again.
#include "services/scholarship/reactions/reactions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "haven/registry/v1/registry_events.pb.h"
#include "services/scholarship/codec/codec.hpp"
#include "services/scholarship/domain/family_file.hpp"
#include "services/scholarship/testing/rolls.hpp"

namespace haven::scholarship::testing {
namespace {

namespace dis = haven::disbursement::v1;
namespace reg = haven::registry::v1;
using consumer::ReactionCommand;
using spec::given;
using spec::id;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const FederationNo kCounty{4};
const AwardId kAward = id<AwardId>(1);
const ApplicationId kApplication = id<ApplicationId>(1);
const RollId kRoll = id<RollId>(60);
const Funding kPledged{id<FundLineId>(6), id<PledgeId>(7)};
const AwardYearRef kYear{kAward, 2023};

class ScholarshipReactions : public ::testing::Test {
  protected:
    using Reactions = std::vector<ReactionCommand>;

    Reactions own(Uuid stream, const log::NewEvent& event) {
        log::Record record;
        record.federation = kCounty;
        record.stream_id = stream;
        record.type = event.type;
        record.schema_version = event.schema_version;
        record.payload = event.payload;
        return heard(own_subscription(aggregates_), record);
    }
    template <class Message>
    Reactions registry(const Message& message) {
        return heard(registry_subscription(aggregates_), record_of(message));
    }
    template <class Message>
    Reactions disbursement(const Message& message) {
        return heard(disbursement_subscription(aggregates_), record_of(message));
    }
    // The one command, to the award that the message names.
    template <class Command, class Message>
    Command to_award(Message message) {
        message.set_award_year(2023);
        EXPECT_THAT(disbursement(message), IsEmpty()) << "it pays something else";
        message.set_award_id(kAward.to_string());
        const auto commands = disbursement(message);
        if (commands.size() != 1) throw std::runtime_error("not one command");
        return to<Award, Command>(commands[0], *aggregates_.award, kAward.uuid);
    }
    // The one command, to the family's file.
    template <class Command, class Message>
    Command to_file(const Message& message) {
        const auto commands = registry(message);
        if (commands.size() != 1) throw std::runtime_error("not one command");
        return to<FamilyFile, Command>(commands[0], *aggregates_.family, kHousehold.uuid);
    }
    // Every command stays in the federation of the record.
    template <class D, class Command>
    static Command to(const ReactionCommand& command, const writer::Aggregate& aggregate,
                      Uuid stream) {
        EXPECT_EQ(command.aggregate, &aggregate);
        EXPECT_EQ(command.federation, kCounty);
        EXPECT_EQ(command.stream, stream);
        return std::get<Command>(std::any_cast<const typename D::Command&>(command.command));
    }

    const Aggregates aggregates_;

  private:
    template <class Message>
    static log::Record record_of(const Message& message) {
        log::Record record;
        record.federation = kCounty;
        record.stream_id = kHousehold.uuid;
        record.type = Message::descriptor()->name();
        record.payload = message.SerializeAsString();
        return record;
    }
    static Reactions heard(const consumer::Subscription& subscription, const log::Record& record) {
        EXPECT_THAT(subscription.types, Contains(record.type));
        EXPECT_TRUE(subscription.is_known(record.type));
        return subscription.react(record);
    }
};

AwardApproved approved(const Funding& funding) {
    return {"610304-2023-1/1", union_scheme().scheme, SchemeKind::UnionHardship, 2023, true, true,
            row(1, funding)};
}
int payable(const std::vector<Award::Event>& events) {
    return static_cast<int>(std::ranges::count_if(
        events, [](const auto& e) { return std::holds_alternative<AwardPayable>(e); }));
}

// AwardPayable is what disbursement makes an entitlement of.
TEST_F(ScholarshipReactions, AnApprovedRowIsGrantedAndAskedForOnce) {
    const AwardApproved sealed = approved({id<FundLineId>(5), {}});
    const auto commands = own(kRoll.uuid, AwardRollCodec::encode(sealed));
    ASSERT_EQ(commands.size(), 2U);
    const auto marked =
        to<Application, MarkAwarded>(commands[0], *aggregates_.application, kApplication.uuid);
    EXPECT_EQ(marked.roll, kRoll);
    EXPECT_EQ(marked.award, kAward);
    const auto grant = to<Award, GrantAward>(commands[1], *aggregates_.award, kAward.uuid);
    EXPECT_EQ(grant.approved, sealed);
    const auto granted = given<Award>().when(grant).events();
    EXPECT_EQ(payable(granted), 1);
    given<Award>(granted).when(grant).then_nothing();
}

TEST_F(ScholarshipReactions, I28_ASponsoredAwardAsksItsPledgeFirstAndDisbursementByItsAnswer) {
    const GrantAward grant{approved(kPledged)};
    const auto granted = given<Award>().when(grant).events();
    EXPECT_EQ(payable(granted), 0);
    const auto asked = own(kAward.uuid, AwardCodec::encode(granted.back()));
    ASSERT_EQ(asked.size(), 1U);
    const auto allot = to<Pledge, AllotAward>(asked[0], *aggregates_.pledge, kPledged.pledge.uuid);
    EXPECT_EQ(allot.award, kYear);
    EXPECT_EQ(allot.amount, yuan(5'000));
    // Where there is no such pledge, nobody else could say so.
    EXPECT_THAT(asked[0].expected_refusals, ElementsAre("PLEDGE_MISSING"));
    ASSERT_EQ(asked[0].otherwise.size(), 1U);
    const auto missing =
        to<Award, RefuseFunding>(asked[0].otherwise[0], *aggregates_.award, kAward.uuid);
    EXPECT_EQ(missing.reason, "PLEDGE_MISSING");

    const auto yes =
        own(kPledged.pledge.uuid, PledgeCodec::encode(AwardAllotted{kYear, yuan(5'000)}));
    ASSERT_EQ(yes.size(), 1U);
    const auto confirm = to<Award, ConfirmFunding>(yes[0], *aggregates_.award, kAward.uuid);
    const auto funded = given<Award>(granted).when(confirm).events();
    EXPECT_EQ(payable(funded), 1);
    given<Award>(with(granted, funded)).when(confirm).then_nothing();

    const auto no = own(kPledged.pledge.uuid,
                        PledgeCodec::encode(AllotmentRefused{kYear, yuan(5'000), "PLEDGE_SHORT"}));
    ASSERT_EQ(no.size(), 1U);
    const auto refuse = to<Award, RefuseFunding>(no[0], *aggregates_.award, kAward.uuid);
    EXPECT_EQ(refuse.reason, "PLEDGE_SHORT");
    const auto unfunded = given<Award>(granted).when(refuse).events();
    EXPECT_EQ(payable(unfunded), 0);
    given<Award>(with(granted, unfunded)).when(refuse).then_nothing();
}

TEST_F(ScholarshipReactions, WhatTheBankDidIsNotedAtTheAwardOnceAndAtNothingElse) {
    const auto history = given<Award>().when(GrantAward{approved(kPledged)}).events();
    const auto funded = with(history, given<Award>(history).when(ConfirmFunding{2023}).events());
    dis::ReliefPaid credit;
    credit.set_bank_serial("L-7");
    credit.set_credited_on("2023-09-20");
    const auto pay = to_award<RecordAwardPayment>(credit);
    EXPECT_EQ(pay.year, 2023);
    EXPECT_EQ(pay.bank_serial, "L-7");
    EXPECT_EQ(pay.credited_on, day("2023-09-20"));
    const auto paid = with(funded, given<Award>(funded).when(pay).events());
    given<Award>(paid).when(pay).then_nothing();
    EXPECT_EQ(given<Award>(paid).state().paid(), yuan(5'000));

    dis::PaymentReturned back;
    back.set_return_serial("T-7");
    back.set_returned_on("2023-09-23");
    const auto take_back = to_award<RecordAwardReturn>(back);
    EXPECT_EQ(take_back.year, 2023);
    EXPECT_EQ(take_back.return_serial, "T-7");
    EXPECT_EQ(take_back.returned_on, day("2023-09-23"));
    const auto returned = with(paid, given<Award>(paid).when(take_back).events());
    given<Award>(returned).when(take_back).then_nothing();
    EXPECT_EQ(given<Award>(returned).state().paid(), Money{});

    // The sponsor's statement shows both.
    const auto told = [&](const std::vector<Award::Event>& events) {
        return own(kAward.uuid, AwardCodec::encode(events.back()));
    };
    const auto posted = told(paid);
    ASSERT_EQ(posted.size(), 1U);
    const auto post =
        to<Pledge, PostAllotmentPaid>(posted[0], *aggregates_.pledge, kPledged.pledge.uuid);
    EXPECT_EQ(post.award, kYear);
    EXPECT_EQ(post.bank_serial, "L-7");
    const auto taken_back = told(returned);
    ASSERT_EQ(taken_back.size(), 1U);
    EXPECT_EQ(
        (to<Pledge, PostAllotmentReturned>(taken_back[0], *aggregates_.pledge, kPledged.pledge.uuid)
             .return_serial),
        "T-7");
}

TEST_F(ScholarshipReactions, AnAwardIsReleasedOnlyWhenNoLineOfItMayBeWithTheBank) {
    dis::EntitlementStopped stopped;
    EXPECT_EQ(to_award<ConfirmStopped>(stopped).year, 2023);
    stopped.set_award_id(kAward.to_string());
    stopped.set_award_year(2023);
    stopped.add_batch_ids(id<AwardId>(90).to_string());
    EXPECT_THAT(disbursement(stopped), IsEmpty());
    // What is free is the pledge's again, and the application's nomination ends.
    const auto commands = own(
        kAward.uuid, AwardCodec::encode(AwardYearReleased{2023, kPledged.pledge, kApplication}));
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ((to<Pledge, ReleaseAllotment>(commands[0], *aggregates_.pledge, kPledged.pledge.uuid)
                   .award),
              kYear);
    EXPECT_EQ(
        (to<Application, ReleaseAwarded>(commands[1], *aggregates_.application, kApplication.uuid)
             .award),
        kAward);
    EXPECT_THAT(own(kAward.uuid, AwardCodec::encode(AwardYearReleased{2024, {}, {}})), IsEmpty())
        << "a renewal of the union's own money";
}

TEST_F(ScholarshipReactions, ARowAsksItsApplicationAndIsStruckWhereThereIsNone) {
    const auto sealed = own(kRoll.uuid, AwardRollCodec::encode(RowSealed{row(1)}));
    ASSERT_EQ(sealed.size(), 1U);
    const auto enter =
        to<Application, EnterRoll>(sealed[0], *aggregates_.application, kApplication.uuid);
    EXPECT_EQ(enter.roll, kRoll);
    EXPECT_EQ(enter.amount, yuan(5'000));
    EXPECT_THAT(sealed[0].expected_refusals, ElementsAre("APPLICATION_MISSING"));
    ASSERT_EQ(sealed[0].otherwise.size(), 1U);
    EXPECT_EQ((to<AwardRoll, StrikeRow>(sealed[0].otherwise[0], *aggregates_.roll, kRoll.uuid)
                   .application),
              kApplication);

    const auto yes = own(kApplication.uuid, ApplicationCodec::encode(ApplicationRolled{kRoll}));
    ASSERT_EQ(yes.size(), 1U);
    const auto confirm = to<AwardRoll, ConfirmRow>(yes[0], *aggregates_.roll, kRoll.uuid);
    EXPECT_EQ(confirm.application, kApplication);
    given<AwardRoll>(confirmed_roll()).when(confirm).then_nothing();
    const auto no =
        own(kApplication.uuid, ApplicationCodec::encode(RollEntryRefused{kRoll, "OBJECTION_OPEN"}));
    ASSERT_EQ(no.size(), 1U);
    const auto strike = to<AwardRoll, StrikeRow>(no[0], *aggregates_.roll, kRoll.uuid);
    EXPECT_EQ(strike.reason, "OBJECTION_OPEN");
    const auto struck = given<AwardRoll>(sealed_roll()).when(strike).events();
    const auto left = own(kRoll.uuid, AwardRollCodec::encode(struck.back()));
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(
        (to<Application, LeaveRoll>(left[0], *aggregates_.application, kApplication.uuid).roll),
        kRoll);
}

// What else opens and closes a file is told in libs/family.
TEST_F(ScholarshipReactions, WhoIsOnAFileIsNotedWithItsHeadAndWhetherItIsOpenOnce) {
    reg::ApplicationSubmitted submitted;
    submitted.set_household_id(kHousehold.to_string());
    submitted.add_members()->set_person_id(kStudent.to_string());
    submitted.add_members()->set_person_id(kFather.to_string());
    submitted.mutable_members(1)->set_relation(reg::RELATION_HEAD);
    const FamilyNoted expected{kHousehold, kFather, {kStudent, kFather}};
    const auto note = to_file<NoteFamily>(submitted);
    EXPECT_EQ(note.family, expected);
    EXPECT_FALSE(note.open);
    given<FamilyFile>().when(note).then({expected});
    given<FamilyFile>({expected}).when(note).then_nothing();

    reg::HouseholdEnrolled enrolled;
    enrolled.set_enrolled_on("2020-09-07");
    const auto open = to_file<OpenFamilyFile>(enrolled);
    const FamilyFileOpened opened{day("2020-09-07")};
    given<FamilyFile>({expected}).when(open).then({opened});
    given<FamilyFile>({expected, opened}).when(open).then_nothing();

    reg::FileClosed closed;
    closed.set_closed_on("2023-09-18");
    const auto close = to_file<CloseFamilyFile>(closed);
    const FamilyFileClosed shut{day("2023-09-18")};
    given<FamilyFile>({expected, opened}).when(close).then({shut});
    given<FamilyFile>({expected, opened, shut}).when(close).then_nothing();
    EXPECT_THAT(registry_subscription(aggregates_).types, Contains("FileCancelled"));
}

}  // namespace
}  // namespace haven::scholarship::testing
