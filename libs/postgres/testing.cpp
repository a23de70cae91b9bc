#include "libs/postgres/testing.hpp"

#include <spawn.h>
#include <sys/wait.h>
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

void run_program(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t pid = 0;
    int status = -1;
    if (::posix_spawnp(&pid, arguments[0], nullptr, nullptr, arguments.data(), environ) == 0) {
        ::waitpid(pid, &status, 0);
    }
    if (status != 0) throw std::runtime_error(words[0] + " failed");
}

TestDatabase::TestDatabase(const std::string& purpose) : server_(server()) {
    static std::atomic<int> counter{0};
    name_ = "test_" + purpose + "_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
    on_server(server_, "CREATE DATABASE " + quote_identifier(name_));
}

TestDatabase::~TestDatabase() {
    drop();
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

void TestDatabase::dump_to(const std::filesystem::path& file) const {
    run_program({"pg_dump", "-Fc", "-f", file.string(), "-d", conninfo()});
}

void TestDatabase::restore(const std::filesystem::path& file) const {
    drop();
    on_server(server_, "CREATE DATABASE " + quote_identifier(name_));
    run_program({"pg_restore", "-d", conninfo(), file.string()});
}

void TestDatabase::restore_in_place(const std::filesystem::path& file) const {
    run_program({"pg_restore", "--clean", "--single-transaction", "-d", conninfo(), file.string()});
}

void TestDatabase::drop() const {
    on_server(server_, "DROP DATABASE IF EXISTS " + quote_identifier(name_) + " WITH (FORCE)");
}

}  // namespace haven::spec
