// The run file: where a running process can be found, `<run_dir>/<name>.json`, and the lock that
// keeps a second one off the same folder. For clients: read_run_files().
//
//     {"pid": 4711, "profile": "demo", "data_dir": "…", "exchange_dir": "…", "metrics": "…",
//      "services": {"registry": "127.0.0.1:40001", "ops": "127.0.0.1:40001"},
//      "databases": {"registry": "host=… dbname=haven_registry user=…"}}
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/result.hpp"

namespace haven::host {

struct RunFile {
    int pid = 0;
    bool production = false;
    std::string data_dir;
    std::string exchange_dir;
    std::string metrics;                          // address of the Prometheus endpoint, or empty
    std::map<std::string, std::string> services;  // name → address; "ops" is there too
    // Name → conninfo of their owner: "registry"; with several shards that is the first of them,
    // and each stands there as "registry@east" too.
    std::map<std::string, std::string> databases;
};

// What a database is called there: "registry"; "registry@east" with a shard's name.
std::string database_name(std::string service, const std::string& shard);
// Shard → conninfo of all databases of a service, in any of the run files; the shard's name is
// empty where there is only one. Empty: nobody serves it.
std::map<std::string, std::string> databases_of(const std::vector<RunFile>& processes,
                                                const std::string& service);

// Thrown by a process that finds the folder taken; names the pid.
class AlreadyRunning : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Held as long as the object lives; the operating system lets go of it when the process dies.
class RunLock {
  public:
    // Error: ALREADY_RUNNING (Duplicate) with metadata "pid".
    static Result<RunLock> take(const std::filesystem::path& run_dir, const std::string& name);
    RunLock(RunLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    RunLock& operator=(RunLock&&) = delete;
    ~RunLock();

  private:
    explicit RunLock(int file) : file_(file) {}
    int file_;
};

// Replaces a file atomically, mode 0600. Of several that write it at once, also in other processes,
// one's text stays whole. Throws std::system_error.
void write_whole(const std::filesystem::path& file, std::string_view text);

void write_run_file(const std::filesystem::path& run_dir, const std::string& name,
                    const RunFile& content);
void remove_run_file(const std::filesystem::path& run_dir, const std::string& name);

// The run files of all processes that are alive. Empty when none runs.
std::vector<RunFile> read_run_files(const std::filesystem::path& run_dir);
// The address of a service among them. Error: NOT_RUNNING (Unavailable).
Result<std::string> address_of(const std::filesystem::path& run_dir, const std::string& service);

}  // namespace haven::host
