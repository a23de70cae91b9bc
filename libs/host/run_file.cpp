#include "libs/host/run_file.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

namespace haven::host {
namespace {

using nlohmann::json;

std::filesystem::path file_of(const std::filesystem::path& run_dir, const std::string& name) {
    return run_dir / (name + ".json");
}

[[noreturn]] void throw_errno(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

bool is_alive(int pid) {
    return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
}

RunFile parse(const json& text) {
    RunFile content;
    content.pid = text.at("pid");
    content.production = text.at("profile") == "production";
    content.data_dir = text.at("data_dir");
    content.exchange_dir = text.at("exchange_dir");
    content.metrics = text.at("metrics");
    content.services = text.at("services");
    content.databases = text.at("databases");
    return content;
}

}  // namespace

Result<RunLock> RunLock::take(const std::filesystem::path& run_dir, const std::string& name) {
    const auto path = run_dir / (name + ".lock");
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw_errno("cannot open " + path.string());
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        char text[32] = {};
        const auto length = ::read(file, text, sizeof text - 1);
        ::close(file);
        const std::string pid(text, length > 0 ? static_cast<std::size_t>(length) : 0);
        return failure(ErrorKind::Duplicate, "ALREADY_RUNNING",
                       "a process with pid " + pid + " runs on this folder already",
                       {{"pid", pid}});
    }
    const std::string pid = std::to_string(::getpid());
    if (::ftruncate(file, 0) != 0 ||
        ::pwrite(file, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        ::close(file);
        throw_errno("cannot write " + path.string());
    }
    return RunLock(file);
}

RunLock::~RunLock() {
    if (file_ >= 0) ::close(file_);
}

void write_whole(const std::filesystem::path& file, std::string_view text) {
    std::string unfinished = file.string() + ".XXXXXX";
    const int descriptor = ::mkostemp(unfinished.data(), O_CLOEXEC);
    if (descriptor < 0) throw_errno("cannot write " + file.string());
    const auto written = ::write(descriptor, text.data(), text.size());
    ::close(descriptor);
    if (written != static_cast<ssize_t>(text.size())) {
        ::unlink(unfinished.c_str());
        throw_errno("cannot write " + file.string());
    }
    std::filesystem::rename(unfinished, file);
}

void write_run_file(const std::filesystem::path& run_dir, const std::string& name,
                    const RunFile& content) {
    const json text{{"pid", content.pid},
                    {"profile", content.production ? "production" : "demo"},
                    {"data_dir", content.data_dir},
                    {"exchange_dir", content.exchange_dir},
                    {"metrics", content.metrics},
                    {"services", content.services},
                    {"databases", content.databases}};
    write_whole(file_of(run_dir, name), text.dump(2) + "\n");
}

void remove_run_file(const std::filesystem::path& run_dir, const std::string& name) {
    std::filesystem::remove(file_of(run_dir, name));
}

std::vector<RunFile> read_run_files(const std::filesystem::path& run_dir) {
    std::vector<RunFile> found;
    std::error_code missing;
    for (const auto& entry : std::filesystem::directory_iterator(run_dir, missing)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream file(entry.path());
        const json text = json::parse(file, nullptr, false);
        if (text.is_discarded() || !text.is_object() || !text.contains("services")) continue;
        RunFile content = parse(text);
        if (is_alive(content.pid)) found.push_back(std::move(content));
    }
    return found;
}

std::string database_name(std::string service, const std::string& shard) {
    if (shard.empty()) return service;
    service += '@';
    service += shard;
    return service;
}

std::map<std::string, std::string> databases_of(const std::vector<RunFile>& processes,
                                                const std::string& service) {
    std::map<std::string, std::string> shards;
    std::string only;
    for (const RunFile& process : processes) {
        for (const auto& [name, conninfo] : process.databases) {
            if (name == service) only = conninfo;
            if (name.starts_with(service + '@')) shards[name.substr(service.size() + 1)] = conninfo;
        }
    }
    if (shards.empty() && !only.empty()) shards[""] = only;
    return shards;
}

Result<std::string> address_of(const std::filesystem::path& run_dir, const std::string& service) {
    for (const RunFile& content : read_run_files(run_dir)) {
        const auto address = content.services.find(service);
        if (address != content.services.end()) return address->second;
    }
    return failure(ErrorKind::Unavailable, "NOT_RUNNING", "no running process serves " + service,
                   {{"service", service}});
}

}  // namespace haven::host
