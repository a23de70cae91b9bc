#include "libs/host/shards.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace haven::host {
namespace {

using nlohmann::json;

std::unexpected<Error> bad(const std::string& where, const std::string& expected) {
    return invalid("INVALID_SHARDS", where, expected);
}

bool is_name(const std::string& text) {
    return !text.empty() && text.size() <= 16 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
}

std::string text_at(const json& object, const char* key, const std::string& otherwise = {}) {
    const auto found = object.find(key);
    if (found == object.end()) return otherwise;
    return found->is_string() ? found->get<std::string>() : std::string();
}

Result<Shard> shard_of(const json& entry, const std::string& database_prefix) {
    Shard shard{.name = text_at(entry, "name"),
                .postgres = text_at(entry, "postgres"),
                .database_prefix = text_at(entry, "database_prefix", database_prefix)};
    if (!is_name(shard.name)) return bad("name", "1 to 16 of a-z and 0-9");
    if (shard.postgres.empty()) return bad(shard.name, "postgres: a conninfo without dbname");
    if (shard.database_prefix.empty()) return bad(shard.name, "database_prefix: some text");
    return shard;
}

Result<void> add_shards(const json& list, const std::string& database_prefix, ShardMap& map) {
    if (!list.is_array() || list.empty()) return bad("shards", "a list of at least one");
    for (const json& entry : list) {
        if (!entry.is_object()) return bad("shards", "objects with name and postgres");
        HAVEN_TRY(Shard shard, shard_of(entry, database_prefix));
        for (const Shard& other : map.shards) {
            if (other.name == shard.name) return bad(shard.name, "each name once");
            if (other.postgres == shard.postgres &&
                other.database_prefix == shard.database_prefix) {
                return bad(shard.name, "a database_prefix of its own on a server that two share");
            }
        }
        map.shards.push_back(std::move(shard));
    }
    return {};
}

Result<void> add_federations(const json& places, ShardMap& map) {
    if (!places.is_object()) return bad("federations", "an object of number: shard");
    for (const auto& [key, value] : places.items()) {
        std::int16_t number = 0;
        const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), number);
        if (fault != std::errc{} || end != key.data() + key.size() || number <= 0) {
            return bad("federations", "numbers of federations, and not " + key);
        }
        const std::string name = value.is_string() ? value.get<std::string>() : std::string();
        const auto shard = std::ranges::find(map.shards, name, &Shard::name);
        if (shard == map.shards.end()) return bad("federation " + key, "one of the shards' names");
        map.begins_in[FederationNo{number}] = static_cast<std::size_t>(shard - map.shards.begin());
    }
    return {};
}

}  // namespace

Result<ShardMap> parse_shards(std::string_view text, const std::string& database_prefix) {
    const json file = json::parse(text, nullptr, false);
    if (!file.is_object()) return bad("file", "a JSON object with shards and federations");
    ShardMap map;
    HAVEN_CHECKED(add_shards(file.value("shards", json()), database_prefix, map));
    HAVEN_CHECKED(add_federations(file.value("federations", json::object()), map));
    return map;
}

}  // namespace haven::host
