// The PostgreSQL backend of the conformance suite. For test programs only.
#pragma once

#include "libs/log/commit_proxy.hpp"
#include "libs/log/log_conformance.hpp"
#include "libs/log/postgres_log.hpp"
#include "libs/log/schema.hpp"
#include "libs/postgres/testing.hpp"

namespace haven::spec {

class PostgresBackend {
  public:
    PostgresBackend();

    std::unique_ptr<Log> open();
    // Without the proxy in between.
    std::unique_ptr<PostgresLog> open_directly() {
        return std::make_unique<PostgresLog>(database_.conninfo(), "registry");
    }
    std::vector<log::Row> rows(const Table& table);
    void set_open(FederationNo federation, bool open);
    void raise_incarnation() { log::raise_incarnation(db_); }
    void lose_next_commit(Log& log, bool applied);
    void disturb();
    // Round trips of logs from open().
    [[nodiscard]] int trips() const { return proxy_.trips(); }

    TestDatabase& database() { return database_; }
    postgres::Connection& db() { return db_; }

  private:
    TestDatabase database_{"log"};
    postgres::Connection db_{database_.conninfo()};
    CommitProxy proxy_;
};

}  // namespace haven::spec
