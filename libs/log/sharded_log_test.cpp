#include "libs/log/sharded_log.hpp"

#include <gmock/gmock.h>

#include "libs/log/log_conformance.hpp"
#include "libs/log/memory_log.hpp"

namespace haven::spec {
namespace {

using ::testing::ElementsAre;

// City and county 3 in the first database, county 2 in the second; a test moves them.
class Shards : public ::testing::Test {
  protected:
    static constexpr FederationNo kThird{3};

    Shards() {
        for (std::size_t shard = 0; shard < 2; ++shard) {
            databases_.push_back(
                std::make_shared<MemoryDatabase>("registry", std::vector{kCity, kCounty, kThird}));
            heads_.emplace_back();
        }
        put(kCity, 0, 1);
        put(kThird, 0, 1);
        put(kCounty, 1, 1);
        placement_ = std::make_shared<Placement>([this] { return answers(); });
        log_ = open();
    }

    std::unique_ptr<ShardedLog> open() {
        std::vector<std::unique_ptr<Log>> shards;
        for (const auto& one : databases_) shards.push_back(std::make_unique<MemoryLog>(one));
        return std::make_unique<ShardedLog>(std::move(shards), placement_);
    }
    // Opens it there and nowhere else.
    void put(FederationNo federation, std::size_t shard, std::int64_t epoch) {
        for (std::size_t i = 0; i < 2; ++i) {
            databases_[i]->set_open(federation, i == shard);
            heads_[i][federation] = {i == shard, i == shard ? epoch : 0};
        }
    }
    std::vector<std::optional<HeadStates>> answers() const {
        std::vector<std::optional<HeadStates>> all;
        for (const auto& one : heads_) all.emplace_back(one);
        if (silent_) all[*silent_] = std::nullopt;
        return all;
    }
    static Proposal command(std::uint64_t number, FederationNo federation) {
        Proposal made;
        made.federation = federation;
        made.stream_id = made.command_id = uuid_of(number);
        made.events = {{"Happened", 1, ""}};
        return made;
    }
    Verdict append(std::uint64_t number, FederationNo federation) {
        return log_->append({.proposals = {command(number, federation)}}, kNow, no_rows())
            .outcomes.at(0)
            .verdict;
    }
    std::size_t events_in(std::size_t shard, FederationNo federation) {
        return MemoryLog(databases_[shard]).read(federation, 0, 100).size();
    }

    std::vector<std::shared_ptr<MemoryDatabase>> databases_;
    std::vector<HeadStates> heads_;
    std::optional<std::size_t> silent_;
    std::shared_ptr<Placement> placement_;
    std::unique_ptr<ShardedLog> log_;
};

TEST_F(Shards, EachFederationIsWrittenAndReadWhereItLies) {
    EXPECT_EQ(append(1, kCity), Verdict::Committed);
    EXPECT_EQ(append(2, kCounty), Verdict::Committed);
    EXPECT_EQ(append(3, kCounty), Verdict::Committed);
    EXPECT_EQ(events_in(0, kCity), 1U);
    EXPECT_EQ(events_in(0, kCounty), 0U);
    EXPECT_EQ(events_in(1, kCounty), 2U);
    std::vector<std::int64_t> last;
    for (const Head& head : log_->heads()) last.push_back(head.last_offset);
    EXPECT_THAT(last, ElementsAre(1, 2, 0));
    EXPECT_EQ(log_->read(kCounty, 0, 10).size(), 2U);
    const std::vector<StreamPosition> both{{kCounty, uuid_of(3)}, {kCity, uuid_of(1)}};
    const auto streams = log_->read_streams(both);
    EXPECT_EQ(streams[0].at(0).federation, kCounty);
    EXPECT_EQ(streams[1].at(0).federation, kCity);
    EXPECT_THROW(
        log_->append({.proposals = {command(4, kCity), command(5, kCounty)}}, kNow, no_rows()),
        std::logic_error);
}

TEST_F(Shards, WhatWasMovedIsFoundWhereItIsNow) {
    EXPECT_EQ(log_->take_over("disbursement", "registry", kCounty), 1);
    put(kCounty, 0, 2);
    EXPECT_EQ(append(1, kCounty), Verdict::FederationClosed) << "nobody has looked yet";
    EXPECT_EQ(log_->take_over("disbursement", "registry", kCounty), 1) << "of the new place";
    EXPECT_EQ(placement_->find(kCounty), (Place{0, 2}));
    EXPECT_EQ(append(1, kCounty), Verdict::Committed);
    EXPECT_EQ(events_in(1, kCounty), 0U);
}

TEST_F(Shards, OneThatIsBetweenTwoDatabasesIsNotTakenForReadToItsEnd) {
    EXPECT_EQ(log_->heads().size(), 3U);
    databases_[1] = std::make_shared<MemoryDatabase>("registry", std::vector<FederationNo>{});
    heads_[1][kCounty].here = false;
    log_ = open();
    EXPECT_THROW(log_->heads(), FederationAway);
    databases_[0]->set_open(kCounty, true);
    heads_[0][kCounty] = {true, 2};
    std::this_thread::sleep_for(Placement::kLookAgain);
    EXPECT_EQ(log_->heads().size(), 3U);
}

TEST_F(Shards, NewsOfAllComesFromWhereEachLies) {
    append(1, kCity);
    append(2, kCounty);
    append(3, kCounty);
    const std::vector<Behind> places{{kCity, 0}, {kCounty, 1}, {kThird, 0}};
    const Answer answer = log_->ask(places, 10);
    answer.take_in();
    const News news = answer.take();
    EXPECT_EQ(news.heads.size(), 3U);
    ASSERT_EQ(news.records.size(), 2U);
    EXPECT_EQ(news.records[0].federation, kCity);
    EXPECT_EQ(news.records[1].federation, kCounty);
    EXPECT_EQ(news.records[1].offset, 2);
    // One that is nowhere at this moment is not taken for one at its end.
    databases_[1] = std::make_shared<MemoryDatabase>("registry", std::vector<FederationNo>{});
    heads_[1][kCounty].here = false;
    log_ = open();
    EXPECT_THROW(log_->ask(places, 10).take(), FederationAway);
}

// A consumer that stands on such a record would take the log for one that was rewound.
TEST_F(Shards, ARecordThatWasWrittenInTheNewPlaceIsNotMissedInTheOldOne) {
    EXPECT_EQ(append(1, kCounty), Verdict::Committed);
    put(kCounty, 0, 2);
    for (const std::uint64_t number : {1U, 2U}) {
        MemoryLog(databases_[0]).append({.proposals = {command(number, kCounty)}}, kNow, no_rows());
    }
    databases_[1] = std::make_shared<MemoryDatabase>("registry", std::vector<FederationNo>{});
    log_ = open();
    std::this_thread::sleep_for(Placement::kLookAgain);
    EXPECT_EQ(log_->read(kCounty, 1, 10).size(), 1U);
    EXPECT_TRUE(log_->read(kCounty, 2, 10).empty()) << "its end";
    // And between two databases nobody can tell.
    databases_[0] = databases_[1];
    heads_[0][kCounty].here = false;
    log_ = open();
    EXPECT_THROW(log_->read(kCounty, 2, 10), FederationAway);
}

TEST_F(Shards, ASilentDatabaseLosesNothingItHad) {
    silent_ = 1;
    placement_->look();
    EXPECT_EQ(placement_->find(kCounty), (Place{1, 1}));
    EXPECT_THROW(Placement([this] { return answers(); }), std::runtime_error) << "at a start";
}

TEST_F(Shards, OfTwoAnswersTheHigherEpochIsTheLaterOne) {
    // The first was asked before the move and the second after it.
    heads_[1][kCounty] = {true, 4};
    heads_[0][kCounty] = {true, 3};
    placement_->look();
    EXPECT_EQ(placement_->find(kCounty), (Place{1, 4}));
}

TEST_F(Shards, TimersOfAllComeInOneOrder) {
    const auto due = [](std::uint64_t stream, Date date) {
        return std::pair(std::int64_t{1},
                         RowChange{RowChange::Kind::Put,
                                   &kTimerTable,
                                   {uuid_of(stream), std::string("k"), date, std::string("a")}});
    };
    const auto write = [&](std::uint64_t number, FederationNo federation, Date date) {
        log_->append(
            {.proposals = {command(number, federation)}}, kNow,
            [&](std::size_t, std::int64_t, Instant) { return std::vector{due(number, date)}; });
    };
    write(1, kCounty, Date::of(2020, 3, 3));
    write(2, kCity, Date::of(2020, 3, 2));
    write(3, kThird, Date::of(2020, 3, 4));
    EXPECT_EQ(log_->next_timer(), Date::of(2020, 3, 2));
    std::vector<std::int16_t> order;
    for (const auto& timer : log_->due_timers(Date::of(2020, 3, 4), 2)) {
        order.push_back(timer.federation.value);
    }
    EXPECT_THAT(order, ElementsAre(1, 2));
}

TEST_F(Shards, TheBusinessDateIsOneForAll) {
    log_->set_business_date(Date::of(2020, 3, 2));
    // Died before the first database had the new date.
    MemoryLog(databases_[1]).set_business_date(Date::of(2020, 3, 3));
    EXPECT_EQ(log_->business_date(), Date::of(2020, 3, 2));
    log_->set_business_date(Date::of(2020, 3, 3));
    EXPECT_EQ(log_->business_date(), Date::of(2020, 3, 3));
    EXPECT_THROW(log_->set_business_date(Date::of(2020, 3, 2)), std::logic_error);
    EXPECT_EQ(MemoryLog(databases_[1]).business_date(), Date::of(2020, 3, 3));
}

}  // namespace
}  // namespace haven::spec
