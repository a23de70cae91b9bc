#include "libs/host/runtime.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "libs/bus/embedded_bus.hpp"
#include "libs/host/database.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/telemetry/journal.hpp"

namespace haven::host {
namespace {

using telemetry::journal;

// Connections that append side by side under load (libs/writer/job_queue.hpp).
constexpr std::size_t kWriterLanes = 2;
constexpr int kWriterPollMs = 20;
// A commit rings, of this process or of another; the poll is what correctness rests on.
constexpr int kPollMs = 500;
constexpr int kConsumerWatchedPollMs = 20;
constexpr int kListenMs = 100;  // also how long stop() may wait for a listener
// The relay's lease; a commit and a broker's answer ring.
constexpr int kRelayPollMs = 200;
constexpr int kRelayStepsAtOnce = 50;
constexpr int kDatePollMs = 200;
constexpr int kPortPollMs = 20;
constexpr int kPortWatchedPollMs = 2;
constexpr const char* kPortLease = "port";

void check(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().reason + ": " + result.error().message);
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
      readers_(conninfo("haven_reader", service_->name()),
               static_cast<std::size_t>(around.config.reader_connections)),
      business_day_(Date{}.days()) {}

Runtime::~Runtime() {
    stop();
}

std::string Runtime::conninfo(std::string_view user, std::string_view service) const {
    return service_conninfo(around_.config, user, service);
}

std::string Runtime::owner_conninfo() const {
    return conninfo("haven_owner", service_->name());
}

std::string Runtime::reader_conninfo() const {
    return conninfo("haven_reader", service_->name());
}

std::unique_ptr<log::Log> Runtime::open_log(const std::string& source, bool read_only) const {
    return host::open_log(around_.config, source, read_only);
}

void Runtime::migrate() {
    const Config& config = around_.config;
    const std::string database = config.database_prefix + name();
    {
        postgres::Connection admin(postgres::with_setting(config.postgres, "dbname", "postgres"));
        log::ensure_roles(admin);
        make_database(admin, database, "haven_owner");
        admin.exec("GRANT CONNECT ON DATABASE " + postgres::quote_identifier(database) +
                   " TO haven_writer, haven_reader");
    }
    postgres::Connection owner(owner_conninfo(), 30'000);
    check(log::create_schema(owner, rows_of(around_.federations)));
    check(postgres::migrate(owner, "public", "bus", bus::sql_files()));
    check(postgres::migrate(owner, "public", name(), service_->migrations()));
}

void Runtime::check_migrated() const {
    require_database(around_.config.postgres, around_.config.database_prefix + name());
    postgres::Connection writer(conninfo("haven_writer", name()), 30'000);
    check(log::check_schema(writer, rows_of(around_.federations)));
    check(postgres::check_migrated(writer, "public", "bus", bus::sql_files()));
    check(postgres::check_migrated(writer, "public", name(), service_->migrations()));
    check(log::check_tables(writer, service_->tables()));
}

void Runtime::prepare() {
    if (around_.config.migrations != Migrations::Check) migrate();
    check_migrated();
    log_ = open_log(name(), false);
    load_business_date();
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
    if (first) {
        log_->set_business_date(*first);
        stored = first;
    }
    business_day_ = stored->days();
}

void Runtime::start_writer() {
    std::vector<std::unique_ptr<log::Log>> lanes;
    for (std::size_t i = 0; i < kWriterLanes; ++i) lanes.push_back(open_log(name(), false));
    writer_ = std::make_unique<writer::Writer>(std::move(lanes), around_.now);
    for (std::size_t lane = 0; lane < writer_->lanes(); ++lane) {
        writer_workers_.push_back(std::make_unique<Worker>(
            around_.activity,
            Work{.name = name() + "/writer-" + std::to_string(lane),
                 .step = [this, lane] { return writer_->step(lane); },
                 .wait = [this, lane](int timeout_ms) { writer_->wait(timeout_ms, lane); },
                 .passive = true,
                 .poll_ms = kWriterPollMs,
                 .watched_poll_ms = kWriterPollMs,
                 .failed = report_failure}));
    }
    add_announcer();
    // The writer's threads begin before the service starts, with nobody to ring yet.
    writer_->on_commit([this] {
        around_.activity.bump();
        announcer_->announce();
        const std::lock_guard lock(mutex_);
        for (const auto& wakeup : rung_by_commit_) wakeup->ring();
    });
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
                       .readers = readers_,
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
    announcer_ = std::make_unique<bus::Announcer>(conninfo("haven_writer", name()));
    add_messenger({.name = name() + "/announcer",
                   .step = [this] { return announcer_->step(), false; },
                   .wait = [this](int timeout_ms) { announcer_->wait(timeout_ms); },
                   .poll_ms = kListenMs,
                   .watched_poll_ms = kListenMs,
                   .failed = {}});
}

void Runtime::add_listener(const std::string& source, std::shared_ptr<bus::Wakeup> wakeup) {
    const auto listener =
        std::make_shared<bus::Listener>(conninfo("haven_reader", source), std::move(wakeup));
    add_messenger({.name = name() + "/listens-to-" + source,
                   .step = [listener] { return listener->step(kListenMs), false; },
                   .wait = [](int) {},
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
    feed.leases = std::make_unique<bus::Leases>(conninfo("haven_writer", name()),
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
        .conninfo = conninfo("haven_writer", name()),
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
    port_leases_ = std::make_unique<bus::Leases>(conninfo("haven_writer", name()), kPortLease,
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
