#include "libs/host/database.hpp"

#include <stdexcept>

namespace haven::host {
namespace {

constexpr std::string_view kDuplicateDatabase = "42P04";
// A rival's CREATE DATABASE of the same name that has not ended yet.
constexpr std::string_view kUniqueViolation = "23505";

}  // namespace

bool has_database(postgres::Connection& admin, const std::string& name) {
    return !admin
                .query("SELECT 1 FROM pg_database WHERE datname = $1",
                       postgres::Params().text(name))
                .empty();
}

void require_database(const std::string& server, const std::string& name) {
    postgres::Connection any(postgres::with_setting(server, "dbname", "postgres"));
    if (!has_database(any, name)) {
        throw std::runtime_error("MIGRATIONS_MISSING: there is no database " + name);
    }
}

void make_database(postgres::Connection& admin, const std::string& name, const std::string& owner) {
    const std::string quoted = postgres::quote_identifier(name);
    if (!has_database(admin, name)) {
        try {
            admin.exec("CREATE DATABASE " + quoted + " OWNER " + postgres::quote_identifier(owner) +
                       " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
        } catch (const postgres::SqlError& error) {
            if (error.sqlstate() != kDuplicateDatabase && error.sqlstate() != kUniqueViolation) {
                throw;
            }
        }
    }
    admin.exec("REVOKE CONNECT, TEMPORARY ON DATABASE " + quoted + " FROM PUBLIC");
}

}  // namespace haven::host
