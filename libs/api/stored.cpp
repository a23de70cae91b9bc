#include "libs/api/stored.hpp"

#include "libs/log/record.hpp"
#include "libs/postgres/params.hpp"

namespace haven::api {
namespace {

constexpr postgres::Statement kEvents{
    "stored_events",
    "SELECT federation, stream_id, version, meta, type, schema_version, payload FROM event "
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
                         .day = log::decode_meta(row.bytes(3)).business_date,
                         .type = row.text(4),
                         .schema_version = row.int16(5),
                         .payload = row.bytes(6)});
    }
    return found;
}

}  // namespace haven::api
