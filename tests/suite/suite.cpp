#include "tests/suite/suite.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <cstdlib>
#include <stdexcept>

#include "haven/ops/v1/ops_service.grpc.pb.h"
#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/postgres/connection.hpp"
#include "libs/telemetry/machine_clock.hpp"
#include "services/disbursement/service.hpp"
#include "services/employment/service.hpp"
#include "services/outreach/service.hpp"
#include "services/registry/service.hpp"
#include "services/scholarship/service.hpp"
#include "services/vault/service.hpp"

namespace haven::spec {
namespace {

constexpr std::int16_t kFederations = 13;
constexpr const char* kServices[] = {"registry",   "disbursement", "scholarship", "outreach",
                                     "employment", "vault",        "ops"};

std::string server() {
    const char* conninfo = std::getenv("HAVEN_TEST_POSTGRES");
    if (conninfo == nullptr) throw std::runtime_error("HAVEN_TEST_POSTGRES is not set");
    return conninfo;
}

}  // namespace

Suite::Suite(SuiteOptions options) : today_(options.start) {
    const std::string unique = crypto::hex(crypto::random_bytes(4));
    prefix_ = "haven_suite_" + unique + "_";
    folder_ = std::filesystem::temp_directory_path() / ("haven-suite-" + unique);
    config_.run_dir = folder_ / "run";
    config_.data_dir = folder_ / "data";
    config_.exchange_dir = folder_ / "exchange";
    config_.postgres = server();
    config_.database_prefix = prefix_;
    config_.metrics_address = options.metrics_address;
    config_.calendar_start = today_;
    if (!options.kafka.empty()) {
        config_.transport = host::Config::Transport::Kafka;
        config_.kafka = std::move(options.kafka);
        config_.kafka_topic_prefix = std::move(options.kafka_topic_prefix);
        config_.kafka_replication = 1;
        config_.kafka_min_insync = 1;
    }
    for (std::size_t shard = 0; options.shards > 1 && shard < options.shards; ++shard) {
        config_.shards.shards.push_back({"s" + std::to_string(shard), server(), prefix(shard)});
    }
    for (std::int16_t n = 1; options.shards > 1 && n <= kFederations; ++n) {
        config_.shards.begins_in[FederationNo{n}] =
            static_cast<std::size_t>(n - 1) % options.shards;
    }
    config_.services = {"registry", "disbursement", "scholarship",
                        "outreach", "employment",   "vault"};
    config_.reader_connections = 4;
    parts_ = {.services = {{"registry", registry::make_service},
                           {"disbursement", disbursement::make_service},
                           {"scholarship", scholarship::make_service},
                           {"outreach", outreach::make_service},
                           {"employment", employment::make_service}},
              .plain = {{"vault", vault::make_service}},
              .before_vault = std::move(options.before_vault)};
    start();
}

void Suite::start() {
    host_ = std::make_unique<host::Host>(config_, parts_);
    channel_ = rpc::connect(host_->address());
}

void Suite::restart(const std::function<void()>& meanwhile) {
    channel_.reset();
    host_.reset();
    meanwhile();
    start();
}

Suite::~Suite() {
    host_.reset();
    std::filesystem::remove_all(folder_);
    postgres::Connection admin(server());
    for (const std::string& service : databases()) {
        for (std::size_t shard = 0; shard < shards(); ++shard) {
            admin.exec("DROP DATABASE IF EXISTS " + prefix(shard) + service + " WITH (FORCE)");
        }
    }
}

std::string Suite::prefix(std::size_t shard) const {
    return shard == 0 ? prefix_ : prefix_ + 's' + std::to_string(shard) + '_';
}

std::vector<const google::protobuf::MethodDescriptor*> Suite::methods() const {
    std::vector<const google::protobuf::MethodDescriptor*> all;
    for (const std::string name : kServices) {
        std::string file = "haven/";
        file.append(name).append("/v1/").append(name).append("_service.proto");
        for (const std::string& full_name : rpc::services_of_file(file)) {
            const auto* service =
                google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(full_name);
            for (int i = 0; i < service->method_count(); ++i) all.push_back(service->method(i));
        }
    }
    return all;
}

StaffId Suite::staff(access::Role role, FederationNo county) {
    return StaffId{crypto::uuid_of_code(
        "staff", std::string(access::role_name(role)) + std::to_string(county.value))};
}

std::string Suite::token(access::Role role, FederationNo federation) const {
    return token_of(staff(role, federation), role, federation);
}

std::string Suite::token_of(StaffId staff, access::Role role, FederationNo federation) const {
    if (role != access::Role::PeerService) return token_of(staff, std::vector{role}, federation);
    return issuer("disbursement").peer_bearer(std::array{federation});
}

std::string Suite::token_of(StaffId staff, std::vector<access::Role> roles,
                            FederationNo federation) const {
    std::vector<FederationNo> scope{federation};
    for (std::int16_t n = 2; federation == kCity && n <= kFederations; ++n) {
        scope.push_back(FederationNo{n});
    }
    return issuer("registry")
        .issue({.staff = staff,
                .roles = std::move(roles),
                .home = federation,
                .union_node = "",
                .scope = scope})
        .text;
}

access::TokenIssuer Suite::issuer(const std::string& service) const {
    const auto seed = crypto::read_secret(folder_ / "data" / "keys" / (service + ".key"));
    if (!seed) throw std::runtime_error(seed.error().reason);
    return {service, *seed, machine_now};
}

RawAnswer Suite::call(const google::protobuf::MethodDescriptor& method,
                      const google::protobuf::Message& request, const std::string& bearer) {
    return call(method, request.SerializeAsString(), bearer);
}

RawAnswer Suite::call(const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                      const std::string& bearer) {
    RawAnswer answer = raw_call(channel_, "/" + method.service()->full_name() + "/" + method.name(),
                                bytes, {.bearer = bearer});
    noted(answer.status);
    return answer;
}

std::string Suite::noted(const grpc::Status& status) {
    if (status.ok()) return "OK";
    refusals_ += status.error_message() + '\n' + status.error_details() + '\n';
    return rpc::to_error(status).reason;
}

void Suite::advance(Date date) {
    haven::ops::v1::AdvanceCalendarRequest request;
    request.set_date(date.to_string());
    const std::string bearer = token(access::Role::Administrator, kCity);
    for (int attempt = 0; attempt < 10; ++attempt) {
        haven::ops::v1::AdvanceCalendarResponse response;
        const std::string answer =
            call(bearer, &haven::ops::v1::OpsService::Stub::AdvanceCalendar, request, &response);
        if (answer != "OK") throw std::runtime_error("AdvanceCalendar: " + answer);
        if (response.done()) {
            today_ = date;
            return;
        }
    }
    throw std::runtime_error("the calendar does not come to " + date.to_string());
}

std::string Suite::conninfo(const std::string& service, std::size_t shard) const {
    return postgres::with_setting(server(), "dbname", prefix(shard) + service);
}

std::vector<std::string> Suite::databases() {
    return {"registry", "disbursement", "scholarship", "outreach", "employment", "vault"};
}

std::string Suite::new_id() {
    return crypto::new_uuid_v4().to_string();
}

}  // namespace haven::spec
