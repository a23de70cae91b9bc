#include "libs/relay/session.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/relay/sql/statements.hpp"

namespace haven::relay {
namespace {

using postgres::ArrayBuilder;
using postgres::Params;
using postgres::Type;

// Sent and not acknowledged, over all federations: what the relay keeps in memory while a broker is
// away, and what it may have to send again.
constexpr std::size_t kRecordsInFlight = 10'000;
constexpr std::size_t kBytesInFlight = 16 << 20;
// Records sent between two looks at what the database has sent: a socket holds some hundreds.
constexpr std::size_t kTakeInEvery = 64;
constexpr auto kBelievePatience = std::chrono::seconds(10);
constexpr int kReadMs = 100;

}  // namespace

Relay::Session::Session(const Options& options, log::Log& log, bus::Leases& leases,
                        std::int64_t epoch, const std::function<void()>& arrived)
    : options_(options),
      log_(log),
      leases_(leases),
      epoch_(epoch),
      connection_(options.conninfo),
      producer_(options.kafka, options.topic, arrived) {
    take_over();
    believe_cursors();
}

void Relay::Session::take_over() {
    // A move of a cursor that is lost with the server costs repeats, and a flush for each would
    // cost the log's own commits.
    connection_.exec("SET synchronous_commit = off");
    connection_.run(sql::kEnsureCursors);
    for (const postgres::Row row : connection_.run(sql::kTakeOver, Params().int64(epoch_))) {
        feeds_[FederationNo{row.int16(0)}] = {.read = row.int64(1),
                                              .acknowledged = row.int64(1),
                                              .kafka_offset = row.int64(2),
                                              .stored = row.int64(1)};
    }
    if (feeds_.empty()) throw LeaseOver();
}

bool Relay::Session::is_ours(const kafka::Message& message) const {
    const auto place = bus::place_of(message, options_.service);
    if (!place) return false;
    const auto records = log_.read(place->federation, place->offset - 1, 1);
    return !records.empty() && log::encode_record(records[0]) == message.value;
}

// A cursor is right when its record lies where it says. Of a topic that was deleted and made again
// it is not: that is filled from the first record on. One that begins with a record of another log
// (of a database that is gone, say) must not be filled: who reads it would take that for ours.
void Relay::Session::believe_cursors() {
    kafka::Reader reader(options_.kafka, options_.topic);
    std::set<int> unknown;
    const auto look_at = [&](FederationNo federation, Feed& feed) {
        const auto range = reader.range(federation.value);
        if (feed.kafka_offset < range.low || feed.kafka_offset >= range.high) feed = Feed{};
        if (range.low == range.high) return;
        reader.read_from(federation.value, std::max(feed.kafka_offset, range.low));
        unknown.insert(federation.value);
    };
    for (auto& [federation, feed] : feeds_) look_at(federation, feed);
    const auto until = Clock::now() + kBelievePatience;
    while (!unknown.empty()) {
        if (Clock::now() > until) throw kafka::KafkaError("_TIMED_OUT", "reading cursors' records");
        const auto message = reader.take(kReadMs);
        if (!message || !unknown.contains(message->partition)) continue;
        const FederationNo federation{static_cast<std::int16_t>(message->partition)};
        Feed& feed = feeds_.at(federation);
        reader.leave(message->partition);
        unknown.erase(message->partition);
        const auto place = bus::place_of(*message, options_.service);
        const bool ours = is_ours(*message);
        if (feed.kafka_offset < 0) {
            if (!ours) throw UnsafeTopic("FOREIGN_TOPIC: " + options_.topic + " holds another log");
        } else if (!ours || place->offset != feed.acknowledged) {
            feed = Feed{};
            look_at(federation, feed);
        }
    }
}

bool Relay::Session::step() {
    bool moved = take_verdicts();
    read_on();
    // Behind all that waits: whoever slept meanwhile must not send what it holds.
    if (!leases_.is_held(0)) throw LeaseOver();
    moved = send_page() || moved;
    store_in_time();
    check_topic_holds();
    return moved;
}

bool Relay::Session::take_verdicts() {
    const auto deliveries = producer_.take();
    // It drops what it holds, and those verdicts would hide the reason.
    if (const auto fatal = producer_.fatal()) throw kafka::KafkaError(*fatal, "relaying");
    for (const kafka::Delivery& delivery : deliveries) acknowledge(delivery);
    return !deliveries.empty();
}

void Relay::Session::acknowledge(const kafka::Delivery& delivery) {
    if (!delivery.error.empty()) throw kafka::KafkaError(delivery.error, "relaying");
    Feed& feed = feeds_.at(FederationNo{static_cast<std::int16_t>(delivery.partition)});
    const auto offset = static_cast<std::int64_t>(delivery.tag);
    // One partition is acknowledged in the order of sending, at rising places.
    HAVEN_CHECK(!feed.in_flight.empty() && feed.in_flight.front().offset == offset);
    if (delivery.offset <= feed.kafka_offset) throw kafka::KafkaError("TOPIC_REPLACED", "relaying");
    bytes_in_flight_ -= feed.in_flight.front().bytes;
    feed.in_flight.pop_front();
    feed.acknowledged = offset;
    feed.kafka_offset = delivery.offset;
    if (!owes_since_) owes_since_ = Clock::now();
}

bool Relay::Session::has_room() const {
    return producer_.in_flight() < kRecordsInFlight && bytes_in_flight_ < kBytesInFlight;
}

// Those known to be behind take turns, a page each: what lies behind each other in a partition goes
// to the broker in one batch. While none is known to be, whatever is new in any of them.
void Relay::Session::ask() {
    const auto is_behind = [](const auto& one) { return one.second.head > one.second.read; };
    auto next = std::find_if(feeds_.upper_bound(turn_), feeds_.end(), is_behind);
    if (next == feeds_.end()) next = std::ranges::find_if(feeds_, is_behind);
    std::vector<log::Behind> places;
    if (next == feeds_.end()) {
        for (const auto& [federation, feed] : feeds_) places.push_back({federation, feed.read});
    } else {
        turn_ = next->first;
        places.push_back({turn_, next->second.read});
    }
    answer_ =
        log_.ask(places, static_cast<int>(std::max<std::size_t>(options_.page / places.size(), 1)));
}

// What was asked for is taken in also where nothing can be sent: the database would wait for us
// with an open snapshot.
void Relay::Session::read_on() {
    if (!answer_ && unsent() == 0 && has_room()) ask();
    if (answer_) take_answer();
}

void Relay::Session::take_answer() {
    log::News news;
    try {
        news = std::exchange(answer_, std::nullopt)->take();
    } catch (const log::FederationAway&) {
        return;  // one is between two databases; the next question finds it
    }
    note_heads(news.heads);
    for (const log::Record& record : news.records) {
        Feed& feed = feeds_.at(record.federation);
        HAVEN_CHECK(record.offset == feed.read + 1);
        feed.read = record.offset;
        feed.head = std::max(feed.head, feed.read);
    }
    page_.erase(page_.begin(),
                page_.begin() + static_cast<std::ptrdiff_t>(std::exchange(next_, 0)));
    if (page_.empty()) {
        page_ = std::move(news.records);
    } else {
        std::ranges::move(news.records, back_inserter(page_));
    }
    // The database reads the next page while this one is sent. Who is at the end asks when it is
    // rung: what it holds then is never old.
    const bool more = std::ranges::any_of(
        feeds_, [](const auto& one) { return one.second.head > one.second.read; });
    if (more && has_room() && unsent() <= options_.page) ask();
}

void Relay::Session::note_heads(const std::vector<log::Head>& heads) {
    for (auto& [_, feed] : feeds_) feed.head = feed.read;
    for (const log::Head& head : heads) {
        const auto feed = feeds_.find(head.federation);
        // One that was added: its partition and its cursor have to be made.
        if (feed == feeds_.end()) throw LeaseOver();
        // A log that was restored has other records under offsets that were sent (protocols §5).
        const std::int16_t before = std::exchange(feed->second.incarnation, head.incarnation);
        if (before != 0 && before != head.incarnation) throw LeaseOver();
        feed->second.head = head.last_offset;
    }
}

bool Relay::Session::send_page() {
    bool sent = false;
    while (unsent() > 0 && has_room()) {
        const log::Record& record = page_[next_];
        const bus::KafkaMessage message(record, options_.is_critical(record.type));
        if (!producer_.send(message.outgoing())) break;
        feeds_.at(record.federation).in_flight.push_back({record.offset, message.size()});
        bytes_in_flight_ += message.size();
        ++next_;
        sent = true;
        if (answer_ && next_ % kTakeInEvery == 0) answer_->take_in();
    }
    return sent;
}

// Not with each acknowledgement: the next message would wait for it, and what is not stored is only
// sent again, should we end before it is.
void Relay::Session::store_in_time() {
    if (owes_since_ && Clock::now() >= *owes_since_ + options_.store_every) store();
}

void Relay::Session::store() {
    ArrayBuilder federations(Type::Int16);
    ArrayBuilder log_offsets(Type::Int64);
    ArrayBuilder kafka_offsets(Type::Int64);
    std::int64_t moved = 0;
    for (const auto& [federation, feed] : feeds_) {
        if (feed.acknowledged == feed.stored) continue;
        federations.int16(federation.value);
        log_offsets.int64(feed.acknowledged);
        kafka_offsets.int64(feed.kafka_offset);
        ++moved;
    }
    owes_since_.reset();
    if (moved == 0) return;
    const auto answer = connection_.run(
        sql::kMove,
        Params().int64(epoch_).array(federations).array(log_offsets).array(kafka_offsets));
    if (answer.affected() != moved) throw LeaseOver();
    for (auto& [_, feed] : feeds_) feed.stored = feed.acknowledged;
}

// Where something is in flight its verdict tells. Without traffic nobody else would notice that the
// topic is gone.
void Relay::Session::check_topic_holds() {
    if (producer_.in_flight() > 0 || Clock::now() < checked_at_ + options_.check_every) return;
    for (const auto& [federation, feed] : feeds_) {
        if (feed.kafka_offset < 0) continue;
        // Made again, or emptied: who reads it would wait for what was acknowledged.
        const auto range = producer_.range(federation.value);
        if (feed.kafka_offset >= range.high || feed.kafka_offset < range.low) {
            throw kafka::KafkaError("TOPIC_REPLACED", "relaying");
        }
    }
    checked_at_ = Clock::now();
}

std::map<FederationNo, std::int64_t> Relay::Session::lag() const {
    std::map<FederationNo, std::int64_t> lag;
    for (const auto& [federation, feed] : feeds_) {
        lag[federation] = std::max<std::int64_t>(feed.head - feed.acknowledged, 0);
    }
    return lag;
}

}  // namespace haven::relay
