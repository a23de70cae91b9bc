// PurseDatabase: a service of purses (purse.hpp) on real PostgreSQL, for the tests of writer,
// consumer and timer.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "libs/audit/subject.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/postgres/testing.hpp"
#include "libs/writer/testing/purse.hpp"

namespace haven::spec {

// The table of purses, as a service's migration makes it.
std::span<const SqlFile> purse_migrations();
std::span<const writer::Aggregate* const> purse_aggregates();
std::span<const log::Table* const> purse_tables();

class PurseDatabase {
  public:
    // With the federations 1, 2 and 3.
    explicit PurseDatabase(std::string service);

    [[nodiscard]] std::unique_ptr<log::Log> open() const {
        return std::make_unique<log::PostgresLog>(database_.conninfo(), service_);
    }
    [[nodiscard]] std::unique_ptr<writer::Writer> make_writer() const {
        return std::make_unique<writer::Writer>(open(), [] { return Instant{1}; });
    }
    // -1: no such purse.
    [[nodiscard]] std::int64_t left(std::uint8_t purse);

    // Replaces everything by what a dump of database() holds, as `haven restore` does: under the
    // next incarnation.
    void restore(const std::filesystem::path& dump);
    void restore_in_place(const std::filesystem::path& dump);
    // Ends the session of one backend of this database, whichever; not that of db().
    void kill_a_backend();
    // What must hold of the log, its tables, claims and quotas, as failures of the running test.
    void expect_sound();

    TestDatabase& database() { return database_; }
    postgres::Connection& db() { return db_; }

  private:
    void expect_claims_and_quotas_as_replayed();

    std::string service_;
    TestDatabase database_;
    postgres::Connection db_{database_.conninfo()};
};

}  // namespace haven::spec
