#include "libs/log/record.hpp"

#include <openssl/sha.h>

#include <array>
#include <concepts>
#include <type_traits>

#include "haven/type/v1/types.pb.h"

namespace haven::log {

namespace {

constexpr char kFormat = 1;

std::string bytes_of(const Uuid& id) {
    if (id.is_nil()) return {};
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

Uuid uuid_of(std::string_view bytes) {
    Uuid id;
    if (bytes.empty()) return id;
    HAVEN_CHECK(bytes.size() == id.bytes.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(id.bytes.data()));
    return id;
}

// Fields are a length of four bytes and the content; numbers big-endian in their full width.
template <std::integral T>
std::array<char, sizeof(T)> big_endian(T value) {
    std::array<char, sizeof(T)> bytes{};
    const auto raw = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bytes[i] = static_cast<char>(raw >> 8 * (sizeof(T) - 1 - i) & 0xff);
    }
    return bytes;
}

void write(std::string& out, std::string_view bytes) {
    const auto size = big_endian(static_cast<std::uint32_t>(bytes.size()));
    out.append(size.data(), size.size());
    out.append(bytes);
}

template <std::signed_integral T>
void write(std::string& out, T value) {
    const auto bytes = big_endian(value);
    write(out, std::string_view(bytes.data(), bytes.size()));
}

void write(std::string& out, const Uuid& id) {
    write(out, std::string_view(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()));
}

// Reads field after field; after the first fault it stays failed.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    [[nodiscard]] bool complete() const { return !failed_ && rest_.empty(); }

    std::string_view field() {
        if (rest_.size() < 4) return fail();
        std::uint32_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<std::uint8_t>(rest_[i]);
        if (rest_.size() - 4 < size) return fail();
        const std::string_view content = rest_.substr(4, size);
        rest_.remove_prefix(4 + size);
        return content;
    }

    template <std::signed_integral T>
    void read(T& value) {
        const std::string_view bytes = field();
        if (bytes.size() != sizeof(T)) {
            fail();
            return;
        }
        std::make_unsigned_t<T> raw = 0;
        for (const char c : bytes) {
            raw = static_cast<std::make_unsigned_t<T>>(static_cast<std::uint64_t>(raw) << 8 |
                                                       static_cast<std::uint8_t>(c));
        }
        value = static_cast<T>(raw);
    }

    void read(Uuid& id) {
        const std::string_view bytes = field();
        if (bytes.size() != id.bytes.size()) {
            fail();
            return;
        }
        std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(id.bytes.data()));
    }

    void read(std::string& text) { text = field(); }

  private:
    std::string_view fail() {
        failed_ = true;
        rest_ = {};
        return {};
    }

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace

std::string encode_meta(const Meta& meta) {
    type::v1::Meta proto;
    proto.set_actor(bytes_of(meta.actor.uuid));
    proto.set_on_behalf_of(bytes_of(meta.on_behalf_of.uuid));
    proto.set_at_micros(meta.at.micros);
    proto.set_business_date_days(meta.business_date.days());
    proto.set_correlation(bytes_of(meta.correlation));
    proto.set_causation(bytes_of(meta.causation));
    proto.set_traceparent(meta.traceparent);
    proto.set_union_node(meta.union_node);
    proto.set_purpose(meta.purpose);
    return proto.SerializeAsString();
}

Meta decode_meta(std::string_view bytes) {
    thread_local type::v1::Meta proto;  // keeps the room of its strings
    HAVEN_CHECK(proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return {StaffId{uuid_of(proto.actor())},
            StaffId{uuid_of(proto.on_behalf_of())},
            Instant{proto.at_micros()},
            Date::from_days(proto.business_date_days()),
            uuid_of(proto.correlation()),
            uuid_of(proto.causation()),
            proto.traceparent(),
            proto.union_node(),
            proto.purpose()};
}

std::string encode_record(const Record& record) {
    std::string out(1, kFormat);
    out.reserve(160 + record.meta.size() + record.payload.size());
    write(out, std::string_view(record.service));
    write(out, record.federation.value);
    write(out, record.incarnation);
    write(out, record.offset);
    write(out, record.stream_id);
    write(out, record.version);
    write(out, std::string_view(record.type));
    write(out, record.schema_version);
    write(out, record.recorded_at.micros);
    write(out, record.command_id);
    write(out, std::string_view(record.meta));
    write(out, std::string_view(record.payload));
    HAVEN_CHECK(out.size() <= kMaxRecordBytes);
    return out;
}

Result<Record> decode_record(std::string_view bytes) {
    const auto malformed = [](std::string expected) {
        return invalid("MALFORMED_RECORD", "record", std::move(expected));
    };
    if (bytes.size() > kMaxRecordBytes) return malformed("at most 60000 bytes");
    if (bytes.empty() || bytes.front() != kFormat) return malformed("format byte 1");
    Reader reader(bytes.substr(1));
    Record record;
    reader.read(record.service);
    reader.read(record.federation.value);
    reader.read(record.incarnation);
    reader.read(record.offset);
    reader.read(record.stream_id);
    reader.read(record.version);
    reader.read(record.type);
    reader.read(record.schema_version);
    reader.read(record.recorded_at.micros);
    reader.read(record.command_id);
    reader.read(record.meta);
    reader.read(record.payload);
    if (!reader.complete()) return malformed("twelve fields of their lengths and nothing after");
    return record;
}

std::size_t record_size(std::string_view service, std::string_view type, std::string_view meta,
                        std::string_view payload) {
    static const std::size_t empty = encode_record({}).size();
    return empty + service.size() + type.size() + meta.size() + payload.size();
}

std::array<std::uint8_t, 32> record_digest(const Record& record) {
    const std::string bytes = encode_record(record);
    std::array<std::uint8_t, 32> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return digest;
}

}  // namespace haven::log
