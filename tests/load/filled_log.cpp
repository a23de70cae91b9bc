#include "tests/load/filled_log.hpp"

#include <fmt/core.h>

#include "libs/log/record.hpp"
#include "libs/postgres/connection.hpp"
#include "tests/load/visits.hpp"

namespace haven::load {
namespace {

// Event k belongs to federation k % 13 + 1; there it has offset k / 13 + 1. $1 and $2: from, to;
// $3: events a file; $4, $5: meta and payload.
constexpr const char* kEvents = R"(
INSERT INTO event (federation, log_offset, incarnation, stream_id, version, type, schema_version,
                   recorded_at, command_id, meta, payload)
SELECT k % 13 + 1, k / 13 + 1, 1, filled_file(k % 13 + 1, k / 13 / $3), k / 13 % $3 + 1,
       'VisitNoted', 1, 'epoch'::timestamptz + k * interval '1 microsecond', filled_command(k),
       $4, $5
FROM generate_series($1::bigint, $2::bigint - 1) AS k)";
constexpr const char* kCommands = R"(
INSERT INTO command (federation, command_id, request_hash, reply_version, reply_offset)
SELECT k % 13 + 1, filled_command(k), decode(repeat('00', 32), 'hex'), k / 13 % $3 + 1, k / 13 + 1
FROM generate_series($1::bigint, $2::bigint - 1) AS k)";
constexpr const char* kRows = R"(
INSERT INTO visits (federation, file_id, visits, last_on, last_offset)
SELECT federation, stream_id, max(version), $1, max(log_offset) FROM event
GROUP BY federation, stream_id
ON CONFLICT (federation, file_id) DO UPDATE
SET visits = EXCLUDED.visits, last_on = EXCLUDED.last_on, last_offset = EXCLUDED.last_offset)";
constexpr const char* kFunctions = R"(
CREATE OR REPLACE FUNCTION filled_file(federation bigint, number bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(federation), 16, '0') || lpad(to_hex(number), 16, '0'))::uuid $$;
CREATE OR REPLACE FUNCTION filled_command(k bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('ffff' || lpad(to_hex(k), 28, '0'))::uuid $$;)";
constexpr const char* kHeads = R"(
UPDATE log_head SET next_offset = 1 + coalesce(
    (SELECT max(log_offset) FROM event e WHERE e.federation = log_head.federation), 0))";

log::Meta meta() {
    log::Meta meta;
    meta.actor = StaffId{VisitCommands::stream_of(7)};
    meta.business_date = Date::of(2023, 6, 30);
    return meta;
}

}  // namespace

Uuid filled_file(int federation, std::int64_t number) {
    return Uuid::parse(
               fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", 0, 0, federation, 0, number))
        .value();
}

void fill_visits(const std::string& conninfo, std::int64_t events, int events_a_file) {
    using postgres::Params;
    constexpr int kPatienceMs = 600'000;
    postgres::Connection connection(conninfo, kPatienceMs);
    connection.exec(kFunctions);
    const std::int64_t from = connection.query("SELECT count(*) FROM event")[0].int64(0);
    const auto range = [&] { return Params().int64(from).int64(events).int64(events_a_file); };
    postgres::Transaction transaction(connection);
    connection.query(kEvents,
                     range().bytes(log::encode_meta(meta())).bytes(std::string(kNoteBytes, 'v')));
    connection.query(kCommands, range());
    connection.query(kRows, Params().date(meta().business_date));
    connection.exec(kHeads);
    transaction.commit();
    connection.exec("VACUUM (ANALYZE) event, command, visits");
}

audit::Subject visits_subject() {
    static const writer::Aggregate* const aggregates[] = {&visits()};
    static const log::Table* const tables[] = {&kVisits};
    return {"bench", visits_migrations(), aggregates, tables};
}

}  // namespace haven::load
