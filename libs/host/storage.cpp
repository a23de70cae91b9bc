#include "libs/host/storage.hpp"

#include "libs/log/postgres_log.hpp"
#include "libs/log/postgres_placement.hpp"
#include "libs/log/sharded_log.hpp"
#include "libs/postgres/connection.hpp"

namespace haven::host {
namespace {

constexpr std::string_view kLogRole = "haven_writer";

ShardMap map_of(const Config& config) {
    if (!config.shards.shards.empty()) return config.shards;
    return {.shards = {{.name = {},
                        .postgres = config.postgres,
                        .database_prefix = config.database_prefix}},
            .begins_in = {}};
}

}  // namespace

Storage::Storage(const Config& config, std::string service)
    : service_(std::move(service)), map_(map_of(config)) {}

std::string Storage::database(std::size_t shard) const {
    return map_.shards.at(shard).database_prefix + service_;
}

std::string Storage::conninfo(std::string_view user, std::size_t shard) const {
    return postgres::with_setting(
        postgres::with_setting(map_.shards.at(shard).postgres, "dbname", database(shard)), "user",
        user);
}

std::vector<std::string> Storage::conninfos(std::string_view user) const {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < map_.shards.size(); ++i) all.push_back(conninfo(user, i));
    return all;
}

std::shared_ptr<log::Placement> Storage::placement() {
    if (map_.shards.size() == 1) return nullptr;
    const std::lock_guard lock(mutex_);
    if (!placement_) {
        placement_ = std::make_shared<log::Placement>(log::ask_databases(conninfos(kLogRole)));
    }
    return placement_;
}

std::unique_ptr<log::Log> Storage::open_shard(std::size_t shard, bool read_only) {
    std::string text = conninfo(kLogRole, shard);
    if (read_only) {
        text = postgres::with_setting(text, "options", "-c default_transaction_read_only=on");
    }
    return std::make_unique<log::PostgresLog>(
        text, service_, log::PostgresLogOptions{.placement = placement(), .shard = shard});
}

std::unique_ptr<log::Log> Storage::open(bool read_only) {
    if (map_.shards.size() == 1) return open_shard(0, read_only);
    std::vector<std::unique_ptr<log::Log>> all;
    for (std::size_t i = 0; i < map_.shards.size(); ++i) all.push_back(open_shard(i, read_only));
    return std::make_unique<log::ShardedLog>(std::move(all), placement());
}

Storage& Storages::of(const std::string& service) {
    const std::lock_guard lock(mutex_);
    auto& storage = storages_[service];
    if (!storage) storage = std::make_unique<Storage>(config_, service);
    return *storage;
}

}  // namespace haven::host
