#include "libs/consumer/consumer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "libs/bus/embedded_bus.hpp"
#include "libs/log/memory_log.hpp"
#include "libs/writer/testing/crashing_log.hpp"
#include "libs/writer/testing/purse.hpp"

namespace haven::consumer {
namespace {

using namespace haven::spec;
using log::MemoryDatabase;
using log::MemoryLog;

// A bus that repeats and loses records as it is told, over the real one.
class UnreliableBus final : public bus::Bus {
  public:
    explicit UnreliableBus(std::unique_ptr<log::Log> source) : source_(std::move(source)) {}
    std::vector<log::Record> read(const std::string&, FederationNo federation, std::int64_t after,
                                  int limit) override {
        auto records = source_->read(federation, std::max<std::int64_t>(after - 2, 0), limit);
        std::erase_if(records, [](const log::Record& record) { return record.offset % 3 == 0; });
        return records;
    }
    std::vector<log::Record> refill(const std::string&, FederationNo federation, std::int64_t after,
                                    int limit) override {
        return source_->read(federation, after, limit);
    }
    std::vector<log::Head> heads(const std::string&) override { return source_->heads(); }
    void wait(int) override {}
    void wake() override {}

  private:
    std::unique_ptr<log::Log> source_;
};

// A bus that counts how often it is read.
class CountingBus final : public bus::Bus {
  public:
    CountingBus(std::unique_ptr<log::Log> source, int& reads)
        : source_(std::move(source)), reads_(reads) {}
    std::vector<log::Record> read(const std::string&, FederationNo federation, std::int64_t after,
                                  int limit) override {
        ++reads_;
        return source_->read(federation, after, limit);
    }
    std::vector<log::Head> heads(const std::string&) override { return source_->heads(); }
    void wait(int) override {}
    void wake() override {}

  private:
    std::unique_ptr<log::Log> source_;
    int& reads_;
};

// A bus on which something happens between a look at the heads and the reading of records.
class InterruptedBus final : public bus::Bus {
  public:
    InterruptedBus(std::unique_ptr<log::Log> source, std::function<void()>& interruption)
        : source_(std::move(source)), interruption_(interruption) {}
    std::vector<log::Record> read(const std::string&, FederationNo federation, std::int64_t after,
                                  int limit) override {
        if (interruption_) std::exchange(interruption_, nullptr)();
        return source_->read(federation, after, limit);
    }
    std::vector<log::Head> heads(const std::string&) override { return source_->heads(); }
    void wait(int) override {}
    void wake() override {}

  private:
    std::unique_ptr<log::Log> source_;
    std::function<void()>& interruption_;
};

// "registry" spends from purses; each spending there becomes the same spending here.
class ConsumerTest : public ::testing::Test {
  protected:
    static std::shared_ptr<MemoryDatabase> make(const char* service) {
        return std::make_shared<MemoryDatabase>(service, std::vector{kCity});
    }
    static std::unique_ptr<writer::Writer> writer_of(const std::shared_ptr<MemoryDatabase>& db) {
        return std::make_unique<writer::Writer>(std::make_unique<MemoryLog>(db),
                                                [] { return Instant{1}; });
    }
    static std::vector<ReactionCommand> mirror(const log::Record& record) {
        const auto event = PurseCodec::decode(record.type, 1, record.payload);
        Purse::Command what = SpendPurse{1};
        if (const auto* opened = std::get_if<PurseOpened>(&*event)) {
            what = OpenPurse{opened->limit, opened->claim};
        } else if (const auto* spent = std::get_if<PurseSpent>(&*event)) {
            what = SpendPurse{spent->amount};
        }
        return {{.aggregate = kPurse.get(),
                 .federation = record.federation,
                 .stream = record.stream_id,
                 .command = what}};
    }
    Subscription subscription() {
        return {.source = "registry",
                .types = {"PurseOpened", "PurseSpent"},
                .react = mirror,
                .is_known = [](std::string_view type) { return type.starts_with("Purse"); },
                .is_critical = [](std::string_view type) { return type == "UnknownCritical"; }};
    }
    static std::unique_ptr<bus::Bus> embedded(std::unique_ptr<log::Log> source_log) {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace("registry", std::move(source_log));
        return std::make_unique<bus::EmbeddedBus>(std::move(sources),
                                                  std::make_shared<bus::Wakeup>());
    }
    std::unique_ptr<Consumer> make_consumer(std::unique_ptr<bus::Bus> bus = nullptr) {
        return make_consumer(std::move(bus), subscription());
    }
    std::unique_ptr<Consumer> make_consumer(std::unique_ptr<bus::Bus> bus, Subscription what) {
        if (!bus) bus = embedded(std::make_unique<MemoryLog>(source));
        return std::make_unique<Consumer>(
            "pay", std::move(what), std::move(bus), std::make_unique<MemoryLog>(own), *own_writer,
            [] { return Date::of(2018, 6, 29); }, [] { return Instant{1}; });
    }
    // A process whose logs crash as told; it lives for a while and is gone.
    void try_with(Crashes& crashes) {
        const auto crashing = [&](const std::shared_ptr<MemoryDatabase>& database) {
            return std::make_unique<CrashingLog>(std::make_unique<MemoryLog>(database), crashes);
        };
        writer::Writer writer(crashing(own), [] { return Instant{1}; });
        Consumer consumer(
            "pay", subscription(), embedded(crashing(source)), crashing(own), writer,
            [] { return Date::of(2018, 6, 29); }, [] { return Instant{1}; });
        try {
            consumer.start();
        } catch (const std::runtime_error&) {
            return;  // the process ends where it cannot start
        }
        for (int step = 0; step < 12; ++step) {
            consumer.step();
            writer.step();
        }
    }
    void source_command(Submission submission) {
        source_writer->submit(std::move(submission),
                              [](Result<log::Reply> reply) { ASSERT_TRUE(reply); });
        while (source_writer->step()) {
        }
    }
    void settle(Consumer& consumer, int idle_steps = 40) {
        for (int idle = 0; idle < idle_steps;) {
            const bool moved = consumer.step() == Progress::Moved;
            idle = own_writer->step() || moved ? 0 : idle + 1;
            if (idle > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    std::int64_t left(std::uint8_t purse) {
        for (const auto& row : own->rows(kPurses)) {
            if (std::get<Uuid>(row.values[0]) == id(purse)) {
                return std::get<std::int64_t>(row.values[1]);
            }
        }
        return -1;
    }
    std::vector<std::string> parked() {
        std::vector<std::string> reasons;
        for (const auto& record : MemoryLog(own).parked("pay")) reasons.push_back(record.reason);
        return reasons;
    }
    void fill_source() {
        source_command(command(1, 1, OpenPurse{100, "a"}));
        for (std::uint8_t i = 2; i < 42; ++i) source_command(command(1, i, SpendPurse{1}));
    }

    std::shared_ptr<MemoryDatabase> source = make("registry");
    std::shared_ptr<MemoryDatabase> own = make("pay");
    std::unique_ptr<writer::Writer> source_writer = writer_of(source);
    std::unique_ptr<writer::Writer> own_writer = writer_of(own);
};

TEST_F(ConsumerTest, EachForeignEventHasItsEffectOnce) {
    fill_source();
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    EXPECT_TRUE(consumer->caught_up());
    EXPECT_EQ(left(1), 60);
    auto again = make_consumer();
    again->start();
    settle(*again);
    EXPECT_EQ(left(1), 60);
}

// The second unit names the streams of the first again, so it has to wait for it: when that has
// committed, it goes in the same step, and its records are there already.
TEST_F(ConsumerTest, TheNextUnitGoesAsSoonAsTheLastHasLanded) {
    constexpr std::uint8_t kPurses = 60;
    for (std::uint8_t i = 1; i <= kPurses; ++i) {
        source_command(command(i, i, OpenPurse{100, std::to_string(i)}));
    }
    for (std::uint8_t i = 1; i <= kPurses; ++i) {
        source_command(command(i, static_cast<std::uint8_t>(kPurses + i), SpendPurse{1}));
    }
    int reads = 0;
    auto consumer =
        make_consumer(std::make_unique<CountingBus>(std::make_unique<MemoryLog>(source), reads));
    consumer->start();
    EXPECT_EQ(consumer->step(), Progress::Moved);
    EXPECT_EQ(consumer->step(), Progress::Idle) << "the writer has it";
    EXPECT_TRUE(own_writer->step());
    EXPECT_EQ(consumer->step(), Progress::Moved);
    EXPECT_TRUE(own_writer->step()) << "landed, and the next is with the writer";
    EXPECT_EQ(consumer->step(), Progress::Moved);
    EXPECT_TRUE(consumer->caught_up());
    EXPECT_EQ(left(kPurses), 99);
    EXPECT_EQ(reads, 1);
}

TEST_F(ConsumerTest, ACrashBeforeOrAfterAnyAppendRepeatsAndLosesNothing) {
    fill_source();
    for (const auto point :
         {MemoryDatabase::Point::BeforeEffect, MemoryDatabase::Point::AfterEffect}) {
        own = make("pay");
        own_writer = writer_of(own);
        int calls = 0;
        own->probe([&](MemoryDatabase::Point at) {
            if (at == point && ++calls % 3 == 0) throw std::runtime_error("crash");
        });
        for (int restart = 0; restart < 12; ++restart) {
            auto consumer = make_consumer();
            consumer->start();
            for (int step = 0; step < 20; ++step) {
                consumer->step();
                own_writer->step();
            }
            own_writer = writer_of(own);
        }
        own->probe({});
        auto consumer = make_consumer();
        consumer->start();
        settle(*consumer);
        EXPECT_EQ(left(1), 60);
        EXPECT_TRUE(parked().empty());
    }
}

TEST_F(ConsumerTest, WhoAskedAndWhyGoesOnIntoTheForeignLog) {
    auto submission = command(1, 1, OpenPurse{100, "a"});
    submission.meta.actor = StaffId{id(77)};
    submission.meta.correlation = id(78);
    submission.meta.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    submission.meta.union_node = "610300";
    source_command(submission);
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    const auto records = MemoryLog(own).read(kCity, 0, 10);
    ASSERT_EQ(records.size(), 1U);
    const log::Meta meta = log::decode_meta(records[0].meta);
    EXPECT_EQ(meta.traceparent, submission.meta.traceparent);
    EXPECT_EQ(meta.correlation, submission.meta.correlation);
    EXPECT_EQ(meta.causation, submission.command_id);
    EXPECT_TRUE(meta.actor.is_nil()) << "a service acts";
    EXPECT_EQ(meta.on_behalf_of, submission.meta.actor);
    EXPECT_EQ(meta.union_node, "610300");
    EXPECT_EQ(meta.business_date, Date::of(2018, 6, 29));
}

TEST_F(ConsumerTest, RepeatsAreDroppedAndHolesRefilled) {
    fill_source();
    auto consumer =
        make_consumer(std::make_unique<UnreliableBus>(std::make_unique<MemoryLog>(source)));
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(left(1), 60);
    EXPECT_TRUE(consumer->caught_up());
}

TEST_F(ConsumerTest, ARefusedRecordIsParkedAndHoldsBackItsStreamOnly) {
    // Purse 1 is open here already: opening it again is refused.
    own_writer->submit(command(1, 99, OpenPurse{1, "x"}), [](Result<log::Reply>) {});
    own_writer->step();
    source_command(command(1, 1, OpenPurse{100, "a"}));
    source_command(command(1, 2, SpendPurse{1}));
    source_command(command(2, 3, OpenPurse{100, "b"}));
    source_command(command(2, 4, SpendPurse{1}));
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(parked(), (std::vector<std::string>{"PURSE_OPEN", "BEHIND_PARKED"}));
    EXPECT_EQ(left(1), 1);
    EXPECT_EQ(left(2), 99);
    EXPECT_TRUE(consumer->caught_up());
}

TEST_F(ConsumerTest, WhatIsRefusedAsExpectedIsDoneOtherwiseOnce) {
    // Purse 1 is open here already; purse 2 pays for it.
    own_writer->submit(command(1, 98, OpenPurse{1, "x"}), [](Result<log::Reply>) {});
    own_writer->step();
    own_writer->submit(command(2, 99, OpenPurse{10, "y"}), [](Result<log::Reply>) {});
    own_writer->step();
    source_command(command(1, 1, OpenPurse{100, "a"}));
    auto what = subscription();
    what.react = [](const log::Record& record) {
        auto commands = mirror(record);
        commands[0].expected_refusals = {"PURSE_OPEN"};
        commands[0].otherwise.push_back({.aggregate = kPurse.get(),
                                         .federation = record.federation,
                                         .stream = id(2),
                                         .command = Purse::Command{SpendPurse{3}}});
        return commands;
    };
    auto consumer = make_consumer(nullptr, what);
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(left(2), 7);
    EXPECT_TRUE(parked().empty());
    EXPECT_TRUE(consumer->caught_up());
}

TEST_F(ConsumerTest, ParkedRecordsAreTriedAgainInTheirOrder) {
    own_writer->submit(command(9, 99, OpenPurse{1, "a"}), [](Result<log::Reply>) {});
    own_writer->step();
    source_command(command(1, 1, OpenPurse{100, "a"}));  // its claim is taken here
    source_command(command(1, 2, SpendPurse{1}));
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(parked().size(), 2U);
    std::jthread writing([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (!own_writer->step()) own_writer->wait(1);
        }
    });
    consumer->retry_parked();
    EXPECT_EQ(parked().size(), 2U) << "still refused, still parked";
}

TEST_F(ConsumerTest, RetriedRecordsAreAppliedInTheirOrderAndTheirStreamFlowsAgain) {
    source_command(command(1, 1, OpenPurse{100, "a"}));
    source_command(command(1, 2, SpendPurse{1}));
    source_command(command(1, 3, SpendPurse{2}));
    Subscription spendings = subscription();
    spendings.types = {"PurseSpent"};
    auto consumer = make_consumer(nullptr, spendings);
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(parked(), (std::vector<std::string>{"PURSE_EMPTY", "BEHIND_PARKED"}));
    own_writer->submit(command(1, 99, OpenPurse{3, "a"}), [](Result<log::Reply>) {});
    {
        std::jthread writing([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                if (!own_writer->step()) own_writer->wait(1);
            }
        });
        while (left(1) != 3) std::this_thread::yield();
        consumer->retry_parked();
    }
    EXPECT_EQ(parked(), std::vector<std::string>{});
    EXPECT_EQ(left(1), 0);
    source_command(command(1, 4, SpendPurse{3}));
    settle(*consumer);
    EXPECT_EQ(parked(), std::vector<std::string>{"PURSE_EMPTY"}) << "its own reason, not BEHIND";
}

TEST_F(ConsumerTest, ParkingHoldsBackNothingThatCameBefore) {
    source_command(command(1, 1, OpenPurse{100, "a"}));
    source_command(command(1, 2, SpendPurse{1}));
    source_command(command(2, 3, OpenPurse{100, "b"}));
    // Each record becomes a command of a stream of its own; only the first is accepted.
    Subscription scattered = subscription();
    scattered.react = [](const log::Record& record) -> std::vector<ReactionCommand> {
        const bool first = record.offset == 1;
        return {{.aggregate = kPurse.get(),
                 .federation = record.federation,
                 .stream = id(static_cast<std::uint8_t>(record.offset)),
                 .command = first ? Purse::Command(OpenPurse{7, "c"}) : SpendPurse{1}}};
    };
    auto consumer = make_consumer(nullptr, scattered);
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(parked(), (std::vector<std::string>{"PURSE_EMPTY", "PURSE_EMPTY"}));
    EXPECT_EQ(left(1), 7);
}

TEST_F(ConsumerTest, ACrashAtAnyCallOfALogHasNoEffectTwiceAndLosesNone) {
    source_command(command(1, 1, OpenPurse{100, "a"}));
    source_command(command(1, 2, SpendPurse{1}));
    source_command(command(2, 3, OpenPurse{10, "b"}));
    source_command(command(1, 4, SpendPurse{2}));
    source_command(command(2, 5, SpendPurse{0}));
    for (const auto point : {CallPoint::BeforeEffect, CallPoint::AfterEffect}) {
        bool reached = true;
        for (int at = 1; reached; ++at) {
            own = make("pay");
            Crashes crashes{.at = at, .point = point};
            try_with(crashes);
            reached = crashes.calls >= at;
            own_writer = writer_of(own);  // a new process
            auto after = make_consumer();
            after->start();
            settle(*after, 3);
            ASSERT_TRUE(after->caught_up()) << "crash at call " << at;
            ASSERT_EQ(left(1), 97) << "crash at call " << at;
            ASSERT_EQ(left(2), 10) << "crash at call " << at;
            ASSERT_EQ(parked(), std::vector<std::string>{}) << "crash at call " << at;
            ASSERT_EQ(MemoryLog(own).read(kCity, 0, 100).size(), 5U) << "crash at call " << at;
        }
    }
}

TEST_F(ConsumerTest, ALogThatIsRewoundUnderItsEyesStopsItToo) {
    fill_source();
    const auto dump = source->dump();
    for (std::uint8_t i = 50; i < 60; ++i) source_command(command(1, i, SpendPurse{1}));
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    ASSERT_EQ(left(1), 50);
    source->restore(dump);
    settle(*consumer);
    ASSERT_EQ(consumer->stopped().size(), 1U);
    EXPECT_EQ(consumer->stopped()[0].second, "LOG_REWOUND");
}

TEST_F(ConsumerTest, ALogThatIsRewoundBetweenTwoGlancesStopsItToo) {
    std::function<void()> interruption;
    source_command(command(1, 1, OpenPurse{100, "a"}));
    const auto dump = source->dump();
    source_command(command(1, 2, SpendPurse{1}));
    auto consumer = make_consumer(
        std::make_unique<InterruptedBus>(std::make_unique<MemoryLog>(source), interruption));
    consumer->start();
    settle(*consumer);
    ASSERT_EQ(left(1), 99);
    source_command(command(1, 3, SpendPurse{1}));
    interruption = [&] {
        source->restore(dump);
        source->raise_incarnation();
        source_writer = writer_of(source);
        for (std::uint8_t i = 4; i < 7; ++i) source_command(command(1, i, SpendPurse{10}));
    };
    settle(*consumer);
    ASSERT_FALSE(consumer->stopped().empty());
    EXPECT_EQ(consumer->stopped()[0].second, "LOG_REWOUND");
    EXPECT_EQ(left(1), 99);
}

TEST_F(ConsumerTest, ALogThatWasRewoundStopsItAndNothingIsDroppedAsSeen) {
    fill_source();
    const auto dump = source->dump();
    for (std::uint8_t i = 50; i < 60; ++i) source_command(command(1, i, SpendPurse{1}));
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    ASSERT_EQ(left(1), 50);
    source->restore(dump);
    source->raise_incarnation();
    source_writer = writer_of(source);
    for (std::uint8_t i = 100; i < 120; ++i) source_command(command(1, i, SpendPurse{1}));
    auto after = make_consumer();
    after->start();
    settle(*after);
    ASSERT_EQ(after->stopped().size(), 1U);
    EXPECT_EQ(after->stopped()[0].second, "LOG_REWOUND");
    EXPECT_EQ(left(1), 50) << "nothing was applied";
}

TEST_F(ConsumerTest, ASecondOneTakesOverAndTheFirstMovesNothingMore) {
    fill_source();
    auto first = make_consumer();
    first->start();
    first->step();  // a unit is on its way
    auto second = make_consumer();
    second->start();
    settle(*first);
    ASSERT_EQ(first->stopped().size(), 1U);
    EXPECT_EQ(first->stopped()[0].second, "EPOCH_OVER");
    settle(*second);
    EXPECT_EQ(left(1), 60);
}

TEST_F(ConsumerTest, UnknownEventsParkOnlyWhenTheyAreCritical) {
    MemoryLog log(source);
    const auto append = [&](const char* type, std::uint8_t number) {
        log::Batch batch;
        batch.proposals.push_back({.federation = kCity,
                                   .stream_id = id(number),
                                   .command_id = id(number),
                                   .meta = log::encode_meta({}),
                                   .events = {{type, 1, "payload"}}});
        log.append(batch, Instant{1}, [](std::size_t, std::int64_t, Instant) {
            return std::vector<std::pair<std::int64_t, log::RowChange>>{};
        });
    };
    append("UnknownHarmless", 7);
    append("UnknownCritical", 8);
    auto consumer = make_consumer();
    consumer->start();
    settle(*consumer);
    EXPECT_EQ(parked(), std::vector<std::string>{"UNKNOWN_CRITICAL_EVENT"});
    EXPECT_EQ(consumer->unknown_passed(), 1);
    EXPECT_TRUE(consumer->caught_up());
}

}  // namespace
}  // namespace haven::consumer
