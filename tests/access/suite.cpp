#include "tests/access/suite.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "libs/crypto/hash.hpp"
#include "libs/crypto/ids.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/postgres/connection.hpp"
#include "services/disbursement/service.hpp"
#include "services/registry/service.hpp"
#include "services/vault/service.hpp"

namespace haven::spec {
namespace {

constexpr const char* kServices[] = {"registry", "disbursement", "vault", "ops"};

std::string server() {
    const char* conninfo = std::getenv("HAVEN_TEST_POSTGRES");
    if (conninfo == nullptr) throw std::runtime_error("HAVEN_TEST_POSTGRES is not set");
    return conninfo;
}

Instant machine_now() {
    return Instant{std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()};
}

}  // namespace

Suite::Suite() {
    const std::string unique = crypto::hex(crypto::random_bytes(4));
    prefix_ = "haven_access_" + unique + "_";
    folder_ = std::filesystem::temp_directory_path() / ("haven-access-" + unique);
    host::Config config;
    config.run_dir = folder_ / "run";
    config.data_dir = folder_ / "data";
    config.exchange_dir = folder_ / "exchange";
    config.postgres = server();
    config.database_prefix = prefix_;
    config.metrics_address = "";
    config.calendar_start = Date::of(2016, 1, 4);
    config.services = {"registry", "disbursement", "vault"};
    config.reader_connections = 4;
    host_ = std::make_unique<host::Host>(
        std::move(config), host::Parts{.services = {{"registry", registry::make_service},
                                                    {"disbursement", disbursement::make_service}},
                                       .plain = {{"vault", vault::make_service}}});
    channel_ = rpc::connect(host_->address());
}

Suite::~Suite() {
    host_.reset();
    std::filesystem::remove_all(folder_);
    postgres::Connection admin(server());
    for (const char* service : {"registry", "disbursement", "vault"}) {
        admin.exec("DROP DATABASE IF EXISTS " + prefix_ + service + " WITH (FORCE)");
    }
}

std::vector<const google::protobuf::MethodDescriptor*> Suite::methods() const {
    std::vector<const google::protobuf::MethodDescriptor*> all;
    for (const std::string name : kServices) {
        const std::string file = "haven/" + name + "/v1/" + name + "_service.proto";
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

std::string Suite::token(access::Role role, FederationNo county) const {
    const bool peer = role == access::Role::PeerService;
    const std::string name = peer ? "disbursement" : "registry";
    const auto seed = crypto::read_secret(folder_ / "data" / "keys" / (name + ".key"));
    if (!seed) throw std::runtime_error(seed.error().reason);
    const access::TokenIssuer issuer(name, *seed, machine_now);
    if (peer) return issuer.peer_bearer(std::array{county});
    return issuer
        .issue({.staff = staff(role, county),
                .roles = {role},
                .home = county,
                .union_node = "",
                .scope = {county}})
        .text;
}

RawAnswer Suite::call(const google::protobuf::MethodDescriptor& method,
                      const google::protobuf::Message& request, const std::string& bearer) {
    return call(method, request.SerializeAsString(), bearer);
}

RawAnswer Suite::call(const google::protobuf::MethodDescriptor& method, const std::string& bytes,
                      const std::string& bearer) {
    return raw_call(channel_, "/" + method.service()->full_name() + "/" + method.name(), bytes,
                    {.bearer = bearer});
}

}  // namespace haven::spec
