#include "libs/postgres/params.hpp"

#include "libs/base/result.hpp"

namespace haven::postgres {
namespace {

// PostgreSQL counts from 2000-01-01.
constexpr std::int32_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicros = 946'684'800'000'000;

template <class Unsigned>
std::string big_endian(Unsigned value) {
    std::string bytes(sizeof(Unsigned), '\0');
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
        bytes[sizeof(Unsigned) - 1 - i] = static_cast<char>(value & 0xff);
        value = static_cast<Unsigned>(value >> 8);
    }
    return bytes;
}

}  // namespace

std::uint32_t array_oid(Type type) {
    switch (type) {
        case Type::Bool:
            return 1000;
        case Type::Bytes:
            return 1001;
        case Type::Int64:
            return 1016;
        case Type::Int16:
            return 1005;
        case Type::Int32:
            return 1007;
        case Type::Text:
            return 1009;
        case Type::Date:
            return 1182;
        case Type::Instant:
            return 1185;
        case Type::Uuid:
            return 2951;
    }
    HAVEN_CHECK(false);
    return 0;
}

std::string encode_bool(bool value) {
    return std::string(1, value ? '\1' : '\0');
}
std::string encode_int16(std::int16_t value) {
    return big_endian(static_cast<std::uint16_t>(value));
}
std::string encode_int32(std::int32_t value) {
    return big_endian(static_cast<std::uint32_t>(value));
}
std::string encode_int64(std::int64_t value) {
    return big_endian(static_cast<std::uint64_t>(value));
}
std::string encode_uuid(const Uuid& value) {
    return {reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()};
}
std::string encode_date(Date value) {
    return encode_int32(value.days() - kEpochDays);
}
std::string encode_instant(Instant value) {
    return encode_int64(value.micros - kEpochMicros);
}

ArrayBuilder& ArrayBuilder::null() {
    ++count_;
    has_null_ = true;
    elements_ += encode_int32(-1);
    return *this;
}

ArrayBuilder& ArrayBuilder::encoded(Type type, std::string_view bytes) {
    HAVEN_CHECK(type == type_);
    ++count_;
    elements_ += encode_int32(static_cast<std::int32_t>(bytes.size()));
    elements_ += bytes;
    return *this;
}

std::string ArrayBuilder::encoded() const {
    std::string bytes = encode_int32(count_ == 0 ? 0 : 1) + encode_int32(has_null_ ? 1 : 0) +
                        encode_int32(static_cast<std::int32_t>(type_));
    if (count_ == 0) return bytes;
    return bytes + encode_int32(count_) + encode_int32(1) + elements_;
}

Params& Params::null(Type type) {
    types_.push_back(static_cast<std::uint32_t>(type));
    values_.push_back({true, {}});
    return *this;
}

Params& Params::array(const ArrayBuilder& array) {
    types_.push_back(array_oid(array.type()));
    values_.push_back({false, array.encoded()});
    return *this;
}

Params& Params::encoded(Type type, std::string bytes) {
    types_.push_back(static_cast<std::uint32_t>(type));
    values_.push_back({false, std::move(bytes)});
    return *this;
}

}  // namespace haven::postgres
