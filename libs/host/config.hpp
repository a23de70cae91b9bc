// Config: how a process of the suite is set up; flags, environment (HAVEN_*) and file are one
// declaration (config.cpp). A flag wins over the environment, and that over the file.
//
//     haven serve --run-dir /run/haven --data-dir /var/lib/haven --postgres "host=/run/pg
//     user=haven"
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"
#include "libs/host/shards.hpp"

namespace haven::host {

// What a start does about the tables of its databases.
enum class Migrations {
    Run,    // makes and changes them as the administrator and haven_owner, then serves
    Only,   // does that and ends: the step before a new version is rolled out
    Check,  // needs neither role; refuses (MIGRATIONS_MISSING) where something is left to do
};

struct Config {
    std::vector<std::string> services = {};   // empty: all that the program has
    std::filesystem::path run_dir = {};       // run file, lock
    std::filesystem::path data_dir = {};      // keys, blobs; made with mode 0700
    std::filesystem::path exchange_dir = {};  // shared with the peers; default data_dir/exchange
    std::string postgres = {};                // conninfo without dbname, of who may make databases
    std::string vault_postgres = {};          // the vault's own server; empty: `postgres`
    std::string database_prefix = "haven_";
    // Where the services' databases lie when not all on `postgres`; none: all do.
    ShardMap shards = {};
    std::string address = "127.0.0.1:0";          // of the gRPC server; port 0: a free one
    std::string metrics_address = "127.0.0.1:0";  // Prometheus; empty: none
    // PEM files, all three or none (libs/rpc/tls.hpp).
    std::filesystem::path tls_certificate = {};
    std::filesystem::path tls_key = {};
    std::filesystem::path tls_authority = {};
    std::string vault_address = {};  // of a vault in another process; default: its run file
    // How the logs of other services are read; a service with `kafka` relays its own in either
    // case.
    enum class Transport { Embedded, Kafka };
    Transport transport = Transport::Embedded;
    std::string kafka = {};  // brokers, "host:port,host:port"; empty: nothing is relayed
    std::string kafka_topic_prefix = "haven.";
    int kafka_replication = 0;  // of topics that are made; 0: 3 in production, else 1
    int kafka_min_insync = 0;   // 0: 2 in production, else 1
    std::map<std::string, std::string> kafka_settings = {};  // librdkafka's own (security)
    // service → address of its process, where no run file tells it.
    std::map<std::string, std::string> peers = {};
    std::filesystem::path federations_file = {};  // empty: the list that is compiled in
    std::optional<Date> calendar_start = {};      // the first business date, outside production
    bool production = false;  // the calendar goes by Beijing midnight and no other way
    Migrations migrations = Migrations::Run;
    int reader_connections = 16;                       // for each service
    std::map<std::string, std::string> settings = {};  // "registry.key" → value
};

// What parse_config() ends with when there is nothing to serve: --help, or a fault in the input.
struct ConfigStop {
    int exit_code = 0;
    std::string text;
};

// `argv[0]` is the program's name, the rest its flags. `known` are the services it could serve.
std::expected<Config, ConfigStop> parse_config(int argc, const char* const* argv,
                                               const std::vector<std::string>& known);

}  // namespace haven::host
