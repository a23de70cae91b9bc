// The vault's database before anybody serves it: its role and its tables.
#include <stdexcept>

#include "libs/postgres/connection.hpp"
#include "libs/postgres/migrate.hpp"
#include "libs/vault/local_vault.hpp"
#include "libs/vault/sql_statements.hpp"

namespace haven::vault {

void prepare_vault_database(const std::string& owner_conninfo) {
    postgres::Connection owner(owner_conninfo);
    owner.exec(
        "DO $$ BEGIN CREATE ROLE haven_vault LOGIN; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
    const auto migrated = postgres::migrate(owner, "public", "vault", sql::sql_files());
    if (!migrated) throw std::runtime_error(migrated.error().reason);
    owner.exec("GRANT USAGE ON SCHEMA public TO haven_vault");
}

void check_vault_database(const std::string& conninfo) {
    postgres::Connection vault(conninfo);
    const auto checked = postgres::check_migrated(vault, "public", "vault", sql::sql_files());
    if (!checked) throw std::runtime_error(checked.error().reason);
}

}  // namespace haven::vault
