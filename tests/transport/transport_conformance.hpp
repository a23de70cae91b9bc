// What must hold of every transport: an event of one log has its effect in another once, in order,
// whatever happens in between. Run by both transports.
#pragma once

#include "tests/transport/worlds.hpp"

namespace haven::spec {

template <class World>
class TransportConformance : public ::testing::Test {
  protected:
    void fill() {
        for (std::int16_t federation = 1; federation <= 3; ++federation) {
            pair_.open_purses(federation, 5);
            pair_.spend(federation, 8);
        }
    }

    Pair pair_;
    World world_{pair_};
};

TYPED_TEST_SUITE_P(TransportConformance);

TYPED_TEST_P(TransportConformance, EachForeignEventHasItsEffectOnce) {
    this->fill();
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.expect_mirrored();
    EXPECT_EQ(this->pair_.offset(1), 45);
    EXPECT_EQ(this->pair_.offset(4), 0);
}

TYPED_TEST_P(TransportConformance, WhatIsWrittenWhileTheyRunComesToo) {
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    for (int round = 0; round < 3; ++round) {
        this->fill();
        ASSERT_TRUE(settle(this->world_, site));
        this->pair_.expect_mirrored();
    }
}

TYPED_TEST_P(TransportConformance, ANewProcessGoesOnFromTheCursor) {
    this->fill();
    {
        Site site(this->pair_, this->world_.make_bus());
        ASSERT_TRUE(settle(this->world_, site));
    }
    this->pair_.spend(2, 3);
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.expect_mirrored();
}

TYPED_TEST_P(TransportConformance, ProcessesThatDieAtAnyMomentRepeatAndLoseNothing) {
    this->fill();
    for (int life = 1; life <= 12; ++life) {
        Site site(this->pair_, this->world_.make_bus());
        int moves = 0;
        // Longer each time, so that every stage is died in.
        run_until([&] { return ++moves > life * 4; }, this->world_, site);
    }
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.expect_mirrored();
}

TYPED_TEST_P(TransportConformance, AFederationThatIsRefusedHoldsBackNoOther) {
    this->pair_.open_purses(1, 3);
    this->pair_.open_purses(2, 3);
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.own.db().exec("UPDATE log_head SET state = 'MOVING' WHERE federation = 1");
    this->pair_.spend(1, 2);
    this->pair_.spend(2, 2);
    ASSERT_TRUE(run_until([&] { return this->pair_.offset(2) == 9; }, this->world_, site));
    EXPECT_EQ(this->pair_.offset(1), 3);
    this->pair_.own.db().exec("UPDATE log_head SET state = 'OPEN' WHERE federation = 1");
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.expect_mirrored();
}

TYPED_TEST_P(TransportConformance, ALogThatWasRestoredStopsWhoHasReadWhatItLost) {
    this->fill();
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    this->pair_.dump();
    this->pair_.spend(1, 4);
    this->pair_.spend(2, 1);
    ASSERT_TRUE(settle(this->world_, site));
    const std::int64_t passed = this->pair_.offset(1);
    this->pair_.restore();
    this->pair_.spend(1, 6, 100);
    this->pair_.spend(3, 1);
    const std::vector<std::pair<FederationNo, std::string>> rewound{
        {FederationNo{1}, "LOG_REWOUND"}, {FederationNo{2}, "LOG_REWOUND"}};
    EXPECT_TRUE(run_until([&] { return site.stopped() == rewound && this->pair_.offset(3) == 50; },
                          this->world_, site));
    EXPECT_EQ(site.stopped(), rewound);
    EXPECT_EQ(this->pair_.offset(1), passed) << "nothing of the other log is passed as seen";
    EXPECT_EQ(this->pair_.offset(3), 50) << "what has lost nothing goes on";
    // A new process finds the same.
    Site again(this->pair_, this->world_.make_bus());
    EXPECT_TRUE(run_until([&] { return again.stopped() == rewound; }, this->world_, again));
}

TYPED_TEST_P(TransportConformance, WhoReadsARestoredLogAnewGetsWhatItHoldsNow) {
    this->fill();
    Site warm(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, warm));
    this->pair_.dump();
    this->pair_.spend(1, 4);
    ASSERT_TRUE(settle(this->world_, warm));
    this->pair_.restore();
    this->pair_.spend(1, 6, 100);
    // Another consumer, which has read nothing yet.
    this->pair_.own.db().exec(
        "DELETE FROM event; DELETE FROM command; DELETE FROM purse; DELETE FROM claim; "
        "DELETE FROM cursor; UPDATE log_head SET next_offset = 1");
    Site fresh(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, fresh));
    this->pair_.expect_mirrored();
}

TYPED_TEST_P(TransportConformance, UnknownAndCriticalParksUnknownAndNotCriticalIsPassed) {
    this->pair_.open_purses(1, 2);
    this->pair_.write(1, 1, SchedulePurse{Date::of(2030, 1, 1)});
    this->pair_.spend(1, 2);
    Site site(this->pair_, this->world_.make_bus());
    ASSERT_TRUE(settle(this->world_, site));
    EXPECT_EQ(this->pair_.offset(1), 7);
    std::vector<std::string> reasons;
    for (const auto& parked : this->pair_.own.open()->parked("pay")) {
        EXPECT_EQ(parked.stream_id, id(1));
        reasons.push_back(parked.reason);
    }
    if (TypeParam::kSaysWhatIsCritical) {
        EXPECT_THAT(reasons, ::testing::ElementsAre("UNKNOWN_CRITICAL_EVENT", "BEHIND_PARKED",
                                                    "BEHIND_PARKED"));
        EXPECT_EQ(site.unknown_passed(), 0);
    } else {
        EXPECT_THAT(reasons, ::testing::IsEmpty());
        EXPECT_EQ(site.unknown_passed(), 1);
    }
    EXPECT_EQ(this->pair_.own.left(2), 999'998) << "the other stream goes on";
}

TYPED_TEST_P(TransportConformance, FourProcessesShareTheFederationsAndOneTakesThemAllAgain) {
    for (std::int16_t federation = 1; federation <= Pair::kFederations; ++federation) {
        this->pair_.open_purses(federation, 2);
    }
    std::vector<std::unique_ptr<Site>> sites;
    const auto start = [&](int number) {
        sites.push_back(std::make_unique<Site>(this->pair_, this->world_.make_bus(),
                                               "process-" + std::to_string(number)));
    };
    const auto spend_and_step = [&](auto condition) {
        const auto until = Clock::now() + kPatience;
        for (int i = 0; !condition() && Clock::now() < until; ++i) {
            this->pair_.spend(static_cast<std::int16_t>(1 + i % Pair::kFederations), 1);
            for (int pass = 0; pass < 3; ++pass) {
                this->world_.step();
                for (const auto& site : sites) site->step();
            }
        }
        EXPECT_TRUE(condition());
    };
    const auto each_holds = [&](std::size_t count) {
        return std::ranges::all_of(sites, [&](const auto& site) { return site->held() == count; });
    };
    start(1);
    spend_and_step([&] { return each_holds(8); });
    for (int number = 2; number <= 4; ++number) start(number);
    spend_and_step([&] { return each_holds(2); });
    sites.back()->release();  // one ends as it should, two are killed
    sites.pop_back();
    sites.erase(sites.begin(), sites.begin() + 2);
    spend_and_step([&] { return each_holds(8); });
    ASSERT_TRUE(settle(this->world_, *sites[0]));
    this->pair_.expect_mirrored();
}

REGISTER_TYPED_TEST_SUITE_P(TransportConformance, EachForeignEventHasItsEffectOnce,
                            WhatIsWrittenWhileTheyRunComesToo, ANewProcessGoesOnFromTheCursor,
                            ProcessesThatDieAtAnyMomentRepeatAndLoseNothing,
                            AFederationThatIsRefusedHoldsBackNoOther,
                            ALogThatWasRestoredStopsWhoHasReadWhatItLost,
                            WhoReadsARestoredLogAnewGetsWhatItHoldsNow,
                            UnknownAndCriticalParksUnknownAndNotCriticalIsPassed,
                            FourProcessesShareTheFederationsAndOneTakesThemAllAgain);

}  // namespace haven::spec
