// Params: the parameters of a statement in PostgreSQL's binary format.
//
//     Params params;
//     params.uuid(id).int64(after);
//     ArrayBuilder names(Type::Text);
//     names.text("…").null();
//     params.array(names);
//
// Values are copied at once. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/time.hpp"
#include "libs/base/uuid.hpp"

namespace haven::postgres {

// The types Haven stores, with their OIDs in pg_type.
enum class Type : std::uint32_t {
    Bool = 16,
    Bytes = 17,
    Int64 = 20,
    Int16 = 21,
    Int32 = 23,
    Text = 25,
    Date = 1082,
    Instant = 1184,
    Uuid = 2950,
};

// OID of the array of a type.
std::uint32_t array_oid(Type type);

// PostgreSQL's binary form of one value (network byte order).
std::string encode_bool(bool value);
std::string encode_int16(std::int16_t value);
std::string encode_int32(std::int32_t value);
std::string encode_int64(std::int64_t value);
std::string encode_uuid(const Uuid& value);
std::string encode_date(Date value);
std::string encode_instant(Instant value);

// A one-dimensional array; an empty one has no dimension.
class ArrayBuilder {
  public:
    explicit ArrayBuilder(Type type) : type_(type) {}

    ArrayBuilder& null();
    ArrayBuilder& boolean(bool value) { return encoded(Type::Bool, encode_bool(value)); }
    ArrayBuilder& int16(std::int16_t value) { return encoded(Type::Int16, encode_int16(value)); }
    ArrayBuilder& int32(std::int32_t value) { return encoded(Type::Int32, encode_int32(value)); }
    ArrayBuilder& int64(std::int64_t value) { return encoded(Type::Int64, encode_int64(value)); }
    ArrayBuilder& text(std::string_view value) { return encoded(Type::Text, value); }
    ArrayBuilder& bytes(std::string_view value) { return encoded(Type::Bytes, value); }
    ArrayBuilder& uuid(const Uuid& value) { return encoded(Type::Uuid, encode_uuid(value)); }
    ArrayBuilder& date(Date value) { return encoded(Type::Date, encode_date(value)); }
    ArrayBuilder& instant(Instant value) { return encoded(Type::Instant, encode_instant(value)); }
    // What one of the functions above has made.
    ArrayBuilder& encoded(Type type, std::string_view bytes);

    [[nodiscard]] Type type() const { return type_; }
    [[nodiscard]] std::int32_t size() const { return count_; }
    [[nodiscard]] std::string encoded() const;

  private:
    Type type_;
    std::int32_t count_ = 0;
    bool has_null_ = false;
    std::string elements_;
};

class Params {
  public:
    Params& null(Type type);
    Params& boolean(bool value) { return encoded(Type::Bool, encode_bool(value)); }
    Params& int16(std::int16_t value) { return encoded(Type::Int16, encode_int16(value)); }
    Params& int32(std::int32_t value) { return encoded(Type::Int32, encode_int32(value)); }
    Params& int64(std::int64_t value) { return encoded(Type::Int64, encode_int64(value)); }
    Params& text(std::string_view value) { return encoded(Type::Text, std::string(value)); }
    Params& bytes(std::string_view value) { return encoded(Type::Bytes, std::string(value)); }
    Params& uuid(const Uuid& value) { return encoded(Type::Uuid, encode_uuid(value)); }
    Params& date(Date value) { return encoded(Type::Date, encode_date(value)); }
    Params& instant(Instant value) { return encoded(Type::Instant, encode_instant(value)); }
    Params& array(const ArrayBuilder& array);
    // What one of the functions above has made.
    Params& encoded(Type type, std::string bytes);

    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] std::span<const std::uint32_t> types() const { return types_; }
    // nullptr for NULL.
    [[nodiscard]] const std::string* value(std::size_t index) const {
        return values_[index].is_null ? nullptr : &values_[index].bytes;
    }

  private:
    struct Stored {
        bool is_null = false;
        std::string bytes;
    };

    std::vector<std::uint32_t> types_;
    std::vector<Stored> values_;
};

}  // namespace haven::postgres
