#include "libs/host/config.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <sstream>

#include "libs/host/wire.hpp"

namespace haven::host {
namespace {

struct Raw {
    Config config;
    std::string calendar_start;
    std::string profile = "demo";
    std::string migrations = "run";
    std::string transport = "embedded";
    std::vector<std::string> settings;
    std::vector<std::string> kafka_settings;
    std::filesystem::path kafka_settings_file;
    std::vector<std::string> peers;
    std::filesystem::path shards_file;
};

void declare_kafka(CLI::App& app, Raw& raw) {
    Config& config = raw.config;
    app.add_option("--transport", raw.transport,
                   "How other services' logs are read: embedded (their databases) or kafka")
        ->check(CLI::IsMember({"embedded", "kafka"}))
        ->envname("HAVEN_TRANSPORT");
    app.add_option("--kafka", config.kafka, "Brokers to relay our logs to: host:port,host:port")
        ->envname("HAVEN_KAFKA");
    app.add_option("--kafka-topic-prefix", config.kafka_topic_prefix,
                   "Topics are <prefix><service>.events.v1")
        ->envname("HAVEN_KAFKA_TOPIC_PREFIX");
    app.add_option("--kafka-replication", config.kafka_replication,
                   "Replicas of a topic that is made; default 3 in production, else 1")
        ->check(CLI::Range(1, 9))
        ->envname("HAVEN_KAFKA_REPLICATION");
    app.add_option("--kafka-min-insync", config.kafka_min_insync,
                   "Replicas that must have a record; default 2 in production, else 1")
        ->check(CLI::Range(1, 9))
        ->envname("HAVEN_KAFKA_MIN_INSYNC");
    app.add_option("--kafka-set", raw.kafka_settings,
                   "A setting of librdkafka: security.protocol=ssl")
        ->envname("HAVEN_KAFKA_SET");
    app.add_option("--kafka-settings", raw.kafka_settings_file,
                   "A file of them, one a line, mode 0600: for passwords")
        ->envname("HAVEN_KAFKA_SETTINGS");
    app.add_option("--peer", raw.peers, "Where another service is served: registry=host:port")
        ->envname("HAVEN_PEER");
}

// The one declaration: each option is a flag, an environment variable and a key of the file.
void declare(CLI::App& app, Raw& raw) {
    Config& config = raw.config;
    app.set_config("--config", "", "File with the same options, as key = value")
        ->envname("HAVEN_CONFIG");
    app.add_option("--services", config.services, "Services to serve; all when not given")
        ->delimiter(',')
        ->envname("HAVEN_SERVICES");
    app.add_option("--run-dir", config.run_dir, "Folder of the run file and the lock")
        ->required()
        ->envname("HAVEN_RUN_DIR");
    app.add_option("--data-dir", config.data_dir, "Folder of keys and blobs, mode 0700")
        ->required()
        ->envname("HAVEN_DATA_DIR");
    app.add_option("--exchange-dir", config.exchange_dir, "Folder shared with bank and peers")
        ->envname("HAVEN_EXCHANGE_DIR");
    app.add_option("--postgres", config.postgres,
                   "Conninfo of a role that may make databases, without dbname")
        ->required()
        ->envname("HAVEN_POSTGRES");
    app.add_option("--vault-postgres", config.vault_postgres,
                   "The same for the vault's own server; without it the vault shares the others'")
        ->envname("HAVEN_VAULT_POSTGRES");
    app.add_option("--database-prefix", config.database_prefix, "Databases are <prefix><service>")
        ->envname("HAVEN_DATABASE_PREFIX");
    app.add_option("--shards", raw.shards_file,
                   "File that says on which servers databases lie; default: all on --postgres")
        ->check(CLI::ExistingFile)
        ->envname("HAVEN_SHARDS");
    app.add_option("--address", config.address,
                   "Address of the gRPC server; other than loopback with TLS only")
        ->envname("HAVEN_ADDRESS");
    app.add_option("--metrics-address", config.metrics_address,
                   "Address of the Prometheus endpoint; empty for none")
        ->envname("HAVEN_METRICS_ADDRESS");
    app.add_option("--tls-certificate", config.tls_certificate,
                   "Our certificate (PEM); with the two below every call is over mutual TLS")
        ->envname("HAVEN_TLS_CERTIFICATE");
    app.add_option("--tls-key", config.tls_key, "Its key (PEM)")->envname("HAVEN_TLS_KEY");
    app.add_option("--tls-authority", config.tls_authority,
                   "The authority that has signed everybody's (PEM)")
        ->envname("HAVEN_TLS_AUTHORITY");
    app.add_option("--vault-address", config.vault_address,
                   "Address of the vault when another process serves it")
        ->envname("HAVEN_VAULT_ADDRESS");
    app.add_option("--federations", config.federations_file,
                   "File with the list of federations; default: the one of this program")
        ->check(CLI::ExistingFile)
        ->envname("HAVEN_FEDERATIONS");
    app.add_option("--calendar-start", raw.calendar_start,
                   "First business date (YYYY-MM-DD); outside production only")
        ->envname("HAVEN_CALENDAR_START");
    app.add_option("--profile", raw.profile, "demo: calendar by hand; production: by midnight")
        ->check(CLI::IsMember({"demo", "production"}))
        ->envname("HAVEN_PROFILE");
    app.add_option("--migrations", raw.migrations,
                   "run: then serve; only: and end; check: refuse to serve where some are missing")
        ->check(CLI::IsMember({"run", "only", "check"}))
        ->envname("HAVEN_MIGRATIONS");
    app.add_option("--reader-connections", config.reader_connections,
                   "Connections for queries, for each service")
        ->check(CLI::Range(1, 100))
        ->envname("HAVEN_READER_CONNECTIONS");
    declare_kafka(app, raw);
    app.add_option("--set", raw.settings, "A setting of a service: registry.key=value")
        ->envname("HAVEN_SET");
}

// "key=value" into the map.
Result<void> split(const std::vector<std::string>& words, const std::string& option,
                   std::map<std::string, std::string>& into) {
    for (const std::string& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0) {
            return invalid("INVALID_SETTING", option, "key=value");
        }
        into[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return {};
}

// The lines of a file that nobody else may read. Those of the command line win.
Result<void> read_kafka_settings(Raw& raw) {
    const auto& file = raw.kafka_settings_file;
    if (file.empty()) return {};
    std::error_code none;
    const auto mode = std::filesystem::status(file, none).permissions();
    std::ifstream in(file);
    if (none || !in) return invalid("SECRET_MISSING", "--kafka-settings", "a file");
    using std::filesystem::perms;
    if ((mode & (perms::group_all | perms::others_all)) != perms::none) {
        return invalid("SECRET_TOO_OPEN", "--kafka-settings", "a file of mode 0600");
    }
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line[0] != '#') lines.push_back(line);
    }
    return split(lines, "--kafka-settings", raw.config.kafka_settings);
}

// A topic must survive the loss of a broker; in production nothing less will do.
Result<void> finish_kafka(Raw& raw) {
    Config& config = raw.config;
    HAVEN_CHECKED(read_kafka_settings(raw));
    HAVEN_CHECKED(split(raw.kafka_settings, "--kafka-set", config.kafka_settings));
    HAVEN_CHECKED(split(raw.peers, "--peer", config.peers));
    if (raw.transport == "kafka") config.transport = Config::Transport::Kafka;
    if (config.transport == Config::Transport::Kafka && config.kafka.empty()) {
        return invalid("KAFKA_MISSING", "--kafka", "brokers, since --transport is kafka");
    }
    const int replication = config.production ? 3 : 1;
    const int min_insync = config.production ? 2 : 1;
    if (config.kafka_replication == 0) config.kafka_replication = replication;
    if (config.kafka_min_insync == 0) config.kafka_min_insync = min_insync;
    if (config.kafka_replication < replication || config.kafka_min_insync < min_insync) {
        return invalid("KAFKA_UNSAFE", "--kafka-replication, --kafka-min-insync",
                       "at least 3 and 2 in production");
    }
    return {};
}

Result<void> finish_shards(Raw& raw) {
    if (raw.shards_file.empty()) return {};
    std::ostringstream text;
    text << std::ifstream(raw.shards_file).rdbuf();
    HAVEN_TRY(raw.config.shards, parse_shards(text.str(), raw.config.database_prefix));
    return {};
}

Result<void> finish(Raw& raw, const std::vector<std::string>& known) {
    Config& config = raw.config;
    for (const std::string& service : config.services) {
        if (std::ranges::find(known, service) == known.end()) {
            return invalid("UNKNOWN_SERVICE", "--services", "services of this program");
        }
    }
    if (config.services.empty()) config.services = known;
    config.production = raw.profile == "production";
    config.migrations = raw.migrations == "only"    ? Migrations::Only
                        : raw.migrations == "check" ? Migrations::Check
                                                    : Migrations::Run;
    HAVEN_CHECKED(finish_shards(raw));
    HAVEN_CHECKED(finish_kafka(raw));
    if (config.production) {
        HAVEN_CHECKED(check_wire(config));
    }
    if (!raw.calendar_start.empty()) {
        if (config.production) {
            return invalid("CALENDAR_START_REFUSED", "--calendar-start", "not in production");
        }
        HAVEN_TRY(config.calendar_start, Date::parse(raw.calendar_start));
    }
    if (config.exchange_dir.empty()) config.exchange_dir = config.data_dir / "exchange";
    for (const std::string& setting : raw.settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos || setting.find('.') > equals) {
            return invalid("INVALID_SETTING", "--set", "service.key=value");
        }
        config.settings[setting.substr(0, equals)] = setting.substr(equals + 1);
    }
    return {};
}

}  // namespace

std::expected<Config, ConfigStop> parse_config(int argc, const char* const* argv,
                                               const std::vector<std::string>& known) {
    CLI::App app{"Serves services of Haven until SIGTERM.", argv[0]};
    app.footer("Example: " + std::string(argv[0]) +
               " --run-dir /run/haven --data-dir /var/lib/haven --postgres 'host=/run/pg "
               "user=haven'");
    Raw raw;
    declare(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return std::unexpected(ConfigStop{0, app.help()});
    } catch (const CLI::ParseError& error) {
        return std::unexpected(ConfigStop{2, std::string(error.what()) + "\n"});
    }
    if (const auto finished = finish(raw, known); !finished) {
        return std::unexpected(
            ConfigStop{2, finished.error().reason + ": " + finished.error().message + "\n"});
    }
    return std::move(raw.config);
}

}  // namespace haven::host
