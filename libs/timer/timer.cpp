#include "libs/timer/timer.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::timer {
namespace {

constexpr int kPage = 256;

using Key = std::tuple<FederationNo, Uuid, std::string, Date>;

Key key_of(const log::DueTimer& timer) {
    return {timer.federation, timer.stream_id, timer.key, timer.due};
}

}  // namespace

class Timers::Impl {
  public:
    Impl(std::span<const writer::Aggregate* const> aggregates, std::unique_ptr<log::Log> own_log,
         writer::Submitter& writer, std::function<Instant()> now,
         std::function<void(const RefusedTimer&)> report, std::function<void()> wake)
        : log_(std::move(own_log)),
          writer_(writer),
          now_(std::move(now)),
          report_(std::move(report)),
          wake_(std::move(wake)) {
        for (const writer::Aggregate* aggregate : aggregates) {
            aggregates_.emplace(aggregate->name(), aggregate);
        }
    }

    bool step() {
        take_in();
        if (flight_->waiting() > 0) return false;
        try {
            return fire();
        } catch (const std::exception&) {
            return false;  // the environment failed; the timers stay where they are
        }
    }

    bool idle() {
        take_in();
        const auto date = log_->business_date();
        return flight_->waiting() == 0 && (!date || due(*date).empty());
    }

  private:
    struct Verdict {
        log::DueTimer timer;
        std::optional<Error> error;
    };
    // What the completions fill from the writer's thread; shared, since they may outlive us.
    class Flight {
      public:
        void depart() {
            const std::lock_guard lock(mutex_);
            ++waiting_;
        }
        void land(Verdict verdict) {
            const std::lock_guard lock(mutex_);
            --waiting_;
            verdicts_.push_back(std::move(verdict));
        }
        [[nodiscard]] std::vector<Verdict> take() {
            const std::lock_guard lock(mutex_);
            return std::exchange(verdicts_, {});
        }
        [[nodiscard]] int waiting() {
            const std::lock_guard lock(mutex_);
            return waiting_;
        }

      private:
        std::mutex mutex_;
        int waiting_ = 0;
        std::vector<Verdict> verdicts_;
    };

    void take_in() {
        for (const Verdict& verdict : flight_->take()) {
            const bool environment =
                verdict.error && (verdict.error->kind == ErrorKind::Unavailable ||
                                  verdict.error->kind == ErrorKind::Exhausted);
            if (environment) continue;
            // One that was carried out has moved; should it stand there again under the same due
            // date, its command is a repeat and would do nothing for ever.
            settled_.insert(key_of(verdict.timer));
            if (verdict.error) report_({verdict.timer, *verdict.error});
        }
    }

    // Those of the front that can go together and still be carried out in (due date, stream, key)
    // order: of one date, since what fires may set a timer that falls due before later ones, and
    // up to the second one of a stream, since a batch holds at most one command of it.
    static void keep_front(std::vector<log::DueTimer>& timers) {
        std::set<std::pair<FederationNo, Uuid>> streams;
        const auto end = std::ranges::find_if(timers, [&](const log::DueTimer& timer) {
            return timer.due != timers.front().due ||
                   !streams.emplace(timer.federation, timer.stream_id).second;
        });
        timers.erase(end, timers.end());
    }

    // Due timers without those that were settled on this date.
    std::vector<log::DueTimer> due(Date date) {
        if (date != settled_on_) settled_.clear();
        settled_on_ = date;
        // Of those that were settled only the refused still stand there, so few that a page holds
        // others too; carried out, a day's thousands are gone from the table.
        for (int limit = kPage;; limit *= 2) {
            auto timers = log_->due_timers(date, limit);
            const bool all = std::ssize(timers) < limit;
            std::erase_if(timers,
                          [&](const log::DueTimer& t) { return settled_.contains(key_of(t)); });
            if (all || !timers.empty()) return timers;
        }
    }

    bool fire() {
        const auto date = log_->business_date();
        if (!date) return false;
        auto timers = due(*date);
        keep_front(timers);
        for (const log::DueTimer& timer : timers) submit(timer, *date);
        return !timers.empty();
    }

    void submit(const log::DueTimer& timer, Date business_date) {
        const auto aggregate = aggregates_.find(timer.aggregate);
        HAVEN_CHECK(aggregate != aggregates_.end());
        const std::string label = "timer|" + timer.key + '|' + timer.due.to_string();
        writer::Submission submission;
        submission.aggregate = aggregate->second;
        submission.federation = timer.federation;
        submission.stream = timer.stream_id;
        submission.command_id = crypto::derive_uuid(timer.stream_id, label);
        submission.request_hash = crypto::sha256(label);
        submission.meta.at = now_();
        submission.meta.business_date = business_date;
        submission.meta.correlation = submission.command_id;
        submission.command = TimerFired{timer.key, timer.due};
        HAVEN_FAULT_POINT("timer.before_fire");
        flight_->depart();
        writer_.submit(std::move(submission), [flight = flight_, wake = wake_,
                                               timer](Result<writer::Reply> reply) {
            flight->land({timer, reply ? std::nullopt : std::optional(reply.error())});
            wake();
        });
    }

    std::map<std::string, const writer::Aggregate*, std::less<>> aggregates_;
    std::unique_ptr<log::Log> log_;
    writer::Submitter& writer_;
    std::function<Instant()> now_;
    std::function<void(const RefusedTimer&)> report_;
    std::function<void()> wake_;

    std::shared_ptr<Flight> flight_ = std::make_shared<Flight>();
    std::set<Key> settled_;  // on the date below: carried out, or refused
    Date settled_on_;
};

Timers::Timers(std::span<const writer::Aggregate* const> aggregates,
               std::unique_ptr<log::Log> own_log, writer::Submitter& writer,
               std::function<Instant()> now, std::function<void(const RefusedTimer&)> report,
               std::function<void()> wake)
    : impl_(std::make_unique<Impl>(aggregates, std::move(own_log), writer, std::move(now),
                                   std::move(report), std::move(wake))) {}
Timers::~Timers() = default;

bool Timers::step() {
    return impl_->step();
}
bool Timers::idle() {
    return impl_->idle();
}

}  // namespace haven::timer
