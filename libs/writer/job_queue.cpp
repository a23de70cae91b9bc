#include "libs/writer/job_queue.hpp"

#include <algorithm>
#include <iterator>

#include "libs/writer/stream_cache.hpp"
#include "libs/writer/verdict.hpp"

namespace haven::writer {

void Job::fail(Error error) {
    if (!is_unit()) return answer(std::unexpected(std::move(error)));
    answer_unit({UnitOutcome::Kind::Failed, 0, std::move(error)});
}

void JobQueue::enqueue(Job job) {
    enqueue(std::move(job), Lanes::AreWoken);
}

bool JobQueue::enqueue_as_only(Job job) {
    return enqueue(std::move(job), Lanes::AreLeftAsleepIfIdle);
}

// True when no lane was woken though there is something to do now.
bool JobQueue::enqueue(Job job, Lanes lanes) {
    std::unique_lock lock(mutex_);
    if (stopped_ || places_ >= limit_) {
        const bool stopped = stopped_;
        lock.unlock();
        job.fail(stopped ? shutting_down() : queue_full(limit_));
        return false;
    }
    const bool alone = jobs_.empty() && in_hand() == 0 && last_batch_ <= 1;
    if (lanes == Lanes::AreLeftAsleepIfIdle && alone) {
        places_ += job.places();
        jobs_.push_back(std::move(job));
        return true;
    }
    const bool together = !worth_splitting();
    places_ += job.places();
    const std::size_t lane = lane_of(job);
    jobs_.push_back(std::move(job));
    // From here on the other lanes have a share in those that came before, too.
    const bool part = together && worth_splitting();
    lock.unlock();  // who is woken needs it at once
    if (part) {
        wake_all();
    } else {
        arrived_[lane].notify_one();
    }
    return false;
}

void JobQueue::wake(std::size_t lane) {
    const std::lock_guard lock(mutex_);
    arrived_[lane].notify_one();
}

void JobQueue::wake_all() {
    for (std::condition_variable& lane : arrived_) lane.notify_one();
}

std::size_t JobQueue::in_hand() const {
    std::size_t places = 0;
    for (const Hand& hand : hands_) places += hand.places;
    return places;
}

std::size_t JobQueue::lane_of(const Job& job) const {
    if (!worth_splitting()) return 0;
    return static_cast<std::size_t>(job.home().value) % hands_.size();
}

bool JobQueue::may_take(std::size_t lane, const Job& job) const {
    const FederationNo home = job.home();
    for (std::size_t other = 0; other < hands_.size(); ++other) {
        if (other != lane && hands_[other].homes.contains(home)) return false;
    }
    return lane == lane_of(job);
}

void JobQueue::wait(std::size_t lane, Clock::time_point not_before, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    std::condition_variable& arrived = arrived_[lane];
    arrived.wait_until(lock, std::min(not_before, deadline), [this] { return stopped_; });
    arrived.wait_until(lock, deadline, [this, lane] {
        return stopped_ ||
               std::ranges::any_of(jobs_, [&](const Job& job) { return may_take(lane, job); });
    });
}

std::vector<Job> JobQueue::take_batch(std::size_t lane) {
    const std::lock_guard lock(mutex_);
    std::vector<Job> batch;
    std::deque<Job> left;
    std::unordered_set<StreamKey, StreamKeyHash> used;
    Hand hand;
    bool alone = false;
    for (Job& job : jobs_) {
        const bool ours = may_take(lane, job);
        if (ours && batch.empty()) alone = job.failures > 0;
        const auto meets = [&](const Submission& s) { return used.contains(key_of(s)); };
        const bool fits =
            hand.places == 0 || (!alone && hand.places + job.commands.size() <= batch_limit_);
        const bool free = std::ranges::none_of(job.commands, meets);
        for (const Submission& s : job.commands) used.insert(key_of(s));
        if (!ours || !fits || !free) {
            left.push_back(std::move(job));
            continue;
        }
        hand.places += job.places();
        hand.homes.insert(job.home());
        batch.push_back(std::move(job));
    }
    jobs_.swap(left);
    places_ -= std::min(places_, hand.places);
    if (!batch.empty()) last_batch_ = hand.places;
    hands_[lane] = std::move(hand);
    return batch;
}

void JobQueue::finish(std::size_t lane) {
    const std::lock_guard lock(mutex_);
    hands_[lane] = {};
    if (!jobs_.empty()) wake_all();
}

void JobQueue::give_back(std::vector<Job> jobs) {
    std::erase_if(jobs, [](const Job& job) { return job.is_answered(); });
    {
        const std::lock_guard lock(mutex_);
        if (!stopped_) {
            for (const Job& job : jobs) places_ += job.places();
            jobs_.insert(jobs_.begin(), std::make_move_iterator(jobs.begin()),
                         std::make_move_iterator(jobs.end()));
            return;
        }
    }
    for (Job& job : jobs) job.fail(shutting_down());
}

void JobQueue::note_in_log(const std::unordered_set<Uuid>& command_ids) {
    const std::lock_guard lock(mutex_);
    for (Job& job : jobs_) {
        job.in_log = job.in_log || std::ranges::any_of(job.commands, [&](const Submission& s) {
                         return command_ids.contains(s.command_id);
                     });
    }
}

std::vector<Job> JobQueue::take_failed(int failures) {
    const std::lock_guard lock(mutex_);
    std::vector<Job> failed;
    std::deque<Job> left;
    for (Job& job : jobs_) {
        if (job.failures <= failures || job.in_log) {
            left.push_back(std::move(job));
            continue;
        }
        places_ -= std::min(places_, job.places());
        failed.push_back(std::move(job));
    }
    jobs_.swap(left);
    return failed;
}

void JobQueue::stop() {
    std::deque<Job> left;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        left.swap(jobs_);
        places_ = 0;
        wake_all();
    }
    for (Job& job : left) job.fail(shutting_down());
}

}  // namespace haven::writer
