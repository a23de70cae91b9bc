#include "libs/log/record.hpp"
#include "tests/fuzz/tape.hpp"
#include "tests/fuzz/target.hpp"

namespace haven::fuzz {

std::vector<std::string> stories() {
    log::Record record{.service = "registry",
                       .federation = FederationNo{2},
                       .offset = 7,
                       .stream_id = {},
                       .version = 3,
                       .type = "HouseholdEnrolled"};
    record.meta = log::encode_meta({.actor = {}, .traceparent = "00-1-2-01"});
    record.payload = "payload";
    return {log::encode_record(record), log::encode_record({})};
}

}  // namespace haven::fuzz

// A record has one spelling: what can be read is written as it was, whatever anybody made of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace haven;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto read = log::decode_record(bytes)) {
        HAVEN_CHECK(log::encode_record(*read) == bytes);
    }
    fuzz::Tape tape(bytes);
    log::Record record;
    carry(tape, record);
    record.payload = tape.rest();
    const std::size_t size_told =
        log::record_size(record.service, record.type, record.meta, record.payload);
    if (size_told > log::kMaxRecordBytes) return 0;
    const std::string written = log::encode_record(record);
    HAVEN_CHECK(written.size() == size_told);
    const auto again = log::decode_record(written);
    HAVEN_CHECK(again.has_value() && *again == record);
    log::Meta meta;
    carry(tape, meta);
    HAVEN_CHECK(log::decode_meta(log::encode_meta(meta)) == meta);
    return 0;
}
