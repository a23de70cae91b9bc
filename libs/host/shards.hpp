// The map of shards: on which servers a service's databases lie, and where a federation's log
// begins (docs/formats.md, docs/adr/0021). Where it is later is what the databases themselves say.
//
//     {"shards": [{"name": "centre", "postgres": "host=a"}, {"name": "east", "postgres":
//     "host=b"}],
//      "federations": {"5": "east", "6": "east"}}
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.hpp"
#include "libs/base/uuid.hpp"

namespace haven::host {

struct Shard {
    std::string name;
    std::string postgres;         // conninfo without dbname
    std::string database_prefix;  // of its own where two shards share a server

    bool operator==(const Shard&) const = default;
};

struct ShardMap {
    std::vector<Shard> shards;                      // at least one
    std::map<FederationNo, std::size_t> begins_in;  // others begin in the first

    [[nodiscard]] std::size_t first_shard_of(FederationNo federation) const {
        const auto found = begins_in.find(federation);
        return found == begins_in.end() ? 0 : found->second;
    }
};

// Error: INVALID_SHARDS, saying what is wrong: no JSON, no shard, a name twice or not of
// [a-z0-9]{1,16}, two with the same databases, an unknown shard, a federation that is no number.
Result<ShardMap> parse_shards(std::string_view json, const std::string& database_prefix);

}  // namespace haven::host
