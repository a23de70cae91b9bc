#include "libs/host/wire.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "libs/postgres/connection.hpp"

namespace haven::host {
namespace {

// As rpc::Server takes it for this machine and nobody else.
bool is_loopback(const std::string& address) {
    return std::ranges::any_of(std::array{"127.0.0.1:", "localhost:", "[::1]:"},
                               [&](const char* host) { return address.starts_with(host); });
}

Result<void> check_grpc(const Config& config) {
    if (!config.tls_certificate.empty() || config.migrations == Migrations::Only) return {};
    const auto refuse = [](const char* option) {
        return invalid("INSECURE_GRPC", option,
                       "a loopback address where there is no --tls-certificate");
    };
    if (!is_loopback(config.address)) return refuse("--address");
    if (!config.vault_address.empty() && !is_loopback(config.vault_address)) {
        return refuse("--vault-address");
    }
    for (const auto& [_, address] : config.peers) {
        if (!is_loopback(address)) return refuse("--peer");
    }
    return {};
}

Result<void> check_postgres(const std::string& conninfo, const char* option) {
    if (conninfo.empty() || postgres::is_secure(conninfo)) return {};
    return invalid("INSECURE_POSTGRES", option, "a socket of this machine, or sslmode=verify-full");
}

Result<void> check_kafka(const Config& config) {
    if (config.kafka.empty()) return {};
    const auto said = [&](const char* key) {
        const auto found = config.kafka_settings.find(key);
        std::string value = found == config.kafka_settings.end() ? "" : found->second;
        std::ranges::transform(value, value.begin(),
                               [](unsigned char c) { return std::tolower(c); });
        return value;
    };
    const std::string protocol = said("security.protocol");
    if (protocol != "ssl" && protocol != "sasl_ssl") {
        return invalid("INSECURE_KAFKA", "--kafka-set security.protocol", "ssl or sasl_ssl");
    }
    const std::string verifies = said("enable.ssl.certificate.verification");
    if ((!verifies.empty() && verifies != "true") ||
        said("ssl.endpoint.identification.algorithm") == "none") {
        return invalid("INSECURE_KAFKA", "--kafka-set", "brokers whose certificates are verified");
    }
    return {};
}

}  // namespace

Result<void> check_wire(const Config& config) {
    HAVEN_CHECKED(check_grpc(config));
    HAVEN_CHECKED(check_postgres(config.postgres, "--postgres"));
    HAVEN_CHECKED(check_postgres(config.vault_postgres, "--vault-postgres"));
    for (const Shard& shard : config.shards.shards) {
        HAVEN_CHECKED(check_postgres(shard.postgres, "--shards"));
    }
    return check_kafka(config);
}

}  // namespace haven::host
