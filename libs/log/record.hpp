// Record: an event as bytes, in one format everywhere: bus, Kafka value, golden file, Merkle leaf
// (protocols §1). The payload is the event message's bytes as stored, never re-encoded.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "libs/base/result.hpp"
#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::log {

// Who, when and why; stored as one proto message (haven.type.v1.Meta) with each event.
struct Meta {
    StaffId actor;         // nil for a service
    StaffId on_behalf_of;  // for what a service does on somebody's behalf
    Instant at;
    Date business_date;
    Uuid correlation;
    Uuid causation;  // command or event that led to this one
    std::string traceparent;
    std::string union_node;
    std::string purpose;

    bool operator==(const Meta&) const = default;
};

std::string encode_meta(const Meta& meta);
// Aborts on bytes that are no Meta: our own log must be readable.
Meta decode_meta(std::string_view bytes);

struct Record {
    std::string service;
    FederationNo federation;
    std::int16_t incarnation = 1;
    std::int64_t offset = 0;
    Uuid stream_id;
    std::int32_t version = 0;
    std::string type;  // "HouseholdEnrolled"
    std::int16_t schema_version = 1;
    Instant recorded_at;
    Uuid command_id;
    std::string meta;
    std::string payload;

    bool operator==(const Record&) const = default;
};

// Largest encoded record (design §10). Whoever hands events to a log keeps them within it, by
// record_size(); a log aborts on a larger one.
inline constexpr std::size_t kMaxRecordBytes = 60'000;
// Encoded size of a record with these variable parts.
std::size_t record_size(std::string_view service, std::string_view type, std::string_view meta,
                        std::string_view payload);

std::string encode_record(const Record& record);
// Error: MALFORMED_RECORD.
Result<Record> decode_record(std::string_view bytes);
// SHA-256 of the encoded record.
std::array<std::uint8_t, 32> record_digest(const Record& record);

}  // namespace haven::log
