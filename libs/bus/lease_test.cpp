#include "libs/bus/lease.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::bus {
namespace {

using std::chrono::milliseconds;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr auto kLife = milliseconds(600);

class LeaseTest : public ::testing::Test {
  protected:
    LeaseTest() {
        db.exec(
            "DO $$ BEGIN CREATE ROLE haven_writer; EXCEPTION WHEN duplicate_object OR "
            "unique_violation THEN NULL; END $$");
        EXPECT_TRUE(postgres::migrate(db, "public", "bus", sql_files()));
    }
    Leases leases(const std::string& owner, std::vector<int> keys = {1, 2, 3, 4, 5}) {
        return {database.conninfo(), "consume/registry", owner, std::move(keys), kLife};
    }
    // How many each holds, once everybody has asked as often as it takes.
    template <class... All>
    static std::vector<std::size_t> settled(All&... all) {
        for (int i = 0; i < 6; ++i) {
            (all.hold(), ...);
            std::this_thread::sleep_for(kLife / 3);
        }
        return {all.hold().size()...};
    }

    spec::TestDatabase database{"lease"};
    postgres::Connection db{database.conninfo()};
};

TEST_F(LeaseTest, OneAloneHoldsEverything) {
    Leases first = leases("a");
    EXPECT_THAT(first.hold(),
                UnorderedElementsAre(Pair(1, 1), Pair(2, 1), Pair(3, 1), Pair(4, 1), Pair(5, 1)));
    EXPECT_TRUE(first.is_held(5));
    EXPECT_FALSE(first.is_held(6));
}

TEST_F(LeaseTest, EachGetsItsShareAndNoKeyHasTwo) {
    Leases first = leases("a");
    first.hold();
    Leases second = leases("b");
    EXPECT_THAT(second.hold(), IsEmpty()) << "the first has them still";
    EXPECT_THAT(settled(first, second), UnorderedElementsAre(3, 2));
    Leases third = leases("c");
    EXPECT_THAT(settled(first, second, third), UnorderedElementsAre(2, 2, 1));
    std::map<int, int> holders;
    for (Leases* one : {&first, &second, &third}) {
        for (const auto& [key, _] : one->hold()) ++holders[key];
    }
    EXPECT_THAT(holders,
                UnorderedElementsAre(Pair(1, 1), Pair(2, 1), Pair(3, 1), Pair(4, 1), Pair(5, 1)));
}

TEST_F(LeaseTest, WhatWasGivenBackIsTakenAtOnceWhatWasLeftWhenItEnds) {
    Leases first = leases("a");
    first.hold();
    first.release();
    EXPECT_FALSE(first.is_held(1));
    Leases second = leases("b");
    EXPECT_EQ(second.hold().size(), 5U);
    EXPECT_EQ(second.hold().at(1), 2) << "the epoch rises with each owner";
    // Killed: nothing is given back.
    Leases third = leases("c");
    EXPECT_THAT(third.hold(), IsEmpty());
    std::this_thread::sleep_for(kLife + milliseconds(50));
    EXPECT_EQ(third.hold().size(), 5U);
    EXPECT_FALSE(second.is_held(1)) << "it knows by its own clock";
}

TEST_F(LeaseTest, OneThatComesAgainUnderItsNameGoesOnAtOnce) {
    leases("a").hold();
    Leases again = leases("a");
    EXPECT_EQ(again.hold().size(), 5U);
    EXPECT_EQ(again.hold().at(1), 1) << "it is the same owner";
}

TEST_F(LeaseTest, KindsHaveNothingToDoWithEachOther) {
    Leases first = leases("a");
    first.hold();
    Leases relay(database.conninfo(), "relay", "b", {1}, kLife);
    EXPECT_EQ(relay.hold().size(), 1U);
    EXPECT_EQ(first.hold().size(), 5U);
}

TEST_F(LeaseTest, ALostSessionIsReplaced) {
    Leases first = leases("a");
    first.hold();
    database.kill_backends();
    std::this_thread::sleep_for(kLife / 2);
    EXPECT_ANY_THROW(first.hold());
    EXPECT_EQ(first.hold().size(), 5U);
}

}  // namespace
}  // namespace haven::bus
