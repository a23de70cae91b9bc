// OpenVault: a vault whose sealer seals nothing. The control of the privacy test: what is written
// with it must be found, or the search is worth nothing. Linked into this test program only.
#pragma once

#include "libs/vault/vault.hpp"

namespace haven::spec {

class OpenVault final : public vault::Vault {
  public:
    explicit OpenVault(vault::Vault& real) : real_(real) {}

    Result<std::vector<PersonId>> resolve(
        std::span<const vault::ResolveRequest> requests) override {
        return real_.resolve(requests);
    }
    Result<std::vector<PersonId>> new_people(std::span<const vault::NewPerson> people) override {
        return real_.new_people(people);
    }
    Result<std::vector<vault::Sealed>> seal(Uuid, std::span<const vault::Plain> plains) override {
        std::vector<vault::Sealed> unsealed;
        for (const vault::Plain& plain : plains) unsealed.push_back({plain.person, plain.text});
        return unsealed;
    }
    Result<std::vector<std::optional<std::string>>> open(
        const vault::Purpose&, std::span<const vault::Cipher> ciphers) override {
        std::vector<std::optional<std::string>> texts;
        for (const vault::Cipher& one : ciphers) texts.emplace_back(one.cipher);
        return texts;
    }
    Result<vault::Found> lookup(const vault::Purpose& purpose,
                                const vault::Identity& identity) override {
        return real_.lookup(purpose, identity);
    }
    Result<std::vector<PersonId>> search(const vault::Purpose& purpose, std::string_view part,
                                         std::span<const FederationNo> federations) override {
        return real_.search(purpose, part, federations);
    }
    Result<void> destroy_key(const vault::Purpose& purpose, PersonId person) override {
        return real_.destroy_key(purpose, person);
    }

  private:
    vault::Vault& real_;
};

}  // namespace haven::spec
