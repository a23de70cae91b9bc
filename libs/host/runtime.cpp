#include "libs/host/runtime.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "libs/bus/embedded_bus.hpp"
#include "libs/claims/registered_log.hpp"
#include "libs/host/database.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/telemetry/journal.hpp"

namespace haven::host {
namespace {

using telemetry::journal;

// Connections that append side by side under load (libs/writer/job_queue.hpp).
constexpr std::size_t kWriterLanes = 2;
constexpr int kMigrationMs = 30'000;
constexpr int kWriterPollMs = 20;
// A commit rings, of this process or of another; the poll is what correctness rests on.
constexpr int kPollMs = 500;
constexpr int kConsumerWatchedPollMs = 20;
constexpr int kListenMs = 100;  // also how long stop() may wait for a listener
// The relay's lease; a commit and a broker's answer ring.
constexpr int kRelayPollMs = 200;
constexpr int kRelayStepsAtOnce = 50;
constexpr int kDatePollMs = 200;
constexpr int kLookoutPollMs = 200;
constexpr int kPortPollMs = 20;
constexpr int kPortWatchedPollMs = 2;
constexpr const char* kPortLease = "port";

void check(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().reason + ": " + result.error().message);
}

// Where federations lie, as far as there are databases. Throws what a server throws that does not
// answer: a federation that is taken for a new one would begin a second log.
std::map<FederationNo, std::size_t> heads_of(const Storage& storage) {
    std::vector<std::string> made;
    std::vector<std::size_t> shards;
    for (std::size_t shard = 0; shard < storage.shards().size(); ++shard) {
        postgres::Connection admin(
            postgres::with_setting(storage.shards()[shard].postgres, "dbname", "postgres"));
        if (!has_database(admin, storage.database(shard))) continue;
        postgres::Connection owner(storage.conninfo("haven_owner", shard));
        if (!log::has_heads(owner)) continue;
        made.push_back(storage.conninfo("haven_owner", shard));
        shards.push_back(shard);
    }
    std::map<FederationNo, std::size_t> lies_in;
    if (made.empty()) return lies_in;
    for (const auto& [federation, place] : log::Placement(log::ask_databases(made)).all()) {
        lies_in[federation] = shards[place.shard];
    }
    return lies_in;
}

std::vector<log::FederationRow> rows_of(const std::vector<Federation>& federations) {
    std::vector<log::FederationRow> rows;
    for (const Federation& federation : federations) {
        rows.push_back({federation.number, federation.code, federation.name, federation.parent});
    }
    return rows;
}

}  // namespace

Runtime::Runtime(Surroundings& around, std::unique_ptr<Service> service)
    : around_(around),
      service_(std::move(service)),
      storage_(around.storages.of(name())),
      business_day_(Date{}.days()) {}

Runtime::~Runtime() {
    stop();
}

std::unique_ptr<log::Log> Runtime::open_log(const std::string& source, bool read_only) const {
    return around_.storages.of(source).open(read_only);
}

FederationNo Runtime::reference_federation() const {
    for (const Federation& one : around_.federations) {
        if (one.parent.value == 0) return one.number;
    }
    return around_.federations.front().number;
}

// A federation that no database has yet begins where the map of shards says; the others stay where
// they are.
void Runtime::migrate() {
    const std::size_t shards = storage_.shards().size();
    std::map<FederationNo, std::size_t> lies_in;
    if (shards > 1) lies_in = heads_of(storage_);
    for (std::size_t shard = 0; shard < shards; ++shard) {
        std::set<FederationNo> elsewhere;
        for (const Federation& one : around_.federations) {
            const auto place =
                lies_in.try_emplace(one.number, storage_.map().first_shard_of(one.number));
            if (place.first->second != shard) elsewhere.insert(one.number);
        }
        migrate_shard(shard, elsewhere);
    }
    if (shards > 1) migrate_register();
}

// A service that gets a second database has claims that no register knows.
void Runtime::migrate_register() {
    postgres::Connection owner(storage_.conninfo("haven_owner"), kMigrationMs);
    check(postgres::migrate(owner, "public", "claims", claims::sql_files()));
    claims::Register claims(storage_.conninfo("haven_writer"), kMigrationMs);
    for (std::size_t shard = 0; shard < storage_.shards().size(); ++shard) {
        postgres::Connection database(storage_.conninfo("haven_owner", shard), kMigrationMs);
        claims.enter_claims_of(database);
    }
}

void Runtime::migrate_shard(std::size_t shard, const std::set<FederationNo>& elsewhere) {
    const std::string database = storage_.database(shard);
    {
        postgres::Connection admin(
            postgres::with_setting(storage_.shards()[shard].postgres, "dbname", "postgres"));
        log::ensure_roles(admin);
        make_database(admin, database, "haven_owner");
        admin.exec("GRANT CONNECT ON DATABASE " + postgres::quote_identifier(database) +
                   " TO haven_writer, haven_reader");
    }
    postgres::Connection owner(storage_.conninfo("haven_owner", shard), kMigrationMs);
    check(log::create_schema(owner, rows_of(around_.federations), elsewhere));
    check(postgres::migrate(owner, "public", "bus", bus::sql_files()));
    check(postgres::migrate(owner, "public", name(), service_->migrations()));
}

void Runtime::check_shard(std::size_t shard) const {
    require_database(storage_.shards()[shard].postgres, storage_.database(shard));
    postgres::Connection writer(storage_.conninfo("haven_writer", shard), kMigrationMs);
    check(log::check_schema(writer, rows_of(around_.federations)));
    check(postgres::check_migrated(writer, "public", "bus", bus::sql_files()));
    check(postgres::check_migrated(writer, "public", name(), service_->migrations()));
    check(log::check_tables(writer, service_->tables()));
    if (storage_.shards().size() == 1 && log::has_federations_elsewhere(writer)) {
        throw std::runtime_error("SHARDS_MISSING: federations of " + name() +
                                 " lie in other databases; --shards says where");
    }
    if (storage_.shards().size() > 1 && shard == 0) {
        check(postgres::check_migrated(writer, "public", "claims", claims::sql_files()));
    }
}

void Runtime::prepare() {
    if (around_.config.migrations != Migrations::Check) migrate();
    for (std::size_t shard = 0; shard < storage_.shards().size(); ++shard) check_shard(shard);
    readers_ = std::make_unique<access::Readers>(
        storage_.conninfos("haven_reader"),
        static_cast<std::size_t>(around_.config.reader_connections), storage_.placement(),
        reference_federation());
    tell_what_was_moved();
    log_ = open_log(name(), false);
    load_business_date();
}

// Where the map says otherwise than the databases, it is the map that wants to be mended.
void Runtime::tell_what_was_moved() {
    const auto placement = storage_.placement();
    if (!placement) return;
    for (const auto& [federation, place] : placement->all()) {
        const std::size_t begins_in = storage_.map().first_shard_of(federation);
        if (place.shard == begins_in) continue;
        journal("warn", "federation lies elsewhere than the map of shards says",
                {{"service", name()},
                 {"federation", std::to_string(federation.value)},
                 {"shard", storage_.shards()[place.shard].name},
                 {"map", storage_.shards()[begins_in].name}});
    }
}

void Runtime::load_business_date() {
    auto stored = log_->business_date();
    const Date today = Date::beijing(around_.now());
    std::optional<Date> first;
    if (around_.config.production) {
        if (!stored || *stored < today) first = today;
    } else if (!stored) {
        first = around_.config.calendar_start.value_or(today);
    }
    if (first) stored = first;
    // A database that is new has none yet.
    if (first || storage_.placement()) log_->set_business_date(*stored);
    business_day_ = stored->days();
}

// With several databases, claims hold over all of them.
std::unique_ptr<log::Log> Runtime::open_lane(std::size_t shard) {
    auto own = storage_.open_shard(shard, false);
    if (storage_.shards().size() == 1) return own;
    return std::make_unique<claims::RegisteredLog>(
        std::move(own), std::make_unique<claims::Register>(storage_.conninfo("haven_writer")),
        storage_.open(false));
}

void Runtime::start_writer() {
    std::vector<std::unique_ptr<writer::Writer>> writers;
    for (std::size_t shard = 0; shard < storage_.shards().size(); ++shard) {
        std::vector<std::unique_ptr<log::Log>> lanes;
        for (std::size_t i = 0; i < kWriterLanes; ++i) {
            lanes.push_back(open_lane(shard));
        }
        auto& one =
            *writers.emplace_back(std::make_unique<writer::Writer>(std::move(lanes), around_.now));
        for (std::size_t lane = 0; lane < one.lanes(); ++lane) {
            const std::size_t number = writer_workers_.size();
            writer_workers_.push_back(std::make_unique<Worker>(
                around_.activity,
                Work{.name = name() + "/writer-" + std::to_string(number),
                     .step = [&one, lane] { return one.step(lane); },
                     .wait = [&one, lane](int timeout_ms) { one.wait(timeout_ms, lane); },
                     .passive = true,
                     .poll_ms = kWriterPollMs,
                     .watched_poll_ms = kWriterPollMs,
                     .failed = report_failure}));
        }
    }
    writer_ = std::make_unique<writer::ShardedWriter>(std::move(writers), storage_.placement());
    add_announcer();
    // The writer's threads begin before the service starts, with nobody to ring yet.
    writer_->on_commit([this] {
        around_.activity.bump();
        announcer_->announce();
        const std::lock_guard lock(mutex_);
        for (const auto& wakeup : rung_by_commit_) wakeup->ring();
    });
    if (storage_.placement()) add_lookout();
    for (const auto& worker : writer_workers_) worker->start();
}

void Runtime::start(vault::Vault& vault, rpc::Guard& guard, access::TokenIssuer* issuer) {
    start_writer();
    std::map<std::string, std::string> settings;
    const std::string prefix = name() + ".";
    for (const auto& [key, value] : around_.config.settings) {
        if (key.starts_with(prefix)) settings[key.substr(prefix.size())] = value;
    }
    settings.emplace("calendar", (around_.config.data_dir / "working_days.csv").string());
    context_ = std::make_unique<ServiceContext>(
        ServiceContext{.name = name(),
                       .federations = around_.federations,
                       .writer = *writer_,
                       .readers = *readers_,
                       .vault = &vault,
                       .guard = guard,
                       .issuer = issuer,
                       .business_date = [this] { return business_date(); },
                       .now = around_.now,
                       .data_dir = around_.config.data_dir,
                       .exchange_dir = around_.config.exchange_dir,
                       .settings = std::move(settings),
                       .wake =
                           [this] {
                               if (port_worker_ != nullptr) port_worker_->wake();
                           },
                       .production = around_.config.production});
    service_->start(*context_);
    started_ = true;
    for (auto& subscription : service_->subscriptions()) add_consumer(std::move(subscription));
    if (!around_.config.kafka.empty()) add_relay();
    add_timers();
    add_port();
    if (around_.config.production) {
        add_midnight();
    } else {
        add_date_of_others();
    }
}

Worker& Runtime::add_worker(Work work) {
    work.failed = report_failure;
    return *workers_.emplace_back(std::make_unique<Worker>(around_.activity, std::move(work)));
}

void Runtime::add_messenger(Work work) {
    work.failed = report_failure;
    messengers_.push_back(std::make_unique<Worker>(around_.activity, std::move(work)));
}

void Runtime::add_announcer() {
    announcer_ = std::make_unique<bus::Announcer>(storage_.conninfo("haven_writer"));
    add_messenger({.name = name() + "/announcer",
                   .step = [this] { return announcer_->step(), false; },
                   .wait = [this](int timeout_ms) { announcer_->wait(timeout_ms); },
                   .poll_ms = kListenMs,
                   .watched_poll_ms = kListenMs,
                   .failed = {}});
}

void Runtime::add_listener(const std::string& source, std::shared_ptr<bus::Wakeup> wakeup) {
    const auto listener = std::make_shared<bus::Listener>(
        around_.storages.of(source).conninfo("haven_reader"), std::move(wakeup));
    add_messenger({.name = name() + "/listens-to-" + source,
                   .step = [listener] { return listener->step(kListenMs), false; },
                   .wait = [](int) {},
                   .failed = {}});
}

// A move of a federation by another process is noticed in time also where nobody writes to it.
void Runtime::add_lookout() {
    std::vector<std::shared_ptr<log::Placement>> placements{storage_.placement()};
    for (const auto& subscription : service_->subscriptions()) {
        placements.push_back(around_.storages.of(subscription.source).placement());
    }
    add_messenger({.name = name() + "/lookout",
                   .step =
                       [placements] {
                           for (const auto& placement : placements) placement->look();
                           return false;
                       },
                   .poll_ms = kLookoutPollMs,
                   .watched_poll_ms = kLookoutPollMs,
                   .failed = {}});
}

// The date is told by the clock, so a process that slept over midnight catches up, and one whose
// clock goes back changes nothing.
void Runtime::add_midnight() {
    add_messenger({.name = name() + "/midnight",
                   .step =
                       [this] {
                           const Date today = Date::beijing(around_.now());
                           if (today <= business_date()) return false;
                           set_business_date(today);
                           journal("info", "business date",
                                   {{"service", name()}, {"date", today.to_string()}});
                           return true;
                       },
                   .poll_ms = kDatePollMs,
                   .watched_poll_ms = kDatePollMs,
                   .failed = {}});
}

// Another process of this service may have moved the calendar.
void Runtime::add_date_of_others() {
    add_messenger({.name = name() + "/date",
                   .step =
                       [this] {
                           const auto stored =
                               with_log([](log::Log& log) { return log.business_date(); });
                           if (stored && *stored > business_date()) adopt_business_date(*stored);
                           return false;
                       },
                   .poll_ms = kDatePollMs,
                   .watched_poll_ms = kDatePollMs,
                   .failed = {}});
}

std::vector<std::string> Runtime::note_stopped(Feed& feed) {
    std::vector<std::string> stopped;
    for (const auto& [federation, reason] : feed.consumer->stopped()) {
        stopped.push_back(feed.source + "/" + std::to_string(federation.value) + ": " + reason);
    }
    const std::lock_guard lock(mutex_);
    if (stopped != feed.stopped) {
        for (const std::string& one : stopped) {
            journal("error", "consumer stopped", {{"service", name()}, {"at", one}});
        }
    }
    feed.stopped = stopped;
    return stopped;
}

void Runtime::add_consumer(consumer::Subscription subscription) {
    const auto& feed = feeds_.emplace_back(std::make_unique<Feed>());
    feed->source = subscription.source;
    feed->wakeup = std::make_shared<bus::Wakeup>();
    feed->consumer = std::make_unique<consumer::Consumer>(
        name(), std::move(subscription), make_bus(*feed), open_log(name(), false), *writer_,
        [this] { return business_date(); }, around_.now, make_share(*feed));
    feed->worker =
        &add_worker({.name = name() + "/from-" + feed->source,
                     .step =
                         [feed = feed.get(), begun = false]() mutable {
                             if (!begun) {
                                 feed->consumer->start();
                                 begun = true;
                             }
                             return feed->consumer->step() == consumer::Progress::Moved;
                         },
                     .settled =
                         [this, feed = feed.get()] {
                             return note_stopped(*feed).empty() && feed->consumer->caught_up();
                         },
                     .poll_ms = kPollMs,
                     .watched_poll_ms = kConsumerWatchedPollMs,
                     .wakeup = feed->wakeup,
                     .failed = {}});
}

// Our own log is read where it is: a broker in between could only cost time.
bool Runtime::is_on_kafka(const Feed& feed) const {
    return around_.config.transport == Config::Transport::Kafka && feed.source != name();
}

std::unique_ptr<bus::Bus> Runtime::make_bus(Feed& feed) const {
    const Config& config = around_.config;
    if (!is_on_kafka(feed)) {
        std::map<std::string, std::unique_ptr<log::Log>> sources;
        sources.emplace(feed.source, open_log(feed.source, true));
        return std::make_unique<bus::EmbeddedBus>(std::move(sources), feed.wakeup);
    }
    auto source = around_.open_source
                      ? around_.open_source(feed.source)
                      : std::make_unique<bus::LogSource>(open_log(feed.source, true));
    return std::make_unique<bus::KafkaBus>(
        bus::KafkaBusOptions{.kafka = {config.kafka, config.kafka_settings},
                             .service = feed.source,
                             .topic = bus::topic_of(config.kafka_topic_prefix, feed.source)},
        std::move(source), feed.wakeup);
}

// Processes of one service share the federations.
consumer::Share Runtime::make_share(Feed& feed) const {
    std::vector<int> numbers;
    for (const Federation& one : around_.federations) numbers.push_back(one.number.value);
    feed.leases = std::make_unique<bus::Leases>(storage_.conninfo("haven_writer"),
                                                "consume/" + feed.source, owner(), numbers);
    return [leases = feed.leases.get()] { return leases->hold(); };
}

// Names this process to others that want the same lease. After a restart it is the same, so that
// it need not wait for its own lease to end; the lock on its run file keeps a second one away.
std::string Runtime::owner() const {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string owner =
        std::string(host.data()) + ':' + std::filesystem::absolute(around_.config.run_dir).string();
    for (const std::string& service : around_.config.services) owner += ':' + service;
    return owner;
}

void Runtime::add_relay() {
    const Config& config = around_.config;
    relay_wakeup_ = std::make_shared<bus::Wakeup>();
    relay::Options options{
        .service = name(),
        .topic = bus::topic_of(config.kafka_topic_prefix, name()),
        .kafka = {config.kafka, config.kafka_settings},
        .policy = {config.kafka_replication, config.kafka_min_insync, config.production},
        .owner = owner(),
        .conninfo = storage_.conninfo("haven_writer"),
        .is_critical =
            [this](std::string_view type) {
                return !around_.is_critical || around_.is_critical(name(), type);
            },
        .warn = [](const std::string& what) { journal("warn", what); }};
    relay_ =
        std::make_unique<relay::Relay>(std::move(options), open_log(name(), true), relay_wakeup_);
    try {
        relay_->check_topic();
    } catch (const kafka::KafkaError& error) {
        // Its brokers may come later: commands are taken without them.
        journal("warn", "no broker yet", {{"service", name()}, {"error", error.name()}});
    }
    add_messenger({.name = name() + "/relay",
                   .step = [this] { return relay(), false; },
                   .poll_ms = kRelayPollMs,
                   .watched_poll_ms = kRelayPollMs,
                   .wakeup = relay_wakeup_,
                   .failed = {}});
}

void Runtime::relay() {
    try {
        for (int i = 0; i < kRelayStepsAtOnce; ++i) {
            if (!relay_->step()) break;
            // There may be more; but what is relayed changes nothing that others here wait for.
            if (i + 1 == kRelayStepsAtOnce) relay_wakeup_->ring();
        }
    } catch (const relay::UnsafeTopic& unsafe) {
        journal("error", unsafe.what(), {{"service", name()}});
        throw;
    }
    if (around_.relay_lag) {
        const auto lag = relay_->lag();
        for (const Federation& one : around_.federations) {
            const auto found = lag.find(one.number);
            around_.relay_lag(name(), one.number, found == lag.end() ? 0 : found->second);
        }
    }
}

void Runtime::add_timers() {
    const auto wakeup = std::make_shared<bus::Wakeup>();
    timers_ = std::make_unique<timer::Timers>(
        service_->aggregates(), open_log(name(), false), *writer_, around_.now,
        [this](const timer::RefusedTimer& refused) {
            journal("warn", "timer refused",
                    {{"service", name()},
                     {"aggregate", refused.timer.aggregate},
                     {"stream", refused.timer.stream_id.to_string()},
                     {"reason", refused.error.reason}});
        },
        [wakeup] { wakeup->ring(); });
    timer_worker_ = &add_worker({.name = name() + "/timers",
                                 .step = [this] { return timers_->step(); },
                                 .settled = [this] { return timers_->idle(); },
                                 .poll_ms = kPollMs,
                                 .watched_poll_ms = kPollMs,
                                 .wakeup = wakeup,
                                 .failed = {}});
}

// One process of a service speaks with its peers. One that overslept its lease in the middle of a
// step does no harm: the same file is the same bytes, and what it says the same commands.
void Runtime::add_port() {
    port_leases_ = std::make_unique<bus::Leases>(storage_.conninfo("haven_writer"), kPortLease,
                                                 owner(), std::vector{0});
    const auto is_ours = [this] { return port_leases_->hold().contains(0); };
    port_worker_ = &add_worker(
        {.name = name() + "/port",
         .step = [this, is_ours] { return is_ours() && service_->step(business_date()); },
         // What another's peers owe it, only it can tell.
         .settled =
             [this, is_ours] {
                 const bool idle = is_ours() && service_->peers_idle(business_date());
                 const auto next = idle ? service_->next_peer_day() : std::nullopt;
                 const std::lock_guard lock(mutex_);
                 peers_idle_ = idle;
                 next_peer_day_ = next;
                 return idle;
             },
         .poll_ms = kPortPollMs,
         .watched_poll_ms = kPortWatchedPollMs,
         .failed = {}});
}

void Runtime::start_workers(std::span<const std::unique_ptr<Runtime>> runtimes) {
    for (const auto& source : runtimes) {
        std::vector<std::shared_ptr<bus::Wakeup>> rung;
        if (source.get() == this) {
            rung.push_back(timer_worker_->wakeup());
            rung.push_back(port_worker_->wakeup());
            if (relay_wakeup_) rung.push_back(relay_wakeup_);
        }
        for (const auto& feed : feeds_) {
            if (is_on_kafka(*feed)) continue;
            if (feed->source == source->name()) rung.push_back(feed->wakeup);
        }
        const std::lock_guard lock(source->mutex_);
        source->rung_by_commit_.insert(source->rung_by_commit_.end(), rung.begin(), rung.end());
    }
    for (const auto& feed : feeds_) {
        const bool is_here = std::ranges::any_of(
            runtimes, [&](const auto& source) { return source->name() == feed->source; });
        if (!is_here && !is_on_kafka(*feed)) add_listener(feed->source, feed->wakeup);
    }
    for (const auto& worker : workers_) worker->start();
    for (const auto& messenger : messengers_) messenger->start();
}

void Runtime::stop() {
    for (const auto& messenger : messengers_) messenger->stop();
    for (const auto& worker : workers_) worker->stop();
    give_leases_back();
    if (std::exchange(started_, false)) service_->stop();
    if (writer_) writer_->stop();
    for (const auto& worker : writer_workers_) worker->stop();
}

// So that others need not wait for their ends.
void Runtime::give_leases_back() {
    try {
        if (relay_) relay_->stop();
        if (port_leases_) port_leases_->release();
        for (const auto& feed : feeds_) {
            if (feed->leases) feed->leases->release();
        }
    } catch (const std::exception& error) {
        report_failure(name() + "/leases", error);  // they end by themselves
    }
}

void Runtime::set_business_date(Date date) {
    with_log([&](log::Log& log) { log.set_business_date(date); });
    adopt_business_date(date);
}

void Runtime::adopt_business_date(Date date) {
    // Never back: two threads may have read it.
    std::int32_t known = business_day_.load();
    while (known < date.days() && !business_day_.compare_exchange_weak(known, date.days())) {
    }
    around_.activity.bump();
    wake_busy();
}

bool Runtime::is_idle() const {
    return busy_workers().empty();
}

std::vector<std::string> Runtime::busy_workers() const {
    const std::int64_t count = around_.activity.count();
    std::vector<std::string> busy;
    for (const auto& worker : writer_workers_) {
        if (!worker->is_idle(count)) busy.push_back(worker->name());
    }
    for (const auto& worker : workers_) {
        if (!worker->is_idle(count)) busy.push_back(worker->name());
    }
    return busy;
}

void Runtime::wake_busy() {
    const std::int64_t count = around_.activity.count();
    for (const auto& worker : workers_) {
        if (!worker->is_idle(count)) worker->wake();
    }
}

RuntimeStatus Runtime::status() {
    const std::int64_t count = around_.activity.count();
    RuntimeStatus status;
    status.business_date = business_date();
    status.next_timer = with_log([](log::Log& log) { return log.next_timer(); });
    status.timers_idle = timer_worker_->is_idle(count);
    status.consumers_idle = true;
    const std::lock_guard lock(mutex_);
    for (const auto& feed : feeds_) {
        status.consumers_idle = status.consumers_idle && feed->worker->is_idle(count);
        status.stopped.insert(status.stopped.end(), feed->stopped.begin(), feed->stopped.end());
    }
    status.peers_idle = peers_idle_ && port_worker_->is_idle(count);
    status.next_peer_day = next_peer_day_;
    return status;
}

std::vector<std::string> Runtime::stopped() {
    std::vector<std::string> all;
    const std::lock_guard lock(mutex_);
    for (const auto& feed : feeds_) {
        all.insert(all.end(), feed->stopped.begin(), feed->stopped.end());
    }
    return all;
}

std::map<std::string, std::int64_t> Runtime::stopped_by_source() {
    std::map<std::string, std::int64_t> counts;
    const std::lock_guard lock(mutex_);
    for (const auto& feed : feeds_) {
        counts[feed->source] += static_cast<std::int64_t>(feed->stopped.size());
    }
    return counts;
}

void Runtime::retry_parked() {
    for (const auto& feed : feeds_) {
        feed->worker->run([consumer = feed->consumer.get()] { consumer->retry_parked(); });
    }
}

}  // namespace haven::host
