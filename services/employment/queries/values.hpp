// What the statements of employment's queries share. Internal to queries.
#pragma once

#include "libs/postgres/params.hpp"
#include "libs/postgres/rows.hpp"
#include "services/employment/domain/types.hpp"

namespace haven::employment {

template <class TypedId>
TypedId id_or_nil(const postgres::Row& row, int column) {
    return TypedId{row.uuid_or_null(column).value_or(Uuid{})};
}
// Nil is NULL.
template <class Tag>
postgres::Params& add_id(postgres::Params& params, const Id<Tag>& id) {
    return id.is_nil() ? params.null(postgres::Type::Uuid) : params.uuid(id.uuid);
}
template <class Value>
Value enum_of(const postgres::Row& row, int column) {
    return static_cast<Value>(row.int64(column));
}
inline int int_of(const postgres::Row& row, int column) {
    return static_cast<int>(row.int64(column));
}

}  // namespace haven::employment
