// One claim over two databases (protocols §7): who takes it first has it, whatever dies in between.
#include "libs/claims/registered_log.hpp"

#include <gmock/gmock.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

#include "libs/crypto/ids.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/log/schema.hpp"
#include "libs/log/sharded_log.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::claims {
namespace {

using log::Batch;
using log::Log;
using log::Outcome;
using log::Proposal;
using log::Verdict;

constexpr FederationNo kWest{1};
constexpr FederationNo kEast{2};
constexpr int kPatienceMs = 40;  // long for an append here, short where many die

int scale() {
    const char* text = std::getenv("HAVEN_LONG");
    return text != nullptr && *text == '1' ? 5 : 1;
}

ClaimChange take(std::string key) {
    return {ClaimChange::Kind::Take, std::move(key)};
}
ClaimChange free_claim(std::string key) {
    return {ClaimChange::Kind::Free, std::move(key)};
}

Proposal command(FederationNo federation, Uuid stream, std::int32_t version,
                 std::vector<ClaimChange> claims) {
    return {.federation = federation,
            .stream_id = stream,
            .expected_version = version,
            .command_id = crypto::new_uuid_v4(),
            .events = {{"Happened", 1, ""}},
            .claims = std::move(claims)};
}

Outcome append(Log& log, Proposal proposal) {
    return log
        .append({.proposals = {std::move(proposal)}}, Instant{1},
                [](std::size_t, std::int64_t, Instant) {
                    return std::vector<std::pair<std::int64_t, log::RowChange>>{};
                })
        .outcomes.at(0);
}

// The west's log lies in the first database, the east's in the second.
class Claims : public ::testing::Test {
  protected:
    Claims() {
        const std::vector<log::FederationRow> list{{kWest, "610300", "west", {}},
                                                   {kEast, "610302", "east", kWest}};
        for (std::size_t shard = 0; shard < 2; ++shard) {
            postgres::Connection owner(databases_[shard].conninfo());
            EXPECT_TRUE(log::create_schema(owner, list, {shard == 0 ? kEast : kWest}));
        }
        postgres::Connection owner(databases_[0].conninfo());
        EXPECT_TRUE(postgres::migrate(owner, "public", "claims", sql_files()));
        placement_ = std::make_shared<log::Placement>(
            log::ask_databases({databases_[0].conninfo(), databases_[1].conninfo()}));
    }

    std::unique_ptr<Log> shard(std::size_t number) {
        return std::make_unique<log::PostgresLog>(
            databases_[number].conninfo(), "registry",
            log::PostgresLogOptions{.placement = placement_, .shard = number});
    }
    // A process's log of the one or the other.
    std::unique_ptr<Log> open(FederationNo federation) {
        std::vector<std::unique_ptr<Log>> all;
        for (std::size_t i = 0; i < 2; ++i) all.push_back(shard(i));
        return std::make_unique<RegisteredLog>(
            shard(federation == kWest ? 0 : 1),
            std::make_unique<Register>(databases_[0].conninfo()),
            std::make_unique<log::ShardedLog>(std::move(all), placement_), kPatienceMs);
    }
    // As a process dies that has only announced what it wants. True if nobody else had it.
    bool announce_and_die(const Proposal& proposal) {
        Register claims(databases_[0].conninfo());
        std::vector<Wanted> wanted;
        for (const ClaimChange& change : proposal.claims) {
            wanted.push_back(
                {change.key, {proposal.federation, proposal.stream_id}, proposal.command_id});
        }
        const auto entries = claims.announce(wanted);
        return std::ranges::all_of(
            wanted, [&](const Wanted& one) { return entries.at(one.key).is_of(one); });
    }
    // In the claim tables of both databases.
    std::int64_t held(const std::string& like) {
        std::int64_t count = 0;
        for (const auto& database : databases_) {
            postgres::Connection db(database.conninfo());
            count += db.query("SELECT count(*) FROM claim WHERE key LIKE $1",
                              postgres::Params().text(like))[0]
                         .int64(0);
        }
        return count;
    }

    // At the end of races for "person-0" to "person-<races - 1>".
    void expect_one_file_each(int races) {
        postgres::Connection west(databases_[0].conninfo());
        postgres::Connection east(databases_[1].conninfo());
        std::set<std::string> people;
        for (auto* db : {&west, &east}) {
            for (const postgres::Row row : db->query("SELECT key FROM claim")) {
                EXPECT_TRUE(people.insert(row.text(0)).second) << row.text(0) << " has two files";
            }
        }
        // Whoever asks now finds each person with whoever has the file, or free.
        auto log = open(kEast);
        for (int race = 0; race < races; ++race) {
            const std::string key = "person-" + std::to_string(race);
            const auto asked =
                append(*log, command(kEast, crypto::new_uuid_v4(), 0, {take(key)})).verdict;
            EXPECT_EQ(asked, people.contains(key) ? Verdict::ClaimTaken : Verdict::Committed)
                << key;
        }
    }

    spec::TestDatabase databases_[2]{spec::TestDatabase("claims_west"),
                                     spec::TestDatabase("claims_east")};
    std::shared_ptr<log::Placement> placement_;
};

TEST_F(Claims, WhatOneDatabaseHoldsIsTakenInTheOther) {
    const auto west = open(kWest);
    const auto east = open(kEast);
    const Uuid file = crypto::new_uuid_v4();
    EXPECT_EQ(append(*west, command(kWest, file, 0, {take("p")})).verdict, Verdict::Committed);
    const Outcome lost = append(*east, command(kEast, crypto::new_uuid_v4(), 0, {take("p")}));
    EXPECT_EQ(lost.verdict, Verdict::ClaimTaken);
    EXPECT_EQ(lost.detail, "p");
    EXPECT_EQ(lost.holder, file);
    EXPECT_EQ(append(*west, command(kWest, file, 1, {free_claim("p")})).verdict,
              Verdict::Committed);
    EXPECT_EQ(append(*east, command(kEast, crypto::new_uuid_v4(), 0, {take("p")})).verdict,
              Verdict::Committed);
    EXPECT_EQ(held("p"), 1);
}

TEST_F(Claims, ALoserGivesBackWhatElseItHadAnnounced) {
    const auto west = open(kWest);
    const auto east = open(kEast);
    append(*west, command(kWest, crypto::new_uuid_v4(), 0, {take("b")}));
    EXPECT_EQ(
        append(*east, command(kEast, crypto::new_uuid_v4(), 0, {take("a"), take("b")})).verdict,
        Verdict::ClaimTaken);
    EXPECT_EQ(append(*west, command(kWest, crypto::new_uuid_v4(), 0, {take("a")})).verdict,
              Verdict::Committed);
    // Also one that loses in its own log, for another reason.
    EXPECT_EQ(append(*east, command(kEast, crypto::new_uuid_v4(), 7, {take("c")})).verdict,
              Verdict::VersionConflict);
    EXPECT_EQ(append(*west, command(kWest, crypto::new_uuid_v4(), 0, {take("c")})).verdict,
              Verdict::Committed);
}

TEST_F(Claims, AStreamTakesAgainWhatItHasAndKeepsItWhenThatIsRefused) {
    const auto west = open(kWest);
    const Uuid file = crypto::new_uuid_v4();
    append(*west, command(kWest, file, 0, {take("p")}));
    EXPECT_EQ(append(*west, command(kWest, file, 1, {take("p")})).verdict, Verdict::Committed);
    EXPECT_EQ(append(*west, command(kWest, file, 7, {take("p")})).verdict,
              Verdict::VersionConflict);
    EXPECT_EQ(append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("p")})).verdict,
              Verdict::ClaimTaken);
}

TEST_F(Claims, WhatOneUnitFreesTheNextOfTheSameBatchTakes) {
    const auto west = open(kWest);
    const Uuid file = crypto::new_uuid_v4();
    append(*west, command(kWest, file, 0, {take("p")}));
    auto closing = command(kWest, file, 1, {free_claim("p")});
    auto opening = command(kWest, crypto::new_uuid_v4(), 0, {take("p")});
    auto third = command(kWest, crypto::new_uuid_v4(), 0, {take("p")});
    opening.unit = 1;
    third.unit = 2;
    const auto outcomes =
        west->append({.proposals = {closing, opening, third}}, Instant{1},
                     [](std::size_t, std::int64_t, Instant) {
                         return std::vector<std::pair<std::int64_t, log::RowChange>>{};
                     })
            .outcomes;
    EXPECT_EQ(outcomes[0].verdict, Verdict::Committed);
    EXPECT_EQ(outcomes[1].verdict, Verdict::Committed);
    EXPECT_EQ(outcomes[2].verdict, Verdict::ClaimTaken);
    EXPECT_EQ(outcomes[2].holder, opening.stream_id);
}

TEST_F(Claims, AnAnnouncementOfOneThatDiedIsGivenUpAndItsCommandNeverComes) {
    const auto dead = command(kWest, crypto::new_uuid_v4(), 0, {take("p")});
    announce_and_die(dead);
    EXPECT_EQ(append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("p")})).verdict,
              Verdict::Committed);
    // It was only asleep, and goes on where it stood: with the append itself.
    EXPECT_EQ(append(*shard(0), dead).verdict, Verdict::Barred);
    // Sent again it hears who has the claim.
    EXPECT_EQ(append(*open(kWest), dead).verdict, Verdict::ClaimTaken);
    EXPECT_EQ(held("p"), 1);
}

TEST_F(Claims, WhoDiedAfterItsCommandWasDoneHasTheClaim) {
    const auto done = command(kWest, crypto::new_uuid_v4(), 0, {take("p")});
    announce_and_die(done);
    EXPECT_EQ(append(*shard(0), done).verdict, Verdict::Committed);
    const Outcome lost =
        append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("p")}));
    EXPECT_EQ(lost.verdict, Verdict::ClaimTaken);
    EXPECT_EQ(lost.holder, done.stream_id);
    EXPECT_EQ(append(*open(kWest), done).verdict, Verdict::Repeated);
}

TEST_F(Claims, AReleaseThatNobodyHeardOfIsFoundInTheLog) {
    const Uuid file = crypto::new_uuid_v4();
    append(*open(kWest), command(kWest, file, 0, {take("p")}));
    append(*shard(0), command(kWest, file, 1, {free_claim("p")}));
    EXPECT_EQ(append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("p")})).verdict,
              Verdict::Committed);
}

TEST_F(Claims, OneThatIsLateWithItsReleaseTakesNothingFromWhoHasItNow) {
    const Uuid file = crypto::new_uuid_v4();
    append(*open(kWest), command(kWest, file, 0, {take("p")}));
    Register late(databases_[0].conninfo());
    const auto grants = late.grants_of({{"p", {kWest, file}}});
    append(*shard(0), command(kWest, file, 1, {free_claim("p")}));
    // The same stream takes it again before the first process says that it was freed.
    append(*open(kWest), command(kWest, file, 2, {take("p")}));
    late.settle({}, {{"p", grants.at("p")}});
    EXPECT_EQ(append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("p")})).verdict,
              Verdict::ClaimTaken);
}

TEST_F(Claims, ARegisterKnowsWhatWasTakenBeforeThereWasOne) {
    const Uuid file = crypto::new_uuid_v4();
    append(*shard(0), command(kWest, file, 0, {take("p"), take("q")}));
    append(*shard(1), command(kEast, file, 0, {take("r")}));
    Register claims(databases_[0].conninfo());
    postgres::Connection west(databases_[0].conninfo());
    postgres::Connection east(databases_[1].conninfo());
    EXPECT_EQ(claims.enter_claims_of(west), 2);
    EXPECT_EQ(claims.enter_claims_of(east), 1);
    EXPECT_EQ(claims.enter_claims_of(east), 0);
    EXPECT_EQ(append(*open(kEast), command(kEast, crypto::new_uuid_v4(), 0, {take("q")})).holder,
              file);
}

// The same people in two counties on two databases at once, and processes that die at every step.
TEST_F(Claims, RacedInTwoCountiesAPersonHasOneOpenFile) {
    const int races = scale() * 200;
    std::atomic<int> committed = 0, taken = 0, barred = 0, died = 0;
    const auto county = [&](FederationNo federation, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        auto log = open(federation);
        for (int race = 0; race < races; ++race) {
            const std::string key = "person-" + std::to_string(race);
            auto proposal = command(federation, crypto::new_uuid_v4(), 0, {take(key)});
            switch (random() % 8) {
                case 0:
                    announce_and_die(proposal);
                    ++died;
                    continue;
                case 1:
                    if (!announce_and_die(proposal)) continue;
                    append(*shard(federation == kWest ? 0 : 1), proposal);
                    ++died;
                    log = open(federation);
                    continue;
                default:
                    break;
            }
            const Verdict verdict = append(*log, proposal).verdict;
            committed += verdict == Verdict::Committed;
            taken += verdict == Verdict::ClaimTaken;
            barred += verdict == Verdict::Barred;
        }
    };
    {
        std::jthread west(county, kWest, 1);
        std::jthread east(county, kEast, 2);
    }
    EXPECT_GT(committed, races / 2);
    EXPECT_GT(taken, 0);
    EXPECT_GT(died, 0);
    expect_one_file_each(races);
}

// The same by two processes that are killed again and again, wherever they are.
TEST_F(Claims, KilledAtAnyMomentTwoCountiesLeaveEachPersonOneOpenFileAtMost) {
    const int races = scale() * 200;
    auto* next = static_cast<std::atomic<int>*>(
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    ASSERT_NE(next, MAP_FAILED);
    const auto start = [&](int county) {
        const pid_t pid = ::fork();
        if (pid != 0) return pid;
        const FederationNo federation = county == 0 ? kWest : kEast;
        const auto log = open(federation);
        for (int race = next[county]; race < races; race = ++next[county]) {
            append(*log, command(federation, crypto::new_uuid_v4(), 0,
                                 {take("person-" + std::to_string(race))}));
        }
        ::_exit(0);
    };
    pid_t pids[2] = {start(0), start(1)};
    std::mt19937_64 random(610'300);
    int kills = 0;
    while (next[0] < races || next[1] < races) {
        // After some races, not after some time: a fast machine is killed as often as a slow one.
        const int county = static_cast<int>(random() % 2);
        const int enough = std::min(races, next[county] + 1 + static_cast<int>(random() % 20));
        while (next[county] < enough) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 8'000));
        if (next[county] >= races) continue;
        ::kill(pids[county], SIGKILL);
        int status = 0;
        ::waitpid(pids[county], &status, 0);
        if (WIFSIGNALED(status)) ++kills;
        if (next[county] < races) pids[county] = start(county);
    }
    for (const pid_t pid : pids) ::waitpid(pid, nullptr, 0);
    ::munmap(next, 4096);
    EXPECT_GT(kills, 5);
    expect_one_file_each(races);
}

}  // namespace
}  // namespace haven::claims
