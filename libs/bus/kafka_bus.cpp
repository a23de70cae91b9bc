#include "libs/bus/kafka_bus.hpp"

#include <algorithm>
#include <ranges>

namespace haven::bus {
namespace {

// Messages taken in by one call, so that a call stays bounded.
constexpr int kMessagesAtOnce = 2'000;
// Records of one federation that are held; one whose consumer has stopped holds back no other.
constexpr std::size_t kHeldLimit = 4'096;
// A place that lies this little before the cursor is read on from.
constexpr std::int64_t kNear = 500;
// Records fetched from the source at a time.
constexpr int kRefillAtOnce = 500;
constexpr auto kProbePatience = std::chrono::seconds(5);

}  // namespace

KafkaBus::KafkaBus(KafkaBusOptions options, std::unique_ptr<Source> source,
                   std::shared_ptr<Wakeup> wakeup)
    : options_(std::move(options)),
      source_(std::move(source)),
      wakeup_(std::move(wakeup)),
      reader_(options_.kafka, options_.topic, [wakeup = wakeup_] { wakeup->ring(); }) {}

std::vector<log::Record> KafkaBus::read(const std::string& source, FederationNo federation,
                                        std::int64_t after, int limit) {
    HAVEN_CHECK(source == options_.service);
    Partition& partition = partitions_[federation];
    partition.after = after;
    pump();
    while (!partition.held.empty() && partition.held.front().record.offset <= after) {
        partition.held.pop_front();
    }
    if (partition.state == Partition::State::Full && partition.held.size() < kHeldLimit / 2) {
        read_from(federation, partition, partition.next);
    }
    complete(federation, partition);
    std::vector<log::Record> records;
    for (const Held& held : partition.held) {
        if (std::ssize(records) == limit) break;
        records.push_back(held.record);
    }
    return records;
}

// What lies right behind the cursor and the topic does not give, or not to be trusted, comes from
// the source.
void KafkaBus::complete(FederationNo federation, Partition& partition) {
    const auto head = heads_.find(federation);
    const int incarnation = head == heads_.end() ? 0 : head->second.incarnation;
    auto& held = partition.held;
    // The log may have lost what was sent before it was restored.
    const bool lost = std::erase_if(held, [&](const Held& one) {
                          return !one.is_from_source && one.record.incarnation < incarnation;
                      }) > 0;
    std::int64_t missing = lost ? kRefillAtOnce : 0;
    if (!held.empty()) missing = held.front().record.offset - partition.after - 1;
    if (missing == 0) return;
    const int limit = static_cast<int>(std::min<std::int64_t>(missing, kRefillAtOnce));
    auto records = source_->read(federation, partition.after, limit);
    refilled_ += std::ssize(records);
    for (auto& record : std::views::reverse(records)) {
        held.push_front({std::move(record), std::nullopt, true});
    }
}

std::vector<log::Record> KafkaBus::refill(const std::string& source, FederationNo federation,
                                          std::int64_t after, int limit) {
    HAVEN_CHECK(source == options_.service);
    auto records = source_->read(federation, after, limit);
    refilled_ += std::ssize(records);
    return records;
}

std::vector<log::Head> KafkaBus::heads(const std::string& source) {
    HAVEN_CHECK(source == options_.service);
    pump();
    std::vector<log::Head> heads;
    heads.reserve(heads_.size());
    for (const auto& [_, head] : heads_) heads.push_back(head);
    return heads;
}

std::vector<log::Head> KafkaBus::source_heads(const std::string& source) {
    HAVEN_CHECK(source == options_.service);
    auto heads = source_->heads();
    for (const log::Head& head : heads) {
        log::Head& known = heads_[head.federation];
        // What came meanwhile may be newer than the answer.
        const bool same = known.incarnation == head.incarnation;
        const std::int64_t last = same ? known.last_offset : 0;
        known = head;
        known.last_offset = std::max(last, head.last_offset);
    }
    return heads;
}

void KafkaBus::follow(const std::string& source, FederationNo federation, std::int64_t after) {
    HAVEN_CHECK(source == options_.service);
    Partition& partition = partitions_[federation];
    // Whoever goes back looks for its place again: what lay in between has been let go.
    if (after < partition.after) {
        partition.held.clear();
        partition.state = Partition::State::Nowhere;
    }
    partition.after = after;
}

void KafkaBus::leave(const std::string& source, FederationNo federation) {
    HAVEN_CHECK(source == options_.service);
    if (partitions_.erase(federation) > 0) reader_.leave(federation.value);
}

std::optional<bool> KafkaBus::says_critical(const log::Record& record) {
    const auto partition = partitions_.find(record.federation);
    if (partition == partitions_.end()) return std::nullopt;
    const auto& held = partition->second.held;
    const auto found = std::ranges::find_if(held, [&](const Held& one) {
        return one.record.offset == record.offset && one.record.incarnation == record.incarnation;
    });
    return found == held.end() ? std::nullopt : found->critical;
}

// Takes in what has come, and looks after partitions that give nothing.
void KafkaBus::pump() {
    for (int i = 0; i < kMessagesAtOnce; ++i) {
        const auto message = reader_.take();
        if (!message) break;
        take_in(*message);
    }
    for (const int number : reader_.take_out_of_range()) {
        const auto found = partitions_.find(FederationNo{static_cast<std::int16_t>(number)});
        if (found != partitions_.end()) found->second.state = Partition::State::Nowhere;
    }
    for (auto& [federation, partition] : partitions_) {
        if (partition.state == Partition::State::Nowhere) {
            place(federation, partition);
        } else if (partition.state != Partition::State::Full) {
            check_silent(federation, partition);
        }
    }
}

void KafkaBus::take_in(const kafka::Message& message) {
    const auto found = partitions_.find(FederationNo{static_cast<std::int16_t>(message.partition)});
    if (found == partitions_.end()) return;
    auto& [federation, partition] = *found;
    if (message.offset < partition.next) return;
    partition.heard = Clock::now();
    const auto place = place_of(message, options_.service);
    if (place) note_head(*place);
    if (partition.state == Partition::State::Probing) {
        judge_probe(federation, partition, message, place);
    } else if (partition.state == Partition::State::Reading) {
        partition.next = message.offset + 1;
        if (place) hold(partition, message, *place);
        if (partition.held.size() >= kHeldLimit) {
            reader_.leave(federation.value);
            partition.state = Partition::State::Full;
        }
    }
}

void KafkaBus::note_head(const LogPlace& place) {
    const auto found = heads_.find(place.federation);
    if (found == heads_.end() || place.incarnation < found->second.incarnation) return;
    log::Head& head = found->second;
    if (place.incarnation > head.incarnation) {
        head = {place.federation, place.offset, place.incarnation};
    } else {
        head.last_offset = std::max(head.last_offset, place.offset);
    }
}

// Repeats are dropped here: of what is held, and of what the consumer has passed.
void KafkaBus::hold(Partition& partition, const kafka::Message& message, const LogPlace& place) {
    const std::int64_t last =
        partition.held.empty() ? partition.after : partition.held.back().record.offset;
    const bool newer =
        !partition.held.empty() && place.incarnation > partition.held.back().record.incarnation;
    if (place.offset <= partition.after || (place.offset <= last && !newer)) return;
    // What the log has lost is followed by other records under the same offsets.
    while (!partition.held.empty() && partition.held.back().record.offset >= place.offset) {
        partition.held.pop_back();
    }
    if (auto record = record_of(message, place)) {
        partition.held.push_back({*std::move(record), is_critical(message)});
    }
}

// Every record of a log lies at or behind the place whose Kafka offset is one less than its own,
// as long as the topic has been filled from the first record on. So the first guess is right
// unless records were repeated before it.
void KafkaBus::place(FederationNo federation, Partition& partition) {
    reader_.leave(federation.value);
    const auto range = reader_.range(federation.value);
    partition.low = range.low;
    partition.high = range.high;
    partition.bisects = false;
    if (range.low == range.high) return read_from(federation, partition, range.high);
    probe(federation, partition, std::clamp(partition.after, range.low, range.high - 1));
}

void KafkaBus::probe(FederationNo federation, Partition& partition, std::int64_t offset) {
    read_from(federation, partition, offset);
    partition.state = Partition::State::Probing;
}

void KafkaBus::read_from(FederationNo federation, Partition& partition, std::int64_t offset) {
    reader_.read_from(federation.value, offset);
    partition.next = offset;
    partition.heard = Clock::now();
    partition.state = Partition::State::Reading;
}

void KafkaBus::judge_probe(FederationNo federation, Partition& partition,
                           const kafka::Message& message, const std::optional<LogPlace>& found) {
    const std::int64_t wanted = partition.after + 1;
    // A stranger's message tells nothing: looked for behind it.
    const std::int64_t offset = found ? found->offset : 0;
    const bool at_it = offset == wanted || message.offset == partition.low;
    const bool near = found && offset < wanted && wanted - offset <= kNear;
    if ((at_it && offset >= wanted) || near) {
        partition.state = Partition::State::Reading;
        partition.next = message.offset + 1;
        if (found) hold(partition, message, *found);
        return;
    }
    if (offset < wanted) {
        partition.low = message.offset + 1;
    } else {
        partition.high = message.offset;
    }
    if (partition.low >= partition.high) return read_from(federation, partition, partition.low);
    std::int64_t guess = partition.low + (partition.high - partition.low) / 2;
    if (!std::exchange(partition.bisects, true)) guess = message.offset - (offset - wanted);
    probe(federation, partition, std::clamp(guess, partition.low, partition.high - 1));
}

// A topic that was deleted and made again gives nothing until it is as long as where we read.
void KafkaBus::check_silent(FederationNo federation, Partition& partition) {
    const auto now = Clock::now();
    const auto patience = partition.state == Partition::State::Probing
                              ? Clock::duration(kProbePatience)
                              : Clock::duration(options_.check_every);
    if (now < partition.heard + patience) return;
    partition.heard = now;
    if (partition.state == Partition::State::Probing ||
        reader_.range(federation.value).high < partition.next) {
        partition.state = Partition::State::Nowhere;
    }
}

}  // namespace haven::bus
