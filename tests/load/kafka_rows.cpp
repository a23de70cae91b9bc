// What Kafka costs: the relay beside a bare librdkafka producer of the same bytes and Kafka's own
// ProducerPerformance; an effect in another service beside a message of a bare pair; catching up
// beside reading and throwing away. The broker is one node of this machine.
#include <fmt/core.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <regex>
#include <stdexcept>

#include "libs/bus/kafka_bus.hpp"
#include "libs/bus/lease.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/relay/relay.hpp"
#include "tests/load/effect_parts.hpp"
#include "tests/load/filled_log.hpp"
#include "tests/load/rows.hpp"
#include "tests/load/turns.hpp"

namespace haven::load {
namespace {

using Sense = Goal::Sense;

constexpr int kEventsAFile = 10;
constexpr int kAtOnce = 1'000;
constexpr const char* kBareProducer = "a bare librdkafka producer of the same bytes";
constexpr const char* kPerformance = "Kafka's ProducerPerformance, as many bytes";
constexpr const char* kBarePair = "a bare librdkafka producer and consumer";
constexpr relay::TopicPolicy kPolicy{.replication = 1, .min_insync = 1, .strict = false};

// Topics of this run, each gone with its object.
class Topic {
  public:
    Topic(const kafka::Settings& settings, std::string name)
        : settings_(settings), name_(std::move(name)) {}
    ~Topic() {
        try {
            kafka::Admin(settings_).remove(name_);
        } catch (const kafka::KafkaError&) {
            return;  // the broker's data are thrown away anyway
        }
    }
    Topic(const Topic&) = delete;
    Topic& operator=(const Topic&) = delete;

    static std::string next(const char* what) {
        static int count = 0;
        return fmt::format("bench-{}-{}-{}", ::getpid(), what, ++count);
    }
    // And until each of its partitions has a leader, which is nobody's to measure.
    void make() const {
        kafka::Admin(settings_).create(name_, relay::wanted_topic(kPolicy, kFederations + 1));
        kafka::Reader reader(settings_, name_);
        for (int partition = 0; partition <= kFederations;) {
            try {
                reader.range(partition);
                ++partition;
            } catch (const kafka::KafkaError&) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        }
    }
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    const kafka::Settings settings_;
    const std::string name_;
};

// librdkafka as it comes, with the settings that made it fastest here.
class BareProducer {
  public:
    BareProducer(const kafka::Settings& settings, const char* linger_ms) {
        rd_kafka_conf_t* conf = rd_kafka_conf_new();
        const std::array<std::pair<const char*, const char*>, 6> said{
            {{"bootstrap.servers", settings.brokers.c_str()},
             {"enable.idempotence", "true"},
             {"acks", "all"},
             {"linger.ms", linger_ms},
             {"socket.nagle.disable", "true"},
             {"broker.address.family", "v4"}}};
        std::array<char, 256> why{};
        for (const auto& [key, value] : said) {
            if (rd_kafka_conf_set(conf, key, value, why.data(), why.size()) != RD_KAFKA_CONF_OK) {
                throw std::runtime_error(why.data());
            }
        }
        rd_kafka_conf_set_opaque(conf, this);
        rd_kafka_conf_set_dr_msg_cb(
            conf, [](rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
                auto& self = *static_cast<BareProducer*>(opaque);
                if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) ++self.failed_;
            });
        client_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why.data(), why.size());
        if (client_ == nullptr) throw std::runtime_error(why.data());
    }
    ~BareProducer() { rd_kafka_destroy(client_); }
    BareProducer(const BareProducer&) = delete;
    BareProducer& operator=(const BareProducer&) = delete;

    void send(const std::string& topic, const kafka::Outgoing& message) {
        rd_kafka_headers_t* headers = rd_kafka_headers_new(message.headers.size());
        for (const auto& [name, value] : message.headers) {
            rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()),
                                value.data(), static_cast<ssize_t>(value.size()));
        }
        while (rd_kafka_producev(
                   client_, RD_KAFKA_V_TOPIC(topic.c_str()),
                   RD_KAFKA_V_PARTITION(message.partition),
                   RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                   RD_KAFKA_V_KEY(const_cast<char*>(message.key.data()), message.key.size()),
                   RD_KAFKA_V_VALUE(const_cast<char*>(message.value.data()), message.value.size()),
                   RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_poll(client_, 1);  // its queue is full
        }
        rd_kafka_poll(client_, 0);
    }
    void flush() {
        constexpr int kPatienceMs = 60'000;
        rd_kafka_flush(client_, kPatienceMs);
        if (failed_ > 0 || rd_kafka_outq_len(client_) > 0) throw std::runtime_error("not sent");
    }

  private:
    rd_kafka_t* client_ = nullptr;
    std::int64_t failed_ = 0;
};

// A log that a relay may relay.
struct RelayedLog {
    explicit RelayedLog(const char* purpose) : database(purpose) {
        create_visits(database.conninfo());
        postgres::Connection connection(database.conninfo());
        if (!postgres::migrate(connection, "public", "bus", bus::sql_files())) {
            throw std::runtime_error("the schema was refused");
        }
    }
    std::unique_ptr<relay::Relay> relay_to(const kafka::Settings& settings, const Topic& topic,
                                           std::shared_ptr<bus::Wakeup> wakeup) const {
        return std::make_unique<relay::Relay>(
            relay::Options{.service = "source",
                           .topic = topic.name(),
                           .kafka = settings,
                           .policy = kPolicy,
                           .owner = "bench",
                           .conninfo = database.conninfo(),
                           .is_critical = [](std::string_view) { return true; }},
            open_log(database.conninfo(), "source"), std::move(wakeup));
    }
    void forget_cursors() const {
        postgres::Connection(database.conninfo()).exec("DELETE FROM relay_cursor");
    }

    spec::TestDatabase database;
};

// Until Kafka has acknowledged everything that the log held when it began.
void relay_all(const kafka::Settings& settings, const RelayedLog& log, const Topic& topic) {
    const auto wakeup = std::make_shared<bus::Wakeup>();
    const auto relay = log.relay_to(settings, topic, wakeup);
    std::uint64_t seen = 0;
    for (;;) {
        const bool moved = relay->step();
        const auto lag = relay->lag();
        const bool all = !lag.empty() &&
                         std::ranges::all_of(lag, [](const auto& one) { return one.second == 0; });
        if (all) break;
        if (!moved) wakeup->wait(seen, 5);
    }
    relay->stop();
}

std::vector<bus::KafkaMessage> messages_of(const RelayedLog& log, std::int64_t events) {
    std::vector<bus::KafkaMessage> messages;
    messages.reserve(static_cast<std::size_t>(events));
    const auto source = open_log(log.database.conninfo(), "source");
    for (std::int16_t federation = 1; federation <= kFederations; ++federation) {
        std::int64_t after = 0;
        for (;;) {
            const auto records = source->read({federation}, after, kAtOnce);
            if (records.empty()) break;
            after = records.back().offset;
            for (const auto& record : records) messages.emplace_back(record, true);
        }
    }
    return messages;
}

// Its own last line; nullopt when it did not run.
std::optional<double> producer_performance(const Plan& plan, const kafka::Settings& settings,
                                           const Topic& topic, std::int64_t records,
                                           std::size_t bytes) {
    const std::string command = fmt::format(
        "java -Xms256m -Xmx256m -cp '{}' org.apache.kafka.tools.ProducerPerformance --topic {} "
        "--num-records {} --record-size {} --throughput -1 --producer-props bootstrap.servers={} "
        "acks=all enable.idempotence=true linger.ms=5 2>/dev/null",
        plan.kafka_classes, topic.name(), records, bytes, settings.brokers);
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return std::nullopt;
    std::string said;
    std::array<char, 4096> piece{};
    while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) said = piece.data();
    ::pclose(pipe);
    std::smatch found;
    const std::regex line(std::to_string(records) + R"( records sent, ([0-9.]+) records/sec)");
    if (!std::regex_search(said, found, line)) return std::nullopt;
    return std::stod(found[1]);
}

void relay_beside_a_producer(const Plan& plan, const kafka::Settings& settings, Report& report) {
    const std::int64_t events = plan.quick ? 100'000 : 300'000;
    const RelayedLog log("bench_relay");
    fill_visits(log.database.conninfo(), events, kEventsAFile);
    const auto messages = messages_of(log, events);
    std::size_t bytes = 0;
    for (const auto& message : messages) bytes += message.outgoing().value.size();
    bytes /= messages.size();
    const std::string relayed = "relay";
    Contest contest;
    contest.enter(relayed, [&] {
        const Topic topic(settings, Topic::next("relay"));
        topic.make();
        log.forget_cursors();
        return pass(events, [&] { relay_all(settings, log, topic); });
    });
    contest.enter(kBareProducer, [&] {
        const Topic topic(settings, Topic::next("bare"));
        topic.make();
        return pass(events, [&] {
            BareProducer producer(settings, "5");
            for (const auto& message : messages) producer.send(topic.name(), message.outgoing());
            producer.flush();
        });
    });
    std::vector<double> performance;
    contest.enter(kPerformance, [&]() -> Run {
        if (plan.kafka_classes.empty()) return {};
        const Topic topic(settings, Topic::next("java"));
        topic.make();
        if (const auto rate = producer_performance(plan, settings, topic, events, bytes)) {
            performance.push_back(*rate);
        }
        return {};
    });
    contest.hold(plan.rounds);
    const std::string size = fmt::format("{} events of {} bytes, 13 partitions", events, bytes);
    report.add(compare("relay of a log to its topic", "events/s", size, contest.rates(relayed),
                       kBareProducer, contest.rates(kBareProducer), Goal{Sense::AtLeast, 0.7}));
    report.add(compare("relay of a log to its topic", "events/s", size, contest.rates(relayed),
                       kPerformance, performance, std::nullopt));
}

std::unique_ptr<bus::KafkaBus> kafka_bus(const kafka::Settings& settings, const RelayedLog& source,
                                         const Topic& topic, std::shared_ptr<bus::Wakeup> wakeup) {
    return std::make_unique<bus::KafkaBus>(
        bus::KafkaBusOptions{.kafka = settings, .service = "source", .topic = topic.name()},
        std::make_unique<bus::LogSource>(open_log(source.database.conninfo(), "source")),
        std::move(wakeup));
}

// One message after another at its time, from its sending to its coming out at the other end.
Run bare_pair(const kafka::Settings& settings, const Topic& topic, double seconds) {
    BareProducer producer(settings, "0");
    kafka::Reader reader(settings, topic.name());
    constexpr int kPartition = 1;
    reader.read_from(kPartition, reader.range(kPartition).high);
    const std::string value(kNoteBytes, 'v');
    const auto send_and_take = [&] {
        producer.send(topic.name(), {.partition = kPartition, .key = "k", .value = value});
        while (!reader.take(1'000)) {
        }
    };
    send_and_take();  // the first waits for the broker to know its producer
    Run run;
    const auto gap =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / kPerSecond));
    const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(seconds));
    for (auto due = Clock::now(); due < end; due += gap) {
        std::this_thread::sleep_until(due);
        const std::int64_t sent = monotonic_ns();
        send_and_take();
        run.latency.record(monotonic_ns() - sent);
    }
    producer.flush();
    return run;
}

void effect_over_kafka(const Plan& plan, const kafka::Settings& settings, Report& report) {
    const RelayedLog source("bench_kafka_source");
    const spec::TestDatabase target_database("bench_kafka_target");
    create_visits(target_database.conninfo());
    const Topic topic(settings, Topic::next("effect"));
    const Topic pair(settings, Topic::next("pair"));
    topic.make();
    pair.make();
    const auto relay_rings = std::make_shared<bus::Wakeup>();
    const auto relay = source.relay_to(settings, topic, relay_rings);
    Threads threads;
    threads.drive([&] { return relay->step(); },
                  [&, seen = std::uint64_t{0}]() mutable { relay_rings->wait(seen, 20); });
    Effects effects;
    const auto wakeup = std::make_shared<bus::Wakeup>();
    std::vector<double> ours_p50;
    std::vector<double> ours_p99;
    std::vector<double> bare_p50;
    std::vector<double> bare_p99;
    {
        const Target target(kafka_bus(settings, source, topic, wakeup), target_database.conninfo(),
                            wakeup, [&](std::int64_t at) { effects.note(at); });
        Source commands(source.database.conninfo(), [&] { relay_rings->ring(); });
        for (int round = 0; round < plan.rounds; ++round) {
            const Run ours = commands.run(plan.seconds, effects).second;
            ours_p50.push_back(ours.latency.quantile(0.5));
            ours_p99.push_back(ours.latency.quantile(0.99));
            const Run bare = bare_pair(settings, pair, plan.seconds);
            bare_p50.push_back(bare.latency.quantile(0.5));
            bare_p99.push_back(bare.latency.quantile(0.99));
        }
    }
    threads.end();
    const std::string size = fmt::format("{:.0f} commands/s, relay and consumer", kPerSecond);
    report.add(compare("command to row in another service over Kafka, p50", "ms", size, ours_p50,
                       kBarePair, bare_p50, Goal{Sense::AtMost, 3}));
    report.add(compare("command to row in another service over Kafka, p99", "ms", size, ours_p99,
                       kBarePair, bare_p99, Goal{Sense::AtMost, 5}));
}

void read_and_drop(const kafka::Settings& settings, const Topic& topic, std::int64_t events) {
    kafka::Reader reader(settings, topic.name());
    for (int federation = 1; federation <= kFederations; ++federation)
        reader.read_from(federation, 0);
    for (std::int64_t taken = 0; taken < events;) {
        if (reader.take(1'000)) ++taken;
    }
}

// A unit of a consumer holds one command of a file at most: events of one file behind each other
// are taken one by one, those of many files as many at a time as a unit may have.
void catch_up(const kafka::Settings& settings, Report& report, std::int64_t events,
              int events_a_file) {
    const RelayedLog source("bench_catch_up");
    fill_visits(source.database.conninfo(), events, events_a_file);
    const Topic topic(settings, Topic::next("catch-up"));
    topic.make();
    relay_all(settings, source, topic);
    const std::string caught_up = "catch-up";
    const std::string dropped = "reading them and throwing them away";
    Contest contest;
    contest.enter(caught_up, [&] {
        const spec::TestDatabase database("bench_catching_up");
        create_visits(database.conninfo());
        const auto wakeup = std::make_shared<bus::Wakeup>();
        postgres::Connection asking(database.conninfo());
        return pass(events, [&] {
            const Target target(kafka_bus(settings, source, topic, wakeup), database.conninfo(),
                                wakeup, [](std::int64_t) {});
            while (asking.query("SELECT coalesce(sum(visits), 0)::bigint FROM visits")[0].int64(0) <
                   events) {
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            }
        });
    });
    contest.enter(dropped,
                  [&] { return pass(events, [&] { read_and_drop(settings, topic, events); }); });
    contest.hold(1);  // one pass is minutes
    report.add(compare("catch-up from Kafka into a projection, cursor and commands with it",
                       "events/s",
                       fmt::format("{} events, {} of a file in a row", events, events_a_file),
                       contest.rates(caught_up), dropped, contest.rates(dropped), std::nullopt));
}

kafka::Settings brokers_of(const Plan& plan) {
    if (plan.kafka.empty()) throw std::runtime_error("--kafka is missing: ./dev bench gives it");
    return {.brokers = plan.kafka, .more = {}};
}

}  // namespace

int profile_relay(const Plan& plan, std::int64_t events) {
    const kafka::Settings settings = brokers_of(plan);
    const RelayedLog log("bench_relay");
    fill_visits(log.database.conninfo(), events, kEventsAFile);
    const Topic topic(settings, Topic::next("relay"));
    topic.make();
    const std::clock_t start = std::clock();
    const Run run = pass(events, [&] { relay_all(settings, log, topic); });
    const double cpu_us = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC * 1e6;
    fmt::print("{:.0f} events/s, {:.1f} us of our processor time an event\n", run.per_second,
               cpu_us / static_cast<double>(events));
    return 0;
}

void relay_rows(const Plan& plan, Report& report) {
    relay_beside_a_producer(plan, brokers_of(plan), report);
}

void kafka_effect_rows(const Plan& plan, Report& report) {
    effect_over_kafka(plan, brokers_of(plan), report);
}

void catch_up_rows(const Plan& plan, Report& report) {
    constexpr std::int64_t kFew = 30'000;
    const kafka::Settings settings = brokers_of(plan);
    catch_up(settings, report, plan.quick ? kFew : 1'000'000, 1);
    catch_up(settings, report, kFew, kEventsAFile);
}

}  // namespace haven::load
