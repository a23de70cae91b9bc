// haven_topics: what the fault harness does to a topic, and the oracle of topics: every event of
// the log is there, as the log has it, each stream's in order.
//
//     haven_topics check  BROKERS TOPIC SERVICE CONNINFO     prints what does not hold; 1 if
//     anything haven_topics poison BROKERS TOPIC SERVICE PARTITION    messages of strangers
//     haven_topics forget BROKERS TOPIC PARTITION            all that lies there is gone
//     haven_topics remove BROKERS TOPIC
#include <chrono>
#include <cstdio>
#include <span>
#include <utility>

#include "libs/bus/kafka_message.hpp"
#include "libs/kafka/client.hpp"
#include "libs/log/postgres_log.hpp"

namespace haven::faults {
namespace {

using Clock = std::chrono::steady_clock;
using Words = std::span<char*>;

constexpr auto kPatience = std::chrono::seconds(30);
constexpr int kPollMs = 50;
constexpr int kPage = 1'000;
constexpr int kMostFaults = 20;

// Of one federation: its messages against its log.
class Partition {
  public:
    // `is_short`: its first messages were deleted; what was in them, consumers get from the log.
    Partition(log::Log& log, std::string service, FederationNo federation, bool is_short)
        : log_(log), service_(std::move(service)), federation_(federation), is_short_(is_short) {}

    // The first copy of each record must follow that of the one before it; later copies are
    // repeats.
    void take(const kafka::Message& message) {
        const auto place = bus::place_of(message, service_);
        const auto record = place ? bus::record_of(message, *place) : std::nullopt;
        if (!record) {
            ++strangers;
            return;
        }
        if (std::exchange(is_short_, false)) last_ = place->offset - 1;
        if (place->offset <= last_) {
            ++repeats;
            return;
        }
        if (place->offset != last_ + 1) fault("comes behind", place->offset);
        last_ = place->offset;
        const auto ours = next();
        if (!ours || log::encode_record(*ours) != message.value) fault("is not the log's", last_);
        if (message.key != record->stream_id.to_string()) fault("has another key", last_);
        auto& version = versions_[message.key];
        if (record->version <= version) fault("stands before an earlier version", last_);
        version = record->version;
    }

    // Behind the last message.
    void end() {
        const auto missing = log_.read(federation_, last_, 1);
        if (!missing.empty()) fault("is not there", missing[0].offset);
    }

    std::int64_t last() const { return last_; }
    int faults = 0;
    int strangers = 0;
    int repeats = 0;

  private:
    std::optional<log::Record> next() {
        if (page_.empty() || page_.back().offset < last_)
            page_ = log_.read(federation_, last_ - 1, kPage);
        for (const log::Record& record : page_) {
            if (record.offset == last_) return record;
        }
        return std::nullopt;
    }
    void fault(const char* what, std::int64_t offset) {
        if (++faults > kMostFaults) return;
        std::printf("%s/%d: record %lld %s (after %lld)\n", service_.c_str(), federation_.value,
                    static_cast<long long>(offset), what, static_cast<long long>(last_));
    }

    log::Log& log_;
    const std::string service_;
    const FederationNo federation_;
    bool is_short_;
    std::int64_t last_ = 0;
    std::vector<log::Record> page_;
    std::map<std::string, std::int32_t> versions_;
};

int check(Words words) {
    const std::string topic = words[1];
    const std::string service = words[2];
    log::PostgresLog log(words[3], service);
    kafka::Reader reader({.brokers = words[0], .more = {}}, topic);
    int faults = 0;
    int strangers = 0;
    int repeats = 0;
    long long records = 0;
    for (const log::Head& head : log.heads()) {
        const auto range = reader.range(head.federation.value);
        Partition partition(log, service, head.federation, range.low > 0);
        std::int64_t next = range.low;
        if (next < range.high) reader.read_from(head.federation.value, next);
        const auto until = Clock::now() + kPatience;
        while (next < range.high) {
            if (Clock::now() > until) throw kafka::KafkaError("_TIMED_OUT", "reading a partition");
            const auto message = reader.take(kPollMs);
            if (!message || message->partition != head.federation.value) continue;
            next = message->offset + 1;
            partition.take(*message);
        }
        reader.leave(head.federation.value);
        partition.end();
        faults += partition.faults;
        strangers += partition.strangers;
        repeats += partition.repeats;
        records += partition.last();
    }
    std::printf("%s: %lld records, %d repeats, %d messages of strangers\n", service.c_str(),
                records, repeats, strangers);
    return faults == 0 ? 0 : 1;
}

// Without headers, with somebody else's, and with ours over something that is no record.
int poison(Words words) {
    kafka::Producer producer({.brokers = words[0], .more = {}}, words[1]);
    const int partition = std::stoi(words[3]);
    const std::string number = std::to_string(partition);
    const auto headers = [&](const char* service) -> std::vector<kafka::Header> {
        return {{"service", service}, {"federation", number},      {"incarnation", "1"},
                {"offset", "1"},      {"type", "HelpPlanAdopted"}, {"schema_version", "1"},
                {"critical", "1"}};
    };
    // Of a record that will be written one day.
    auto foretold = headers(words[2]);
    foretold[3].second = "999999999";
    for (const auto& of :
         {std::vector<kafka::Header>{}, headers("stranger"), headers(words[2]), foretold}) {
        producer.send(
            {.partition = partition, .key = "k", .value = "\x01 no record", .headers = of});
    }
    const auto until = Clock::now() + kPatience;
    bool refused = false;
    while (producer.in_flight() > 0 && Clock::now() < until) {
        for (const auto& verdict : producer.take(kPollMs)) refused |= !verdict.error.empty();
    }
    return producer.in_flight() == 0 && !refused ? 0 : 1;
}

int forget(Words words) {
    const int partition = std::stoi(words[2]);
    const kafka::Settings settings{.brokers = words[0], .more = {}};
    kafka::Reader reader(settings, words[1]);
    kafka::Admin(settings).forget(words[1], partition, reader.range(partition).high);
    return 0;
}

int remove(Words words) {
    kafka::Admin({.brokers = words[0], .more = {}}).remove(words[1]);
    return 0;
}

}  // namespace
}  // namespace haven::faults

int main(int argc, char** argv) {
    using namespace haven::faults;
    const std::map<std::string, std::pair<int, int (*)(Words)>> commands{{"check", {4, check}},
                                                                         {"poison", {4, poison}},
                                                                         {"forget", {3, forget}},
                                                                         {"remove", {2, remove}}};
    const auto found = argc > 1 ? commands.find(argv[1]) : commands.end();
    if (found == commands.end() || argc != found->second.first + 2) {
        std::fputs("haven_topics check|poison|forget|remove, see tests/faults/topics.cpp\n",
                   stderr);
        return 2;
    }
    try {
        return found->second.second({argv + 2, static_cast<std::size_t>(argc - 2)});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 3;
    }
}
