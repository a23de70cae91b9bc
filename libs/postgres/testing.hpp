// TestDatabase: a fresh database on the server that ./dev test starts, dropped at the end of the
// test.
//
// The server is named by HAVEN_TEST_POSTGRES (a conninfo of a superuser). Without it the test
// fails: it is never skipped silently.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace haven::spec {

// A PostgreSQL server of the test's own, for tests that stop it; its data go at the end. Takes a
// second to make. As root it runs as the user `postgres`, as PostgreSQL wants it.
class TestCluster {
  public:
    // Started, with these settings ("wal_level=replica") beside its own. `fill` makes the data
    // folder when given, else initdb does.
    explicit TestCluster(std::vector<std::string> settings = {},
                         const std::function<void(const std::filesystem::path& data)>& fill = {});
    ~TestCluster();
    TestCluster(const TestCluster&) = delete;
    TestCluster& operator=(const TestCluster&) = delete;

    // Of its superuser, in no particular database.
    [[nodiscard]] std::string conninfo() const;
    void start() const;
    // As a power cut would.
    void stop() const;
    // kill -9 of the server, which has no time to write anything any more.
    void kill() const;

  private:
    void run(std::vector<std::string> words) const;

    std::vector<std::string> settings_;
    std::filesystem::path folder_;
};

// Runs a program of PATH to its end; throws when it says no.
void run_program(std::vector<std::string> words);

class TestDatabase {
  public:
    // `purpose` becomes part of the database's name.
    explicit TestDatabase(const std::string& purpose);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    // Conninfo of the superuser, or of another role, in this database.
    [[nodiscard]] std::string conninfo() const;
    [[nodiscard]] std::string conninfo_as(const std::string& role) const;
    // Ends all sessions in this database, as a crash of their backends would.
    void kill_backends() const;
    // The whole content into a file, by pg_dump; sessions may go on.
    void dump_to(const std::filesystem::path& file) const;
    // Replaces this database by what a dump holds; all its sessions end.
    void restore(const std::filesystem::path& file) const;
    // The same table by table, so that sessions go on.
    void restore_in_place(const std::filesystem::path& file) const;

  private:
    void drop() const;

    std::string server_;
    std::string name_;
};

}  // namespace haven::spec
