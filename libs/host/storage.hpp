// Storage: the databases of a service, one a shard, of this process or another; Storages: those of
// the whole suite, which all parts of a process share, so that they agree on where a federation is
// (docs/adr/0021).
//
//     storages.of("registry").open(true)->heads();
//
// Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "libs/host/config.hpp"
#include "libs/log/log.hpp"
#include "libs/log/placement.hpp"

namespace haven::host {

class Storage {
  public:
    // `config` outlives it.
    Storage(const Config& config, std::string service);

    [[nodiscard]] const std::vector<Shard>& shards() const { return map_.shards; }
    [[nodiscard]] const ShardMap& map() const { return map_; }
    [[nodiscard]] std::string database(std::size_t shard) const;
    // As `user`. The first shard is also where everything lies that has no federation.
    [[nodiscard]] std::string conninfo(std::string_view user, std::size_t shard = 0) const;
    [[nodiscard]] std::vector<std::string> conninfos(std::string_view user) const;

    // Null while there is one database only. Asks them at its first call, and throws
    // std::runtime_error when one does not answer.
    std::shared_ptr<log::Placement> placement();
    // The service's whole log. Connects at its first call.
    std::unique_ptr<log::Log> open(bool read_only);
    // What of it lies in one database: for a writer.
    std::unique_ptr<log::Log> open_shard(std::size_t shard, bool read_only);

  private:
    const std::string service_;
    const ShardMap map_;
    std::mutex mutex_;
    std::shared_ptr<log::Placement> placement_;
};

class Storages {
  public:
    explicit Storages(const Config& config) : config_(config) {}

    Storage& of(const std::string& service);

  private:
    const Config& config_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Storage>> storages_;
};

}  // namespace haven::host
