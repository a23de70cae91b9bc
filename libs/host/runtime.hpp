// Runtime: one service with everything it runs on: database, writer, consumers, timers, its port's
// steps and its business date.
//
// Thread rule: prepare(), start() and stop() on the host's main thread; the rest from any thread.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libs/access/readers.hpp"
#include "libs/bus/kafka_bus.hpp"
#include "libs/bus/lease.hpp"
#include "libs/bus/notify.hpp"
#include "libs/consumer/consumer.hpp"
#include "libs/host/config.hpp"
#include "libs/host/service.hpp"
#include "libs/host/storage.hpp"
#include "libs/host/worker.hpp"
#include "libs/log/log.hpp"
#include "libs/relay/relay.hpp"
#include "libs/timer/timer.hpp"
#include "libs/writer/sharded_writer.hpp"

namespace haven::host {

// What all runtimes of a process share; outlives them.
struct Surroundings {
    const Config& config;
    std::vector<Federation> federations;
    Activity& activity;
    std::function<Instant()> now;
    // What a consumer on Kafka asks of a source itself; null: its database.
    std::function<std::unique_ptr<bus::Source>(const std::string& service)> open_source = nullptr;
    // Whether who does not know an event of this type must stop for a person; null: always.
    std::function<bool(std::string_view service, std::string_view type)> is_critical = nullptr;
    // Told how many records of a service's log Kafka does not have yet, federation by federation.
    std::function<void(const std::string& service, FederationNo federation, std::int64_t lag)>
        relay_lag = nullptr;
    Storages storages{config};
};

struct RuntimeStatus {
    Date business_date;
    std::optional<Date> next_timer;
    std::optional<Date> next_peer_day;
    bool consumers_idle = false;
    bool timers_idle = false;
    bool peers_idle = false;
    std::vector<std::string> stopped;  // "registry/2: LOG_REWOUND"
};

class Runtime {
  public:
    Runtime(Surroundings& around, std::unique_ptr<Service> service);
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    // Database and tables, as the configured role and haven_owner.
    void migrate();
    // What migrate() does, or with Migrations::Check the question whether it was done; then the
    // business date. Both throw std::runtime_error with the reason of a refusal.
    void prepare();
    // The writer first, then the service, so that it may command at its start.
    void start(vault::Vault& vault, rpc::Guard& guard, access::TokenIssuer* issuer);
    // Consumers, timers and the port; in production the calendar, which goes by Beijing midnight.
    // `runtimes` are all of the process: whose commits ring whom. Those of others are listened for.
    void start_workers(std::span<const std::unique_ptr<Runtime>> runtimes);
    // Ends what runs, last the writer; the service's own stop() comes between.
    void stop();

    [[nodiscard]] std::string name() const { return std::string(service_->name()); }
    [[nodiscard]] Service& service() { return *service_; }
    [[nodiscard]] access::Readers& readers() { return *readers_; }
    [[nodiscard]] Storage& storage() { return storage_; }
    [[nodiscard]] Date business_date() const { return Date::from_days(business_day_.load()); }
    // Only forward. Wakes timers and ports.
    void set_business_date(Date date);

    // What waits for what, as of the last pass of each worker.
    RuntimeStatus status();
    // "<source>/<federation>: REASON" of consumers that have stopped; asks no database.
    [[nodiscard]] std::vector<std::string> stopped();
    // Each source that is read, with the number of federations whose consumer has stopped.
    [[nodiscard]] std::map<std::string, std::int64_t> stopped_by_source();
    [[nodiscard]] bool is_idle() const;
    [[nodiscard]] std::vector<std::string> busy_workers() const;
    void wake_busy();

    // The log, for the ops rpcs: one caller at a time.
    template <class Function>
    auto with_log(Function&& function) {
        const std::lock_guard lock(log_mutex_);
        return function(*log_);
    }
    // Tries the parked records of all consumers again.
    void retry_parked();

  private:
    struct Feed {
        std::string source;
        std::shared_ptr<bus::Wakeup> wakeup;
        std::unique_ptr<bus::Leases> leases;
        std::unique_ptr<consumer::Consumer> consumer;
        std::vector<std::string> stopped;  // under mutex_
        Worker* worker = nullptr;
    };

    void migrate_register();
    std::unique_ptr<log::Log> open_lane(std::size_t shard);
    void migrate_shard(std::size_t shard, const std::set<FederationNo>& elsewhere);
    void check_shard(std::size_t shard) const;
    [[nodiscard]] FederationNo reference_federation() const;
    std::unique_ptr<log::Log> open_log(const std::string& source, bool read_only) const;
    Worker& add_worker(Work work);
    void add_messenger(Work work);
    void start_writer();
    void add_announcer();
    void add_listener(const std::string& source, std::shared_ptr<bus::Wakeup> wakeup);
    void add_midnight();
    void add_date_of_others();
    void adopt_business_date(Date date);
    void add_lookout();
    void add_consumer(consumer::Subscription subscription);
    [[nodiscard]] std::unique_ptr<bus::Bus> make_bus(Feed& feed) const;
    [[nodiscard]] consumer::Share make_share(Feed& feed) const;
    [[nodiscard]] bool is_on_kafka(const Feed& feed) const;
    [[nodiscard]] std::string owner() const;
    void add_relay();
    void give_leases_back();
    void relay();
    void add_timers();
    void add_port();
    void tell_what_was_moved();
    void load_business_date();
    std::vector<std::string> note_stopped(Feed& feed);

    Surroundings& around_;
    std::unique_ptr<Service> service_;
    Storage& storage_;
    std::unique_ptr<access::Readers> readers_;
    std::mutex log_mutex_;
    std::unique_ptr<log::Log> log_;
    std::atomic<std::int32_t> business_day_;
    std::unique_ptr<bus::Announcer> announcer_;
    std::unique_ptr<writer::ShardedWriter> writer_;
    std::unique_ptr<ServiceContext> context_;
    std::vector<std::unique_ptr<Feed>> feeds_;
    std::unique_ptr<relay::Relay> relay_;
    std::shared_ptr<bus::Wakeup> relay_wakeup_;
    std::unique_ptr<bus::Leases> port_leases_;
    std::unique_ptr<timer::Timers> timers_;
    std::mutex mutex_;  // of what workers note for status()
    std::vector<std::shared_ptr<bus::Wakeup>> rung_by_commit_;
    std::optional<Date> next_peer_day_;
    bool peers_idle_ = false;
    bool started_ = false;
    Worker* timer_worker_ = nullptr;
    Worker* port_worker_ = nullptr;
    std::vector<std::unique_ptr<Worker>> writer_workers_;  // one a lane of each shard
    std::vector<std::unique_ptr<Worker>> workers_;
    // What only tells others that something happened: nobody waits for these to be idle.
    std::vector<std::unique_ptr<Worker>> messengers_;
};

}  // namespace haven::host
