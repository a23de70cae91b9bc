#include "libs/log/record.hpp"

#include <gtest/gtest.h>

namespace haven::log {
namespace {

Uuid uuid(std::uint8_t seed) {
    Uuid id;
    id.bytes.fill(seed);
    return id;
}

Record sample() {
    return {"registry",
            FederationNo{7},
            2,
            1'234'567'890'123,
            uuid(0x11),
            42,
            "HouseholdEnrolled",
            3,
            Instant{1'600'000'000'000'001},
            uuid(0x22),
            std::string("\0meta\xff", 6),
            std::string("payload\0with zero", 17)};
}

TEST(Record, ComesBackEqualFromItsBytes) {
    EXPECT_EQ(decode_record(encode_record(sample())).value(), sample());
    EXPECT_EQ(decode_record(encode_record(Record{})).value(), Record{});
}

TEST(Record, KeepsNegativeNumbers) {
    Record record = sample();
    record.federation = FederationNo{-1};
    record.offset = -5;
    record.recorded_at = Instant{-1};
    EXPECT_EQ(decode_record(encode_record(record)).value(), record);
}

TEST(Record, RefusesEveryTruncationAndATail) {
    const std::string bytes = encode_record(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto decoded = decode_record(std::string_view(bytes).substr(0, size));
        ASSERT_FALSE(decoded.has_value()) << size;
        EXPECT_EQ(decoded.error().reason, "MALFORMED_RECORD");
    }
    EXPECT_FALSE(decode_record(bytes + "x").has_value());
}

TEST(Record, RefusesAnotherFormatAndAWrongWidth) {
    std::string bytes = encode_record(sample());
    bytes[0] = 2;
    EXPECT_FALSE(decode_record(bytes).has_value());
    bytes[0] = 1;
    const std::size_t federation_length = 1 + 4 + 8 + 3;
    bytes[federation_length] = 3;
    EXPECT_FALSE(decode_record(bytes).has_value());
}

TEST(Record, RefusesMoreThanTheLimit) {
    EXPECT_FALSE(decode_record(std::string(kMaxRecordBytes + 1, '\1')).has_value());
}

TEST(Record, SizeIsThatOfTheEncodedBytes) {
    const Record record = sample();
    EXPECT_EQ(record_size(record.service, record.type, record.meta, record.payload),
              encode_record(record).size());
}

TEST(Record, DigestDiffersWithEachField) {
    std::vector<Record> variants(13, sample());
    variants[1].service = "registrz";
    variants[2].federation = FederationNo{8};
    variants[3].incarnation = 3;
    variants[4].offset += 1;
    variants[5].stream_id = uuid(0x12);
    variants[6].version = 43;
    variants[7].type = "HouseholdEnrolledX";
    variants[8].schema_version = 4;
    variants[9].recorded_at.micros += 1;
    variants[10].command_id = uuid(0x23);
    variants[11].meta += "x";
    variants[12].payload += "x";
    for (std::size_t i = 0; i < variants.size(); ++i) {
        for (std::size_t k = i + 1; k < variants.size(); ++k) {
            EXPECT_NE(record_digest(variants[i]), record_digest(variants[k])) << i << " " << k;
        }
    }
}

TEST(Meta, ComesBackEqualFromItsBytes) {
    const Meta meta{StaffId{uuid(1)},        StaffId{uuid(2)}, Instant{123'456'789},
                    Date::from_days(16'804), uuid(3),          uuid(4),
                    "00-aa-bb-01",           "6103020001",     "REVIEW"};
    EXPECT_EQ(decode_meta(encode_meta(meta)), meta);
    EXPECT_EQ(decode_meta(encode_meta(Meta{})), Meta{});
}

TEST(Meta, AbortsOnBytesThatAreNoMeta) {
    EXPECT_DEATH(decode_meta("\xff\xff\xff"), "");
}

}  // namespace
}  // namespace haven::log
