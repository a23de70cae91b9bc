// What employment says becomes a note on the household's file, or nothing: pure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/employment/v1/employment_events.pb.h"
#include "services/registry/domain/household_testing.hpp"
#include "services/registry/reactions/reactions.hpp"

namespace haven::registry::spec {
namespace {

namespace emp = haven::employment::v1;
using ::testing::Contains;
using ::testing::IsEmpty;

template <class Message>
std::vector<consumer::ReactionCommand> react(const Message& message) {
    log::Record record;
    record.federation = FederationNo{1};
    record.type = Message::descriptor()->name();
    record.payload = message.SerializeAsString();
    const auto subscription = employment_subscription();
    EXPECT_THAT(subscription.types, Contains(record.type));
    return subscription.react(record);
}
emp::RetentionConfirmed kept() {
    emp::RetentionConfirmed m;
    m.set_hire_id(retained_job().hire.to_string());
    m.set_person_id(retained_job().person.to_string());
    m.mutable_file()->set_household_id(kHousehold.to_string());
    m.mutable_file()->set_federation(4);
    m.set_uscc(retained_job().employer_uscc);
    m.set_month(retained_job().month);
    m.set_monthly_wage_fen(retained_job().monthly_wage.in_fen());
    m.set_income_evidenced(true);
    return m;
}

TEST(RegistryEmployment, AMonthKeptWithProofOfTheIncomeIsNotedOnTheFile) {
    const auto commands = react(kept());
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(commands[0].federation, FederationNo{4});
    EXPECT_EQ(commands[0].stream, kHousehold.uuid);
    const auto& command = std::any_cast<const Household::Command&>(commands[0].command);
    EXPECT_EQ(std::get<NoteRetainedJob>(command).job, retained_job());
}

TEST(RegistryEmployment, AWordIsNoIncomeAndAPersonWithoutAFileNoHousehold) {
    auto word = kept();
    word.set_income_evidenced(false);
    EXPECT_THAT(react(word), IsEmpty());
    auto stranger = kept();
    stranger.clear_file();
    EXPECT_THAT(react(stranger), IsEmpty());
}

TEST(RegistryEmployment, AnEndIsNotedToo) {
    emp::EmploymentEnded ended;
    ended.set_hire_id(retained_job().hire.to_string());
    ended.mutable_file()->set_household_id(kHousehold.to_string());
    ended.set_ended_on("2020-09-30");
    const auto commands = react(ended);
    ASSERT_EQ(commands.size(), 1U);
    const auto& command = std::any_cast<const Household::Command&>(commands[0].command);
    EXPECT_EQ(std::get<NoteJobEnded>(command).ended_on, day("2020-09-30"));
}

}  // namespace
}  // namespace haven::registry::spec
