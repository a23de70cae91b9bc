// A relay's work under one lease with one producer; the first thing that goes wrong ends it.
// Internal to libs/relay.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libs/bus/kafka_message.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/relay/relay.hpp"

namespace haven::relay {

// The session has to end: somebody else relays this log, or it has to be begun anew.
class LeaseOver : public std::runtime_error {
  public:
    LeaseOver() : std::runtime_error("LEASE_OVER") {}
};

class Relay::Session {
  public:
    // Takes the cursors over under `epoch`, and goes back to the start of each federation whose
    // cursor the topic contradicts.
    Session(const Options& options, log::Log& log, bus::Leases& leases, std::int64_t epoch,
            const std::function<void()>& arrived);

    // True if anything was sent or acknowledged.
    bool step();
    // Stores what was acknowledged, at an orderly end.
    void store();
    [[nodiscard]] std::map<FederationNo, std::int64_t> lag() const;
    void break_producer() { producer_.make_fatal(); }

  private:
    using Clock = std::chrono::steady_clock;

    struct InFlight {
        std::int64_t offset = 0;
        std::size_t bytes = 0;
    };
    struct Feed {
        std::int16_t incarnation = 0;  // the head's; 0 = not seen yet
        std::int64_t head = 0;
        std::int64_t read = 0;  // the last record of it in the page, or sent
        std::int64_t acknowledged = 0;
        std::int64_t kafka_offset = -1;  // of the last acknowledged record
        std::int64_t stored = 0;         // of `acknowledged`
        std::deque<InFlight> in_flight = {};
    };

    void take_over();
    void believe_cursors();
    [[nodiscard]] bool is_ours(const kafka::Message& message) const;
    bool take_verdicts();
    void acknowledge(const kafka::Delivery& delivery);
    [[nodiscard]] bool has_room() const;
    [[nodiscard]] std::size_t unsent() const { return page_.size() - next_; }
    void ask();
    void read_on();
    void take_answer();
    void note_heads(const std::vector<log::Head>& heads);
    bool send_page();
    void store_in_time();
    void check_topic_holds();

    const Options& options_;
    log::Log& log_;
    bus::Leases& leases_;
    const std::int64_t epoch_;
    postgres::Connection connection_;
    kafka::Producer producer_;
    std::map<FederationNo, Feed> feeds_;
    std::size_t bytes_in_flight_ = 0;
    FederationNo turn_;              // of those that are behind, whose page was asked for last
    std::vector<log::Record> page_;  // read; those from next_ on are not sent yet
    std::size_t next_ = 0;
    std::optional<log::Answer> answer_;            // to what the database was asked; empty: nothing
    std::optional<Clock::time_point> owes_since_;  // when the first of what is not stored came
    Clock::time_point checked_at_ = Clock::now();
};

}  // namespace haven::relay
