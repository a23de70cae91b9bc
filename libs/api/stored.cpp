#include "libs/api/stored.hpp"

#include "libs/postgres/params.hpp"

namespace haven::api {
namespace {

constexpr postgres::Statement kEvents{
    "stored_events",
    "SELECT federation, stream_id, version, type, schema_version, payload FROM event "
    "WHERE stream_id = ANY($1) ORDER BY stream_id, version"};

}  // namespace

std::vector<StoredEvent> stored_events(access::ScopedRead& read, std::span<const Uuid> streams) {
    postgres::ArrayBuilder ids(postgres::Type::Uuid);
    for (const Uuid& stream : streams) ids.uuid(stream);
    std::vector<StoredEvent> found;
    for (const postgres::Row row : read.query(kEvents, postgres::Params().array(ids))) {
        found.push_back({.federation = FederationNo{row.int16(0)},
                         .stream = row.uuid(1),
                         .version = row.int32(2),
                         .type = row.text(3),
                         .schema_version = row.int16(4),
                         .payload = row.bytes(5)});
    }
    return found;
}

}  // namespace haven::api
