#include "libs/host/host.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>

#include "libs/access/token.hpp"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/host/calendar.hpp"
#include "libs/host/database.hpp"
#include "libs/host/federations.hpp"
#include "libs/host/gauges.hpp"
#include "libs/host/metrics.hpp"
#include "libs/host/ops_api.hpp"
#include "libs/host/readiness.hpp"
#include "libs/host/remote_source.hpp"
#include "libs/host/run_file.hpp"
#include "libs/host/runtime.hpp"
#include "libs/log/schema.hpp"
#include "libs/rpc/guard.hpp"
#include "libs/rpc/server.hpp"
#include "libs/rpc/tls.hpp"
#include "libs/telemetry/journal.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "libs/vault/local_vault.hpp"
#include "libs/vault/remote_vault.hpp"

namespace haven::host {
namespace {

using telemetry::journal;

constexpr int kDrainMs = 5'000;
constexpr int kGaugesMs = 5'000;
constexpr int kWaitForVaultMs = 20'000;
constexpr std::string_view kVault = "vault";
constexpr std::string_view kOps = "ops";

void make_private_folder(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
}

// The key of a service, and its public half where the others look for it.
std::string service_key(const std::filesystem::path& keys, const std::string& name) {
    const auto seed = crypto::read_or_make_secret(keys / (name + ".key"), crypto::kKeyBytes);
    if (!seed) throw std::runtime_error(seed.error().reason + ": " + seed.error().message);
    write_whole(keys / "public" / (name + ".pub"),
                crypto::hex(crypto::key_pair_of(*seed).public_key) + "\n");
    return *seed;
}

std::string run_name(const Config& config, const Parts& parts) {
    if (config.services.size() == parts.names().size() && parts.names().size() > 1) return "haven";
    std::string name = "haven";
    for (const std::string& service : config.services) name += "-" + service;
    return name;
}

std::string proto_of(const std::string& service) {
    return "haven/" + service + "/v1/" + service + "_service.proto";
}

bool serves(const Config& config, std::string_view name) {
    return std::ranges::find(config.services, name) != config.services.end();
}

// Without a user of its own: as the configured one.
std::string vault_database(const Config& config) {
    return postgres::with_setting(
        config.vault_postgres.empty() ? config.postgres : config.vault_postgres, "dbname",
        config.database_prefix + std::string(kVault));
}

std::string vault_conninfo(const Config& config, std::string_view user) {
    return postgres::with_setting(vault_database(config), "user", user);
}

void migrate_vault(const Config& config) {
    const std::string database = config.database_prefix + std::string(kVault);
    postgres::Connection admin(
        postgres::with_setting(vault_database(config), "dbname", "postgres"));
    log::ensure_roles(admin);
    make_database(admin, database, "haven_owner");
    vault::prepare_vault_database(vault_database(config));
    admin.exec("GRANT CONNECT ON DATABASE " + postgres::quote_identifier(database) +
               " TO haven_vault");
}

// Migrations::Only: nothing is served, and nothing but the databases is touched.
void migrate_and_end(const Config& config, const Parts& parts) {
    Activity activity;
    Surroundings around{config, federations(config.federations_file), activity, machine_now};
    for (const std::string& name : config.services) {
        const auto factory = parts.services.find(name);
        if (factory != parts.services.end()) Runtime(around, factory->second()).migrate();
    }
    if (serves(config, kVault)) migrate_vault(config);
    journal("info", "migrated");
}

}  // namespace

std::vector<std::string> Parts::names() const {
    std::vector<std::string> all;
    for (const auto& [name, _] : services) all.push_back(name);
    for (const auto& [name, _] : plain) all.push_back(name);
    return all;
}

class Host::Impl {
  public:
    Impl(Config config, const Parts& parts)
        : config_(std::move(config)),
          run_name_(run_name(config_, parts)),
          lock_(take_lock()),
          keyring_(config_.data_dir / "keys" / "public"),
          around_{config_, federations(config_.federations_file), activity_, machine_now},
          metrics_(config_.metrics_address) {
        around_.open_source = [this](const std::string& service) { return source_of(service); };
        around_.is_critical = is_critical_event;
        around_.relay_lag = [this](const std::string& service, FederationNo federation,
                                   std::int64_t lag) {
            metrics_.set_relay_lag(service, federation, lag);
        };
        make_folders();
        for (const std::string& name : config_.services) make_issuer(name);
        open_databases(parts);
        open_vault();
        if (parts.before_vault) before_vault_ = parts.before_vault(the_vault());
        start_services(parts);
        start_server();
    }

    ~Impl() {
        remove_run_file(config_.run_dir, run_name_);
        readiness_.reset();
        server_->stop(kDrainMs);
        gauges_worker_->stop();
        calendar_.reset();
        for (const auto& runtime : runtimes_) runtime->stop();
        for (const auto& worker : plain_workers_) worker->stop();
        for (const auto& plain : plain_) plain->stop();
    }

    std::string address() const { return server_->address(); }
    std::string metrics_address() const { return metrics_.address(); }
    bool is_ready() const { return readiness_->is_ready(); }

  private:
    RunLock take_lock() {
        make_private_folder(config_.run_dir);
        auto lock = RunLock::take(config_.run_dir, run_name_);
        if (!lock) throw AlreadyRunning(lock.error().message);
        return *std::move(lock);
    }

    void make_folders() {
        for (const auto& folder : {config_.data_dir, config_.data_dir / "keys",
                                   config_.data_dir / "keys" / "public", config_.exchange_dir}) {
            make_private_folder(folder);
        }
        write_whole(config_.data_dir / "working_days.csv", working_days_csv());
    }

    void make_issuer(const std::string& name) {
        issuers_.emplace(name,
                         std::make_unique<access::TokenIssuer>(
                             name, service_key(config_.data_dir / "keys", name), machine_now));
    }

    bool serves(std::string_view name) const { return host::serves(config_, name); }

    void open_databases(const Parts& parts) {
        for (const std::string& name : config_.services) {
            const auto factory = parts.services.find(name);
            if (factory == parts.services.end()) continue;
            runtimes_.push_back(std::make_unique<Runtime>(around_, factory->second()));
            runtimes_.back()->prepare();
        }
        if (!serves(kVault)) return;
        if (config_.migrations != Migrations::Check) migrate_vault(config_);
        require_database(vault_database(config_), config_.database_prefix + std::string(kVault));
        vault::check_vault_database(vault_conninfo(config_, "haven_vault"));
    }

    void open_vault() {
        if (serves(kVault)) {
            local_vault_ = std::make_unique<vault::LocalVault>(
                vault::LocalVaultOptions{vault_conninfo(config_, "haven_vault"),
                                         config_.data_dir / "keys" / "vault.kek", machine_now});
            return;
        }
        wait_for_vault();
        remote_vault_ = std::make_unique<vault::RemoteVault>(vault::RemoteVaultOptions{
            [this] { return vault_address(); },
            [issuer = issuers_.begin()->second.get(), all = all_federations()] {
                return issuer->peer_bearer(all);
            }});
    }

    // Of the configuration, or of the run file of the process that serves the vault now; empty
    // while none does.
    std::string vault_address() const {
        if (!config_.vault_address.empty()) return config_.vault_address;
        return address_of(config_.run_dir, std::string(kVault)).value_or("");
    }

    std::vector<FederationNo> all_federations() const {
        std::vector<FederationNo> all;
        for (const Federation& federation : around_.federations) all.push_back(federation.number);
        return all;
    }

    // The log of a service that another process serves, or this one.
    std::unique_ptr<bus::Source> source_of(const std::string& service) const {
        return std::make_unique<RemoteSource>(RemoteSourceOptions{
            .service = service,
            .address = [this, service] { return peer_address(service); },
            .bearer = [issuer = issuers_.begin()->second.get(),
                       all = all_federations()] { return issuer->peer_bearer(all); }});
    }

    std::string peer_address(const std::string& service) const {
        const auto peer = config_.peers.find(service);
        if (peer != config_.peers.end()) return peer->second;
        return address_of(config_.run_dir, service).value_or("");
    }

    // The vault's process may be starting at this moment too.
    void wait_for_vault() const {
        const auto until =
            std::chrono::steady_clock::now() + std::chrono::milliseconds(kWaitForVaultMs);
        while (vault_address().empty()) {
            if (std::chrono::steady_clock::now() > until) {
                throw std::runtime_error(
                    "VAULT_MISSING: no process serves the vault, and "
                    "--vault-address is not given");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }

    vault::Vault& the_vault() {
        if (before_vault_) return *before_vault_;
        if (local_vault_) return *local_vault_;
        return *remote_vault_;
    }

    rpc::Guard& make_guard(const std::string& name) {
        auto& guard = guards_.emplace_back(std::make_unique<rpc::Guard>(
            rpc::GuardOptions{.domain = name + ".haven",
                              .keys = &keyring_,
                              .now = machine_now,
                              .observe = [this](const rpc::CallRecord& call) { observe(call); }}));
        const auto names = rpc::services_of_file(proto_of(name));
        guard->allow_services(names);
        for (const std::string& one : names) grpc_names_.push_back(one);
        return *guard;
    }

    void observe(const rpc::CallRecord& call) {
        metrics_.observe(call);
        journal(call.code == "INTERNAL" ? "error" : "info", "call",
                {{"method", call.service + "/" + call.method},
                 {"code", call.code},
                 {"reason", call.reason},
                 {"staff", call.staff},
                 {"traceparent", call.traceparent},
                 {"micros", std::to_string(call.micros)},
                 {"exception", call.exception}});
    }

    void start_services(const Parts& parts) {
        for (const std::string& name : config_.services) {
            const auto factory = parts.plain.find(name);
            if (factory != parts.plain.end()) start_plain(name, factory->second());
        }
        for (const auto& runtime : runtimes_) {
            const std::string name = runtime->name();
            runtime->start(the_vault(), make_guard(name), issuers_.at(name).get());
        }
        calendar_ = std::make_unique<Calendar>(runtimes_, activity_, config_.production);
        ops_ = make_ops_api(runtimes_, *calendar_, activity_, make_guard(std::string(kOps)),
                            config_.production);
    }

    void start_plain(const std::string& name, std::unique_ptr<PlainService> service) {
        plain_contexts_.push_back(std::make_unique<PlainContext>(
            PlainContext{*local_vault_, make_guard(name), machine_now,
                         [this](const std::string& source) { return log_of(source); }}));
        PlainService& plain = *plain_.emplace_back(std::move(service));
        plain.start(*plain_contexts_.back());
        plain_workers_.push_back(std::make_unique<Worker>(
            activity_, Work{.name = name + "/steps",
                            .step = [&plain] { return plain.step(), false; },
                            .failed = report_failure}));
    }

    std::unique_ptr<log::Log> log_of(const std::string& service) {
        Storage& storage = around_.storages.of(service);
        for (std::size_t shard = 0; shard < storage.shards().size(); ++shard) {
            postgres::Connection admin(
                postgres::with_setting(storage.shards()[shard].postgres, "dbname", "postgres"));
            if (!has_database(admin, storage.database(shard))) return nullptr;
        }
        return storage.open(true);
    }

    void start_server() {
        server_ = std::make_unique<rpc::Server>(rpc::ServerOptions{.address = config_.address});
        for (const auto& runtime : runtimes_) {
            for (grpc::Service* service : runtime->service().grpc_services()) {
                server_->add(*service);
            }
        }
        for (const auto& plain : plain_) {
            for (grpc::Service* service : plain->grpc_services()) server_->add(*service);
        }
        server_->add(*ops_->service());
        server_->start();
        for (const auto& runtime : runtimes_) runtime->start_workers(runtimes_);
        for (const auto& worker : plain_workers_) worker->start();
        start_gauges();
        readiness_ = std::make_unique<Readiness>(probes(), [this](bool ready) {
            server_->set_serving("", ready);
            for (const std::string& name : grpc_names_) server_->set_serving(name, ready);
            for (const std::string& name : config_.services) metrics_.set_ready(name, ready);
            journal(ready ? "info" : "warn", ready ? "ready" : "not ready");
            if (!ready) {
                for (const auto& runtime : runtimes_) runtime->readers().drop_idle();
            }
        });
        write_run_file(config_.run_dir, run_name_, run_file());
    }

    void start_gauges() {
        gauges_ = std::make_unique<Gauges>(around_.storages, runtimes_, metrics_);
        gauges_worker_ = std::make_unique<Worker>(
            activity_, Work{.name = "gauges",
                            .step = [this] { return gauges_->step(), false; },
                            .poll_ms = kGaugesMs,
                            .watched_poll_ms = kGaugesMs,
                            .failed = report_failure});
        gauges_worker_->start();
    }

    std::vector<std::string> probes() const {
        std::vector<std::string> conninfos;
        // Without the first of its databases a service can do nothing; without another one it
        // still serves the counties of the rest.
        for (const auto& runtime : runtimes_) {
            conninfos.push_back(runtime->storage().conninfo("haven_reader"));
        }
        if (local_vault_) conninfos.push_back(vault_conninfo(config_, "haven_vault"));
        return conninfos;
    }

    RunFile run_file() const {
        RunFile file;
        file.pid = ::getpid();
        file.production = config_.production;
        file.data_dir = std::filesystem::absolute(config_.data_dir);
        file.exchange_dir = std::filesystem::absolute(config_.exchange_dir);
        file.metrics = metrics_.address();
        for (const std::string& name : config_.services) file.services[name] = address();
        file.services[std::string(kOps)] = address();
        for (const auto& runtime : runtimes_) {
            const std::string name = runtime->name();
            const Storage& storage = runtime->storage();
            file.databases[name] = storage.conninfo("haven_owner");
            for (std::size_t i = 0; i < storage.shards().size(); ++i) {
                const std::string& shard = storage.shards()[i].name;
                if (!shard.empty()) {
                    file.databases[database_name(name, shard)] = storage.conninfo("haven_owner", i);
                }
            }
        }
        if (serves(kVault)) {
            file.databases[std::string(kVault)] = vault_database(config_);
        }
        return file;
    }

    const Config config_;
    const std::string run_name_;
    const RunLock lock_;
    const access::Keyring keyring_;
    Activity activity_;
    Surroundings around_;
    Metrics metrics_;
    std::map<std::string, std::unique_ptr<access::TokenIssuer>> issuers_;
    std::vector<std::unique_ptr<rpc::Guard>> guards_;
    std::vector<std::string> grpc_names_;
    std::unique_ptr<vault::LocalVault> local_vault_;
    std::unique_ptr<vault::RemoteVault> remote_vault_;
    std::unique_ptr<vault::Vault> before_vault_;
    std::vector<std::unique_ptr<Runtime>> runtimes_;
    std::vector<std::unique_ptr<PlainContext>> plain_contexts_;
    std::vector<std::unique_ptr<PlainService>> plain_;
    std::vector<std::unique_ptr<Worker>> plain_workers_;
    std::unique_ptr<Gauges> gauges_;
    std::unique_ptr<Worker> gauges_worker_;
    std::unique_ptr<Calendar> calendar_;
    std::unique_ptr<OpsApi> ops_;
    std::unique_ptr<rpc::Server> server_;
    std::unique_ptr<Readiness> readiness_;
};

Host::Host(Config config, const Parts& parts)
    : impl_(std::make_unique<Impl>(std::move(config), parts)) {}
Host::~Host() = default;
std::string Host::address() const {
    return impl_->address();
}
std::string Host::metrics_address() const {
    return impl_->metrics_address();
}
bool Host::is_ready() const {
    return impl_->is_ready();
}

int serve_main(int argc, const char* const* argv, const Parts& parts) {
    auto config = parse_config(argc, argv, parts.names());
    if (!config) {
        std::fputs(config.error().text.c_str(), config.error().exit_code == 0 ? stdout : stderr);
        return config.error().exit_code;
    }
    // Before any thread is made, so that every thread leaves the signals to us.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::umask(077);
    try {
        if (config->migrations == Migrations::Only) {
            migrate_and_end(*config, parts);
            return 0;
        }
        rpc::use_tls({config->tls_certificate, config->tls_key, config->tls_authority});
        const Host host(*std::move(config), parts);
        journal("info", "serving", {{"address", host.address()}});
        int signal = 0;
        sigwait(&signals, &signal);
        journal("info", "draining");
    } catch (const AlreadyRunning& running) {
        std::fprintf(stderr, "ALREADY_RUNNING: %s\n", running.what());
        return 3;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "could not start: %s\n", error.what());
        return 1;
    }
    journal("info", "stopped");
    return 0;
}

}  // namespace haven::host
