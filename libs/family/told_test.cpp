// What an event of the registry says of a file, each arrow by itself.
#include "libs/family/told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "haven/registry/v1/registry_events.pb.h"
#include "libs/decider/spec.hpp"

namespace haven::family {
namespace {

namespace reg = haven::registry::v1;
using spec::id;
using ::testing::Contains;

const Uuid kHousehold = id<PersonId>(40).uuid;

template <class Message>
log::Record record_of(const Message& message) {
    log::Record record;
    record.federation = FederationNo{4};
    record.stream_id = kHousehold;
    record.type = Message::descriptor()->name();
    record.payload = message.SerializeAsString();
    return record;
}
template <class Said, class Message>
Said says(const Message& message) {
    EXPECT_THAT(file_events(), Contains(Message::descriptor()->name()));
    const auto said = told(record_of(message));
    if (!said || !std::holds_alternative<Said>(*said)) {
        ADD_FAILURE() << Message::descriptor()->name() << " says something else";
        return {};
    }
    return std::get<Said>(*said);
}

TEST(FamilyTold, WhoAppliesIsNamedWithHeadAndRound) {
    reg::ApplicationSubmitted submitted;
    submitted.set_household_id(kHousehold.to_string());
    submitted.set_round(reg::FILE_ROUND_SINCE_2020);
    submitted.add_members()->set_person_id(id<PersonId>(1).to_string());
    submitted.add_members()->set_person_id(id<PersonId>(2).to_string());
    submitted.mutable_members(1)->set_relation(reg::RELATION_HEAD);
    const auto family = says<FamilyTold>(submitted);
    EXPECT_EQ(family.household, kHousehold);
    EXPECT_EQ(family.head, id<PersonId>(2));
    EXPECT_EQ(family.members, (std::vector{id<PersonId>(1), id<PersonId>(2)}));
    EXPECT_EQ(family.round, static_cast<int>(reg::FILE_ROUND_SINCE_2020));
    EXPECT_FALSE(family.open);
}

TEST(FamilyTold, AFileOfTheOldSystemIsOpenSinceItsOwnDayUnlessItEndedThere) {
    reg::HouseholdImported imported;
    imported.set_household_id(kHousehold.to_string());
    imported.set_enrolled_on("2017-03-01");
    EXPECT_TRUE(says<FamilyTold>(imported).open);
    EXPECT_EQ(says<FamilyTold>(imported).opened_on, Date::of(2017, 3, 1));
    imported.set_closed_on("2020-12-31");
    EXPECT_FALSE(says<FamilyTold>(imported).open);
}

TEST(FamilyTold, AFileOpensAndClosesOnTheRegistrysDay) {
    reg::HouseholdEnrolled enrolled;
    enrolled.set_enrolled_on("2020-09-07");
    EXPECT_EQ(says<OpenFamilyFile>(enrolled).opened_on, Date::of(2020, 9, 7));
    reg::FileReopened reopened;
    reopened.set_reopened_on("2021-05-10");
    EXPECT_EQ(says<OpenFamilyFile>(reopened).opened_on, Date::of(2021, 5, 10));
    reg::FileClosed closed;
    closed.set_closed_on("2021-01-08");
    EXPECT_EQ(says<CloseFamilyFile>(closed).closed_on, Date::of(2021, 1, 8));
    reg::FileCancelled cancelled;
    cancelled.set_cancelled_on("2022-06-30");
    EXPECT_EQ(says<CloseFamilyFile>(cancelled).closed_on, Date::of(2022, 6, 30));
}

TEST(FamilyTold, WhatElseHappensToAFileOpensAndClosesNothing) {
    for (const log::Record& record :
         {record_of(reg::AidResumed{}), record_of(reg::AidSuspended{}),
          record_of(reg::ApplicationWithdrawn{}), record_of(reg::HardshipResolved{})}) {
        EXPECT_FALSE(told(record)) << record.type;
    }
}

}  // namespace
}  // namespace haven::family
