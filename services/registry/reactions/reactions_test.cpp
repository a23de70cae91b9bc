// What an event of disbursement, employment or outreach becomes: pure, so each arrow of the README
// is looked at by itself.
#include "services/registry/reactions/reactions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "haven/disbursement/v1/disbursement_events.pb.h"
#include "haven/employment/v1/employment_events.pb.h"
#include "haven/outreach/v1/outreach_events.pb.h"
#include "services/registry/aggregates.hpp"
#include "services/registry/domain/referral.hpp"
#include "services/registry/testing/households.hpp"

namespace haven::registry::spec {
namespace {

namespace dis = haven::disbursement::v1;
namespace emp = haven::employment::v1;
namespace out = haven::outreach::v1;
using consumer::ReactionCommand;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const FederationNo kCity{1};
const FederationNo kCounty{4};

template <class Message>
std::vector<ReactionCommand> heard(const consumer::Subscription& subscription,
                                   const Message& message) {
    log::Record record;
    record.federation = kCity;
    record.stream_id = uuid(9);  // of the entitlement, hire, ticket or group
    record.type = Message::descriptor()->name();
    record.payload = message.SerializeAsString();
    EXPECT_THAT(subscription.types, Contains(record.type));
    EXPECT_TRUE(subscription.is_known(record.type));
    return subscription.react(record);
}
// The one command, to the household's file in its own federation.
template <class Command>
Command to_file(const std::vector<ReactionCommand>& commands) {
    if (commands.size() != 1) throw std::runtime_error("not one command");
    EXPECT_EQ(commands[0].aggregate, &household_aggregate());
    EXPECT_EQ(commands[0].federation, kCounty);
    EXPECT_EQ(commands[0].stream, kHousehold.uuid);
    return std::get<Command>(std::any_cast<const Household::Command&>(commands[0].command));
}

// The one command, to the file that the message names.
template <class Command, class Message>
Command from_disbursement(Message message) {
    EXPECT_THAT(heard(disbursement_subscription(), message), IsEmpty())
        << "an award or a subsidy stands on no file";
    message.set_household_id(kHousehold.to_string());
    message.set_file_federation(kCounty.value);
    return to_file<Command>(heard(disbursement_subscription(), message));
}

TEST(RegistryReactions, AidThatWasPaidStandsOnTheFile) {
    dis::ReliefPaid paid;
    paid.set_entitlement_id("E-1");
    paid.set_instalment(2);
    paid.set_person_id(person(1).to_string());
    paid.set_item(v1::AID_ITEM_MEDICAL);
    paid.set_amount_fen(120'000);
    paid.set_due_year(2020);
    paid.set_credited_on("2020-06-30");
    paid.set_bank_serial("L-7");
    paid.set_measure_id("2020-1");
    const AidRecorded aid = from_disbursement<RecordAid>(paid).aid;
    EXPECT_EQ(aid.entitlement_id, "E-1");
    EXPECT_EQ(aid.instalment, 2);
    EXPECT_EQ(aid.person, person(1));
    EXPECT_EQ(aid.item, AidItem::Medical);
    EXPECT_EQ(aid.amount, yuan(1'200));
    EXPECT_EQ(aid.due_year, 2020);
    EXPECT_EQ(aid.credited_on, day("2020-06-30"));
    EXPECT_EQ(aid.bank_serial, "L-7");
    EXPECT_EQ(aid.measure_id, "2020-1");
}

TEST(RegistryReactions, AidThatCameBackOrIsHeldStandsOnTheFileToo) {
    dis::PaymentReturned back;
    back.set_entitlement_id("E-1");
    back.set_instalment(2);
    back.set_amount_fen(120'000);
    back.set_returned_on("2020-07-06");
    back.set_bank_serial("L-7");
    back.set_code("CLOSED");
    const AidReturned returned = from_disbursement<RecordAidReturn>(back).aid;
    EXPECT_EQ(returned.instalment, 2);
    EXPECT_EQ(returned.amount, yuan(1'200));
    EXPECT_EQ(returned.returned_on, day("2020-07-06"));
    EXPECT_EQ(returned.code, "CLOSED");
    dis::InstalmentHeld hold;
    hold.set_entitlement_id("E-1");
    hold.set_number(3);
    hold.set_reason("REVIEW_EXPIRED");
    hold.set_held_on("2021-01-04");
    const AidHeld held = from_disbursement<RecordAidHold>(hold).aid;
    EXPECT_EQ(held.instalment, 3);
    EXPECT_EQ(held.reason, "REVIEW_EXPIRED");
    EXPECT_EQ(held.held_on, day("2021-01-04"));
}

emp::RetentionConfirmed kept() {
    emp::RetentionConfirmed m;
    m.set_hire_id(retained_job().hire.to_string());
    m.set_person_id(retained_job().person.to_string());
    m.mutable_file()->set_household_id(kHousehold.to_string());
    m.mutable_file()->set_federation(kCounty.value);
    m.set_uscc(retained_job().employer_uscc);
    m.set_month(retained_job().month);
    m.set_monthly_wage_fen(retained_job().monthly_wage.in_fen());
    m.set_income_evidenced(true);
    return m;
}

TEST(RegistryReactions, AMonthKeptWithProofOfTheIncomeIsNotedOnTheFile) {
    EXPECT_EQ(to_file<NoteRetainedJob>(heard(employment_subscription(), kept())).job,
              retained_job());
}

TEST(RegistryReactions, AWordIsNoIncomeAndAPersonWithoutAFileNoHousehold) {
    auto word = kept();
    word.set_income_evidenced(false);
    EXPECT_THAT(heard(employment_subscription(), word), IsEmpty());
    auto stranger = kept();
    stranger.clear_file();
    EXPECT_THAT(heard(employment_subscription(), stranger), IsEmpty());
}

TEST(RegistryReactions, AnEndOfTheWorkIsNotedToo) {
    emp::EmploymentEnded ended;
    ended.set_hire_id(retained_job().hire.to_string());
    ended.mutable_file()->set_household_id(kHousehold.to_string());
    ended.mutable_file()->set_federation(kCounty.value);
    ended.set_ended_on("2020-09-30");
    const auto note = to_file<NoteJobEnded>(heard(employment_subscription(), ended));
    EXPECT_EQ(note.hire, retained_job().hire);
    EXPECT_EQ(note.ended_on, day("2020-09-30"));
}

// The one command, to the referral in the federation that the message names.
template <class Message>
Referral referred(const Message& message,
                  const consumer::Subscription& subscription = outreach_subscription()) {
    const auto commands = heard(subscription, message);
    if (commands.size() != 1) throw std::runtime_error("not one command");
    EXPECT_EQ(commands[0].aggregate, &referral_aggregate());
    EXPECT_EQ(commands[0].federation, kCounty);
    const auto& command = std::any_cast<const ReferralRecord::Command&>(commands[0].command);
    const Referral referral = std::get<ReceiveReferral>(command).referral;
    EXPECT_EQ(commands[0].stream, referral.referral);
    EXPECT_EQ(referral.origin.federation, kCity);
    EXPECT_EQ(referral.origin.id, uuid(9));
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
    m.set_to_federation(kCounty.value);
    m.set_union_node("610303");
    m.add_signs(out::HARDSHIP_SIGN_JOB_LOSS);
    m.add_signs(out::HARDSHIP_SIGN_NO_PAY);
    return m;
}

TEST(RegistryReactions, ACallerIsReferredWithTicketAndTelephone) {
    auto m = sample<out::CallerReferred>();
    m.set_ticket_no("12351-1");
    m.mutable_phone()->set_person_id(person(1).to_string());
    m.mutable_phone()->set_cipher("phone");
    m.set_heard_on("2023-10-09");
    const Referral unknown = referred(m);
    EXPECT_EQ(unknown.origin.source, ReferralSource::Hotline);
    EXPECT_EQ(unknown.source_no, "12351-1");
    EXPECT_EQ(unknown.phone.cipher, "phone");
    EXPECT_FALSE(unknown.identified);
    EXPECT_THAT(unknown.signs, ElementsAre("JOB_LOSS", "NO_PAY"));
    m.set_identified(true);
    EXPECT_TRUE(referred(m).identified);
}

TEST(RegistryReactions, WhomAVisitGroupMetIsKnownByIdNumber) {
    auto m = sample<out::ReliefReferred>();
    m.set_seen_on("2023-10-09");
    const Referral met = referred(m);
    EXPECT_EQ(met.origin.source, ReferralSource::Campaign);
    EXPECT_TRUE(met.identified);
    EXPECT_TRUE(met.phone.cipher.empty());
}

TEST(RegistryReactions,
     R78_WhomTheJobCentreSendsIsKnownByIdNumberAndWhomItSendsToAVacancyIsNotOurs) {
    auto m = sample<emp::CaseReferred>();
    m.mutable_phone()->set_person_id(person(1).to_string());
    m.mutable_phone()->set_cipher("phone");
    m.set_referred_on("2023-10-09");
    const Referral sent = referred(m, employment_subscription());
    EXPECT_EQ(sent.origin.source, ReferralSource::Case);
    EXPECT_EQ(sent.phone.cipher, "phone");
    EXPECT_TRUE(sent.identified);
    EXPECT_THAT(sent.signs, ElementsAre("JOB_LOSS", "NO_PAY"));
    EXPECT_TRUE(employment_subscription().is_critical("CaseReferred"));
    emp::CaseReferred to_vacancy;
    to_vacancy.set_vacancy_id(uuid(11).to_string());
    EXPECT_THAT(heard(employment_subscription(), to_vacancy), IsEmpty());
}

}  // namespace
}  // namespace haven::registry::spec
