#include "libs/writer/job_queue.hpp"

#include <gtest/gtest.h>

#include "libs/writer/testing/purse.hpp"

namespace haven::writer {
namespace {

using namespace haven::spec;

class JobQueueTest : public ::testing::Test {
  protected:
    Job job(std::uint8_t number, std::int16_t federation) {
        Job job;
        job.commands.push_back(command(number, number, SpendPurse{1}));
        job.commands.front().federation = {federation};
        job.done = [](const Result<Reply>&) {};
        return job;
    }
    // Jobs of federations 1, 2, 1, 2, …
    void enqueue(int count) {
        for (int i = 0; i < count; ++i) {
            const auto number = static_cast<std::uint8_t>(i);
            queue.enqueue(job(number, static_cast<std::int16_t>(i % 2 + 1)));
        }
    }
    static std::set<std::int16_t> federations(const std::vector<Job>& batch) {
        std::set<std::int16_t> found;
        for (const Job& job : batch) found.insert(job.home().value);
        return found;
    }
    bool has_work(std::size_t lane) {
        const auto before = JobQueue::Clock::now();
        queue.wait(lane, JobQueue::Clock::time_point::min(),
                   before + std::chrono::milliseconds(300));
        return JobQueue::Clock::now() - before < std::chrono::milliseconds(200);
    }

    JobQueue queue{1'000, 256, 2};
};

TEST_F(JobQueueTest, FewJobsAreOneBatch) {
    enqueue(10);
    EXPECT_TRUE(queue.take_batch(1).empty());
    EXPECT_EQ(queue.take_batch(0).size(), 10U);
}

TEST_F(JobQueueTest, AJobThatComesAloneMayBeTakenByWhoBroughtIt) {
    EXPECT_TRUE(queue.enqueue_as_only(job(1, 1)));
    EXPECT_FALSE(queue.enqueue_as_only(job(2, 1))) << "one waits already";
    EXPECT_EQ(queue.take_batch(0).size(), 2U);
    EXPECT_FALSE(queue.enqueue_as_only(job(3, 1))) << "two are being written";
    queue.finish(0);
    EXPECT_EQ(queue.take_batch(0).size(), 1U);
    queue.finish(0);
    EXPECT_TRUE(queue.enqueue_as_only(job(4, 1)));
}

TEST_F(JobQueueTest, ManyJobsAreSplitByFederation) {
    enqueue(100);
    const auto first = queue.take_batch(0);
    const auto second = queue.take_batch(1);
    EXPECT_EQ(federations(first), std::set<std::int16_t>{2});
    EXPECT_EQ(federations(second), std::set<std::int16_t>{1});
    EXPECT_EQ(first.size() + second.size(), 100U);
}

TEST_F(JobQueueTest, AFederationThatOneLaneWritesIsLeftAloneByTheOthers) {
    enqueue(100);
    const auto writing = queue.take_batch(1);
    ASSERT_EQ(federations(writing), std::set<std::int16_t>{1});
    const auto rest = queue.take_batch(0);
    ASSERT_EQ(federations(rest), std::set<std::int16_t>{2});
    queue.finish(0);
    queue.enqueue(job(200, 1));
    queue.enqueue(job(201, 2));
    EXPECT_EQ(federations(queue.take_batch(0)), std::set<std::int16_t>{2});
    queue.finish(0);
    EXPECT_TRUE(queue.take_batch(0).empty());
    queue.finish(1);
    EXPECT_EQ(federations(queue.take_batch(0)), std::set<std::int16_t>{1});
}

TEST_F(JobQueueTest, ALaneWaitsForItsOwnWorkOnly) {
    enqueue(10);
    EXPECT_TRUE(has_work(0));
    EXPECT_FALSE(has_work(1));
    enqueue(40);
    EXPECT_TRUE(has_work(1));
}

// Else one lane would write all, half a load at a time, while the other stands still.
TEST_F(JobQueueTest, WhatIsBeingWrittenCountsAsWorkToShare) {
    enqueue(40);
    const auto writing = queue.take_batch(0);
    ASSERT_EQ(writing.size(), 20U);
    EXPECT_EQ(queue.take_batch(1).size(), 20U);
}

TEST_F(JobQueueTest, AJobThatFailedIsTriedAlone) {
    enqueue(100);
    auto failed = queue.take_batch(1);
    ++failed.front().failures;
    queue.give_back(std::move(failed));
    queue.finish(1);
    EXPECT_EQ(queue.take_batch(1).size(), 1U);
    EXPECT_EQ(queue.take_batch(0).size(), 50U);
}

}  // namespace
}  // namespace haven::writer
