// TestDatabase: a fresh database on the server that ./dev test starts, dropped at the end of the
// test.
//
// The server is named by HAVEN_TEST_POSTGRES (a conninfo of a superuser). Without it the test
// fails: it is never skipped silently.
#pragma once

#include <string>

namespace haven::spec {

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
    // A second database with the same content ("dump and restore"); no session may be open in this
    // one.
    void copy_to(const std::string& name) const;
    void drop(const std::string& name) const;
    // Replaces this database by a copy made before.
    void restore_from(const std::string& name) const;

  private:
    std::string server_;
    std::string name_;
};

}  // namespace haven::spec
