// Tokens of staff for calls to a host that a test has started. Included by tests only.
#pragma once

#include <filesystem>

#include "libs/access/token.hpp"
#include "libs/crypto/secret.hpp"
#include "libs/telemetry/machine_clock.hpp"

namespace haven::spec {

// Signed with the registry's key, which the host has made in its data folder.
inline std::string bearer_of(const std::filesystem::path& data_dir, access::Role role,
                             std::vector<FederationNo> scope = {FederationNo{1}}) {
    const auto seed =
        crypto::read_or_make_secret(data_dir / "keys" / "registry.key", crypto::kKeyBytes).value();
    const access::TokenIssuer issuer("registry", seed, machine_now);
    StaffId staff;
    staff.uuid.bytes[15] = 1;
    return issuer
        .issue({.staff = staff,
                .roles = {role},
                .home = scope.front(),
                .union_node = "610300",
                .scope = scope})
        .text;
}

// A folder for keys and run files.
class HostFolder {
  public:
    HostFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "haven-host-XXXXXX").string();
        HAVEN_CHECK(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~HostFolder() { std::filesystem::remove_all(path); }
    HostFolder(const HostFolder&) = delete;
    HostFolder& operator=(const HostFolder&) = delete;

    std::filesystem::path path;
};

}  // namespace haven::spec
