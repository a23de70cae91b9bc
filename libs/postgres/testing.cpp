#include "libs/postgres/testing.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "libs/postgres/connection.hpp"

namespace haven::spec {
namespace {

using postgres::Connection;
using postgres::quote_identifier;
using postgres::quote_literal;

std::string server() {
    const char* conninfo = std::getenv("HAVEN_TEST_POSTGRES");
    if (conninfo == nullptr || *conninfo == '\0') {
        throw std::runtime_error(
            "HAVEN_TEST_POSTGRES is not set: run this through ./dev test, which starts a server");
    }
    return conninfo;
}

void on_server(const std::string& server, const std::string& sql) {
    Connection(postgres::with_setting(server, "dbname", "postgres"), 30'000).exec(sql);
}

}  // namespace

TestDatabase::TestDatabase(const std::string& purpose) : server_(server()) {
    static std::atomic<int> counter{0};
    name_ = "test_" + purpose + "_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
    on_server(server_, "CREATE DATABASE " + quote_identifier(name_));
}

TestDatabase::~TestDatabase() {
    drop(name_);
}

std::string TestDatabase::conninfo() const {
    return postgres::with_setting(server_, "dbname", name_);
}

std::string TestDatabase::conninfo_as(const std::string& role) const {
    return postgres::with_setting(conninfo(), "user", role);
}

void TestDatabase::kill_backends() const {
    on_server(server_, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " +
                           quote_literal(name_));
}

void TestDatabase::copy_to(const std::string& name) const {
    on_server(server_,
              "CREATE DATABASE " + quote_identifier(name) + " TEMPLATE " + quote_identifier(name_));
}

void TestDatabase::drop(const std::string& name) const {
    on_server(server_, "DROP DATABASE IF EXISTS " + quote_identifier(name) + " WITH (FORCE)");
}

void TestDatabase::restore_from(const std::string& name) const {
    drop(name_);
    on_server(server_,
              "CREATE DATABASE " + quote_identifier(name_) + " TEMPLATE " + quote_identifier(name));
}

}  // namespace haven::spec
