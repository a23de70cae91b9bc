// LocalVault: the vault on its own PostgreSQL database (protocols §9).
//
//     prepare_vault_database(owner_conninfo);                  // role, tables; once at start
//     LocalVault vault({.conninfo = "… dbname=haven_vault user=haven_vault",
//                       .kek_file = data_dir / "keys/vault.kek", .now = clock});
//
// The key-encryption key is a file of 0600 that is made at the first start; one that is looser, or
// another one than the database was made with, is refused by an exception of the constructor.
// Opened keys are cached for 60 s at most. Several LocalVaults on one database are correct.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "libs/base/time.hpp"
#include "libs/vault/vault.hpp"

namespace haven::vault {

struct LocalVaultOptions {
    std::string conninfo;
    std::filesystem::path kek_file;
    std::function<Instant()> now;
    std::size_t connections = 8;
};

struct Opening {
    std::int64_t id = 0;
    Instant at;
    StaffId actor;
    std::string service;
    std::string kind;  // OPEN, LOOKUP, SEARCH, DESTROY
    std::string purpose;
    std::string subject;
    PersonId person;  // nil for a search
    std::string field;
};

// How far the vault has read a federation's log of a service that lists destroyed keys.
struct ListCursor {
    std::string source;  // "registry"
    FederationNo federation;
    std::int16_t incarnation = 1;
    std::int64_t offset = 0;  // 0: nothing yet
    std::array<std::uint8_t, 32> record_digest{};

    bool operator==(const ListCursor&) const = default;
};

// A key that a log lists as destroyed, and what is recorded of it.
struct ListedKey {
    PersonId person;
    Purpose purpose;
};

// Creates role and tables in the database that `owner` is connected to. Throws on failure.
void prepare_vault_database(const std::string& owner_conninfo);
// The question whether that was done, as haven_vault. Throws MIGRATIONS_MISSING where it was not.
void check_vault_database(const std::string& conninfo);

class LocalVault final : public Vault {
  public:
    // Throws postgres::ConnectionLost, or std::runtime_error that begins with SECRET_TOO_OPEN,
    // SECRET_MALFORMED or WRONG_KEK.
    explicit LocalVault(LocalVaultOptions options);
    ~LocalVault() override;

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

    // What new_people() gives for this command and position; makes nothing.
    [[nodiscard]] PersonId derived(Uuid command_id, std::int32_t position) const;
    // Nobody was ever here, and no log has been read.
    bool is_new();
    // Where the vault stands in the logs of a service; none before it has read them.
    std::vector<ListCursor> list_cursors(const std::string& source);
    // Destroys these keys and moves the cursor, together. Who is not here is remembered as
    // destroyed all the same: a vault restored from before they came never makes them again.
    void destroy_listed(std::span<const ListedKey> keys, const ListCursor& to);

    // Newest first, at most `limit`, those before opening id `before` (0: from the newest).
    std::vector<Opening> openings(std::int64_t before, PersonId of_person, int limit);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace haven::vault
