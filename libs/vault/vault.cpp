#include "libs/vault/vault.hpp"

namespace haven::vault {

Result<PersonId> Vault::resolve_one(ResolveRequest request) {
    HAVEN_TRY(const auto people, resolve(std::span(&request, 1)));
    return people.front();
}

Result<PersonId> Vault::new_person(Uuid command_id, std::int32_t position, std::string_view name,
                                   FederationNo federation) {
    const NewPerson person{command_id, position, std::string(name), federation};
    HAVEN_TRY(const auto people, new_people(std::span(&person, 1)));
    return people.front();
}

Result<Sealed> Vault::seal_one(Uuid command_id, Plain plain) {
    HAVEN_TRY(auto sealed, seal(command_id, std::span<const Plain>(&plain, 1)));
    return std::move(sealed.front());
}

Result<std::optional<std::string>> Vault::open_one(const Purpose& purpose, Cipher cipher) {
    HAVEN_TRY(auto texts, open(purpose, std::span(&cipher, 1)));
    return std::move(texts.front());
}

}  // namespace haven::vault
