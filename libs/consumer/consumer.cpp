#include "libs/consumer/consumer.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <ranges>
#include <set>

#include "libs/base/fault_point.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"

namespace haven::consumer {
namespace {

using log::Cursor;
using log::Record;
using writer::Submission;
using writer::UnitOutcome;
using writer::Waits;

// As many as one transaction of the writer holds, so that a log of thousands is caught up with in
// few.
constexpr std::size_t kRecordsAUnit = 256;
constexpr std::size_t kCommandsAUnit = 256;
constexpr int kRetryDeadlineMs = 10'000;
constexpr auto kFirstBackOff = std::chrono::milliseconds(20);
constexpr auto kLongestBackOff = std::chrono::milliseconds(1'000);
// The reason of a record that waits behind a parked one of its stream.
constexpr const char* kBehind = "BEHIND_PARKED";

using StreamKey = std::pair<FederationNo, Uuid>;

// Where a verdict is left for the consumer's thread.
struct Slot {
    std::mutex mutex;
    std::optional<UnitOutcome> outcome;
};

// Position of what is done in place of the command at position 0, in the ids that are derived.
constexpr std::size_t kInstead = 1'000;

// A command of this attempt, with its position in the ids that are derived.
struct Chosen {
    ReactionCommand command;
    std::size_t ordinal = 0;
};

// A command of the unit in flight, with the record it comes from.
struct Planned {
    std::int64_t offset = 0;
    Uuid command_id;
    std::vector<std::string> expected_refusals;
};

// A record as the bus gave it.
struct Read {
    Record record;
    bool unknown_critical = false;
};

struct Flight {
    std::shared_ptr<Slot> slot = std::make_shared<Slot>();
    std::vector<Planned> commands;
    std::vector<Uuid> parked;  // streams that it holds back once it has committed
    std::int64_t unknown = 0;  // records that it passes without knowing their type
    Cursor to;
};

struct Feed {
    std::int64_t lease = 0;  // epoch of the lease under which we consume it
    std::int64_t epoch = 0;  // of the cursor, while it is ours
    Cursor cursor;
    std::int64_t head = 0;
    std::int16_t incarnation = 0;                 // the head's when the cursor was verified
    std::string stopped;                          // why, or empty
    std::set<Uuid> held_back;                     // streams with a parked record
    std::map<std::int64_t, std::string> to_park;  // refused records, by offset
    std::set<Uuid> passed;                        // command ids whose refusal was expected
    std::optional<Flight> flight;
    std::deque<Read> unread;  // those behind the cursor that the bus has given us already
    bool in_doubt = false;    // nothing more is sent before it is verified again
};

}  // namespace

class Consumer::Impl {
  public:
    Impl(std::string name, Subscription subscription, std::unique_ptr<bus::Bus> bus,
         std::unique_ptr<log::Log> own_log, writer::Submitter& writer,
         std::function<Date()> business_date, std::function<Instant()> now, Share share)
        : name_(std::move(name)),
          subscription_(std::move(subscription)),
          handled_(subscription_.types.begin(), subscription_.types.end()),
          bus_(std::move(bus)),
          log_(std::move(own_log)),
          writer_(writer),
          business_date_(std::move(business_date)),
          now_(std::move(now)),
          share_(std::move(share)) {}

    void start() {
        if (share_) return;
        for (const log::Head& head : bus_->source_heads(subscription_.source)) {
            feeds_[head.federation].epoch =
                log_->take_over(name_, subscription_.source, head.federation);
        }
        verify();
    }

    Progress step() {
        if (is_delayed()) return Progress::Idle;
        try {
            if (share_) take_share();
            if (must_verify_) verify();
            bool moved = false;
            const auto heads = bus_->heads(subscription_.source);
            const Waits waits = records_behind(heads) == 1 ? Waits::Yes : Waits::No;
            for (const log::Head& head : heads) {
                const auto found = feeds_.find(head.federation);
                if (found == feeds_.end()) continue;
                Feed& feed = found->second;
                feed.head = head.last_offset;
                // A log never gets shorter, and its incarnation is raised by a restore only: it was
                // restored under our eyes.
                if (head.last_offset < feed.cursor.offset || head.incarnation != feed.incarnation) {
                    must_verify_ = true;
                } else if (feed.stopped.empty()) {
                    moved = advance(head.federation, feed, waits) || moved;
                }
            }
            if (moved) back_off_ = kFirstBackOff;
            return moved ? Progress::Moved : Progress::Idle;
        } catch (const std::exception&) {
            // The environment failed: whatever comes back may have been restored from a dump.
            must_verify_ = true;
            delay();
            return Progress::Idle;
        }
    }

    std::vector<std::pair<FederationNo, std::string>> stopped() const {
        std::vector<std::pair<FederationNo, std::string>> found;
        for (const auto& [federation, feed] : feeds_) {
            if (!feed.stopped.empty()) found.emplace_back(federation, feed.stopped);
        }
        return found;
    }

    bool caught_up() {
        for (const log::Head& head : bus_->source_heads(subscription_.source)) {
            const auto feed = feeds_.find(head.federation);
            if (feed != feeds_.end() && !feed->second.stopped.empty()) continue;
            // Of what is not ours the database knows how far it is.
            const std::int64_t at =
                feed != feeds_.end()
                    ? feed->second.cursor.offset
                    : log_->cursor(name_, subscription_.source, head.federation).offset;
            if (at < head.last_offset) return false;
        }
        return true;
    }

    std::int64_t unknown_passed() const { return unknown_passed_; }

    void retry_parked() {
        std::set<StreamKey> still;
        for (const log::ParkedRecord& parked : log_->parked(name_)) {
            if (!is_ours(parked)) continue;
            const StreamKey stream{parked.federation, parked.stream_id};
            if (still.contains(stream)) continue;
            if (retry(parked)) {
                log_->unpark(parked, "RETRIED");
            } else {
                still.insert(stream);
            }
        }
        load_held_back();
    }

  private:
    [[nodiscard]] bool is_delayed() const { return std::chrono::steady_clock::now() < retry_at_; }
    void delay() {
        retry_at_ = std::chrono::steady_clock::now() + back_off_;
        back_off_ = std::min(back_off_ * 2, kLongestBackOff);
    }

    // Lets go of what is no longer ours, and takes over what has become so. A unit of a lost
    // federation that is still in flight loses by its epoch, or was in time.
    void take_share() {
        const auto share = share_();
        std::erase_if(feeds_, [&](const auto& one) {
            const auto ours = share.find(one.first.value);
            const bool gone = ours == share.end() || ours->second != one.second.lease;
            if (gone) bus_->leave(subscription_.source, one.first);
            return gone;
        });
        for (const auto& [number, lease] : share) {
            const FederationNo federation{static_cast<std::int16_t>(number)};
            if (feeds_.contains(federation)) continue;
            const auto epoch = log_->take_over(name_, subscription_.source, federation);
            Feed& feed = feeds_[federation];
            feed.lease = lease;
            feed.epoch = epoch;
            must_verify_ = true;
        }
    }

    [[nodiscard]] bool is_ours(const log::ParkedRecord& parked) const {
        return parked.source == subscription_.source && feeds_.contains(parked.federation);
    }

    // Reads each cursor, and the record it stands on: a log restored from a dump would hand out
    // offsets that were passed already, and its new events would be dropped as seen (protocols §5).
    void verify() {
        for (const log::Head& head : bus_->source_heads(subscription_.source)) {
            const auto found = feeds_.find(head.federation);
            if (found == feeds_.end()) continue;
            Feed& feed = found->second;
            Feed anew;
            anew.lease = feed.lease;
            anew.epoch = feed.epoch;
            anew.incarnation = head.incarnation;
            feed = std::move(anew);
            feed.cursor = log_->cursor(name_, subscription_.source, head.federation);
            feed.stopped = reason_to_stop(head.federation, feed);
            if (feed.stopped.empty()) {
                bus_->follow(subscription_.source, head.federation, feed.cursor.offset);
            } else {
                bus_->leave(subscription_.source, head.federation);
            }
        }
        load_held_back();
        must_verify_ = false;
    }

    std::string reason_to_stop(FederationNo federation, const Feed& feed) {
        if (feed.cursor.epoch != feed.epoch) return "EPOCH_OVER";
        if (feed.cursor.offset == 0) return "";
        const auto at = bus_->refill(subscription_.source, federation, feed.cursor.offset - 1, 1);
        const bool same = !at.empty() && at[0].offset == feed.cursor.offset &&
                          log::record_digest(at[0]) == feed.cursor.record_digest;
        return same ? "" : "LOG_REWOUND";
    }

    void load_held_back() {
        for (auto& [_, feed] : feeds_) {
            feed.held_back.clear();
            if (!feed.flight) continue;
            feed.held_back.insert(feed.flight->parked.begin(), feed.flight->parked.end());
        }
        for (const log::ParkedRecord& parked : log_->parked(name_)) {
            if (is_ours(parked)) feeds_[parked.federation].held_back.insert(parked.stream_id);
        }
    }

    // Another federation whose log was restored may have all verified in each step; it does not
    // hold this one back.
    void doubt(Feed& feed) {
        feed.in_doubt = true;
        must_verify_ = true;
    }

    // One alone has nothing to be read ahead beside it: this thread may write it itself.
    [[nodiscard]] std::int64_t records_behind(const std::vector<log::Head>& heads) const {
        std::int64_t behind = 0;
        for (const log::Head& head : heads) {
            const auto feed = feeds_.find(head.federation);
            if (feed == feeds_.end()) continue;
            behind += std::max<std::int64_t>(head.last_offset - feed->second.cursor.offset, 0);
        }
        return behind;
    }

    bool advance(FederationNo federation, Feed& feed, Waits waits) {
        const bool landed = feed.flight && land(feed);
        if (feed.in_doubt || is_delayed()) return landed;
        read_ahead(federation, feed);
        if (feed.in_doubt || feed.flight || feed.unread.empty()) return landed;
        launch(federation, feed, waits);
        return true;
    }

    // Also while the writer is at work: the next unit can go when this one has landed.
    void read_ahead(FederationNo federation, Feed& feed) {
        const std::int64_t after =
            feed.unread.empty() ? feed.cursor.offset : feed.unread.back().record.offset;
        if (after >= feed.head || feed.unread.size() > kRecordsAUnit) return;
        std::vector<Record> records = next_records(federation, after);
        if (records.empty()) return;
        if (records.back().incarnation > feed.incarnation) {  // restored since we saw the head
            return doubt(feed);
        }
        for (Record& record : records) {
            const bool critical = !subscription_.is_known(record.type) && is_critical(record);
            feed.unread.push_back({std::move(record), critical});
        }
    }

    // The records right behind `after`, without repeats and holes.
    std::vector<Record> next_records(FederationNo federation, std::int64_t after) {
        auto records = bus_->read(subscription_.source, federation, after, int{kRecordsAUnit});
        std::erase_if(records, [&](const Record& record) { return record.offset <= after; });
        if (!records.empty() && records.front().offset > after + 1) {
            const auto missing = records.front().offset - after - 1;
            records = bus_->refill(
                subscription_.source, federation, after,
                static_cast<int>(std::min<std::int64_t>(missing, std::int64_t{kRecordsAUnit})));
        }
        std::int64_t expected = after + 1;
        const auto hole = std::ranges::find_if(
            records, [&](const Record& record) { return record.offset != expected++; });
        records.erase(hole, records.end());
        return records;
    }

    void launch(FederationNo federation, Feed& feed, Waits waits) {
        writer::Unit unit;
        Flight flight;
        std::set<StreamKey> streams;
        // Of this attempt: the unit may be refused and made again, with other records parked.
        std::set<Uuid> held_back = feed.held_back;
        flight.to = feed.cursor;
        unit.move = {.consumer = name_,
                     .source = subscription_.source,
                     .federation = federation,
                     .from = feed.cursor,
                     .parked = {}};
        for (const auto& [record, unknown_critical] :
             feed.unread | std::views::take(kRecordsAUnit)) {
            auto park = unknown_critical ? "UNKNOWN_CRITICAL_EVENT"
                                         : reason_to_park(record, feed, held_back);
            auto commands = park.empty() ? choose(record, feed) : std::vector<Chosen>{};
            if (!fits(commands, unit, streams)) break;
            add(record, std::move(commands), unit, flight, streams);
            if (!subscription_.is_known(record.type) && park.empty()) ++flight.unknown;
            if (!park.empty()) {
                unit.move.parked.push_back({record.offset, record.stream_id, std::move(park)});
                held_back.insert(record.stream_id);
                flight.parked.push_back(record.stream_id);
            }
            flight.to = {record.incarnation, record.offset, log::record_digest(record), feed.epoch};
        }
        unit.move.to = flight.to;
        feed.flight = std::move(flight);
        HAVEN_FAULT_POINT("consumer.before_unit");
        writer_.submit_unit(
            std::move(unit),
            [slot = feed.flight->slot, bus = bus_](UnitOutcome outcome) {
                const std::lock_guard lock(slot->mutex);
                slot->outcome = std::move(outcome);
                bus->wake();
            },
            waits);
    }

    // A known type that we do not handle becomes nothing.
    [[nodiscard]] std::vector<ReactionCommand> react(const Record& record) const {
        if (!handled_.contains(record.type)) return {};
        return subscription_.react(record);
    }

    // What the record becomes in this attempt: without the commands that were refused as expected,
    // with what is to be done in their place.
    [[nodiscard]] std::vector<Chosen> choose(const Record& record, const Feed& feed) const {
        std::vector<Chosen> chosen;
        auto commands = react(record);
        for (std::size_t i = 0; i < commands.size(); ++i) {
            if (!feed.passed.contains(command_id(record, i))) {
                chosen.push_back({std::move(commands[i]), i});
                continue;
            }
            for (ReactionCommand& instead : commands[i].otherwise) {
                if (feed.passed.contains(command_id(record, kInstead + i))) continue;
                chosen.push_back({std::move(instead), kInstead + i});
            }
        }
        return chosen;
    }

    // Whether the commands of one more record may join the unit: its commands name different
    // streams, and there are not too many of them. One record's are never divided.
    static bool fits(const std::vector<Chosen>& commands, const writer::Unit& unit,
                     const std::set<StreamKey>& streams) {
        if (unit.commands.empty()) return true;
        if (unit.commands.size() + commands.size() > kCommandsAUnit) return false;
        return std::ranges::none_of(commands, [&](const Chosen& chosen) {
            return streams.contains({chosen.command.federation, chosen.command.stream});
        });
    }

    std::string reason_to_park(const Record& record, const Feed& feed,
                               const std::set<Uuid>& held_back) const {
        if (const auto found = feed.to_park.find(record.offset); found != feed.to_park.end()) {
            return found->second;
        }
        const bool concerns_us = handled_.contains(record.type);
        return concerns_us && held_back.contains(record.stream_id) ? kBehind : "";
    }

    // What the source said of the type; it may know more types than we do.
    [[nodiscard]] bool is_critical(const Record& record) const {
        const auto said = bus_->says_critical(record);
        return said ? *said : subscription_.is_critical(record.type);
    }

    void add(const Record& record, std::vector<Chosen> commands, writer::Unit& unit, Flight& flight,
             std::set<StreamKey>& streams) {
        for (auto& [command, ordinal] : commands) {
            Submission submission = submission_of(record, command, ordinal);
            HAVEN_CHECK(streams.emplace(submission.federation, submission.stream).second);
            unit.commands.push_back(std::move(submission));
            flight.commands.push_back({record.offset, unit.commands.back().command_id,
                                       std::move(command.expected_refusals)});
        }
    }

    [[nodiscard]] std::string label_of(const Record& record, std::size_t ordinal) const {
        return name_ + '|' + subscription_.source + '|' + std::to_string(record.federation.value) +
               '|' + std::to_string(record.incarnation) + '|' + std::to_string(record.offset) +
               '|' + std::to_string(ordinal);
    }
    [[nodiscard]] Uuid command_id(const Record& record, std::size_t ordinal) const {
        return crypto::derive_uuid(record.command_id, label_of(record, ordinal));
    }

    Submission submission_of(const Record& record, const ReactionCommand& command,
                             std::size_t ordinal) const {
        const std::string label = label_of(record, ordinal);
        const log::Meta cause = log::decode_meta(record.meta);
        Submission submission;
        submission.aggregate = command.aggregate;
        submission.federation = command.federation;
        submission.stream = command.stream;
        submission.command_id = crypto::derive_uuid(record.command_id, label);
        submission.request_hash = crypto::sha256(label);
        submission.meta = {
            .actor = {},
            .on_behalf_of = cause.actor.is_nil() ? cause.on_behalf_of : cause.actor,
            .at = now_(),
            .business_date = business_date_(),
            .correlation = cause.correlation.is_nil() ? record.command_id : cause.correlation,
            .causation = record.command_id,
            .traceparent = cause.traceparent,
            .union_node = cause.union_node,
            .purpose = {}};
        submission.command = command.command;
        return submission;
    }

    // Takes in the verdict of the unit in flight; false while there is none.
    bool land(Feed& feed) {
        std::optional<UnitOutcome> outcome;
        {
            const std::lock_guard lock(feed.flight->slot->mutex);
            outcome = std::move(feed.flight->slot->outcome);
        }
        if (!outcome) return false;
        const Flight flight = *std::exchange(feed.flight, std::nullopt);
        switch (outcome->kind) {
            case UnitOutcome::Kind::Committed:
                HAVEN_FAULT_POINT("consumer.after_unit");
                feed.cursor = flight.to;
                while (!feed.unread.empty() &&
                       feed.unread.front().record.offset <= feed.cursor.offset) {
                    feed.unread.pop_front();
                }
                feed.held_back.insert(flight.parked.begin(), flight.parked.end());
                unknown_passed_ += flight.unknown;
                feed.to_park.clear();
                feed.passed.clear();
                return true;
            case UnitOutcome::Kind::CursorMoved:
                doubt(feed);
                return true;
            case UnitOutcome::Kind::Failed:
                doubt(feed);
                delay();
                return true;
            case UnitOutcome::Kind::Refused:
                refuse(feed, flight, *outcome);
                return true;
        }
        return true;
    }

    // The unit is made again: without a command whose refusal was expected, or with its record
    // parked.
    void refuse(Feed& feed, const Flight& flight, const UnitOutcome& outcome) {
        const Error& error = *outcome.error;
        if (error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Exhausted) {
            return delay();
        }
        const Planned& planned = flight.commands.at(outcome.index);
        if (!is_expected(planned.expected_refusals, error)) {
            feed.to_park[planned.offset] = error.reason;
            return;
        }
        feed.passed.insert(planned.command_id);
    }

    bool retry(const log::ParkedRecord& parked) {
        const auto records =
            bus_->refill(subscription_.source, parked.federation, parked.offset - 1, 1);
        if (records.empty() || !subscription_.is_known(records[0].type)) return false;
        const auto commands = react(records[0]);
        for (std::size_t i = 0; i < commands.size(); ++i) {
            const auto reply = writer::submit_and_wait(
                writer_, submission_of(records[0], commands[i], i), kRetryDeadlineMs);
            if (reply) continue;
            if (!is_expected(commands[i].expected_refusals, reply.error())) return false;
            for (const ReactionCommand& instead : commands[i].otherwise) {
                const auto second = writer::submit_and_wait(
                    writer_, submission_of(records[0], instead, kInstead + i), kRetryDeadlineMs);
                if (!second && !is_expected(instead.expected_refusals, second.error())) {
                    return false;
                }
            }
        }
        return true;
    }

    static bool is_expected(const std::vector<std::string>& reasons, const Error& error) {
        return std::ranges::find(reasons, error.reason) != reasons.end();
    }

    const std::string name_;
    const Subscription subscription_;
    const std::set<std::string, std::less<>> handled_;
    std::shared_ptr<bus::Bus> bus_;  // shared with completions, which may come after us
    std::unique_ptr<log::Log> log_;
    writer::Submitter& writer_;
    std::function<Date()> business_date_;
    std::function<Instant()> now_;
    const Share share_;

    std::map<FederationNo, Feed> feeds_;
    std::int64_t unknown_passed_ = 0;
    bool must_verify_ = false;
    std::chrono::milliseconds back_off_ = kFirstBackOff;
    std::chrono::steady_clock::time_point retry_at_;
};

Consumer::Consumer(std::string name, Subscription subscription, std::unique_ptr<bus::Bus> bus,
                   std::unique_ptr<log::Log> own_log, writer::Submitter& writer,
                   std::function<Date()> business_date, std::function<Instant()> now, Share share)
    : impl_(std::make_unique<Impl>(std::move(name), std::move(subscription), std::move(bus),
                                   std::move(own_log), writer, std::move(business_date),
                                   std::move(now), std::move(share))) {}
Consumer::~Consumer() = default;

void Consumer::start() {
    impl_->start();
}
Progress Consumer::step() {
    return impl_->step();
}
std::vector<std::pair<FederationNo, std::string>> Consumer::stopped() const {
    return impl_->stopped();
}
void Consumer::retry_parked() {
    impl_->retry_parked();
}
std::int64_t Consumer::unknown_passed() const {
    return impl_->unknown_passed();
}
bool Consumer::caught_up() {
    return impl_->caught_up();
}

}  // namespace haven::consumer
