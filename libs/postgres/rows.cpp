#include "libs/postgres/rows.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <cstring>

#include "libs/base/result.hpp"

namespace haven::postgres {
namespace {

constexpr std::int32_t kEpochDays = 10'957;
constexpr std::int64_t kEpochMicros = 946'684'800'000'000;
constexpr std::uint32_t kVarchar = 1043;
constexpr std::uint32_t kName = 19;

const PGresult* of(const void* result) {
    return static_cast<const PGresult*>(result);
}

template <class Unsigned>
Unsigned big_endian(std::string_view bytes) {
    HAVEN_CHECK(bytes.size() == sizeof(Unsigned));
    Unsigned value = 0;
    for (const char c : bytes) {
        value =
            static_cast<Unsigned>(static_cast<Unsigned>(value << 8) | static_cast<std::uint8_t>(c));
    }
    return value;
}

}  // namespace

bool Row::is_null(int column) const {
    return PQgetisnull(of(result_), row_, column) != 0;
}

// libpq checks row and column in each of its calls: a value costs three of them, and a NULL, which
// is never longer than 0, one more.
std::string_view Row::value(int column, Type type, std::uint32_t other) const {
    const PGresult* result = of(result_);
    const auto oid = PQftype(result, column);
    HAVEN_CHECK(oid == static_cast<std::uint32_t>(type) || (other != 0 && oid == other));
    const auto length = static_cast<std::size_t>(PQgetlength(result, row_, column));
    HAVEN_CHECK(length > 0 || PQgetisnull(result, row_, column) == 0);
    return {PQgetvalue(result, row_, column), length};
}

bool Row::boolean(int column) const {
    return value(column, Type::Bool)[0] != 0;
}
std::int16_t Row::int16(int column) const {
    return static_cast<std::int16_t>(big_endian<std::uint16_t>(value(column, Type::Int16)));
}
std::int32_t Row::int32(int column) const {
    return static_cast<std::int32_t>(big_endian<std::uint32_t>(value(column, Type::Int32)));
}
std::int64_t Row::int64(int column) const {
    return static_cast<std::int64_t>(big_endian<std::uint64_t>(value(column, Type::Int64)));
}
std::string Row::text(int column) const {
    const bool name = PQftype(of(result_), column) == kName;
    return std::string(value(column, Type::Text, name ? kName : kVarchar));
}
std::string Row::bytes(int column) const {
    return std::string(value(column, Type::Bytes));
}
Uuid Row::uuid(int column) const {
    const std::string_view raw = value(column, Type::Uuid);
    Uuid id;
    HAVEN_CHECK(raw.size() == id.bytes.size());
    std::memcpy(id.bytes.data(), raw.data(), raw.size());
    return id;
}
Date Row::date(int column) const {
    const auto days =
        static_cast<std::int32_t>(big_endian<std::uint32_t>(value(column, Type::Date)));
    return Date::from_days(days + kEpochDays);
}
Instant Row::instant(int column) const {
    const auto micros =
        static_cast<std::int64_t>(big_endian<std::uint64_t>(value(column, Type::Instant)));
    return Instant{micros + kEpochMicros};
}

std::optional<std::int64_t> Row::int64_or_null(int column) const {
    return is_null(column) ? std::nullopt : std::optional(int64(column));
}
std::optional<std::string> Row::text_or_null(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
}
std::optional<std::string> Row::bytes_or_null(int column) const {
    return is_null(column) ? std::nullopt : std::optional(bytes(column));
}
std::optional<Uuid> Row::uuid_or_null(int column) const {
    return is_null(column) ? std::nullopt : std::optional(uuid(column));
}
std::optional<Date> Row::date_or_null(int column) const {
    return is_null(column) ? std::nullopt : std::optional(date(column));
}

Rows::Rows(void* result)
    : result_(result, [](void* owned) { PQclear(static_cast<PGresult*>(owned)); }) {}

int Rows::size() const {
    int rows = result_ ? PQntuples(of(result_.get())) : 0;
    for (const auto& more : more_) rows += PQntuples(of(more.get()));
    return rows;
}
Row Rows::operator[](int row) const {
    HAVEN_CHECK(row >= 0 && row < size());
    const void* result = result_.get();
    for (std::size_t i = 0; row >= PQntuples(of(result)); ++i) {
        row -= PQntuples(of(result));
        result = more_.at(i).get();
    }
    return {result, row};
}
void Rows::append(Rows other) {
    if (!other.result_) return;
    if (!result_) {
        *this = std::move(other);
        return;
    }
    more_.push_back(std::move(other.result_));
    for (auto& more : other.more_) more_.push_back(std::move(more));
}
std::int64_t Rows::affected() const {
    if (!result_) return 0;
    return std::atoll(PQcmdTuples(static_cast<PGresult*>(result_.get())));
}

}  // namespace haven::postgres
