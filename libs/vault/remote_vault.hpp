// RemoteVault: the vault service of another process, asked over gRPC (protocols §9).
//
//     RemoteVault vault({.address = [&] { return address_of_the_vault(); },
//                        .bearer = [&] { return issuer.peer_bearer(all); }});
//
// Long lists go in several calls, so that no message passes 1 MiB. A vault that was started again,
// on another port too, is found again by the next call; every call of the vault may be repeated.
// Throws rpc::PeerDown when the service cannot be reached or does not answer in time. Thread rule:
// any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "libs/vault/vault.hpp"

namespace haven::vault {

struct RemoteVaultOptions {
    std::function<std::string()> address;  // "127.0.0.1:4711"; empty while nobody serves it
    std::function<std::string()> bearer;   // a fresh peer token
    int timeout_ms = 10'000;               // of one call
};

class RemoteVault final : public Vault {
  public:
    explicit RemoteVault(RemoteVaultOptions options);
    ~RemoteVault() override;

    using Vault::seal;
    Result<std::vector<PersonId>> resolve(std::span<const ResolveRequest> requests) override;
    Result<std::vector<PersonId>> new_people(std::span<const NewPerson> people) override;
    Result<std::vector<Sealed>> seal(Uuid command_id, std::span<const Plain> plains) override;
    Result<std::vector<std::optional<std::string>>> open(const Purpose& purpose,
                                                         std::span<const Cipher> ciphers) override;
    Result<Found> lookup(const Purpose& purpose, const Identity& identity) override;
    Result<std::vector<PersonId>> search(const Purpose& purpose, std::string_view part,
                                         std::span<const FederationNo> federations) override;
    Result<void> destroy_key(const Purpose& purpose, PersonId person) override;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::vault
