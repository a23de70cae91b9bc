#include "libs/postgres/testing.hpp"

#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
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

TestCluster::TestCluster(std::vector<std::string> settings,
                         const std::function<void(const std::filesystem::path& data)>& fill)
    : settings_(std::move(settings)) {
    std::string name = (std::filesystem::temp_directory_path() / "haven-pg-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder_ = name;
    if (::geteuid() == 0) {
        const passwd* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::runtime_error("cannot give " + name + " to the user postgres");
        }
    }
    if (fill) {
        fill(folder_ / "data");
        if (::geteuid() == 0) run_program({"chown", "-R", "postgres:", folder_.string()});
    } else {
        run({"initdb", "-D", (folder_ / "data").string(), "-U", "haven", "-A", "trust", "-E",
             "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"});
    }
    start();
}

TestCluster::~TestCluster() {
    if (std::filesystem::exists(folder_ / "data" / "postmaster.pid")) stop();
    std::filesystem::remove_all(folder_);
}

std::string TestCluster::conninfo() const {
    return postgres::with_setting("user=haven dbname=postgres", "host", folder_.string());
}

void TestCluster::start() const {
    std::string options = "-k " + folder_.string() + " -c listen_addresses= -c fsync=off";
    for (const std::string& setting : settings_) options += " -c " + setting;
    run({"pg_ctl", "-D", (folder_ / "data").string(), "-l", (folder_ / "log").string(), "-o",
         options, "-w", "-s", "start"});
}

void TestCluster::stop() const {
    run({"pg_ctl", "-D", (folder_ / "data").string(), "-m", "immediate", "-w", "-s", "stop"});
}

void TestCluster::kill() const {
    pid_t pid = 0;
    std::ifstream(folder_ / "data" / "postmaster.pid") >> pid;
    if (pid <= 0 || ::kill(pid, SIGKILL) != 0) throw std::runtime_error("no server to kill");
    std::filesystem::remove(folder_ / "data" / "postmaster.pid");
}

void TestCluster::run(std::vector<std::string> words) const {
    words[0] = "/usr/lib/postgresql/15/bin/" + words[0];
    if (::geteuid() == 0) {
        const std::vector<std::string> as{"setpriv", "--reuid=postgres", "--regid=postgres",
                                          "--init-groups", "--"};
        words.insert(words.begin(), as.begin(), as.end());
    }
    run_program(std::move(words));
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
