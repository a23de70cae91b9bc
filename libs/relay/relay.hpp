// Relay: copies a service's log to its Kafka topic, each federation to its own partition in the
// order of offsets (design §5).
//
//     Relay relay({.service = "registry", .topic = "haven.registry.events.v1", …}, wakeup);
//     while (relay.step()) {}                       // after each commit, and again and again
//
// What was acknowledged stands in relay_cursor, in the database of the log. Whatever goes wrong (a
// broker, the topic, the database), the relay lets go of its producer and begins again from there:
// some records are then sent twice, which consumers drop, and none is left out. A cursor is
// believed only if the topic holds its record where it says, so a topic that was deleted is filled
// again.
//
// While a page of records is sent the database reads the next one; at the end of the log nothing is
// read ahead, so that what is new is one round trip away from being sent.
//
// Of several relays of one log the one with the lease works. Another that still thinks so may
// repeat records but moves no cursor.
//
// Failures: kafka::KafkaError, postgres::ConnectionLost and SqlError, UnsafeTopic; the next step
// tries again. Thread rule: one thread at a time; lag() from any.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/bus/embedded_bus.hpp"
#include "libs/bus/lease.hpp"
#include "libs/kafka/client.hpp"
#include "libs/log/log.hpp"
#include "libs/relay/topic.hpp"

namespace haven::relay {

// A topic that must not be used as it is; the text says what is wrong with it.
class UnsafeTopic : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct Options {
    std::string service;
    std::string topic;
    kafka::Settings kafka;
    TopicPolicy policy;
    std::string owner;     // of the lease: names this process
    std::string conninfo;  // of the log's database, as haven_writer
    // Whether who does not know an event of this type must stop for a person (protocols §4).
    std::function<bool(std::string_view type)> is_critical;
    // Told of a topic that is not safe where it is not refused.
    std::function<void(const std::string& what)> warn = [](const std::string&) {};
    std::chrono::milliseconds lease_life = bus::Leases::kLife;
    // Records read at a time. Federations take turns, so that one that is far behind holds back no
    // other for long. At most two pages are in memory, beside what is in flight.
    std::size_t page = 1'000;
    // How long what was acknowledged may wait to be stored.
    std::chrono::milliseconds store_every{200};
    // How often the topic is asked whether it still holds what it acknowledged.
    std::chrono::milliseconds check_every{5'000};
};

class Relay {
  public:
    // `wakeup` is rung when the broker has answered something.
    Relay(Options options, std::unique_ptr<log::Log> log, std::shared_ptr<bus::Wakeup> wakeup);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    // Makes the topic or lets it grow where needed, and looks whether it is safe. Throws
    // UnsafeTopic when it is not and the policy is strict.
    void check_topic();
    // Sends what is new and takes in what was acknowledged; bounded. True if it did anything.
    bool step();
    // Stores what was acknowledged and gives the lease back, at an orderly end.
    void stop();

    // Records of each federation that Kafka has not acknowledged yet; empty while another relays.
    [[nodiscard]] std::map<FederationNo, std::int64_t> lag() const;
    // For tests: the producer breaks, as when a broker has forgotten it.
    void break_producer();

  private:
    class Session;
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::relay
