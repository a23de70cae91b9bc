// Shorthands for what the statements of all services' queries read and write.
#pragma once

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"

namespace haven::postgres {

// NULL is nil.
template <class TypedId>
TypedId id_or_nil(const Row& row, int column) {
    return TypedId{row.uuid_or_null(column).value_or(Uuid{})};
}
// Nil is NULL.
template <class Tag>
Params& add_id(Params& params, const Id<Tag>& id) {
    return id.is_nil() ? params.null(Type::Uuid) : params.uuid(id.uuid);
}
inline Date date_or_unset(const Row& row, int column) {
    return row.date_or_null(column).value_or(Date{});
}
// A column of type bigint that holds the number of an enumerator.
template <class Value>
Value enum_of(const Row& row, int column) {
    return static_cast<Value>(row.int64(column));
}
inline FederationNo federation_at(const Row& row, int column) {
    return FederationNo{static_cast<std::int16_t>(row.int64(column))};
}
// A column of type bigint that holds a small number.
inline int int_of(const Row& row, int column) {
    return static_cast<int>(row.int64(column));
}

}  // namespace haven::postgres
